/**
 * How fast the program answers, as ratios to the floor `node -e 0` of the same run: npm run bench [-- ROUNDS] [--json].
 * Runs are interleaved, medians are reported: on a noisy machine single figures say little.
 */
import {execFileSync} from 'node:child_process';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {spawn} from '@lydell/node-pty';

const words = process.argv.slice(2);
const json = words.includes('--json');
const rounds = Number(words.find(word => /^\d+$/.test(word)) ?? 21);
const top = join(dirname(fileURLToPath(import.meta.url)), '..');
const program = join(top, 'dist/cli.cjs');
const {CI: _, NO_COLOR: __, DRIVERDEX_DATA: ___, ...environment} = process.env;
const env = {...environment, LANG: 'C.UTF-8', TERM: 'xterm-256color'};

const now = () => Number(process.hrtime.bigint()) / 1e6;
const sorted = values => [...values].sort((a, b) => a - b);
const median = values => sorted(values)[Math.floor(values.length / 2)];
const high = values => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * 0.95))];

/** Milliseconds of a whole process without a terminal. */
function wholeProcess(args) {
	const start = now();
	execFileSync(process.execPath, args, {env, stdio: ['ignore', 'ignore', 'ignore']});
	return now() - start;
}

function open(args) {
	const child = spawn(process.execPath, args, {cols: 120, rows: 40, name: 'xterm-256color', env});
	let listener = () => {};
	child.onData(data => listener(data));
	return {child, listen: next => (listener = next)};
}

/** Milliseconds in a terminal until the output holds a text; null: until the process ends. */
function untilText(args, text) {
	return new Promise(resolve => {
		const start = now();
		const {child, listen} = open(args);
		let seen = '';
		const end = () => {
			const took = now() - start;
			child.kill('SIGKILL');
			resolve(took);
		};
		listen(data => {
			seen += data;
			if (text !== null && seen.includes(text)) end();
		});
		if (text === null) child.onExit(() => resolve(now() - start));
	});
}

const rest = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Delay from each key to the frame it causes, and to the last byte (the dossier follows), and the bytes. */
async function keyDelays(before, keys, quietMs = 60) {
	const {child, listen} = open([program]);
	await rest(1500);
	if (before !== '') {
		child.write(before);
		await rest(500);
	}
	const frames = [];
	const delays = [];
	const bytes = [];
	for (const key of keys) {
		let first = null;
		let last = null;
		let count = 0;
		listen(data => {
			last = now();
			first ??= last;
			count += Buffer.byteLength(data);
		});
		const start = now();
		child.write(key);
		do await rest(quietMs);
		while (last !== null && now() - last < quietMs - 5);
		if (last !== null) {
			frames.push(first - start);
			delays.push(last - start);
			bytes.push(count);
		}
	}
	child.kill('SIGKILL');
	return {frames, delays, bytes};
}

const firstDriver = execFileSync(process.execPath, [program, 'list', '--limit', '1', '--format', 'csv'], {
	env,
})
	.toString()
	.split('\r\n')[1]
	.split(',')[0];
const measures = {floor: [], terminalFloor: [], show: [], list: [], firstContent: []};
for (let round = 0; round < rounds; round++) {
	measures.floor.push(wholeProcess(['-e', '0']));
	measures.show.push(wholeProcess([program, 'show', 'mlx4_ib']));
	measures.list.push(wholeProcess([program, 'list', 'sub:infiniband']));
	measures.terminalFloor.push(await untilText(['-e', '0'], null));
	measures.firstContent.push(await untilText([program], firstDriver));
}
const cursor = await keyDelays('', [...'j'.repeat(25)]);
const filter = await keyDelays('/', [...'intel i2c', '\u007f', '\u007f', '\u007f', '\u007f', 'e', 't', 'h']);

const rows = [
	['node -e 0, the floor', measures.floor, measures.floor, ''],
	['show mlx4_ib, whole process', measures.show, measures.floor, '1.25'],
	['list sub:infiniband, whole process', measures.list, measures.floor, ''],
	['node -e 0 in a terminal, the floor', measures.terminalFloor, measures.terminalFloor, ''],
	['first list content on screen', measures.firstContent, measures.terminalFloor, '1.3'],
].map(([name, values, floor, goal]) => ({
	name,
	medianMs: median(values),
	ratio: median(values) / median(floor),
	bestRatio: sorted(values)[0] / sorted(floor)[0],
	goal,
}));
const keys = [
	['cursor key, list and dossier', cursor],
	['filter key over all drivers', filter],
].map(([name, {frames, delays, bytes}]) => ({
	name,
	frameMs: median(frames),
	slowestFrameMs: sorted(frames).at(-1),
	medianMs: median(delays),
	p95Ms: high(delays),
	medianBytes: median(bytes),
	keys: delays.length,
}));
if (json) {
	console.log(JSON.stringify({node: process.version, rounds, rows, keys}));
} else {
	console.log(`Node ${process.version}, ${rounds} rounds, 120x40`);
	for (const {name, medianMs, ratio, bestRatio, goal} of rows) {
		console.log(
			`${name.padEnd(38)} ${medianMs.toFixed(1).padStart(7)} ms  ${ratio.toFixed(2)} x floor (best runs ${bestRatio.toFixed(2)})${goal === '' ? '' : `  goal ${goal}`}`,
		);
	}
	for (const {name, frameMs, slowestFrameMs, medianMs, p95Ms, medianBytes, keys: count} of keys) {
		console.log(
			`${name.padEnd(38)} ${frameMs.toFixed(1).padStart(7)} ms to the new frame, slowest ${slowestFrameMs.toFixed(1)};  all of it ${medianMs.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)};  ${medianBytes} bytes  (${count} keys)`,
		);
	}
}
process.exit(0);

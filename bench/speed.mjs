/**
 * How fast the program answers, beside the floor `node -e 0` and the programs that people compare it with, on the same
 * rows in the same run: npm run bench [-- ROUNDS] [--json] [--driverdex-only]. Starts are interleaved and medians
 * reported: on a noisy machine single figures say little.
 */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {
	environment,
	high,
	median,
	now,
	printTable,
	Run,
	timesOfStart,
	wholeProcess,
} from './terminal-run.mjs';

const words = process.argv.slice(2);
const rounds = Number(words.find(word => /^\d+$/.test(word)) ?? 11);
const top = join(dirname(fileURLToPath(import.meta.url)), '..');
const program = join(top, 'dist/cli.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'driverdex-bench-'));
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));

const node = process.execPath;
const driverdex = [node, program];
const run = (...args) =>
	execFileSync(node, [program, ...args], {
		env: environment,
		maxBuffer: 2 ** 28,
		stdio: ['ignore', 'pipe', 'ignore'],
	}).toString();
const isInstalled = name => {
	try {
		execFileSync('sh', ['-c', `command -v ${name}`], {stdio: 'ignore'});
		return !words.includes('--driverdex-only');
	} catch {
		return false;
	}
};

/** The shipped rows repeated under other names: a field of 100,000. Only lists are drawn from it, no dossiers. */
function manyDrivers(count) {
	const folder = join(scratch, 'many');
	execFileSync('mkdir', [folder]);
	const [head, rowsStart, ...lines] = readFileSync(join(top, 'data/index.json'), 'utf8').split('\n');
	const end = lines.indexOf('],');
	const rows = lines.slice(0, end).map(line => JSON.parse(line.replace(/,$/, '')));
	const many = Array.from({length: count}, (_, index) => {
		const copy = Math.floor(index / rows.length);
		const [module, ...rest] = rows[index % rows.length];
		return JSON.stringify([copy === 0 ? module : `${module}_${copy}`, ...rest]);
	});
	const text = [head, rowsStart, many.join(',\n'), ...lines.slice(end)].join('\n');
	writeFileSync(join(folder, 'index.json'), text);
	const manifest = JSON.parse(readFileSync(join(top, 'data/manifest.json'), 'utf8'));
	manifest.files['index.json'].bytes = Buffer.byteLength(text);
	writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
	for (const file of Object.keys(manifest.files)) {
		if (file !== 'index.json') symlinkSync(join(top, 'data', file), join(folder, file));
	}
	return folder;
}

const listText = join(scratch, 'rows.txt');
const listCsv = join(scratch, 'rows.csv');
writeFileSync(listText, run('list', '--format', 'table'));
writeFileSync(listCsv, run('list', '--format', 'csv'));
const [firstDriver, secondDriver] = readFileSync(listCsv, 'utf8')
	.split('\r\n')
	.slice(1, 3)
	.map(line => line.split(',')[0]);
const many = manyDrivers(100_000);
const manyText = join(scratch, 'many.txt');
writeFileSync(manyText, run('list', '--format', 'table', '--data', many));

const down = '\u001b[B';
const typed = [...'intel i2c', '\u007f', '\u007f', '\u007f', '\u007f', 'e', 't', 'h'];
/** What is compared: a command, the key that goes down, and what opens its filter ('' where it is open). */
const programs = [
	{name: 'driverdex', command: driverdex, down: 'j', filter: '/'},
	{
		name: 'driverdex, list alone',
		command: driverdex,
		columns: 100,
		down: 'j',
		filter: '/',
	},
	{
		name: 'driverdex, 100,000',
		command: [...driverdex, '--data', many],
		columns: 100,
		down: 'j',
		filter: '/',
	},
	...(isInstalled('fzf')
		? [
				{
					name: 'fzf',
					command: ['sh', '-c', `fzf --layout=reverse < '${listText}'`],
					down,
					filter: '',
				},
				{
					name: 'fzf, preview of show',
					command: [
						'sh',
						'-c',
						`fzf --layout=reverse --preview '${node} ${program} show {1}' < '${listText}'`,
					],
					down,
				},
				{
					name: 'fzf, 100,000',
					command: ['sh', '-c', `fzf --layout=reverse < '${manyText}'`],
					down,
					filter: '',
				},
			]
		: []),
	...(isInstalled('tig')
		? [{name: 'tig, as a pager', command: ['sh', '-c', `tig < '${listText}'`], down: 'j'}]
		: []),
	...(isInstalled('less') ? [{name: 'less', command: ['less', listText], down: 'j'}] : []),
	...(isInstalled('vd') ? [{name: 'visidata', command: ['vd', listCsv], down: 'j'}] : []),
];

/** One start of a program: the others obey when they send anything at all. */
const start = ({name, command, columns, down: key}) =>
	timesOfStart(command, {
		columns,
		content: firstDriver,
		key,
		obeyed: text => (name.startsWith('driverdex') ? text.includes(`▸ ${secondDriver}`) : text !== ''),
	});

async function keysOf({command, columns, down: key, filter}) {
	const rows = 40;
	const measured = new Run(command, {columns, rows});
	await measured.until(text => text.includes(firstDriver));
	await measured.quiet(1200);
	const keys = await measured.press(Array.from({length: 60}, () => key));
	measured.send(key.repeat(200));
	await measured.quiet(250);
	const burstMs = measured.last - measured.sent;
	const burstBytes = measured.bytes;
	let filtered = [];
	if (filter !== undefined) {
		if (filter !== '') {
			measured.send(filter);
			await measured.quiet(200);
		}
		filtered = await measured.press(typed);
	}
	const peakMb = measured.peak();
	await measured.end();
	// The first 28 keys stay in the page; from the 40th on, each moves the list by a row.
	const [page, scroll] = [keys.slice(0, 28), keys.slice(40)];
	const lasts = keys.map(({lastMs}) => lastMs);
	return {
		keyBytes: median(page.map(({bytes}) => bytes)),
		scrollBytes: median(scroll.map(({bytes}) => bytes)),
		keyMs: median(lasts),
		keyHighMs: high(lasts),
		filterMs: filtered.length === 0 ? null : median(filtered.map(({firstMs}) => firstMs)),
		filterHighMs: filtered.length === 0 ? null : high(filtered.map(({firstMs}) => firstMs)),
		burstMs,
		burstBytes,
		peakMb,
	};
}

const floors = {process: [], terminal: [], show: []};
const starts = new Map(programs.map(({name}) => [name, []]));
for (let round = 0; round < rounds; round++) {
	floors.process.push(wholeProcess(['-e', '0']));
	floors.show.push(wholeProcess([program, 'show', 'mlx4_ib']));
	const bare = new Run([node, '-e', '0']);
	await bare.ended;
	floors.terminal.push(now() - bare.started);
	for (const one of programs) starts.get(one.name).push(await start(one));
}
const results = [];
for (const one of programs) {
	const of = name =>
		median(
			starts
				.get(one.name)
				.map(each => each[name])
				.filter(value => value !== null),
		) ?? null;
	results.push({
		name: one.name,
		firstByteMs: of('firstByteMs'),
		contentMs: of('contentMs'),
		interactiveMs: of('interactiveMs'),
		...(await keysOf(one)),
	});
}
const floorMs = median(floors.terminal);
const showRatio = median(floors.show) / median(floors.process);

if (words.includes('--json')) {
	console.log(
		JSON.stringify({
			node: process.version,
			rounds,
			processFloorMs: median(floors.process),
			terminalFloorMs: floorMs,
			showRatio,
			results,
		}),
	);
} else {
	console.log(`Node ${process.version}, ${rounds} rounds, 40 rows, 120 columns (list alone: 100)`);
	console.log(
		`node -e 0: ${median(floors.process).toFixed(0)} ms, in a terminal ${floorMs.toFixed(0)} ms; driverdex show mlx4_ib: ${showRatio.toFixed(2)} x that (goal 1.25)`,
	);
	const ms = (value, digits = 0) => (value === null || value === undefined ? '-' : value.toFixed(digits));
	const times = value =>
		value === null || value === undefined ? '-' : `${value.toFixed(0)} (${(value / floorMs).toFixed(2)}x)`;
	const table = [
		[
			'',
			'first byte',
			'content',
			'obeys',
			'B/key',
			'B/scroll',
			'ms/key',
			'p95',
			'filter',
			'p95',
			'200 keys',
			'MB',
		],
		...results.map(one => [
			one.name,
			ms(one.firstByteMs),
			times(one.contentMs),
			times(one.interactiveMs),
			ms(one.keyBytes),
			ms(one.scrollBytes),
			ms(one.keyMs, 1),
			ms(one.keyHighMs, 1),
			ms(one.filterMs, 1),
			ms(one.filterHighMs, 1),
			ms(one.burstMs),
			ms(one.peakMb),
		]),
	];
	printTable(table);
}
process.exit(0);

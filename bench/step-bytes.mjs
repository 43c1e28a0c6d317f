/**
 * What a step in the list costs and of what its bytes are made: npm run bench:steps [-- STEPS] [--size COLUMNSxROWS] [--at DRIVER]
 * [--each] [--rows]. The first 28 steps stay within the page. `--at` begins further down the list, where it scrolls;
 * `--each` adds the bytes of each step, `--rows` those of each row of the screen.
 */
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {median, Run} from './terminal-run.mjs';

const words = process.argv.slice(2);
const sizes = words.includes('--size') ? [words[words.indexOf('--size') + 1]] : ['120x40', '80x24'];
const steps = Number(words.find(word => /^\d+$/.test(word)) ?? 28);
const at = words.includes('--at') ? words[words.indexOf('--at') + 1] : undefined;
const program = join(dirname(fileURLToPath(import.meta.url)), '../dist/cli.cjs');

/** A control or sequence, or the text up to the next one. */
// biome-ignore lint/complexity/useRegexLiterals: escapes are clearer spelt out
const piece = new RegExp(
	'\\x1b\\[([?0-9;]*)([a-zA-Z])|\\x1b\\].*?(?:\\x07|\\x1b\\\\)|[\\x00-\\x1a\\x1c-\\x1f]|[^\\x00-\\x1f]+|\\x1b',
	'gs',
);
const kinds = {
	m: 'colour',
	X: 'erasing',
	K: 'erasing',
	h: 'frame',
	l: 'frame',
	r: 'scrolling',
	L: 'scrolling',
	M: 'scrolling',
};

/** Bytes by kind, and by row of the screen, of what was sent for one key. */
function takeApart(text) {
	const parts = {text: 0, blanks: 0, jumps: 0, colour: 0, erasing: 0, links: 0, scrolling: 0, frame: 0};
	const byRow = new Map();
	let row = 0;
	for (const [all, parameters = '', final] of text.matchAll(piece)) {
		const bytes = Buffer.byteLength(all);
		if (all === '\v') row += 1;
		else if (final === 'H') row = Number(parameters.split(';')[0] || 1) - 1;
		else if (final === 'B') row += Number(parameters || 1);
		if (final !== undefined) parts[kinds[final] ?? 'jumps'] += bytes;
		else if (all.startsWith('\u001b]')) parts.links += bytes;
		else if (all < ' ') parts.jumps += bytes;
		else {
			const blanks = all.split(' ').length - 1;
			parts.blanks += blanks;
			parts.text += bytes - blanks;
		}
		byRow.set(row, (byRow.get(row) ?? 0) + bytes);
	}
	return {bytes: Buffer.byteLength(text), parts, byRow};
}

const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;

for (const size of sizes) {
	const [columns, rows] = size.split('x').map(Number);
	const run = new Run([process.execPath, program, ...(at === undefined ? [] : ['--at', at])], {
		columns,
		rows,
	});
	await run.until(text => text.includes('risk'));
	await run.quiet(1500);
	const taken = [];
	for (let step = 0; step < steps; step++) {
		run.send('j');
		// Its frame ends with the end of a synchronised update; what may follow it belongs to the step too.
		await run.until(text => text.includes('\u001b[?2026l'));
		await run.quiet(200);
		taken.push(takeApart(run.text));
	}
	await run.end();
	const bytes = taken.map(one => one.bytes);
	if (words.includes('--each')) console.log(`  ${bytes.join(' ')}`);
	const sorted = bytes.toSorted((a, b) => a - b);
	const kindsSeen = Object.keys(taken[0].parts).filter(kind => taken.some(one => one.parts[kind] > 0));
	console.log(
		`${size}, ${steps} steps: median ${median(bytes)} B, mean ${mean(bytes).toFixed(0)}, ${sorted[0]} to ${sorted.at(-1)}`,
	);
	console.log(
		`  ${kindsSeen.map(kind => `${kind} ${mean(taken.map(one => one.parts[kind])).toFixed(0)}`).join(', ')} (means)`,
	);
	if (words.includes('--rows')) {
		for (let row = 0; row < rows; row++) {
			const spent = mean(taken.map(({byRow}) => byRow.get(row) ?? 0));
			if (spent > 0) console.log(`  row ${String(row + 1).padStart(3)}: ${spent.toFixed(0)}`);
		}
	}
}
process.exit(0);

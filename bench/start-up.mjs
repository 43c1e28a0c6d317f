/**
 * What each of the measures that make the program quicker brings, by leaving it out: npm run bench:start-up
 * [-- ROUNDS] [--json] [NAME+NAME...]. Without names each measure of source/build/trials.mjs is left out alone; given
 * names, those together. Every build is tried once a round, in another order each time, and told as the ratio to the
 * whole build of the same round: the median, and the interval that holds it with 95 %.
 */
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {measures} from '../source/build/trials.mjs';
import {environment, median, printTable, Run, timesOfStart, wholeProcess} from './terminal-run.mjs';

const words = process.argv.slice(2);
const rounds = Number(words.find(word => /^\d+$/.test(word)) ?? 25);
const chosen = words.filter(word => /^[a-z]/.test(word)).map(word => word.split('+'));
const top = join(dirname(fileURLToPath(import.meta.url)), '..');
const scratch = mkdtempSync(join(tmpdir(), 'driverdex-start-up-'));
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));
process.on('SIGINT', () => process.exit(130));

/** Builds the program without some measures; its path. The shipped data lie beside it. */
function build(without) {
	const folder = join(scratch, without.join('+') || 'whole');
	mkdirSync(folder);
	symlinkSync(join(top, 'data'), join(folder, 'data'));
	execFileSync(
		process.execPath,
		[join(top, 'source/build/build.mjs'), '--into', join(folder, 'dist'), '--without', without.join(',')],
		{stdio: ['ignore', 'ignore', 'inherit']},
	);
	return join(folder, 'dist/cli.cjs');
}

const trials = [[], ...(chosen.length > 0 ? chosen : measures.map(name => [name]))].map(without => ({
	name: without.length === 0 ? 'whole' : `without ${without.join(', ')}`,
	program: build(without),
	samples: [],
}));
const [whole] = trials;

const list = execFileSync(process.execPath, [whole.program, 'list', '--limit', '2', '--format', 'csv'], {
	env: environment,
	stdio: ['ignore', 'pipe', 'ignore'],
}).toString();
const [firstDriver, secondDriver] = list
	.split('\r\n')
	.slice(1)
	.map(line => line.split(',')[0]);

/** What a person feels of one build, once: milliseconds, and MB at the most. */
async function sample({program}) {
	const command = [process.execPath, program];
	const showMs = wholeProcess([program, 'show', 'mlx4_ib']);
	const {contentMs, interactiveMs} = await timesOfStart(command, {
		content: firstDriver,
		key: 'j',
		obeyed: text => text.includes(`▸ ${secondDriver}`),
	});
	const run = new Run(command);
	await run.until(text => text.includes(firstDriver));
	await run.quiet(1200);
	const steps = await run.press(Array.from({length: 10}, () => 'j'));
	run.send('/');
	await run.quiet(200);
	const [firstLetter, ...letters] = await run.press([...'intel i2c']);
	const peakMb = run.peak();
	await run.end();
	return {
		showMs,
		contentMs,
		interactiveMs,
		stepMs: median(steps.map(({lastMs}) => lastMs)),
		firstLetterMs: firstLetter.firstMs,
		letterMs: median(letters.map(({firstMs}) => firstMs)),
		peakMb,
	};
}

/**
 * The median and the ranks around it that hold the true one with 95 % or more, as the binomial distribution has them:
 * the 8th and the 18th of 25.
 */
function medianWithin(values) {
	const sorted = [...values].sort((a, b) => a - b);
	const {length} = sorted;
	let chance = 0.5 ** length;
	let below = chance;
	let rank = 0;
	while (below <= 0.025 && rank < length / 2) {
		chance *= (length - rank) / (rank + 1);
		rank++;
		below += chance;
	}
	const edge = Math.max(0, rank - 1);
	return {median: median(sorted), low: sorted[edge], high: sorted[length - 1 - edge]};
}

const floors = [];
for (let round = 0; round < rounds; round++) {
	floors.push(wholeProcess(['-e', '0']));
	const order = trials.map((_, index) => trials[(index + round) % trials.length]);
	if (round % 2 === 1) order.reverse();
	for (const trial of order) trial.samples.push(await sample(trial));
	if (process.stderr.isTTY) process.stderr.write(`\rround ${round + 1} of ${rounds}`);
}
if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');

const felt = {
	showMs: 'show',
	contentMs: 'content',
	interactiveMs: 'obeys',
	stepMs: 'step',
	firstLetterMs: '1st letter',
	letterMs: 'letters',
	peakMb: 'MB',
};
const results = trials.map(({name, samples}) => ({
	name,
	...Object.fromEntries(
		Object.keys(felt).map(key => [
			key,
			{
				value: median(samples.map(each => each[key])),
				ratio: medianWithin(samples.map((each, round) => each[key] / whole.samples[round][key])),
			},
		]),
	),
}));
if (words.includes('--json')) {
	console.log(JSON.stringify({node: process.version, rounds, floorMs: median(floors), results}));
} else {
	console.log(`Node ${process.version}, ${rounds} rounds, node -e 0: ${median(floors).toFixed(0)} ms`);
	const percent = ratio => `${ratio >= 1 ? '+' : ''}${((ratio - 1) * 100).toFixed(0)}`;
	printTable([
		['', ...Object.values(felt)],
		...results.map(({name, ...figures}, index) => [
			name,
			...Object.keys(felt).map(key => {
				const {value, ratio} = figures[key];
				if (index === 0) return value.toFixed(value < 20 ? 1 : 0);
				return `${percent(ratio.median)} % (${percent(ratio.low)} to ${percent(ratio.high)})`;
			}),
		]),
	]);
}
process.exit(0);

/**
 * Reads every configuration of a folder for the drivers of a data set, and says how long that took and in how much memory;
 * then draws values at random and holds each against the line of its configuration, read again by other means.
 *
 *     npm run bench:reach -- CONFIGS [DATASET] [POPULATION...]
 */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {DriverRecord} from '../source/dossier/schema.ts';
import {surveyReach} from '../source/survey/reach/reach.ts';
import {seededRandom} from '../source/verdict/measures.ts';

const [configs, dataset = 'data', ...population] = process.argv.slice(2);
if (configs === undefined) throw new Error('wants a folder of configurations with its index.tsv');
const manifest = JSON.parse(readFileSync(join(dataset, 'manifest.json'), 'utf8')) as {
	treeVersion: string;
	asOf: string;
};
const drivers = readFileSync(join(dataset, 'drivers.ndjson'), 'utf8')
	.trimEnd()
	.split('\n')
	.map(line => {
		const {id, kind, kconfig, aliases} = JSON.parse(line) as DriverRecord;
		return {id, kind, symbol: kconfig?.symbol ?? null, aliases};
	});
const aliases = new Map(drivers.map(driver => [driver.id, driver.aliases]));
const before = process.memoryUsage().rss;
const start = performance.now();
const facts = await surveyReach({
	configs,
	config: [],
	population,
	version: manifest.treeVersion,
	asOf: manifest.asOf,
	drivers,
	aliases: id => aliases.get(id) ?? null,
});
const all = drivers.map(driver => ({...driver, ...facts.of(driver.id)}));
const seconds = (performance.now() - start) / 1000;
const most = process.resourceUsage().maxRSS / 1024;
console.log(
	`${seconds.toFixed(1)} s, ${most.toFixed(0)} MB at most, ${(before / 1048576).toFixed(0)} MB of it before`,
);
for (const {name, counts} of facts.sources) console.log(name, JSON.stringify(counts));
for (const problem of facts.problems) console.log(JSON.stringify(problem));
for (const {label, kind, enabled, configurations} of facts.distributions!) {
	console.log(
		`${label.padEnd(22)} ${kind.padEnd(9)} ${(enabled * 100).toFixed(1).padStart(5)} %  ${configurations.length}`,
	);
}

/** Values that are looked at. */
const drawn = 50;
const random = seededRandom(7);
let wrong = 0;
const files = readFileSync(join(configs, 'index.tsv'), 'utf8').split('\n');
const judged = all.filter(
	({kind, distributions}) => distributions !== null && (kind === 'driver' || kind === 'chip'),
);
for (let count = 0; count < drawn; ) {
	const {symbol, distributions} = judged[Math.floor(random() * judged.length)]!;
	const which = Math.floor(random() * distributions!.values.length);
	const value = distributions!.values.charAt(which);
	if (value === '-') continue;
	count++;
	const {architecture, source, kernel} =
		facts.distributions![which]!.configurations[distributions!.at[placeOf(distributions!.values, which)]!]!;
	const file = files
		.map(line => line.split('\t'))
		.find(
			cells => cells[6] === source && cells[4] === architecture && (kernel === null || cells[3] === kernel),
		)![0]!;
	const wanted = value === 'n' ? `# CONFIG_${symbol} is not set` : `CONFIG_${symbol}=${value}`;
	const lines = readFileSync(join(configs, file), 'latin1').split('\n');
	const at = lines.indexOf(wanted) + 1;
	if (at === 0) wrong++;
	console.log(`${at === 0 ? 'WRONG ' : ''}${file}:${at}: ${wanted}`);
}
console.log(`${drawn - wrong} of ${drawn} agree`);

/** Where `at` has the configuration of an entry: the known ones stand there in their order. */
function placeOf(values: string, which: number): number {
	return values.slice(0, which).replaceAll('-', '').length;
}

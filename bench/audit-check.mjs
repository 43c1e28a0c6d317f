/*
 * Checks `driverdex audit` against the data set by other means: every line of drivers.ndjson is parsed, every line of
 * the configuration matched, and the two lists compared in both directions. Imports nothing of the program.
 *
 *     node bench/audit-check.mjs CONFIG [DATASET]
 */
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';

const [, , config, data = new URL('../data', import.meta.url).pathname] = process.argv;
const program = new URL('../dist/cli.cjs', import.meta.url).pathname;

const enabled = new Map();
for (const line of readFileSync(config, 'utf8').split('\n')) {
	const [, set, value] = /^CONFIG_(\w+)=(.*?)\r?$/.exec(line) ?? [];
	const [, unset] = /^# CONFIG_(\w+) is not set\r?$/.exec(line) ?? [];
	if (set !== undefined) enabled.set(set, value);
	else if (unset !== undefined) enabled.delete(unset);
}
const isOn = symbol => enabled.get(symbol) === 'y' || enabled.get(symbol) === 'm';

const expected = new Set();
for (const line of readFileSync(`${data}/drivers.ndjson`, 'utf8').split('\n')) {
	if (line === '') continue;
	const {id, kconfig, assessments} = JSON.parse(line);
	const verdict = ['person', 'dossier', 'rules'].flatMap(kind =>
		assessments.filter(one => one.assessor === kind),
	)[0];
	if (kconfig !== null && isOn(kconfig.symbol) && /^(deprecate|remove)$/.test(verdict.recommendation)) {
		expected.add(`CONFIG_${kconfig.symbol}=${enabled.get(kconfig.symbol)} ${id}`);
	}
}
const options = `${data}/options.txt`;
if (existsSync(options)) {
	const lines = readFileSync(options, 'utf8').split('\n');
	const ofTree = new Set(lines.filter(line => !line.includes('\t')));
	for (const line of lines) {
		const [symbol, , built, now] = line.split('\t');
		if (built && !now && isOn(symbol) && !ofTree.has(symbol)) {
			expected.add(`CONFIG_${symbol}=${enabled.get(symbol)} gone`);
		}
	}
}

const answer = spawnSync(process.execPath, [program, 'audit', config, '--json', '--data', data], {
	encoding: 'utf8',
	maxBuffer: 1 << 28,
});
const listed = new Set(
	JSON.parse(answer.stdout)
		.rows.filter(({standing}) => standing === 'judged' || standing === 'gone')
		.map(({option, value, path}) => `${option}=${value} ${path ?? 'gone'}`),
);
const missing = [...expected].filter(one => !listed.has(one));
const surplus = [...listed].filter(one => !expected.has(one));
for (const one of missing) console.log(`not listed: ${one}`);
for (const one of surplus) console.log(`listed without cause: ${one}`);
const status = expected.size > 0 ? 1 : 0;
if (answer.status !== status) console.log(`exit status ${answer.status}, expected ${status}`);
const isRight = missing.length + surplus.length === 0 && answer.status === status;
console.log(
	`${enabled.size} options set, ${expected.size} at risk, ${listed.size} listed: ${isRight ? 'right' : 'WRONG'}`,
);
process.exitCode = isRight ? 0 : 1;

/**
 * How fast the mail pass reads public-inbox archives, how much memory it takes, and whether it finds what is known
 * to be there.
 *
 *     npx esbuild bench/mail-archive.ts --bundle --platform=node --format=esm --outfile=/tmp/bench-mail.mjs
 *     taskset -c 0 node /tmp/bench-mail.mjs [--runs 5] TREE ARCHIVE...
 *
 * TREE is an unpacked kernel source (only its paths are looked at: each .c file stands for a driver, each folder for
 * a directory), ARCHIVE a public-inbox v2 repository. Each run is followed by what git alone needs to write out all
 * objects of the first archive: that ratio stands where the machine has other work, mails a second do not. With
 * `--expect drivers/x/y.c=YYYY-MM-DD` the exit status is 1 unless the file has a patch first posted on that day, with
 * `--removed` likewise unless its removal was; several of both can be given.
 */
import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import type {PathOwners} from '../source/survey/facts.ts';
import {withFormerPaths} from '../source/survey/former-paths.ts';
import {surveyMailArchives} from '../source/survey/mail/archives.ts';
import {datedPeople, readTreePeople} from '../source/survey/mail/removals/people.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		since: {type: 'string', default: '2021-07-16'},
		until: {type: 'string', default: '2026-07-15'},
		runs: {type: 'string', default: '1'},
		cores: {type: 'string', default: '1'},
		list: {type: 'string'},
		show: {type: 'string', multiple: true, default: []},
		expect: {type: 'string', multiple: true, default: []},
		removed: {type: 'string', multiple: true, default: []},
	},
});
const [tree, ...archives] = positionals;
if (tree === undefined || archives.length === 0) throw new Error('usage: mail-archive.ts TREE ARCHIVE...');

const files = readdirSync(path.join(tree, 'drivers'), {recursive: true, encoding: 'utf8'}).map(
	name => `drivers/${name}`,
);
const sources = new Set(files.filter(name => name.endsWith('.c')));
const directories = new Set<string>();
for (const name of sources) {
	for (let at = path.dirname(name); at !== '.'; at = path.dirname(at)) directories.add(at);
}
const owners: PathOwners = {
	driversOf: name => (sources.has(name) ? [name.slice(0, -2)] : []),
	directoriesOf(name) {
		const found: string[] = [];
		for (let at = path.dirname(name); at !== '.'; at = path.dirname(at))
			if (directories.has(at)) found.push(at);
		return found;
	},
};
const lists = values.list === undefined ? ['linux-rdma@vger.kernel.org'] : [values.list];
const drivers = [...sources].sort().map(mainFile => {
	const id = mainFile.slice(0, -2);
	return {id, module: path.basename(id), symbol: null, mainFile, lists};
});

const options = {
	archives: archives.map(gitDir => ({gitDir, list: null})),
	owners: withFormerPaths(owners, new Map(), []),
	people: datedPeople(readTreePeople(tree)),
	drivers,
	directories: [...directories].sort().map(directory => ({directory, lists})),
	cores: Number(values.cores),
};

for (let run = 0; run < Number(values.runs); run++) {
	let peak = 0;
	const watch = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage.rss());
	}, 100);
	const start = process.hrtime.bigint();
	const before = process.cpuUsage();
	const survey = await surveyMailArchives({...options, window: {since: values.since, until: values.until}});
	const seconds = Number(process.hrtime.bigint() - start) / 1e9;
	const cpu = process.cpuUsage(before);
	clearInterval(watch);
	const gitAlone = () => {
		const from = process.hrtime.bigint();
		const all = ['cat-file', '--batch-all-objects', '--unordered', '--batch'];
		spawnSync('git', ['--git-dir', archives[0]!, ...all], {stdio: 'ignore'});
		return `${(seconds / (Number(process.hrtime.bigint() - from) / 1e9)).toFixed(2)} x git alone`;
	};
	const {mails = 0, replies = 0, patches = 0} = survey.source.counts;
	console.log(
		`${mails} mails (${mails - replies} read, ${patches} with a diff) in ${seconds.toFixed(2)} s: ` +
			`${Math.round(mails / seconds)} mails/s, ${Math.round((mails - replies) / seconds)} read/s; ` +
			`${gitAlone()}; node ${((cpu.user + cpu.system) / 1e6).toFixed(2)} s of CPU, at most ${Math.round(peak / 2 ** 20)} MB`,
	);
	if (run > 0) continue;
	for (const list of survey.lists) console.log(JSON.stringify(list));
	for (const problem of survey.problems) console.log(`problem: ${problem.where}: ${problem.problem}`);
	for (const id of values.show) {
		console.log(id, JSON.stringify(survey.drivers.get(id) ?? survey.directories.get(id) ?? null));
	}
	for (const wanted of values.removed) {
		const [file, date] = wanted.split('=');
		const patch = survey.removals.drivers.get(file!.replace(/\.c$/, ''))?.find(found => found.date === date);
		report(patch !== undefined, `${wanted}: ${JSON.stringify(patch ?? 'no removal patch')}`);
	}
}

for (const wanted of values.expect) {
	const [file, date] = wanted.split('=');
	const survey = await surveyMailArchives({...options, window: {since: date!, until: date!}});
	const found = survey.drivers.get(file!.replace(/\.c$/, ''))?.patches;
	report((found?.total ?? 0) > 0, `${wanted}: ${JSON.stringify(found ?? null)}`);
}

function report(isFound: boolean, text: string): void {
	console.log(`${isFound ? 'found' : 'MISSING'} ${text}`);
	if (!isFound) process.exitCode = 1;
}

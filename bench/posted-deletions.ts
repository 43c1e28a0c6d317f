/**
 * What became of posted deletions, by who posted them, what was answered and how many releases were shipped since.
 *
 *     npm run bench:deletions -- DATA REPOSITORY [5.10] [6.12]
 *
 * DATA is a data set of the first release with the mailing lists as of 2022-11-30, REPOSITORY has that release, the
 * second, which tells what became of its drivers, and those in between under tags. A deletion counts from the day it was
 * posted (row 0), and again when one, three and six releases had been shipped that still had the driver: what such a
 * deletion tells then is what the rules may weigh. Those posted before the first release enter where it overtook them.
 *
 * A driver is gone where the later release has its main file no more: under its path, under another name in its folder
 * (git's similarity of half), or under its name elsewhere with three lines in ten the same.
 */
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {createPacker} from '../source/dataset/packing/packing.ts';
import type {DriverRecord, Manifest, RemovalPatch} from '../source/dossier/schema.ts';
import {releaseDate} from '../source/survey/releases/release-days.ts';

const [data, repository, from = '5.10', to = '6.12'] = process.argv.slice(2);
if (repository === undefined) throw new Error('usage: npm run bench:deletions -- DATA REPOSITORY');

const git = (...words: string[]) =>
	execFileSync('git', ['-C', repository, ...words], {encoding: 'utf8', maxBuffer: 2 ** 28});
const filesOf = (release: string) =>
	new Set(git('ls-tree', '-r', '--name-only', `v${release}`, 'drivers', 'sound').split('\n'));

const packer = createPacker(JSON.parse(readFileSync(join(data!, 'manifest.json'), 'utf8')) as Manifest);
const records = readFileSync(join(data!, 'drivers.ndjson'), 'utf8')
	.split('\n')
	.filter(Boolean)
	.map(line => packer.unpack(JSON.parse(line)) as DriverRecord)
	.filter(({signals}) => (signals.removalPatches ?? []).length > 0);
const [before, after] = [filesOf(from), filesOf(to)];
const mainFiles = new Map(records.map(record => [record.id, mainFileOf(record)]));
const gone = new Set(records.filter(({id}) => isGone(mainFiles.get(id)!)).map(({id}) => id));

/** The source named as the driver, else its first. */
function mainFileOf({module, directory, files}: DriverRecord): string {
	const sources = (files ?? []).filter(name => /\.(?:c|S|rs)$/.test(name));
	const plain = (name: string) =>
		basename(name)
			.replace(/\.\w+$/, '')
			.replaceAll('_', '-');
	const main = sources.find(name => plain(name) === module.replaceAll('_', '-')) ?? sources[0] ?? '';
	return /^(?:drivers|sound|arch|lib)\//.test(main) ? main : `${directory}/${main}`;
}

function isGone(file: string): boolean {
	if (after.has(file)) return false;
	const status = git(
		'diff',
		'-M',
		'--diff-filter=R',
		'--name-status',
		`v${from}`,
		`v${to}`,
		'--',
		dirname(file),
	);
	if (status.split('\n').some(line => line.split('\t')[1] === file)) return false;
	if (!before.has(file)) return true;
	const lines = linesOf(from, file);
	return ![...after]
		.filter(path => !before.has(path) && basename(path) === basename(file))
		.some(path => {
			const others = linesOf(to, path);
			return [...lines].filter(line => others.has(line)).length >= lines.size * 0.3;
		});
}

/** Lines that tell files apart. */
function linesOf(release: string, file: string): Set<string> {
	const lines = git('show', `v${release}:${file}`).split('\n');
	return new Set(
		lines.map(line => line.trim()).filter(line => line.length > 8 && !line.startsWith('#include')),
	);
}

/** All releases from the one before the first mails to the last that is as old as they are. */
const releases = [
	'5.2',
	'5.3',
	'5.4',
	'5.5',
	'5.6',
	'5.7',
	'5.8',
	'5.9',
	'5.10',
	'5.11',
	'5.12',
	'5.13',
	'5.14',
]
	.concat(['5.15', '5.16', '5.17', '5.18', '5.19', '6.0', '6.1'])
	.map(release => ({release, date: releaseDate(release)!}));
const start = releases.findIndex(({release}) => release === from);
const tags = new Set(git('tag').split('\n'));
const paths = new Map(
	releases
		.slice(start)
		.filter(({release}) => tags.has(`v${release}`))
		.map(({release}) => [release, filesOf(release)]),
);

/** Whether a release has a driver; one that no tag shows is told by the next that one does. */
function has(index: number, id: string): boolean {
	if (!gone.has(id)) return true;
	const known = releases.slice(index).find(({release}) => paths.has(release));
	return known !== undefined && paths.get(known.release)!.has(mainFiles.get(id)!);
}

interface Case {
	id: string;
	patch: RemovalPatch;
	stage: string;
	wentAway: boolean;
}

const stages = [
	{after: 0, name: '0'},
	{after: 1, name: '1–2'},
	{after: 3, name: '3–5'},
	{after: 6, name: '6+'},
];
const cases: Case[] = records.flatMap(({id, signals}) =>
	(signals.removalPatches ?? [])
		.filter(({kind}) => kind === 'removal')
		.flatMap(patch => {
			const first = releases.findIndex(({date}) => date > patch.date);
			const wentAway = gone.has(id);
			return stages.flatMap(({after, name}): Case[] => {
				const at = first - 1 + after;
				// What was posted before the tree can only be met again once releases overtook it.
				if (first < 0 || at < start || at >= releases.length || !has(at, id)) return [];
				return [{id, patch, stage: name, wentAway}];
			});
		}),
);

const days = cases.map(({patch}) => patch.date).sort();
console.log(
	`${new Set(cases.map(({id}) => id)).size} drivers of ${from} with a deletion posted ${days[0]} to ${days.at(-1)}, judged in ${to}`,
);
print('posted by, answer', ({patch}) => `${patch.by}, ${patch.answer}`);
print('answer', ({patch}) => patch.answer);
// Data sets of an older form don't tell these.
if (cases.some(({patch}) => patch.series !== undefined)) {
	print('posted', ({patch}) => (patch.again == null ? 'once' : 'again'));
	print('drivers deleted by the series', ({patch}) => {
		const drivers = patch.series?.drivers ?? 1;
		return drivers === 1 ? '1' : drivers <= 5 ? '2 to 5' : drivers <= 20 ? '6 to 20' : 'more';
	});
	print('subsystems of the series', ({patch}) => {
		const subsystems = patch.series?.subsystems ?? 1;
		return subsystems === 1 ? '1' : subsystems <= 3 ? '2 or 3' : 'more';
	});
}
print('all', () => 'all');
const others = records.flatMap(({id, signals}) =>
	(signals.removalPatches ?? []).filter(({kind}) => kind !== 'removal').map(({kind}) => ({id, kind})),
);
console.log('\n| other kinds | drivers | gone |\n| - | - | - |');
for (const kind of new Set(others.map(one => one.kind))) {
	const those = [...new Set(others.filter(one => one.kind === kind).map(({id}) => id))];
	console.log(`| ${kind} | ${those.length} | ${share(those.map(id => gone.has(id)))} |`);
}

/** One table: a group a row, releases shipped since its posting across; drivers, and those gone. */
function print(title: string, groupOf: (one: Case) => string): void {
	console.log(
		`\n| ${title} | ${stages.map(({name}) => `${name} releases`).join(' | ')} |\n|${' - |'.repeat(5)}`,
	);
	for (const group of [...new Set(cases.map(groupOf))].sort()) {
		const cells = stages.map(({name}) => {
			// A driver whose deletion was posted by several is one driver.
			const those = new Map(
				cases.filter(one => groupOf(one) === group && one.stage === name).map(one => [one.id, one.wentAway]),
			);
			return those.size === 0 ? '–' : share([...those.values()]);
		});
		console.log(`| ${group} | ${cells.join(' | ')} |`);
	}
}

function share(went: readonly boolean[]): string {
	const count = went.filter(Boolean).length;
	return `${count} of ${went.length}${went.length < 10 ? '' : ` (${Math.round((count / went.length) * 1000) / 10} %)`}`;
}

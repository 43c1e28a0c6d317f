/**
 * What became of posted deletions, by who posted them, what was answered and how many releases were shipped since.
 *
 *     npm run bench:deletions -- DATA TREE LATER REPOSITORY
 *
 * DATA is a data set of TREE (5.10) with the mailing lists as of 2022-11-30, LATER the kernel tree that tells what
 * became of its drivers (6.12), REPOSITORY has the releases in between under tags. A deletion counts from the day it was
 * posted (row 0), and again when one, three and six releases had been shipped that still had the driver: what such a
 * deletion tells then is what the rules may weigh. Those posted before TREE enter where TREE overtook them.
 */
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {DriverRecord, RemovalPatch} from '../source/dossier/schema.ts';
import {releaseDate} from '../source/survey/releases/release-days.ts';
import {findLaterSelves} from '../source/survey/releases/unpacked/later-selves.ts';
import {surveyTree} from '../source/survey/tree/kernel-tree.ts';

const [data, tree, later, repository] = process.argv.slice(2);
if (repository === undefined) throw new Error('usage: npm run bench:deletions -- DATA TREE LATER REPOSITORY');

const records = readFileSync(join(data!, 'drivers.ndjson'), 'utf8')
	.split('\n')
	.filter(Boolean)
	.map(line => JSON.parse(line) as DriverRecord);
const [older, newer] = [
	await surveyTree({tree: tree!, workerFile: null}),
	await surveyTree({tree: later!, workerFile: null}),
];
const {laterSelves} = await findLaterSelves({tree: tree!, survey: older}, {tree: later!, survey: newer});
const mainFiles = new Map(older.drivers.map(({id, sources}) => [id, sources[0] ?? null]));

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
const start = releases.findIndex(
	({release}) => older.version.startsWith(`${release}.`) || release === older.version,
);
const tags = new Set(execFileSync('git', ['-C', repository, 'tag'], {encoding: 'utf8'}).split('\n'));
const paths = new Map(
	releases
		.slice(start)
		.filter(({release}) => tags.has(`v${release}`))
		.map(({release}) => {
			const list = ['-C', repository, 'ls-tree', '-r', '--name-only', `v${release}`, 'drivers', 'sound'];
			return [
				release,
				new Set(execFileSync('git', list, {encoding: 'utf8', maxBuffer: 2 ** 28}).split('\n')),
			];
		}),
);

/** Whether a release has a driver; one that no tag shows is told by the next that one does. */
function has(index: number, id: string): boolean {
	if (laterSelves.get(id)!.kind !== 'gone') return true;
	const known = releases.slice(index).find(({release}) => paths.has(release));
	return known !== undefined && paths.get(known.release)!.has(mainFiles.get(id) ?? '');
}

interface Case {
	id: string;
	patch: RemovalPatch;
	stage: string;
	isGone: boolean;
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
			const isGone = laterSelves.get(id)!.kind === 'gone';
			return stages.flatMap(({after, name}): Case[] => {
				const at = first - 1 + after;
				// What was posted before the tree can only be met again once releases overtook it.
				if (first < 0 || at < start || at >= releases.length || !has(at, id)) return [];
				return [{id, patch, stage: name, isGone}];
			});
		}),
);

const days = cases.map(({patch}) => patch.date).sort();
console.log(
	`${records.length} drivers of ${older.version}; ${new Set(cases.map(({id}) => id)).size} with a deletion posted ${days[0]} to ${days.at(-1)}; ` +
		`of all drivers ${share([...laterSelves.values()].map(({kind}) => kind === 'gone'))} gone in ${newer.version}`,
);
print('posted by, answer', ({patch}) => `${patch.by}, ${patch.answer}`);
print('answer', ({patch}) => patch.answer);
print('posted', ({patch}) => (patch.again == null ? 'once' : 'again'));
print('drivers deleted by the series', ({patch}) => {
	const drivers = patch.series?.drivers ?? 1;
	return drivers === 1 ? '1' : drivers <= 5 ? '2 to 5' : drivers <= 20 ? '6 to 20' : 'more';
});
print('subsystems of the series', ({patch}) => {
	const subsystems = patch.series?.subsystems ?? 1;
	return subsystems === 1 ? '1' : subsystems <= 3 ? '2 or 3' : 'more';
});
print('all', () => 'all');
const others = records.flatMap(({id, signals}) =>
	(signals.removalPatches ?? []).filter(({kind}) => kind !== 'removal').map(({kind}) => ({id, kind})),
);
console.log('\n| other kinds | drivers | gone |\n| - | - | - |');
for (const kind of new Set(others.map(one => one.kind))) {
	const those = [...new Set(others.filter(one => one.kind === kind).map(({id}) => id))];
	console.log(
		`| ${kind} | ${those.length} | ${share(those.map(id => laterSelves.get(id)!.kind === 'gone'))} |`,
	);
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
				cases.filter(one => groupOf(one) === group && one.stage === name).map(one => [one.id, one.isGone]),
			);
			return those.size === 0 ? '–' : share([...those.values()]);
		});
		console.log(`| ${group} | ${cells.join(' | ')} |`);
	}
}

function share(gone: readonly boolean[]): string {
	const count = gone.filter(Boolean).length;
	return `${count} of ${gone.length}${gone.length < 10 ? '' : ` (${Math.round((count / gone.length) * 1000) / 10} %)`}`;
}

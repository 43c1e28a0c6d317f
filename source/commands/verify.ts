import {openChecked} from '../dataset/open-checked.ts';
import type {Dataset} from '../dataset/reader.ts';
import type {DirectoryRecord, DriverRecord} from '../dossier/schema.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import type {VerifyInputs} from '../survey/citations/books.ts';
import {type CheckedCitation, verifyCitations} from '../survey/citations/verify.ts';
import {readTreeVersion} from '../survey/tree/top-folder.ts';
import {counted, grouped} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import {table} from '../text/table.ts';
import {seededRandom} from '../verdict/measures.ts';
import {type Context, themeOf} from './common/context.ts';
import {linesText, printAnswer, readFormat} from './common/formats.ts';
import {interruptible} from './common/interruptible.ts';
import {assertReadable, several, single} from './common/paths.ts';
import {progressReport} from './common/progress.ts';
import {asUserError} from './common/survey-errors.ts';

/** Citations that do not hold which a table lists, where nobody says how many. */
const usualLimit = 50;

/** `driverdex verify [DATASET]`: each citation opened where it can be. */
export async function verify(context: Context): Promise<number> {
	const {flags} = context;
	const format = readFormat(context);
	const inputs = readInputs(flags);
	const directory = context.input[0] ?? context.data;
	const dataset = openChecked(directory);
	const report = progressReport(context.environment);
	try {
		const records = drawn(dataset, flags);
		const byModule = new Map<string, DriverRecord[]>();
		const rows = dataset.rows();
		const driversOf = (module: string) => {
			let found = byModule.get(module);
			if (found === undefined) {
				found = rows.filter(row => row.module === module).map(row => dataset.driver(row));
				byModule.set(module, found);
			}
			return found;
		};
		const {manifest} = dataset;
		const checked = await interruptible(signal =>
			verifyCitations(records, {inputs, manifest, driversOf, signal, onProgress: report}),
		);
		report.end();
		print(context, format, {directory, records: records.length, checked});
		return statusOf(checked);
	} catch (error) {
		throw asUserError(error);
	} finally {
		report.end();
		dataset.close();
	}
}

/** 0 where all that could be looked at holds, 1 where some does not, 2 where nothing could be looked at. */
function statusOf(checked: readonly CheckedCitation[]): number {
	if (checked.some(({result}) => result === 'fails')) return exitStatus.negative;
	return checked.some(({result}) => result === 'holds') ? exitStatus.ok : exitStatus.failed;
}

function readInputs(flags: Context['flags']): VerifyInputs {
	const inputs: VerifyInputs = {
		tree: single(flags.tree),
		git: single(flags.git),
		lore: several(flags.lore),
		cves: single(flags.cves),
		releases: single(flags.releases),
		configs: single(flags.configs),
		population: several(flags.population),
		leapp: single(flags.leapp),
	};
	const {tree, git, cves, releases, configs, leapp, lore, population} = inputs;
	const folders = {tree, git, cves, releases, configs};
	for (const [name, path] of Object.entries(folders)) {
		if (path !== null) assertReadable(path, `--${name}`, 'folder', 'verify');
	}
	// In any other folder every citation of the tree would seem to be wrong.
	if (tree !== null) readTreeVersion(tree);
	for (const path of lore) assertReadable(path, '--lore', 'folder', 'verify');
	for (const path of population) assertReadable(path, '--population', 'file', 'verify');
	if (leapp !== null) {
		assertReadable(leapp, '--leapp', 'file', 'verify');
	}
	const given = [...Object.values(folders), leapp, ...lore, ...population];
	if (given.every(path => path === null)) {
		throw new UserError(
			'verify wants something to look into: a tree, archives, records.',
			'Give what the data set was surveyed from, by the flags of driverdex survey, such as --tree DIR.',
			exitStatus.usage,
		);
	}
	return inputs;
}

/** All drivers and directories; or as many drivers as --sample says, drawn by --seed. */
function drawn(dataset: Dataset, flags: Context['flags']): (DriverRecord | DirectoryRecord)[] {
	const {sample, seed} = flags as {sample?: number; seed?: number};
	const rows = dataset.rows().toSorted((a, b) => (a.id < b.id ? -1 : 1));
	if (sample === undefined) {
		const directories = dataset.directories().map(entry => dataset.directoryRecord(entry));
		return [...rows.map(row => dataset.driver(row)), ...directories];
	}
	const random = seededRandom(seed ?? 1);
	const taken = [];
	while (taken.length < sample && rows.length > 0)
		taken.push(...rows.splice(Math.floor(random() * rows.length), 1));
	return taken.map(row => dataset.driver(row));
}

/** How many citations hold, fail, and could not be looked at. */
interface Tally {
	holds: number;
	fails: number;
	unlooked: number;
}

function tallied(
	checked: readonly CheckedCitation[],
	by: (one: CheckedCitation) => string,
): Record<string, Tally> {
	const tallies = new Map<string, Tally>();
	for (const one of checked) {
		const name = by(one);
		const tally = tallies.get(name) ?? {holds: 0, fails: 0, unlooked: 0};
		tally[one.result]++;
		tallies.set(name, tally);
	}
	return Object.fromEntries([...tallies].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const columns = [
	{heading: 'path'},
	{heading: 'rule'},
	{heading: 'kind'},
	{heading: 'place'},
	{heading: 'said'},
	{heading: 'why'},
] as const;

function print(
	context: Context,
	format: ReturnType<typeof readFormat>,
	{directory, records, checked}: {directory: string; records: number; checked: readonly CheckedCitation[]},
): void {
	const failing = checked.filter(({result}) => result === 'fails');
	const {all} = tallied(checked, () => 'all');
	const counts = all ?? {holds: 0, fails: 0, unlooked: 0};
	const byKind = tallied(checked, ({kind}) => kind);
	const byRule = tallied(checked, ({rule, assessor}) => rule ?? `(${assessor}, no rule)`);
	const notLookedAt = Object.fromEntries(
		Object.entries(
			tallied(
				checked.filter(({result}) => result === 'unlooked'),
				({why}) => (why ?? '').replace(/".*"/s, '"…"'),
			),
		).map(([why, {unlooked}]) => [why, unlooked]),
	);
	const limit = context.flags.limit as number | undefined;
	const listed = failing.slice(0, limit ?? (format === 'table' ? usualLimit : failing.length));
	printAnswer(context, format, {
		table: () => {
			const theme = themeOf(context);
			const shown = (heading: string, tallies: Record<string, Tally>) =>
				table(
					theme,
					[
						{heading},
						{heading: 'hold', align: 'right'},
						{heading: 'do not', align: 'right'},
						{heading: 'not looked at', align: 'right'},
					],
					Object.entries(tallies).map(([name, one]) => [
						sanitise(name, {ascii: theme.ascii}),
						grouped(one.holds),
						grouped(one.fails),
						grouped(one.unlooked),
					]),
				);
			const lines = listed.map(one =>
				sanitise(`${one.path}: ${one.rule ?? one.assessor}: ${one.place}: ${one.why}`, {ascii: theme.ascii}),
			);
			const more =
				failing.length > listed.length ? [`and ${counted(failing.length - listed.length, 'more')}`] : [];
			const unlooked = Object.entries(notLookedAt).map(([why, count]) =>
				sanitise(`not looked at: ${grouped(count)}: ${why}`, {ascii: theme.ascii}),
			);
			return linesText([
				...shown('kind', byKind),
				'',
				...shown('rule', byRule),
				'',
				...unlooked,
				...(lines.length > 0 ? ['', 'These do not hold:', ...lines, ...more] : []),
				'',
				`${grouped(checked.length)} citations of ${counted(records, 'record')} in ${directory}: ${grouped(counts.holds)} hold, ${grouped(counts.fails)} do not, ${grouped(counts.unlooked)} could not be looked at.`,
			]);
		},
		json: () => ({dataset: directory, records, counts, byKind, byRule, notLookedAt, failing: listed}),
		ndjson: () => listed,
		columns,
		rows: () => listed.map(({path, rule, kind, place, said, why}) => [path, rule, kind, place, said, why]),
	});
}

import type {Dataset} from '../dataset/reader.ts';
import {type Dormancy, dormancyOf, ranked} from '../dossier/history/dormancy.ts';
import {search} from '../dossier/query/search.ts';
import {defaultSort} from '../dossier/query/sort.ts';
import type {DriverRecord} from '../dossier/schema.ts';
import {exitStatus} from '../dossier/user-error.ts';
import {counted, grouped} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import {table} from '../text/table.ts';
import {type Context, themeOf} from './common/context.ts';
import {linesText, printAnswer, readFormat} from './common/formats.ts';
import {readQuery} from './common/read-query.ts';

const columns = [
	{heading: 'dormancy', align: 'right'},
	{heading: 'old', align: 'right'},
	{heading: 'few', align: 'right'},
	{heading: 'long', align: 'right'},
	{heading: 'since'},
	{heading: 'changes', align: 'right'},
	{heading: 'last'},
	{heading: 'drivers', align: 'right'},
	{heading: 'directory'},
] as const;

/** `driverdex rank [QUERY]`: directories by dormancy, parents in place of what lies below them. */
export function rank(context: Context): number {
	const {flags, input} = context;
	const format = readFormat(context);
	const dataset = context.openDataset();
	try {
		const {shown: all, zero} = rankingOf(dataset, input.join(' '));
		const shown = all.slice(0, (flags.limit as number | undefined) ?? all.length);
		const cells = () =>
			shown.map(one => [
				one.score.toFixed(3),
				one.old.toFixed(2),
				one.few.toFixed(2),
				one.long.toFixed(2),
				one.since === null ? '-' : `${one.since.orEarlier ? '<=' : ''}${one.since.release}`,
				one.changes === null ? '-' : grouped(one.changes),
				one.last ?? '-',
				grouped(one.drivers),
				sanitise(one.directory),
			]);
		printAnswer(context, format, {
			table: () => (shown.length === 0 ? '' : linesText(table(themeOf(context), columns, cells()))),
			json: () => shown,
			ndjson: () => shown,
			columns: [...columns, {heading: 'from'}],
			rows: () =>
				shown.map(one => [
					one.score,
					one.old,
					one.few,
					one.long,
					one.since?.release ?? null,
					one.changes,
					one.last,
					one.drivers,
					one.directory,
					one.from,
				]),
		});
		if (format === 'table') context.remark(remarkOn(all, shown.length, zero));
		return shown.length > 0 ? exitStatus.ok : exitStatus.negative;
	} finally {
		dataset.close();
	}
}

function remarkOn(all: readonly Dormancy[], shown: number, zero: number): string {
	const counts = new Map<string, number>();
	for (const {from} of all) counts.set(from!, (counts.get(from!) ?? 0) + 1);
	const basis = [...counts].map(([from, count]) => `${grouped(count)} by ${from}`);
	const noCommits =
		all.length > 0 && !counts.has('commits') ? '; no git commits were surveyed for any of them' : '';
	const cut = shown < all.length ? `, the first ${grouped(shown)} shown` : '';
	return `${counted(all.length, 'directory', 'directories')} (${basis.join(', ') || 'none'})${cut}${noCommits}; ${grouped(zero)} more score 0`;
}

/** The directories of a data set that hold a driver which a query matches, ranked; and how many of them score nothing. */
export function rankingOf(dataset: Dataset, queryText: string): {shown: Dormancy[]; zero: number} {
	const query = readQuery(queryText, dataset.start().head.families);
	const isWhole = query.words.length + query.tests.length === 0;
	const order = {sort: defaultSort, byMatch: false, libraries: true, sorted: true};
	const matching = isWhole
		? null
		: new Set(search(dataset.rows(), query, order).rows.flatMap(({id}) => foldersAbove(id)));
	const drivers = driversByDirectory(dataset);
	const scores = dataset.directories().flatMap(entry => {
		const [directory] = entry;
		if (matching !== null && !matching.has(directory)) return [];
		const below = drivers.get(directory) ?? [];
		return [dormancyOf(dataset.directoryRecord(entry), below, dataset.manifest)];
	});
	return {shown: ranked(scores), zero: scores.filter(({score}) => score === 0).length};
}

/** Every driver under the directory that holds it and under each above. */
function driversByDirectory(dataset: Dataset): Map<string, DriverRecord[]> {
	const found = new Map<string, DriverRecord[]>();
	for (const row of dataset.rows()) {
		const record = dataset.driver(row);
		for (const directory of foldersAbove(record.id)) {
			const known = found.get(directory);
			if (known === undefined) found.set(directory, [record]);
			else known.push(record);
		}
	}
	return found;
}

/** The directories that a driver lies in, the nearest first. */
export function foldersAbove(id: string): string[] {
	const parts = id.split('/');
	return parts.slice(1).map((_, above) => parts.slice(0, parts.length - 1 - above).join('/'));
}

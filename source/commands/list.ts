import type {Dataset} from '../dataset/reader.ts';
import {goneRows} from '../dossier/gone/row.ts';
import {fateInWords} from '../dossier/gone/words.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import type {Query} from '../dossier/query/query.ts';
import {search} from '../dossier/query/search.ts';
import {isReordered, type Sort} from '../dossier/query/sort.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {fateSign} from '../explorer/views/gone.ts';
import {goneListValues, goneValuesOf, listValues, valuesOf} from '../explorer/views/list-values.ts';
import {type FittedCell, type FittedColumn, fittedTable} from '../text/fitted-table.ts';
import {grouped} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import type {Theme} from '../text/theme.ts';
import {cellOf, withColumns} from './common/columns.ts';
import {type Context, themeOf} from './common/context.ts';
import {type LostDevices, partLostDevices} from './common/devices/lost-devices.ts';
import {linesText, printAnswer, readFormat} from './common/formats.ts';
import {readQuery, readSort} from './common/read-query.ts';

/** `driverdex list [QUERY]`: what a query matches, as a table, JSON, NDJSON, CSV or Markdown; with `ids` of those alone. */
export function list(context: Context, ids?: ReadonlySet<string>): number {
	if (context.flags.host !== undefined) {
		throw new UserError(
			'--host is what a block list spares.',
			'Add --format modprobe, or leave it out.',
			exitStatus.usage,
		);
	}
	const {flags, input} = context;
	const format = readFormat(context);
	const sort = readSort(flags);
	const dataset = context.openDataset();
	try {
		const query = readQuery(input.join(' '), dataset.start().head.families);
		const limit = flags.limit as number | undefined;
		const {rows, total, known, hiddenLibraries} =
			(ids === undefined ? firstRows(dataset, query, sort, limit) : null) ??
			searched(dataset, query, {sort, byMatch: flags.sort === undefined}, ids);
		const shown = limit === undefined ? rows : rows.slice(0, limit);
		if (query.wantsGone && dataset.gone.all() === null) {
			context.remark('This data set knows no drivers of earlier kernels (gone.ndjson).');
		}
		const lost = query.wantsGone ? null : partLostDevices(input.join(' '), shown);
		const records = () => shown.map(row => row.gone ?? dataset.driver(row));
		const answer = {
			table: () => {
				const width = context.terminal.output ? context.columns : null;
				return query.wantsGone
					? printedGone(themeOf(context), shown, width)
					: printed(themeOf(context), lost?.rows ?? shown, width) + printedDevices(themeOf(context), lost);
			},
			json: records,
			ndjson: records,
			columns: query.wantsGone ? goneListValues : listValues,
			rows: () => (query.wantsGone ? goneValuesOf(shown) : valuesOf(shown)),
		};
		printAnswer(context, format, withColumns(context, format, answer));
		if (format !== 'table' && lost !== null) context.remark([lost.heading, ...lost.lines].join('\n'));
		if (format === 'table') {
			const among = ids === undefined ? dataset.start().head.drivers : known;
			const found = {total, known: query.wantsGone ? known : among, hiddenLibraries, shown: shown.length};
			context.remark(countLine(found, query.wantsGone, lost));
		}
		return total > 0 ? exitStatus.ok : exitStatus.negative;
	} finally {
		dataset.close();
	}
}

/** How many were found, among how many. */
function countLine(
	{total, known, hiddenLibraries, shown}: Omit<FoundRows, 'rows'> & {shown: number},
	areGone: boolean,
	lost: LostDevices | null,
): string {
	if (areGone) return `${grouped(total)} of ${grouped(known)} records of drivers that are gone`;
	const libraries =
		hiddenLibraries > 0
			? `; ${grouped(hiddenLibraries)} libraries left out (rec:not-a-driver lists them)`
			: '';
	const cut = shown < total ? `, the first ${grouped(shown)} shown` : '';
	const parted = lost === null ? 0 : shown - lost.rows.length;
	const others = parted === 0 ? '' : `, and devices of ${grouped(parted)} more`;
	return `${grouped(total - parted)} of ${grouped(known)} drivers${others}${cut}${libraries}`;
}

/** Rows that were found, or the first of them; how many there are, and among how many. */
export interface FoundRows {
	rows: readonly IndexRow[];
	total: number;
	known: number;
	hiddenLibraries: number;
}

/**
 * The first rows of the whole list, in its own order: they stand at the beginning of the index, and the rest needs no
 * reading. Null where more is asked for than that.
 */
function firstRows(dataset: Dataset, query: Query, sort: Sort, limit: number | undefined): FoundRows | null {
	const isWhole = query.words.length + query.tests.length === 0 && !query.wantsGone && !query.wantsLibraries;
	if (!isWhole || isReordered(sort) || limit === undefined) return null;
	const {head, rows} = dataset.start();
	const drivers = rows.filter(({recommendation}) => recommendation !== 'not-a-driver');
	if (drivers.length < Math.min(limit, head.drivers)) return null;
	return {rows: drivers, total: head.drivers, known: head.drivers, hiddenLibraries: head.libraries};
}

/** The rows that a query matches, of some drivers only where `ids` are given. */
export function searched(
	dataset: Dataset,
	query: Query,
	order: {sort: Sort; byMatch: boolean},
	ids: ReadonlySet<string> | undefined,
): FoundRows {
	const whole = query.wantsGone ? goneRows(dataset.gone.all() ?? []) : dataset.rows();
	const all = ids === undefined ? whole : whole.filter(({id, gone}) => ids.has(gone?.id ?? id));
	const {rows, hiddenLibraries} = search(all, query, {...order, libraries: false, sorted: true});
	return {rows, total: rows.length, known: all.length, hiddenLibraries};
}

/**
 * Columns of a printed table in the order in which they are left out, the last first; what has none is left to the query
 * and the dossier.
 */
const printedColumns = [
	'module',
	'recommendation',
	'risk',
	'path',
	'confidence',
	'deployments',
	'lines',
	'cves',
	'patches',
	'commits',
];

/** Drivers that lost devices only, below the table of those that are lost whole. */
function printedDevices(theme: Theme, lost: LostDevices | null): string {
	if (lost === null) return '';
	const lines = lost.lines.map(line => `  ${sanitise(line, {ascii: theme.ascii})}`);
	return `${lost.rows.length === 0 ? '' : '\n'}${[theme.paint('heading', lost.heading), ...lines].join('\n')}\n`;
}

function printed(theme: Theme, rows: readonly IndexRow[], width: number | null): string {
	const chosen = listValues.filter(
		({heading, cell}) => printedColumns.includes(heading) && rows.some(row => cell(row) !== null),
	);
	const columns = chosen.map((column): FittedColumn => {
		const priority = printedColumns.indexOf(column.heading);
		const least = {module: 12, path: 20}[column.heading];
		return {...column, priority, ...(least !== undefined && {least}), isExtra: priority > 4};
	});
	const cells = rows.map(row => chosen.map(({heading, cell}) => cellOf(theme, heading, cell(row))));
	return linesText(rows.length === 0 ? [] : fittedTable(theme, columns, cells, width));
}

function printedGone(theme: Theme, rows: readonly IndexRow[], width: number | null): string {
	const columns: FittedColumn[] = [
		{heading: 'module', priority: 0, least: 12},
		{heading: 'what became of it', priority: 0, least: 24},
		{heading: 'path', priority: 1, least: 20},
	];
	const plain = (text: string) => sanitise(text, {ascii: theme.ascii});
	const cells = rows.map(({gone}): FittedCell[] => [
		{text: plain(gone!.module)},
		{text: `${fateSign(theme, gone!)} ${plain(fateInWords(gone!))}`},
		{text: plain(gone!.id)},
	]);
	return linesText(rows.length === 0 ? [] : fittedTable(theme, columns, cells, width));
}

import type {Dataset} from '../dataset/reader.ts';
import {goneRows} from '../dossier/gone/row.ts';
import {fateInWords} from '../dossier/gone/words.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import type {Query} from '../dossier/query/query.ts';
import {search} from '../dossier/query/search.ts';
import {isReordered, type Sort} from '../dossier/query/sort.ts';
import {exitStatus} from '../dossier/user-error.ts';
import {fateSign} from '../explorer/views/gone.ts';
import {goneListValues, goneValuesOf, listValues, valuesOf} from '../explorer/views/list-values.ts';
import {grouped} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import {table} from '../text/table.ts';
import type {Theme} from '../text/theme.ts';
import {fit} from '../text/width.ts';
import {type Context, themeOf} from './common/context.ts';
import {type LostDevices, partLostDevices} from './common/devices/lost-devices.ts';
import {printAnswer, readFormat} from './common/formats.ts';
import {readQuery, readSort} from './common/read-query.ts';

/** `driverdex list [QUERY]`: what a query matches, as a table, JSON, NDJSON, CSV or Markdown; with `ids` of those alone. */
export function list(context: Context, ids?: ReadonlySet<string>): number {
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
		printAnswer(context, format, {
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
		});
		if (format !== 'table' && lost !== null) context.remark([lost.heading, ...lost.lines].join('\n'));
		if (format === 'table' && query.wantsGone) {
			context.remark(`${grouped(total)} of ${grouped(known)} records of drivers that are gone`);
		} else if (format === 'table') {
			const libraries =
				hiddenLibraries > 0
					? `; ${grouped(hiddenLibraries)} libraries left out (rec:not-a-driver lists them)`
					: '';
			const cut = shown.length < total ? `, the first ${grouped(shown.length)} shown` : '';
			const parted = lost === null ? 0 : shown.length - lost.rows.length;
			const others = parted === 0 ? '' : `, and devices of ${grouped(parted)} more`;
			context.remark(
				`${grouped(total - parted)} of ${grouped(ids === undefined ? dataset.start().head.drivers : known)} drivers${others}${cut}${libraries}`,
			);
		}
		return total > 0 ? exitStatus.ok : exitStatus.negative;
	} finally {
		dataset.close();
	}
}

/** Rows that were found, or the first of them; how many there are, and among how many. */
interface FoundRows {
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

function searched(
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

/** Drivers that lost devices only, below the table of those that are lost whole. */
function printedDevices(theme: Theme, lost: LostDevices | null): string {
	if (lost === null) return '';
	const lines = lost.lines.map(line => `  ${sanitise(line, {ascii: theme.ascii})}`);
	return `${lost.rows.length === 0 ? '' : '\n'}${[theme.paint('heading', lost.heading), ...lines].join('\n')}\n`;
}

/** Columns that a printed table leaves out: the query and the dossier have them, the width has not. */
const notPrinted = new Set(['distributions', 'machines', 'status', 'title', 'config']);

function printed(theme: Theme, rows: readonly IndexRow[], width: number | null): string {
	if (rows.length === 0) return '';
	const chosen = listValues.filter(
		column => !notPrinted.has(column.heading) && rows.some(row => column.cell(row) !== null),
	);
	const cells = rows.map(row =>
		chosen.map(column => {
			const value = column.cell(row);
			if (value === null) return '-';
			if (column.heading === 'risk' || column.heading === 'confidence') return (value as number).toFixed(2);
			if (typeof value === 'number') return grouped(value);
			const text = sanitise(value, {ascii: theme.ascii});
			if (column.heading !== 'recommendation') return text;
			return theme.paint(row.recommendation, `${theme.glyphs.verdict[row.recommendation]} ${text}`);
		}),
	);
	const lines = table(theme, chosen, cells);
	// On a terminal a line is cut rather than wrapped; a pipe gets it whole.
	if (width === null || theme.depth > 0) return `${lines.join('\n')}\n`;
	return `${lines.map(line => fit(line, width, 'left', theme.glyphs.ellipsis).trimEnd()).join('\n')}\n`;
}

function printedGone(theme: Theme, rows: readonly IndexRow[], width: number | null): string {
	if (rows.length === 0) return '';
	const plain = (text: string) => sanitise(text, {ascii: theme.ascii});
	const cells = rows.map(({gone}) => [
		plain(gone!.module),
		`${fateSign(theme, gone!)} ${plain(fateInWords(gone!))}`,
		plain(gone!.id),
	]);
	const lines = table(theme, [{heading: 'module'}, {heading: 'what became of it'}, {heading: 'path'}], cells);
	if (width === null) return `${lines.join('\n')}\n`;
	return `${lines.map(line => fit(line, width, 'left', theme.glyphs.ellipsis).trimEnd()).join('\n')}\n`;
}

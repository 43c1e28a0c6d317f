import {editDistance} from '../../dossier/query/names.ts';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import type {Value} from '../../text/delimited.ts';
import {type FittedCell, fittedTable} from '../../text/fitted-table.ts';
import {grouped} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Column} from '../../text/table.ts';
import type {Theme} from '../../text/theme.ts';
import {type Context, tableWidth, themeOf} from './context.ts';
import {type Answer, type Format, linesText} from './formats.ts';

/** Fewest cells that a column of a chosen table is cut to. */
const leastCells = 8;

/**
 * An answer with the columns that `--columns` names, in that order, by the names that its CSV has; as it is where none
 * were asked for. Throws a UserError for a name that it has not, and for a format that has no columns.
 */
export function withColumns(context: Context, format: Format, answer: Answer): Answer {
	const asked = context.flags.columns as string | undefined;
	if (asked === undefined) return answer;
	const {columns, rows, markdown: _, ...rest} = answer;
	if (columns === undefined || rows === undefined || !['table', 'csv', 'markdown'].includes(format)) {
		throw new UserError(
			`--columns chooses columns of a table: ${format} has every field.`,
			'Leave one of them out.',
			exitStatus.usage,
		);
	}
	const places = asked
		.split(',')
		.map(name => name.trim())
		.filter(name => name !== '')
		.map(name => placeOf(name, columns));
	const chosen = places.map(place => columns[place]!);
	const picked = () => rows().map(row => places.map(place => row[place]!));
	return {
		...rest,
		columns: chosen,
		rows: picked,
		table: () => linesText(tableLines(context, chosen, picked())),
	};
}

function placeOf(name: string, columns: readonly Column[]): number {
	const place = columns.findIndex(({heading}) => heading === name.replaceAll('-', '_').toLowerCase());
	if (place >= 0) return place;
	const names = columns.map(({heading}) => heading);
	const near = names.filter(one => editDistance(one, name, 2) <= 2);
	throw new UserError(
		`--columns knows no column "${sanitise(name)}".${near.length > 0 ? ` Is it ${near.join(' or ')}?` : ''}`,
		`It knows ${names.join(', ')}.`,
		exitStatus.usage,
	);
}

/** None wider than the terminal: columns named last are left out first. */
function tableLines(
	context: Context,
	columns: readonly Column[],
	rows: readonly (readonly Value[])[],
): string[] {
	if (rows.length === 0) return [];
	const theme = themeOf(context);
	const fitted = columns.map((column, index) => ({...column, priority: index, least: leastCells}));
	const cells = rows.map(row => row.map((value, index) => cellOf(theme, columns[index]!.heading, value)));
	return fittedTable(theme, fitted, cells, tableWidth(context));
}

/** A value as people read it: a share with two digits, a verdict with its sign. */
export function cellOf(theme: Theme, heading: string, value: Value): FittedCell {
	if (value === null) return {text: '-'};
	if (typeof value === 'number') {
		if (heading === 'risk' || heading === 'confidence') return {text: value.toFixed(2)};
		// The number of a line is looked for in an editor.
		return {text: heading === 'line' ? String(value) : grouped(value)};
	}
	const text = sanitise(value, {ascii: theme.ascii});
	const sign = (theme.glyphs.verdict as Readonly<Record<string, string>>)[value];
	if (heading !== 'recommendation' || sign === undefined) return {text};
	return {text: `${sign} ${text}`, style: value as FittedCell['style'] & string};
}

import {placeInWords} from '../../dossier/gone/words.ts';
import type {IndexRow} from '../../dossier/index-row.ts';
import type {GoneRecord} from '../../dossier/schema.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import {fit, pad} from '../../text/width.ts';
import {type ColumnChoice, firstColumns} from '../model.ts';
import {fateSign, fateStyle} from './gone.ts';
import {gutter, laidColumns} from './list-columns.ts';

/** A driver that is gone: the first release without it, and where it is, else what it was. */
function goneCells(theme: Theme, record: GoneRecord, width: number): string {
	const {goneIn, fate, to, title, id} = record;
	const release = fit(goneIn?.release ?? theme.glyphs.unknown, releaseWidth);
	const told =
		fate === null
			? 'not in the source that was surveyed'
			: to.length > 0
				? to.map(placeInWords).join(', ')
				: (title ?? id);
	const text = sanitise(told, {ascii: theme.ascii});
	const lead = theme.paint(fateStyle(record), `${fateSign(theme, record)} ${release}`);
	return `${lead} ${fit(text, Math.max(1, width - releaseWidth - 3), 'left', theme.glyphs.ellipsis)}`;
}

/** Cells of a release: `2.6.39`. */
const releaseWidth = 6;

/** The line of headings over a list of `width` cells. */
export function listHeading(
	theme: Theme,
	width: number,
	options: {isGone?: boolean; choices?: readonly ColumnChoice[]} = {},
): string {
	if (options.isGone) {
		const head = ' '.repeat(gutter) + fit('driver', goneName(width));
		const text = `${head}   gone   what it was, or where it is`;
		return theme.paint('quiet', fit(text, width, 'left', theme.glyphs.ellipsis));
	}
	const {name, columns} = laidColumns(width, options.choices ?? firstColumns);
	const cells = [
		' '.repeat(gutter) + fit('driver', name),
		...columns.map(({heading, cells, align}) => fit(heading, cells, align, theme.glyphs.ellipsis)),
	];
	return theme.paint('quiet', pad(cells.join(' '), width));
}

/** Cells of the name in the list of the dead: a third, as what became of them is a sentence. */
const goneName = (width: number) => Math.max(8, Math.min(24, Math.floor(width / 3)));

/**
 * One driver on one line, exactly `width` cells wide. The cursor's row has a sign, and its name is inverse: a bar across
 * the whole line would hide the verdict's colour, and would have two whole lines sent for every step.
 */
export function listRow(
	theme: Theme,
	row: IndexRow,
	options: {
		width: number;
		selected: boolean;
		marked: boolean;
		watched?: boolean;
		active: boolean;
		/** Absent: the columns as they are at first. */
		choices?: readonly ColumnChoice[];
	},
): string {
	const listed = laidColumns(options.width, options.choices ?? firstColumns);
	const {gone} = row;
	const name = gone === undefined ? listed.name : goneName(options.width);
	const chosen = gone === undefined ? listed.columns : [];
	const {glyphs} = theme;
	const module = sanitise(row.module, {ascii: theme.ascii});
	const signs = `${row.differs ? ` ${glyphs.differs}` : ''}${row.fading ? ` ${glyphs.fading}` : ''}`;
	const label = signs === '' ? module : fitKeeping(module, signs, name, theme);
	const cells = chosen.map(column => column.cell(row, theme, column.cells));
	if (gone !== undefined) cells.push(goneCells(theme, gone, Math.max(1, options.width - gutter - name - 1)));
	const sign = options.marked ? glyphs.mark : options.watched ? glyphs.watched : ' ';
	const lead = `${options.selected ? glyphs.cursor : ' '}${sign}`;
	const head = lead + fit(label, name, 'left', glyphs.ellipsis);
	const look = options.active ? 'selected' : 'strong';
	return pad([options.selected ? theme.paint(look, head) : head, ...cells].join(' '), options.width);
}

function fitKeeping(text: string, suffix: string, width: number, theme: Theme): string {
	return fit(text, width - suffix.length, 'left', theme.glyphs.ellipsis).trimEnd() + suffix;
}

/** What a list pane shows. */
export interface ListPane {
	rows: readonly IndexRow[];
	/** Index of the first row on screen and of the cursor. */
	top: number;
	cursor: number;
	marks: ReadonlySet<string>;
	watched?: ReadonlySet<string>;
	width: number;
	height: number;
	/** Keys go to this pane. */
	active: boolean;
	choices: readonly ColumnChoice[];
	/** What to say when there is nothing to show. */
	empty: readonly string[];
}

/** Headings and rows of a list: exactly `height` lines of `width` cells. */
export function listLines(theme: Theme, pane: ListPane): string[] {
	const lines = [
		listHeading(theme, pane.width, {
			isGone: pane.rows[0]?.gone !== undefined,
			choices: pane.choices,
		}),
	];
	const room = pane.height - 1;
	for (const [index, row] of pane.rows.slice(pane.top, pane.top + room).entries()) {
		lines.push(
			listRow(theme, row, {
				width: pane.width,
				selected: pane.top + index === pane.cursor,
				marked: pane.marks.has(row.id),
				watched: pane.watched?.has(row.id) === true,
				active: pane.active,
				choices: pane.choices,
			}),
		);
	}
	if (pane.rows.length === 0) {
		for (const line of ['', ...pane.empty].slice(0, room)) {
			lines.push(theme.paint('quiet', fit(`  ${line}`, pane.width, 'left', theme.glyphs.ellipsis)));
		}
	}
	while (lines.length < pane.height) lines.push(' '.repeat(pane.width));
	return lines;
}

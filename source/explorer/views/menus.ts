import {sanitise} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import {cellWidth, fit, pad, truncate} from '../../text/width.ts';
import type {ExplorerState, PaletteEntry} from '../model.ts';
import {asciiKey} from './help.ts';
import {listColumns} from './list-columns.ts';
import {windowOf} from './window.ts';

/** What says that there is more than fits: `3 above, 12 below`; '' where all is there. */
function moreText({above, below}: {above: number; below: number}): string {
	const parts = [...(above > 0 ? [`${above} above`] : []), ...(below > 0 ? [`${below} below`] : [])];
	return parts.join(', ');
}

/** The list of all actions: exactly `height` lines. */
export function paletteLines(
	theme: Theme,
	entries: readonly PaletteEntry[],
	options: {text: string; cursor: number; width: number; height: number},
): string[] {
	const {width, height} = options;
	const {ellipsis, cursor, separator} = theme.glyphs;
	const clean = (text: string) => sanitise(text, {ascii: theme.ascii});
	const {shown, top, above, below} = windowOf(entries, options.cursor, height - 1);
	const caret = theme.depth === 0 ? (theme.ascii ? '_' : '▏') : theme.paint('selected', ' ');
	const typed = truncate(clean(options.text), Math.max(1, width - 30), ellipsis);
	const more = moreText({above, below});
	const lead = ` ${theme.paint('accent', ':')} ${typed}${caret}`;
	const lines = [lead + theme.paint('quiet', pad(more, Math.max(0, width - cellWidth(lead) - 1), 'right'))];
	const keyWidth = 10;
	for (const [index, {key, about, why}] of shown.entries()) {
		const isChosen = top + index === options.cursor;
		const room = width - keyWidth - 4;
		const told = fit(why === null ? about : `${about}${separator}${why}`, room, 'left', ellipsis);
		const text = `${isChosen ? cursor : ' '} ${fit(asciiKey(theme, key), keyWidth, 'left', ellipsis)} ${told}`;
		lines.push(
			` ${isChosen ? theme.paint('selected', text) : why === null ? text : theme.paint('quiet', text)}`,
		);
	}
	if (entries.length === 0) lines.push(theme.paint('quiet', fit('  no action is called so', width)));
	return lines.slice(0, height);
}

/** The menu of columns: at most `height` lines of `width` cells. */
export function columnLines(
	theme: Theme,
	{columns, columnCursor}: ExplorerState,
	options: {width: number; height: number; laid: readonly string[]},
): string[] {
	const {width, height, laid} = options;
	const {cursor, mark, ellipsis} = theme.glyphs;
	const {shown, top, above, below} = windowOf(columns, columnCursor, height - 1);
	const more = moreText({above, below});
	const heading = fit(` columns of the list${more === '' ? '' : `  (${more})`}`, width, 'left', ellipsis);
	return [
		theme.paint('heading', heading),
		...shown.map(({name, isShown, growth}, index) => {
			const isChosen = top + index === columnCursor;
			const {about, heading: title} = listColumns[name];
			const wider = growth === 0 ? '' : ` ${growth > 0 ? '+' : theme.glyphs.minus}${Math.abs(growth)}`;
			const out = isShown && !laid.includes(name) ? '  no room for it' : '';
			const lead = `${isChosen ? cursor : ' '} ${isShown ? mark : ' '} ${fit(title, 12)}${fit(wider, 4)}`;
			const text = fit(`${lead} ${about}${out}`, width - 1, 'left', ellipsis);
			return ` ${isChosen ? theme.paint('selected', text) : isShown && out === '' ? text : theme.paint('quiet', text)}`;
		}),
	].slice(0, height);
}

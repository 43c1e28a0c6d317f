import type {NewsItem, NewsKind} from '../../dossier/news/news.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Style, Theme} from '../../text/theme.ts';
import {cellWidth, fit, pad} from '../../text/width.ts';
import {windowOf} from './window.ts';

/** What each kind of news is called, and how grave it looks. */
const kinds: Readonly<Record<NewsKind, {label: string; style: Style}>> = {
	gone: {label: 'gone', style: 'remove'},
	deletion: {label: 'deletion', style: 'remove'},
	verdict: {label: 'verdict', style: 'accent'},
	risk: {label: 'risk', style: 'accent'},
	cve: {label: 'CVE', style: 'deprecate'},
	moved: {label: 'moved', style: 'quiet'},
};
const kindWidth = 8;
const dateWidth = 10;
const nameMost = 24;

/** Cells from which the day has a column; below, the sentence is worth more, and most have the day in it. */
const datedFrom = 60;

/** News as lines: kind, driver, day and what is new. Lines longer than `width` are cut; null: none is. */
export function newsTable(theme: Theme, items: readonly NewsItem[], width: number | null): string[] {
	const plain = (text: string) => sanitise(text, {ascii: theme.ascii});
	const isDated = width === null || width >= datedFrom;
	const most = isDated ? nameMost : nameMost / 2;
	const name = Math.min(most, Math.max(6, ...items.map(({module}) => cellWidth(plain(module)))));
	const taken = kindWidth + name + (isDated ? dateWidth + 2 : 0) + 4;
	const room = width === null ? null : Math.max(1, width - taken);
	return items.map(({kind, module, date, text}) => {
		const {label, style} = kinds[kind];
		const said = plain(text);
		const cells = [
			theme.paint(style, pad(label, kindWidth)),
			fit(plain(module), name, 'left', theme.glyphs.ellipsis),
			...(isDated ? [pad(date ?? theme.glyphs.dash, dateWidth)] : []),
			room === null ? said : fit(said, room, 'left', theme.glyphs.ellipsis).trimEnd(),
		];
		return cells.join('  ');
	});
}

/** News as a list of a screen: exactly `height` lines, the one at the cursor with its sign. */
export function newsLines(
	theme: Theme,
	items: readonly NewsItem[],
	options: {said: string; cursor: number; width: number; height: number},
): string[] {
	const {said, cursor, width, height} = options;
	const {shown, top} = windowOf(newsTable(theme, items, width - 3), cursor, height - 2);
	const lines = [theme.paint('heading', ` ${said}`), ''];
	for (const [index, line] of shown.entries()) {
		const here = top + index === cursor;
		lines.push(`${here ? theme.paint('accent', theme.glyphs.cursor) : ' '} ${line}`);
	}
	return lines.map(line => fit(line, width, 'left', theme.glyphs.ellipsis)).slice(0, height);
}

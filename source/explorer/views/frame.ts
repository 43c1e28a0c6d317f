import {queryFields} from '../../dossier/query/query.ts';
import {counted, grouped} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import {cellWidth, fit, pad, truncate, truncateStart} from '../../text/width.ts';
import {bodyHeight, headerHeight, isTooSmall, leastSize, paneWidths} from '../layout.ts';
import type {ExplorerState, Hint, KeyGuide, Prompt} from '../model.ts';
import {listLines} from './list.ts';
import {isAscending, orderLabel} from './order.ts';
import {fileLead, markCount, overwriteLead, scopeNow} from './own.ts';

/** The lines over the body: title, filter, and a rule where there is room. Each is as wide as the screen. */
export function headerLines(theme: Theme, state: ExplorerState, keys: KeyGuide): string[] {
	const lines = [titleLine(theme, state, keys), filterLine(theme, state, keys)];
	if (headerHeight(state) === 3) {
		const {list} = paneWidths(state);
		const {box} = theme.glyphs;
		const rule = state.isSplit
			? box.horizontal.repeat(list + 1) + box.teeDown + box.horizontal.repeat(state.size.columns - list - 2)
			: box.horizontal.repeat(state.size.columns);
		lines.push(theme.paint('quiet', rule));
	}
	return lines;
}

function titleLine(theme: Theme, state: ExplorerState, {keyOf}: KeyGuide): string {
	const {head, size} = state;
	const scope = scopeNow(state);
	const rows = state.own.mineRows ?? state.rows;
	const name = ' driverdex';
	const right = `${keyOf('help')} help `;
	// Of some drivers only, the first thing to know is of whose.
	const whole = [`Linux ${head.treeVersion}`, `${grouped(head.drivers)} drivers`];
	const facts = [
		...(scope === null
			? whole
			: [
					`${scope.label}: ${counted(rows.length, 'driver')}`,
					...(scope.note === null ? [] : [scope.note]),
					whole[0]!,
				]),
		`evidence to ${head.asOf.slice(0, 7)}`,
	];
	let text = '';
	for (const fact of facts.map(told => sanitise(told, {ascii: theme.ascii}))) {
		const longer = text === '' ? fact : `${text}${theme.glyphs.separator}${fact}`;
		if (name.length + 2 + cellWidth(longer) + 2 + right.length > size.columns) break;
		text = longer;
	}
	const space = size.columns - name.length - 2 - cellWidth(text) - right.length;
	return `${theme.paint('heading', name)}  ${text}${' '.repeat(Math.max(1, space))}${theme.paint('quiet', right)}`;
}

function filterLine(theme: Theme, state: ExplorerState, keys: KeyGuide): string {
	const {columns} = state.size;
	const counts =
		state.isComplete || state.queryText === '' ? `${grouped(shownCount(state))} shown` : 'reading';
	const direction = isAscending(state) ? theme.glyphs.up : theme.glyphs.down;
	const order = `${markCount(theme, state)}${counts}${theme.glyphs.separator}${orderLabel(state)} ${direction} `;
	const prompt = state.prompt === 'filter';
	const room = columns - 3 - cellWidth(order) - 1;
	const slash = prompt ? theme.paint('accent', ' / ') : theme.paint('quiet', ' / ');
	const left = prompt
		? withCaret(theme, state.queryText, state.caret, room)
		: restingQuery(theme, state, {room, keys});
	return slash + pad(left, room) + theme.paint('quiet', ` ${order}`);
}

function shownCount(state: ExplorerState): number {
	// Before the index is read whole, an unfiltered list is known to hold every driver.
	return state.isComplete ? state.found.length : state.head.drivers;
}

function restingQuery(
	theme: Theme,
	state: ExplorerState,
	{room, keys}: {room: number; keys: KeyGuide},
): string {
	const shown = (text: string) => truncate(sanitise(text, {ascii: theme.ascii}), room, theme.glyphs.ellipsis);
	if (state.queryText !== '') return theme.paint('strong', shown(state.queryText));
	const offer = offerWords(state, keys);
	return theme.paint('quiet', shown(offer ?? 'filter: words, sub:net, rec:deprecate, risk:>0.3'));
}

/** How the filter of the last time comes back, as long as a step back leads to it and no other is in force; else null. */
export function offerWords({own, past, queryText}: ExplorerState, {keyOf}: KeyGuide): string | null {
	if (own.lastQuery === null || queryText !== '' || past.at(-1)?.queryText !== own.lastQuery) return null;
	return `${keyOf('back')} brings back your last filter: ${own.lastQuery}`;
}

/** The text with its caret inverse; a text that is longer than the room shows the part around the caret. */
function withCaret(theme: Theme, text: string, caret: number, room: number): string {
	const clean = (part: string) => sanitise(part, {ascii: theme.ascii});
	// Without colour the caret is a sign of its own.
	const sign = theme.depth === 0 ? (theme.ascii ? '_' : '▏') : '';
	const before = truncateStart(clean(text.slice(0, caret)), Math.max(0, room - 3));
	const [next = ' '] = [...text.slice(caret, caret + 2)];
	const under = truncate(clean(next), 2, '');
	const behind = clean(text.slice(caret + next.length));
	const drawn = (left: number) =>
		before +
		(sign === '' ? theme.paint('selected', under) : sign + (under === ' ' ? '' : under)) +
		truncate(behind, Math.max(0, left), '');
	let left = room - cellWidth(before) - cellWidth(under) - sign.length;
	let line = drawn(left);
	// A caret inside a sign of several code points takes it apart; drawn together, it may be wider than its parts.
	while (left > 0 && cellWidth(line) > room) line = drawn(--left);
	return line;
}

/** The list, as the lines of its pane. */
export function listPane(theme: Theme, state: ExplorerState, keys: KeyGuide): string[] {
	return listLines(theme, {
		choices: state.columns,
		rows: state.found,
		top: state.top,
		cursor: state.cursor,
		marks: new Set(state.marks),
		watched: state.own.watched,
		width: paneWidths(state).list,
		height: bodyHeight(state),
		active: state.screen === 'list',
		empty: emptyWords(state, keys),
	});
}

function emptyWords(state: ExplorerState, {keyOf}: KeyGuide): string[] {
	if (!state.isComplete) return ['reading the index'];
	if (state.query.wantsGone && state.goneRows?.length === 0) {
		return ['This data set knows no drivers of earlier kernels.', `${keyOf('gone')} leads back.`];
	}
	const words = ['No driver matches.'];
	if (!state.query.wantsGone) words.push(`${keyOf('gone')} looks among those that are gone.`);
	if (state.hiddenLibraries > 0) {
		words.push(`${grouped(state.hiddenLibraries)} libraries do: ${keyOf('libraries')} shows them.`);
	}
	words.push(
		state.prompt === 'filter'
			? `${keyOf('drop-filter')} drops the filter.`
			: `${keyOf('clear-filter')} drops the filter, ${keyOf('help')} lists the fields.`,
	);
	return words;
}

/** What stands before the keys of a menu that are its choices. */
const menuLeads: ReadonlyMap<Prompt, string> = new Map([
	['sort', ' order by '],
	['then', ' then by '],
	['copy', ' copy '],
	['export', ' export as '],
]);

/**
 * The last line of the screen; a menu whose choices do not fit into one has as many lines as they need, over the end of
 * what is shown, and says how many are missing where even these are too few.
 */
export function hintLines(
	theme: Theme,
	state: ExplorerState,
	keys: KeyGuide,
	place: string | null = null,
): string[] {
	const lead = state.message === null ? menuLeads.get(state.prompt!) : undefined;
	if (lead === undefined) return [hintLine(theme, state, keys, place)];
	return menuLines(theme, {
		lead,
		choices: keys.hints,
		width: state.size.columns,
		height: bodyHeight(state) - 2,
	});
}

/** A menu's choices after its lead: at least one line, at most `height`, each as wide as the screen. */
function menuLines(
	theme: Theme,
	options: {lead: string; choices: readonly Hint[]; width: number; height: number},
): string[] {
	const {lead, choices, width, height} = options;
	const rows: Hint[][] = [[]];
	let used = cellWidth(lead);
	for (const choice of choices) {
		const cells = cellWidth(`${choice.key} ${choice.label}`);
		if (used + cells > width && rows.at(-1)!.length > 0) {
			rows.push([]);
			used = cellWidth(lead);
		}
		rows.at(-1)!.push(choice);
		used += cells + 2;
	}
	const missing = rows.slice(Math.max(1, height)).flat().length;
	const shown = rows.slice(0, Math.max(1, height));
	return shown.map((row, index) => {
		const more = missing > 0 && index === shown.length - 1 ? `${missing} more ` : null;
		return keyHints(theme, width, index === 0 ? lead : ' '.repeat(cellWidth(lead)), row, more);
	});
}

/** The last line, `place` at its right end: what is wrong, what was done, what a prompt wants, or the keys of the moment. */
export function hintLine(
	theme: Theme,
	state: ExplorerState,
	{hints, actions}: KeyGuide,
	place: string | null = null,
): string {
	const {columns} = state.size;
	const {prompt, problem} = state;
	if (prompt === 'filter' && problem !== null && state.message === null)
		return problemLine(theme, columns, problem.message);
	if (state.message !== null) {
		return theme.paint(
			'accent',
			fit(` ${sanitise(state.message, {ascii: theme.ascii})}`, columns, 'left', theme.glyphs.ellipsis),
		);
	}
	if (prompt === 'filter') return fieldHints(theme, columns, hints);
	if (prompt === 'file') return fileNameLine(theme, state);
	if (prompt === 'overwrite') return keyHints(theme, columns, overwriteLead(theme, state), hints, null);
	if (prompt === 'palette') {
		const why = actions()[state.palette.cursor]?.why ?? null;
		const text = fit(` not now: ${why}`, columns, 'left', theme.glyphs.ellipsis);
		if (why !== null) return theme.paint('accent', text);
	}
	if (prompt !== null) return keyHints(theme, columns, ' ', hints, null);
	// What can't be read stays said until it is mended: the list is still that of before.
	if (problem !== null) return problemLine(theme, columns, problem.message);
	// The title has the key of the help.
	const shown = hints.filter(({action}) => action !== 'help');
	return keyHints(theme, columns, ' ', shown, place === null ? listPlace(state) : `${place} `);
}

/** The line in which a file is named. */
function fileNameLine(theme: Theme, state: ExplorerState): string {
	const {columns} = state.size;
	const {text, caret} = state.own.exporting ?? {text: '', caret: 0};
	const lead = truncate(` ${fileLead(state)}`, Math.floor(columns / 2), theme.glyphs.ellipsis);
	const room = columns - cellWidth(lead) - 1;
	return theme.paint('accent', lead) + pad(withCaret(theme, text, caret, room), room + 1);
}

const problemLine = (theme: Theme, columns: number, message: string) =>
	theme.paint(
		'error',
		fit(` ${sanitise(message, {ascii: theme.ascii})}`, columns, 'left', theme.glyphs.ellipsis),
	);

function listPlace(state: ExplorerState): string | null {
	if (state.screen !== 'list' || state.found.length === 0) return null;
	return `${grouped(state.cursor + 1)}/${grouped(shownCount(state))} `;
}

/** Where a text stands that is longer than its pane: the section at its top, and how far down that is. */
export function scrollPlace(state: ExplorerState, total: number, section: string | null): string | null {
	const scroll = state.screen === 'detail' ? state.detailScroll : state.scroll;
	const room = bodyHeight(state);
	if (total <= room) return section;
	const share = Math.round((100 * Math.min(scroll, total - room)) / (total - room));
	return section === null ? `${share} %` : `${section} ${share} %`;
}

/** On the filter line: its keys, then as many fields as fit. */
function fieldHints(theme: Theme, columns: number, hints: readonly Hint[]): string {
	let width = 0;
	let styled = '';
	const entries = [
		...hints.map(({key, label}) => [key, ` ${label}`] as const),
		...queryFields.map(({name}) => [`${name}:`, ''] as const),
	];
	for (const [index, [key, label]] of entries.entries()) {
		const gap = index === 0 ? 1 : 2;
		width += gap + cellWidth(key + label);
		const isLast = index === entries.length - 1;
		if (index > 0 && width + (isLast ? 0 : 3) > columns) {
			// That there are more is said, or nobody would press tab.
			styled += theme.paint('quiet', `  ${theme.glyphs.ellipsis}`);
			break;
		}
		styled += `${' '.repeat(gap)}${theme.paint('strong', key)}${label}`;
	}
	return pad(styled, columns);
}

function keyHints(
	theme: Theme,
	columns: number,
	lead: string,
	choices: readonly {key: string; label: string}[],
	last: string | null,
): string {
	let width = cellWidth(lead);
	let styled = theme.paint('quiet', lead);
	const room = columns - (last === null ? 0 : cellWidth(last) + 2);
	for (const [index, {key, label}] of choices.entries()) {
		const gap = index === 0 ? 0 : 2;
		const shownKey = theme.ascii ? key.replace('↓', 'down').replace('↑', 'up') : key;
		const cells = gap + cellWidth(shownKey) + 1 + cellWidth(label);
		if (width + cells > room) continue;
		width += cells;
		styled += `${' '.repeat(gap)}${theme.paint('strong', shownKey)} ${theme.paint('quiet', label)}`;
	}
	const space = ' '.repeat(Math.max(0, columns - width - (last === null ? 0 : cellWidth(last))));
	return styled + space + (last === null ? '' : theme.paint('quiet', last));
}

/** What is drawn on a terminal too small for anything else. */
export function tooSmallLines({size}: ExplorerState, {keyOf}: KeyGuide): string[] {
	return [
		truncate(
			`driverdex needs ${leastSize.columns}x${leastSize.rows}; this is ${size.columns}x${size.rows}. ${keyOf('quit')} quits.`,
			size.columns,
			'',
		),
	];
}

/**
 * The whole screen with the list in it, as lines: what is painted before React is there. The dossier's pane stays
 * empty until then.
 */
export function listScreen(theme: Theme, state: ExplorerState, keys: KeyGuide): string[] {
	if (isTooSmall(state.size)) return tooSmallLines(state, keys);
	const divider = ` ${theme.paint('quiet', theme.glyphs.vertical)}`;
	const list = listPane(theme, state, keys).map(line => (state.isSplit ? line + divider : line));
	return [...headerLines(theme, state, keys), ...list, hintLine(theme, state, keys)];
}

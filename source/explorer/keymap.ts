import type {ExplorerState} from './state.ts';

/** What a key can make the explorer do. */
export type ActionName =
	| 'quit'
	| 'interrupt'
	| 'suspend'
	| 'redraw'
	| 'down'
	| 'up'
	| 'page-down'
	| 'page-up'
	| 'half-down'
	| 'half-up'
	| 'first'
	| 'last'
	| 'open'
	| 'close'
	| 'switch-pane'
	| 'zoom'
	| 'filter'
	| 'clear-filter'
	| 'sort'
	| 'reverse'
	| 'libraries'
	| 'mark'
	| 'unmark-all'
	| 'compare'
	| 'overview'
	| 'next-group'
	| 'previous-group'
	| 'month-left'
	| 'month-right'
	| 'next-source'
	| 'previous-source'
	| 'open-source'
	| 'notes'
	| 'next-driver'
	| 'previous-driver'
	| 'back'
	| 'forward'
	| 'copy'
	| 'help';

/** One entry of the key map. Dispatch, hints, help and the README's table are all drawn from it. */
export interface Binding {
	action: ActionName;
	keys: readonly string[];
	/** A word or two for the line of hints. */
	label: string;
	/** A line for the help. */
	about: string;
	group: 'Move' | 'Find' | 'Read' | 'Decide' | 'Program';
	/** Whether the key does something now. */
	applies(state: ExplorerState): boolean;
	/** Rank among the hints, small first; absent: not hinted. */
	hint?: number;
}

const onList = (state: ExplorerState) => state.screen === 'list';
const onDetail = (state: ExplorerState) => state.screen === 'detail';
const onDriver = (state: ExplorerState) =>
	(state.screen === 'list' || state.screen === 'detail') && state.cursorId !== null;
const scrolls = (state: ExplorerState) => state.screen !== 'list' || state.found.length > 0;
const always = () => true;

/** The only list of keys. The first binding that holds a key and applies wins. */
export const keymap: readonly Binding[] = [
	{
		action: 'down',
		keys: ['j', 'down'],
		label: 'move',
		about: 'down, in a list or a text',
		group: 'Move',
		applies: scrolls,
		hint: 1,
	},
	{action: 'up', keys: ['k', 'up'], label: 'up', about: 'up', group: 'Move', applies: scrolls},
	{
		action: 'page-down',
		keys: ['pagedown', 'ctrl+f'],
		label: 'page',
		about: 'a page down',
		group: 'Move',
		applies: scrolls,
	},
	{
		action: 'page-up',
		keys: ['pageup', 'ctrl+b'],
		label: 'page up',
		about: 'a page up',
		group: 'Move',
		applies: scrolls,
	},
	{
		action: 'half-down',
		keys: ['ctrl+d'],
		label: 'half page',
		about: 'half a page down',
		group: 'Move',
		applies: scrolls,
	},
	{
		action: 'half-up',
		keys: ['ctrl+u'],
		label: 'half page up',
		about: 'half a page up',
		group: 'Move',
		applies: scrolls,
	},
	{
		action: 'first',
		keys: ['g', 'home'],
		label: 'first',
		about: 'to the first line',
		group: 'Move',
		applies: scrolls,
	},
	{
		action: 'last',
		keys: ['G', 'end'],
		label: 'last',
		about: 'to the last line',
		group: 'Move',
		applies: scrolls,
	},
	{
		action: 'open',
		keys: ['enter'],
		label: 'open',
		about: 'open the driver; in the overview, filter by the bar',
		group: 'Read',
		applies: state => (state.screen === 'list' && state.cursorId !== null) || state.screen === 'overview',
		hint: 2,
	},
	{
		action: 'close',
		keys: ['esc', 'q'],
		label: 'back',
		about: 'close what is open; on the list, esc drops the filter',
		group: 'Read',
		applies: state => state.screen !== 'list',
		hint: 2,
	},
	{
		action: 'clear-filter',
		keys: ['esc'],
		label: 'drop filter',
		about: 'drop the filter',
		group: 'Find',
		applies: state => onList(state) && state.queryText !== '',
	},
	{
		action: 'switch-pane',
		keys: ['tab'],
		label: 'panes',
		about: 'to the other pane, where there are two',
		group: 'Move',
		applies: state => state.isSplit && (onList(state) || onDetail(state)),
		hint: 10,
	},
	{
		action: 'zoom',
		keys: ['z'],
		label: 'zoom',
		about: 'the dossier over the full width, and back',
		group: 'Read',
		applies: state => onDetail(state) && state.canSplit,
	},
	{
		action: 'filter',
		keys: ['/'],
		label: 'filter',
		about: 'filter: words, "phrases" and fields, live as you type',
		group: 'Find',
		applies: state => onList(state) || onDetail(state),
		hint: 3,
	},
	{
		action: 'sort',
		keys: ['s'],
		label: 'sort',
		about: 'choose the order of the list',
		group: 'Find',
		applies: onList,
		hint: 4,
	},
	{
		action: 'reverse',
		keys: ['r'],
		label: 'reverse',
		about: 'turn the order round',
		group: 'Find',
		applies: onList,
	},
	{
		action: 'libraries',
		keys: ['a'],
		label: 'libraries',
		about: 'show libraries (not-a-driver) too, or hide them',
		group: 'Find',
		applies: onList,
	},
	{
		action: 'overview',
		keys: ['v'],
		label: 'overview',
		about: 'count what is shown, by verdict, subsystem and category',
		group: 'Find',
		applies: state => onList(state) || onDetail(state),
		hint: 7,
	},
	{
		action: 'next-group',
		keys: ['tab', 'l', 'right'],
		label: 'next group',
		about: 'overview: count by something else',
		group: 'Find',
		applies: state => state.screen === 'overview',
		hint: 1,
	},
	{
		action: 'previous-group',
		keys: ['shift+tab', 'h', 'left'],
		label: 'previous group',
		about: 'overview: count by what was before',
		group: 'Find',
		applies: state => state.screen === 'overview',
	},
	{
		action: 'month-left',
		keys: ['h', 'left'],
		label: 'month',
		about: 'read out the month before',
		group: 'Read',
		applies: onDriver,
		hint: 6,
	},
	{
		action: 'month-right',
		keys: ['l', 'right'],
		label: 'next month',
		about: 'read out the month after',
		group: 'Read',
		applies: onDriver,
	},
	{
		action: 'next-source',
		keys: ['.', '}'],
		label: 'source',
		about: 'choose the next source',
		group: 'Read',
		applies: onDriver,
		hint: 8,
	},
	{
		action: 'previous-source',
		keys: [',', '{'],
		label: 'source before',
		about: 'choose the source before',
		group: 'Read',
		applies: onDriver,
	},
	{
		action: 'open-source',
		keys: ['o'],
		label: 'open source',
		about: 'open the chosen source in a browser, or show its address',
		group: 'Read',
		applies: onDriver,
		hint: 9,
	},
	{
		action: 'notes',
		keys: ['n'],
		label: 'notes',
		about: 'unfold or fold the technical notes',
		group: 'Read',
		applies: onDriver,
		hint: 8.5,
	},
	{
		action: 'next-driver',
		keys: ['J'],
		label: 'next driver',
		about: 'the next driver of the list',
		group: 'Read',
		applies: onDetail,
	},
	{
		action: 'previous-driver',
		keys: ['K'],
		label: 'driver before',
		about: 'the driver before',
		group: 'Read',
		applies: onDetail,
	},
	{
		action: 'mark',
		keys: ['space'],
		label: 'mark',
		about: 'mark the driver, to compare it',
		group: 'Decide',
		applies: onDriver,
		hint: 5,
	},
	{
		action: 'unmark-all',
		keys: ['u'],
		label: 'unmark',
		about: 'take all marks away',
		group: 'Decide',
		applies: state => state.marks.length > 0,
	},
	{
		action: 'compare',
		keys: ['c'],
		label: 'compare',
		about: 'compare the two to four marked drivers',
		group: 'Decide',
		applies: state => (onList(state) || onDetail(state)) && state.marks.length >= 2,
		hint: 5.5,
	},
	{
		action: 'copy',
		keys: ['y'],
		label: 'copy',
		about: 'copy name, path, citation, dossier, or the command for this view',
		group: 'Decide',
		applies: onDriver,
		hint: 7.5,
	},
	{
		action: 'back',
		keys: ['[', 'alt+left'],
		label: 'back',
		about: 'back to the view before',
		group: 'Find',
		applies: always,
	},
	{
		action: 'forward',
		keys: [']', 'alt+right'],
		label: 'forward',
		about: 'forward again',
		group: 'Find',
		applies: always,
	},
	{
		action: 'help',
		keys: ['?', 'f1'],
		label: 'help',
		about: 'keys and query fields; typing filters them',
		group: 'Program',
		applies: state => state.screen !== 'help',
		hint: 20,
	},
	{
		action: 'redraw',
		keys: ['ctrl+l'],
		label: 'redraw',
		about: 'draw the screen anew',
		group: 'Program',
		applies: always,
	},
	{
		action: 'suspend',
		keys: ['ctrl+z'],
		label: 'suspend',
		about: 'back to the shell for a while; fg returns',
		group: 'Program',
		applies: always,
	},
	{action: 'quit', keys: ['q'], label: 'quit', about: 'quit', group: 'Program', applies: onList, hint: 30},
	{
		action: 'interrupt',
		keys: ['ctrl+c'],
		label: 'quit',
		about: 'quit from anywhere, with status 130',
		group: 'Program',
		applies: always,
	},
];

/** The action of a key in a state; null where it means nothing. */
export function actionFor(state: ExplorerState, key: string): ActionName | null {
	return keymap.find(binding => binding.keys.includes(key) && binding.applies(state))?.action ?? null;
}

const shown: Readonly<Record<string, string>> = {
	down: '↓',
	up: '↑',
	left: '←',
	right: '→',
	pagedown: 'PgDn',
	pageup: 'PgUp',
	home: 'Home',
	end: 'End',
	enter: 'enter',
	esc: 'esc',
	tab: 'tab',
	'shift+tab': 'shift-tab',
	space: 'space',
	f1: 'F1',
};

/** A key as a person reads it: `ctrl+c` is `^C`. */
export function keyLabel(key: string): string {
	if (/^ctrl\+[a-z]$/.test(key)) return `^${key.at(-1)!.toUpperCase()}`;
	if (key.startsWith('alt+')) return `alt-${keyLabel(key.slice(4))}`;
	return shown[key] ?? key;
}

/** Pairs of actions that share a hint: `j/k move`. */
const pairs: Partial<Record<ActionName, string>> = {
	down: 'j/k',
	'month-left': 'h/l',
	'next-source': ',/.',
};

/** The hints of the moment, most useful first: key and word. */
export function hints(state: ExplorerState): {key: string; label: string; action: ActionName}[] {
	return keymap
		.filter(binding => binding.hint !== undefined && binding.applies(state))
		.sort((a, b) => a.hint! - b.hint!)
		.map(({action, keys, label}) => ({key: pairs[action] ?? keyLabel(keys[0]!), label, action}));
}

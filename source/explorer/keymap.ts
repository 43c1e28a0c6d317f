import type {ActivityKind} from '../dossier/history/activity.ts';
import {type SortKey, sortFields, sortKeys} from '../dossier/query/sort.ts';
import {
	always,
	type Binding,
	type Entry,
	group,
	keysOf,
	type Mode,
	onDetail,
	onDriver,
	onList,
	onListOrDetail,
	onOverview,
	scrolls,
} from './bindings.ts';
import {isTooSmall} from './layout.ts';
import type {ActionName, CopyChoice, ExplorerState} from './model.ts';
import {ownBindings, ownMenus} from './own-keys.ts';
import type {CustomCommand} from './own-model.ts';

export type {Binding, Mode} from './bindings.ts';

/** What the chart of the driver under the cursor is of; null where it has none. */
function chartKind({found, cursor}: ExplorerState): ActivityKind | null {
	const activity = found[cursor]?.activity ?? null;
	return activity === null || activity.recent.length === 0 ? null : activity.kind;
}

const move = group('Move', ['screen'], scrolls, [
	{
		action: 'down',
		keys: ['j', 'down'],
		about: 'down, in a list or a text',
		hint: {rank: 1, label: 'move', beside: 'up'},
	},
	{action: 'up', keys: ['k', 'up'], about: 'up'},
	{action: 'page-down', keys: ['pagedown', 'ctrl+f'], about: 'a page down'},
	{action: 'page-up', keys: ['pageup', 'ctrl+b'], about: 'a page up'},
	{action: 'half-down', keys: ['ctrl+d'], about: 'half a page down'},
	{action: 'half-up', keys: ['ctrl+u'], about: 'half a page up'},
	{action: 'first', keys: ['g', 'home'], about: 'to the first line'},
	{action: 'last', keys: ['G', 'end'], about: 'to the last line'},
	{
		action: 'switch-pane',
		keys: ['tab'],
		about: 'to the other pane, where there are two',
		applies: state => state.isSplit && onListOrDetail(state),
		hint: {rank: 10, label: 'panes'},
	},
]);

const find = group('Find', ['screen'], onList, [
	{
		action: 'filter',
		keys: ['/'],
		about: 'filter: words, "phrases" and fields, live as you type',
		applies: onListOrDetail,
		hint: {rank: 3, label: 'filter'},
	},
	{
		action: 'clear-filter',
		keys: ['esc'],
		about: 'drop the filter',
		applies: state => onList(state) && state.queryText !== '',
	},
	{action: 'sort', keys: ['s'], about: 'choose the order of the list', hint: {rank: 4, label: 'sort'}},
	{action: 'reverse', keys: ['r'], about: 'turn the order round'},
	{
		action: 'gone',
		keys: ['d'],
		about: 'the dead: drivers that earlier kernels had, and back',
		applies: onListOrDetail,
		hint: {rank: 8, label: ({query}) => (query.wantsGone ? 'the living' : 'the dead')},
	},
	{action: 'libraries', keys: ['a'], about: 'show libraries (not-a-driver) too, or hide them'},
	{
		action: 'overview',
		keys: ['v'],
		about: 'count what is shown, by verdict, subsystem and category',
		applies: onListOrDetail,
		hint: {rank: 7, label: 'overview'},
	},
	{
		action: 'next-group',
		keys: ['tab', 'l', 'right'],
		about: 'overview: count by something else',
		applies: onOverview,
		hint: {rank: 1, label: 'next group'},
	},
	{
		action: 'previous-group',
		keys: ['shift+tab', 'h', 'left'],
		about: 'overview: count by what was before',
		applies: onOverview,
	},
	{action: 'back', keys: ['[', 'alt+left'], about: 'back to the view before', applies: always},
	{action: 'forward', keys: [']', 'alt+right'], about: 'forward again', applies: always},
]);

const read = group('Read', ['screen'], onDriver, [
	{
		action: 'open',
		keys: ['enter'],
		about: 'open the driver; in the overview, filter by the bar',
		applies: state =>
			onOverview(state) || state.screen === 'news' || (onList(state) && state.cursorId !== null),
		hint: {rank: 2, label: 'open'},
	},
	{
		action: 'close',
		keys: ['esc', 'q'],
		about: 'close what is open; on the list, esc drops the filter',
		modes: ['screen', 'help'],
		applies: state => !onList(state) && (state.screen !== 'help' || state.helpFilter === ''),
		hint: {rank: 2, label: 'back'},
	},
	{
		action: 'zoom',
		keys: ['z'],
		about: 'the dossier over the full width, and back',
		applies: state => onDetail(state) && state.canSplit,
	},
	{
		action: 'moment-left',
		keys: ['h', 'left'],
		about: 'read out the month or release before',
		hint: {
			rank: 6,
			// One word for months and releases: it stays when the cursor goes from the one to the other.
			label: 'chart',
			beside: 'moment-right',
			applies: state => chartKind(state) !== null,
		},
	},
	{action: 'moment-right', keys: ['l', 'right'], about: 'read out the month or release after'},
	{
		action: 'previous-source',
		keys: [',', '{'],
		about: 'choose the source before',
		hint: {rank: 8, label: 'source', beside: 'next-source'},
	},
	{action: 'next-source', keys: ['.', '}'], about: 'choose the next source'},
	{
		action: 'open-source',
		keys: ['o'],
		about: 'open the chosen source in a browser, or show its address',
		hint: {rank: 9, label: 'open source'},
	},
	{
		action: 'notes',
		keys: ['n'],
		about: 'unfold or fold the technical notes',
		hint: {rank: 8.5, label: 'notes'},
	},
	{action: 'next-driver', keys: ['J'], about: 'the next driver of the list', applies: onDetail},
	{action: 'previous-driver', keys: ['K'], about: 'the driver before', applies: onDetail},
]);

const decide = group('Decide', ['screen'], onDriver, [
	{
		action: 'mark',
		keys: ['space'],
		about: 'mark the driver, to compare it',
		hint: {rank: 5, label: 'mark'},
	},
	{
		action: 'unmark-all',
		keys: ['u'],
		about: 'take all marks away',
		applies: state => state.marks.length > 0,
	},
	{
		action: 'compare',
		keys: ['c'],
		about: 'compare the first four marked drivers',
		applies: state => onListOrDetail(state) && state.marks.length >= 2,
		hint: {rank: 5.5, label: 'compare'},
	},
	{
		action: 'copy',
		keys: ['y'],
		about: 'copy name, path, citation, dossier, or the command for this view',
		hint: {rank: 7.5, label: 'copy'},
	},
]);

const filterLine = group('Filter line', ['filter'], always, [
	{action: 'keep-filter', keys: ['enter'], about: 'keep the filter', hint: {rank: 1, label: 'keeps it'}},
	{action: 'drop-filter', keys: ['esc'], about: 'drop the filter', hint: {rank: 2, label: 'drops it'}},
	{action: 'down', keys: ['down', 'ctrl+n'], about: 'to the next driver found'},
	{action: 'up', keys: ['up', 'ctrl+p'], about: 'to the one before'},
	{action: 'caret-left', keys: ['left'], about: 'a character to the left'},
	{action: 'caret-right', keys: ['right'], about: 'a character to the right'},
	{action: 'caret-to-start', keys: ['home', 'ctrl+a'], about: 'to the start of the line'},
	{action: 'caret-to-end', keys: ['end', 'ctrl+e'], about: 'to its end'},
	{
		action: 'erase-before',
		keys: ['backspace'],
		about: 'erase the character before; in an empty line, close it',
	},
	{action: 'erase-after', keys: ['delete'], about: 'erase the character after'},
	{action: 'erase-word', keys: ['ctrl+w'], about: 'erase the word before'},
	{action: 'erase-to-start', keys: ['ctrl+u'], about: 'erase everything before'},
]);

/** The key of a field in the sort menu: a letter of its name. */
const sortLetter = (key: SortKey) => (key === 'cves' ? 'C' : key.charAt(0));

const sortMenu = group('Sort menu', ['sort'], always, [
	...sortKeys.map((key, rank): Entry => {
		const {label} = sortFields[key];
		return {
			action: `order-by-${key}`,
			keys: [sortLetter(key)],
			about: `by ${label}; once more, the other way round`,
			hint: {rank, label},
		};
	}),
	{action: 'close-menu', keys: ['esc'], about: 'close the menu, as any other key does'},
]);

const copies: readonly [choice: CopyChoice, key: string, label: string, about: string][] = [
	['name', 'n', 'name', "the module's name"],
	['path', 'p', 'path', 'the path in the tree'],
	['citation', 'c', 'citation', 'the chosen source: what it says, and its address'],
	['markdown', 'm', 'Markdown', 'the dossier as Markdown'],
	['command', 'v', 'command for this view', 'the command that opens this view'],
];

const copyMenu = group('Copy menu', ['copy'], always, [
	...copies.map(
		([choice, key, label, about], rank): Entry => ({
			action: `copy-${choice}`,
			keys: [key],
			about,
			hint: {rank, label},
		}),
	),
	{action: 'close-menu', keys: ['esc'], about: 'close the menu, as any other key does'},
]);

const help = group('Help', ['help'], state => state.helpFilter !== '', [
	{
		action: 'erase-before',
		keys: ['backspace'],
		about: 'erase the last character of what help is filtered by',
	},
	{action: 'clear-help-filter', keys: ['esc'], about: 'show all of the help again'},
]);

const program = group('Program', ['anywhere'], always, [
	{
		action: 'help',
		keys: ['?', 'f1'],
		about: 'keys and query fields; typing filters them',
		modes: ['screen', 'help'],
		hint: {rank: 20, label: 'help'},
	},
	{action: 'redraw', keys: ['ctrl+l'], about: 'draw the screen anew'},
	{action: 'suspend', keys: ['ctrl+z'], about: 'back to the shell for a while; fg returns'},
	{
		action: 'quit',
		keys: ['q'],
		about: 'quit',
		modes: ['screen', 'small'],
		applies: state => onList(state) || isTooSmall(state.size),
		hint: {rank: 30, label: 'quit'},
	},
	{action: 'interrupt', keys: ['ctrl+c'], about: 'quit from anywhere, with status 130'},
]);

/** The only list of keys. */
export const keymap: readonly Binding[] = [
	...move,
	...find,
	...read,
	...decide,
	...ownBindings,
	...filterLine,
	...sortMenu,
	...copyMenu,
	...ownMenus,
	...help,
	...program,
];

/** The modes of a state. Whoever is asked first comes last. */
function modesOf({prompt, screen, size}: ExplorerState): readonly Mode[] {
	if (isTooSmall(size)) return ['anywhere', 'small'];
	if (prompt !== null) return ['anywhere', prompt];
	return screen === 'help' ? ['anywhere', 'help', 'screen'] : ['anywhere', 'screen'];
}

/** Whether a text is open that takes what is typed. */
export function takesText({prompt, screen, size}: ExplorerState): boolean {
	if (isTooSmall(size)) return false;
	return prompt === 'filter' || prompt === 'file' || (prompt === null && screen === 'help');
}

const isTyped = (key: string) => key === 'space' || [...key].length === 1;

/** Whether a key means a binding's action in a state. At most one binding is meant. */
export function isMeant(binding: Binding, state: ExplorerState, key: string): boolean {
	if (!keysOf(binding, state.own.settings).includes(key) || !isInForce(binding, state)) return false;
	// What can be typed is a letter of the help's filter, unless the help itself has a use for it.
	return !takesText(state) || !isTyped(key) || binding.modes.includes('help');
}

function isInForce(binding: Binding, state: ExplorerState): boolean {
	return modesOf(state).some(mode => binding.modes.includes(mode)) && binding.applies(state);
}

/** The action of a key in a state; null where it means nothing. */
export function actionFor(state: ExplorerState, key: string): ActionName | null {
	return keymap.find(binding => isMeant(binding, state, key))?.action ?? null;
}

/** The command that the configuration binds to a key, where there is a driver to run it for. */
export function commandFor(state: ExplorerState, key: string): CustomCommand | null {
	if (state.prompt !== null || isTooSmall(state.size) || !onDriver(state)) return null;
	return state.own.settings.commands.find(command => command.key === key) ?? null;
}

/** The bindings that are worth a hint in a state, the most useful first. What is open already is not offered. */
export function hintedBindings(state: ExplorerState): (Binding & {hint: NonNullable<Entry['hint']>})[] {
	return keymap
		.filter((binding): binding is Binding & {hint: NonNullable<Entry['hint']>} => binding.hint !== undefined)
		.filter(binding => binding.action !== state.screen && isInForce(binding, state))
		.filter(binding => keysOf(binding, state.own.settings).length > 0)
		.filter(({hint}) => hint.applies?.(state) ?? true)
		.sort((a, b) => a.hint.rank - b.hint.rank);
}

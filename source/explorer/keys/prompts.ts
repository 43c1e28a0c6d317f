import {type SortKey, sortFields, sortKeys} from '../../dossier/query/sort.ts';
import type {CopyChoice} from '../model.ts';
import {always, type Binding, type Entry, group} from './binding.ts';

/** The keys of a line in which is typed; `backspace` says what that does. */
export const lineKeys = (backspace: string): Entry[] => [
	{action: 'caret-left', keys: ['left'], about: 'a character to the left'},
	{action: 'caret-right', keys: ['right'], about: 'a character to the right'},
	{action: 'caret-to-start', keys: ['home', 'ctrl+a'], about: 'to the start of the line'},
	{action: 'caret-to-end', keys: ['end', 'ctrl+e'], about: 'to its end'},
	{action: 'erase-before', keys: ['backspace'], about: backspace},
	{action: 'erase-after', keys: ['delete'], about: 'erase the character after'},
	{action: 'erase-word', keys: ['ctrl+w'], about: 'erase the word before'},
	{action: 'erase-to-start', keys: ['ctrl+u'], about: 'erase everything before'},
];

/** The line in which a filter is typed. */
export const filterLine: Binding[] = group('Filter line', ['filter'], always, [
	{action: 'keep-filter', keys: ['enter'], about: 'keep the filter', hint: {rank: 1, label: 'keeps it'}},
	{action: 'drop-filter', keys: ['esc'], about: 'drop the filter', hint: {rank: 2, label: 'drops it'}},
	{
		action: 'complete-filter',
		keys: ['tab'],
		about: "complete a field's name or value; say how it can go on",
		hint: {rank: 3, label: 'completes'},
	},
	{action: 'down', keys: ['down', 'ctrl+n'], about: 'to the next driver found'},
	{action: 'up', keys: ['up', 'ctrl+p'], about: 'to the one before'},
	...lineKeys('erase the character before; in an empty line, close it'),
]);

/** The key of each field in the sort menu: a letter of its name where one is free. */
const sortLetters: Readonly<Record<SortKey, string>> = {
	risk: 'r',
	verdict: 'v',
	confidence: 'c',
	activity: 'a',
	name: 'n',
	path: 'p',
	lines: 'l',
	cves: 'C',
	subsystem: 's',
	category: 'y',
	status: 'u',
	deployments: 'd',
	machines: 'm',
	files: 'f',
	title: 't',
	symbol: 'o',
	commits: 'k',
	patches: 'P',
	distributions: 'D',
	replacement: 'e',
	directory: 'i',
};

/** The menu of orders. */
export const sortMenu: Binding[] = group('Sort menu', ['sort', 'then'], always, [
	...sortKeys.map((key, rank): Entry => {
		const {label} = sortFields[key];
		return {
			action: `order-by-${key}`,
			keys: [sortLetters[key]],
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

/** The menu of what is copied. */
export const copyMenu: Binding[] = group('Copy menu', ['copy'], always, [
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

/** The help, whose filter takes letters. */
export const help: Binding[] = group('Help', ['help'], state => state.helpFilter !== '', [
	{
		action: 'erase-before',
		keys: ['backspace'],
		about: 'erase the last character of what help is filtered by',
	},
	{action: 'clear-help-filter', keys: ['esc'], about: 'show all of the help again'},
]);

/** The list of all actions, in which is typed. */
export const palette: Binding[] = group('All actions', ['palette'], always, [
	{action: 'run', keys: ['enter'], about: 'run the chosen action', hint: {rank: 1, label: 'runs it'}},
	{
		action: 'close-palette',
		keys: ['esc'],
		about: 'close the list of actions',
		hint: {rank: 2, label: 'closes'},
	},
	{action: 'down', keys: ['down', 'ctrl+n'], about: 'to the next action'},
	{action: 'up', keys: ['up', 'ctrl+p'], about: 'to the one before'},
	{action: 'erase-before', keys: ['backspace'], about: 'erase the last character of what is looked for'},
	{action: 'erase-to-start', keys: ['ctrl+u'], about: 'erase all of it'},
]);

/** The menu of columns. */
export const columnsMenu: Binding[] = group('Columns', ['columns'], always, [
	{
		action: 'down',
		keys: ['j', 'down'],
		about: 'to the next column',
		hint: {rank: 1, label: 'move', beside: 'up'},
	},
	{action: 'up', keys: ['k', 'up'], about: 'to the column before'},
	{
		action: 'toggle-column',
		keys: ['space', 'enter'],
		about: 'show the column, or hide it',
		hint: {rank: 2, label: 'show or hide'},
	},
	{
		action: 'earlier-column',
		keys: ['K', 'h', 'left'],
		about: 'further to the front: columns drop from the end where there is no room',
		hint: {rank: 3, label: 'earlier'},
	},
	{
		action: 'later-column',
		keys: ['J', 'l', 'right'],
		about: 'further to the end',
		hint: {rank: 4, label: 'later'},
	},
	{action: 'wider-column', keys: ['+', '>'], about: 'the column wider', hint: {rank: 5, label: 'wider'}},
	{
		action: 'narrower-column',
		keys: ['-', '<'],
		about: 'the column narrower',
		hint: {rank: 6, label: 'narrower'},
	},
	{
		action: 'first-columns',
		keys: ['='],
		about: 'the columns that were there at first',
		hint: {rank: 7, label: 'as at first'},
	},
	{action: 'close-menu', keys: ['esc', 'q', '|'], about: 'close the menu', hint: {rank: 8, label: 'closes'}},
]);

import {type ExportForm, formNames} from '../own-model.ts';
import {
	always,
	type Binding,
	type Entry,
	group,
	noDriver,
	noList,
	noLiving,
	onList,
	onListOrDetail,
	onLiving,
} from './binding.ts';
import {lineKeys} from './prompts.ts';

/** Keys for what is the person's own: watched drivers, news, verdicts, marks, files. */
export const ownBindings: readonly Binding[] = [
	...group(
		'Yours',
		['screen'],
		onListOrDetail,
		[
			{
				action: 'watch',
				keys: ['w'],
				about: 'watch the driver, or no longer: driverdex news tells what changes',
				applies: onLiving,
				why: noLiving,
				hint: {
					rank: 6.5,
					label: ({own, cursorId}) => (cursorId !== null && own.watched.has(cursorId) ? 'unwatch' : 'watch'),
				},
			},
			{
				action: 'mine',
				keys: ['m'],
				about: 'only the drivers that you watch or that this machine has, and back',
				hint: {rank: 11, label: ({own}) => (own.mineRows === null ? 'mine' : 'all')},
			},
			{
				action: 'news',
				keys: ['N'],
				about: 'what is new for your drivers since you last looked',
				hint: {rank: 12, label: 'news'},
			},
			{
				action: 'edit-verdict',
				keys: ['e'],
				about: 'your own verdict and notes on the driver, in $VISUAL or $EDITOR',
				applies: onLiving,
				why: noLiving,
				hint: {rank: 13, label: 'your verdict'},
			},
			{
				action: 'mark-range',
				keys: ['V'],
				about: 'mark all from the last marked driver to this one',
				applies: state => onList(state) && state.cursorId !== null && state.marks.length > 0,
				why: state => (onList(state) ? 'no driver is marked yet' : noList(state)),
			},
			{
				action: 'mark-shown',
				keys: ['A'],
				about: 'mark all drivers that are shown; once more takes these marks away',
				applies: state => onList(state) && state.found.length > 0,
			},
			{
				action: 'export',
				keys: ['x'],
				about: 'write the marked drivers, else those shown, to a file',
				applies: state => onListOrDetail(state) && state.found.length > 0,
				hint: {rank: 9.5, label: 'export'},
			},
		],
		noDriver,
	),
];

const forms: readonly [form: ExportForm, key: string, about: string][] = [
	['csv', 'c', 'a line a driver, for spreadsheets'],
	['json', 'j', 'whole records in one document'],
	['ndjson', 'n', 'a whole record a line'],
	['markdown', 'm', 'a table in Markdown'],
	['verdicts', 'v', 'your own verdicts, for others to import'],
];

/** The menu of an export, the line in which its file is named, and the question whether to write over one. */
export const ownMenus: readonly Binding[] = [
	...group('Export menu', ['export'], always, [
		...forms.map(
			([form, key, about], rank): Entry => ({
				action: `export-${form}`,
				keys: [key],
				about,
				hint: {rank, label: formNames[form]},
			}),
		),
		{action: 'close-menu', keys: ['esc'], about: 'close the menu, as any other key does'},
	]),
	...group('File name', ['file'], always, [
		{action: 'write-file', keys: ['enter'], about: 'write the file', hint: {rank: 1, label: 'writes it'}},
		{action: 'drop-file', keys: ['esc'], about: 'write nothing', hint: {rank: 2, label: 'writes nothing'}},
		...lineKeys('erase the character before'),
	]),
	...group('File that is there', ['overwrite'], always, [
		{action: 'overwrite', keys: ['y'], about: 'write over it', hint: {rank: 1, label: 'writes over it'}},
		{
			action: 'keep-file',
			keys: ['n', 'esc', 'enter'],
			about: 'leave it, and name another',
			hint: {rank: 2, label: 'names another'},
		},
	]),
];

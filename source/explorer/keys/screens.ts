import {isTooSmall} from '../layout.ts';
import type {ExplorerState} from '../model.ts';
import {
	always,
	type Binding,
	chartKind,
	group,
	noDriver,
	noList,
	noLiving,
	onCompare,
	onDetail,
	onDriver,
	onList,
	onListOrDetail,
	onLiving,
	onOverview,
	scrolls,
} from './binding.ts';

const noPanes = () => 'there are no two panes here';

/** To move about. */
export const move: Binding[] = group(
	'Move',
	['screen'],
	scrolls,
	[
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
			why: state =>
				onOverview(state)
					? null
					: !onListOrDetail(state)
						? 'there is one pane here'
						: state.canSplit
							? 'the dossier has the whole width: z gives the list its pane back'
							: 'there is one pane: two need 120 columns',
			hint: {rank: 10, label: 'panes'},
		},
		{
			action: 'narrower-list',
			keys: ['<'],
			about: 'the list narrower, the dossier wider',
			applies: state => state.isSplit,
			why: noPanes,
		},
		{
			action: 'wider-list',
			keys: ['>'],
			about: 'the list wider',
			applies: state => state.isSplit,
			why: noPanes,
		},
		{
			action: 'even-panes',
			keys: ['='],
			about: 'both panes as wide as at first',
			applies: state => state.isSplit,
			why: noPanes,
		},
	],
	() => 'nothing is listed',
);

/** Other screens have orders of their own, or none. */
const notThere = (state: ExplorerState) => (onOverview(state) ? null : noList(state));

/** Of the overview alone: elsewhere other actions have these keys, and say why they do nothing. */
const inOverview = {applies: onOverview, why: () => null};

/** To find drivers. */
export const find: Binding[] = group(
	'Find',
	['screen'],
	onList,
	[
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
			why: state => (onList(state) ? 'there is no filter to drop; q quits' : null),
		},
		{
			action: 'sort',
			keys: ['s'],
			about: 'choose the order of the list',
			why: notThere,
			hint: {rank: 4, label: 'sort'},
		},
		{
			action: 'then-sort',
			keys: ['S'],
			about: 'choose the second order: of those that are equal by the first',
		},
		{action: 'reverse', keys: ['r'], about: 'turn the order round', why: notThere},
		{
			action: 'columns',
			keys: ['|'],
			about: 'choose, order and widen the columns of the list',
			hint: {rank: 12, label: 'columns'},
		},
		{
			action: 'gone',
			keys: ['d'],
			about: 'the dead: drivers that earlier kernels had, and back',
			applies: onListOrDetail,
			why: state => (onCompare(state) ? null : noList(state)),
			hint: {rank: 8, label: ({query}) => (query.wantsGone ? 'the living' : 'the dead')},
		},
		{action: 'libraries', keys: ['a'], about: 'show libraries (not-a-driver) too, or hide them'},
		{
			action: 'overview',
			keys: ['v'],
			about: 'count what is shown: verdicts by subsystem, category or directory',
			applies: onListOrDetail,
			hint: {rank: 7, label: 'overview'},
		},
		{
			action: 'next-group',
			keys: ['tab'],
			about: 'overview: count by something else',
			...inOverview,
			hint: {rank: 2.5, label: 'count by'},
		},
		{
			action: 'previous-group',
			keys: ['shift+tab'],
			about: 'overview: count by what was before',
			...inOverview,
		},
		{
			action: 'overview-left',
			keys: ['h', 'left'],
			about: 'overview: a column to the left',
			...inOverview,
			hint: {rank: 1.5, label: 'column', beside: 'overview-right'},
		},
		{
			action: 'overview-right',
			keys: ['l', 'right'],
			about: 'overview: a column to the right',
			...inOverview,
		},
		{
			action: 'directory',
			keys: ['D'],
			about: "the driver's directory among the others: what lies in it, summed up",
			applies: state => onDriver(state) && state.found[state.cursor]?.gone === undefined,
			why: state => (onDriver(state) ? 'what is gone lies in no directory' : noDriver(state)),
		},
		{
			action: 'sort-overview',
			keys: ['s'],
			about: 'overview: order by the column that the cursor is on',
			...inOverview,
			hint: {rank: 3, label: 'order by'},
		},
		{
			action: 'reverse-overview',
			keys: ['r'],
			about: 'overview: turn the order round',
			...inOverview,
			hint: {rank: 4, label: 'turn round'},
		},
		{action: 'back', keys: ['[', 'alt+left'], about: 'back to the view before', applies: always},
		{action: 'forward', keys: [']', 'alt+right'], about: 'forward again', applies: always},
	],
	noList,
);

const inDossier = (state: ExplorerState) =>
	onList(state) ? 'this is for the dossier: on the list, j and k move' : noDriver(state);

const onNewsItem = ({screen, own: {news, newsCursor}}: ExplorerState) =>
	screen === 'news' && news?.items[newsCursor] !== undefined;

/** Of a dossier alone, which only drivers that are there have. */
const ofDossier = {applies: onLiving, why: noLiving};

/** To read a dossier. */
export const read: Binding[] = group(
	'Read',
	['screen'],
	onDriver,
	[
		{
			action: 'open',
			keys: ['enter'],
			about: 'open the driver; in the overview, filter by the line and its verdict',
			applies: state => onOverview(state) || onNewsItem(state) || (onList(state) && state.cursorId !== null),
			why: state =>
				onList(state)
					? 'no driver is shown'
					: onDetail(state)
						? 'it is open already'
						: 'there is nothing to open here',
			hint: {rank: 2, label: 'open'},
		},
		{
			action: 'close',
			keys: ['esc', 'q'],
			about: 'close what is open; on the list, esc drops the filter',
			modes: ['screen', 'help'],
			applies: state => !onList(state) && (state.screen !== 'help' || state.helpFilter === ''),
			why: () => null,
			hint: {rank: 2, label: 'back'},
		},
		{
			action: 'zoom',
			keys: ['z'],
			about: 'the dossier over the full width, and back',
			applies: state => onDetail(state) && state.canSplit,
			why: state =>
				onDetail(state)
					? 'it has the whole width: two panes need 120 columns'
					: 'this is for the dossier: enter opens it',
		},
		{
			action: 'moment-left',
			keys: ['h', 'left'],
			about: 'read out the month or release before',
			...ofDossier,
			hint: {
				rank: 6,
				// One word for months and releases: it stays when the cursor goes from the one to the other.
				label: 'chart',
				beside: 'moment-right',
				applies: state => chartKind(state) !== null,
			},
		},
		{
			action: 'moment-right',
			keys: ['l', 'right'],
			about: 'read out the month or release after',
			...ofDossier,
		},
		{
			action: 'previous-source',
			keys: [',', '{'],
			about: 'choose the source before',
			...ofDossier,
			hint: {rank: 8, label: 'source', beside: 'next-source'},
		},
		{
			action: 'next-source',
			keys: ['.', '}'],
			about: 'choose the next source',
			...ofDossier,
		},
		{
			action: 'open-source',
			keys: ['o'],
			about: 'open the chosen source in a browser, or show its address',
			...ofDossier,
			hint: {rank: 9, label: 'open source'},
		},
		{
			action: 'all-signals',
			keys: ['t'],
			about: 'unfold or fold the table of all signals, what depends on the driver, and how it is loaded',
			...ofDossier,
			hint: {rank: 8.4, label: 'all signals'},
		},
		{
			action: 'notes',
			keys: ['n'],
			about: 'unfold or fold the technical notes',
			...ofDossier,
			hint: {
				rank: 8.5,
				label: 'notes',
				// The rules write none.
				applies: ({found, cursor}) => found[cursor]?.imported === true,
			},
		},
		{
			action: 'next-driver',
			keys: ['J'],
			about: 'the next driver of the list',
			applies: onDetail,
			why: inDossier,
		},
		{action: 'previous-driver', keys: ['K'], about: 'the driver before', applies: onDetail, why: inDossier},
	],
	noDriver,
);

/** To do something with drivers. */
export const decide: Binding[] = group(
	'Decide',
	['screen'],
	onDriver,
	[
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
			// Under a comparison it would take away what is compared.
			applies: state => !onCompare(state) && state.marks.length > 0,
			why: state =>
				onCompare(state) ? 'these marks are what is compared: esc leads back' : 'no driver is marked',
		},
		{
			action: 'compare',
			keys: ['c'],
			about: 'compare the two to four marked drivers',
			applies: state => onListOrDetail(state) && state.marks.length >= 2,
			why: state =>
				onCompare(state)
					? 'they are compared already'
					: state.marks.length >= 2
						? noDriver(state)
						: `mark two drivers to compare them: ${state.marks.length === 0 ? 'none' : 'one'} is marked`,
			hint: {rank: 5.5, label: 'compare'},
		},
		{
			action: 'differing-rows',
			keys: ['d'],
			about: 'comparison: only the rows that differ, and all again',
			applies: onCompare,
			why: () => null,
			hint: {rank: 3, label: ({onlyDiffering}) => (onlyDiffering ? 'all rows' : 'only what differs')},
		},
		{
			action: 'copy',
			keys: ['y'],
			about: 'copy name, path, citation, dossier, or the command for this view',
			hint: {rank: 7.5, label: 'copy'},
		},
	],
	noDriver,
);

/** The program itself. */
export const program: Binding[] = group('Program', ['anywhere'], always, [
	{
		action: 'help',
		keys: ['?', 'f1'],
		about: 'keys and query fields; typing filters them',
		modes: ['screen', 'help'],
		hint: {rank: 20, label: 'help'},
	},
	{
		action: 'palette',
		keys: [':'],
		about: 'all actions, to look for and run',
		modes: ['screen'],
		hint: {rank: 19, label: 'all actions'},
	},
	{action: 'redraw', keys: ['ctrl+l'], about: 'draw the screen anew'},
	{action: 'suspend', keys: ['ctrl+z'], about: 'back to the shell for a while; fg returns'},
	{
		action: 'quit',
		keys: ['q'],
		about: 'quit',
		modes: ['screen', 'small'],
		applies: state => onList(state) || isTooSmall(state.size),
		why: () => null,
		hint: {rank: 30, label: 'quit'},
	},
	{action: 'interrupt', keys: ['ctrl+c'], about: 'quit from anywhere, with status 130'},
]);

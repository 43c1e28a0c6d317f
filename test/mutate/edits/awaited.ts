import type {Edit} from '../edit.ts';

/** Edits whose tests are being written; they join the others as the tests come. */
export const awaitedEdits: readonly Edit[] = [
	{
		name: 'path:net takes netx',
		file: 'source/dossier/query/query.ts',
		// biome-ignore lint/suspicious/noTemplateCurlyInString: a line of the source
		from: 'return path === bare || path.startsWith(`${bare}/`);',
		to: 'return path.startsWith(bare);',
		test: 'test/dossier/query/query.test.ts',
		why: 'a path holds what lies at or below it, not its namesakes',
	},
	{
		name: "a range's end is left out",
		file: 'source/dossier/query/query.ts',
		from: 'known >= low && known <= high',
		to: 'known >= low && known < high',
		test: 'test/dossier/query/query.test.ts',
		why: 'a range holds both its ends',
	},
	{
		name: 'a move that was stopped is not finished',
		file: 'source/dataset/writer.ts',
		from: 'assertWritable(target);\n\tfinishIncoming(target);',
		to: 'assertWritable(target);',
		test: 'test/dataset/dataset.test.ts',
		why: 'a writer finishes what the one before it was stopped at',
	},
	{
		name: 'a doubtful character leaves no doubt',
		file: 'source/terminal/screen-diff.ts',
		from: 'doubt = 2;',
		to: 'doubt = 0;',
		test: 'test/terminal/screen-stream.test.ts',
		why: 'what a terminal may draw wider has covered its neighbours: they are written again',
	},
	{
		name: 'half of a wide character is written',
		file: 'source/terminal/screen-diff.ts',
		from: "while (column > 0 && texts[column] === '') column -= 1;",
		to: '',
		test: 'test/terminal/screen-stream.test.ts',
		why: 'neither half of a wide character can be written alone',
	},
	{
		name: 'audit begins with the least risk',
		file: 'source/machine/judge-config.ts',
		from: '(b.row.risk ?? -1) - (a.row.risk ?? -1)',
		to: '(a.row.risk ?? -1) - (b.row.risk ?? -1)',
		test: 'test/machine/judge-config.test.ts',
		why: 'of one verdict the greatest risk comes first',
	},
	{
		name: 'views ahead are kept when another way is taken',
		file: 'source/explorer/state.ts',
		from: 'past: [...state.past.slice(-49), view], future: []',
		to: 'past: [...state.past.slice(-49), view]',
		test: 'test/explorer/state.test.ts',
		why: 'forward leads to what was gone back from, and nowhere else',
	},
];

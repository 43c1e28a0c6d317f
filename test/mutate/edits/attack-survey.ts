import type {Edit} from '../edit.ts';

/** What keeps hostile inputs of the survey, its writers and its signals in bounds. */
export const attackSurveyEdits: readonly Edit[] = [
	{
		name: 'pipes are opened like files',
		file: 'source/survey/input-file.ts',
		from: 'if (status.isFile()) return;',
		to: 'return;',
		test: 'test/attack/survey-tree.test.ts',
		only: 'two lines',
		why: 'a pipe without a writer is waited for without end',
	},
	{
		name: 'files outside the tree are read',
		file: 'source/survey/input-file.ts',
		from: 'if (!place.startsWith(root.endsWith(sep) ? root : root + sep)) {',
		to: 'if (place === root) {',
		test: 'test/attack/survey-tree.test.ts',
		why: 'a link of a stranger’s tree leads to what only root may read',
	},
	{
		name: 'Makefiles expand without bounds',
		file: 'source/survey/tree/kbuild/make-budget.ts',
		from: 'if (this.steps >= 0 && this.text >= 0',
		to: 'if (true || this.steps >= 0 && this.text >= 0',
		test: 'test/attack/survey-tree.test.ts',
		why: 'sixty doubled variables fill every memory',
	},
	{
		name: 'a thread that hangs is waited for',
		file: 'source/commands/common/threads/apart.ts',
		from: '			void worker.terminate();\n',
		to: '',
		test: 'test/attack/survey-signals.test.ts',
		why: 'SIGTERM is obeyed whatever a parser is busy with',
	},
];

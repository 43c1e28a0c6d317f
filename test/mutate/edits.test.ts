import {expect, it} from 'vitest';
import {top} from '../support/sample.ts';
import {type Edit, findStale, readFiles} from './edit.ts';
import {edits} from './edits/index.ts';

it('changes only what still stands in the source, and names tests that are there', () => {
	expect(
		findStale(edits, readFiles(top)).map(({edit, problem, elsewhere}) => [edit.name, problem, elsewhere]),
	).toEqual([]);
});

it('is told apart from a list that does not fit', () => {
	const edit: Edit = {
		name: 'a',
		file: 'source/a.ts',
		from: 'x > 1',
		to: 'x >= 1',
		test: 'test/a.test.ts',
		why: '',
	};
	const problemsOf = (changed: Edit, text: string, more: Record<string, string> = {}) =>
		findStale([changed], new Map(Object.entries({'source/a.ts': text, 'test/a.test.ts': '', ...more})));
	expect(problemsOf(edit, 'if (x > 1) {}')).toEqual([]);
	expect(problemsOf(edit, 'x > 1, x > 1')).toMatchObject([
		{problem: 'its text stands 2 times in source/a.ts'},
	]);
	expect(problemsOf(edit, '', {'source/b.ts': 'x > 1'})).toMatchObject([
		{problem: 'its text stands 0 times in source/a.ts', elsewhere: ['source/b.ts']},
	]);
	expect(problemsOf({...edit, file: 'source/c.ts'}, 'x > 1')).toMatchObject([
		{problem: 'source/c.ts is not there', elsewhere: ['source/a.ts']},
	]);
	expect(problemsOf({...edit, to: 'x > 1'}, 'x > 1')).toMatchObject([{problem: 'it changes nothing'}]);
	expect(problemsOf({...edit, test: 'test/b.test.ts'}, 'x > 1')).toMatchObject([
		{problem: 'test/b.test.ts is not there'},
	]);
	expect(
		findStale(
			[edit, edit],
			new Map([
				['source/a.ts', 'x > 1'],
				['test/a.test.ts', ''],
			]),
		),
	).toMatchObject([{problem: 'another edit has the same name'}]);
});

import {rmSync} from 'node:fs';
import {afterAll, expect, it} from 'vitest';
import {listTreeFiles} from '../../../source/survey/tree/files.ts';
import {findTodoRemovals} from '../../../source/survey/tree/staging-todo.ts';
import {writeTree} from '../kernel-trees.ts';

const folders: string[] = [];
afterAll(() => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

function placeOf(todo: string, file = 'drivers/staging/x/TODO'): string | undefined {
	const tree = writeTree({[file]: todo});
	folders.push(tree);
	return [...findTodoRemovals(tree, listTreeFiles(tree, ['drivers'])).values()][0];
}

it.each([
	['one\nThis driver will be removed in 7.4.\n', 2],
	['Nobody has the hardware, so the driver should\nbe removed.\n', 2],
	['The code is scheduled for\nremoval.\n', 2],
])('finds the line that speaks of removal in %j', (todo, line) =>
	expect(placeOf(todo)).toBe(`drivers/staging/x/TODO:${line}`),
);

it.each([['remove the dead code\nremove camel case\n'], ['clean up; the driver\n\nbe removed\n']])(
	'sees none in %j',
	todo => expect(placeOf(todo)).toBeUndefined(),
);

it('does not look outside staging', () => {
	expect(placeOf('This driver will be removed.\n', 'drivers/net/x/TODO')).toBeUndefined();
});

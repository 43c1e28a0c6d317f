import {rmSync} from 'node:fs';
import {afterEach, expect, it} from 'vitest';
import {assignDriverFiles} from '../../../source/survey/tree/driver-files.ts';
import {listTreeFiles} from '../../../source/survey/tree/files.ts';
import {readKbuild} from '../../../source/survey/tree/kbuild/kbuild.ts';
import {findOwnSources} from '../../../source/survey/tree/own-sources.ts';
import {writeTree} from '../kernel-trees.ts';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true});
});

/** The files of each driver of drivers/a, without the common beginning of their paths. */
function filesOf(makefile: string, names: readonly string[], includes: Record<string, string[]> = {}) {
	const tree = writeTree({
		'drivers/Makefile': 'obj-y += a/\n',
		'drivers/a/Makefile': makefile,
		...Object.fromEntries(names.map(name => [`drivers/a/${name}`, ''])),
	});
	folders.push(tree);
	const files = listTreeFiles(tree, ['drivers']);
	const kbuild = readKbuild(tree, files);
	const owners = findOwnSources(files, kbuild, file => ({
		quoted: includes[file.slice('drivers/a/'.length)] ?? [],
		angled: [],
	}));
	const found = assignDriverFiles(files, kbuild, owners);
	return Object.fromEntries(
		[...found].map(([id, paths]) => [
			id.slice('drivers/a/'.length),
			paths.map(path => path.slice('drivers/a/'.length)),
		]),
	);
}

it('gives a folder to the driver that alone is linked from it', () => {
	const makefile = 'obj-m += one.o two.o\none-objs := main.o core/x.o\n';
	expect(filesOf(makefile, ['main.c', 'two.c', 'core/x.c', 'core/spare.h'])).toEqual({
		one: ['core/spare.h', 'core/x.c', 'main.c'],
		two: ['two.c'],
	});
});

it('gives a folder that several drivers are linked from to none of them', () => {
	const makefile = 'obj-m += one.o two.o\none-objs := core/x.o\ntwo-objs := core/y.o\n';
	expect(filesOf(makefile, ['core/x.c', 'core/y.c', 'core/spare.h'])).toEqual({
		one: ['core/x.c'],
		two: ['core/y.c'],
	});
});

it('follows headers beside the file that includes them, and no further', () => {
	const includes = {'one.c': ['one.h', '../b/far.h', 'none.h'], 'one.h': ['deep.h'], 'deep.h': ['one.h']};
	expect(filesOf('obj-m += one.o two.o\n', ['one.c', 'two.c', 'one.h', 'deep.h', 'two.h'], includes)).toEqual(
		{
			one: ['deep.h', 'one.c', 'one.h'],
			two: ['two.c'],
		},
	);
});

it('leaves what several include to their folder', () => {
	const includes = {'one.c': ['both.h', 'one.h'], 'two.c': ['both.h']};
	expect(filesOf('obj-m += one.o two.o\n', ['one.c', 'two.c', 'both.h', 'one.h'], includes)).toEqual({
		one: ['one.c', 'one.h'],
		two: ['two.c'],
	});
});

it('gives all of a folder to its only driver', () => {
	expect(filesOf('obj-m += one.o\n', ['one.c', 'README', 'fw/x.bin'])).toEqual({
		one: ['Makefile', 'README', 'fw/x.bin', 'one.c'],
	});
});

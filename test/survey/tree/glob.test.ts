import {expect, it} from 'vitest';
import {compileGlob} from '../../../source/survey/tree/glob.ts';

it.each([
	['*.c', 'a.c', true],
	['*.c', 'a/b.c', false],
	['*.c', 'axc', false],
	['a/*/Kconfig', 'a/b/Kconfig', true],
	['a/*/Kconfig', 'a/b/c/Kconfig', false],
	['a?c', 'abc', true],
	['a?c', 'a/c', false],
	['[ab].c', 'b.c', true],
	['[ab].c', 'c.c', false],
	['a(b).c', 'a(b).c', true],
	['a[', 'a[', true],
])('%s against %s', (pattern, path, expected) => expect(compileGlob(pattern).test(path)).toBe(expected));

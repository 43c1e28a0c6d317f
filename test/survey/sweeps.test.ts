import {expect, it} from 'vitest';
import {isSweep} from '../../source/survey/sweeps.ts';

it('calls a change of more than fifty files a sweep, whatever its title', () => {
	expect(isSweep('net: x: fix a leak', 50)).toBe(false);
	expect(isSweep('net: x: fix a leak', 51)).toBe(true);
});

it.each([
	['treewide: rename a thing', true],
	['net: x: Fix typo in a comment', true],
	['spi: x: Convert to platform remove callback returning void', true],
	['i2c: x: drop unused includes', true],
	['net: x: remove support for old cards', false],
	['net: x: convert to the new interface', false],
])('tells from the title %j', (title, expected) => expect(isSweep(title, 1)).toBe(expected));

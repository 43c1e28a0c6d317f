import {expect, it} from 'vitest';
import {isOlder} from '../../source/machine/facts.ts';

it.each([
	['6.12.117+deb12-amd64', '7.3.4', true],
	['7.2.9', '7.3.4', true],
	['7.3.0', '7.3.4', false],
	['7.3', '7.3.4', false],
	['7.10.1', '7.3.4', false],
	['8.0.0', '7.3.4', false],
	[null, '7.3.4', false],
	['unknown', '7.3.4', false],
])('%s is of an older series than %s: %s', (release, tree, expected) =>
	expect(isOlder(release, tree)).toBe(expected),
);

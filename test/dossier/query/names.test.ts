import {expect, it} from 'vitest';
import {bareSymbol, editDistance, normaliseName} from '../../../source/dossier/query/names.ts';
import {createRandom} from '../../support/random.ts';

it.each([
	['e1000', 'e1000', 0],
	['e1000', 'e100', 1],
	['e1000', 'e10000', 1],
	['e1000', 'x1000', 1],
	['mlx4', 'mxl4', 1],
	['ab', 'ba', 1],
	['abcd', 'badc', 2],
	['mlx4_ib', 'mlx5_en', 3],
])('%s and %s are %i mistakes apart', (a, b, distance) => {
	expect(editDistance(a, b, 3)).toBe(distance);
	expect(editDistance(b, a, 3)).toBe(distance);
});

it('counts the same mistakes in names that are too long to be compared by bits', () => {
	const {below, pick} = createRandom(20261130);
	const name = () => Array.from({length: below(12)}, () => pick([...'abc_'])).join('');
	const start = 'x'.repeat(40);
	for (let round = 0; round < 3000; round++) {
		const [a, b] = [name(), name()];
		expect([a, b, editDistance(a, b, 9)]).toEqual([a, b, editDistance(start + a, start + b, 9)]);
	}
});

it('stops counting beyond its limit', () => {
	expect(editDistance('mlx4_ib', 'mlx5_en', 2)).toBe(3);
	expect(editDistance('a', 'abcdef', 2)).toBe(3);
	expect(editDistance('abcdef', 'uvwxyz', 2)).toBe(3);
});

it('folds names as modprobe does, and symbols as people write them', () => {
	expect(normaliseName('Snd-HDA_Intel')).toBe('snd_hda_intel');
	expect(bareSymbol('config_E1000')).toBe('E1000');
	expect(bareSymbol('MY_CONFIG_X')).toBe('MY_CONFIG_X');
});

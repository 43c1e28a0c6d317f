import {expect, it} from 'vitest';
import {bareSymbol, editDistance, normaliseName} from '../../../source/dossier/query/names.ts';

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

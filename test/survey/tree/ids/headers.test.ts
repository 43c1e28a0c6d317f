import {expect, it} from 'vitest';
import {readHeader, tablesOf} from '../../../../source/survey/tree/ids/headers.ts';

it('takes no part of a macro for a table of a header’s own', () => {
	expect(tablesOf('#define MODULE_ALIAS_POND(name) \\\n\tMODULE_ALIAS("pond-" name)\n')).toBe('by-macros');
	expect(tablesOf('#define X(a) \\\n  one; \\\r\n  two; \\\n  MODULE_DEVICE_TABLE(of, a)\nint b;\n')).toBe(
		'by-macros',
	);
	expect(tablesOf('#ifndef POND_ID_TABLE_H\n')).toBe('own');
	expect(tablesOf('#define X MODULE_LICENSE\n')).toBe('none');
	expect(tablesOf('MODULE_ALIAS("pond");\n')).toBe('own');
	expect(tablesOf('#define X \\\n\tMODULE_INFO(a, b)\n\nMODULE_ALIAS("pond");\n')).toBe('own');
	expect(tablesOf('#define X 1\nstatic const struct pond_device_id pond[] = {\n')).toBe('own');
	expect(tablesOf('POND_ID_TABLE(a);\n')).toBe('own');
});

it('tells whether two texts of a header say the same of a word, read already or not', () => {
	const [one, other] = [
		readHeader('#define A(x) 1\n#define B 2\nenum { C, D };\n#define E\n'),
		readHeader('#define A(y) 1\n#define B 2\nenum { C, X, D };\n'),
	];
	one.macro('B');
	expect(['A', 'B', 'C', 'E', 'F'].map(word => one.saysTheSame(other, word))).toEqual([
		false,
		true,
		false,
		false,
		true,
	]);
});

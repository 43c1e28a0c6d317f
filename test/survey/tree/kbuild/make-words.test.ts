import {expect, it} from 'vitest';
import {
	matchPattern,
	substitutePattern,
	substituteText,
} from '../../../../source/survey/tree/kbuild/make-words.ts';

it.each([
	['%.o', 'a.o', 'a'],
	['%.o', 'a.c', null],
	['a%a', 'aba', 'b'],
	['a%a', 'aa', ''],
	['a%a', 'a', null],
	['a.o', 'a.o', ''],
	['a.o', 'b.o', null],
])('%s matches %s by %j', (pattern, word, stem) => expect(matchPattern(pattern, word)).toBe(stem));

it('puts the stem where the % of the replacement stands, whatever is in it', () => {
	expect(substitutePattern('%.o', 'x/%.c', 'a.o  b.h $&.o')).toBe('x/a.c b.h x/$&.c');
	expect(substituteText('.o', '$&', 'a.o b.o')).toBe('a$& b$&');
	expect(substituteText('', 'x', 'a')).toBe('a');
});

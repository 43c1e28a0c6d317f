import {expect, it} from 'vitest';
import {listedTitles} from '../../../../source/survey/mail/removals/letter.ts';

const list = [
	'Ann Author (2):',
	'  arm: dts: acme: backlight: switch to acme pwm and',
	'    pwm_bl',
	'  backlight: remove acme_bl',
	'',
	'Bob Other (1):',
	'      net: one: remove',
	'',
];
const files = [' drivers/net/Kconfig |   7 -', ' .../net/one.c       | 183 ------------'];

it('reads the titles of a letter that deletes a source', () => {
	expect(listedTitles([...list, ...files].join('\n'))).toEqual([
		'arm: dts: acme: backlight: switch to acme pwm and pwm_bl',
		'backlight: remove acme_bl',
		'net: one: remove',
	]);
});

it('keeps nothing of other letters', () => {
	expect(
		listedTitles([...list, ' drivers/net/one.c | 183 ++++++-----', ' a/b.h | 9 ------'].join('\n')),
	).toEqual([]);
});

it('ends a list where its lines begin without blanks', () => {
	expect(listedTitles(['Ann (1):', '  one', 'Fine.', '  two', ...files].join('\n'))).toEqual(['one']);
});

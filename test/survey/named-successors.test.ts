import {expect, it} from 'vitest';
import {successorsIn} from '../../source/survey/named-successors.ts';

const entry = (...help: string[]) =>
	successorsIn(
		[
			'config OTHER',
			'\tbool "Other"',
			'config ONE',
			'\ttristate "One"',
			'\thelp',
			...help.map(line => `\t  ${line}`),
		].concat('config NEXT', '\thelp', '\t  This driver is deprecated. Use next instead.'),
		3,
	);

it('is what a text that calls its own option deprecated says to use', () => {
	expect(entry('This module is DEPRECATED. Please consider', 'using gpio-sim instead.')).toEqual([
		{names: ['gpio-sim'], line: 7},
	]);
	expect(entry('This driver has been superseded by the newer TWO driver.')).toEqual([
		{names: ['TWO'], line: 6},
	]);
});

it('is not what the text says of other hardware, nor what the next option says', () => {
	expect(entry('It will not work with modems (use cxacru driver instead).')).toEqual([]);
	expect(entry('For other boards use the BOOKE_WDT driver instead.')).toEqual([]);
	expect(entry('Some words.')).toEqual([]);
});

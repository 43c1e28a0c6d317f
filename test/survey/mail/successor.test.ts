import {describe, expect, it} from 'vitest';
import {namedSuccessors} from '../../../source/survey/mail/successor.ts';

describe('what a removal names in its place', () => {
	it('is read from its words', () => {
		expect(namedSuccessors('The hardware is\nsupported by the generic `gpio-sim` driver.')).toEqual([
			'gpio-sim',
		]);
		expect(namedSuccessors('Drop it in favour of CONFIG_PATA_PLATFORM.')).toEqual(['CONFIG_PATA_PLATFORM']);
		expect(namedSuccessors('Use rtl8xxxu instead. It was replaced by r8169.ko')).toEqual([
			'rtl8xxxu',
			'r8169',
		]);
		expect(namedSuccessors('cxacru should be used instead of it')).toEqual(['cxacru']);
	});

	it('is not read from the diff, nor from what stands below the line', () => {
		expect(
			namedSuccessors('Nobody has it.\n---\nreplaced by x\ndiff --git a/x b/x\n-replaced by y\n'),
		).toEqual([]);
		expect(namedSuccessors('Nobody uses it.')).toEqual([]);
	});
});

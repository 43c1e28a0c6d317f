import {describe, expect, it} from 'vitest';
import {readWords} from '../../../../source/survey/tree/kconfig/words.ts';

function wordsOf(symbol: string, prompt: string, ...help: string[]) {
	const lines = help.map((text, index) => ({text, at: `K:${index + 2}`}));
	return readWords(symbol, {text: prompt, at: 'K:1'}, lines);
}

describe('an option calls itself deprecated', () => {
	it.each([
		['Reed boards (DEPRECATED)', 'deprecated'],
		['Reed (obsolete, see help)', 'obsolete'],
		['ISA bus based legacy reed driver', 'legacy'],
		['Board support for machines without known users', 'unused'],
	])('by its prompt: %s', (prompt, word) => {
		expect(wordsOf('REED', prompt).decline).toEqual({word, at: 'K:1'});
	});

	it.each([
		'Support more than 4 legacy serial ports',
		'Reed support (for legacy IDE)',
		'Reset unused clocks',
		'Enable legacy fbdev support for your modesetting driver',
		'Broadcom 43xx-legacy support',
	])('not by %s', prompt => {
		expect(wordsOf('REED', prompt).decline).toBeNull();
	});

	it('by its help, where the line breaks in between', () => {
		expect(wordsOf('REED', 'Reed', 'This option', 'is now deprecated.').decline).toEqual({
			word: 'deprecated',
			at: 'K:3',
		});
		expect(wordsOf('VFIO_REED', 'Reed', 'The vfio-reed driver is deprecated and').decline?.word).toBe(
			'deprecated',
		);
	});

	it.each([
		'Legacy free laptops are served.',
		'The old ABI of another thing is obsolete.',
		'SSI is a legacy version of HSI.',
		'This replaces the obsolete QUEUE target.',
	])('not by %s', help => {
		expect(wordsOf('REED', 'Reed', help).decline).toBeNull();
	});
});

describe('an end is announced', () => {
	it('for the thing itself, with its year', () => {
		const at = 'K:2';
		const of = (help: string) => wordsOf('ARCH_REED', 'Reed', help).ending;
		expect(of('This platform is scheduled for removal in early 2027')).toEqual({
			at,
			year: 2027,
			isCertain: true,
		});
		expect(of('Support for these machines will go away in 2027, unless users speak up.')).toMatchObject({
			year: 2027,
		});
		expect(of('Support for REED will be kept until 2027 and may be removed in early 2028.')).toEqual({
			at,
			year: 2028,
			isCertain: false,
		});
	});

	it('not under a condition, and not of others', () => {
		const of = (help: string) => wordsOf('ATAGS', 'ATAGS', help).ending;
		expect(of('Support for ATAGS will be removed when the last machine using it is.')).toBeNull();
		expect(
			of('Note that support for the earlier Cortex-M based variants is scheduled for removal in early 2027.'),
		).toBeNull();
		expect(of('Reed-2E, which will be removed, is not covered here.')).toBeNull();
	});

	it('of several the first that names a year', () => {
		const {ending} = wordsOf(
			'ARCH_REED',
			'Reed (deprecated)',
			'It is scheduled for removal.',
			'The platform will be removed after 2022.',
		);
		expect(ending).toEqual({at: 'K:3', year: 2022, isCertain: true});
	});
});

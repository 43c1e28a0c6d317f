import {describe, expect, it} from 'vitest';
import {link} from '../../source/text/link.ts';
import {sanitise, toAscii} from '../../source/text/sanitise.ts';
import {createTheme} from '../../source/text/theme.ts';

describe('text from outside', () => {
	it('never keeps a character that acts on a terminal', () => {
		let hostile = '';
		for (let code = 0; code < 0x2100; code++) hostile += String.fromCodePoint(code);
		hostile += '\u{e0041}\ufeff\ud800';
		expect(sanitise(hostile)).not.toMatch(
			/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/,
		);
		expect(sanitise(hostile).isWellFormed()).toBe(true);
	});

	it('shows what it took out', () => {
		expect(sanitise('a\u001b[31mb')).toBe('a␛[31mb');
		expect(sanitise('x\u202ey')).toBe('x\ufffdy');
		expect(sanitise('a\tb\r\nc')).toBe('a b  c');
		expect(sanitise('a\nb', {keepNewlines: true})).toBe('a\nb');
		expect(sanitise('a\u0007', {ascii: true})).toBe('a?');
	});

	it('cuts a text that nobody would read', () => {
		expect(sanitise('x'.repeat(100_000)).length).toBe(4001);
	});

	it('spells text in ASCII where that is all there is', () => {
		expect(toAscii('Télé — 3 × µs …')).toBe('Tele - 3 x us ...');
		expect(toAscii('網')).toBe('?');
	});

	it('makes a link only of an address that cannot end it', () => {
		const theme = createTheme({depth: 256, ascii: false, links: true});
		expect(link(theme, 'https://kernel.org/', 'x')).toContain('https://kernel.org/');
		expect(link(theme, 'https://kernel.org/\u001b\\evil', 'x')).toBe('x');
		expect(link(createTheme({depth: 256, ascii: false}), 'https://kernel.org/', 'x')).toBe('x');
	});
});

import {describe, expect, it} from 'vitest';
import {colourDepth, createTheme, isUtf8Locale} from '../../source/text/theme.ts';

describe('what the terminal can show', () => {
	it('takes colours from TERM and COLORTERM and none where they are not wanted', () => {
		expect(colourDepth({TERM: 'xterm-256color'}, 'auto', true)).toBe(256);
		expect(colourDepth({TERM: 'xterm', COLORTERM: 'truecolor'}, 'auto', true)).toBe(16777216);
		expect(colourDepth({TERM: 'xterm'}, 'auto', true)).toBe(16);
		expect(colourDepth({TERM: 'xterm-256color', NO_COLOR: '1'}, 'auto', true)).toBe(0);
		expect(colourDepth({TERM: 'dumb'}, 'auto', true)).toBe(0);
		expect(colourDepth({TERM: 'xterm-256color'}, 'auto', false)).toBe(0);
		expect(colourDepth({TERM: 'xterm-256color', NO_COLOR: '1'}, 'always', false)).toBe(256);
		expect(colourDepth({TERM: 'xterm-256color'}, 'never', true)).toBe(0);
	});

	it('finds the character set as setlocale does', () => {
		expect(isUtf8Locale({LANG: 'C.UTF-8'})).toBe(true);
		expect(isUtf8Locale({LANG: 'C.UTF-8', LC_ALL: 'C'})).toBe(false);
		expect(isUtf8Locale({LC_CTYPE: 'de_DE.utf8', LANG: 'C'})).toBe(true);
		expect(isUtf8Locale({})).toBe(false);
		expect(isUtf8Locale({LANG: 'C.UTF-8', TERM: 'linux'})).toBe(false);
	});

	it('draws with ASCII only when asked, and keeps styles from each other', () => {
		const ascii = createTheme({depth: 0, ascii: true});
		expect(JSON.stringify(ascii.glyphs)).toMatch(/^[\x20-\x7e]*$/);
		const colour = createTheme({depth: 256, ascii: false});
		expect(colour.paint('keep', 'x')).not.toBe(colour.paint('remove', 'x'));
		expect(colour.paint('keep', '')).toBe('');
	});
});

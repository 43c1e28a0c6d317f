import {describe, expect, it} from 'vitest';
import {colourDepth, createTheme, isUtf8Locale, lookOf, type Style} from '../../source/text/theme.ts';

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

	it('has colours that can be read on dark and on light', () => {
		const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
		const luminance = (rgb: number[]) => {
			const [red = 0, green = 0, blue = 0] = rgb.map(value => linear(value / 255));
			return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
		};
		const steps = [0, 95, 135, 175, 215, 255];
		const styles: Style[] = [
			'keep',
			'keep-annotate',
			'deprecate',
			'remove',
			'heading',
			'accent',
			'chart',
			'error',
		];
		for (const style of styles) {
			const index = Number(/38;5;(\d+)/.exec(lookOf(style, 256))![1]) - 16;
			const ink = luminance([
				steps[Math.floor(index / 36)]!,
				steps[Math.floor(index / 6) % 6]!,
				steps[index % 6]!,
			]);
			for (const background of [0x00, 0x1e, 0x28, 0xee, 0xff]) {
				const paper = luminance([background, background, background]);
				const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
				expect(contrast, `${style} on ${background}`).toBeGreaterThan(2.8);
			}
		}
	});

	it('draws with ASCII only when asked, and keeps styles from each other', () => {
		const ascii = createTheme({depth: 0, ascii: true});
		expect(JSON.stringify(ascii.glyphs)).toMatch(/^[\x20-\x7e]*$/);
		const colour = createTheme({depth: 256, ascii: false});
		expect(colour.paint('keep', 'x')).not.toBe(colour.paint('remove', 'x'));
		expect(colour.paint('keep', '')).toBe('');
	});
});

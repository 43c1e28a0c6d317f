import {asciiGlyphs, type Glyphs, unicodeGlyphs} from './glyphs.ts';

/** How many colours may be used: none, the 16 of the terminal's own palette, 256, or any. */
export type ColourDepth = 0 | 16 | 256 | 16777216;

/** What a piece of text means; the theme says how that looks. */
export type Style =
	| 'keep'
	| 'keep-annotate'
	| 'unsure'
	| 'deprecate'
	| 'remove'
	| 'not-a-driver'
	| 'strong'
	| 'quiet'
	| 'heading'
	| 'columns'
	| 'accent'
	| 'good'
	| 'bad'
	| 'match'
	| 'selected'
	| 'chart'
	| 'bar'
	| 'error';

/** How text is drawn here: colours and signs. All drawing functions take one and keep no state. */
export interface Theme {
	readonly depth: ColourDepth;
	readonly ascii: boolean;
	readonly links: boolean;
	readonly glyphs: Glyphs;
	/** The text in a style; unchanged where there is no colour. */
	paint(style: Style, text: string): string;
}

/**
 * SGR parameters: [on for 16 colours, on for 256 and more, off]. The 16-colour ones use the terminal's own
 * palette, so they follow light and dark backgrounds. Of the 256, those are taken whose contrast to black and to white
 * is about the same, so that they can be read on either; what recedes is dim, in the colour of the text itself.
 */
const looks: Record<Style, readonly [string, string, string]> = {
	keep: ['32', '38;5;28', '39'],
	'keep-annotate': ['33', '38;5;136', '39'],
	unsure: ['2', '2', '22'],
	deprecate: ['1;33', '38;5;166', '22;39'],
	remove: ['31', '38;5;196', '39'],
	'not-a-driver': ['2', '2', '22'],
	strong: ['1', '1', '22'],
	quiet: ['2', '2', '22'],
	heading: ['1;36', '1;38;5;31', '22;39'],
	columns: ['2;4', '2;4', '22;24'],
	accent: ['36', '38;5;31', '39'],
	good: ['32', '38;5;28', '39'],
	bad: ['31', '38;5;196', '39'],
	match: ['1;4', '1;4', '22;24'],
	selected: ['7', '7', '27'],
	chart: ['36', '38;5;31', '39'],
	bar: ['36', '38;5;31', '39'],
	error: ['31', '38;5;196', '39'],
};

/** The SGR parameters that switch a style on at a colour depth; for those who check how it looks. */
export function lookOf(style: Style, depth: Exclude<ColourDepth, 0>): string {
	return looks[style][depth > 16 ? 1 : 0];
}

/** A theme for a colour depth and a character set. */
export function createTheme(options: {depth: ColourDepth; ascii: boolean; links?: boolean}): Theme {
	const {depth, ascii} = options;
	return {
		depth,
		ascii,
		links: options.links ?? false,
		glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
		paint(style, text) {
			if (depth === 0 || text === '') return text;
			return `\u001b[${lookOf(style, depth)}m${text}\u001b[${looks[style][2]}m`;
		},
	};
}

/** Text alone: no colour, no links. */
export const plainTheme = createTheme({depth: 0, ascii: false});

/**
 * The colour depth that the environment asks for, as terminals and other programs agree on it: `NO_COLOR`
 * (no-color.org) and `TERM=dumb` mean none, `COLORTERM=truecolor` all, `TERM=*-256color` 256.
 */
export function colourDepth(
	environment: Readonly<Record<string, string | undefined>>,
	wish: 'auto' | 'always' | 'never',
	isTerminal: boolean,
): ColourDepth {
	if (wish === 'never') return 0;
	const {TERM: term = '', COLORTERM: colourTerm = '', NO_COLOR: noColour = ''} = environment;
	if (wish === 'auto' && (noColour !== '' || !isTerminal || term === 'dumb' || term === '')) return 0;
	if (/^(truecolor|24bit)$/i.test(colourTerm)) return 16777216;
	if (/256|kitty|ghostty|alacritty|direct/.test(term)) return 256;
	return 16;
}

/** Whether the locale can show UTF-8, as setlocale(3) picks it: LC_ALL, else LC_CTYPE, else LANG. */
export function isUtf8Locale(environment: Readonly<Record<string, string | undefined>>): boolean {
	const {LC_ALL: all, LC_CTYPE: type, LANG: lang, TERM: term} = environment;
	if (term === 'linux') return false;
	return /utf-?8/i.test(all || type || lang || '');
}

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

/** A look that no depth of colour changes. */
const always = (on: string, off: string) => [on, on, off] as const;
/** A colour of the 256, and the 16 colours' own. */
const coloured = (few: string, many: number, bold = '') =>
	[`${bold}${few}`, `${bold}38;5;${many}`, bold === '' ? '39' : '22;39'] as const;

/** Colours for one background, brighter or darker than those that suit both; and a look of strokes alone. */
const makePalettes = (): Readonly<Record<Exclude<Palette, 'auto'>, Partial<typeof looks>>> => ({
	dark: {
		keep: coloured('92', 77),
		'keep-annotate': coloured('93', 220),
		deprecate: coloured('33', 208, '1;'),
		remove: coloured('91', 203),
		heading: coloured('96', 81, '1;'),
		accent: coloured('96', 81),
		good: coloured('92', 77),
		bad: coloured('91', 203),
		chart: coloured('96', 81),
		bar: coloured('96', 81),
		error: coloured('91', 203),
	},
	light: {
		keep: coloured('32', 22),
		'keep-annotate': coloured('33', 94),
		deprecate: coloured('33', 130, '1;'),
		remove: coloured('31', 124),
		heading: coloured('34', 24, '1;'),
		accent: coloured('34', 24),
		good: coloured('32', 22),
		bad: coloured('31', 124),
		chart: coloured('34', 24),
		bar: coloured('34', 24),
		error: coloured('31', 124),
	},
	// Nothing is dim, and no colour meets a background that it can't be read on.
	'high-contrast': {
		keep: always('1', '22'),
		'keep-annotate': always('1', '22'),
		unsure: always('22', '22'),
		deprecate: always('1;4', '22;24'),
		remove: always('1;7', '22;27'),
		'not-a-driver': always('22', '22'),
		quiet: always('22', '22'),
		heading: always('1;4', '22;24'),
		columns: always('4', '24'),
		accent: always('1', '22'),
		good: always('1', '22'),
		bad: always('1', '22'),
		chart: always('1', '22'),
		bar: always('1', '22'),
		error: always('1;7', '22;27'),
	},
});
/** Made when one is first asked for: text without colours needs none. */
let palettes: ReturnType<typeof makePalettes> | undefined;

/** The colours of a theme: for any background, for a dark or a light one, or none but the text's own. */
export type Palette = 'auto' | 'dark' | 'light' | 'high-contrast';

function looksOf(style: Style, palette: Palette): readonly [string, string, string] {
	if (palette === 'auto') return looks[style];
	palettes ??= makePalettes();
	return palettes[palette][style] ?? looks[style];
}

/** The SGR parameters that switch a style on at a colour depth; for those who check how it looks. */
export function lookOf(style: Style, depth: Exclude<ColourDepth, 0>, palette: Palette = 'auto'): string {
	return looksOf(style, palette)[depth > 16 ? 1 : 0];
}

/** A theme for a colour depth and a character set. */
export function createTheme(options: {
	depth: ColourDepth;
	ascii: boolean;
	links?: boolean;
	palette?: Palette;
}): Theme {
	const {depth, ascii, palette = 'auto'} = options;
	return {
		depth,
		ascii,
		links: options.links ?? false,
		glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
		paint(style, text) {
			if (depth === 0 || text === '') return text;
			return `\u001b[${lookOf(style, depth, palette)}m${text}\u001b[${looksOf(style, palette)[2]}m`;
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
	// V8 takes longer to compile a pattern that takes either case.
	const locale = (all || type || lang || '').toLowerCase();
	return locale.includes('utf-8') || locale.includes('utf8');
}

/** The signs that screens and printed dossiers are drawn with: one set for UTF-8, one for ASCII. */
export interface Glyphs {
	readonly verdict: Readonly<Record<VerdictName, string>>;
	readonly barFull: string;
	readonly barEmpty: string;
	/** Eight steps of a block; a step is used only for a value above zero. */
	readonly steps: readonly string[];
	readonly unknown: string;
	readonly cursor: string;
	readonly mark: string;
	readonly watched: string;
	readonly differs: string;
	readonly fading: string;
	readonly plus: string;
	readonly minus: string;
	readonly bullet: string;
	readonly separator: string;
	readonly vertical: string;
	readonly ellipsis: string;
	readonly down: string;
	readonly up: string;
	readonly folded: string;
	readonly open: string;
	readonly arrow: string;
	readonly dash: string;
	/** asciichart's ten symbols: axis, axis at zero, ends, horizontal, corners, vertical. */
	readonly chart: readonly string[];
	readonly box: {
		readonly horizontal: string;
		readonly teeDown: string;
	};
}

type VerdictName = 'keep' | 'keep-annotate' | 'unsure' | 'deprecate' | 'remove' | 'not-a-driver';

export const unicodeGlyphs: Glyphs = {
	verdict: {
		keep: '●',
		'keep-annotate': '◆',
		unsure: '?',
		deprecate: '▲',
		remove: '✖',
		'not-a-driver': '○',
	},
	barFull: '▰',
	barEmpty: '▱',
	steps: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	unknown: '·',
	cursor: '▸',
	mark: '✓',
	watched: '◎',
	differs: '≠',
	fading: '↘',
	plus: '+',
	minus: '−',
	bullet: '·',
	separator: ' · ',
	vertical: '│',
	ellipsis: '…',
	down: '▼',
	up: '▲',
	folded: '▸',
	open: '▾',
	arrow: '→',
	dash: '–',
	chart: ['┼', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'],
	box: {
		horizontal: '─',
		teeDown: '┬',
	},
};

export const asciiGlyphs: Glyphs = {
	verdict: {keep: '*', 'keep-annotate': '+', unsure: '?', deprecate: '!', remove: 'x', 'not-a-driver': '-'},
	barFull: '#',
	barEmpty: '.',
	steps: ['.', '.', ':', ':', '|', '|', '#', '#'],
	unknown: '?',
	cursor: '>',
	mark: '*',
	watched: 'w',
	differs: '!=',
	fading: 'v',
	plus: '+',
	minus: '-',
	bullet: '.',
	separator: ' - ',
	vertical: '|',
	ellipsis: '~',
	down: 'v',
	up: '^',
	folded: '>',
	open: 'v',
	arrow: '->',
	dash: '-',
	chart: ['+', '|', '-', '-', '-', '\\', '/', '\\', '/', '|'],
	box: {
		horizontal: '-',
		teeDown: '+',
	},
};

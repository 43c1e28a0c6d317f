import {harmful} from './hostile.ts';
import type {Random} from './random.ts';

/** One step of a walk: keys sent in one piece, or another size of the window. */
export type Step = {keys: string} | {columns: number; rows: number};

const arrows = [
	'\u001b[A',
	'\u001b[B',
	'\u001b[C',
	'\u001b[D',
	'\u001bOA',
	'\u001bOB',
	'\u001b[5~',
	'\u001b[6~',
	'\u001b[H',
	'\u001b[F',
];
const commands = [
	...'jkgGhlJK/sSrafmMcvzntyDd?[],.<>=|owNeVAx',
	'\t',
	'\u001b[Z',
	'\r',
	' ',
	'\u001b',
	'\u0004',
	'\u0015',
	'\u0006',
	'\u0002',
];
const words = [
	'net',
	'sub:',
	'sub:infiniband',
	'rec:keep',
	'risk:>0.1',
	'risk:x',
	'-',
	'"',
	'mlx',
	'zx9',
	'e',
	'conf:<',
	':',
	'網',
];
const broken = [
	'\u001b[',
	'\u001b[1;',
	'\u001bO',
	'\u001b[200~',
	'\u001b[201~',
	'\u001b[?1;2c',
	'\u001b]11;rgb:0/0/0\u0007',
	'\u009b',
	'\u0000',
	'\u001b\u001b',
];
const sizes = [
	[40, 10],
	[80, 24],
	[100, 30],
	[119, 40],
	[120, 40],
	[121, 14],
	[140, 13],
	[200, 60],
	[39, 10],
	[40, 9],
	[20, 5],
	[1, 1],
	[300, 20],
] as const;

/** What somebody might do next who knows no mercy. Never leaves the program: no q outside a text, no Ctrl-C, no Ctrl-Z. */
export function nextStep(random: Random): Step {
	const dice = random.below(100);
	if (dice < 6) {
		const [columns, rows] = random.pick(sizes);
		return {columns, rows};
	}
	if (dice < 45)
		return {keys: random.pick([...'jjjkk', ...arrows]).repeat(1 + random.below(random.pick([1, 3, 60])))};
	if (dice < 70) return {keys: random.pick(commands)};
	if (dice < 78)
		return {keys: `/${random.pick(words)}${random.pick(['', '\r', '\u001b', ' x', '\u007f\u007f'])}`};
	if (dice < 82) return {keys: `\u001b[200~${random.pick(harmful).replaceAll('\u001b[201~', '')}\u001b[201~`};
	if (dice < 84) return {keys: '\u001b\u001b\u001b'};
	if (dice < 87) return {keys: random.pick(broken)};
	if (dice < 89) {
		const choices = [...'npcmvrdx+-JK=', '\u001b', 'c\r', 'mz\u007f\r', 'v\r'];
		return {keys: random.pick(['y', 's', 'S', '|', 'x']) + random.pick(choices)};
	}
	// An action is looked for by words that do not find the way out, and the list of actions is left again.
	if (dice < 91) {
		const word = random.pick(['co', 'sort', 'order', 'chart', 'zz']);
		return {
			keys: `:${word}${random.pick(['', '\u001b[B', '\u001b[B\u001b[B'])}${random.pick(['\r', ''])}\u001b`,
		};
	}
	let keys = '';
	for (let count = 1 + random.below(20); count > 0; count--) keys += random.pick([...commands, ...arrows]);
	return {keys};
}

// biome-ignore lint/complexity/useRegexLiterals: escapes are clearer spelt out
const known = new RegExp(
	'\\x1b\\[[0-9;]*[@ABCDGHJKLMPXmr]|\\x1b\\[\\?(?:7|25|1049|2004|2026)[hl]|\\x1b\\]8;;[\\x21-\\x7e]*\\x1b\\\\|\\x1b\\]52;c;[A-Za-z0-9+/=]*\\x07',
	'g',
);
/** A vertical tab is the program's own way down a line; where one of the data's came through, the screen would differ. */
// biome-ignore lint/complexity/useRegexLiterals: escapes are clearer spelt out
const acting = new RegExp(
	'[\\x00-\\x09\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u200b-\\u200c\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]',
);

/** The first thing in what was sent that is neither text nor a sequence of the program's own; null where all is well. */
export function leak(sent: string): string | null {
	const text = sent.replace(known, '');
	const found = acting.exec(text);
	return found === null ? null : JSON.stringify(text.slice(Math.max(0, found.index - 20), found.index + 20));
}

/** What is wrong with a screen; null where nothing is. */
export function misdrawn(lines: readonly string[], columns: number): string | null {
	const rows = lines.length;
	if (columns < 40 || rows < 10) {
		return lines[0]!.startsWith('driverdex needs'.slice(0, columns))
			? null
			: 'does not say that it is too small';
	}
	if (!lines[0]!.startsWith(' driverdex')) return 'the title is not on the first line';
	if (!/^ . /.test(lines[1]!.padEnd(3)) || lines[1]![1] !== '/')
		return 'the filter is not on the second line';
	if (lines.at(-1)!.trim() === '') return 'no hints on the last line';
	const header = rows >= 14 ? 3 : 2;
	if (!/^ {2}driver\b/.test(lines[header]!)) return null;
	// The list is on the screen.
	const shown = / ([\d,]+) shown/.exec(lines[1]!)?.[1]?.replaceAll(',', '');
	const cursors = lines.slice(header + 1, -1).filter(line => /^[▸>]/.test(line));
	if (shown !== undefined && shown !== '0' && cursors.length !== 1) return `${cursors.length} cursors`;
	if (shown === '0' && cursors.length !== 0) return 'a cursor without a row';
	if (cursors.some(line => line.slice(2, 20).trim() === '')) return 'the cursor stands on nothing';
	return null;
}

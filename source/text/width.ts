import stringWidth from 'string-width';
import {isPlain} from './sanitise.ts';

/** The SGR and OSC 8 sequences that the program itself writes; nothing else may reach a drawn string. */
// biome-ignore lint/complexity/useRegexLiterals: escapes are clearer spelt out
const sequences = new RegExp('\\x1b\\[[0-9;]*m|\\x1b\\]8;[^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)', 'g');

/**
 * Characters of one code unit and one cell that the program draws with: Latin, the space that does not break, dashes,
 * quotes, arrows, box drawing, blocks and the verdicts' signs. Measuring them by grapheme made a short look-up 18 ms longer.
 */
const oneCellEach =
	/^[\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2199\u2212\u2260\u2264\u2265\u2500-\u25fc\u2713\u2716]*$/;

/** Whether a text holds only characters that are one cell wide in every terminal. */
export function isOneCellEach(text: string): boolean {
	return oneCellEach.test(text);
}

/** Width in terminal cells; colours and links count nothing, East Asian wide characters two. */
export function cellWidth(text: string): number {
	if (isPlain(text)) return text.length;
	const bare = text.includes('\u001b') ? withoutStyle(text) : text;
	return oneCellEach.test(bare) ? bare.length : stringWidth(bare);
}

/** The text without the program's own colour and link sequences. */
export function withoutStyle(text: string): string {
	return text.replace(sequences, '');
}

let segmenter: Intl.Segmenter | undefined;

/** Unstyled text cut to `width` cells, with `ellipsis` as its last cell when something is cut. */
export function truncate(text: string, width: number, ellipsis = '…'): string {
	if (width <= 0) return '';
	if (oneCellEach.test(text)) {
		return text.length <= width ? text : text.slice(0, width - ellipsis.length) + ellipsis.slice(0, width);
	}
	// No more than this can fit, whatever it is; the rest need not be measured.
	const beginning = text.slice(0, 64 * width);
	if (beginning.length === text.length && stringWidth(text) <= width) return text;
	segmenter ??= new Intl.Segmenter();
	const room = width - ellipsis.length;
	let cut = '';
	let cells = 0;
	for (const {segment} of segmenter.segment(beginning)) {
		const wide = stringWidth(segment);
		if (cells + wide > room) break;
		cut += segment;
		cells += wide;
	}
	return cut + ellipsis.slice(0, width);
}

/** Unstyled text made exactly `width` cells wide: cut or padded. */
export function fit(
	text: string,
	width: number,
	align: 'left' | 'right' | 'centre' = 'left',
	ellipsis = '…',
): string {
	if (width <= 0) return '';
	const cut = truncate(text, width, ellipsis);
	return pad(cut, width, align);
}

/** Text, styled or not, padded with spaces to at least `width` cells. */
export function pad(text: string, width: number, align: 'left' | 'right' | 'centre' = 'left'): string {
	const space = width - cellWidth(text);
	if (space <= 0) return text;
	if (align === 'right') return ' '.repeat(space) + text;
	if (align === 'centre') return ' '.repeat(space >> 1) + text + ' '.repeat(space - (space >> 1));
	return text + ' '.repeat(space);
}

/** A text without blanks in pieces of at most `room` cells, in one pass: a word may be thousands of characters long. */
function cutEvenly(text: string, room: number): string[] {
	if (oneCellEach.test(text)) {
		return Array.from({length: Math.ceil(text.length / room)}, (_, index) =>
			text.slice(index * room, (index + 1) * room),
		);
	}
	segmenter ??= new Intl.Segmenter();
	const pieces: string[] = [];
	let piece = '';
	let cells = 0;
	for (const {segment} of segmenter.segment(text)) {
		const wide = cellWidth(segment);
		if (piece !== '' && cells + wide > room) {
			pieces.push(piece);
			piece = '';
			cells = 0;
		}
		piece += segment;
		cells += wide;
	}
	return [...pieces, piece];
}

/** The end of an unstyled text that fits into `width` cells. */
export function truncateStart(text: string, width: number): string {
	if (oneCellEach.test(text)) return text.slice(Math.max(0, text.length - width));
	segmenter ??= new Intl.Segmenter();
	const segments = [...segmenter.segment(text.slice(-4 * width))];
	let start = segments.length;
	for (let cells = 0; start > 0; start--) {
		cells += cellWidth(segments[start - 1]!.segment);
		if (cells > width) break;
	}
	return segments
		.slice(start)
		.map(({segment}) => segment)
		.join('');
}

const lengthOf = (text: string) => text.length;

/**
 * Unstyled text broken into lines of at most `width` cells, at spaces where there are any. A word longer than
 * the line is cut into pieces, never dropped.
 */
export function wrap(text: string, width: number): string[] {
	const room = Math.max(1, width);
	const lines: string[] = [];
	for (const paragraph of text.split('\n')) {
		// Looked at once, not word by word.
		const widthOf = isPlain(paragraph) ? lengthOf : cellWidth;
		let line = '';
		let cells = 0;
		for (const word of paragraph.split(' ')) {
			let rest = word;
			let restCells = widthOf(rest);
			if (cells > 0 && cells + 1 + restCells <= room) {
				line += ` ${rest}`;
				cells += 1 + restCells;
				continue;
			}
			if (cells > 0) lines.push(line);
			if (restCells > room) {
				const pieces = cutEvenly(rest, room);
				rest = pieces.pop()!;
				restCells = cellWidth(rest);
				lines.push(...pieces);
			}
			line = rest;
			cells = restCells;
		}
		lines.push(line);
	}
	return lines;
}

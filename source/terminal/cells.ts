import {cellWidth} from '../text/width.ts';

/** How a cell looks: its SGR attributes and its link. One object for each look, so that looks are compared by identity. */
export interface Look {
	/** Place in the table of looks, for keys of other tables. */
	readonly id: number;
	/** SGR parameters that switch it on from nothing, one attribute each: `['1', '38;5;30']`. */
	readonly codes: readonly string[];
	/** The address of an OSC 8 link with its parameters (`;https://…`); '' for none. */
	readonly link: string;
	/** A space shows it as well: underline, inverse, a background, a line through. */
	readonly showsOnBlanks: boolean;
}

/** A line of the screen, cell by cell; blanks at its end are left out. */
export interface CellLine {
	/** What each cell holds; '' for the right half of a wide character. */
	readonly texts: readonly string[];
	readonly looks: readonly Look[];
}

const looks = new Map<string, Look>();
/** Looks that are kept: links make a new one each. */
const mostLooks = 4000;
let generation = 0;

/** Changes when looks were dropped: lines parsed before then can't be compared with later ones. */
export function looksGeneration(): number {
	return generation;
}

/** Underlines, inverse, a line through or over, backgrounds. */
const marksBlanks = /^(?:4(?::\d)?|7|9|21|53|10[0-7]|4[0-7]|48[;:].*)$/;

function lookOf(codes: readonly string[], link: string): Look {
	const key = `${codes.join(';')}|${link}`;
	let look = looks.get(key);
	if (look === undefined) {
		look = {
			id: looks.size,
			codes,
			link,
			showsOnBlanks: link !== '' || codes.some(code => marksBlanks.test(code)),
		};
		looks.set(key, look);
	}
	return look;
}

/** No attribute, no link. */
export const plainLook = lookOf([], '');

/** Drops the looks once there are very many; called between frames. */
export function tidyLooks(): void {
	if (looks.size <= mostLooks) return;
	looks.clear();
	looks.set('|', plainLook);
	generation += 1;
}

/** Sequences that the program's own text may hold: SGR, and OSC 8 links. */
// biome-ignore lint/complexity/useRegexLiterals: escapes are clearer spelt out
const sequence = new RegExp('\\x1b\\[([0-9;:]*)m|\\x1b\\]8;([^\\x07\\x1b]*)(?:\\x07|\\x1b\\\\)', 'y');

const mark = /^\p{M}+$/u;
/** Marks on one base letter that are kept; a heap of them would make a cell as long as a line. */
const mostMarks = 8;

/** A line of text with the program's own sequences as cells, at most `columns` of them. Other sequences lose their ESC. */
export function parseCells(line: string, columns: number): CellLine {
	const texts: string[] = [];
	const styles: Look[] = [];
	let look = plainLook;
	let codes: readonly string[] = [];
	let link = '';
	let index = 0;
	while (index < line.length && texts.length < columns) {
		const code = line.charCodeAt(index);
		if (code === 0x1b) {
			sequence.lastIndex = index;
			const found = sequence.exec(line);
			if (found === null) {
				index += 1;
				continue;
			}
			index = sequence.lastIndex;
			if (found[2] === undefined) codes = applySgr(codes, found[1] ?? '');
			else link = found[2].indexOf(';') === found[2].length - 1 ? '' : found[2];
			look = lookOf(codes, link);
			continue;
		}
		if (code === 0x20) {
			texts.push(' ');
			styles.push(look.showsOnBlanks ? look : plainLook);
			index += 1;
			continue;
		}
		if (code > 0x20 && code < 0x7f) {
			// A combining mark may follow: it is taken up when its turn comes.
			texts.push(line[index]!);
			styles.push(look);
			index += 1;
			continue;
		}
		const text = graphemeAt(line, index);
		index += text.length;
		const width = code < 0x20 || code === 0x7f ? 0 : cellWidth(text);
		if (width === 0) {
			const last = texts.findLastIndex(cell => cell !== '');
			if (mark.test(text) && last >= 0 && texts[last]!.length < mostMarks) texts[last] += text;
			continue;
		}
		if (texts.length + width > columns) break;
		texts.push(text.slice(0, 32));
		styles.push(look);
		for (let half = 1; half < width; half++) {
			texts.push('');
			styles.push(look);
		}
	}
	while (texts.length > 0 && texts.at(-1) === ' ' && styles.at(-1) === plainLook) {
		texts.pop();
		styles.pop();
	}
	return {texts, looks: styles};
}

let segmenter: Intl.Segmenter | undefined;

function graphemeAt(line: string, index: number): string {
	const code = line.charCodeAt(index);
	// Box drawing, blocks and geometric shapes never combine with what follows here: skip the segmenter.
	if (code >= 0x2500 && code < 0x2600) return line[index]!;
	segmenter ??= new Intl.Segmenter();
	const end = line.indexOf('\u001b', index);
	const piece = line.slice(index, Math.min(end < 0 ? line.length : end, index + 64));
	for (const {segment} of segmenter.segment(piece)) return segment;
	return line[index]!;
}

/** Families of SGR codes, in the order they are kept: a code of one ends what another of the same has begun. */
function family(code: string): string {
	const number = Number.parseInt(code, 10);
	if ((number >= 30 && number <= 39) || (number >= 90 && number <= 97)) return 'foreground';
	if ((number >= 40 && number <= 49) || (number >= 100 && number <= 107)) return 'background';
	return code;
}

/** What each code that ends something ends; the colours' 39 and 49 end their family. */
const ended: Readonly<Record<string, readonly string[]>> = {
	22: ['1', '2'],
	23: ['3'],
	24: ['4', '21'],
	25: ['5'],
	27: ['7'],
	28: ['8'],
	29: ['9'],
	55: ['53'],
};

/** The codes in force after another SGR sequence, sorted, so that the same look is always spelt the same. */
function applySgr(active: readonly string[], parameters: string): readonly string[] {
	let next = active;
	for (const code of splitSgr(parameters)) {
		const ends = ended[code];
		if (code === '' || Number(code) === 0) next = [];
		else if (ends !== undefined) next = next.filter(other => !ends.includes(other));
		else if (code === '39' || code === '49') next = next.filter(other => family(other) !== family(code));
		else next = [...next.filter(other => family(other) !== family(code)), code].sort();
	}
	return next;
}

/** `1;38;5;71` as `1` and `38;5;71`: extended colours keep their numbers. */
function splitSgr(parameters: string): string[] {
	const numbers = parameters.split(';');
	const codes: string[] = [];
	for (let index = 0; index < numbers.length; ) {
		const extended = numbers[index] === '38' || numbers[index] === '48';
		const length = extended ? (numbers[index + 1] === '5' ? 3 : 5) : 1;
		codes.push(numbers.slice(index, index + length).join(';'));
		index += length;
	}
	return codes;
}

const changes = new Map<number, string>();

/** The shortest bytes that lead from one look to another. */
export function restyle(from: Look, to: Look): string {
	if (from === to) return '';
	const key = generation * 2 ** 32 + from.id * 65536 + to.id;
	let change = changes.get(key);
	if (change === undefined) {
		if (changes.size > 5000) changes.clear();
		changes.set(key, (change = restyleAnew(from, to)));
	}
	return change;
}

function restyleAnew(from: Look, to: Look): string {
	const link = from.link === to.link ? '' : `\u001b]8;${to.link === '' ? ';' : to.link}\u001b\\`;
	const lost = from.codes.filter(code => !to.codes.includes(code));
	const gained = to.codes.filter(code => !from.codes.includes(code));
	if (lost.length === 0 && gained.length === 0) return link;
	// Everything off, then on; an empty first parameter is 0.
	const anew = `\u001b[${to.codes.length === 0 ? '' : ['', ...to.codes].join(';')}m`;
	const offs = new Set<string>();
	const ons = new Set(gained);
	for (const code of lost) {
		const kind = family(code);
		if (kind === 'foreground' || kind === 'background') {
			if (!gained.some(other => family(other) === kind)) offs.add(kind === 'foreground' ? '39' : '49');
			continue;
		}
		const off = Object.keys(ended).find(end => ended[end]!.includes(code));
		if (off === undefined) return anew + link;
		offs.add(off);
		// Bold and dim end together: the one that stays is switched on again.
		for (const other of ended[off]!) if (to.codes.includes(other)) ons.add(other);
	}
	const stepwise = `\u001b[${[...offs, ...ons].join(';')}m`;
	return (stepwise.length < anew.length ? stepwise : anew) + link;
}

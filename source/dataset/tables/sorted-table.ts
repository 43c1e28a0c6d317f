/**
 * A table that is searched, not read: a line of JSON, its head, then lines `KEY`, a tab, `PLACE PLACE…`, sorted by the
 * bytes of their keys, each key once.
 */
export interface SortedTable {
	readonly head: TableHead;
	/** The places of a key; empty where it has none. */
	find(key: string): string[];
	/** The places of each of many keys; what lies between the first and the last of them is read at once. */
	findMany(keys: readonly string[]): Map<string, string[]>;
	/** The lines, one text with a newline before each and after the last, whose keys begin so; one letter a byte. */
	section(prefix: string): string;
}

/** What a table says of itself. */
export interface TableHead {
	schemaVersion: 1;
	/** SHA-256 of each file that its places lie in, as the manifest says them. */
	of: Readonly<Record<string, string>>;
	/** By bus: how long the beginnings are by which patterns with wildcards are filed; see device-keys.ts. */
	lengths?: Readonly<Record<string, readonly number[]>>;
}

/** Reads bytes of a table, fewer at its end. */
export type ReadBytes = (offset: number, length: number) => Buffer;

/** Where a search by halves ends: so many bytes are read and gone through. */
const blockBytes = 4096;
const probeBytes = 256;
const tab = '\t';

/** The text of a table; keys and places come in any order, and places of one key keep theirs. */
export function formatTable(head: TableHead, entries: ReadonlyMap<string, readonly string[]>): string {
	const byBytes = [...entries].map(([key, places]) => ({bytes: latin1(key), key, places}));
	byBytes.sort((a, b) => (a.bytes < b.bytes ? -1 : 1));
	const lines = byBytes.map(({key, places}) => `${key}${tab}${places.join(' ')}\n`);
	return `${JSON.stringify(head)}\n${lines.join('')}`;
}

/** A table of so many bytes. It and its methods throw an Error where it is not laid out as one. */
export function openTable(read: ReadBytes, size: number): SortedTable {
	const textAt = (offset: number, length: number) =>
		read(offset, Math.min(length, size - offset)).toString('latin1');
	/** The text from a place to the end of its line, or to its first tab. */
	const textUntil = (offset: number, end: string, guess: number): string => {
		for (let length = guess; ; length *= 4) {
			const text = textAt(offset, length);
			const found = text.indexOf(end);
			if (found >= 0) return text.slice(0, found);
			if (offset + length >= size) throw new Error('a line of it is cut off');
		}
	};
	/** Whole lines, and the newline before the first: the head is a line, too. */
	const linesOf = (from: number, to: number) => textAt(from - 1, to - from + 1);
	const first = textUntil(0, '\n', 1024);
	const head = JSON.parse(first) as TableHead;
	if (!isHead(head)) throw new Error('it does not begin as a table does');
	// Whoever looks for the end of a line finds one, so that no search goes on for ever.
	if (textAt(size - 1, 1) !== '\n') throw new Error('its last line is cut off');
	/** The first line, at or after `from`, whose key is not before the one that is looked for. */
	const lowerBound = (key: string): number => {
		let low = first.length + 1;
		let high = size;
		while (high - low > blockBytes) {
			const middle = (low + high) >> 1;
			// Most often the end of a line and the key of the next one lie in what is read at once.
			const text = textAt(middle, probeBytes);
			const newline = text.indexOf('\n');
			const line = middle + (newline < 0 ? textUntil(middle, '\n', probeBytes).length : newline) + 1;
			if (line >= high) break;
			const keyEnd = newline < 0 ? -1 : text.indexOf(tab, newline);
			const found = keyEnd < 0 ? textUntil(line, tab, probeBytes) : text.slice(newline + 1, keyEnd);
			if (found < key) low = line;
			else high = line;
		}
		return low < high ? low + findLine(linesOf(low, high), 0, key) : high;
	};
	return {
		head,
		find(wanted) {
			const key = latin1(wanted);
			const at = lowerBound(key);
			if (at >= size) return [];
			const line = textUntil(at, '\n', 1024);
			return line.startsWith(`${key}${tab}`) ? line.slice(key.length + 1).split(' ') : [];
		},
		findMany(wanted) {
			const keys = wanted.map(key => ({key, bytes: latin1(key)}));
			keys.sort((a, b) => (a.bytes < b.bytes ? -1 : 1));
			const found = new Map<string, string[]>();
			const [first, last] = [keys[0], keys.at(-1)];
			if (first === undefined || last === undefined) return found;
			const from = lowerBound(first.bytes);
			const to = lowerBound(`${last.bytes}\u00ff`);
			// Out of order: what is looked for would not be found in what lies between.
			if (to < from) throw new Error('its keys are not sorted');
			const text = linesOf(from, to);
			let at = 0;
			for (const {key, bytes} of keys) {
				at = findLine(text, at, bytes);
				const line = text.slice(at + 1, text.indexOf('\n', at + 1));
				if (line.startsWith(`${bytes}${tab}`)) found.set(key, line.slice(bytes.length + 1).split(' '));
			}
			return found;
		},
		section(prefix) {
			const from = lowerBound(latin1(prefix));
			const to = lowerBound(`${latin1(prefix)}\u00ff`);
			if (to < from) throw new Error('its keys are not sorted');
			return linesOf(from, to);
		},
	};
}

function isHead(head: TableHead | null): boolean {
	if (head?.schemaVersion !== 1 || typeof head.of !== 'object' || head.of === null) return false;
	const {lengths = {}} = head;
	const isList = (list: unknown) => Array.isArray(list) && list.every(Number.isSafeInteger);
	return typeof lengths === 'object' && lengths !== null && Object.values(lengths).every(isList);
}

/** The newline before the first line, from that of `from` on, whose key is not before the one that is looked for. */
function findLine(text: string, from: number, key: string): number {
	let low = from;
	let high = text.length - 1;
	while (low < high) {
		// The line that the middle lies in; where it is not wanted, the search goes on behind it.
		const begin = text.lastIndexOf('\n', (low + high) >> 1);
		const keyEnd = text.indexOf(tab, begin);
		if (keyEnd < 0) throw new Error('a line of it has no place');
		if (text.slice(begin + 1, keyEnd) < key) low = text.indexOf('\n', begin + 1);
		else high = begin;
	}
	return low;
}

/** A text with one letter for each of its bytes, so that letters compare as bytes do. */
function latin1(text: string): string {
	// Only names beyond ASCII are another text then.
	return /[^\0-\x7f]/.test(text) ? Buffer.from(text).toString('latin1') : text;
}

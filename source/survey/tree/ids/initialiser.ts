/** Initialisers of id tables, read into entries. */
import {evaluate, type FindValue, NotConstant, readString, truncate, type Value} from './expression.ts';
import type {FieldKind, Layout} from './layouts.ts';
import {closing, isWord, splitAtCommas} from './tokens.ts';

/** What a field holds. */
export type FieldValue = Value | string | FieldValue[] | Entry;

/** One entry of a table: its fields that were set, by name. */
export interface Entry {
	[field: string]: FieldValue;
}

/** One part of a list in braces: where it goes, and what goes there. */
interface Part {
	/** Names of fields, and places in arrays as expressions. */
	way: (string | string[])[];
	value: string[];
}

/**
 * The entries between the braces of a table, in their order. Those that set nothing are left out, as those are that
 * can't be understood, of which `onUnknown` is told.
 */
export function readEntries(
	tokens: readonly string[],
	layout: Layout,
	find: FindValue,
	onUnknown: (why: string) => void,
): Entry[] {
	const entries: Entry[] = [];
	for (const {value} of readParts(tokens)) {
		if (value.length === 0) continue;
		try {
			const inner = insideBraces(value);
			const entry = inner === null ? null : readStruct(inner, layout, find);
			if (entry !== null && Object.keys(entry).length > 0) entries.push(entry);
		} catch (error) {
			if (!(error instanceof NotConstant)) throw error;
			onUnknown(error.message);
		}
	}
	return entries;
}

/** What stands in braces, whatever casts and parentheses are around them; null where there are none. */
export function insideBraces(tokens: readonly string[]): string[] | null {
	let at = 0;
	while (tokens[at] === '(') {
		const end = closing(tokens, at);
		// Either `(type) {…}`, or `((type) {…})`.
		if (end === tokens.length - 1) return insideBraces(tokens.slice(at + 1, end));
		at = end + 1;
	}
	return tokens[at] === '{' ? tokens.slice(at + 1, closing(tokens, at)) : null;
}

function readParts(tokens: readonly string[]): Part[] {
	return splitAtCommas(tokens)
		.filter(part => part.length > 0)
		.map(part => {
			const way: Part['way'] = [];
			let at = 0;
			for (;;) {
				if (part[at] === '.' && isWord(part[at + 1])) {
					way.push(part[at + 1]!);
					at += 2;
				} else if (part[at] === '[') {
					const end = closing(part, at);
					way.push(part.slice(at + 1, end));
					at = end + 1;
				} else break;
			}
			if (way.length > 0 && part[at] === '=') at++;
			// GNU's old form, `field: value`.
			else if (way.length === 0 && isWord(part[0]) && part[1] === ':') {
				way.push(part[0]);
				at = 2;
			}
			return {way, value: part.slice(at)};
		});
}

function readStruct(tokens: readonly string[], layout: Layout, find: FindValue): Entry {
	const entry: Entry = {};
	let next = 0;
	for (const {way, value} of readParts(tokens)) {
		const [name, ...rest] = way;
		const place = name === undefined ? next : layout.findIndex(([field]) => field === name);
		if (typeof name === 'object') throw new NotConstant('an array');
		next = place + 1;
		const field = layout[place];
		// A field that tells no device, or one that another kernel's struct has.
		if (place < 0 || field === undefined || field[1] === 'skip') continue;
		const read = readField(value, field[1], find, rest, entry[field[0]]);
		if (read !== null) entry[field[0]] = read;
	}
	return entry;
}

/** Null where a field is set to nothing. */
function readField(
	tokens: readonly string[],
	kind: FieldKind,
	find: FindValue,
	way: Part['way'],
	before: FieldValue | undefined,
): FieldValue | null {
	if (kind === 'text') return readText(tokens);
	if (kind === 'bytes') return flatten(tokens).map(part => Number(truncate(evaluate(part, find), 8)));
	if (typeof kind === 'number') {
		const inner = insideBraces(tokens);
		const value = truncate(evaluate(inner ?? tokens, find), kind);
		return value === 0 || value === 0n ? null : value;
	}
	if (kind === 'skip') return null;
	return readArray(tokens, kind, find, way, before);
}

function readArray(
	tokens: readonly string[],
	kind: {each: FieldKind} | {structs: Layout},
	find: FindValue,
	way: Part['way'],
	before: FieldValue | undefined,
): FieldValue[] {
	const values = Array.isArray(before) ? before : [];
	const put = (place: number, value: FieldValue | null): void => {
		if (place > 1000) throw new NotConstant('an array');
		while (values.length < place) values.push(0);
		values[place] = value ?? 0;
	};
	const read = (
		value: readonly string[],
		rest: Part['way'],
		old: FieldValue | undefined,
	): FieldValue | null => {
		if ('each' in kind) return readField(value, kind.each, find, [], undefined);
		const known = typeof old === 'object' && !Array.isArray(old) ? old : {};
		const [field] = rest;
		const inner = typeof field === 'string' ? ['.', field, '=', ...value] : insideBraces(value);
		return inner === null ? null : {...known, ...readStruct(inner, kind.structs, find)};
	};
	const [index, ...rest] = way;
	if (typeof index === 'object') {
		const place = Number(evaluate(index, find));
		put(place, read(tokens, rest, values[place]));
		return values;
	}
	let next = 0;
	for (const part of readParts(insideBraces(tokens) ?? tokens)) {
		const [place, ...below] = part.way;
		if (typeof place === 'object') next = Number(evaluate(place, find));
		put(next, read(part.value, typeof place === 'string' ? [place] : below, values[next]));
		next++;
	}
	return values;
}

/** The innermost parts of nested braces. */
function flatten(tokens: readonly string[]): string[][] {
	const inner = insideBraces(tokens);
	if (inner === null) return [[...tokens]];
	return readParts(inner).flatMap(({value}) => flatten(value));
}

function readText(tokens: readonly string[]): string | null {
	const text = readString(insideBraces(tokens) ?? tokens);
	if (text !== null) return text === '' ? null : text;
	if (
		tokens.length === 0 ||
		tokens.every(token => token === '0' || token === 'NULL' || token === '{' || token === '}')
	) {
		return null;
	}
	// Letters one by one: { 'a', 'b' }.
	const letters = flatten(tokens).map(([letter]) => letter);
	if (letters.every(letter => letter?.startsWith("'"))) {
		return letters.map(letter => letter!.slice(1, -1).replace('\\0', '')).join('');
	}
	throw new NotConstant(tokens.slice(0, 8).join(' '));
}

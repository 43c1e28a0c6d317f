/** What patterns of all buses are made of: fields in hex, names, UUIDs. */
import type {Value} from './expression.ts';
import type {Entry, FieldValue} from './initialiser.ts';

/** Reads the fields of an entry; what it doesn't set is 0 or empty. */
export class Fields {
	private readonly entry: Entry;

	constructor(entry: Entry) {
		this.entry = entry;
	}

	value(field: string): Value {
		const value = this.entry[field];
		return typeof value === 'number' || typeof value === 'bigint' ? value : 0;
	}

	number(field: string): number {
		return Number(this.value(field));
	}

	text(field: string): string {
		const value = this.entry[field];
		return typeof value === 'string' ? value : '';
	}

	list(field: string): FieldValue[] {
		const value = this.entry[field];
		return Array.isArray(value) ? value : [];
	}

	bytes(field: string): number[] {
		const bytes = this.list(field).map(Number);
		return Array.from({length: 16}, (_, index) => bytes[index] ?? 0);
	}

	entries(field: string): Fields[] {
		return this.list(field).flatMap(value =>
			typeof value === 'object' && !Array.isArray(value) ? [new Fields(value)] : [],
		);
	}

	/** `prefix` and a field in hex, or a star where it doesn't count. */
	hex(prefix: string, field: string, digits: number, counts: boolean): string {
		return prefix + (counts ? hex(this.number(field), digits) : '*');
	}
}

/** Writes the patterns of one entry. */
export type Writer = (fields: Fields) => string[];

/** A number in upper-case hex, of so many digits at least. */
export const hex = (value: number, digits: number): string =>
	value.toString(16).toUpperCase().padStart(digits, '0');
/** Bytes in hex, in an order in which -1 stands for a dash. */
export const pairs = (bytes: readonly number[], order: readonly number[]): string =>
	order.map(place => (place < 0 ? '-' : (bytes[place] ?? 0).toString(16).padStart(2, '0'))).join('');
/** With a star at the end, for fields that may be added some day. */
export const starred = (text: string): string => (text.endsWith('*') ? text : `${text}*`);
/** The places of a GUID's bytes as it is printed: the first three groups are numbers, lowest byte first. */
export const guidOrder = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15];
/** The places of a UUID's bytes. */
export const uuidOrder = [0, 1, 2, 3, -1, 4, 5, -1, 6, 7, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15];
/** All bytes as they come. */
export const plainOrder = Array.from({length: 16}, (_, index) => index);

/** A field of hex: prefix, name, digits, and whether its value counts. */
type HexField = readonly [string, string, number, (value: number, fields: Fields) => boolean];
/** Counts unless it is this. */
export const not =
	(any: number) =>
	(value: number): boolean =>
		value !== any;
/** Counts where match_flags has this bit. */
export const flag =
	(bit: number) =>
	(_: number, fields: Fields): boolean =>
		(fields.number('match_flags') & bit) !== 0;

/** Writes a bus that has hex fields only. */
export function hexWriter(bus: string, list: readonly HexField[], isStarred = true): Writer {
	return fields => {
		const text = `${bus}:${list.map(([prefix, field, digits, counts]) => fields.hex(prefix, field, digits, counts(fields.number(field), fields))).join('')}`;
		return [isStarred ? starred(text) : text];
	};
}

/** Writes a bus whose devices have names. */
export const nameWriter =
	(bus: string, field: string): Writer =>
	fields =>
		fields.text(field) === '' ? [] : [`${bus}:${fields.text(field)}`];

/** The tables of a data set, made from its files. They say nothing that the records do not. */
import {createHash} from 'node:crypto';
import {bareSymbol, normaliseName} from '../../dossier/query/names.ts';
import type {GoneRecord, OutsideRecord} from '../../dossier/schema.ts';
import {eachRow, parseIndexDirectories} from '../index-file.ts';
import {beginningOfKey, keyOfPattern} from './device-keys.ts';
import {goneMark, nameKinds} from './keys.ts';
import {formatTable, type TableHead} from './sorted-table.ts';

/** What tables are made from: whole files, and of each driver the patterns in its record. */
export interface TableSources {
	index: Buffer;
	gone: Buffer | null;
	outside: Buffer | null;
}

/**
 * names.idx: a module's, symbol's or directory's name, and where its line begins: in index.json, gone.ndjson or
 * outside.ndjson, as its kind tells. A directory's place is that of its record, `OFFSET+LENGTH`.
 */
export function makeNames(sources: TableSources): Buffer {
	const entries = new Map<string, string[]>();
	const add = adder(entries);
	eachRow(sources.index, ({module, symbol}, offset) => {
		add(nameKinds.module + normaliseName(module), offset);
		if (symbol !== null) add(nameKinds.symbol + symbol.toLowerCase(), offset);
	});
	for (const [directory, offset, length] of parseIndexDirectories(sources.index)) {
		add(nameKinds.directory + directory, `${offset}+${length}`);
	}
	eachRecord<GoneRecord>(sources.gone, ({id, module, option}, offset) => {
		add(nameKinds.goneModule + normaliseName(module), offset);
		// A path is looked up by its last part.
		add(nameKinds.goneModule + normaliseName(id.slice(id.lastIndexOf('/') + 1)), offset);
		if (option !== null) add(nameKinds.goneOption + bareSymbol(option).toLowerCase(), offset);
	});
	eachRecord<OutsideRecord>(sources.outside, ({name, option}, offset) => {
		add(nameKinds.outsideName + normaliseName(name), offset);
		if (option !== null) add(nameKinds.outsideOption + bareSymbol(option).toLowerCase(), offset);
	});
	return Buffer.from(formatTable(headOf(sources), entries));
}

/** ids.idx: the keys of all patterns, and the lines of index.json and (`g` before it) of gone.ndjson that have them. */
export function makeIds(
	sources: TableSources,
	aliasesOf: (row: {id: string; offset: number; length: number}) => readonly string[] | null,
): Buffer {
	const entries = new Map<string, string[]>();
	const add = adder(entries);
	eachRow(sources.index, (row, offset) => {
		for (const pattern of aliasesOf(row) ?? []) add(keyOfPattern(pattern), offset);
	});
	eachRecord<GoneRecord>(sources.gone, ({ids}, offset) => {
		for (const pattern of ids ?? []) add(keyOfPattern(pattern), `${goneMark}${offset}`);
	});
	const lengths: Record<string, number[]> = {};
	for (const key of entries.keys()) {
		const beginning = beginningOfKey(key);
		if (beginning === null) continue;
		lengths[beginning.bus] ??= [];
		const ofBus = lengths[beginning.bus]!;
		if (!ofBus.includes(beginning.length)) ofBus.push(beginning.length);
	}
	const sorted = Object.entries(lengths).sort(([a], [b]) => (a < b ? -1 : 1));
	for (const [, ofBus] of sorted) ofBus.sort((a, b) => a - b);
	return Buffer.from(formatTable({...headOf(sources), lengths: Object.fromEntries(sorted)}, entries));
}

/** The files that a table's places lie in, by name. */
export function headOf({index, gone, outside}: TableSources): TableHead {
	const digest = (content: Buffer) => createHash('sha256').update(content).digest('hex');
	return {
		schemaVersion: 1,
		of: {
			'index.json': digest(index),
			...(gone !== null && {'gone.ndjson': digest(gone)}),
			...(outside !== null && {'outside.ndjson': digest(outside)}),
		},
	};
}

function adder(entries: Map<string, string[]>): (key: string, place: number | string) => void {
	return (key, place) => {
		const text = String(place);
		const places = entries.get(key);
		if (places === undefined) entries.set(key, [text]);
		else if (places.at(-1) !== text) places.push(text);
	};
}

function eachRecord<Kind>(content: Buffer | null, visit: (record: Kind, offset: number) => void): void {
	for (let offset = 0; content !== null && offset < content.length; ) {
		const newline = content.indexOf(0x0a, offset);
		const end = newline < 0 ? content.length : newline;
		visit(JSON.parse(content.toString('utf8', offset, end)) as Kind, offset);
		offset = end + 1;
	}
}

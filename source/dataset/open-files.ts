import {closeSync, existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Manifest} from '../dossier/schema.ts';
import {adviceOnSystemError, isUserError, UserError} from '../dossier/user-error.ts';
import {readAt} from '../files/regular.ts';
import {isArchive, openArchive} from './archive/archive.ts';
import {
	type DatasetFile,
	damagedFile,
	datasetFiles,
	incomingFolder,
	inPlainSigns,
	locate,
	mostBytes,
	openPlain,
	optionalFiles,
	readWhole,
	repair,
	unreadable,
} from './files.ts';
import {restoreIndex} from './make-index.ts';

/** Checks a record before it is used; the caller brings the schema, so that a list needs none. */
export type RecordCheck = (
	kind: 'driver' | 'directory' | 'platform' | 'gone' | 'outside' | 'manifest',
	record: unknown,
	/** Null of what is a file by itself. */
	where: {file: DatasetFile; line: (() => number) | null},
) => void;

/** The files of one data set, opened when they are first read. */
export interface OpenFiles {
	/** Bytes of a file from `offset` on. Throws a UserError where they do not all lie in it: a table or an index lied. */
	read(file: DatasetFile, offset: number, length: number): Buffer;
	/** How long a file is that the manifest need not name; null where there is none. */
	sizeOf(file: DatasetFile): number | null;
	/** Which line begins at a place, counted from 1. */
	lineAt(file: DatasetFile, offset: number): number;
	/** The two lines for a file that holds what it can't hold. */
	damaged(file: DatasetFile, what: string): UserError;
	close(): void;
}

/** Opens the files of a data set. One whose size is not the one that the manifest says is refused at once. */
export function openFiles(directory: string, manifest: Manifest): OpenFiles {
	if (isArchive(directory)) return filesOfArchive(directory, manifest);
	const opened = new Map<DatasetFile, {descriptor: number; size: number}>();
	// Asked once, not for each file: most have none.
	const isWaiting = existsSync(join(directory, incomingFolder));
	const pathOf = (file: DatasetFile) => (isWaiting ? locate(directory, file) : join(directory, file));
	const open = (file: DatasetFile): {descriptor: number; size: number} => {
		const known = opened.get(file);
		if (known !== undefined) return known;
		const openIt = () => {
			const found = openPlain(pathOf(file));
			opened.set(file, found);
			return found;
		};
		try {
			return openIt();
		} catch (error) {
			const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT' && !isWaiting;
			if (!isMissing || file !== 'index.json' || !existsSync(pathOf('drivers.ndjson')))
				throw unreadable(directory, file, error);
			makeIndexThere(directory);
			return openIt();
		}
	};
	assertSizes(directory, manifest, file => open(file).size);
	const read = (file: DatasetFile, offset: number, length: number): Buffer => {
		const {descriptor, size} = open(file);
		if (!isPlace(offset) || !isPlace(length) || offset + length > size) {
			throw outside(directory, file, {size, offset, length});
		}
		const bytes = readAt(descriptor, offset, length);
		// Somebody cuts it short while it is read.
		if (bytes.length < length)
			throw damagedFile(directory, file, `it ends ${length - bytes.length} bytes early`);
		return bytes;
	};
	return {
		read,
		sizeOf(file) {
			const named = manifest.files[file as keyof Manifest['files']]?.bytes;
			if (named !== undefined) return named;
			try {
				return open(file).size;
			} catch (error) {
				if (isUserError(error)) return null;
				throw error;
			}
		},
		lineAt: (file, offset) => read(file, 0, offset).toString('latin1').split('\n').length,
		damaged: (file, what) => damagedFile(directory, file, what),
		close() {
			for (const {descriptor} of opened.values()) closeSync(descriptor);
			opened.clear();
		},
	};
}

/** A data set that comes out of a repository has its records alone: its index and tables are written beside them. */
function makeIndexThere(directory: string): void {
	try {
		restoreIndex(directory);
	} catch (error) {
		if (isUserError(error)) throw error;
		throw new UserError(
			`The data set ${directory} has no index.json, and none can be made: ${(error as Error).message}.`,
			adviceOnSystemError(error) === null
				? 'The driverdex that wrote it makes it: npm run build in a checkout of that version, with this data set as its data/.'
				: 'It is written beside the records: copy the data set to where you may write, and name the copy.',
		);
	}
}

function outside(
	directory: string,
	file: DatasetFile,
	{size, offset, length}: {size: number; offset: number; length: number},
): UserError {
	return damagedFile(
		directory,
		file,
		`of its ${size} bytes it has none from ${offset} to ${offset + length}`,
	);
}

/** Holds the size of each file against the manifest. */
function assertSizes(directory: string, manifest: Manifest, sizeOf: (file: DatasetFile) => number): void {
	for (const file of [...datasetFiles, ...optionalFiles]) {
		const expected = manifest.files[file]?.bytes;
		if (file === 'schema.json' || expected === undefined) continue;
		const size = sizeOf(file);
		if (size !== expected) {
			throw new UserError(
				`The data set ${directory} is damaged: ${file} has ${size} bytes, its manifest says ${expected}.`,
				`${repair}; driverdex validate says more.`,
			);
		}
	}
}

/** The same of a data set that lies in one file. */
function filesOfArchive(path: string, manifest: Manifest): OpenFiles {
	const archive = openArchive(path);
	const sizeOf = (file: DatasetFile): number => {
		const size = archive.sizeOf(file);
		if (size === null) throw unreadable(path, file, {code: 'ENOENT'});
		return size;
	};
	assertSizes(path, manifest, sizeOf);
	const read = (file: DatasetFile, offset: number, length: number): Buffer => {
		const size = sizeOf(file);
		if (!isPlace(offset) || !isPlace(length) || offset + length > size)
			throw outside(path, file, {size, offset, length});
		try {
			return archive.read(file, offset, length);
		} catch (error) {
			throw damagedFile(path, file, (error as Error).message);
		}
	};
	return {
		read,
		sizeOf: file => archive.sizeOf(file),
		lineAt: (file, offset) => read(file, 0, offset).toString('latin1').split('\n').length,
		damaged: (file, what) => damagedFile(path, file, what),
		close: archive.close,
	};
}

function isPlace(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** What a line of records says. Throws a UserError that names the line where it can't be parsed. */
export function parseLine<Kind>(
	files: OpenFiles,
	{file, line}: {file: DatasetFile; line(): number},
	parse: () => unknown,
): Kind {
	try {
		return parse() as Kind;
	} catch (error) {
		throw files.damaged(file, `line ${line()} is not JSON (${(error as Error).message})`);
	}
}

const fieldStart = '\n\t"';
const nameEnd = '": ';
const end = '\n}\n';

/** A field of the manifest of more bytes is read when it is first asked for. */
const longField = 4096;

/**
 * A manifest whose long fields are read when they are first asked for: most of its 180 kB are sources and configurations,
 * which a look-up seldom wants. Null for one that is not laid out as we write it, a tab before each field.
 */
function parseByField(bytes: Buffer, parse: (json: string) => unknown): object | null {
	if (
		bytes.toString('latin1', 0, 4) !== '{\n\t"' ||
		bytes.toString('latin1', bytes.length - end.length) !== end
	)
		return null;
	const later: {name: string; value: Buffer}[] = [];
	let short = '';
	let cut = 0;
	for (let at = 1; at > 0; ) {
		const colon = bytes.indexOf(nameEnd, at);
		const next = bytes.indexOf(fieldStart, at + 1);
		if (colon < 0 || (next >= 0 && next < colon)) return null;
		const name = bytes.toString('latin1', at + fieldStart.length, colon);
		// A comma stands before the next field.
		const [from, to] = [colon + nameEnd.length, next < 0 ? bytes.length - end.length : next - 1];
		if (to - from > longField) {
			// It keeps its place among the others.
			short += `${bytes.toString('utf8', cut, from)}null`;
			cut = to;
			later.push({name, value: bytes.subarray(from, to)});
		}
		at = next;
	}
	const manifest = parse(short + bytes.toString('utf8', cut)) as object;
	for (const {name, value} of later) {
		defineLater(manifest, name, () =>
			name === 'distributions' ? parseDistributions(value, parse) : parse(value.toString('utf8')),
		);
	}
	return manifest;
}

const listStart = '"configurations": [\n';
const listEnd = '\n\t\t\t]';
const elementStart = '\n\t\t\t\t{';

/**
 * The manifest's `distributions`, each of whose configurations is read when it is asked for: of 488 that a data set
 * names, a driver's dossier wants one of each family. No text of JSON has a line end within, so what is laid out as we
 * write it can be cut at the ends of lines; whatever is not is read at once.
 */
function parseDistributions(bytes: Buffer, parse: (json: string) => unknown): unknown {
	const lists: Buffer[] = [];
	let heads = '';
	let at = 0;
	for (let start = bytes.indexOf(listStart); start >= 0; start = bytes.indexOf(listStart, at)) {
		const from = start + listStart.length - 1;
		const to = bytes.indexOf(listEnd, from);
		if (to < 0) return parse(bytes.toString('utf8'));
		heads += bytes.toString('utf8', at, from);
		lists.push(bytes.subarray(from, to));
		at = to;
	}
	const entries = parse(heads + bytes.toString('utf8', at));
	const isOurs =
		Array.isArray(entries) &&
		entries.length === lists.length &&
		entries.every(entry => Array.isArray(entry?.configurations));
	if (!isOurs) return parse(bytes.toString('utf8'));
	for (const [index, entry] of entries.entries())
		entry.configurations = new Proxy([], new LaterList(lists[index]!, parse));
	return entries;
}

/** A list of JSON whose elements are read one by one when asked for by their index, all at once by whatever else. */
class LaterList implements ProxyHandler<unknown[]> {
	private readonly read: unknown[] = [];
	private isWhole = false;

	constructor(
		private readonly bytes: Buffer,
		private readonly parse: (json: string) => unknown,
	) {}

	get(list: unknown[], name: string | symbol): unknown {
		const index = !this.isWhole && typeof name === 'string' ? Number(name) : Number.NaN;
		return isPlace(index) ? this.element(index) : Reflect.get(this.whole(list), name);
	}

	has(list: unknown[], name: string | symbol): boolean {
		return Reflect.has(this.whole(list), name);
	}

	ownKeys(list: unknown[]): (string | symbol)[] {
		return Reflect.ownKeys(this.whole(list));
	}

	getOwnPropertyDescriptor(list: unknown[], name: string | symbol): PropertyDescriptor | undefined {
		return Reflect.getOwnPropertyDescriptor(this.whole(list), name);
	}

	private element(index: number): unknown {
		const {bytes, parse} = this;
		if (index in this.read) return this.read[index];
		let from = bytes.indexOf(elementStart);
		for (let before = 0; before < index && from >= 0; before++) from = bytes.indexOf(elementStart, from + 1);
		if (from < 0) return undefined;
		const next = bytes.indexOf(elementStart, from + 1);
		// A comma stands before the next element.
		const element = parse(bytes.toString('utf8', from, next < 0 ? bytes.length : next - 1));
		this.read[index] = element;
		return element;
	}

	private whole(list: unknown[]): unknown[] {
		if (!this.isWhole) {
			const elements = this.parse(`[${this.bytes.toString('utf8')}]`) as unknown[];
			this.isWhole = true;
			for (const [index, one] of elements.entries()) list.push(this.read[index] ?? one);
		}
		return list;
	}
}

/** A field whose value is made when it is first asked for. */
function defineLater(target: object, name: string, make: () => unknown): void {
	const keep = (value: unknown) => {
		Object.defineProperty(target, name, {enumerable: true, configurable: true, writable: true, value});
		return value;
	};
	Object.defineProperty(target, name, {enumerable: true, configurable: true, get: () => keep(make())});
}

/** The manifest of a data set, of the schema that this program reads. */
export function readManifest(directory: string): Manifest {
	const bytes = readWhole(directory, 'manifest.json');
	const parse = (json: string): unknown => {
		try {
			return JSON.parse(json);
		} catch (error) {
			throw new UserError(
				`The data set ${directory} is damaged: manifest.json is not JSON (${(error as Error).message}).`,
				`${repair}.`,
			);
		}
	};
	const manifest = (parseByField(bytes, parse) ?? parse(bytes.toString('utf8'))) as Manifest;
	if (manifest?.schemaVersion !== 1 || manifest.files === undefined) {
		const version = String(JSON.stringify(manifest?.schemaVersion)).slice(0, 20);
		throw new UserError(
			`The data set ${directory} is of schema ${version}; this driverdex reads schema 1.`,
			'Use the driverdex that wrote it, or build it again with driverdex survey.',
		);
	}
	const misfit = misfitOfHead(manifest);
	if (misfit !== null) {
		throw new UserError(
			`The data set ${directory} is damaged: manifest.json: ${misfit}.`,
			`${repair}; driverdex validate says more.`,
		);
	}
	return Object.assign(manifest, {
		treeVersion: inPlainSigns(manifest.treeVersion),
		asOf: inPlainSigns(manifest.asOf),
	});
}

/** What of a manifest every reader rests on: its names, and how long each file is. The rest the schema tells. */
function misfitOfHead(manifest: Manifest): string | null {
	for (const name of ['treeVersion', 'asOf'] as const) {
		if (typeof manifest[name] !== 'string') return `${name} is no text`;
	}
	const files = (manifest.files ?? {}) as Readonly<Record<string, {bytes?: unknown} | null | undefined>>;
	// Data sets of before there were tables have none.
	for (const name of ['drivers.ndjson', 'directories.ndjson', 'index.json'] as const) {
		if (files[name] === undefined) return `it names no ${name}`;
	}
	for (const name of [...datasetFiles, ...optionalFiles]) {
		const file = files[name];
		if (file === undefined) continue;
		const isSized = isPlace(file?.bytes) && file.bytes <= mostBytes;
		if (!isSized) return `files.${name} has no number of bytes that driverdex reads`;
	}
	return null;
}

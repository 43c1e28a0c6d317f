import {closeSync, existsSync, fstatSync, openSync, readSync} from 'node:fs';
import {join} from 'node:path';
import type {Manifest} from '../dossier/schema.ts';
import {isUserError, UserError} from '../dossier/user-error.ts';
import {isArchive, openArchive} from './archive/archive.ts';
import {
	type DatasetFile,
	damagedFile,
	datasetFiles,
	incomingFolder,
	locate,
	optionalFiles,
	readWhole,
	repair,
	unreadable,
} from './files.ts';

/** Checks a record before it is used; the caller brings the schema, so that a list needs none. */
export type RecordCheck = (
	kind: 'driver' | 'directory' | 'platform' | 'gone' | 'outside',
	record: unknown,
	where: {file: DatasetFile; line: () => number},
) => void;

/** The files of one data set, opened when they are first read. */
export interface OpenFiles {
	/** Bytes of a file from `offset` on: fewer than `length` at its end. */
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
	const opened = new Map<DatasetFile, number>();
	// Asked once, not for each file: most have none.
	const isWaiting = existsSync(join(directory, incomingFolder));
	const pathOf = (file: DatasetFile) => (isWaiting ? locate(directory, file) : join(directory, file));
	const open = (file: DatasetFile): number => {
		const known = opened.get(file);
		if (known !== undefined) return known;
		let descriptor: number;
		try {
			descriptor = openSync(pathOf(file), 'r');
		} catch (error) {
			throw unreadable(directory, file, error);
		}
		opened.set(file, descriptor);
		return descriptor;
	};
	assertSizes(directory, manifest, file => fstatSync(open(file)).size);
	const read = (file: DatasetFile, offset: number, length: number): Buffer => {
		const buffer = Buffer.allocUnsafe(length);
		let filled = 0;
		while (filled < length) {
			const count = readSync(open(file), buffer, filled, length - filled, offset + filled);
			if (count === 0) break;
			filled += count;
		}
		return buffer.subarray(0, filled);
	};
	return {
		read,
		sizeOf(file) {
			const named = manifest.files[file as keyof Manifest['files']]?.bytes;
			if (named !== undefined) return named;
			try {
				return fstatSync(open(file)).size;
			} catch (error) {
				if (isUserError(error)) return null;
				throw error;
			}
		},
		lineAt: (file, offset) => read(file, 0, offset).toString('latin1').split('\n').length,
		damaged: (file, what) => damagedFile(directory, file, what),
		close() {
			for (const descriptor of opened.values()) closeSync(descriptor);
			opened.clear();
		},
	};
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
	assertSizes(path, manifest, file => {
		const size = archive.sizeOf(file);
		if (size === null) throw unreadable(path, file, {code: 'ENOENT'});
		return size;
	});
	const read = (file: DatasetFile, offset: number, length: number): Buffer => {
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

/**
 * A manifest whose fields are read when they are first asked for: most of its 180 kB are sources and configurations,
 * which a look-up seldom wants. Null for one that is not laid out as we write it, a tab before each field.
 */
function parseByField(bytes: Buffer, parse: (json: string) => unknown): object | null {
	if (
		bytes.toString('latin1', 0, 4) !== '{\n\t"' ||
		bytes.toString('latin1', bytes.length - end.length) !== end
	)
		return null;
	const manifest = {};
	for (let at = 1; at > 0; ) {
		const colon = bytes.indexOf(nameEnd, at);
		const next = bytes.indexOf(fieldStart, at + 1);
		if (colon < 0 || (next >= 0 && next < colon)) return null;
		const name = bytes.toString('latin1', at + fieldStart.length, colon);
		// A comma stands before the next field.
		const [from, to] = [colon + nameEnd.length, next < 0 ? bytes.length - end.length : next - 1];
		defineLater(manifest, name, () => parse(bytes.toString('utf8', from, to)));
		at = next;
	}
	return manifest;
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
		throw new UserError(
			`The data set ${directory} is of schema ${String(manifest?.schemaVersion)}; this driverdex reads schema 1.`,
			'Use the driverdex that wrote it, or build it again with driverdex survey.',
		);
	}
	return manifest;
}

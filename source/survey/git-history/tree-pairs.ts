import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {deflateSync} from 'node:zlib';
import {GitSurveyError} from '../git/errors.ts';

const submodule = '160000';
const noFile = '000000';
const modeLength = 6;
/** Where the first id begins, after two modes. */
const idsStart = 2 * (modeLength + 1);

/** The mode on one side of a change, as `TreeChanges` writes it: 0 before, 1 after. */
function modeOf(versions: string, side: 0 | 1): string {
	const start = side * (modeLength + 1);
	return versions.slice(start, start + modeLength);
}

/** The id on one side. Both are of one length, with a space between. */
function idOf(versions: string, side: 0 | 1): string {
	const length = idLengthOf(versions);
	const start = idsStart + side * (length + 1);
	return versions.slice(start, start + length);
}

/** Hex digits of an id: 40, or 64 in a repository of SHA-256. */
function idLengthOf(versions: string): number {
	return (versions.length - idsStart - 1) / 2;
}

/** The ids of the contents that git looks for: a submodule's commit lies elsewhere. */
export function contentsOf(versions: string): string[] {
	return ([0, 1] as const)
		.filter(side => ![submodule, noFile].includes(modeOf(versions, side)))
		.map(side => idOf(versions, side));
}

/** Whether both versions have the same contents: a change of mode only, which has no lines. */
export function isSameContents(versions: string): boolean {
	return idOf(versions, 0) === idOf(versions, 1);
}

/** Two trees of numbered files: what stands under a number in one became what stands under it in the other. */
export interface TreePair {
	/** Ids, before and after. */
	ids: readonly [string, string];
	/** Takes both away. */
	remove(): void;
}

/**
 * Trees in a directory of their own, which git is told to read beside a repository's objects. They lie loose, as git
 * keeps them: `TYPE LENGTH NUL BYTES`, deflated, under the hash of the whole (gitrepository-layout(5)).
 */
export class TreePairs {
	private place: string | null = null;
	private written = 0;

	/**
	 * The directory of objects, under the system's temporary one.
	 * @throws {GitSurveyError} where it can't be made.
	 */
	get directory(): string {
		this.place ??= orNoRoom(tmpdir(), () => mkdtempSync(join(tmpdir(), 'driverdex-')));
		return this.place;
	}

	/**
	 * Writes so many changes, in the words of `TreeChanges.versions`. Names are `LOT-NUMBER`: the place in the list,
	 * after a number of the pair, so that no two pairs share a tree.
	 * @throws {GitSurveyError} where there is no room for them.
	 */
	write(changes: readonly string[]): TreePair {
		const lot = this.written++;
		const files: string[] = [];
		const write = (side: 0 | 1): string => {
			const body = treeOf(changes, side, lot);
			const object = Buffer.concat([Buffer.from(`tree ${body.length}\0`, 'latin1'), body]);
			const id = createHash(idLengthOf(changes[0]!) > 40 ? 'sha256' : 'sha1')
				.update(object)
				.digest('hex');
			const folder = join(this.directory, id.slice(0, 2));
			const file = join(folder, id.slice(2));
			orNoRoom(file, () => {
				mkdirSync(folder, {recursive: true});
				// Hashes can't be made any smaller.
				writeFileSync(file, deflateSync(object, {level: 0, chunkSize: 1 << 18}));
			});
			files.push(file);
			return id;
		};
		return {
			ids: [write(0), write(1)],
			remove() {
				for (const file of files) rmSync(file, {force: true});
			},
		};
	}

	/** Takes everything away. */
	remove(): void {
		if (this.place !== null) rmSync(this.place, {recursive: true, force: true});
		this.place = null;
	}
}

/** One side of the changes as a tree of git's: `MODE NAME NUL`, and the id in bytes, for every file that is there. */
function treeOf(changes: readonly string[], side: 0 | 1, lot: number): Buffer {
	// git wants names sorted, and numbers of one length are.
	const digits = String(changes.length).length;
	const prefix = `${lot}-`;
	const entryLength = modeLength + 1 + prefix.length + digits + 1 + idLengthOf(changes[0]!) / 2;
	const bytes = Buffer.allocUnsafe(changes.length * entryLength);
	let length = 0;
	for (let at = 0; at < changes.length; at++) {
		const mode = modeOf(changes[at]!, side);
		if (mode === noFile) continue;
		length += bytes.write(`${mode} ${prefix}${String(at).padStart(digits, '0')}\0`, length, 'latin1');
		length += bytes.write(idOf(changes[at]!, side), length, 'hex');
	}
	return bytes.subarray(0, length);
}

function orNoRoom<Result>(path: string, write: () => Result): Result {
	try {
		return write();
	} catch (error) {
		throw new GitSurveyError(
			'no-room',
			`temporary files can’t be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
			path,
			'Make room there, or set TMPDIR to a folder that has some.',
		);
	}
}

import {randomBytes} from 'node:crypto';
import {appendFile, mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {crc32, deflateRawSync, inflateRawSync} from 'node:zlib';
import {addNumstat, type CommitChanges} from './changes.ts';
import type {ListedCommit} from './walk.ts';

/** Counts with every change of the files' form: a file of another version is not read. */
const formatVersion = 1;
const magic = Buffer.from(`driverdex git cache ${formatVersion}\n`, 'latin1');
/** Bytes of records gathered before a block is written: what a killed run can lose. */
const blockSize = 1 << 19;
/** No block is ever larger; a length beyond it is damage. */
const largestBlock = 1 << 28;

/** A commit's changes as remembered, with the files it touches in the whole tree. */
export interface CachedCommit {
	files: number;
	changes: CommitChanges;
}

/**
 * Remembers what each commit changed, by commit id: such a fact never changes. Two files for each clone: one
 * that only grows (blocks of length, CRC-32 and deflated records), and the latest list of commits.
 *
 * A block is appended with one write, so runs at the same time only ever add whole blocks. A file with anything
 * wrong in it is used up to the damage and then replaced as a whole, by renaming; a file of another format is
 * left out of account likewise. Failing to write is no failure of the survey: `trouble` says why.
 */
export class GitCache {
	/** Why nothing more is written, in the system's words. */
	trouble: string | null = null;
	private readonly directory: string | null;
	private readonly growing: string;
	private readonly listing: string;
	private readonly blocks: Buffer[] = [];
	/** Commit id to its block and the offset of its record there. */
	private readonly places = new Map<string, [Buffer, number]>();
	private damaged = false;
	private existed = false;
	private parts: string[] = [];
	private size = 0;
	private writing: Promise<void> = Promise.resolve();

	/** `identity` names the clone, `kind` what is known of a change: lines or names, and which files count. */
	constructor(directory: string | null, identity: string, kind: string) {
		this.directory = directory;
		this.growing = `git-${identity}-${kind}.changes`;
		this.listing = `git-${identity}-${kind}.list`;
	}

	/** Reads what earlier runs left. Never throws for what is in the files. */
	async load(): Promise<void> {
		if (this.directory === null) return;
		let bytes: Buffer;
		try {
			bytes = await readFile(join(this.directory, this.growing));
			this.existed = true;
		} catch {
			return;
		}
		this.damaged = true;
		if (bytes.compare(magic, 0, magic.length, 0, Math.min(magic.length, bytes.length)) !== 0) return;
		let at = magic.length;
		while (at < bytes.length) {
			if (at + 8 > bytes.length) return;
			const length = bytes.readUInt32LE(at);
			const packed = bytes.subarray(at + 8, at + 8 + length);
			if (length > largestBlock || packed.length < length || crc32(packed) !== bytes.readUInt32LE(at + 4))
				return;
			try {
				this.index(inflateRawSync(packed, {maxOutputLength: largestBlock}));
			} catch {
				return;
			}
			at += 8 + length;
		}
		this.damaged = false;
	}

	private index(block: Buffer): void {
		this.blocks.push(block);
		let at = 0;
		while (at < block.length) {
			const end = block.indexOf(0, at);
			const space = block.indexOf(0x20, at);
			// `ID FILES BYTES`, then that many bytes of numstat records.
			const bytes = Number(block.toString('latin1', space + 1, end).split(' ')[1]);
			if (!Number.isInteger(bytes)) throw new Error('no such record');
			this.places.set(block.toString('latin1', at, space), [block, space + 1]);
			at = end + 1 + bytes;
		}
	}

	/** What is remembered of a commit; null where nothing is. */
	get(id: string): CachedCommit | null {
		const place = this.places.get(id);
		if (place === undefined) return null;
		const [block, start] = place;
		const end = block.indexOf(0, start);
		const [files, bytes] = block.toString('latin1', start, end).split(' ').map(Number);
		const changes: CommitChanges = {paths: [], lines: []};
		const records = block.toString('utf8', end + 1, end + 1 + bytes!).split('\0');
		// Each record ends with a NUL, so behind the last one there is nothing.
		for (const record of records.slice(0, -1)) addNumstat(changes, record);
		return {files: files!, changes};
	}

	/** Remembers a commit. */
	add(id: string, files: number, changes: CommitChanges): void {
		if (this.directory === null || this.trouble !== null) return;
		let body = '';
		for (let at = 0; at < changes.paths.length; at++) {
			body += `${changes.lines[at * 2]}\t${changes.lines[at * 2 + 1]}\t${changes.paths[at]}\0`;
		}
		const record = `${id} ${files} ${Buffer.byteLength(body)}\0${body}`;
		this.parts.push(record);
		this.size += record.length;
		if (this.size >= blockSize) this.flush();
	}

	private flush(): void {
		if (this.size === 0) return;
		const packed = deflateRawSync(Buffer.from(this.parts.join(''), 'utf8'), {level: 1});
		this.parts = [];
		this.size = 0;
		const block = Buffer.alloc(8 + packed.length);
		block.writeUInt32LE(packed.length, 0);
		block.writeUInt32LE(crc32(packed), 4);
		packed.copy(block, 8);
		this.writing = this.writing.then(() => this.append(block)).catch(error => this.giveUp(error));
	}

	private giveUp(error: unknown): void {
		this.trouble ??= error instanceof Error && 'code' in error ? String(error.code) : String(error);
	}

	private async append(block: Buffer): Promise<void> {
		if (this.trouble !== null) return;
		const path = join(this.directory!, this.growing);
		if (this.existed && !this.damaged) {
			await appendFile(path, block);
			return;
		}
		await mkdir(this.directory!, {recursive: true});
		const kept = this.blocks.map(known => {
			const packed = deflateRawSync(known, {level: 1});
			const head = Buffer.alloc(8);
			head.writeUInt32LE(packed.length, 0);
			head.writeUInt32LE(crc32(packed), 4);
			return Buffer.concat([head, packed]);
		});
		await this.replace(this.growing, Buffer.concat([magic, ...kept, block]));
		this.existed = true;
		this.damaged = false;
	}

	private async replace(name: string, content: Buffer): Promise<void> {
		const path = join(this.directory!, name);
		const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
		try {
			await writeFile(draft, content, {flag: 'wx'});
			await rename(draft, path);
		} catch (error) {
			await rm(draft, {force: true});
			throw error;
		}
	}

	/** The list of commits that an earlier run found under the same key; null where there is none. */
	async readList(key: string): Promise<ListedCommit[] | null> {
		if (this.directory === null) return null;
		try {
			const bytes = await readFile(join(this.directory, this.listing));
			if (bytes.compare(magic, 0, magic.length, 0, magic.length) !== 0) return null;
			const packed = bytes.subarray(magic.length + 4);
			if (crc32(packed) !== bytes.readUInt32LE(magic.length)) return null;
			const [known, rows] = JSON.parse(inflateRawSync(packed).toString('utf8')) as [
				string,
				[string, number, string, string][],
			];
			if (known !== key) return null;
			return rows.map(([id, time, author, title]) => ({id, time, author, title, files: null, changes: null}));
		} catch {
			return null;
		}
	}

	/** Writes what is left of the changes and, where a walk came to its end, the list of its commits. */
	async close(key: string, list: readonly ListedCommit[] | null): Promise<void> {
		if (this.directory === null) return;
		this.flush();
		await this.writing;
		if (this.trouble !== null || list === null) return;
		try {
			await mkdir(this.directory, {recursive: true});
			const rows = list.map(({id, time, author, title}) => [id, time, author, title]);
			const packed = deflateRawSync(Buffer.from(JSON.stringify([key, rows]), 'utf8'), {level: 1});
			const head = Buffer.alloc(4);
			head.writeUInt32LE(crc32(packed), 0);
			await this.replace(this.listing, Buffer.concat([magic, head, packed]));
		} catch (error) {
			this.giveUp(error);
		}
	}
}

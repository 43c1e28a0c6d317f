import {CodeLines, languageOf} from './code-lines.ts';
import {HunkSignature, layoutOnly} from './hunk-signature.ts';

/** One file that differs between two releases. A path or blob id is null on the side that lacks the file. */
export interface FileChange {
	before: string | null;
	after: string | null;
	beforeId: string | null;
	afterId: string | null;
	added: number;
	removed: number;
	/** Lines of code, added and removed together, in hunks that are too large to be part of a sweep. */
	codeInLargeHunks: number;
	hunks: SmallHunk[];
}

/** A hunk that may be part of a sweep: what it says (`HunkSignature.take`), and its lines of code. */
export interface SmallHunk {
	signature: number;
	words: readonly number[];
	code: number;
}

/** More lines than this in a hunk, added and removed together, and it is no sweep: nobody makes those by rule. */
const mostLinesOfSweep = 30;

const [newline, minus, plus, at, backslash] = [10, 45, 43, 64, 92];
const noHunks: FileChange['hunks'] = [];
const headOfFile = Buffer.from('diff --git ');

/**
 * Takes apart what `git diff-tree -r -z --raw -p -U0` writes: records of all changed files, NUL-terminated, then
 * their patches in the same order. Lines of a hunk are taken by the numbers its heading gives, so what a file holds
 * can't be mistaken for the patch around it.
 */
export class StepReader {
	readonly changes: FileChange[] = [];
	private readonly code = new CodeLines();
	private readonly signature = new HunkSignature();
	private rest: Buffer[] = [];
	/** The raw record that was read last, whose paths follow; null between files. */
	private record: {fields: string[]; paths: string[]} | null = null;
	private inPatch = false;
	/** For each patch that is to come, the file it belongs to: one that changes its type has two. */
	private readonly patches: number[] = [];
	private patch = -1;
	private change: FileChange | null = null;
	private removedLeft = 0;
	private addedLeft = 0;
	private small = false;
	private codeOfHunk = 0;

	push(chunk: Buffer): void {
		let bytes = chunk;
		if (this.rest.length > 0) {
			// Without an end of line in it nothing can be read, so a long line is put together once only.
			if (!chunk.includes(this.inPatch ? newline : 0)) {
				this.rest.push(chunk);
				return;
			}
			this.rest.push(chunk);
			bytes = Buffer.concat(this.rest);
			this.rest = [];
		}
		let from = 0;
		while (from < bytes.length) {
			const end = bytes.indexOf(this.inPatch ? newline : 0, from);
			if (end < 0) {
				this.rest.push(Buffer.from(bytes.subarray(from)));
				return;
			}
			if (this.inPatch) this.line(bytes, from, end);
			else this.rawRecord(bytes, from, end);
			from = end + 1;
		}
	}

	/** Whether the patches of all files have been read. */
	get complete(): boolean {
		return (
			this.rest.length === 0 &&
			this.record === null &&
			this.patch === this.patches.length - 1 &&
			this.removedLeft + this.addedLeft === 0
		);
	}

	private rawRecord(bytes: Buffer, from: number, end: number): void {
		// An empty record sets the patches off.
		if (from === end && this.record === null) {
			this.inPatch = true;
			return;
		}
		const text = bytes.toString('utf8', from, end);
		if (this.record === null) {
			this.record = {fields: text.slice(1).split(' '), paths: []};
			return;
		}
		this.record.paths.push(text);
		const [, , beforeId, afterId, status] = this.record.fields;
		const kind = status![0]!;
		if (kind === 'R' && this.record.paths.length < 2) return;
		const [first, last] = [this.record.paths[0]!, this.record.paths.at(-1)!];
		this.changes.push({
			before: kind === 'A' ? null : first,
			after: kind === 'D' ? null : last,
			beforeId: kind === 'A' ? null : beforeId!,
			afterId: kind === 'D' ? null : afterId!,
			added: 0,
			removed: 0,
			codeInLargeHunks: 0,
			hunks: noHunks,
		});
		this.patches.push(this.changes.length - 1);
		if (kind === 'T') this.patches.push(this.changes.length - 1);
		this.record = null;
	}

	private line(bytes: Buffer, from: number, end: number): void {
		const first = bytes[from];
		if (this.removedLeft + this.addedLeft > 0) {
			if (first === minus) this.removedLeft--;
			else if (first === plus) this.addedLeft--;
			// What is left: a last line without its end is told by a line of its own.
			else return;
			this.lineOfHunk(bytes, from + 1, end, first === minus ? 0 : 1);
			if (this.removedLeft + this.addedLeft === 0) this.endHunk();
			return;
		}
		if (first === at) this.beginHunk(bytes.toString('latin1', from, Math.min(end, from + 64)));
		else if (first !== backslash && bytes.subarray(from, from + headOfFile.length).equals(headOfFile)) {
			this.patch++;
			this.change = this.changes[this.patches[this.patch] ?? -1] ?? null;
			this.code.language = languageOf(this.change?.after ?? this.change?.before ?? '');
		}
	}

	private beginHunk(heading: string): void {
		const ranges = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(heading);
		if (ranges === null || this.change === null) return;
		this.removedLeft = Number(ranges[1] ?? 1);
		this.addedLeft = Number(ranges[2] ?? 1);
		this.change.removed += this.removedLeft;
		this.change.added += this.addedLeft;
		this.small = this.removedLeft + this.addedLeft <= mostLinesOfSweep;
		this.codeOfHunk = 0;
		this.code.reset();
	}

	private lineOfHunk(bytes: Buffer, from: number, end: number, side: number): void {
		if (this.code.language === 'none' || !this.code.isCode(bytes, from, end, side)) return;
		this.codeOfHunk++;
		if (this.small) this.signature.add(bytes, from, end, side);
	}

	private endHunk(): void {
		const change = this.change!;
		if (this.codeOfHunk === 0) return;
		if (!this.small) {
			change.codeInLargeHunks += this.codeOfHunk;
			return;
		}
		const {signature, words} = this.signature.take();
		if (signature === layoutOnly) return;
		if (change.hunks === noHunks) change.hunks = [];
		change.hunks.push({signature, words, code: this.codeOfHunk});
	}
}

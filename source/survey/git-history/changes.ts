import {isSurveyed} from '../../dossier/surveyed-folders.ts';
import {RecordReader} from '../git/records.ts';

/** What one commit did to the files under drivers/ and sound/, and to how many lines of each. */
export interface CommitChanges {
	paths: string[];
	/** Lines added to and removed from each path, in pairs; 0 for binary files, -1 where contents are missing. */
	lines: number[];
}

/** What one commit did to the files under drivers/ and sound/, as trees alone tell it. */
export interface TreeChanges {
	paths: string[];
	/**
	 * What became of each path, in the words of git's raw format: `MODE MODE ID ID`, before and after, with zeros
	 * on the side that lacks it. Ids are whole, in hex.
	 */
	versions: string[];
	/** Files changed under drivers/ and sound/, or in the whole tree where git was asked for that. */
	files: number;
}

function linesIn(text: string): number {
	// Binary files have no lines: git writes a dash, which counts as 0.
	return text === '-' ? 0 : Number(text);
}

/**
 * Takes one record of `--numstat -z --no-renames` apart (added TAB removed TAB path) and adds it to `into`.
 * Records that a cache keeps have -1 for lines that are not known.
 */
export function addNumstat(into: CommitChanges, record: string): void {
	const first = record.indexOf('\t');
	const second = record.indexOf('\t', first + 1);
	into.lines.push(linesIn(record.slice(0, first)), linesIn(record.slice(first + 1, second)));
	into.paths.push(record.slice(second + 1));
}

/** How git is asked for the files of commits: `RawReader` takes the answer apart. */
export const rawFormat = ['-z', '--raw', '--no-abbrev', '--no-renames', '--no-relative'];

/**
 * Takes the output of `log -z --raw` or `diff-tree --stdin -z --raw` apart: for each commit the records of its
 * heading, then two for each file, `:MODE MODE ID ID STATUS` and the path. Records are told by their place, so
 * that a title or a path can be anything.
 */
export class RawReader {
	private readonly records: RecordReader;
	private readonly onCommit: (heading: readonly string[], changes: TreeChanges) => void;
	private readonly headings: number;
	private heading: string[] = [];
	private changes: TreeChanges = {paths: [], versions: [], files: 0};

	/** `headings` is the number of records before a commit's files; the first begins with the commit's id. */
	constructor(headings: number, onCommit: (heading: readonly string[], changes: TreeChanges) => void) {
		this.headings = headings;
		this.onCommit = onCommit;
		let versions: string | null = null;
		this.records = new RecordReader(record => {
			if (versions !== null) {
				this.add(versions, record);
				versions = null;
				return;
			}
			if (this.heading.length === headings) {
				// log sets the files off from the title with a newline.
				const from = record.startsWith('\n') ? 1 : 0;
				if (record[from] === ':') {
					// Without the colon, and without the status: one letter, as renames are off.
					versions = record.slice(from + 1, -2);
					return;
				}
				this.end();
			}
			this.heading.push(record);
		});
	}

	push(chunk: Buffer): void {
		this.records.push(chunk);
	}

	/** Hands over the commit whose heading was read last: nothing more of it follows. */
	end(): void {
		const {heading, changes} = this;
		if (heading.length < this.headings) return;
		this.heading = [];
		this.changes = {paths: [], versions: [], files: 0};
		this.onCommit(heading, changes);
	}

	private add(versions: string, path: string): void {
		this.changes.files++;
		if (!isSurveyed(path)) return;
		this.changes.paths.push(path);
		this.changes.versions.push(versions);
	}
}

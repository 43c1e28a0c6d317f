import {eachLine} from './config.ts';

/** One side of a changed file: the lines of it that the diff shows. */
export interface Side {
	/** As one text. */
	text: string;
	/** For each of its lines the number in the whole file. */
	numbers: number[];
	/** For each of its lines whether this side alone has it. */
	isOwn: boolean[];
}

/** A file that a diff changes, as far as the diff shows it. */
export interface ChangedFile {
	/** Its path after the change, or before it where it is deleted; null where the diff names none. */
	path: string | null;
	before: Side;
	after: Side;
}

const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/;
/** What diff without -u prints above a change: `12,13c12`. */
const plainHunk = /^\d+(?:,\d+)?[acd](\d+)(?:,\d+)?$/;
const loose = /^[+-](?:# )?CONFIG_\w+(?:=| is not set)/;

/** Whether a text is a diff, in mail quoted perhaps: unified, as diff prints without flags, or lines of `+CONFIG_X=y`. */
export function isDiff(text: string): boolean {
	return (
		/^(?:> ?)*@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/m.test(text) ||
		(/^\d+(?:,\d+)?[acd]\d+(?:,\d+)?\r?$/m.test(text) && /^[<>] /m.test(text)) ||
		(/^[+-](?:# )?CONFIG_\w+(?:=| is not set)/m.test(text) &&
			!/^(?:# )?CONFIG_\w+(?:=| is not set)/m.test(text))
	);
}

interface Writing {
	path: string | null;
	sides: {before: Lines; after: Lines};
	at: {before: number; after: number};
}
interface Lines {
	lines: string[];
	numbers: number[];
	isOwn: boolean[];
}

/** The files that a diff changes, in its order. */
export function changedFiles(text: string): ChangedFile[] {
	const files: Writing[] = [];
	const start = (path: string | null) => {
		const none = () => ({lines: [], numbers: [], isOwn: []});
		files.push({path, sides: {before: none(), after: none()}, at: {before: 1, after: 1}});
	};
	const add = (side: 'before' | 'after', line: string, isOwn: boolean) => {
		const file = files.at(-1)!;
		file.sides[side].lines.push(line);
		file.sides[side].numbers.push(file.at[side]++);
		file.sides[side].isOwn.push(isOwn);
	};
	const isQuoted = !hunk.test(text) && /^(?:> ?)+@@ -/m.test(text) && !/^@@ -/m.test(text);
	const isLoose = !/^(?:> ?)*@@ -/m.test(text) && !/^\d+(?:,\d+)?[acd]\d+(?:,\d+)?\r?$/m.test(text);
	let old: string | null = null;
	let state: 'outside' | 'unified' | 'plain' = 'outside';
	if (isLoose) start(null);
	eachLine(text, (raw, number) => {
		const line = (isQuoted ? raw.replace(/^(?:> ?)+/, '') : raw).replace(/\r$/, '');
		if (isLoose) {
			if (!loose.test(line)) return;
			files[0]!.at = {before: number, after: number};
			add(line[0] === '+' ? 'after' : 'before', line.slice(1), true);
			return;
		}
		const unified = hunk.exec(line);
		const plain = unified === null ? plainHunk.exec(line) : null;
		if (line.startsWith('diff ')) state = 'outside';
		else if (line.startsWith('--- ')) {
			// Within a hunk it may be a line that begins with `-- `: a head of a file is followed by another.
			if (state !== 'unified' || /^--- (?:[ab]\/|\/dev\/null|\S+\t)/.test(line)) {
				[old, state] = [pathOf(line), 'outside'];
			} else add('before', line.slice(1), true);
		} else if (line.startsWith('+++ ') && state === 'outside') start(pathOf(line) ?? old);
		else if (unified !== null || plain !== null) {
			if (files.length === 0) start(null);
			files.at(-1)!.at.after = Number((unified ?? plain)![1]);
			state = unified === null ? 'plain' : 'unified';
		} else if (state === 'unified') {
			if (line.startsWith('+')) add('after', line.slice(1), true);
			else if (line.startsWith('-')) add('before', line.slice(1), true);
			else if (line.startsWith(' ') || line === '') {
				add('before', line.slice(1), false);
				add('after', line.slice(1), false);
			} else if (!line.startsWith('\\')) state = 'outside';
		} else if (state === 'plain' && /^[<>] /.test(line)) {
			add(line[0] === '>' ? 'after' : 'before', line.slice(2), true);
		}
	});
	return files.map(({path, sides: {before, after}}) => ({
		path,
		before: {...before, text: before.lines.join('\n')},
		after: {...after, text: after.lines.join('\n')},
	}));
}

/** `b/arch/arm/configs/x_defconfig` without what git puts before it; null for a file that is not there. */
function pathOf(line: string): string | null {
	const path = line.slice(4).split('\t')[0]!.trim();
	if (path === '/dev/null') return null;
	return path.replace(/^"?[ab]\//, '').replace(/"$/, '') || null;
}

/** One file of a posted patch. Paths are relative to the kernel tree's top; null stands for /dev/null. */
export interface PatchedFile {
	from: string | null;
	to: string | null;
	/** The patch says that the file moved or was copied from `from`. */
	renamed: boolean;
}

/** What every diff has somewhere, at the start of a line: without one of these a text holds no patch. */
export const patchHints: readonly Buffer[] = [Buffer.from('\n+++ '), Buffer.from('\ndiff --git ')];

const extendedHeader =
	/^(?:index |old mode |new mode |deleted file mode |new file mode |similarity index |dissimilarity index |rename from |rename to |copy from |copy to )/;
/** Top folders of the kernel tree: a path that starts with one was written without the a/ and b/ of git. */
const topFolders = new Set(
	'Documentation LICENSES arch block certs crypto drivers fs include init io_uring ipc kernel lib mm net rust samples scripts security sound tools usr virt'.split(
		' ',
	),
);
const longestLine = 4096;

function lineAt(text: string, at: number): string {
	const end = text.indexOf('\n', at);
	// A line longer than any path is data, and is not worth a copy.
	return text.slice(at, Math.min(end < 0 ? text.length : end, at + longestLine));
}

function nextLine(text: string, at: number): number {
	const end = text.indexOf('\n', at);
	return end < 0 ? text.length : end + 1;
}

/** Undoes the quoting git gives to a path with unusual bytes (git-config, core.quotePath). */
function unquote(path: string): string {
	const escapes: Readonly<Record<string, string>> = {
		t: '\t',
		n: '\n',
		r: '\r',
		a: '\x07',
		b: '\b',
		f: '\f',
		v: '\v',
	};
	return path
		.slice(1, path.endsWith('"') ? -1 : undefined)
		.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
			code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8) & 0xff) : (escapes[code] ?? code),
		);
}

/** A path as a diff's header names it, without its first component where that is not the tree's own. */
function treePath(raw: string): string | null {
	const name = raw.startsWith('"') ? unquote(raw) : raw;
	if (name === '/dev/null' || name === '') return null;
	const slash = name.indexOf('/');
	if (slash < 0) return name;
	const first = name.slice(0, slash);
	return slash > 1 && topFolders.has(first) ? name : name.slice(slash + 1);
}

/** The path of a `--- ` or `+++ ` line and what follows the tab after it (a time stamp, in plain diffs). */
function pathOfLine(text: string, at: number): {path: string; stamp: string; next: number} {
	let line = lineAt(text, at + 4);
	let next = nextLine(text, at);
	if (line.trim() === '') {
		// A mailer that wraps lines (format=flowed, RFC 3676) moves a path that is too long to a line of its own.
		line = lineAt(text, next);
		next = nextLine(text, next);
	}
	const tab = line.indexOf('\t');
	return {
		path: (tab < 0 ? line : line.slice(0, tab)).trim(),
		stamp: tab < 0 ? '' : line.slice(tab + 1),
		next,
	};
}

/** The two paths of a `diff --git` line; null where it can't be said where the first one ends. */
function pathsOfGitLine(rest: string): [string, string] | null {
	const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(rest);
	if (quoted) return [quoted[1]!, quoted[2]!];
	// With blanks in them, only equal names can be told apart (git's own rule, see its apply.c).
	const half = (rest.length - 1) / 2;
	return Number.isInteger(half) && rest[half] === ' ' && rest.slice(1, half) === rest.slice(half + 2)
		? [rest.slice(0, half), rest.slice(half + 1)]
		: null;
}

/**
 * `--- a`, `+++ b`, `@@ -`: three lines in a row. Within a hunk a removed line that starts with `-- ` may look
 * like the first, but never like all three. Null where there is no such header at `at`.
 */
function plainHeader(text: string, at: number): {file: PatchedFile; next: number} | null {
	const old = pathOfLine(text, at);
	if (!text.startsWith('+++ ', old.next)) return null;
	const changed = pathOfLine(text, old.next);
	if (!text.startsWith('@@ -', changed.next)) return null;
	const from = treePath(old.path);
	const to = treePath(changed.path);
	// diff -N marks a file that is not there by the epoch as its time, in the zone of whoever made it.
	const epoch = /^(?:1970-01-01|1969-12-31|Thu Jan +1 .*1970|Wed Dec 31 .*1969)/;
	const empty = (stamp: string) => epoch.test(stamp);
	return {
		file: {from: empty(old.stamp) ? null : from, to: empty(changed.stamp) ? null : to, renamed: false},
		next: changed.next,
	};
}

/** A `diff --git` header with the lines that belong to it, with or without hunks after them. */
function gitHeader(text: string, at: number): {file: PatchedFile | null; next: number} {
	let rest = lineAt(text, at + 11).trimEnd();
	let next = nextLine(text, at);
	let paths = pathsOfGitLine(rest);
	if (!paths) {
		// The second path may have been wrapped to the next line by a mailer.
		rest = `${rest} ${lineAt(text, next).trim()}`;
		paths = pathsOfGitLine(rest);
		if (paths) next = nextLine(text, next);
	}
	let from = paths && treePath(paths[0]);
	let to = paths && treePath(paths[1]);
	let renamed = false;
	while (next < text.length) {
		const line = lineAt(text, next).trimEnd();
		if (!extendedHeader.test(line)) break;
		// The paths of these lines stand alone: no a/ or b/ before them.
		if (line.startsWith('rename from ') || line.startsWith('copy from ')) {
			from = ownPath(line.slice(line.indexOf('from ') + 5));
			renamed = true;
		} else if (line.startsWith('rename to ') || line.startsWith('copy to ')) {
			to = ownPath(line.slice(line.indexOf('to ') + 3));
			renamed = true;
		} else if (line.startsWith('deleted file mode ')) to = null;
		else if (line.startsWith('new file mode ')) from = null;
		next = nextLine(text, next);
	}
	if (text.startsWith('--- ', next)) {
		const plain = plainHeader(text, next);
		if (plain) {
			next = plain.next;
			if (!renamed) {
				// Lines that damage broke are made good by the ones that follow: both forms say what is deleted.
				if (plain.file.to === null) from ??= plain.file.from;
				if (!paths) ({from, to} = plain.file);
				else if (plain.file.to === null) to = null;
				else if (plain.file.from === null) from = null;
			}
		}
	}
	return {file: from === null && to === null ? null : {from, to, renamed}, next};
}

function ownPath(raw: string): string {
	return raw.startsWith('"') ? unquote(raw) : raw;
}

/**
 * The files a text's diffs touch, in their order: git's form (with renames, modes and binary files) and the plain
 * form. Only lines that begin a line count, so what a reply quotes is nothing. `text` holds one character a byte.
 */
export function patchedFiles(text: string): PatchedFile[] {
	const files: PatchedFile[] = [];
	let at = 0;
	let git = text.startsWith('diff --git ') ? 0 : startOf(text, '\ndiff --git ', 0);
	let plain = text.startsWith('--- ') ? 0 : startOf(text, '\n--- ', 0);
	for (;;) {
		if (git >= 0 && git < at) git = startOf(text, '\ndiff --git ', at - 1);
		if (plain >= 0 && plain < at) plain = startOf(text, '\n--- ', at - 1);
		if (git < 0 && plain < 0) return files;
		if (git >= 0 && (plain < 0 || git < plain)) {
			const header = gitHeader(text, git);
			if (header.file) files.push(header.file);
			at = header.next;
		} else {
			const header = plainHeader(text, plain);
			if (header && (header.file.from !== null || header.file.to !== null)) files.push(header.file);
			at = header ? header.next : plain + 4;
		}
		at = Math.max(at, 1);
	}
}

function startOf(text: string, needle: string, at: number): number {
	const found = text.indexOf(needle, at);
	return found < 0 ? -1 : found + 1;
}

/**
 * The paths a patch deletes. A file that moves is not deleted: neither as git writes it (`rename from`), nor
 * where the same patch adds a file of the same name elsewhere.
 */
export function deletedPaths(files: readonly PatchedFile[]): string[] {
	const added = new Set<string>();
	const kept = new Set<string>();
	for (const file of files) {
		if (file.to === null) continue;
		kept.add(file.to);
		if (file.from === null) added.add(baseName(file.to));
	}
	const deleted = new Set<string>();
	for (const file of files) {
		if (file.to === null && file.from !== null && !kept.has(file.from) && !added.has(baseName(file.from))) {
			deleted.add(file.from);
		}
	}
	return [...deleted];
}

function baseName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * Whether a subject marks a reply or a forwarded mail, in the words of the common mailers, also after tags that a
 * gateway put before it (`[EXT] Re: ...`), but not after a `[PATCH]`.
 */
export function isReply(subject: string): boolean {
	return replyMark.test(subject);
}

const replyMark =
	/^\s*(?:\[(?![^\]]*patch)[^\]]{0,40}\]\s*)*(?:re|aw|antw|sv|fwd?|回复|答复|转发)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]/i;

/**
 * Whether a subject is that of a notice that a patch was applied (`[tip: irq/core]`, `[thermal: thermal/next]`), or of a
 * request to take a whole branch: both repeat what was posted before.
 */
export function isNotice(subject: string): boolean {
	return /^\s*\[(?:tip: |(\w[\w-]*): \1\/[\w./-]+\]|(?:git )?pull\b)/i.test(subject);
}

/** A patch's title: its subject without the `[...]` tags before it. */
export function titleOf(subject: string): string {
	return subject.replace(/^(?:\s*\[[^\]]*\])+\s*/, '').trim();
}

/** A title as revisions of one patch share it: case and white space folded. */
export function foldTitle(title: string): string {
	return title.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** How many patches a subject says that its series has (`[PATCH 3/17]`); 0 where it says none. */
export function seriesSize(subject: string): number {
	// Tag by tag, each once: one pattern for all of it takes minutes over a subject of nothing but `[1/1`.
	for (const [tag] of subject.matchAll(/\[[^[\]]*\]/g)) {
		const size = /^.*\b\d+\/(\d+)/s.exec(tag)?.[1];
		if (size !== undefined) return Number(size);
	}
	return 0;
}

/**
 * The author line that may open a patch's text (`From: Name <address>`), as `git am` reads it: who wrote the
 * change, where somebody else sends it. Null where the text does not start with one.
 */
export function bodyAuthor(text: string): string | null {
	return /^\s*From:[ \t]*(.+@.+)\n/.exec(text.slice(0, 1000))?.[1] ?? null;
}

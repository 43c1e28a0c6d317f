/** Sentences whose source is the releases: which changed a driver in earnest, which brought it. */
import {type Check, type Finding, ownFiles, type Said, Unlooked} from './facts.ts';
import type {ReleaseBook} from './release-book.ts';

const noReleases = new Unlooked('no repository of releases was given');
const untagged = (release: string) => new Unlooked(`the repository has no tag v${release}`);

/** Lines of substance that a sweep may have changed: a step of more is looked at by eye. */
const sweepLines = 30;
/** The newest steps that the sentences on work speak of. */
const lookedAtSteps = 12;

/** Lines of the driver's present files that the step to a release changed. */
const rawLines = ({record}: Said, book: ReleaseBook, release: string) =>
	ownFiles(record).reduce((sum, file) => sum + book.changed(file, release), 0);

/** Whether a release has any of the driver's present files. */
const isThere = ({record}: Said, book: ReleaseBook, release: string) =>
	ownFiles(record).some(file => book.has(file, release));

/** Whether a release has all of them: else some came, or bore other names then. */
const isWhole = ({record}: Said, book: ReleaseBook, release: string) =>
	ownFiles(record).every(file => book.has(file, release));

/** Steps before the driver lay where it lies now are taken from the record: there is nothing to compare with. */
function earnestSteps(said: Said, earnest: number, known: number, newest: string | null): Finding {
	const {books, record} = said;
	const book = books.releases;
	if (book === null) return noReleases;
	const {releases} = books.manifest;
	const changes = record.signals.releases?.substantive ?? [];
	let [steps, worked] = [0, 0];
	for (let at = Math.max(1, changes.length - lookedAtSteps); at < changes.length; at++) {
		const own = changes[at] ?? null;
		if (own === null) continue;
		steps++;
		const [from, to] = [releases[at - 1]!.release, releases[at]!.release];
		if (!book.knows(from) || !book.knows(to)) return untagged(book.knows(from) ? to : from);
		const raw = isWhole(said, book, from) ? rawLines(said, book, to) : own;
		if (raw >= 5) worked++;
		if (to === newest && raw < 5) return `${to} changed ${raw} lines`;
	}
	if (steps !== known) return `${steps} steps are known`;
	return earnest <= worked ? null : `only ${worked} steps changed five lines or more`;
}

/**
 * Sweeps are left out of what is said, not out of what is counted here: lines that the record knows of it may have taken
 * for one.
 */
function untouchedSince(said: Said, since: string): Finding {
	const {manifest, releases: book} = said.books;
	if (book === null) return noReleases;
	const changes = said.record.signals.releases;
	const lines = (at: number) => (changes?.added[at] ?? 0) + (changes?.removed[at] ?? 0);
	let swept: Unlooked | null = null;
	const from = manifest.releases.findIndex(({release}) => release === since);
	if (from < 0) return `${since} is none of the releases`;
	for (let at = from + 1; at < manifest.releases.length; at++) {
		const [before, after] = [manifest.releases[at - 1]!.release, manifest.releases[at]!.release];
		if (!book.knows(before) || !book.knows(after)) return untagged(book.knows(before) ? after : before);
		// Where it left or came back, no work was done on it.
		if (!isThere(said, book, before) || !isThere(said, book, after)) continue;
		const raw = rawLines(said, book, after);
		if (raw < sweepLines) continue;
		const told = lines(at);
		if (told * 2 < raw) return `${after} changed ${raw} lines, the record knows of ${told}`;
		swept ??= new Unlooked(
			`a step changed ${sweepLines} lines or more: a person has to see whether by a sweep`,
		);
	}
	return swept;
}

function changedLines(said: Said, from: string, to: string, lines: number): Finding {
	const {manifest, releases: book} = said.books;
	if (book === null) return noReleases;
	const [first, last] = [from, to].map(name => manifest.releases.findIndex(({release}) => release === name));
	if (first! < 0 || last! < 0) return `${from} or ${to} is none of the releases`;
	if (!isThere(said, book, from)) return new Unlooked(`v${from} has it elsewhere`);
	let raw = 0;
	for (let at = first! + 1; at <= last!; at++) raw += rawLines(said, book, manifest.releases[at]!.release);
	return raw * 2 + 10 >= lines ? null : `${raw} lines changed at its present paths`;
}

const releaseBefore = ({books: {manifest}}: Said, release: string) => {
	const at = manifest.releases.findIndex(one => one.release === release);
	return manifest.releases[at - 1]?.release ?? release;
};

/** The path of a release's address. */
export function pathOfRelease(url: string): string | null {
	const path = /\/commits\/v[^/]+\/([^?#]+)$/.exec(url)?.[1];
	try {
		return path === undefined ? null : decodeURIComponent(path);
	} catch {
		return null;
	}
}

const isNewIn: Check = (said, [, release]) => {
	const {books, source} = said;
	const book = books.releases;
	if (book === null) return noReleases;
	const path = 'url' in source ? pathOfRelease(source.url) : null;
	if (path === null) return 'it cites no path of a release';
	const before = releaseBefore(said, release!);
	if (!book.knows(release!) || !book.knows(before)) return untagged(release!);
	if (!book.has(path, release!)) return `v${release} does not have ${path}`;
	return book.has(path, before) ? `v${before} has it` : null;
};

const plain = (number: string) => Number(number.replaceAll(',', ''));

/** Sentences by their form. */
export const releaseSentences: readonly (readonly [RegExp, Check])[] = [
	[
		/^(\d+) of its last (\d+) releases brought work on it(?:, (?:.+ or )?(\S+) most recently)?$/,
		(said, [, earnest, known, newest]) => earnestSteps(said, Number(earnest), Number(known), newest ?? null),
	],
	[
		/^of its last (\d+) releases only (?:.+ or )?(\S+) brought work on it$/,
		(said, [, known, newest]) => earnestSteps(said, 1, Number(known), newest!),
	],
	[
		/^no release since (\S+) changed more than a few lines of it in earnest$/,
		(said, [, since]) => untouchedSince(said, since!),
	],
	[/^unchanged in earnest since (\S+)$/, (said, [, since]) => untouchedSince(said, since!)],
	[
		/^Linux (\S+) changed (\d+) of its lines in earnest$/,
		(said, [, release, lines]) => changedLines(said, releaseBefore(said, release!), release!, Number(lines)),
	],
	[
		/^([\d,]+) of its lines changed in earnest since (\S+)$/,
		(said, [, lines, since]) =>
			changedLines(said, since!, said.books.manifest.releases.at(-1)?.release ?? '', plain(lines!)),
	],
	[/^new in Linux (?:.+ or )?(\S+)$/, isNewIn],
];

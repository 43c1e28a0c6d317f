import type {DriverRecord, Manifest, Source} from '../../dossier/schema.ts';
import {literally} from '../../text/literally.ts';
import type {MailBook} from './mail-book.ts';
import type {ReleaseBook} from './release-book.ts';
import type {TreeReader} from './tree-reader.ts';

/** Why a citation could not be looked at: what it needs was not given, or nobody knows how to look. */
export class Unlooked {
	readonly why: string;
	constructor(why: string) {
		this.why = why;
	}
}

/** What was found: null where it holds, a text says why it does not. */
export type Finding = null | string | Unlooked;

/** What citations are opened in; null where it was not given. */
export interface Books {
	manifest: Manifest;
	tree: TreeReader | null;
	releases: ReleaseBook | null;
	mails: MailBook | null;
	/** Texts of CVE records by id; null where none were given. One that is not there is no such record. */
	cves: ReadonlyMap<string, string> | null;
	/** The folder of configurations with its index.tsv. */
	configs: TextFolder | null;
	/** Tables of counted devices by name. */
	populations: ReadonlyMap<string, string>;
	/** Leapp's table as text. */
	leapp: string | null;
	/** Where the names that platform drivers register under stand in the tree, in quotes; null without a tree. */
	quoted: ReadonlyMap<string, readonly string[]> | null;
	/** What a clone of the kernel says of commits that are cited, and of the days on which drivers were worked on. */
	commits: {has(commit: string): boolean; worked(id: string, day: string): boolean} | null;
	/** The drivers of the data set that bear a module's name. */
	driversOf(module: string): readonly DriverRecord[];
}

/** Text files of a folder by name; null for one that is not there or can't be read. */
export interface TextFolder {
	text(name: string): string | null;
}

/** A reason with one of its clauses, and what it cites. */
export interface Said {
	record: DriverRecord;
	text: string;
	source: Source;
	books: Books;
}

/** Looks whether a clause holds; `match` is what its form found in it. */
export type Check = (said: Said, match: RegExpExecArray) => Finding;

/** A text as a regular expression that finds just it. */
export const literal = (text: string): RegExp => new RegExp(literally(text));

const isSource = (file: string) => /\.(?:c|h|S|rs)$/.test(file);

/** A driver's own sources, from the tree's top. */
export function ownFiles({directory, files}: Pick<DriverRecord, 'directory' | 'files'>): string[] {
	return files.filter(isSource).map(file => joined(directory, file));
}

/** `drivers/a/b` and `../c.h` are `drivers/a/c.h`. */
function joined(directory: string, file: string): string {
	const parts = directory.split('/');
	for (const part of file.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '.') parts.push(part);
	}
	return parts.join('/');
}

/** What a line says that names devices of device trees. */
export const deviceTreeTable: RegExp =
	/of_match_table|of_device_table|MODULE_DEVICE_TABLE\s*\(\s*of|_DECLARE|IRQCHIP/;

/**
 * Whether one of some files is the driver's: by the name of one of its own, or, as one that moved was called otherwise then,
 * by the module's or that of an own file with another ending.
 */
export function namesIn(
	{module, files}: {module: string; files: readonly string[]},
	names: readonly string[],
): boolean {
	const own = new Set(files.map(file => file.replace(/^.*\//, '')));
	const stem = plainName(module);
	return names.some(name => {
		if (own.has(name)) return true;
		const other = plainName(name.replace(/\.\w+$/, ''));
		// snd-hda-codec-via was patch_via.c: what is left of both is the chip.
		return other === stem || (other.startsWith('patch_') && stem.endsWith(`_${other.slice(6)}`));
	});
}

const plainName = (name: string) => name.replaceAll('-', '_');

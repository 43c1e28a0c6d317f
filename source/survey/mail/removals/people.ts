/** Who decides about a driver, without anybody's name or address being kept. */
import path from 'node:path';
import {isDirectory, maintainersLargest, readTreeFile} from '../../input-file.ts';
import {compilePattern, type FilePattern, longestLine, mostFields} from '../../tree/maintainers-file.ts';
import {compileName, type NamePattern} from '../../tree/name-pattern.ts';
import {hashText} from '../hash.ts';
import {addressOf} from '../message/message.ts';

/** The M: lines of a tree's MAINTAINERS, as hashes. */
export interface TreePeople {
	/** Those of every section that speaks for the file, as `hashesOf` has them; THE REST aside. */
	maintainersOf(file: string): ReadonlySet<number>;
	/** Whether a hash is of anybody whom any section names. */
	isMaintainer(hash: number): boolean;
}

/** Who decided on a day: who keeps a driver leaves MAINTAINERS with it, often by the very deletion that he posts. */
export interface DatedPeople {
	/** The day as YYYY-MM-DD. */
	on(day: string): TreePeople;
}

const nobody: TreePeople = {maintainersOf: () => new Set(), isMaintainer: () => false};

/** Nobody is known where there is no MAINTAINERS. */
export const nobodyKnown: DatedPeople = {on: () => nobody};

/** Hashes by which a person is known again: of the address, and of the name, since addresses change. */
export function hashesOf(from: string): number[] {
	const address = addressOf(from);
	const name = from
		.replace(/<.*$/, '')
		.replace(/\(.*\)/, '')
		.replace(/["']/g, '')
		.replace(/\s+via .*$/i, '')
		.trim()
		.toLowerCase();
	const hashes = address === '' ? [] : [hashText(address)];
	// One word is no name to know a person by.
	if (/^[^@\s]+,? [^@]+$/.test(name)) hashes.push(hashText(`name ${name.split(/,?\s+/).sort().join(' ')}`));
	return hashes;
}

interface PeopleSection {
	people: number[];
	patterns: LazyPattern[];
	excludes: LazyPattern[];
	names: NamePattern[];
}

/** A pattern that is compiled when a path begins as it does: most of the many releases' patterns never are. */
class LazyPattern {
	private readonly value: string;
	private readonly start: string;
	private readonly isDirectory: (name: string) => boolean;
	private compiled: FilePattern | null = null;

	constructor(value: string, isDirectory: (name: string) => boolean) {
		this.value = value;
		this.start = value.replace(/[*?[].*$/, '');
		this.isDirectory = isDirectory;
	}

	matches(file: string): boolean {
		if (!file.startsWith(this.start)) return false;
		this.compiled ??= compilePattern(this.value, this.isDirectory);
		return this.compiled.matches(file);
	}
}

/** Reads the MAINTAINERS of a tree; nobody is known where it has none. */
export function readTreePeople(tree: string): TreePeople {
	let text: string;
	try {
		text = readTreeFile(tree, 'MAINTAINERS', {largest: maintainersLargest});
	} catch {
		return nobody;
	}
	return peopleOf(text, name => isDirectory(path.join(tree, name)));
}

/**
 * The people of a tree, and those of earlier releases: on a day those of the newest release until then speak, before the
 * first one that one's, where there are none the tree's. That anybody of the tree may say what was applied holds on every day.
 * `releases` are the texts of their MAINTAINERS, oldest first; each is read when it is asked for.
 */
export function datedPeople(
	tree: TreePeople,
	releases: readonly {date: string; text: string}[] = [],
	isDirectory: (name: string) => boolean = () => false,
): DatedPeople {
	const known = new Map<number, TreePeople>();
	return {
		on(day) {
			const at = Math.max(
				releases.findLastIndex(({date}) => date <= day),
				0,
			);
			const release = releases[at];
			if (release === undefined) return tree;
			let people = known.get(at);
			if (people === undefined) {
				const then = peopleOf(release.text, isDirectory);
				people = {
					maintainersOf: file => then.maintainersOf(file),
					isMaintainer: hash => tree.isMaintainer(hash) || then.isMaintainer(hash),
				};
				known.set(at, people);
			}
			return people;
		},
	};
}

/** The people of a MAINTAINERS text; `isDirectory` as for `parseMaintainers`. */
export function peopleOf(text: string, isDirectory: (name: string) => boolean): TreePeople {
	const sections: PeopleSection[] = [];
	let section: PeopleSection | null = null;
	let fields = 0;
	for (const line of text.split('\n')) {
		if (line.length > longestLine) continue;
		const field = /^([A-Z]):/.exec(line);
		if (field === null) {
			if (/^\s/.test(line)) continue;
			section =
				line === '' || line === 'THE REST' ? null : {people: [], patterns: [], excludes: [], names: []};
			if (section !== null) sections.push(section);
		} else if (section !== null) {
			if (++fields > mostFields) break;
			readField(section, field[1]!, line.slice(2).trim(), isDirectory);
		}
	}
	const everybody = new Set(sections.flatMap(({people}) => people));
	const known = new Map<string, ReadonlySet<number>>();
	return {
		isMaintainer: hash => everybody.has(hash),
		maintainersOf(file) {
			let people = known.get(file);
			if (people === undefined) {
				people = new Set(sections.filter(one => speaksFor(one, file)).flatMap(one => one.people));
				known.set(file, people);
			}
			return people;
		},
	};
}

function readField(
	section: PeopleSection,
	field: string,
	value: string,
	isDirectory: (name: string) => boolean,
): void {
	if (field === 'M') section.people.push(...hashesOf(value));
	else if (field === 'F') section.patterns.push(new LazyPattern(value, isDirectory));
	else if (field === 'X') section.excludes.push(new LazyPattern(value, isDirectory));
	else if (field === 'N') {
		const name = compileName(value);
		// The tree's survey names one that is not followed.
		if (typeof name !== 'string') section.names.push(name);
	}
}

function speaksFor({patterns, excludes, names}: PeopleSection, file: string): boolean {
	if (excludes.some(pattern => pattern.matches(file))) return false;
	return patterns.some(pattern => pattern.matches(file)) || names.some(name => name.test(file));
}

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

/** Nobody is known where there is no MAINTAINERS. */
export const nobodyKnown: TreePeople = {maintainersOf: () => new Set(), isMaintainer: () => false};

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
	patterns: FilePattern[];
	excludes: FilePattern[];
	names: NamePattern[];
}

/** Reads the MAINTAINERS of a tree; nobody is known where it has none. */
export function readTreePeople(tree: string): TreePeople {
	let text: string;
	try {
		text = readTreeFile(tree, 'MAINTAINERS', {largest: maintainersLargest});
	} catch {
		return nobodyKnown;
	}
	return peopleOf(text, name => isDirectory(path.join(tree, name)));
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
	else if (field === 'F') section.patterns.push(compilePattern(value, isDirectory));
	else if (field === 'X') section.excludes.push(compilePattern(value, isDirectory));
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

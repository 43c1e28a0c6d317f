/** Who decides about a driver, without anybody's name or address being kept. */
import {statSync} from 'node:fs';
import path from 'node:path';
import {maintainersLargest, readTreeFile} from '../../input-file.ts';
import {compilePattern, type FilePattern} from '../../tree/maintainers-file.ts';
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
	names: RegExp[];
}

/** Reads the MAINTAINERS of a tree; nobody is known where it has none. */
export function readTreePeople(tree: string): TreePeople {
	let text: string;
	try {
		text = readTreeFile(tree, 'MAINTAINERS', {largest: maintainersLargest});
	} catch {
		return nobodyKnown;
	}
	return peopleOf(
		text,
		name => statSync(path.join(tree, name), {throwIfNoEntry: false})?.isDirectory() === true,
	);
}

/** The people of a MAINTAINERS text; `isDirectory` as for `parseMaintainers`. */
export function peopleOf(text: string, isDirectory: (name: string) => boolean): TreePeople {
	const sections: PeopleSection[] = [];
	let section: PeopleSection | null = null;
	for (const line of text.split('\n')) {
		const field = /^([A-Z]):\s*(.*?)\s*$/.exec(line);
		if (field === null) {
			if (/^\s/.test(line)) continue;
			section =
				line === '' || line === 'THE REST' ? null : {people: [], patterns: [], excludes: [], names: []};
			if (section !== null) sections.push(section);
		} else if (section !== null) readField(section, field[1]!, field[2]!, isDirectory);
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
		try {
			section.names.push(new RegExp(value));
		} catch {
			// The tree's survey names it.
		}
	}
}

function speaksFor({patterns, excludes, names}: PeopleSection, file: string): boolean {
	if (excludes.some(pattern => pattern.matches(file))) return false;
	return patterns.some(pattern => pattern.matches(file)) || names.some(name => name.test(file));
}

/**
 * The file MAINTAINERS: its sections, and which paths their patterns match. Matching follows scripts/get_maintainer.pl:
 * `F: dir/` is everything below, any other F: is a prefix pattern of the same depth, `[ch]` one of these letters; X:
 * takes a file out of its section as F: puts it in, N: is a regular expression on the path. K:, which looks at
 * contents, is not followed.
 */
import {maintainerStatuses} from '../../dossier/query/vocabulary.ts';
import type {Maintainers, Problem} from '../../dossier/schema.ts';
import {compilePrefixGlob} from './glob.ts';
import {compileName, type NamePattern} from './name-pattern.ts';

/** Characters of a line, and fields of the whole file; that of Linux 7.3 has up to 150, and 22 thousand. */
export const longestLine = 1000;
export const mostFields = 100_000;
/** Lists of one section. */
const mostLists = 100;

/** One section of the file. */
export interface MaintainerSection {
	title: string;
	/** The line of the title, `MAINTAINERS:LINE`. */
	at: string;
	status: Maintainers['status'];
	/** Addresses of L: lines, remarks left out; lists for subscribers only are none that a patch is sent to. */
	lists: string[];
	/** Whether it names nobody and no status: a mailing list that wants copies. It speaks only where no other does. */
	isListOnly: boolean;
	patterns: FilePattern[];
	excludes: FilePattern[];
	names: NamePattern[];
}

/** An F: line. */
export interface FilePattern {
	/** As written, with the slash that get_maintainer adds to a directory. */
	text: string;
	/** get_maintainer's depth: its slashes, and one more unless it ends with a slash. */
	depth: number;
	/** The fixed directory it starts with, under which all its matches lie. */
	directory: string;
	/** Whether it stands for everything below a directory. */
	isWholeDirectory: boolean;
	matches(file: string): boolean;
}

/** Reads the file; `directories` tells which F: values are directories without a slash. */
export function parseMaintainers(
	text: string,
	isDirectory: (name: string) => boolean,
): {sections: MaintainerSection[]; problems: Problem[]} {
	const sections: MaintainerSection[] = [];
	const problems: Problem[] = [];
	const lines = text.split('\n');
	const refuse = (index: number, problem: string): void => {
		problems.push({source: 'maintainers', where: `MAINTAINERS:${index + 1}`, problem});
	};
	let fields = 0;
	let section: MaintainerSection | null = null;
	let title = '';
	let titleLine = 0;
	for (const [index, line] of lines.entries()) {
		if (line.length > longestLine) {
			refuse(index, `has a line of ${line.length} characters: left out`);
			continue;
		}
		const field = /^([A-Z]):/.exec(line);
		if (!field) {
			// Indented lines explain the one before; a blank one ends the section.
			if (!/^\s+\S/.test(line)) {
				title = line.trim();
				titleLine = index + 1;
				section = null;
			}
			continue;
		}
		if (section === null) {
			// The head of the file explains the fields in the same shape; a section needs a title of its own.
			if (title === '') {
				continue;
			}
			section = {
				title,
				at: `MAINTAINERS:${titleLine}`,
				status: null,
				lists: [],
				isListOnly: true,
				patterns: [],
				excludes: [],
				names: [],
			};
			sections.push(section);
		}
		if (++fields > mostFields) {
			refuse(index, `has more than ${mostFields} fields: the others are left out`);
			break;
		}
		const problem = readField(section, field[1]!, line.slice(2).trim(), isDirectory);
		if (problem !== null) refuse(index, problem);
	}
	return {
		sections: sections.filter(
			({title, patterns, names}) => title !== 'THE REST' && patterns.length + names.length > 0,
		),
		problems,
	};
}

/** A status as it is written: `Odd fixes`, `Orphaned`, `Orphan / Obsolete`; null where it is none that is known. */
function readStatus(value: string): Maintainers['status'] {
	const [first] = value.toLowerCase().split('/');
	const said = first!.trim().replace(/^orphaned$/, 'orphan');
	return maintainerStatuses.find(status => status.toLowerCase() === said) ?? null;
}

function readField(
	section: MaintainerSection,
	field: string,
	value: string,
	isDirectory: (name: string) => boolean,
): string | null {
	switch (field) {
		case 'M':
		case 'R':
			section.isListOnly = false;
			return null;
		case 'S':
			section.isListOnly = false;
			section.status = readStatus(value);
			return null;
		case 'L': {
			const address = /^<?([^\s<>()]+@[^\s<>()]+?)>?(?=$|\s|\()/.exec(value)?.[1];
			if (
				section.lists.length < mostLists &&
				address !== undefined &&
				!section.lists.includes(address) &&
				!/subscribers-only/.test(value)
			) {
				section.lists.push(address);
			}
			return null;
		}
		case 'F':
		case 'X': {
			const pattern = compilePattern(value, isDirectory);
			if (field === 'F') {
				section.patterns.push(pattern);
			} else {
				section.excludes.push(pattern);
			}
			return null;
		}
		case 'N':
			return addName(section, value);
		default:
			return null;
	}
}

function addName(section: MaintainerSection, value: string): string | null {
	const name = compileName(value);
	if (typeof name === 'string') {
		return `N: ${value} ${name}`;
	}
	section.names.push(name);
	return null;
}

/** The slashes of a path or pattern. */
export function countSlashes(text: string): number {
	return text.split('/').length - 1;
}

const wildcard = /[*?[]/;

/** Compiles an F: or X: value. */
export function compilePattern(value: string, isDirectory: (name: string) => boolean): FilePattern {
	const hasWildcard = wildcard.test(value);
	const text = !hasWildcard && !value.endsWith('/') && isDirectory(value) ? `${value}/` : value;
	const slashes = countSlashes(text);
	const isWholeDirectory = text.endsWith('/');
	const depth = text.startsWith('*') ? -1 : slashes + (isWholeDirectory ? 0 : 1);
	const fixed = hasWildcard ? text.slice(0, text.search(wildcard)) : text;
	const directory = fixed.slice(0, Math.max(0, fixed.lastIndexOf('/')));
	if (!hasWildcard) {
		return isWholeDirectory
			? {text, depth, directory, isWholeDirectory, matches: file => file.startsWith(text)}
			: {
					text,
					depth,
					directory,
					isWholeDirectory,
					matches: file => file.startsWith(text) && countSlashes(file) === slashes,
				};
	}
	// As in get_maintainer, a prefix is enough: `dir/foo` matches dir/foo.c and dir/foobar.c.
	const expression = compilePrefixGlob(text);
	const crosses = isWholeDirectory || text.includes('**');
	return {
		text,
		depth,
		directory,
		isWholeDirectory,
		matches: file => expression.test(file) && (crosses || countSlashes(file) === slashes),
	};
}

/**
 * The file MAINTAINERS: its sections, and which paths their patterns match. Matching follows scripts/get_maintainer.pl:
 * `F: dir/` is everything below, any other F: is a prefix pattern of the same depth, `[ch]` one of these letters; X:
 * takes a file out of its section as F: puts it in, N: is a regular expression on the path. K:, which looks at
 * contents, is not followed.
 */
import {maintainerStatuses} from '../../dossier/query/vocabulary.ts';
import type {Maintainers, Problem} from '../../dossier/schema.ts';

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
	names: RegExp[];
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
	let section: MaintainerSection | null = null;
	let title = '';
	let titleLine = 0;
	for (const [index, line] of lines.entries()) {
		const field = /^([A-Z]):\s*(.*?)\s*$/.exec(line);
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
		const problem = readField(section, field[1]!, field[2]!, isDirectory);
		if (problem !== null) {
			problems.push({source: 'maintainers', where: `MAINTAINERS:${index + 1}`, problem});
		}
	}
	return {
		sections: sections.filter(
			({title, patterns, names}) => title !== 'THE REST' && patterns.length + names.length > 0,
		),
		problems,
	};
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
			section.status =
				maintainerStatuses.find(status => status.toLowerCase() === value.toLowerCase()) ?? null;
			return null;
		case 'L': {
			const address = /^<?([^\s<>()]+@[^\s<>()]+?)>?(?=$|\s|\()/.exec(value)?.[1];
			if (address !== undefined && !section.lists.includes(address) && !/subscribers-only/.test(value)) {
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
			try {
				section.names.push(new RegExp(value));
				return null;
			} catch {
				return `N: ${value} is no regular expression`;
			}
		default:
			return null;
	}
}

function toPrefixRegExp(pattern: string): RegExp {
	const source = pattern
		.replace(/[+^${}()|\\.]/g, '\\$&')
		.replace(/\*+/g, stars => (stars.length > 1 ? '(?:.*)' : '.*'))
		.replace(/\?/g, '.');
	// As in get_maintainer, a prefix is enough: `dir/foo` matches dir/foo.c and dir/foobar.c.
	try {
		return new RegExp(`^${source}`);
	} catch {
		return new RegExp(`^${source.replace(/[[\]]/g, '\\$&')}`);
	}
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
	const expression = toPrefixRegExp(text);
	const crosses = isWholeDirectory || text.includes('**');
	return {
		text,
		depth,
		directory,
		isWholeDirectory,
		matches: file => expression.test(file) && (crosses || countSlashes(file) === slashes),
	};
}

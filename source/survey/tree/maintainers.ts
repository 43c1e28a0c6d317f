/**
 * MAINTAINERS, and which section speaks for a file. Matching follows scripts/get_maintainer.pl: `F: dir/` is
 * everything below, any other F: is a prefix pattern of the same depth, X: takes a file out of its section,
 * N: is a regular expression on the path, K: is not looked at.
 */
import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {maintainerStatuses} from '../../dossier/query/vocabulary.ts';
import type {Maintainers, Problem} from '../../dossier/schema.ts';
import {describeError} from './file-errors.ts';

/** One section of the file. */
export interface MaintainerSection {
	title: string;
	/** The line of the title, `MAINTAINERS:LINE`. */
	at: string;
	status: Maintainers['status'];
	/** Addresses of L: lines, remarks left out. */
	lists: string[];
	/** Whether it names nobody and no status: a mailing list that wants copies. It speaks only where no other does. */
	isListOnly: boolean;
	patterns: FilePattern[];
	excludes: RegExp[];
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

/** The section that speaks for a file, and the directory its pattern covers (null for an N: match). */
export interface MaintainerMatch {
	section: MaintainerSection;
	depth: number;
	directory: string | null;
	length: number;
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
			section.isListOnly = false;
			return null;
		case 'S':
			section.isListOnly = false;
			section.status =
				maintainerStatuses.find(status => status.toLowerCase() === value.toLowerCase()) ?? null;
			return null;
		case 'L': {
			const address = /^<?([^\s<>()]+@[^\s<>()]+?)>?(?=$|\s|\()/.exec(value)?.[1];
			if (address !== undefined && !section.lists.includes(address)) {
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
				section.excludes.push(toPrefixRegExp(pattern.text));
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
		.replace(/[+^${}()|[\]\\.]/g, '\\$&')
		.replace(/\*+/g, stars => (stars.length > 1 ? '(?:.*)' : '.*'))
		.replace(/\?/g, '.');
	// As in get_maintainer, a prefix is enough: `dir/foo` matches dir/foo.c and dir/foobar.c.
	return new RegExp(`^${source}`);
}

function countSlashes(text: string): number {
	return text.split('/').length - 1;
}

/** Compiles an F: or X: value. */
export function compilePattern(value: string, isDirectory: (name: string) => boolean): FilePattern {
	const hasWildcard = /[*?]/.test(value);
	const text = !hasWildcard && !value.endsWith('/') && isDirectory(value) ? `${value}/` : value;
	const slashes = countSlashes(text);
	const isWholeDirectory = text.endsWith('/');
	const depth = text.startsWith('*') ? -1 : slashes + (isWholeDirectory ? 0 : 1);
	const fixed = hasWildcard ? text.slice(0, text.search(/[*?]/)) : text;
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

/** Finds the best section for files and directories. */
export class MaintainerIndex {
	private readonly byDirectory = new Map<string, {pattern: FilePattern; section: MaintainerSection}[]>();
	private readonly named: MaintainerSection[];
	private readonly cache = new Map<string, MaintainerMatch | null>();

	/** `sections` in the order of the file: it decides between equals. */
	constructor(sections: readonly MaintainerSection[]) {
		for (const section of sections) {
			for (const pattern of section.patterns) {
				const known = this.byDirectory.get(pattern.directory);
				if (known === undefined) {
					this.byDirectory.set(pattern.directory, [{pattern, section}]);
				} else {
					known.push({pattern, section});
				}
			}
		}
		this.named = sections.filter(section => section.names.length > 0);
	}

	/** The section with the deepest pattern that matches the file; of equals the longest, then the first. */
	findForFile(file: string): MaintainerMatch | null {
		const cached = this.cache.get(file);
		if (cached !== undefined) {
			return cached;
		}
		const match = this.search(file);
		this.cache.set(file, match);
		return match;
	}

	/** The section whose pattern covers the directory as a whole. */
	findForDirectory(directory: string): MaintainerMatch | null {
		// Any file of the directory is covered by what covers the directory: ask for one that nobody names.
		return this.search(`${directory}/\u0001`);
	}

	private search(file: string): MaintainerMatch | null {
		let best: MaintainerMatch | null = null;
		let directory = file;
		while (directory !== '') {
			directory = directory.slice(0, Math.max(0, directory.lastIndexOf('/')));
			for (const {pattern, section} of this.byDirectory.get(directory) ?? []) {
				const isBetter = best === null || isCloser(section, pattern, best);
				if (isBetter && pattern.matches(file) && !section.excludes.some(exclude => excludes(exclude, file))) {
					best = {
						section,
						depth: pattern.depth,
						directory: findCovered(pattern, file),
						length: pattern.text.length,
					};
				}
			}
		}
		return best ?? this.searchNames(file);
	}

	private searchNames(file: string): MaintainerMatch | null {
		const section = this.named.find(
			candidate =>
				candidate.names.some(name => name.test(file)) &&
				!candidate.excludes.some(exclude => excludes(exclude, file)),
		);
		return section === undefined ? null : {section, depth: 0, directory: null, length: 0};
	}
}

/** Whether a pattern outranks the best so far: stated sections first, then depth, then length. */
function isCloser(section: MaintainerSection, pattern: FilePattern, best: MaintainerMatch): boolean {
	if (section.isListOnly !== best.section.isListOnly) {
		return best.section.isListOnly;
	}
	return pattern.depth > best.depth || (pattern.depth === best.depth && pattern.text.length > best.length);
}

/** The directory a pattern speaks for where it matches `file`: wildcards in it stand for the file's own path. */
function findCovered(pattern: FilePattern, file: string): string {
	return file
		.split('/')
		.slice(0, pattern.isWholeDirectory ? countSlashes(pattern.text) : -1)
		.join('/');
}

function excludes(exclude: RegExp, file: string): boolean {
	return exclude.test(file);
}

/** Lines of each file, for the vote. */
export interface WeighedFile {
	file: string;
	lines: number;
}

/**
 * The section that speaks for a driver or directory: each source votes with its lines, and the winner needs
 * half of them; else the section that covers the directory is taken. `own` is false when the winner's pattern
 * covers no more than a directory above.
 */
export function chooseMaintainers(
	index: MaintainerIndex,
	directory: string,
	sources: readonly WeighedFile[],
): Maintainers {
	const votes = new Map<MaintainerSection, {lines: number; match: MaintainerMatch}>();
	let total = 0;
	for (const {file, lines} of sources) {
		// An empty file still says something when it is the only one.
		const weight = Math.max(lines, 1);
		total += weight;
		const match = index.findForFile(file);
		if (match === null) {
			continue;
		}
		const vote = votes.get(match.section);
		if (vote === undefined) {
			votes.set(match.section, {lines: weight, match});
		} else {
			vote.lines += weight;
			vote.match = match.depth > vote.match.depth ? match : vote.match;
		}
	}
	let best: {lines: number; match: MaintainerMatch} | null = null;
	for (const vote of votes.values()) {
		if (best === null || vote.lines > best.lines) {
			best = vote;
		}
	}
	const match = best !== null && best.lines * 2 >= total ? best.match : index.findForDirectory(directory);
	if (match === null) {
		return {section: null, status: null, own: false, lists: [], at: null};
	}
	const {section} = match;
	const isAbove =
		match.directory !== null && match.directory !== directory && isWithin(directory, match.directory);
	return {
		section: section.title,
		status: section.status,
		own: !isAbove,
		lists: [...section.lists],
		at: section.at,
	};
}

function isWithin(directory: string, above: string): boolean {
	return above === '' || directory.startsWith(`${above}/`);
}

/** Reads MAINTAINERS of a tree; null with a problem when it is not there. */
export function readMaintainers(tree: string): {index: MaintainerIndex | null; problems: Problem[]} {
	let text: string;
	try {
		text = readFileSync(path.join(tree, 'MAINTAINERS'), 'utf8');
	} catch (error) {
		return {
			index: null,
			problems: [
				{source: 'maintainers', where: 'MAINTAINERS', problem: `can't be read: ${describeError(error)}`},
			],
		};
	}
	const {sections, problems} = parseMaintainers(
		text,
		name => statSync(path.join(tree, name), {throwIfNoEntry: false})?.isDirectory() === true,
	);
	return {index: new MaintainerIndex(sections), problems};
}

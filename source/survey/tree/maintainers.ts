/** Which section of MAINTAINERS speaks for a driver, and which lists all of its sections name. */
import path from 'node:path';
import type {Maintainers, Problem} from '../../dossier/schema.ts';
import {isDirectory, maintainersLargest, readTreeFile} from '../input-file.ts';
import {describeError} from './file-errors.ts';
import {
	countSlashes,
	type FilePattern,
	type MaintainerSection,
	parseMaintainers,
} from './maintainers-file.ts';

/** Patterns that begin with one directory, and sections with N: lines, that are asked about each file; in Linux 7.3 up to 480 and 90. */
const mostOfDirectory = 3000;
const mostNamed = 500;

/** The section that speaks for a file, and the directory its pattern covers (null for an N: match). */
export interface MaintainerMatch {
	section: MaintainerSection;
	depth: number;
	directory: string | null;
	length: number;
}

interface PlacedPattern {
	pattern: FilePattern;
	section: MaintainerSection;
}

interface DirectoryPatterns {
	certain: MaintainerSection[];
	possible: PlacedPattern[];
}

/** Finds the sections for files and directories. */
export class MaintainerIndex {
	private readonly byDirectory = new Map<string, PlacedPattern[]>();
	private readonly patternsOf = new Map<string, DirectoryPatterns>();
	private readonly named: MaintainerSection[];
	private readonly cache = new Map<string, MaintainerMatch | null>();
	private readonly listsOf = new Map<string, readonly string[]>();

	/** `sections` in the order of the file: it decides between equals. */
	constructor(sections: readonly MaintainerSection[]) {
		for (const section of sections) {
			for (const pattern of section.patterns) {
				const known = this.byDirectory.get(pattern.directory);
				if (known === undefined) {
					this.byDirectory.set(pattern.directory, [{pattern, section}]);
				} else if (known.length < mostOfDirectory) {
					known.push({pattern, section});
				}
			}
		}
		this.named = sections.filter(section => section.names.length > 0).slice(0, mostNamed);
	}

	/** The section with the deepest pattern that matches the file; of equals the longest, then the section of fewer patterns, then the first. */
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

	/** The lists of every section that matches one of the files, at whatever depth, sorted. */
	listsForFiles(files: readonly string[]): string[] {
		const lists = new Set<string>();
		for (const file of files) {
			let known = this.listsOf.get(file);
			if (known === undefined) {
				known = [...new Set(this.findAll(file).flatMap(section => section.lists))];
				this.listsOf.set(file, known);
			}
			for (const list of known) lists.add(list);
		}
		return [...lists].sort();
	}

	/** The lists of every section that covers the directory, or one above, as a whole; sorted. */
	listsForDirectory(directory: string): string[] {
		return this.listsForFiles([`${directory}/\u0001`]);
	}

	private findAll(file: string): MaintainerSection[] {
		const {certain, possible} = this.patternsFor(file.slice(0, file.lastIndexOf('/')));
		const found = new Set<MaintainerSection>();
		for (const section of certain) {
			if (!isExcluded(section, file)) found.add(section);
		}
		for (const {pattern, section} of possible) {
			if (!found.has(section) && pattern.matches(file) && !isExcluded(section, file)) {
				found.add(section);
			}
		}
		for (const section of this.named) {
			if (!found.has(section) && section.names.some(name => name.test(file)) && !isExcluded(section, file)) {
				found.add(section);
			}
		}
		return [...found];
	}

	/** What is asked for the files of one directory: sections that cover it whole, and patterns that may match. */
	private patternsFor(directory: string): DirectoryPatterns {
		let known = this.patternsOf.get(directory);
		if (known !== undefined) return known;
		known = {certain: [], possible: []};
		const probe = `${directory}/\u0001`;
		const slashes = countSlashes(probe);
		for (let above = directory; ; above = above.slice(0, Math.max(0, above.lastIndexOf('/')))) {
			for (const entry of this.byDirectory.get(above) ?? []) {
				const {isWholeDirectory, text} = entry.pattern;
				if (isWholeDirectory && entry.pattern.matches(probe)) known.certain.push(entry.section);
				else if (!isWholeDirectory && (text.includes('**') || countSlashes(text) === slashes))
					known.possible.push(entry);
			}
			if (above === '') break;
		}
		this.patternsOf.set(directory, known);
		return known;
	}

	private search(file: string): MaintainerMatch | null {
		let best: MaintainerMatch | null = null;
		let directory = file;
		while (directory !== '') {
			directory = directory.slice(0, Math.max(0, directory.lastIndexOf('/')));
			for (const {pattern, section} of this.byDirectory.get(directory) ?? []) {
				const isBetter = best === null || isCloser(section, pattern, best);
				if (isBetter && pattern.matches(file) && !isExcluded(section, file)) {
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
			candidate => candidate.names.some(name => name.test(file)) && !isExcluded(candidate, file),
		);
		return section === undefined ? null : {section, depth: 0, directory: null, length: 0};
	}
}

/**
 * Whether a pattern outranks the best so far: stated sections first, then depth, then length; of equals the section with
 * fewer patterns, whose drivers these are: S390 NETWORK DRIVERS before NETWORKING DRIVERS, which names their folder too.
 */
function isCloser(section: MaintainerSection, pattern: FilePattern, best: MaintainerMatch): boolean {
	if (section.isListOnly !== best.section.isListOnly) {
		return best.section.isListOnly;
	}
	if (pattern.depth !== best.depth) return pattern.depth > best.depth;
	if (pattern.text.length !== best.length) return pattern.text.length > best.length;
	return section.patterns.length < best.section.patterns.length;
}

/** The directory a pattern speaks for where it matches `file`: wildcards in it stand for the file's own path. */
function findCovered(pattern: FilePattern, file: string): string {
	return file
		.split('/')
		.slice(0, pattern.isWholeDirectory ? countSlashes(pattern.text) : -1)
		.join('/');
}

function isExcluded(section: MaintainerSection, file: string): boolean {
	return section.excludes.some(exclude => exclude.matches(file));
}

/** Lines of each file, for the vote; of one that is shared its share, which need be no whole number. */
export interface WeighedFile {
	file: string;
	lines: number;
}

/**
 * The section that speaks for a driver or directory: each source votes with its lines, and the winner needs
 * half of them; else the section that covers the directory is taken. `own` is false when the winner's pattern
 * covers no more than a directory above, unless that lies so deep that it is one family's: drivers/net/wireless/mediatek/mt76
 * of what is in its mt7921, not drivers/w1 of what is in its slaves. `lists` are those of all sections that match one of `ownSources`, or with
 * null of those that cover the directory.
 */
export function chooseMaintainers(
	index: MaintainerIndex,
	directory: string,
	sources: readonly WeighedFile[],
	ownSources: readonly string[] | null,
): Maintainers {
	const lists = ownSources === null ? index.listsForDirectory(directory) : index.listsForFiles(ownSources);
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
		return {section: null, status: null, own: false, lists, at: null};
	}
	const {section} = match;
	const isAbove =
		match.directory !== null &&
		match.directory !== directory &&
		isWithin(directory, match.directory) &&
		match.directory.split('/').length < familyDepth;
	return {
		section: section.title,
		status: section.status,
		own: !isAbove,
		lists,
		at: section.at,
	};
}

/** A directory so many folders deep is a family's of drivers, not a subsystem's. */
const familyDepth = 4;

/** A section that is the best for so many drivers is their subsystem's, not theirs: two dozen. */
const driversOfFlatSection = 24;

/** The same drivers, `own` false for those whose section speaks for dozens. */
export function withoutFlatSections<Driver extends {maintainers: Maintainers | null}>(
	drivers: readonly Driver[],
): Driver[] {
	const counts = new Map<string, number>();
	for (const {maintainers} of drivers) {
		if (maintainers?.at != null) counts.set(maintainers.at, (counts.get(maintainers.at) ?? 0) + 1);
	}
	return drivers.map(driver => {
		const {maintainers} = driver;
		if (maintainers?.at == null || !maintainers.own) return driver;
		const isFlat = counts.get(maintainers.at)! >= driversOfFlatSection;
		return isFlat ? {...driver, maintainers: {...maintainers, own: false}} : driver;
	});
}

function isWithin(directory: string, above: string): boolean {
	return above === '' || directory.startsWith(`${above}/`);
}

/** Reads MAINTAINERS of a tree; null with a problem when it is not there. */
export function readMaintainers(tree: string): {index: MaintainerIndex | null; problems: Problem[]} {
	let text: string;
	try {
		text = readTreeFile(tree, 'MAINTAINERS', {largest: maintainersLargest});
	} catch (error) {
		return {
			index: null,
			problems: [
				{source: 'maintainers', where: 'MAINTAINERS', problem: `can't be read: ${describeError(error)}`},
			],
		};
	}
	const {sections, problems} = parseMaintainers(text, name => isDirectory(path.join(tree, name)));
	return {index: new MaintainerIndex(sections), problems};
}

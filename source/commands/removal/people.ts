/** Whom a tree's MAINTAINERS names for a driver, as it prints them. Nothing of this is kept anywhere. */
import {
	compilePattern,
	type FilePattern,
	type MaintainerSection,
	parseMaintainers,
} from '../../survey/tree/maintainers-file.ts';
import type {BoundedTree} from './bounded-tree.ts';

/** A section, and what stands in it. */
export interface AddressedSection {
	title: string;
	/** Its first and last line. */
	from: number;
	to: number;
	/** S:, M:, R: and L: lines, as they are printed. */
	lines: string[];
	/** Whether it names a person. */
	hasPeople: boolean;
	/** F: and X: lines, each with its place, that name nothing but the driver. */
	patterns: {line: number; text: string}[];
	/** Whether it has no others but of documents, so that it goes whole. */
	isOwn: boolean;
	/** Its F: lines of documents. */
	documents: string[];
}

/** The sections that speak for one of the files, the closest first, and the lists of THE REST. */
export interface Addressed {
	sections: AddressedSection[];
	/** Lists that everything goes to. */
	rest: string[];
}

/** Says of a pattern whether it names files that go with the driver, and no others. */
type IsOwn = (pattern: FilePattern) => boolean;

/** Reads MAINTAINERS. */
export function readPeople(tree: BoundedTree, files: readonly string[], isOwn: IsOwn): Addressed {
	const text = tree.text('MAINTAINERS') ?? '';
	const lines = text.split('\n');
	const {sections} = parseMaintainers(text, name => tree.isFolder(name));
	const found = sections
		.map(section => ({section, depth: Math.max(...files.map(file => depthOf(section, file)))}))
		.filter(({depth}) => depth > Number.NEGATIVE_INFINITY)
		.sort((one, other) => other.depth - one.depth)
		.map(({section}) =>
			sectionAt(lines, section, value => isOwn(compilePattern(value, name => tree.isFolder(name)))),
		);
	const rest = lines.indexOf('THE REST');
	return {sections: found, rest: rest < 0 ? [] : linesOf(lines, rest, /^L:/).map(listIn)};
}

const listIn = (line: string) => line.replace(/^L:\s*/, '');

/** How deep a section's pattern is that puts a file in it; below everything where none does. */
function depthOf({patterns, excludes, names}: MaintainerSection, file: string): number {
	if (excludes.some(pattern => pattern.matches(file))) return Number.NEGATIVE_INFINITY;
	const depths = patterns.filter(pattern => pattern.matches(file)).map(({depth}) => depth);
	// A file that is named by an expression is of no depth.
	if (depths.length === 0 && names.some(name => name.test(file))) return 0;
	return Math.max(...depths);
}

function lastLine(lines: readonly string[], title: number): number {
	const end = lines.findIndex((line, index) => index > title && line.trim() === '');
	return (end < 0 ? lines.length : end) - 1;
}

function linesOf(lines: readonly string[], title: number, wanted: RegExp): string[] {
	return lines.slice(title + 1, lastLine(lines, title) + 1).filter(line => wanted.test(line));
}

function sectionAt(
	lines: readonly string[],
	{title, at}: MaintainerSection,
	isOwn: (value: string) => boolean,
): AddressedSection {
	const start = Number(at.slice(at.lastIndexOf(':') + 1)) - 1;
	const to = lastLine(lines, start);
	const patterns = lines.slice(start, to + 1).flatMap((text, index) => {
		const pattern = /^[FX]:\s*(\S+)/.exec(text)?.[1];
		return pattern !== undefined && isOwn(pattern) ? [{line: start + index + 1, text}] : [];
	});
	// Bindings and documents that are named beside nothing but the driver are its own, whatever else they describe.
	const documents = linesOf(lines, start, /^F:\s*Documentation\//);
	return {
		title,
		from: start + 1,
		to: to + 1,
		lines: linesOf(lines, start, /^[SMRL]:/),
		hasPeople: linesOf(lines, start, /^[MR]:/).length > 0,
		patterns,
		isOwn:
			patterns.length > 0 && patterns.length + documents.length === linesOf(lines, start, /^[FXNK]:/).length,
		documents,
	};
}

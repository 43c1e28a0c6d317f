/** What the text of a driver's own option says is to be used instead. Only names are kept of it. */

import type {Signals} from '../dossier/schema.ts';
import {languageLargest, readTreeFile} from './input-file.ts';
import {namedDriversOf} from './named-drivers.ts';
import type {TreeDriver} from './tree/facts.ts';

export type NamedSuccessor = NonNullable<Signals['successors']>[number];

const name = String.raw`["'\`]?((?:CONFIG_)?[A-Za-z][\w-]{2,})["'\`]?`;
const article = '(?:the |its |a )?(?:new |newer |generic |more generic |modern )*';

/** Speaks of the option itself, whatever else the text says. */
const replacedPhrases = [
	String.raw`\b(?:this|the) (?:driver|option|module|symbol) (?:is|has been|was) (?:now )?(?:\w+, )?(?:superseded|replaced|obsoleted|deprecated in favou?r of)(?: by)? ${article}${name}`,
	String.raw`\b(?:superseded|obsoleted) by ${article}${name} (?:driver|module|option)`,
	String.raw`\bdeprecated,? (?:in favou?r of|and replaced by|replaced by|use) ${article}${name}`,
].map(phrase => new RegExp(phrase, 'gi'));
/** Many drivers tell whom they do not serve; only of one that calls itself deprecated does this mean a successor. */
const insteadPhrases = [
	String.raw`\b(?:use|using|select|enable|switch to) ${article}${name}(?: driver| module| option)?(?: option)? instead\b`,
	String.raw`\buse ${article}${name} (?:driver |module )?for new\b`,
].map(phrase => new RegExp(phrase, 'gi'));
const selfDeprecated =
	/\b(?:this|the) (?:\w+ )?(?:driver|option|module|symbol|code) (?:is|has been|was)(?: now)? (?:deprecated|obsolete)|\bDEPRECATED\b|\bit is (?:now )?(?:deprecated|obsolete)\b|\bthis is (?:deprecated|obsolete)\b/;

/**
 * Reads the option's text of every driver, and notes the drivers of the tree that it names in its own place. Drivers of
 * which nothing is named are left out; so is an option that several drivers share. A file that can't be read says
 * nothing: the tree's survey names it.
 */
export function readNamedSuccessors(
	tree: string,
	drivers: readonly TreeDriver[],
): Map<string, NamedSuccessor[]> {
	const findNamed = namedDriversOf(drivers);
	const bySymbol = new Map<string, number>();
	for (const {kconfig} of drivers) {
		if (kconfig !== null) bySymbol.set(kconfig.symbol, (bySymbol.get(kconfig.symbol) ?? 0) + 1);
	}
	const files = new Map<string, string[]>();
	const found = new Map<string, NamedSuccessor[]>();
	for (const {id, kconfig} of drivers) {
		const at = kconfig?.at ?? null;
		if (kconfig === null || at === null || bySymbol.get(kconfig.symbol)! > 1) continue;
		const [file, line] = at.split(':') as [string, string];
		let lines = files.get(file);
		if (lines === undefined) {
			lines = linesOf(tree, file);
			files.set(file, lines);
		}
		for (const one of successorsIn(lines, Number(line))) {
			// Options are written in capitals, with or without CONFIG_.
			const names = [...one.names, ...one.names.map(word => `CONFIG_${word}`)];
			const driver = findNamed(names, id);
			if (driver !== null) found.set(id, [{driver, at: `${file}:${one.line}`}]);
		}
	}
	return found;
}

/** The lines of a file of the tree; none where it can't be read. */
function linesOf(tree: string, file: string): string[] {
	try {
		return readTreeFile(tree, file, {largest: languageLargest}).split('\n');
	} catch {
		return [];
	}
}

/** Names in the entry that starts at a line, counted from 1, with the line on which the first of them stands. */
export function successorsIn(lines: readonly string[], start: number): {names: string[]; line: number}[] {
	let end = start;
	while (
		end < lines.length &&
		!/^\s*(?:(?:menu)?config \w|menu "|endmenu$|if [A-Z!(]|endif\b|choice$|endchoice$|source "|comment ")/.test(
			lines[end]!,
		)
	)
		end++;
	const entry = lines.slice(start - 1, end).map(line => line.trim());
	const text = entry.join(' ').replace(/\s+/g, ' ');
	const phrases = selfDeprecated.test(text) ? [...replacedPhrases, ...insteadPhrases] : replacedPhrases;
	const names = [...new Set(phrases.flatMap(phrase => [...text.matchAll(phrase)].map(match => match[1]!)))];
	if (names.length === 0) return [];
	const line = entry.findIndex(one => one.includes(names[0]!));
	return [{names, line: start + Math.max(line, 0)}];
}

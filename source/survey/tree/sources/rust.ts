/** Drivers written in Rust: they declare themselves in one macro. */
import {namesToBuses, tableToBus} from './buses.ts';
import {joinLiterals} from './c-strings.ts';
import {countedOnly, note, noteRegistration, type SourceFacts} from './facts.ts';
import type {SourceText} from './source-text.ts';

/** The facts of the Rust source that is loaded. */
export function readRust(source: SourceText): SourceFacts {
	const facts = countedOnly(source.countNewlines());
	source.indexLines();
	const text = source.latin1();
	// `mod parts;` is Rust's include of a file whose place follows from the name, unless it is given.
	const modules =
		/^[ \t]*(?:#\[path[ \t]*=[ \t]*"([^"\n]+)"\]\s*)?(?:pub(?:\([^()\n]*\))?[ \t]+)?mod[ \t]+(\w+)[ \t]*;/gm;
	facts.quotedIncludes = [...text.matchAll(modules)].map(found => found[1] ?? found[2]!);
	const entry = /^[ \t]*(?:kernel::)?(?:\w+::)*module(?:_(\w+?)_driver)?!\s*[{(]/m.exec(text);
	if (!entry) {
		return facts;
	}
	const line = source.lineAt(entry.index + entry[0].length - 1);
	facts.entryLine = line;
	facts.isModuleMain = true;
	noteRegistration(namesToBuses(entry[1] ?? ''), line, facts);
	const body = text.slice(entry.index);
	const read = (key: string): string | null => {
		const found = new RegExp(`^\\s*${key}:\\s*("(?:[^"\\\\]|\\\\.)*")`, 'm').exec(body);
		return found ? joinLiterals(found[1]!, () => null) : null;
	};
	facts.description = read('description');
	const name = entry[1] === undefined ? null : read('name');
	if (name !== null) {
		facts.driverNames.push(name);
	}
	for (const table of text.matchAll(/^[ \t]*(?:kernel::)?(\w+?)_device_table!\s*[({]/gm)) {
		const type = table[1] === 'phy' ? 'mdio' : table[1]!;
		const at = source.lineAt(table.index + table[0].length - 1);
		note(facts.idTables, type, at);
		note(facts.buses, tableToBus(type) ?? type, at);
	}
	facts.hasMatchTable = true;
	facts.hasBusTable = true;
	return facts;
}

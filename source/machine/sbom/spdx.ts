/**
 * SPDX documents of kernels and of images that hold one, as JSON (SPDX 2.2 and 2.3, and the JSON-LD of 3.0, which the
 * kernel's own `make sbom` writes and Yocto does) or as lines of `Tag: value`. What they name counts, whatever hashes and
 * licences stand beside it: files of modules, sources and objects of drivers, packages of one module each.
 */
import {packagedModules} from '../../dossier/query/packages.ts';
import {UserError} from '../../dossier/user-error.ts';
import {kernelPaths, objectSources} from '../kernel-paths.ts';
import {moduleNameOf} from '../modules.ts';

/** Something that a document says was built. */
export type BuiltThing =
	/** A file of a module, or a package named for one; `path` is null where only a name is given. */
	| {kind: 'module'; names: readonly string[]; path: string | null; line: number}
	/** A source or object of a driver by its path from the kernel's top folder. */
	| {kind: 'source'; paths: readonly string[]; line: number};

/** What a document says of a kernel. */
export interface SpdxReading {
	things: BuiltThing[];
	/** The kernel's release, by the folder of its modules or the version of its package; null where neither tells. */
	version: string | null;
	/** Files and packages that it names at all. */
	named: number;
}

const advice =
	'Name the .spdx.json that was made with the kernel, or the .config in the folder that it was built in.';
/** So much of a text tells what it is. */
const headLength = 65_536;

/** Whether a text is an SPDX document, by its head. */
export function isSpdx(text: string): boolean {
	const head = text.slice(0, headLength);
	if (/^SPDXVersion:[ \t]*SPDX-/m.test(head)) return true;
	if (isRdf(head)) return true;
	if (!/^\ufeff?\s*\{/.test(head)) return false;
	return (
		/"spdxVersion"\s*:\s*"SPDX-/.test(head) ||
		/"@context"\s*:\s*(?:\[\s*)?"https?:\/\/spdx\.org\/rdf\/3/.test(head) ||
		// Keys of an object have no order: in a large document its version may stand at the end.
		(/"SPDXID"\s*:/.test(head) && /"spdxVersion"\s*:\s*"SPDX-/.test(text.slice(-headLength)))
	);
}

const isRdf = (head: string) => /<rdf:RDF\b/.test(head) && /spdx\.org\/rdf/.test(head);

/** What an SPDX document says was built. `name` is the file's. Throws a UserError where it can't be read. */
export function readSpdx(text: string, name: string): SpdxReading {
	if (isRdf(text.slice(0, headLength))) {
		throw new UserError(
			`${name} is an SPDX document as RDF/XML, which is not read.`,
			'Convert it to JSON or to lines of Tag: value.',
		);
	}
	const entries = /^\ufeff?\s*\{/.test(text) ? jsonEntries(text, name) : tagEntries(text);
	const things: BuiltThing[] = [];
	let version: string | null = null;
	for (const {value, line, isPackage, of} of entries) {
		version ??= /\blib\/modules\/(\d[^/\s]*)\//.exec(value)?.[1] ?? null;
		if (isPackage && of !== null && /^(?:linux\b|kernel\b)/i.test(value)) version ??= releaseOf(of);
		const thing = thingOf(value, line, isPackage);
		if (thing !== null) things.push(thing);
	}
	return {things, version, named: entries.length};
}

/** `6.17.0` of what a package says is its version. */
const releaseOf = (text: string): string | null => /^v?(\d+\.\d\S*)/.exec(text)?.[1] ?? null;

/** A name that a document gives to a file or a package; `of` is the version beside it. */
interface Entry {
	value: string;
	line: number;
	isPackage: boolean;
	of: string | null;
}

function tagEntries(text: string): Entry[] {
	const entries: Entry[] = [];
	let line = 0;
	let last: Entry | null = null;
	for (const whole of text.split('\n')) {
		line += 1;
		const [, tag, value] =
			/^(FileName|PackageName|PackageVersion):[ \t]*(\S.{0,4095})$/.exec(whole.trimEnd()) ?? [];
		if (tag === undefined) continue;
		if (tag === 'PackageVersion') {
			if (last?.isPackage === true) last.of = value!;
			continue;
		}
		last = {value: value!, line, isPackage: tag === 'PackageName', of: null};
		entries.push(last);
	}
	return entries;
}

function jsonEntries(text: string, name: string): Entry[] {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(/^\ufeff/, ''));
	} catch {
		throw new UserError(`${name} begins as an SPDX document and is broken: it is no JSON.`, 'Copy it again.');
	}
	const lines = linesOfNames(text);
	const entries: Entry[] = [];
	const add = (named: unknown, version: unknown, isPackage: boolean) => {
		if (typeof named !== 'string') return;
		const of = typeof version === 'string' ? version : null;
		entries.push({value: named, line: lines.get(named) ?? 1, isPackage, of});
	};
	const document = value as Record<string, unknown>;
	for (const file of objects(document.files)) add(file.fileName, null, false);
	for (const one of objects(document.packages)) add(one.name, one.versionInfo, true);
	for (const one of objects(document['@graph'])) {
		const type = one.type ?? one['@type'];
		if (type === 'software_File') add(one.name, null, false);
		else if (type === 'software_Package') add(one.name, one.software_packageVersion, true);
	}
	return entries;
}

const objects = (value: unknown): Record<string, unknown>[] =>
	Array.isArray(value)
		? value.filter(one => typeof one === 'object' && one !== null && !Array.isArray(one))
		: [];

/** The line of each name, from 1, where it stands first. */
function linesOfNames(text: string): Map<string, number> {
	const lines = new Map<string, number>();
	let line = 1;
	// The newline after what was counted; a document may be a single line of 64 MB, which is looked through once.
	let next = text.indexOf('\n');
	for (const found of text.matchAll(/"(?:fileName|name)"\s*:\s*("(?:[^"\\\n]|\\.){1,4096}")/g)) {
		for (; next >= 0 && next < found.index; next = text.indexOf('\n', next + 1)) line += 1;
		let name: string;
		try {
			name = JSON.parse(found[1]!) as string;
		} catch {
			continue;
		}
		if (!lines.has(name)) lines.set(name, line);
	}
	return lines;
}

function thingOf(value: string, line: number, isPackage: boolean): BuiltThing | null {
	if (/\.ko(?:\.(?:xz|gz|zst))?$/.test(value)) {
		return {kind: 'module', names: [moduleNameOf(value)], path: value, line};
	}
	if (isPackage) {
		const names = packagedModules(value);
		return names.length === 0 ? null : {kind: 'module', names, path: null, line};
	}
	const [, bare, ending] = /^(.+)(\.(?:c|S|rs|o))$/.exec(value) ?? [];
	if (bare === undefined) return null;
	const [below] = kernelPaths(bare);
	if (below === undefined) return null;
	const endings = ending === '.o' ? objectSources : [ending!];
	return {kind: 'source', paths: endings.map(one => `${below}${one}`), line};
}

/** Refuses a document that names nothing of a kernel. */
export function refuseOthers({things, named}: SpdxReading, name: string): void {
	if (things.length > 0) return;
	throw new UserError(
		`${name} is an SPDX document, but none of a kernel: of its ${named} files and packages none is a module or a driver's source.`,
		advice,
	);
}

/**
 * A driver's own sources: what is counted for it, and for nobody else.
 *
 * They are the .c, .S and .rs files that it is linked from and no other object of the tree is linked from, and the
 * headers and further .c files under drivers/ and sound/ that its sources include, directly or through each other, and
 * those of no other object do. A file that one object is linked from stays its own where the sources of another include
 * it too (ens1371.c is two lines around ens1370.c): who is linked from it has it as its main file. What else several
 * objects are built from or include belongs to their directory: it is counted there, never for each of them.
 *
 * An include in quotes is looked for beside the file that includes it, then, as one in angle brackets, in the `-I`
 * folders of the Makefile that lists the object. Every branch of an `#if` counts. Objects outside drivers/ and sound/
 * are not read: in Linux 7.3 six of their files include something of a driver's (drivers/pci/pci.h three times).
 */
import path from 'node:path';
import {isSourceFile, type TreeFiles} from './files.ts';
import type {KbuildSurvey} from './kbuild/facts.ts';

/** What one file names of others: `quoted` includes (of a Rust file, its modules) and `angled` ones. */
export interface Includes {
	quoted: readonly string[];
	angled: readonly string[];
}

/** Whose a file is, of those that objects are built from or include. */
export interface SourceOwners {
	/** The own sources of a driver, by its id, sorted. */
	ofDriver(id: string): readonly string[];
	/** Whether several objects are built from the file or include it. */
	isShared(file: string): boolean;
}

/** Stands for several objects. */
const several = '';

/** Finds the own sources of every driver in one pass over all objects. */
export function findOwnSources(
	files: TreeFiles,
	kbuild: KbuildSurvey,
	listIncludes: (file: string) => Includes,
): SourceOwners {
	const linkers = listLinkers(kbuild);
	const spread = new OwnerSpread(files, listIncludes, linkers);
	for (const {directory, name, namedIn, sources} of kbuild.objects) {
		const places = kbuild.directories.get(namedIn)?.includeDirectories ?? [];
		for (const source of sources) {
			spread.add(source, places, `${directory}/${name}`);
		}
	}
	for (const source of kbuild.otherSources) {
		const places = kbuild.directories.get(path.posix.dirname(source))?.includeDirectories ?? [];
		// Archives and host programs are objects too, though no drivers: each of their files stands for itself.
		spread.add(source, places, archived(source));
	}
	for (const [file, linker] of linkers) spread.owners.set(file, linker);
	const byDriver = new Map<string, string[]>();
	for (const [file, owner] of spread.owners) {
		if (owner === several || !isSourceFile(file)) continue;
		const known = byDriver.get(owner);
		if (known === undefined) byDriver.set(owner, [file]);
		else known.push(file);
	}
	for (const own of byDriver.values()) own.sort();
	const none: readonly string[] = [];
	return {
		ofDriver: id => byDriver.get(id) ?? none,
		isShared: file => spread.owners.get(file) === several,
	};
}

/** How a file of an archive or a host program is known, that stands for itself. */
function archived(source: string): string {
	return `:${source}`;
}

/** Who is linked from a file: one object, or several. */
function listLinkers(kbuild: KbuildSurvey): Map<string, string> {
	const linkers = new Map<string, string>();
	for (const {directory, name, sources} of kbuild.objects) {
		for (const source of sources) {
			linkers.set(source, joinOwners(linkers.get(source), `${directory}/${name}`));
		}
	}
	for (const source of kbuild.otherSources) {
		linkers.set(source, joinOwners(linkers.get(source), archived(source)));
	}
	return linkers;
}

function joinOwners(known: string | undefined, owner: string): string {
	return known === undefined || known === owner ? owner : several;
}

/**
 * Spreads objects over the files they reach. Among the readings by one list of `-I` folders a file's owner only ever goes
 * from nobody to one object to several, so that every file is passed through twice at most for each such list. By another
 * list the same file includes other headers: whom it was passed through for there says nothing of those.
 */
class OwnerSpread {
	readonly owners = new Map<string, string>();
	private readonly files: TreeFiles;
	private readonly listIncludes: (file: string) => Includes;
	/** `-I` folders in one word → file → whom it was passed through for, and what it includes there. */
	private readonly readings = new Map<string, Map<string, {owner: string; reached: readonly string[]}>>();

	private readonly linked: ReadonlyMap<string, string>;

	constructor(
		files: TreeFiles,
		listIncludes: (file: string) => Includes,
		linked: ReadonlyMap<string, string>,
	) {
		this.files = files;
		this.listIncludes = listIncludes;
		this.linked = linked;
	}

	add(source: string, places: readonly string[], owner: string): void {
		const key = places.join('\0');
		let readings = this.readings.get(key);
		if (readings === undefined) {
			readings = new Map();
			this.readings.set(key, readings);
		}
		const pending: {file: string; owner: string}[] = [{file: source, owner}];
		for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
			const {file} = next;
			const reading = readings.get(file);
			const now = joinOwners(reading?.owner, next.owner);
			if (reading?.owner === now) continue;
			this.owners.set(file, joinOwners(this.owners.get(file), now));
			const reached = reading?.reached ?? this.findReached(file, places);
			readings.set(file, {owner: now, reached});
			for (const included of reached) {
				pending.push({file: included, owner: now});
			}
		}
	}

	private findReached(file: string, places: readonly string[]): string[] {
		const {quoted, angled} = this.listIncludes(file);
		if (file.endsWith('.rs')) return this.findModules(file, quoted);
		const beside = path.posix.dirname(file);
		const found = new Set<string>();
		for (const name of quoted) {
			const target = this.find(name, [beside, ...places]);
			if (target !== null) found.add(target);
		}
		for (const name of angled) {
			const target = this.find(name, places);
			if (target !== null) found.add(target);
		}
		return [...found];
	}

	private find(name: string, places: readonly string[]): string | null {
		for (const place of places) {
			const file = path.posix.join(place, name);
			if (this.files.isWalked(file)) return file;
		}
		return null;
	}

	/** Rust's modules lie beside the root of a crate and beside mod.rs, else in a folder named like the file. */
	private findModules(file: string, names: readonly string[]): string[] {
		const beside = path.posix.dirname(file);
		const isAtTop = this.linked.has(file) || path.posix.basename(file) === 'mod.rs';
		const places = [isAtTop ? beside : file.slice(0, -'.rs'.length)];
		return names.flatMap(
			name =>
				(name.endsWith('.rs') ? this.find(name, [beside]) : this.find(`${name}.rs`, places)) ??
				this.find(`${name}/mod.rs`, places) ??
				[],
		);
	}
}

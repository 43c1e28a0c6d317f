import {basename, dirname, extname} from 'node:path/posix';
import {languageOf} from './code-lines.ts';
import type {Makefiles} from './makefiles.ts';

/** A driver of the surveyed tree, as files that left it know it. */
interface LivingDriver {
	id: string;
	module: string;
	directory: string;
}

/** Where the Makefile of a deleted source may stand: in its folder, or above one that has none. */
const mostFoldersUp = 4;

/**
 * Finds the driver that a deleted file belonged to, where that driver lives on. A source belongs to the composite
 * whose list named it in the last release that had it; the composite is known by its name, else by what the other
 * sources of the list belong to now. What no list names (headers, included sources) belongs to a driver if every file
 * of its folder does. Anything else is left to the directories: better nobody's change than another driver's.
 */
export class GoneFiles {
	private readonly makefiles: Makefiles;
	private readonly byId: ReadonlyMap<string, LivingDriver>;
	/** Folder → the one driver that all its present code belongs to; null where there are several, or nobody's files. */
	private readonly soleDrivers = new Map<string, string | null>();
	/** Drivers of the file at a path in the release that the walk has reached; empty where nobody's is there. */
	private readonly driversAt: (path: string) => readonly string[];

	constructor(options: {
		makefiles: Makefiles;
		drivers: readonly LivingDriver[];
		/** All files of the newest release. */
		paths: Iterable<string>;
		ownersOf: (path: string) => readonly string[];
		driversAt: (path: string) => readonly string[];
	}) {
		this.makefiles = options.makefiles;
		this.driversAt = options.driversAt;
		this.byId = new Map(options.drivers.map(driver => [driver.id, driver]));
		for (const path of options.paths) {
			if (languageOf(path) === 'none') continue;
			const folder = dirname(path);
			const owners = options.ownersOf(path);
			const owner = owners.length === 1 ? owners[0]! : null;
			const known = this.soleDrivers.get(folder);
			this.soleDrivers.set(folder, known === undefined || known === owner ? owner : null);
		}
	}

	/** Ids of the drivers that a file belonged to, which was there in `release` (an index) and then deleted. */
	async driversOf(path: string, release: number): Promise<readonly string[]> {
		if (languageOf(path) === 'none') return [];
		if (extname(path) !== '.h') {
			const listed = await this.byList(path, release);
			if (listed !== null) return listed;
		}
		return this.bySoleFolder(path);
	}

	private bySoleFolder(path: string): readonly string[] {
		let folder = dirname(path);
		for (let up = 0; up < mostFoldersUp && folder.includes('/'); up++, folder = dirname(folder)) {
			const sole = this.soleDrivers.get(folder);
			if (sole !== undefined) return sole === null ? [] : [sole];
		}
		return [];
	}

	/** By the Makefile that lists its object; null where none does. */
	private async byList(path: string, release: number): Promise<readonly string[] | null> {
		let folder = dirname(path);
		let object = `${basename(path, extname(path))}.o`;
		for (let up = 0; up < mostFoldersUp && folder.includes('/'); up++) {
			const lists = await this.makefiles.listsOf(release, folder, object);
			if (lists !== null && lists.length > 0) return this.byLists(folder, object, lists);
			// A Makefile that lists nothing of the kind may be a part of the one above.
			object = `${basename(folder)}/${object}`;
			folder = dirname(folder);
		}
		return null;
	}

	private byLists(
		folder: string,
		object: string,
		lists: readonly {name: string; objects: readonly string[]}[],
	): readonly string[] {
		const found = new Set<string>();
		for (const {name, objects} of lists) {
			const own = name === 'obj' || name === 'lib';
			const id = `${folder}/${own ? object.slice(0, -2) : name}`;
			if (this.byId.has(id)) found.add(id);
			else if (!own) for (const driver of this.bySiblings(folder, object, objects)) found.add(driver);
		}
		return [...found];
	}

	/** The one driver that the other objects of a list belong to now. */
	private bySiblings(folder: string, object: string, objects: readonly string[]): readonly string[] {
		let sole: string | null = null;
		for (const sibling of objects) {
			if (sibling === object) continue;
			const drivers = this.driversAt(`${folder}/${sibling.slice(0, -2)}.c`);
			if (drivers.length === 0) continue;
			if (drivers.length > 1 || (sole !== null && drivers[0] !== sole)) return [];
			sole = drivers[0]!;
		}
		return sole === null ? [] : [sole];
	}
}

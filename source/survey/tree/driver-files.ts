/** Which files belong to a driver. */
import path from 'node:path';
import type {TreeFiles} from './files.ts';
import type {KbuildSurvey} from './kbuild/facts.ts';
import type {SourceOwners} from './own-sources.ts';

/**
 * The files of every driver, by id, sorted.
 *
 * Where a directory has exactly one driver, all regular files in it count as that driver's, together with the
 * sub-directories that have no objects of their own; its sources elsewhere count too. A directory without
 * objects whose sources all go into one driver belongs to it in the same way. Where several drivers share a
 * directory, a driver has its own sources. What several objects are built from or include is nobody's.
 */
export function assignDriverFiles(
	files: TreeFiles,
	kbuild: KbuildSurvey,
	owners: SourceOwners,
): Map<string, string[]> {
	const regions = new Regions(files, kbuild);
	const found = new Map<string, string[]>();
	for (const {directory, name, sources} of kbuild.objects) {
		const id = `${directory}/${name}`;
		const own = new Set([...owners.ofDriver(id), ...sources]);
		const wholes = new Set<string>();
		if (regions.isSole(directory)) {
			wholes.add(directory);
		}
		for (const source of sources) {
			const whole = regions.findInterior(source, id);
			if (whole !== null) {
				wholes.add(whole);
			}
		}
		for (const whole of wholes) {
			for (const file of regions.list(whole, whole === directory ? null : id)) {
				own.add(file);
			}
		}
		found.set(id, [...own].filter(file => !owners.isShared(file)).sort());
	}
	return found;
}

/** Directories that own objects, and the interiors around them. */
class Regions {
	private readonly files: TreeFiles;
	private readonly objectCounts = new Map<string, number>();
	/** Directory without objects → the one driver that links every source linked from there, or null. */
	private readonly soleLinkers = new Map<string, string | null>();
	private readonly lists = new Map<string, string[]>();

	constructor(files: TreeFiles, kbuild: KbuildSurvey) {
		this.files = files;
		for (const {directory, name, sources} of kbuild.objects) {
			this.objectCounts.set(directory, (this.objectCounts.get(directory) ?? 0) + 1);
			for (const source of sources) {
				const place = path.posix.dirname(source);
				const known = this.soleLinkers.get(place);
				const id = `${directory}/${name}`;
				this.soleLinkers.set(place, known === undefined || known === id ? id : null);
			}
		}
	}

	isSole(directory: string): boolean {
		return this.objectCounts.get(directory) === 1;
	}

	/** The directory of a source, where it has no objects of its own and goes into this driver alone. */
	findInterior(source: string, id: string): string | null {
		const directory = path.posix.dirname(source);
		return !this.objectCounts.has(directory) && this.soleLinkers.get(directory) === id ? directory : null;
	}

	/**
	 * Files of a directory and of the sub-directories without objects; with `linker` given, only of those from
	 * which nobody else links anything.
	 */
	list(directory: string, linker: string | null): string[] {
		const key = `${directory}\0${linker ?? ''}`;
		const known = this.lists.get(key);
		if (known !== undefined) {
			return known;
		}
		const found = (this.files.directories.get(directory) ?? []).map(name => `${directory}/${name}`);
		for (const child of this.files.children.get(directory) ?? []) {
			const user = this.soleLinkers.get(child);
			if (!this.objectCounts.has(child) && (linker === null || user === undefined || user === linker)) {
				for (const file of this.list(child, linker)) {
					found.push(file);
				}
			}
		}
		this.lists.set(key, found);
		return found;
	}
}

/** Which drivers left from release to release, and where they went. */
import {dirname} from 'node:path/posix';
import {isSurveyed} from '../../../dossier/surveyed-folders.ts';
import type {MaintainerIndex} from '../../tree/maintainers.ts';
import type {Makefiles} from '../chain/makefiles.ts';
import type {StepFiles} from '../chain/step-files.ts';
import type {ReleaseTrees} from '../chain/trees.ts';
import type {LastSight, LastSights} from './last-sight.ts';
import type {ReleaseObject, ReleaseObjects} from './release-objects.ts';
import type {FateFinder, Step, StepFate} from './step-fate.ts';

/** A driver that a release lacks while the one before had it. Releases are indexes. */
export interface Departure {
	/** As its last release shows it. */
	object: ReleaseObject;
	/** The first release of the chain that has it. */
	first: number;
	last: number;
	gone: number;
	fate: StepFate;
	sight: LastSight;
	/** A Makefile of the first release without it that lists it no more: its folder's, else one above. */
	missedAt: string;
	/**
	 * Its absence says nothing: earlier releases named it and lacked its sources, later ones had them again, so whoever
	 * makes such packages leaves them out; and no tree of mainline's own since lacks it.
	 */
	isLeftOut: boolean;
}

/** An option under which a driver was built in some release and is not any more. */
export interface FormerOption {
	id: string;
	symbol: string;
	first: number;
	last: number;
	object: ReleaseObject;
}

/** One release as the walk takes it, oldest first. */
export interface WalkedRelease {
	index: number;
	objects: ReleaseObjects;
	ids: ReadonlyMap<string, string>;
	maintainers: MaintainerIndex | null;
	/** What differs from the one before; null at the first. */
	files: StepFiles | null;
}

interface Living {
	object: ReleaseObject;
	first: number;
	/** Set while releases name it without having its sources: what became of it, if they never come back. */
	leftOut: Departure | null;
	/** They came back once: whoever makes these trees leaves them out now and then. */
	cameBack: boolean;
}

/** Walks the releases from the oldest on. */
export class Departures {
	/** By id: the last time that it left. */
	readonly left = new Map<string, Departure>();
	readonly formerOptions = new Map<string, FormerOption>();
	private readonly living = new Map<string, Living>();
	private readonly fates: FateFinder;
	private readonly makefiles: Makefiles;
	private readonly trees: ReleaseTrees;
	private readonly sights: LastSights;
	private before: WalkedRelease | null = null;

	constructor(options: {fates: FateFinder; makefiles: Makefiles; trees: ReleaseTrees; sights: LastSights}) {
		this.fates = options.fates;
		this.makefiles = options.makefiles;
		this.trees = options.trees;
		this.sights = options.sights;
	}

	async add(release: WalkedRelease): Promise<void> {
		const {index, objects} = release;
		const before = this.before;
		this.before = release;
		if (before !== null) await this.depart(before, release);
		for (const object of objects.objects.values()) {
			const known = this.living.get(object.id);
			this.noteOption(object, index);
			// Without its sources it says less of itself than a release that has them.
			if (object.sources.length === 0 && known !== undefined) continue;
			const cameBack = known !== undefined && (known.cameBack || known.leftOut !== null);
			this.living.set(object.id, {object, first: known?.first ?? index, leftOut: null, cameBack});
		}
	}

	/** The first release that has a driver of the newest one; null where it has none of that id. */
	firstOf(id: string): number | null {
		return this.living.get(id)?.first ?? null;
	}

	/** Where a driver is in the newest release, its later selves followed; empty where it was removed. */
	resolve(id: string, newest: ReleaseObjects): Resolved {
		return this.follow(id, newest, new Set());
	}

	private follow(id: string, newest: ReleaseObjects, seen: Set<string>): Resolved {
		if (newest.objects.has(id) || !isSurveyed(id)) return {to: [id], steps: [], end: null};
		const departure = this.left.get(id);
		// A path of a source that no object of its release has: its folder is all that is known.
		if (departure === undefined) return {to: [], steps: [], end: null};
		if (departure.isLeftOut || departure.fate.kind === 'removed' || seen.has(id)) {
			return {to: [], steps: [departure], end: departure};
		}
		const below = new Set([...seen, id]);
		const followed = departure.fate.to.map(next => this.follow(next, newest, below));
		const alive = followed.filter(({to}) => to.length > 0);
		if (alive.length > 0) {
			const to = [...new Set(alive.flatMap(one => one.to))];
			return {to, steps: [departure, ...alive[0]!.steps], end: null};
		}
		// All that it became left too: the one that stayed longest tells when.
		const ended = followed.filter(({end}) => end !== null).sort((a, b) => b.end!.gone - a.end!.gone)[0];
		return {to: [], steps: [departure, ...(ended?.steps ?? [])], end: ended?.end ?? departure};
	}

	private async depart(before: WalkedRelease, release: WalkedRelease): Promise<void> {
		const folders = foldersOf(release.ids);
		const step: Step = {
			before: before.index,
			after: release.index,
			was: before.objects,
			is: release.objects,
			files: release.files!,
			idsBefore: before.ids,
			has: path => release.ids.has(path),
		};
		const leaving: Living[] = [];
		for (const [id, living] of [...this.living]) {
			const listed = release.objects.objects.get(id);
			if (listed !== undefined && listed.sources.length > 0) continue;
			const isNamed = listed !== undefined || (await this.isLeftOut(living.object, folders, release.index));
			if (!isNamed) this.living.delete(id);
			if (living.leftOut === null) leaving.push(living);
			// Named without its sources until now: it left when they were first missed.
			else if (!isNamed) this.left.set(id, {...living.leftOut, isLeftOut: living.cameBack});
		}
		const sights = await this.sights.of(
			leaving.map(({object}) => object),
			before,
		);
		for (const living of leaving) {
			const {object, first, cameBack} = living;
			const departure: Departure = {
				object,
				first,
				last: before.index,
				gone: release.index,
				fate: await this.fates.of(object, step),
				sight: sights.get(object.id)!,
				missedAt: makefileAbove(object.directory, release.ids),
				isLeftOut: cameBack,
			};
			if (this.living.has(object.id)) living.leftOut = departure;
			else this.left.set(object.id, departure);
		}
		// A tree that nobody made a package of leaves nothing out: what it lacks is gone.
		if (!this.trees.isMainline(release.index)) return;
		for (const departure of this.left.values()) departure.isLeftOut = false;
	}

	/** Whether a folder is missing while the Makefile above leads there: a package that leaves it out. */
	private async isLeftOut(
		{directory, module}: ReleaseObject,
		folders: ReadonlySet<string>,
		release: number,
	): Promise<boolean> {
		return !folders.has(directory) && this.makefiles.names(release, directory, [module]);
	}

	/** Options that drivers had, each with the last release in which the driver bore it. */
	private noteOption(object: ReleaseObject, index: number): void {
		const {id} = object;
		for (const symbol of object.options) {
			const key = `${id} ${symbol}`;
			const known = this.formerOptions.get(key);
			if (known === undefined) this.formerOptions.set(key, {id, symbol, first: index, last: index, object});
			else {
				known.last = index;
				known.object = object;
			}
		}
	}
}

/** Where a driver is now, the departures on its way, and the one that ended it. */
export interface Resolved {
	to: readonly string[];
	steps: readonly Departure[];
	end: Departure | null;
}

function foldersOf(ids: ReadonlyMap<string, string>): Set<string> {
	const folders = new Set<string>();
	for (const path of ids.keys()) {
		for (let at = dirname(path); at !== '.' && !folders.has(at); at = dirname(at)) folders.add(at);
	}
	return folders;
}

function makefileAbove(directory: string, ids: ReadonlyMap<string, string>): string {
	for (let folder = directory; folder !== '.'; folder = dirname(folder)) {
		for (const name of ['Makefile', 'Kbuild']) if (ids.has(`${folder}/${name}`)) return `${folder}/${name}`;
	}
	return 'Makefile';
}

import {basename} from 'node:path/posix';
import {languageOf} from './code-lines.ts';
import {shareKept} from './likeness.ts';
import type {PlacedBlob} from './step.ts';
import type {FileChange} from './step-reader.ts';
import type {ReleaseTrees} from './trees.ts';

/** Indexes into the list of releases, oldest first. */
export interface Absence {
	/** The first release that lacked it. */
	from: number;
	/** The first one that had it again. */
	back: number;
}

/** One file on its way through the releases, whatever its paths were. */
export interface TrackedFile {
	/** Its path in the newest release; of a file that is gone the last one. */
	path: string;
	gone: boolean;
	/** Ids of the drivers it counts for. */
	drivers: readonly string[];
	/** The first release that has it, by index: 0 for those that were there from the beginning. */
	arrival: number;
	/** Its first path under drivers/ or sound/. */
	firstPath: string;
	/** Where in the rest of the tree it lay before its arrival; null where it was new. */
	cameFrom: string | null;
	absences: Absence[];
	/** Where it lay before the release of that index, newest move first. */
	formerPaths: {path: string; movedAt: number}[];
	/** What its arrival counted, to be taken back if it turns out to be a return. */
	arrivalCode: number;
	arrivalLines: number;
	arrivalId: string | null;
}

/** A change of one step with the file that it is a change of. */
export interface TrackedChange {
	change: FileChange;
	file: TrackedFile;
	/** Set where the file leaves only to come back later: the index of the release that has it again. */
	returnsAt: number | null;
}

/** Of a file that comes back so much must be what it was: less where it has the very path it had. */
const keptAtSamePath = 0.3;
const keptElsewhere = 0.5;
/** Where a file left and the only other of its name came within one step, it moved and was rewritten on the way. */
const keptInRewrite = 0.25;
/** So many files of one name are compared at most; names like main.c say nothing. */
const mostNamesakes = 20;

/**
 * Follows files back in time. Steps have to be given newest first: what a path means in a step is known from the
 * steps after it. Renames within a step are git's; files that left in one step and came back in a later one, at the
 * same path or elsewhere under the same name, are found here.
 */
export class Lineage {
	private readonly files = new Map<string, TrackedFile>();
	/** Present files that have arrived in the steps walked so far, by the path they arrived at. */
	private readonly arrived = new Map<string, TrackedFile>();
	private readonly arrivedByName = new Map<string, TrackedFile[]>();
	private readonly ownersOf: (path: string) => readonly string[];
	private readonly trees: ReleaseTrees;
	private readonly driversOfGone: (path: string, release: number) => Promise<readonly string[]>;

	constructor(options: {
		/** The drivers of a file of the newest release. */
		ownersOf: (path: string) => readonly string[];
		/** The drivers of a deleted file, which that release (an index) was the last to have. */
		driversOfGone: (path: string, release: number) => Promise<readonly string[]>;
		trees: ReleaseTrees;
	}) {
		this.ownersOf = options.ownersOf;
		this.driversOfGone = options.driversOfGone;
		this.trees = options.trees;
	}

	/** The file at a path, in the release that the walk has reached. */
	at(path: string): TrackedFile {
		let file = this.files.get(path);
		if (file === undefined) {
			file = newFile(path, false, this.ownersOf(path));
			this.files.set(path, file);
		}
		return file;
	}

	/** The file at a path if anything was ever said of it: else it has been there all the time, unchanged. */
	known(path: string): TrackedFile | undefined {
		return this.files.get(path);
	}

	/**
	 * Takes the changes from release `index - 1` to release `index`. `leftElsewhere` has the sources that the rest of
	 * the tree lost in that step.
	 */
	async step(
		index: number,
		changes: readonly FileChange[],
		leftElsewhere: readonly PlacedBlob[],
	): Promise<TrackedChange[]> {
		const found: TrackedChange[] = [];
		// First what the later release has, then what only the earlier one had: paths may pass from file to file.
		for (const change of changes) {
			if (change.after === null) continue;
			found.push({change, file: this.at(change.after), returnsAt: null});
		}
		for (const {change, file} of found) {
			if (change.before === change.after) continue;
			this.files.delete(change.after!);
			if (change.before === null) this.arrive(index, change, file);
		}
		for (const {change, file} of found) {
			if (change.before === null || change.before === change.after) continue;
			this.files.set(change.before, file);
			file.firstPath = change.before;
			file.formerPaths.push({path: change.before, movedAt: index});
		}
		for (const change of changes) {
			if (change.after !== null) continue;
			found.push(await this.leave(index, change));
		}
		for (const {path, id} of leftElsewhere) await this.cameFrom(index, path, id);
		return found;
	}

	/** Every file of the newest release that was not there from the beginning, or moved, or was away. */
	*presentFiles(): Iterable<TrackedFile> {
		const seen = new Set<TrackedFile>();
		for (const files of [this.files.values(), this.arrived.values()]) {
			for (const file of files) {
				if (file.gone || seen.has(file)) continue;
				seen.add(file);
				yield file;
			}
		}
	}

	private arrive(index: number, change: FileChange, file: TrackedFile): void {
		file.arrival = index;
		file.firstPath = change.after!;
		if (file.gone) return;
		file.arrivalId = change.afterId;
		this.arrived.set(change.after!, file);
		if (languageOf(change.after!) === 'none' || change.after!.endsWith('.h')) return;
		const name = basename(change.after!);
		const namesakes = this.arrivedByName.get(name);
		if (namesakes === undefined) this.arrivedByName.set(name, [file]);
		else namesakes.push(file);
	}

	private async leave(index: number, change: FileChange): Promise<TrackedChange> {
		const path = change.before!;
		const file =
			(await this.findReturn(index, change)) ??
			newFile(path, true, await this.driversOfGone(path, index - 1));
		this.files.set(path, file);
		if (file.gone) return {change, file, returnsAt: null};
		const back = file.arrival;
		this.forget(file);
		if (path !== file.firstPath) file.formerPaths.push({path, movedAt: back});
		file.firstPath = path;
		file.arrival = 0;
		if (back === index) return {change, file, returnsAt: null};
		file.absences.push({from: index, back});
		return {change, file, returnsAt: back};
	}

	/** The present file that a deleted one became: it came back in a later step, or moved and was rewritten in this. */
	private async findReturn(index: number, change: FileChange): Promise<TrackedFile | null> {
		const [path, id] = [change.before!, change.beforeId!];
		const same = this.arrived.get(path);
		if (same !== undefined && same.arrival > index) {
			if (await this.isReturn(index, path, id, same, keptAtSamePath)) return same;
		}
		const namesakes = this.arrivedByName.get(basename(path)) ?? [];
		if (namesakes.length > mostNamesakes) return null;
		const inThisStep = namesakes.filter(file => file.arrival === index);
		if (inThisStep.length === 1 && (await this.isKept(id, inThisStep[0]!, keptInRewrite))) {
			return inThisStep[0]!;
		}
		for (const file of namesakes) {
			if (file === same || file.arrival <= index) continue;
			if (await this.isReturn(index, path, id, file, keptElsewhere)) return file;
		}
		return null;
	}

	/**
	 * A file that one release alone had, long before it came to stay, was a patch of whoever made that tree, if that is
	 * not the mainline's own.
	 */
	private async isReturn(
		index: number,
		path: string,
		id: string,
		file: TrackedFile,
		least: number,
	): Promise<boolean> {
		if (!(await this.isKept(id, file, least))) return false;
		const release = index - 1;
		return release === 0 || this.trees.isMainline(release) || this.trees.has(release - 1, path);
	}

	private async isKept(id: string, file: TrackedFile, least: number): Promise<boolean> {
		if (file.arrivalId === null) return false;
		if (id === file.arrivalId) return true;
		const [before, after] = await Promise.all([this.trees.read(id), this.trees.read(file.arrivalId)]);
		return before !== null && after !== null && shareKept(before, after) >= least;
	}

	/** A source that the rest of the tree lost may have become a driver's: arch/ and net/ have sent some. */
	private async cameFrom(index: number, path: string, id: string): Promise<void> {
		const namesakes = this.arrivedByName.get(basename(path)) ?? [];
		const file = namesakes.find(({arrival}) => arrival === index);
		if (file === undefined || !(await this.isKept(id, file, keptElsewhere))) return;
		file.formerPaths.push({path, movedAt: index});
		file.cameFrom = path;
		this.forget(file);
	}

	/** An arrival that is explained explains nothing else. */
	private forget(file: TrackedFile): void {
		this.arrived.delete(file.firstPath);
		const namesakes = this.arrivedByName.get(basename(file.firstPath));
		const place = namesakes?.indexOf(file) ?? -1;
		if (place >= 0) namesakes!.splice(place, 1);
	}
}

function newFile(path: string, gone: boolean, drivers: readonly string[]): TrackedFile {
	return {
		path,
		gone,
		drivers,
		arrival: 0,
		firstPath: path,
		cameFrom: null,
		absences: [],
		formerPaths: [],
		arrivalCode: 0,
		arrivalLines: 0,
		arrivalId: null,
	};
}

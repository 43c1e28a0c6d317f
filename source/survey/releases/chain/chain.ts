/** The history of drivers from kernel release to kernel release. */
import {dirname} from 'node:path/posix';
import type {Problem, ReleaseChanges, SurveySource} from '../../../dossier/schema.ts';
import type {OnProgress, PathOwners} from '../../facts.ts';
import type {Git} from '../../git/process.ts';
import type {TreeDriver} from '../../tree/facts.ts';
import type {DriverHistory, Release, ReleaseHistory} from '../history.ts';
import {BlobReader} from './blob-reader.ts';
import {GoneFiles} from './gone-files.ts';
import {Lineage, type TrackedChange, type TrackedFile} from './lineage.ts';
import {Makefiles} from './makefiles.ts';
import {DriverPresence} from './presence.ts';
import {listPaths, type PlacedBlob, readLeftElsewhere, readStep} from './step.ts';
import {type StepFiles, stepFilesOf} from './step-files.ts';
import type {FileChange, SmallHunk} from './step-reader.ts';
import {type SharedSignature, type SignedHunk, Sweeps} from './sweeps.ts';
import {listReleases} from './tags.ts';
import {type Amounts, ReleaseTally} from './tally.ts';
import {ReleaseTrees} from './trees.ts';

const sourceName = 'releases';

/** What the survey of the releases has to know of a driver. */
export type SurveyedDriver = Pick<TreeDriver, 'id' | 'module' | 'directory' | 'sources'>;

/** The history, with the files that each step moved, added or edited, by the index of its release; none at the first. */
export interface ChainHistory extends ReleaseHistory {
	steps: StepFiles[];
}

/** Two gits run side by side: caches a third of git's own cost no time here, and save 100 MB for each. */
const smallCaches = ['core.deltaBaseCacheLimit=32m', 'core.packedGitLimit=32m'];

/**
 * Reads the trees of all releases that a repository has tags of (`vX.Y`), from the oldest to the series that was
 * surveyed, and compares each with the one before. Commits are not looked at, so a clone and a repository made of
 * release trees say the same.
 *
 * Files are followed back along renames and count for the drivers that own them today. Files that are gone count for
 * the directories they lay in, as far as these exist today, and for the driver that they left, where it can be told.
 * @throws {GitSurveyError} where git is missing, the repository can't be read, or has no two releases to compare.
 */
export async function surveyReleases(options: {
	/** Any directory of the repository. */
	repository: string;
	/** Version of the surveyed tree, e.g. `7.3.4`: later releases are left out. */
	version: string;
	drivers: readonly SurveyedDriver[];
	directories: readonly string[];
	owners: PathOwners;
	fetchMissing?: boolean;
	onProgress?: OnProgress | undefined;
	signal?: AbortSignal | undefined;
}): Promise<ChainHistory> {
	const {repository, version, drivers, directories, owners, onProgress, signal} = options;
	signal?.throwIfAborted();
	const git: Git = {
		directory: repository,
		settings: smallCaches,
		fetchMissing: options.fetchMissing ?? false,
		signal,
	};
	const blobs = new BlobReader(git);
	try {
		const releases = await listReleases(git, version, blobs);
		const trees = new ReleaseTrees(releases, blobs);
		const paths = await listPaths(git, releases.at(-1)!);
		const walk = new Walk({releases, trees, paths, owners, drivers, directories});
		for await (const step of stepsBackwards(git, releases)) {
			await walk.step(step);
			onProgress?.({stage: sourceName, done: releases.length - step.index, total: releases.length - 1});
		}
		return await walk.finish();
	} finally {
		blobs.close();
	}
}

/** So many gits compare trees side by side. */
const gitsAtOnce = 2;

/** What changed from release `index - 1` to release `index`. */
interface Step {
	index: number;
	changes: FileChange[];
	leftElsewhere: PlacedBlob[];
}

/** All steps, newest first, with as many of the next ones under way as may run. */
async function* stepsBackwards(git: Git, releases: readonly Release[]): AsyncGenerator<Step> {
	const read = async (index: number): Promise<Step> => {
		const [from, to] = [releases[index - 1]!, releases[index]!];
		const changes = await readStep(git, from, to);
		return {index, changes, leftElsewhere: await readLeftElsewhere(git, from, to)};
	};
	const started: Promise<Step>[] = [];
	let next = releases.length - 1;
	const start = () => {
		if (next < 1) return;
		const step = read(next--);
		// It is awaited in its turn; until then a rejection must not count as unhandled.
		step.catch(() => {});
		started.push(step);
	};
	for (let count = 0; count < gitsAtOnce; count++) start();
	for (let step = started.shift(); step !== undefined; step = started.shift()) {
		const done = await step;
		start();
		yield done;
	}
}

/** A small hunk that many drivers got in one step. */
interface Candidate {
	step: number;
	file: TrackedFile;
	path: string;
	/** What it may be a sweep by. */
	shared: readonly SharedSignature[];
	code: number;
}

/** The small hunks of files that were edited, as what may be sweeps. The first driver stands for all that share a file. */
function hunksOf(tracked: readonly TrackedChange[]): SignedHunk[] {
	return tracked.flatMap(({change, file}) => {
		if (change.before === null || change.after === null) return [];
		const owner = file.drivers[0] ?? dirname(change.after);
		return change.hunks.map(hunk => ({hunk, owner}));
	});
}

/** The walk back through the releases, step by step. */
class Walk {
	private readonly releases: Release[];
	private readonly owners: PathOwners;
	private readonly drivers: readonly SurveyedDriver[];
	private readonly directories: readonly string[];
	private readonly trees: ReleaseTrees;
	private readonly newest: ReadonlySet<string>;
	private readonly lineage: Lineage;
	private readonly makefiles: Makefiles;
	private readonly driverTally: ReleaseTally;
	private readonly directoryTally: ReleaseTally;
	private readonly modules: ReadonlyMap<string, string>;
	private readonly problems: Problem[] = [];
	private readonly sweeps = new Sweeps();
	private readonly candidates: Candidate[] = [];
	private readonly steps: StepFiles[] = [];
	private files = 0;
	private sweptLines = 0;

	constructor(options: {
		releases: Release[];
		trees: ReleaseTrees;
		/** All files of the newest release. */
		paths: readonly string[];
		owners: PathOwners;
		drivers: readonly SurveyedDriver[];
		directories: readonly string[];
	}) {
		const {releases, trees, paths, owners, drivers, directories} = options;
		this.releases = releases;
		this.owners = owners;
		this.drivers = drivers;
		this.directories = directories;
		this.trees = trees;
		this.newest = new Set(paths);
		this.makefiles = new Makefiles(trees);
		const ownersOf = (path: string) => (this.newest.has(path) ? owners.driversOf(path) : []);
		const gone = new GoneFiles({
			makefiles: this.makefiles,
			drivers,
			paths,
			ownersOf,
			driversAt: path => this.lineage.known(path)?.drivers ?? ownersOf(path),
		});
		this.lineage = new Lineage({
			ownersOf,
			driversOfGone: (path, release) => gone.driversOf(path, release),
			trees,
		});
		this.driverTally = new ReleaseTally(
			releases.length,
			drivers.map(({id}) => id),
		);
		this.directoryTally = new ReleaseTally(releases.length, directories);
		this.modules = new Map(drivers.map(({id, module}) => [id, module]));
	}

	async step({index, changes, leftElsewhere}: Step): Promise<void> {
		const tracked = await this.lineage.step(index, changes, leftElsewhere);
		const candidates = this.sweeps.addStep(hunksOf(tracked), this.releases[index]!.missing.length + 1);
		this.files += changes.length;
		this.steps[index] = stepFilesOf(changes);
		for (const {change, file, returnsAt} of tracked) {
			let code = change.codeInLargeHunks;
			for (const hunk of change.hunks) code += hunk.code;
			if (change.before === null) {
				file.arrivalCode = code;
				file.arrivalLines = change.added;
			}
			if (returnsAt !== null && (await this.takeBack(index, change, file, returnsAt))) continue;
			const {added, removed} = change;
			const edited = change.before !== null && change.after !== null;
			if (edited && added + removed === 0) continue;
			this.count(index, file, change, {files: 1, added, removed, code: returnsAt === null ? code : 0});
			if (edited) this.noteCandidates(index, file, change, candidates);
		}
	}

	/** Whether they are sweeps shows when all steps are known: until then their code counts. */
	private noteCandidates(
		step: number,
		file: TrackedFile,
		change: FileChange,
		candidates: ReadonlyMap<SmallHunk, readonly SharedSignature[]>,
	): void {
		for (const hunk of change.hunks) {
			const shared = candidates.get(hunk);
			if (shared === undefined) continue;
			this.candidates.push({step, file, path: change.after!, shared, code: hunk.code});
		}
	}

	/** Takes back the code that sweeps counted. */
	private leaveOutSweeps(): void {
		const none = {files: 0, added: 0, removed: 0};
		for (const {step, file, path, shared, code} of this.candidates) {
			const span = this.releases[step]!.missing.length + 1;
			if (!shared.some(one => this.sweeps.isSweep(one, span))) continue;
			this.sweptLines += code;
			this.countAt(step, file, path, {...none, code}, -1);
		}
	}

	/**
	 * Takes back what the return of a file counted, now that it is known for one: its lines were not written then.
	 * True where the file was never away at all: the packages that those releases were taken from had left it out.
	 */
	private async takeBack(
		index: number,
		change: FileChange,
		file: TrackedFile,
		back: number,
	): Promise<boolean> {
		const stripped = await this.isStripped(index, back, change.before!, file);
		this.count(
			back,
			file,
			change,
			{
				files: stripped ? 1 : 0,
				added: stripped ? file.arrivalLines : 0,
				removed: 0,
				code: file.arrivalCode,
			},
			-1,
		);
		if (!stripped) return false;
		file.absences = file.absences.filter(absence => absence.from !== index);
		const missing = this.releases.slice(index, back).map(({release}) => release);
		this.problems.push({
			source: sourceName,
			where: change.before!,
			problem: `not there in ${missing.join(', ')}, whose Makefiles still name it: left out of the change`,
		});
		return true;
	}

	/** Whether all releases in which a file was away still build what it belongs to. */
	private async isStripped(from: number, back: number, path: string, file: TrackedFile): Promise<boolean> {
		for (let release = from; release < back; release++) {
			const named = /\.[cS]$/.test(path)
				? await this.makefiles.namesSource(release, path)
				: await this.makefiles.names(
						release,
						dirname(path),
						file.drivers.map(id => this.modules.get(id) ?? ''),
					);
			if (!named) return false;
		}
		return true;
	}

	private count(step: number, file: TrackedFile, change: FileChange, amounts: Amounts, times = 1): void {
		this.countAt(step, file, change.after ?? change.before!, amounts, times);
	}

	/** `path` is the file's in that step. */
	private countAt(step: number, file: TrackedFile, path: string, amounts: Amounts, times: number): void {
		this.driverTally.add(step, file.drivers, amounts, times);
		const place = file.gone ? path : file.path;
		this.directoryTally.add(step, this.owners.directoriesOf(place), amounts, times);
	}

	async finish(): Promise<ChainHistory> {
		this.leaveOutSweeps();
		const {releases} = this;
		const present = new Map<string, TrackedFile>();
		const formerPaths: ReleaseHistory['formerPaths'] = new Map();
		for (const file of this.lineage.presentFiles()) {
			present.set(file.path, file);
			if (file.formerPaths.length === 0) continue;
			formerPaths.set(
				file.path,
				file.formerPaths.map(({path, movedAt}) => ({path, release: releases[movedAt]!.release})),
			);
		}
		const presence = new DriverPresence({
			releases,
			trees: this.trees,
			makefiles: this.makefiles,
			wayOf: path =>
				this.newest.has(path)
					? (present.get(path) ?? {arrival: 0, firstPath: path, cameFrom: null, absences: []})
					: null,
		});
		const drivers = new Map<string, DriverHistory>();
		for (const driver of this.drivers) {
			const {since, away, has} = await presence.of(driver);
			drivers.set(driver.id, {...this.driverTally.changesOf(driver.id, has), since, away});
		}
		return {
			releases,
			drivers,
			directories: this.directoryChanges(present),
			formerPaths,
			steps: this.steps,
			sources: [this.source()],
			problems: this.problems,
		};
	}

	/** A directory is there from the first release that has one of its files, or changed one that is gone. */
	private directoryChanges(present: ReadonlyMap<string, TrackedFile>): Map<string, ReleaseChanges> {
		const first = new Map<string, number>();
		for (const path of this.newest) {
			const arrival = present.get(path)?.arrival ?? 0;
			for (const directory of this.owners.directoriesOf(path)) {
				if (arrival < (first.get(directory) ?? Number.POSITIVE_INFINITY)) first.set(directory, arrival);
			}
		}
		const changes = new Map<string, ReleaseChanges>();
		for (const directory of this.directories) {
			const since = Math.min(
				first.get(directory) ?? this.releases.length,
				this.directoryTally.firstStep(directory),
			);
			changes.set(
				directory,
				this.directoryTally.changesOf(directory, release => release >= since),
			);
		}
		return changes;
	}

	private source(): SurveySource {
		const {releases} = this;
		return {
			name: sourceName,
			origin: `v${releases[0]!.release} to v${releases.at(-1)!.release}`,
			revision: null,
			since: releases[0]!.date,
			until: releases.at(-1)!.date,
			counts: {releases: releases.length, changedFiles: this.files, linesOfSweeps: this.sweptLines},
		};
	}
}

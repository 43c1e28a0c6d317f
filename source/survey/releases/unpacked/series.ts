/** The change over several earlier kernel trees, each driver followed back through all of them. */
import {basename} from 'node:path';
import type {GoneRecord, Problem, ReleaseChanges} from '../../../dossier/schema.ts';
import type {OnProgress} from '../../facts.ts';
import type {TreeSurvey} from '../../tree/facts.ts';
import {surveyTree} from '../../tree/kernel-tree.ts';
import {readTreeVersion} from '../../tree/top-folder.ts';
import {releasesBetween} from '../chain/tags.ts';
import type {DriverHistory, Release, ReleaseHistory} from '../history.ts';
import {releaseDate} from '../release-days.ts';
import {compareVersions, seriesOf} from '../versions.ts';
import {type Churn, type ChurnFacts, surveyChurn} from './churn.ts';
import {goneFrom} from './gone-records.ts';

/** The newest tree with its survey, and where the earlier ones lie. */
export interface SeriesOptions {
	tree: string;
	survey: TreeSurvey;
	/** Earlier kernel trees, in any order; at least one. */
	previous: readonly string[];
	/** The bundled scanning script; null scans here. */
	workerFile: string | null;
	onProgress?: OnProgress | undefined;
	signal?: AbortSignal | undefined;
}

/** What a few unpacked trees say of the newest one's drivers, in the form that a repository of releases gives. */
export interface SeriesFacts extends ReleaseHistory {
	/** Drivers that earlier trees had and the newest one has not. */
	gone: GoneRecord[];
}

/**
 * Surveys the change from each earlier tree to the next one, back from the newest. A driver that has moved is
 * followed by its main file.
 * @throws {UserError} where one of the trees is no kernel tree, or git is missing.
 */
export async function surveySeries(options: SeriesOptions): Promise<SeriesFacts> {
	const {survey: newest, workerFile, onProgress, signal} = options;
	const earlier = options.previous
		.map(tree => ({tree, version: readTreeVersion(tree)}))
		.sort((a, b) => compareVersions(a.version, b.version));
	const walk = new WalkBack(
		newest,
		releasesOf([...earlier.map(({version}) => version), newest.version], newest.date),
	);
	let later = {tree: options.tree, survey: newest};
	for (const from of earlier.toReversed()) {
		const to = later.survey.version;
		const facts = await surveyChurn({
			from: {...from, version: seriesOf(from.version)},
			to: {...later, version: seriesOf(to)},
			onProgress:
				onProgress &&
				(({done, total}) => onProgress({stage: `change ${from.version} to ${to}`, done, total})),
			signal,
		});
		const survey = await surveyTree({tree: from.tree, workerFile, ...(signal && {signal})});
		walk.step(facts, survey);
		later = {tree: from.tree, survey};
	}
	return {
		...walk.finish(),
		sources: earlier.map(({tree, version}) => ({
			name: 'earlier kernel tree',
			origin: `Linux ${version}`,
			revision: basename(tree),
			since: null,
			until: null,
			counts: {},
		})),
	};
}

/** The series of trees given by their versions, oldest first; `surveyedDate` stands for a release that has no known day. */
function releasesOf(versions: readonly string[], surveyedDate: string): Release[] {
	return versions.map((version, index) => {
		const release = seriesOf(version);
		return {
			release,
			date: releaseDate(release) ?? surveyedDate,
			snapshot: version,
			missing: index === 0 ? [] : releasesBetween(versions[index - 1]!, version),
		};
	});
}

/** Lists of as many entries as there are releases, none of them known yet. */
function noChanges(releases: readonly Release[]): ReleaseChanges {
	const unknown = () => releases.map(() => null);
	return {files: unknown(), added: unknown(), removed: unknown(), substantive: unknown()};
}

function setChange(changes: ReleaseChanges, at: number, churn: Churn): void {
	changes.files[at] = churn.filesChanged;
	changes.added[at] = churn.linesAdded;
	changes.removed[at] = churn.linesRemoved;
	changes.substantive[at] = churn.substantive;
}

/** The drivers of the newest tree on their way back in time, and what is gathered on it. */
class WalkBack {
	private readonly newest: TreeSurvey;
	private readonly releases: Release[];
	private readonly drivers: Map<string, DriverHistory>;
	private readonly directories: Map<string, ReleaseChanges>;
	/** For each of the newest tree's drivers: its main file, and its id, in the tree that the walk has reached. */
	private readonly places: Map<string, {id: string; file: string | null}>;
	/** The release that the walk has reached, by index. */
	private reached: number;
	private readonly gone = new Map<string, GoneRecord>();
	private readonly problems: Problem[] = [];

	constructor(newest: TreeSurvey, releases: Release[]) {
		this.newest = newest;
		this.releases = releases;
		this.reached = releases.length - 1;
		this.drivers = new Map(
			newest.drivers.map(({id, sources}) => [
				id,
				{...noChanges(releases), since: this.sinceAt(this.reached, sources[0] ?? null), away: []},
			]),
		);
		this.directories = new Map(newest.directories.map(({directory}) => [directory, noChanges(releases)]));
		this.places = new Map(newest.drivers.map(({id, sources}) => [id, {id, file: sources[0] ?? null}]));
	}

	/** Goes one tree back: `facts` is the change from the tree of `earlier` to the one that the walk had reached. */
	step(facts: ChurnFacts, earlier: TreeSurvey): void {
		this.problems.push(...facts.problems);
		for (const [id, place] of this.places) {
			const churn = facts.drivers.get(place.id);
			if (churn === undefined) {
				this.places.delete(id);
				continue;
			}
			setChange(this.drivers.get(id)!, this.reached, churn);
			if (place.file !== null) place.file = facts.earlierPaths.get(place.file) ?? place.file;
		}
		for (const [directory, changes] of this.directories) {
			const churn = facts.directories.get(directory);
			if (churn !== undefined) setChange(changes, this.reached, churn);
		}
		this.reached--;
		this.settle(earlier);
		for (const [id, {file}] of this.places) this.drivers.get(id)!.since = this.sinceAt(this.reached, file);
		const earlierIds = new Map([...this.places].map(([id, place]) => [id, place.id]));
		const [last, next] = [this.releases[this.reached]!, this.releases[this.reached + 1]!].map(
			({release, date}) => ({release, date}),
		);
		for (const record of goneFrom(earlier, this.newest, earlierIds, {last: last!, next: next!})) {
			// The newest tree that had it is the first to be met; the oldest tells since when.
			const key = `${record.id} ${record.option}`;
			const known = this.gone.get(key);
			this.gone.set(key, known === undefined ? record : {...known, since: record.since});
		}
	}

	finish(): Omit<SeriesFacts, 'sources'> {
		const {releases, drivers, directories, gone, problems} = this;
		// Where a file lay before is known only for main files, and only to the tree: nothing is said of days between.
		return {
			releases,
			drivers,
			directories,
			formerPaths: new Map(),
			gone: [...gone.values()],
			problems,
		};
	}

	private sinceAt(release: number, source: string | null): DriverHistory['since'] {
		if (source === null) return null;
		const {release: name, date} = this.releases[release]!;
		return {release: name, date, earliest: release === 0, source};
	}

	/** Finds the drivers again in the earlier tree: the one that owns the main file as its own, else the same id. */
	private settle(earlier: TreeSurvey): void {
		const byMainFile = new Map(earlier.drivers.map(({id, sources}) => [sources[0], id]));
		const known = new Set(earlier.drivers.map(({id}) => id));
		for (const [id, place] of this.places) {
			if (known.has(place.id) && (place.file === null || byMainFile.get(place.file) === place.id)) continue;
			const found =
				(place.file === null ? undefined : byMainFile.get(place.file)) ??
				(known.has(place.id) ? place.id : null);
			if (found === null) this.places.delete(id);
			else place.id = found;
		}
	}
}

/** The change over several earlier kernel trees, each driver followed back through all of them. */
import {basename} from 'node:path';
import type {RetiredOption} from '../../dossier/kernel-options.ts';
import type {Churn, Problem, SurveySource} from '../../dossier/schema.ts';
import type {OnProgress} from '../facts.ts';
import type {TreeSurvey} from '../tree/facts.ts';
import {surveyTree} from '../tree/kernel-tree.ts';
import {readTreeVersion} from '../tree/top-folder.ts';
import {type ChurnFacts, surveyChurn} from './churn.ts';
import {findRetiredOptions} from './retired-options.ts';
import {compareVersions, seriesOf} from './versions.ts';

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

/** What a row of releases says of the newest one's drivers. */
export interface SeriesFacts {
	/**
	 * Change from each earlier tree to the next one, oldest first, by id in the newest tree. A pair of trees in the
	 * earlier of which a driver was not there yet has no entry for it.
	 */
	drivers: Map<string, Churn[]>;
	directories: Map<string, Churn[]>;
	/** Options of drivers that earlier trees had and the newest one has not. */
	retiredOptions: RetiredOption[];
	/** The earlier trees, oldest first. */
	sources: SurveySource[];
	problems: Problem[];
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
	const walk = new WalkBack(newest);
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

/** The drivers of the newest tree on their way back in time, and what is gathered on it. */
class WalkBack {
	private readonly newest: TreeSurvey;
	private readonly drivers: Map<string, Churn[]>;
	private readonly directories: Map<string, Churn[]>;
	/** For each of the newest tree's drivers: its main file, and its id, in the tree that the walk has reached. */
	private readonly places: Map<string, {id: string; file: string | null}>;
	private readonly retired = new Map<string, RetiredOption>();
	private readonly problems: Problem[] = [];

	constructor(newest: TreeSurvey) {
		this.newest = newest;
		this.drivers = new Map(newest.drivers.map(({id}) => [id, []]));
		this.directories = new Map(newest.directories.map(({directory}) => [directory, []]));
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
			this.drivers.get(id)!.unshift(churn);
			if (place.file !== null) place.file = facts.earlierPaths.get(place.file) ?? place.file;
		}
		for (const [directory, churns] of this.directories) {
			const churn = facts.directories.get(directory);
			if (churn !== undefined) churns.unshift(churn);
		}
		this.settle(earlier);
		const earlierIds = new Map([...this.places].map(([id, place]) => [id, place.id]));
		for (const option of findRetiredOptions(earlier, this.newest, earlierIds)) {
			// The newest tree that had an option is the first to be met.
			if (!this.retired.has(option.symbol)) this.retired.set(option.symbol, option);
		}
	}

	finish(): Omit<SeriesFacts, 'sources'> {
		const {drivers, directories, retired, problems} = this;
		return {drivers, directories, retiredOptions: [...retired.values()], problems};
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

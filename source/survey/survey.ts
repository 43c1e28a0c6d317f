/** Joins what the sources give into the signals of every driver and directory. It decides nothing. */
import {basename} from 'node:path';
import {subsystemOf} from '../dossier/categories.ts';
import type {RetiredOption} from '../dossier/kernel-options.ts';
import {surveyWindow} from '../dossier/months.ts';
import {bareSymbol, normaliseName} from '../dossier/query/names.ts';
import type {Churn, Problem, RemovalPatch, Signals, SurveySource} from '../dossier/schema.ts';
import {surveyCves} from './cve-records.ts';
import type {OnProgress, PathOwners, SurveyWindow, TreeSurvey} from './facts.ts';
import {surveyGitHistory} from './git-history/history.ts';
import {surveyLeapp} from './leapp.ts';
import {surveyMailArchives} from './mail/archives.ts';
import {epochsOf} from './mail/epochs.ts';
import {surveyModulesAlias} from './modules-alias.ts';
import {surveyChurn} from './releases/churn.ts';
import {readTreeVersion, surveyTree} from './tree/kernel-tree.ts';

/** Where the sources of a survey lie. Only the tree is needed; what is null or empty is not surveyed. */
export interface SurveyInputs {
	tree: string;
	/** Earlier kernel trees, in any order. */
	previous: readonly string[];
	git: string | null;
	/** Whether git may fetch the file contents that a partial clone lacks. */
	fetchMissing: boolean;
	lore: readonly string[];
	cves: string | null;
	leapp: string | null;
	modulesAlias: string | null;
	/** YYYY-MM-DD; null for the newest commit's day where there is a history, else the tree's. */
	asOf: string | null;
}

/** What all sources together say. */
export interface Survey {
	tree: TreeSurvey;
	asOf: string;
	window: SurveyWindow;
	/** All signals but the tree's own, by driver id and by directory. */
	driverSignals(id: string): OutsideSignals;
	directorySignals(directory: string): OutsideSignals;
	/** Options of drivers that earlier trees had and this one has not. */
	retiredOptions: RetiredOption[];
	/** Modalias patterns of a driver; null where it was not built, or nothing was surveyed. */
	aliases(id: string): string[] | null;
	sources: SurveySource[];
	problems: Problem[];
}

/** The signals that do not come from the tree itself. */
export type OutsideSignals = Omit<Signals, 'tree' | 'maintainers' | 'signs'>;

/** Something that was asked for can't be surveyed: what and why. */
export class SurveyInputError extends Error {
	override name = 'SurveyInputError';
}

/** Everything a survey needs from its caller besides its inputs. */
export interface SurveyContext {
	workerFile: string | null;
	cacheDirectory: string | null;
	onProgress?: OnProgress;
	signal?: AbortSignal;
}

/** Runs every source that there is. Rejects where the tree is none, or a source that was named can't be read at all. */
export async function runSurvey(inputs: SurveyInputs, context: SurveyContext): Promise<Survey> {
	const {onProgress, workerFile, signal} = context;
	const following = {...(onProgress && {onProgress}), ...(signal && {signal})};
	const tree = await surveyTree({tree: inputs.tree, workerFile, ...following});
	const sources: SurveySource[] = [treeSource(tree)];
	const problems: Problem[] = [...tree.problems];
	const owners = pathOwners(tree);
	const ids = tree.drivers.map(({id}) => id);
	const directories = tree.directories.map(({directory}) => directory);

	const churn = await churnOf(inputs, tree, context, problems);
	if (churn !== null) sources.push(...churn.sources);

	const git =
		inputs.git === null
			? null
			: await surveyGitHistory({
					gitDir: inputs.git,
					asOf: inputs.asOf,
					owners,
					drivers: ids,
					directories,
					cacheDirectory: context.cacheDirectory,
					fetchMissing: inputs.fetchMissing,
					...following,
				});
	const asOf = inputs.asOf ?? git?.source.until ?? tree.date;
	const window = surveyWindow(asOf);

	const archives: {gitDir: string; list: null}[] = [];
	for (const folder of inputs.lore) {
		const epochs = await epochsOf(folder);
		if (epochs.length === 0) {
			throw new SurveyInputError(`${folder} holds no mailing-list archive (a public-inbox git repository)`);
		}
		archives.push(...epochs.map(gitDir => ({gitDir, list: null})));
	}
	const mail =
		archives.length === 0
			? null
			: await surveyMailArchives({
					archives,
					window,
					owners,
					drivers: tree.drivers.map(({id, sources: files, maintainers}) => ({
						id,
						mainFile: files[0] ?? null,
						lists: maintainers?.lists ?? [],
					})),
					directories: tree.directories.map(({directory, maintainers}) => ({
						directory,
						lists: maintainers?.lists ?? [],
					})),
					...following,
				});
	const cves =
		inputs.cves === null
			? null
			: await surveyCves({
					path: inputs.cves,
					asOf: inputs.asOf,
					owners,
					drivers: ids,
					directories,
					...following,
				});
	const named = tree.drivers.map(({id, module}) => ({id, module}));
	const leapp = inputs.leapp === null ? null : await surveyLeapp({file: inputs.leapp, asOf, drivers: named});
	const aliases =
		inputs.modulesAlias === null
			? null
			: await surveyModulesAlias({file: inputs.modulesAlias, drivers: named});

	for (const facts of [git, cves, leapp, aliases]) {
		if (facts === null) continue;
		sources.push(facts.source);
		problems.push(...facts.problems);
	}
	if (mail !== null) {
		sources.push(mail.source, ...mail.lists);
		problems.push(...mail.problems);
	}

	const driverNamed = driverNames(tree);
	/** A removal that was seen counts even where the driver's own lists were not surveyed; silence then does not. */
	const removals = (kind: 'drivers' | 'directories', name: string) => {
		if (mail === null) return null;
		const posted = mail.removals[kind].get(name) ?? (mail[kind].has(name) ? [] : null);
		return (
			posted?.map(
				({successors, ...patch}): RemovalPatch => ({...patch, replacement: driverNamed(successors, name)}),
			) ?? null
		);
	};
	const inWindow = (kind: 'drivers' | 'directories', name: string) => {
		const patches = mail?.[kind].get(name)?.patches ?? null;
		return patches === null ? null : {...patches, since: window.since, until: window.until};
	};
	return {
		tree,
		asOf,
		window,
		driverSignals: id => ({
			churn: churn?.drivers(id) ?? null,
			commits: git?.drivers.get(id) ?? null,
			patches: inWindow('drivers', id),
			removalPatches: removals('drivers', id),
			cves: cves?.drivers.get(id) ?? null,
			support: leapp === null ? null : (leapp.drivers.get(id) ?? []),
		}),
		directorySignals: directory => ({
			churn: churn?.directories(directory) ?? null,
			commits: git?.directories.get(directory) ?? null,
			patches: inWindow('directories', directory),
			removalPatches: removals('directories', directory),
			cves: cves?.directories.get(directory) ?? null,
			support: null,
		}),
		retiredOptions: churn?.retiredOptions ?? [],
		aliases: id => aliases?.drivers.get(id) ?? null,
		sources,
		problems,
	};
}

/**
 * Finds the one driver of a tree that a text means by the name of its module or its CONFIG symbol: the first name
 * that fits exactly one driver other than the one spoken of. Library objects are no answer.
 */
function driverNames(tree: TreeSurvey): (names: readonly string[], own: string) => string | null {
	const byName = new Map<string, Set<string>>();
	const note = (name: string, id: string) => {
		const known = byName.get(name);
		if (known === undefined) byName.set(name, new Set([id]));
		else known.add(id);
	};
	for (const {id, module, kconfig, hasEntryPoint} of tree.drivers) {
		if (!hasEntryPoint) continue;
		note(normaliseName(module), id);
		if (kconfig !== null) note(`CONFIG_${kconfig.symbol}`, id);
	}
	return (names, own) => {
		for (const name of names) {
			const found = byName.get(
				name.startsWith('CONFIG_') ? `CONFIG_${bareSymbol(name)}` : normaliseName(name),
			);
			if (found?.size !== 1) continue;
			const [id] = found;
			if (id !== own) return id!;
		}
		return null;
	};
}

function treeSource(tree: TreeSurvey): SurveySource {
	const whole = tree.directories.find(({directory}) => directory === 'drivers');
	return {
		name: 'kernel tree',
		origin: `Linux ${tree.version}`,
		revision: null,
		since: null,
		until: tree.date,
		counts: {
			objects: tree.drivers.length,
			directories: tree.directories.length,
			files: whole?.files ?? 0,
			sourceLines: whole?.sourceLines ?? 0,
		},
	};
}

/** Which drivers own a path, and which surveyed directories it lies in. */
function pathOwners(tree: TreeSurvey): PathOwners {
	const drivers = new Map<string, string[]>();
	for (const {id, files} of tree.drivers) {
		for (const file of files) {
			const known = drivers.get(file);
			if (known === undefined) drivers.set(file, [id]);
			else known.push(id);
		}
	}
	const surveyed = new Set(tree.directories.map(({directory}) => directory));
	const above = new Map<string, readonly string[]>();
	const directoriesAbove = (path: string): readonly string[] => {
		const cut = path.lastIndexOf('/');
		if (cut < 0) return [];
		const directory = path.slice(0, cut);
		let found = above.get(directory);
		if (found === undefined) {
			const further = directoriesAbove(directory);
			found = surveyed.has(directory) ? [directory, ...further] : further;
			above.set(directory, found);
		}
		return found;
	};
	const nobody: readonly string[] = [];
	return {
		driversOf: path => drivers.get(path) ?? nobody,
		directoriesOf: path => (path.startsWith('drivers/') ? directoriesAbove(path) : nobody),
	};
}

interface ChurnHistory {
	drivers(id: string): Churn[];
	directories(directory: string): Churn[];
	retiredOptions: RetiredOption[];
	sources: SurveySource[];
}

/**
 * Change from each earlier tree to the next one, oldest first. A driver that has moved is followed back by its
 * main file. A pair of trees in the earlier of which a driver was not there yet has no entry for it.
 */
async function churnOf(
	inputs: SurveyInputs,
	newest: TreeSurvey,
	context: SurveyContext,
	problems: Problem[],
): Promise<ChurnHistory | null> {
	if (inputs.previous.length === 0) return null;
	const {onProgress, workerFile, signal} = context;
	const earlier = inputs.previous
		.map(tree => ({tree, version: readTreeVersion(tree)}))
		.sort((a, b) => compareVersions(a.version, b.version));
	const chain = [...earlier, {tree: inputs.tree, version: newest.version}];
	const drivers = new Map<string, Churn[]>(newest.drivers.map(({id}) => [id, []]));
	const directories = new Map<string, Churn[]>(newest.directories.map(({directory}) => [directory, []]));
	/** For each of the newest tree's drivers: its main file, and its id, in the tree that the walk has reached. */
	const place = new Map(newest.drivers.map(({id, sources}) => [id, {id, file: sources[0] ?? null}]));
	const retired = new Map<string, RetiredOption>();
	for (let index = chain.length - 1; index >= 0; index--) {
		const [from, to] = [chain[index - 1], chain[index]!];
		const survey =
			index === chain.length - 1
				? newest
				: await surveyTree({tree: to.tree, workerFile, ...(signal && {signal})});
		if (index < chain.length - 1) {
			settlePlaces(place, survey);
			for (const option of retiredOptions(survey, newest, place)) {
				// The walk goes back in time: the newest tree that had an option is the first to be met.
				if (!retired.has(option.symbol)) retired.set(option.symbol, option);
			}
		}
		if (from === undefined) break;
		const facts = await surveyChurn({
			from: {...from, version: seriesOf(from.version)},
			to: {...to, version: seriesOf(to.version), survey},
			onProgress:
				onProgress &&
				(({done, total}) => onProgress({stage: `change ${from.version} to ${to.version}`, done, total})),
			signal,
		});
		problems.push(...facts.problems);
		for (const [id, where] of place) {
			const churn = facts.drivers.get(where.id);
			if (churn === undefined) {
				place.delete(id);
				continue;
			}
			drivers.get(id)!.unshift(churn);
			if (where.file !== null) where.file = facts.earlierPaths.get(where.file) ?? where.file;
		}
		for (const [directory, churns] of directories) {
			const churn = facts.directories.get(directory);
			if (churn !== undefined) churns.unshift(churn);
		}
	}
	return {
		drivers: id => drivers.get(id) ?? [],
		directories: directory => directories.get(directory) ?? [],
		retiredOptions: [...retired.values()],
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

/** Finds the drivers again in an earlier tree: the one that owns the main file as its own, else the same id. */
function settlePlaces(place: Map<string, {id: string; file: string | null}>, survey: TreeSurvey): void {
	const byMainFile = new Map(survey.drivers.map(({id, sources}) => [sources[0], id]));
	const known = new Set(survey.drivers.map(({id}) => id));
	for (const [id, where] of place) {
		if (known.has(where.id) && (where.file === null || byMainFile.get(where.file) === where.id)) continue;
		const found =
			(where.file === null ? undefined : byMainFile.get(where.file)) ??
			(known.has(where.id) ? where.id : null);
		if (found === null) place.delete(id);
		else where.id = found;
	}
}

/**
 * Options of an earlier tree's drivers that the newest tree does not define, with the symbols that build those
 * drivers now: found by the way of their main files, else by a module name that only one driver of the subsystem bears.
 */
function retiredOptions(
	earlier: TreeSurvey,
	newest: TreeSurvey,
	place: ReadonlyMap<string, {id: string}>,
): RetiredOption[] {
	const symbolsNow = new Map(newest.drivers.map(({id, kconfig}) => [id, kconfig?.symbol ?? null]));
	const followed = new Map<string, string[]>();
	for (const [id, where] of place) followed.set(where.id, [...(followed.get(where.id) ?? []), id]);
	const byModule = new Map<string, string[]>();
	for (const {id, module} of newest.drivers) byModule.set(module, [...(byModule.get(module) ?? []), id]);
	const found = new Map<string, {built: Set<string>; now: Set<string>}>();
	for (const {id, module, kconfig, hasEntryPoint} of earlier.drivers) {
		// A library goes where its users go, often into another object without a word.
		if (!hasEntryPoint || kconfig === null || newest.options.has(kconfig.symbol)) continue;
		const bearing = (byModule.get(module) ?? []).filter(other => subsystemOf(other) === subsystemOf(id));
		const successors = followed.get(id) ?? (bearing.length === 1 ? bearing : []);
		const option = found.get(kconfig.symbol) ?? {built: new Set(), now: new Set()};
		option.built.add(id);
		for (const successor of successors) {
			const symbol = symbolsNow.get(successor);
			if (symbol) option.now.add(symbol);
		}
		found.set(kconfig.symbol, option);
	}
	const series = seriesOf(earlier.version);
	return [...found].map(([symbol, {built, now}]) => ({symbol, series, built: [...built], now: [...now]}));
}

/** `6.12` of `6.12.117`: the change is told from series to series, the manifest has the exact versions. */
function seriesOf(version: string): string {
	return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}

/** 5.10 before 6.1 before 6.12: by number, part by part. */
function compareVersions(a: string, b: string): number {
	const [left, right] = [a, b].map(version =>
		version.split(/[.-]/).map(part => Number.parseInt(part, 10) || 0),
	);
	for (let index = 0; index < Math.max(left!.length, right!.length); index++) {
		const difference = (left![index] ?? 0) - (right![index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

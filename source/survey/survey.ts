/** Joins what the sources give into the signals of every driver and directory. It decides nothing. */
import type {RetiredOption} from '../dossier/kernel-options.ts';
import {surveyWindow} from '../dossier/months.ts';
import type {Problem, RemovalPatch, Signals, SurveySource} from '../dossier/schema.ts';
import {UserError} from '../dossier/user-error.ts';
import {surveyCves} from './cve-records.ts';
import type {CveFacts, GitFacts, OnProgress, PathOwners, SurveyWindow} from './facts.ts';
import {surveyGitHistory} from './git-history/history.ts';
import {type LeappFacts, surveyLeapp} from './leapp.ts';
import {surveyMailArchives} from './mail/archives.ts';
import {epochsOf} from './mail/epochs.ts';
import {type ModulesAliasFacts, surveyModulesAlias} from './modules-alias.ts';
import {namedDriversOf} from './named-drivers.ts';
import {pathOwnersOf} from './path-owners.ts';
import {type SeriesFacts, surveySeries} from './releases/series.ts';
import type {TreeSurvey} from './tree/facts.ts';
import {surveyTree} from './tree/kernel-tree.ts';

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

/** Everything a survey needs from its caller besides its inputs. */
export interface SurveyContext {
	workerFile: string | null;
	cacheDirectory: string | null;
	onProgress?: OnProgress;
	signal?: AbortSignal;
}

/** What each source outside the tree gave; null where it was not surveyed. */
interface OutsideFacts {
	series: SeriesFacts | null;
	git: GitFacts | null;
	cves: CveFacts | null;
	leapp: LeappFacts | null;
	modulesAlias: ModulesAliasFacts | null;
	mail: Awaited<ReturnType<typeof surveyMailArchives>> | null;
}

/** What the sources outside the tree are asked about. */
interface Asked {
	owners: PathOwners;
	drivers: readonly string[];
	directories: readonly string[];
}

/** Whom to tell of progress, and who may stop the survey. */
type Following = Pick<SurveyContext, 'onProgress' | 'signal'>;

/**
 * Runs every source that there is.
 * @throws {UserError} where the tree is none, or a source that was named can't be read at all.
 */
export async function runSurvey(inputs: SurveyInputs, context: SurveyContext): Promise<Survey> {
	const {onProgress, workerFile, signal} = context;
	const following: Following = {...(onProgress && {onProgress}), ...(signal && {signal})};
	const tree = await surveyTree({tree: inputs.tree, workerFile, ...following});
	const asked: Asked = {
		owners: pathOwnersOf(tree),
		drivers: tree.drivers.map(({id}) => id),
		directories: tree.directories.map(({directory}) => directory),
	};
	const series =
		inputs.previous.length === 0
			? null
			: await surveySeries({
					tree: inputs.tree,
					survey: tree,
					previous: inputs.previous,
					workerFile,
					...following,
				});
	const git = await askGit(inputs, asked, context.cacheDirectory, following);
	const asOf = inputs.asOf ?? git?.source.until ?? tree.date;
	const window = surveyWindow(asOf);
	const mail = await askArchives(inputs.lore, tree, asked.owners, window, following);
	const cves =
		inputs.cves === null
			? null
			: await surveyCves({path: inputs.cves, asOf: inputs.asOf, ...asked, ...following});
	const named = tree.drivers.map(({id, module}) => ({id, module}));
	const leapp = inputs.leapp === null ? null : await surveyLeapp({file: inputs.leapp, asOf, drivers: named});
	const modulesAlias =
		inputs.modulesAlias === null
			? null
			: await surveyModulesAlias({file: inputs.modulesAlias, drivers: named});
	const facts: OutsideFacts = {series, git, cves, leapp, modulesAlias, mail};
	return {
		tree,
		asOf,
		window,
		...joinSignals(tree, facts, window),
		retiredOptions: series?.retiredOptions ?? [],
		aliases: id => modulesAlias?.drivers.get(id) ?? null,
		...joinAccounts(tree, facts),
	};
}

async function askGit(
	{git, asOf, fetchMissing}: SurveyInputs,
	asked: Asked,
	cacheDirectory: string | null,
	following: Following,
): Promise<GitFacts | null> {
	if (git === null) return null;
	return surveyGitHistory({gitDir: git, asOf, cacheDirectory, fetchMissing, ...asked, ...following});
}

async function askArchives(
	folders: readonly string[],
	tree: TreeSurvey,
	owners: PathOwners,
	window: SurveyWindow,
	following: Following,
): Promise<OutsideFacts['mail']> {
	const archives: {gitDir: string; list: null}[] = [];
	for (const folder of folders) {
		const epochs = await epochsOf(folder);
		if (epochs.length === 0) {
			throw new UserError(
				`${folder} holds no mailing-list archive (a public-inbox git repository).`,
				'Name a mirror of a list of lore.kernel.org, or the folder that holds its numbered repositories.',
			);
		}
		archives.push(...epochs.map(gitDir => ({gitDir, list: null})));
	}
	if (archives.length === 0) return null;
	return surveyMailArchives({
		archives,
		window,
		owners,
		drivers: tree.drivers.map(({id, sources, maintainers}) => ({
			id,
			mainFile: sources[0] ?? null,
			lists: maintainers?.lists ?? [],
		})),
		directories: tree.directories.map(({directory, maintainers}) => ({
			directory,
			lists: maintainers?.lists ?? [],
		})),
		...following,
	});
}

function joinSignals(
	tree: TreeSurvey,
	{series, git, mail, cves, leapp}: OutsideFacts,
	window: SurveyWindow,
): Pick<Survey, 'driverSignals' | 'directorySignals'> {
	const findNamed = namedDriversOf(tree.drivers);
	const signalsOf = (
		kind: 'drivers' | 'directories',
		name: string,
	): Omit<OutsideSignals, 'churn' | 'support'> => {
		const patches = mail?.[kind].get(name)?.patches ?? null;
		// A removal that was seen counts even where the driver's own lists were not surveyed; silence then does not.
		const posted = mail?.removals[kind].get(name) ?? (mail?.[kind].has(name) ? [] : null);
		return {
			commits: git?.[kind].get(name) ?? null,
			patches: patches === null ? null : {...patches, since: window.since, until: window.until},
			removalPatches:
				posted?.map(
					({replacements, ...patch}): RemovalPatch => ({
						...patch,
						replacement: findNamed(replacements, name),
					}),
				) ?? null,
			cves: cves?.[kind].get(name) ?? null,
		};
	};
	return {
		driverSignals: id => ({
			...signalsOf('drivers', id),
			churn: series === null ? null : (series.drivers.get(id) ?? []),
			support: leapp === null ? null : (leapp.drivers.get(id) ?? []),
		}),
		directorySignals: directory => ({
			...signalsOf('directories', directory),
			churn: series === null ? null : (series.directories.get(directory) ?? []),
			support: null,
		}),
	};
}

/** What was surveyed, and what could not be read of it. */
function joinAccounts(tree: TreeSurvey, facts: OutsideFacts): Pick<Survey, 'sources' | 'problems'> {
	const {series, git, cves, leapp, modulesAlias, mail} = facts;
	const single = [git, cves, leapp, modulesAlias].filter(one => one !== null);
	return {
		sources: [
			treeSource(tree),
			...(series?.sources ?? []),
			...single.map(({source}) => source),
			...(mail === null ? [] : [mail.source, ...mail.lists]),
		],
		problems: [tree, series, ...single, mail].flatMap(one => one?.problems ?? []),
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

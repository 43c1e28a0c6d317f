/** Joins what the sources give into the signals of every driver and directory. It decides nothing. */

import {surveyWindow} from '../dossier/months.ts';
import type {
	GoneRecord,
	OutsideRecord,
	Problem,
	RemovalPatch,
	Signals,
	Since,
	SurveySource,
} from '../dossier/schema.ts';
import {isSurveyedFolder} from '../dossier/surveyed-folders.ts';
import {UserError} from '../dossier/user-error.ts';
import {surveyCves} from './cve-records.ts';
import type {CveFacts, DatedPathOwners, GitFacts, OnProgress, PathOwners, SurveyWindow} from './facts.ts';
import {withFormerPaths} from './former-paths.ts';
import {surveyGitHistory} from './git-history/history.ts';
import {type LeappFacts, surveyLeapp} from './leapp.ts';
import {surveyMailArchives} from './mail/archives.ts';
import {epochsOf} from './mail/epochs.ts';
import {readTreePeople} from './mail/removals/people.ts';
import {type ModulesAliasFacts, surveyModulesAlias} from './modules-alias.ts';
import {namedDriversOf} from './named-drivers.ts';
import {pathOwnersOf} from './path-owners.ts';
import {type ChainHistory, surveyReleases} from './releases/chain/chain.ts';
import {type DeadDrivers, deletable, surveyDead, withDeletions} from './releases/dead.ts';
import type {Release, ReleaseHistory} from './releases/history.ts';
import {type Claims, surveyClaims} from './releases/ids/claims.ts';
import {type ListedSince, type LkddbFacts, surveyLkddb} from './releases/lkddb.ts';
import {type SeriesFacts, surveySeries} from './releases/unpacked/series.ts';
import type {TreeSurvey} from './tree/facts.ts';
import {surveyTree} from './tree/kernel-tree.ts';
import {listOutside} from './tree/outside.ts';

/** Where the sources of a survey lie. Only the tree is needed; what is null or empty is not surveyed. */
export interface SurveyInputs {
	tree: string;
	/** Earlier kernel trees, in any order. */
	previous: readonly string[];
	/** A git repository with the tags of kernel releases. */
	releases: string | null;
	/** A folder of LKDDb's lists of earlier kernels. */
	lkddb: string | null;
	git: string | null;
	/** Whether git may fetch the file contents that a partial clone lacks. */
	fetchMissing: boolean;
	lore: readonly string[];
	cves: string | null;
	leapp: string | null;
	/** modules.alias and modules.builtin.modinfo of built kernels. */
	modulesAlias: readonly string[];
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
	/** The releases that the history of drivers is in step with; empty where none were surveyed. */
	releases: Release[];
	/** Drivers that earlier kernels had and this tree has not; null where none were surveyed. */
	gone: GoneRecord[] | null;
	/** What the tree has outside the surveyed folders. */
	outside: OutsideRecord[];
	/** The devices that a driver claims. */
	claims(id: string): Claims;
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
	history: ReleaseHistory | null;
	lkddb: LkddbFacts | null;
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
	const {history, lkddb} = await askReleases(inputs, tree, asked, following);
	const git = await askGit(inputs, asked, context.cacheDirectory, following);
	const asOf = inputs.asOf ?? git?.source.until ?? tree.date;
	const window = surveyWindow(asOf);
	const past = history ?? series;
	const owners = withFormerPaths(asked.owners, past?.formerPaths ?? new Map(), past?.releases ?? []);
	const named = tree.drivers.map(({id, module}) => ({id, module}));
	const modulesAlias =
		inputs.modulesAlias.length === 0
			? null
			: await surveyModulesAlias({files: inputs.modulesAlias, drivers: named});
	const claims = await surveyClaims({
		...inputs,
		treeSurvey: tree,
		history,
		workerFile,
		built: modulesAlias,
		...following,
	});
	const dead = await surveyDead({
		repository: inputs.releases,
		fetchMissing: inputs.fetchMissing,
		lkddb: inputs.lkddb,
		tree,
		chain: history,
		series,
		aliasesOf: id => claims.of(id).aliases,
		...following,
	});
	const mail = await askArchives(inputs, tree, dead, owners, window, following);
	const cves =
		inputs.cves === null
			? null
			: await surveyCves({path: inputs.cves, asOf: inputs.asOf, ...asked, owners, ...following});
	const leapp = inputs.leapp === null ? null : await surveyLeapp({file: inputs.leapp, asOf, drivers: named});
	const facts: OutsideFacts = {
		series,
		history: past,
		lkddb,
		git,
		cves,
		leapp,
		modulesAlias,
		mail,
	};
	return {
		tree,
		asOf,
		window,
		...joinSignals(tree, facts),
		releases: facts.history?.releases ?? [],
		gone: joinDead(tree, dead, mail),
		outside: listOutside(inputs.tree),
		claims: claims.of,
		...joinAccounts(tree, facts, dead),
	};
}

/** The dead with the mails that deleted them. */
function joinDead(
	tree: TreeSurvey,
	dead: DeadDrivers | null,
	mail: OutsideFacts['mail'],
): GoneRecord[] | null {
	if (dead === null) return null;
	const symbols = new Map(tree.drivers.map(({id, kconfig}) => [id, kconfig?.symbol ?? null]));
	return withDeletions(dead.records, mail?.removals.drivers ?? new Map(), {
		find: namedDriversOf(tree.drivers),
		optionOf: id => symbols.get(id) ?? null,
	});
}

/** Release trees of a repository, and lists of still earlier kernels. */
async function askReleases(
	{releases, fetchMissing, lkddb}: SurveyInputs,
	tree: TreeSurvey,
	asked: Asked,
	following: Following,
): Promise<{history: ChainHistory | null; lkddb: LkddbFacts | null}> {
	const listed = tree.drivers.map(({id, module, directory, kconfig}) => ({
		id,
		module,
		directory,
		symbol: kconfig?.symbol ?? null,
	}));
	return {
		history:
			releases === null
				? null
				: await surveyReleases({
						repository: releases,
						version: tree.version,
						drivers: tree.drivers,
						directories: asked.directories,
						owners: asked.owners,
						fetchMissing,
						...following,
					}),
		lkddb: lkddb === null ? null : await surveyLkddb({directory: lkddb, drivers: listed, ...following}),
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
	{lore: folders, tree: top}: SurveyInputs,
	tree: TreeSurvey,
	dead: DeadDrivers | null,
	owners: DatedPathOwners,
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
		people: readTreePeople(top),
		drivers: [
			...tree.drivers.map(({id, module, kconfig, sources, maintainers}) => ({
				id,
				module,
				symbol: kconfig?.symbol ?? null,
				mainFile: sources[0] ?? null,
				lists: maintainers?.lists ?? [],
			})),
			...deletable(dead),
		],
		directories: tree.directories.map(({directory, maintainers}) => ({
			directory,
			lists: maintainers?.lists ?? [],
		})),
		...following,
	});
}

function joinSignals(
	tree: TreeSurvey,
	{history, lkddb, git, mail, cves, leapp}: OutsideFacts,
): Pick<Survey, 'driverSignals' | 'directorySignals'> {
	const findNamed = namedDriversOf(tree.drivers);
	const signalsOf = (
		kind: 'drivers' | 'directories',
		name: string,
	): Omit<OutsideSignals, 'since' | 'away' | 'support'> => {
		const records = cves?.[kind].get(name) ?? null;
		// A removal that was seen counts even where the driver's own lists were not surveyed; silence then does not.
		const posted = mail?.removals[kind].get(name) ?? (mail?.[kind].has(name) ? [] : null);
		const changes = history?.[kind].get(name) ?? null;
		return {
			releases: changes && {
				files: changes.files,
				added: changes.added,
				removed: changes.removed,
				substantive: changes.substantive,
			},
			commits: git?.[kind].get(name) ?? null,
			patches: mail?.[kind].get(name)?.patches ?? null,
			removalPatches:
				posted?.map(
					({replacements, ...patch}): RemovalPatch => ({
						...patch,
						overtakenBy: overtakingReleases(history?.releases ?? null, patch.date),
						replacement: findNamed(replacements, name),
					}),
				) ?? null,
			cves: records?.ids ?? null,
			cveDates: records?.days ?? null,
		};
	};
	return {
		driverSignals: id => ({
			...signalsOf('drivers', id),
			since: firstSeen(history?.drivers.get(id)?.since ?? null, lkddb?.drivers.get(id)),
			away: history?.drivers.get(id)?.away ?? null,
			support: leapp === null ? null : (leapp.drivers.get(id) ?? []),
		}),
		directorySignals: directory => ({
			...signalsOf('directories', directory),
			since: null,
			away: null,
			support: null,
		}),
	};
}

/** How many releases came after a day; null where none were surveyed. */
function overtakingReleases(releases: readonly Release[] | null, day: string): number | null {
	return releases === null ? null : releases.filter(({date}) => date > day).length;
}

/**
 * Since when a driver is there: what the releases show, unless they don't reach back to its beginning and a list of
 * earlier kernels has it.
 */
function firstSeen(shown: Since | null, listed: ListedSince | undefined): Since | null {
	if (listed === undefined || (shown !== null && !shown.earliest)) return shown;
	const {release, date, earliest, list} = listed;
	return {release, date, earliest, source: list};
}

/** What was surveyed, and what could not be read of it. */
function joinAccounts(
	tree: TreeSurvey,
	facts: OutsideFacts,
	dead: DeadDrivers | null,
): Pick<Survey, 'sources' | 'problems'> {
	const {series, history, lkddb, git, cves, leapp, modulesAlias, mail} = facts;
	const single = [lkddb, git, cves, leapp].filter(one => one !== null);
	return {
		sources: [
			treeSource(tree),
			...(series?.sources ?? []),
			...(history === series ? [] : (history?.sources ?? [])),
			...(dead?.sources ?? []),
			...single.map(({source}) => source),
			...(modulesAlias?.sources ?? []),
			...(mail === null ? [] : [mail.source, ...mail.lists]),
		],
		problems: [tree, series, history === series ? null : history, ...single, modulesAlias, mail].flatMap(
			one => one?.problems ?? [],
		),
	};
}

function treeSource(tree: TreeSurvey): SurveySource {
	const wholes = tree.directories.filter(({directory}) => isSurveyedFolder(directory));
	return {
		name: 'kernel tree',
		origin: `Linux ${tree.version}`,
		revision: null,
		since: null,
		until: tree.date,
		counts: {
			objects: tree.drivers.length,
			directories: tree.directories.length,
			files: wholes.reduce((sum, {files}) => sum + files, 0),
			sourceLines: wholes.reduce((sum, {sourceLines}) => sum + sourceLines, 0),
		},
	};
}

/** Runs the sources of a survey, one after another. */
import path from 'node:path';

import {surveyWindow} from '../dossier/months.ts';
import type {Distribution, GoneRecord, OutsideRecord, Problem, SurveySource} from '../dossier/schema.ts';
import {UserError} from '../dossier/user-error.ts';
import {surveyCves} from './cve-records.ts';
import type {DatedPathOwners, GitFacts, OnProgress, PathOwners, SurveyWindow} from './facts.ts';
import {withFormerPaths} from './former-paths.ts';
import {surveyGitHistory} from './git-history/history.ts';
import {isDirectory} from './input-file.ts';
import {joinAccounts, joinDead, joinSignals, type OutsideFacts, type OutsideSignals} from './join.ts';
import {surveyLeapp} from './leapp.ts';
import {surveyMailArchives} from './mail/archives.ts';
import {epochsOf} from './mail/epochs.ts';
import {datedPeople, readTreePeople} from './mail/removals/people.ts';
import {surveyModulesAlias} from './modules-alias.ts';
import {readNamedSuccessors} from './named-successors.ts';
import {pathOwnersOf} from './path-owners.ts';
import {type ReachOptions, surveyReach} from './reach/reach.ts';
import {type ChainHistory, surveyReleases} from './releases/chain/chain.ts';
import {type DeadDrivers, deletable, surveyDead} from './releases/dead.ts';
import type {Release} from './releases/history.ts';
import {type Claims, surveyClaims} from './releases/ids/claims.ts';
import {type LkddbFacts, surveyLkddb} from './releases/lkddb.ts';
import {readPastMaintainers} from './releases/past-maintainers.ts';
import {surveySeries} from './releases/unpacked/series.ts';
import {surveyBoards} from './tree/boards/boards.ts';
import type {TreeSurvey} from './tree/facts.ts';
import {surveyTree} from './tree/kernel-tree.ts';
import {listOutside} from './tree/outside.ts';

export type {OutsideSignals} from './join.ts';

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
	/** A folder of kernel configurations with its index.tsv, single ones by name, tables of device counts. */
	reach: Pick<ReachOptions, 'configs' | 'config' | 'population'>;
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
	/** The distributions that drivers' values are in step with; empty where none were surveyed. */
	distributions: Distribution[];
	/** Drivers that earlier kernels had and this tree has not; null where none were surveyed. */
	gone: GoneRecord[] | null;
	/** What the tree has outside the surveyed folders. */
	outside: OutsideRecord[];
	/** The devices that a driver claims. */
	claims(id: string): Claims;
	sources: SurveySource[];
	problems: Problem[];
}

/** Everything a survey needs from its caller besides its inputs. */
export interface SurveyContext {
	workerFile: string | null;
	cacheDirectory: string | null;
	onProgress?: OnProgress;
	signal?: AbortSignal;
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
	const successors = readNamedSuccessors(inputs.tree, tree.drivers);
	const owners = withFormerPaths(asked.owners, past?.formerPaths ?? new Map(), past?.releases ?? []);
	const named = tree.drivers.map(({id, module}) => ({id, module}));
	const modulesAlias = await askBuilt(inputs.modulesAlias, named);
	const claims = await surveyClaims({
		...inputs,
		treeSurvey: tree,
		history,
		workerFile,
		built: modulesAlias,
		...following,
	});
	const aliasesOf = (id: string) => claims.of(id).aliases;
	const boards = await askBoards(inputs, tree, aliasesOf, following);
	const reach = await surveyReach({
		...inputs.reach,
		version: tree.version,
		asOf,
		drivers: tree.drivers.map(({id, kconfig}) => ({id, symbol: kconfig?.symbol ?? null})),
		aliases: aliasesOf,
		...following,
	});
	const dead = await surveyDead({
		repository: inputs.releases,
		fetchMissing: inputs.fetchMissing,
		lkddb: inputs.lkddb,
		tree,
		treeDirectory: inputs.tree,
		chain: history,
		series,
		aliasesOf,
		...following,
	});
	const mail = await askArchives(inputs, tree, {dead, history, owners}, window, following);
	const cves =
		inputs.cves === null
			? null
			: await surveyCves({path: inputs.cves, asOf: inputs.asOf, ...asked, owners, ...following});
	const leapp = inputs.leapp === null ? null : await surveyLeapp({file: inputs.leapp, asOf, drivers: named});
	const facts: OutsideFacts = {
		successors,
		series,
		history: past,
		lkddb,
		git,
		cves,
		leapp,
		modulesAlias,
		mail,
		reach,
		boards,
	};
	return {
		tree,
		asOf,
		window,
		...joinSignals(tree, facts, dead),
		releases: facts.history?.releases ?? [],
		distributions: reach.distributions ?? [],
		gone: joinDead(tree, dead, mail),
		outside: listOutside(inputs.tree),
		claims: claims.of,
		...joinAccounts(tree, facts, dead, claims.problems),
	};
}

/** The boards of the tree's own device trees, by what they name and what drivers can't do without. */
function askBoards(
	inputs: SurveyInputs,
	tree: TreeSurvey,
	aliasesOf: (id: string) => readonly string[] | null,
	following: Following,
): ReturnType<typeof surveyBoards> {
	const {version, drivers} = tree;
	return surveyBoards({tree: inputs.tree, version, drivers, aliasesOf, ...following});
}

/** The alias tables of kernels that were built. */
async function askBuilt(
	files: readonly string[],
	drivers: {id: string; module: string}[],
): Promise<OutsideFacts['modulesAlias']> {
	return files.length === 0 ? null : surveyModulesAlias({files, drivers});
}

/** Release trees of a repository, and lists of still earlier kernels. */
async function askReleases(
	{releases, fetchMissing, lkddb}: SurveyInputs,
	tree: TreeSurvey,
	asked: Asked,
	following: Following,
): Promise<{history: ChainHistory | null; lkddb: LkddbFacts | null}> {
	const listed = tree.drivers.map(({id, module, directory, kconfig, sources}) => ({
		id,
		module,
		directory,
		sources,
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
	{lore: folders, tree: top, releases, fetchMissing}: SurveyInputs,
	tree: TreeSurvey,
	{dead, history, owners}: {dead: DeadDrivers | null; history: ChainHistory | null; owners: DatedPathOwners},
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
	const past =
		releases === null || history === null
			? []
			: await readPastMaintainers({
					repository: releases,
					fetchMissing,
					releases: history.releases,
					signal: following.signal,
				});
	const isFolder = (name: string) => isDirectory(path.join(top, name));
	return surveyMailArchives({
		archives,
		window,
		owners,
		people: datedPeople(readTreePeople(top), past, isFolder),
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

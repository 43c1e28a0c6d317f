import {wasGoneAfter} from '../dossier/history/since.ts';
import type {GoneRecord, Problem, Signals, Since, SurveySource} from '../dossier/schema.ts';
import {isSurveyedFolder} from '../dossier/surveyed-folders.ts';
import type {CveFacts, GitFacts} from './facts.ts';
import type {LeappFacts} from './leapp.ts';
import type {surveyMailArchives} from './mail/archives.ts';
import {standing} from './mail/removals/standing.ts';
import type {ModulesAliasFacts} from './modules-alias.ts';
import {namedDriversOf} from './named-drivers.ts';
import type {NamedSuccessor} from './named-successors.ts';
import type {ReachFacts} from './reach/reach.ts';
import {type DeadDrivers, withDeletions} from './releases/dead.ts';
import {earlierSelves} from './releases/earlier-selves.ts';
import type {ReleaseHistory} from './releases/history.ts';
import type {ListedSince, LkddbFacts} from './releases/lkddb.ts';
import {releasesShippedAfter} from './releases/release-days.ts';
import type {SeriesFacts} from './releases/unpacked/series.ts';
import {seriesOf} from './releases/versions.ts';
import type {BoardSurvey} from './tree/boards/boards.ts';
import type {TreeSurvey} from './tree/facts.ts';

/** The signals that do not come from the tree itself. */
export type OutsideSignals = Omit<Signals, 'tree' | 'maintainers' | 'signs' | 'statements'>;

/** What each source outside the tree gave; null where it was not surveyed. */
export interface OutsideFacts {
	/** What the options' own texts name in their place. */
	successors: Map<string, NamedSuccessor[]>;
	series: SeriesFacts | null;
	history: ReleaseHistory | null;
	lkddb: LkddbFacts | null;
	git: GitFacts | null;
	cves: CveFacts | null;
	leapp: LeappFacts | null;
	modulesAlias: ModulesAliasFacts | null;
	mail: Awaited<ReturnType<typeof surveyMailArchives>> | null;
	reach: ReachFacts;
	/** Null where the tree has no device trees. */
	boards: BoardSurvey | null;
}

/** The dead with the mails that deleted them. */
export function joinDead(
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

export function joinSignals(
	tree: TreeSurvey,
	{successors, history, lkddb, git, mail, cves, leapp, reach, boards}: OutsideFacts,
	dead: DeadDrivers | null,
): {driverSignals(id: string): OutsideSignals; directorySignals(directory: string): OutsideSignals} {
	const findNamed = namedDriversOf(tree.drivers);
	const sinceOf = (id: string) => firstSeen(history?.drivers.get(id)?.since ?? null, lkddb?.drivers.get(id));
	const earlier = earlierSelves(
		dead?.records ?? [],
		sinceOf,
		history?.releases[0]?.release ?? null,
		id => lkddb?.drivers.get(id)?.named ?? null,
	);
	const signalsOf = (
		kind: 'drivers' | 'directories',
		name: string,
	): Omit<OutsideSignals, 'since' | 'earlier' | 'away' | 'support' | 'distributions' | 'population'> => {
		const records = cves?.[kind].get(name) ?? null;
		// A removal that was seen counts even where the driver's own lists were not surveyed; silence then does not.
		const posted = mail?.removals[kind].get(name) ?? (mail?.[kind].has(name) ? [] : null);
		const announced = kind === 'drivers' ? mail?.announcements.get(name) : undefined;
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
				posted?.map(({replacements, unapplied, tookPlace, ...patch}) =>
					standing(
						{
							...patch,
							overtakenBy: releasesShippedAfter(patch.again ?? patch.date, seriesOf(tree.version)),
							replacement: findNamed(replacements, name),
						},
						{unapplied, tookPlace},
						wasGoneAfter(
							patch.date,
							history?.drivers.get(name)?.away,
							history?.releases ?? [],
							kind === 'drivers' ? sinceOf(name) : null,
						),
					),
				) ?? null,
			...(announced === undefined ? {} : {announcements: announced}),
			cves: records?.ids ?? null,
			cveDates: records?.days ?? null,
		};
	};
	return {
		driverSignals: id => ({
			...signalsOf('drivers', id),
			...(successors.has(id) ? {successors: successors.get(id)!} : {}),
			since: sinceOf(id),
			...(earlier.has(id) ? {earlier: earlier.get(id)!} : {}),
			away: history?.drivers.get(id)?.away ?? null,
			support: leapp === null ? null : (leapp.drivers.get(id) ?? []),
			...reach.of(id),
			boards: boards?.of(id) ?? null,
		}),
		directorySignals: directory => ({
			...signalsOf('directories', directory),
			since: null,
			away: null,
			support: null,
			distributions: null,
			population: null,
		}),
	};
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
export function joinAccounts(
	tree: TreeSurvey,
	facts: OutsideFacts,
	dead: DeadDrivers | null,
	ofClaims: readonly Problem[],
): {sources: SurveySource[]; problems: Problem[]} {
	const {series, history, lkddb, git, cves, leapp, modulesAlias, mail, reach, boards} = facts;
	const single = [boards, lkddb, git, cves, leapp].filter(one => one !== null);
	return {
		sources: [
			treeSource(tree),
			...(series?.sources ?? []),
			...(history === series ? [] : (history?.sources ?? [])),
			...(dead?.sources ?? []),
			...single.map(({source}) => source),
			...(modulesAlias?.sources ?? []),
			...(mail === null ? [] : [mail.source, ...mail.lists]),
			...reach.sources,
		],
		problems: [
			tree,
			series,
			history === series ? null : history,
			...single,
			modulesAlias,
			mail,
			reach,
			{problems: ofClaims},
		].flatMap(one => one?.problems ?? []),
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

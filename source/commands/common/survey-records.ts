import {posix} from 'node:path';
import {categoryOf, subsystemOf} from '../../dossier/categories.ts';
import {isConfigSymbol, isKernelPath} from '../../dossier/kernel-names.ts';
import type {DirectoryRecord, DriverRecord, Problem, Signals} from '../../dossier/schema.ts';
import type {OutsideSignals, Survey} from '../../survey/survey.ts';
import {assessAll, type Unjudged} from '../../verdict/assess-all.ts';

/** All signals in the order of the schema, so that records of two surveys differ only where their facts do. */
function joinSignals(
	tree: Signals['tree'],
	outside: OutsideSignals,
	maintainers: Signals['maintainers'],
	signs: Signals['signs'],
	statements: Signals['statements'] = [],
): Signals {
	const {releases, since, away, commits, patches, removalPatches, cves, cveDates, support} = outside;
	const {distributions = null, population = null, boards = null} = outside;
	const history = {releases, since, away, commits, patches, removalPatches};
	const reach = {distributions, population, boards};
	const {announcements, successors} = outside;
	const told = {...(announcements && {announcements}), ...(successors && {successors})};
	return {
		tree,
		...history,
		...told,
		cves,
		cveDates,
		maintainers,
		support,
		...reach,
		...(statements.length > 0 && {statements}),
		signs,
	};
}

/** What a survey's facts come to, judged by the rules. */
export interface DescribedDrivers {
	drivers: DriverRecord[];
	directories: DirectoryRecord[];
	/** Drivers and directories that were left out, for no record may have such a name. */
	problems: Problem[];
}

/** The records of every driver and directory that was surveyed. */
export function describeDrivers(facts: Survey): DescribedDrivers {
	const {asOf, tree} = facts;
	const {version} = tree;
	const problems: Problem[] = [];
	const isNamed = (path: string, symbol: string | null = null): boolean => {
		const isGood = isKernelPath(path) && (symbol === null || isConfigSymbol(symbol));
		if (!isGood) {
			const where = symbol === null ? path : `${path} (CONFIG_${symbol})`;
			problems.push({source: 'tree', where, problem: 'no name that a record may have; left out'});
		}
		return isGood;
	};
	const named = tree.drivers.filter(({id, kconfig}) => isNamed(id, kconfig?.symbol));
	const records = named.map((driver): Unjudged => {
		const {id, module, directory, title, kconfig, buses, ownSources, files, sourceLines, maintainers, signs} =
			driver;
		return {
			id,
			module,
			directory,
			subsystem: subsystemOf(directory),
			category: categoryOf(id),
			kind: driver.kind,
			title,
			kconfig,
			buses,
			...facts.claims(id),
			files: ownSources.map(file => posix.relative(directory, file)),
			names: driver.names,
			needs: driver.needs,
			loads: driver.loads,
			signals: joinSignals(
				{version, files: files.length, sourceLines},
				facts.driverSignals(id),
				maintainers,
				signs,
				driver.statements,
			),
		};
	});
	const {releases, distributions} = facts;
	const drivers = assessAll(records, {treeVersion: version, asOf, releases, distributions});
	const namedDirectories = tree.directories.filter(({directory}) => isNamed(directory));
	const directories = namedDirectories.map(
		({directory, title, drivers: count, files, sourceLines, maintainers}): DirectoryRecord => ({
			directory,
			subsystem: subsystemOf(directory),
			category: categoryOf(directory),
			title,
			drivers: count,
			signals: joinSignals(
				{version, files, sourceLines},
				facts.directorySignals(directory),
				maintainers,
				null,
			),
			assessments: [],
		}),
	);
	return {drivers, directories, problems};
}

import {join} from 'node:path';
import {importDossiers} from '../dataset/import-dossiers.ts';
import {writeDataset} from '../dataset/writer.ts';
import {categoryOf, subsystemOf} from '../dossier/categories.ts';
import {formatOptions} from '../dossier/kernel-options.ts';
import {isDay} from '../dossier/months.ts';
import type {DirectoryRecord, DriverRecord, Problem, Signals, SurveySource} from '../dossier/schema.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {type OutsideSignals, runSurvey, type Survey} from '../survey/survey.ts';
import {counted, grouped} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import {assessAll, type Unjudged} from '../verdict/assess-all.ts';
import {calibrationSummary} from '../verdict/calibration.ts';
import type {Context} from './common/context.ts';
import {interruptible} from './common/interruptible.ts';
import {assertReadable} from './common/paths.ts';
import {progressReport} from './common/progress.ts';
import {asUserError} from './common/survey-errors.ts';
import {workerFile} from './common/worker-file.ts';
import {readDossiers} from './import.ts';

declare const driverdexVersion: string;

/** Problems said on standard error before the rest is only counted; all are in the manifest. */
const mostProblems = 12;

/** `driverdex survey --tree DIR --out DIR`: a data set from a kernel tree and whatever else is given. */
export async function survey(context: Context): Promise<number> {
	const {flags, environment} = context;
	const tree = required(flags.tree, '--tree DIR', 'the kernel tree to survey');
	const out = required(flags.out, '--out DIR', 'the folder to write the data set to');
	const asOfWish = (flags.asOf as string | undefined) ?? null;
	if (asOfWish !== null && !isDay(asOfWish)) {
		throw new UserError(
			`--as-of wants a day such as 2026-07-01, not "${sanitise(asOfWish)}".`,
			'Dates are written YYYY-MM-DD.',
			exitStatus.usage,
		);
	}
	const dossiers = readDossiers(several(flags.dossier), {assessor: 'dossier', origin: 'linux-drivers.com'});
	const inputs = {
		tree,
		previous: several(flags.previous),
		git: single(flags.git),
		fetchMissing: flags.fetchMissing === true,
		lore: several(flags.lore),
		cves: single(flags.cves),
		leapp: single(flags.leapp),
		modulesAlias: single(flags.modulesAlias),
		asOf: asOfWish,
	};
	if (inputs.fetchMissing && inputs.git === null) {
		throw new UserError(
			'--fetch-missing is about a clone, and none is named.',
			'Name a partial clone of the kernel with --git DIR.',
			exitStatus.usage,
		);
	}
	for (const [path, flag] of [
		[tree, '--tree'],
		...inputs.previous.map(path => [path, '--previous']),
		...inputs.lore.map(path => [path, '--lore']),
		[inputs.git, '--git'],
		[inputs.cves, '--cves'],
	] as [string | null, string][]) {
		if (path !== null) assertReadable(path, flag, 'folder', 'survey');
	}
	for (const [path, flag] of [
		[inputs.leapp, '--leapp'],
		[inputs.modulesAlias, '--modules-alias'],
	] as [string | null, string][]) {
		if (path !== null) assertReadable(path, flag, 'file', 'survey');
	}

	const report = progressReport(environment);
	let facts: Survey;
	try {
		facts = await interruptible(signal =>
			runSurvey(inputs, {
				workerFile: workerFile(),
				cacheDirectory: cacheDirectory(environment),
				onProgress: report,
				signal,
			}),
		);
	} catch (error) {
		throw asUserError(error);
	} finally {
		report.end();
	}
	const {asOf, window, sources} = facts;
	const {drivers, directories, missing} = importDossiers(describe(facts), dossiers);
	const problems: Problem[] = [
		...facts.problems,
		...missing.map(path => ({
			source: 'dossier',
			where: path,
			problem: 'no driver or directory of this tree',
		})),
	];
	const manifest = writeDataset(out, {
		manifest: {
			generator: `driverdex ${driverdexVersion}`,
			treeVersion: facts.tree.version,
			asOf,
			window,
			sources,
			calibration: calibrationSummary(),
			problems,
		},
		drivers,
		directories,
		options: formatOptions(facts.tree.options, facts.retiredOptions),
	});
	sayProblems(context, problems);
	for (const source of sources) context.remark(saySource(source));
	const verdicts = Object.entries(manifest.counts.byRecommendation)
		.filter(([, count]) => count > 0)
		.map(([name, count]) => `${grouped(count)} ${name}`);
	context.out(
		`Linux ${facts.tree.version}: ${counted(drivers.length, 'driver')} and ${counted(directories.length, 'directory', 'directories')} written to ${out}\n${verdicts.join(', ')}\n`,
	);
	return exitStatus.ok;
}

const single = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const several = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** What a source gave, in one line: `kernel tree (Linux 7.3.4): 12,293 objects, …`. */
function saySource({name, origin, since, until, counts}: SurveySource): string {
	const period = since === null && until === null ? '' : ` ${since ?? ''}..${until ?? ''}`;
	const figures = Object.entries(counts).map(([what, count]) => `${grouped(count)} ${what}`);
	return `${name} (${origin})${period}: ${figures.join(', ')}`;
}

/** The user's cache folder, as the XDG base directory specification has it. */
function cacheDirectory(environment: Context['environment']): string | null {
	const base = environment.XDG_CACHE_HOME || (environment.HOME && join(environment.HOME, '.cache'));
	return base ? join(base, 'driverdex') : null;
}

function required(value: unknown, flag: string, what: string): string {
	if (typeof value === 'string') return value;
	throw new UserError(
		`survey wants ${flag}: ${what}.`,
		'driverdex survey --help says more.',
		exitStatus.usage,
	);
}

/** All signals in the order of the schema, so that records of two surveys differ only where their facts do. */
function joinSignals(
	tree: Signals['tree'],
	outside: OutsideSignals,
	maintainers: Signals['maintainers'],
	signs: Signals['signs'],
): Signals {
	const {churn, commits, patches, removalPatches, cves, support} = outside;
	return {tree, churn, commits, patches, removalPatches, cves, maintainers, support, signs};
}

function describe(facts: Survey): {drivers: DriverRecord[]; directories: DirectoryRecord[]} {
	const {asOf, tree} = facts;
	const {version} = tree;
	const records = tree.drivers.map((driver): Unjudged => {
		const {id, module, directory, title, kconfig, buses, files, sourceLines, maintainers, signs} = driver;
		return {
			id,
			module,
			directory,
			subsystem: subsystemOf(directory),
			category: categoryOf(directory),
			title,
			kconfig,
			buses,
			aliases: facts.aliases(id),
			signals: joinSignals(
				{version, files: files.length, sourceLines},
				facts.driverSignals(id),
				maintainers,
				signs,
			),
		};
	});
	const drivers = assessAll(records, {treeVersion: version, asOf});
	const directories = tree.directories.map(
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
	return {drivers, directories};
}

function sayProblems(context: Context, problems: readonly Problem[]): void {
	for (const {source, where, problem} of problems.slice(0, mostProblems)) {
		context.remark(`${source}: ${sanitise(where)}: ${sanitise(problem)}`);
	}
	if (problems.length > mostProblems) {
		context.remark(`and ${counted(problems.length - mostProblems, 'more remark')}, all in manifest.json`);
	}
}

import {existsSync, statSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {importAssessments} from '../dataset/import-dossiers.ts';
import {writeDataset} from '../dataset/writer.ts';
import {categoryOf, subsystemOf} from '../dossier/categories.ts';
import {formatOptions} from '../dossier/kernel-options.ts';
import {isDay} from '../dossier/months.ts';
import type {DirectoryRecord, DriverRecord, Problem, Signals, SurveySource} from '../dossier/schema.ts';
import {exitStatus, isUserError, UserError} from '../dossier/user-error.ts';
import {GitSurveyError} from '../survey/git-errors.ts';
import {NotAKernelTreeError} from '../survey/kernel-tree.ts';
import {type OutsideSignals, runSurvey, type Survey} from '../survey/survey.ts';
import {counted, grouped} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import {assess} from '../verdict/assess.ts';
import type {Context} from './context.ts';
import {readDossiers} from './import.ts';
import {progressReport} from './progress.ts';

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
		lore: several(flags.lore),
		cves: single(flags.cves),
		leapp: single(flags.leapp),
		modulesAlias: single(flags.modulesAlias),
		asOf: asOfWish,
	};
	for (const [path, flag] of [
		[tree, '--tree'],
		...inputs.previous.map(path => [path, '--previous']),
		...inputs.lore.map(path => [path, '--lore']),
		[inputs.git, '--git'],
		[inputs.cves, '--cves'],
	] as [string | null, string][]) {
		if (path !== null) assertReadable(path, flag, 'folder');
	}
	for (const [path, flag] of [
		[inputs.leapp, '--leapp'],
		[inputs.modulesAlias, '--modules-alias'],
	] as [string | null, string][]) {
		if (path !== null) assertReadable(path, flag, 'file');
	}

	const report = progressReport(environment);
	let facts: Survey;
	try {
		facts = await runSurvey(inputs, {
			workerFile: workerFile(),
			cacheDirectory: cacheDirectory(environment),
			onProgress: report,
		});
	} catch (error) {
		throw asUserError(error);
	} finally {
		report.end();
	}
	const {asOf, window, sources} = facts;
	const {drivers, directories, missing} = importAssessments(describe(facts), dossiers);
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

/** Errors of the sources that a user can do something about; others are passed on. */
function asUserError(error: unknown): unknown {
	if (isUserError(error) || !(error instanceof Error)) return error;
	if (error instanceof NotAKernelTreeError) {
		return new UserError(
			`${error.message}.`,
			'Give --tree and --previous the top folder of an unpacked kernel source, the one that holds Kconfig, MAINTAINERS and drivers/.',
		);
	}
	if (error instanceof GitSurveyError)
		return new UserError(`${error.message}: ${error.where}.`, error.advice);
	if (error.name === 'AbortError') return error;
	return new UserError(
		`${error.message}.`,
		'Nothing was written: the data set that was there is still whole.',
	);
}

function required(value: unknown, flag: string, what: string): string {
	if (typeof value === 'string') return value;
	throw new UserError(
		`survey wants ${flag}: ${what}.`,
		'driverdex survey --help says more.',
		exitStatus.usage,
	);
}

function assertReadable(path: string, flag: string, kind: 'folder' | 'file'): void {
	let isFolder: boolean;
	try {
		isFolder = statSync(path).isDirectory();
	} catch (error) {
		throw new UserError(`${flag} ${path} can't be read: ${(error as Error).message}.`, 'Check the path.');
	}
	if (isFolder !== (kind === 'folder')) {
		throw new UserError(
			`${flag} ${path} is not a ${kind}.`,
			`driverdex survey --help says what ${flag} takes.`,
		);
	}
}

/** The bundled worker beside this bundle; null when the program runs from its sources. */
function workerFile(): string | null {
	const file = resolve(join(import.meta.dirname, 'source-scan-worker.cjs'));
	return existsSync(file) ? file : null;
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
	const drivers = tree.drivers.map((driver): DriverRecord => {
		const {id, module, directory, title, kconfig, buses, files, sourceLines, maintainers, signs} = driver;
		const record = {
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
		return {...record, assessments: [assess({record, treeVersion: version, asOf})]};
	});
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

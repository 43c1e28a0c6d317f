import {existsSync, statSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {importAssessments} from '../dataset/import-dossiers.ts';
import {writeDataset} from '../dataset/writer.ts';
import {categoryOf, subsystemOf} from '../dossier/categories.ts';
import {isDay, surveyWindow} from '../dossier/months.ts';
import type {DirectoryRecord, DriverRecord, Problem, Signals, SurveySource} from '../dossier/schema.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import type {TreeDriver, TreeSurvey} from '../survey/facts.ts';
import {NotAKernelTreeError, surveyTree} from '../survey/kernel-tree.ts';
import {counted, grouped} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import {assess} from '../verdict/assess.ts';
import type {Context} from './context.ts';
import {readDossiers} from './import.ts';
import {progressReport} from './progress.ts';

declare const driverdexVersion: string;

/** Problems said on standard error before the rest is only counted; all are in the manifest. */
const mostProblems = 12;

/** `driverdex survey --tree DIR --out DIR`: a data set from a kernel tree. */
export async function survey(context: Context): Promise<number> {
	const {flags} = context;
	const tree = required(flags.tree, '--tree DIR', 'the kernel tree to survey');
	const out = required(flags.out, '--out DIR', 'the folder to write the data set to');
	const asOfWish = flags.asOf as string | undefined;
	if (asOfWish !== undefined && !isDay(asOfWish)) {
		throw new UserError(
			`--as-of wants a day such as 2026-07-01, not "${sanitise(asOfWish)}".`,
			'Dates are written YYYY-MM-DD.',
			exitStatus.usage,
		);
	}
	const dossiers = readDossiers((flags.dossier as string[] | undefined) ?? [], {
		assessor: 'dossier',
		origin: 'linux-drivers.com',
	});
	assertFolder(tree, '--tree');

	const report = progressReport(context.environment);
	let facts: TreeSurvey;
	try {
		facts = await surveyTree({tree, onProgress: report, workerFile: workerFile()});
	} catch (error) {
		if (error instanceof NotAKernelTreeError) {
			throw new UserError(
				`${error.message}.`,
				'Give --tree the top folder of an unpacked kernel source, the one that holds Kconfig, MAINTAINERS and drivers/.',
			);
		}
		throw error;
	} finally {
		report.end();
	}
	const asOf = asOfWish ?? facts.date;
	const records = describe(facts, asOf);
	const {drivers, directories, missing} = importAssessments(records, dossiers);
	const sources: SurveySource[] = [
		{
			name: 'kernel tree',
			origin: `Linux ${facts.version}`,
			revision: null,
			since: null,
			until: facts.date,
			counts: {
				objects: facts.drivers.length,
				directories: facts.directories.length,
				files: facts.directories.find(({directory}) => directory === 'drivers')?.files ?? 0,
				sourceLines: facts.directories.find(({directory}) => directory === 'drivers')?.sourceLines ?? 0,
			},
		},
	];
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
			treeVersion: facts.version,
			asOf,
			window: surveyWindow(asOf),
			sources,
			problems,
		},
		drivers,
		directories,
	});
	sayProblems(context, problems);
	const verdicts = Object.entries(manifest.counts.byRecommendation)
		.filter(([, count]) => count > 0)
		.map(([name, count]) => `${grouped(count)} ${name}`);
	context.out(
		`Linux ${facts.version}: ${counted(drivers.length, 'driver')} and ${counted(directories.length, 'directory', 'directories')} written to ${out}\n${verdicts.join(', ')}\n`,
	);
	return exitStatus.ok;
}

function required(value: unknown, flag: string, what: string): string {
	if (typeof value === 'string') return value;
	throw new UserError(
		`survey wants ${flag}: ${what}.`,
		'driverdex survey --help says more.',
		exitStatus.usage,
	);
}

function assertFolder(path: string, flag: string): void {
	let isFolder: boolean;
	try {
		isFolder = statSync(path).isDirectory();
	} catch (error) {
		throw new UserError(`${flag} ${path} can't be read: ${(error as Error).message}.`, 'Check the path.');
	}
	if (!isFolder)
		throw new UserError(
			`${flag} ${path} is not a folder.`,
			'Unpack the kernel source and name its top folder.',
		);
}

/** The bundled worker beside this bundle; null when the program runs from its sources. */
function workerFile(): string | null {
	const file = resolve(join(import.meta.dirname, 'source-scan-worker.cjs'));
	return existsSync(file) ? file : null;
}

const nothingSurveyed: Omit<Signals, 'tree' | 'maintainers' | 'signs'> = {
	churn: null,
	commits: null,
	patches: null,
	removalPatches: null,
	cves: null,
	support: null,
};

function describe(
	facts: TreeSurvey,
	asOf: string,
): {drivers: DriverRecord[]; directories: DirectoryRecord[]} {
	const drivers = facts.drivers.map(driver => {
		const record = driverRecord(driver, facts.version);
		return {...record, assessments: [assess({record, treeVersion: facts.version, asOf})]};
	});
	const directories = facts.directories.map(
		({directory, title, drivers: count, files, sourceLines, maintainers}): DirectoryRecord => ({
			directory,
			subsystem: subsystemOf(directory),
			category: categoryOf(directory),
			title,
			drivers: count,
			signals: {
				tree: {version: facts.version, files, sourceLines},
				...nothingSurveyed,
				maintainers,
				signs: null,
			},
			assessments: [],
		}),
	);
	return {drivers, directories};
}

function driverRecord(driver: TreeDriver, version: string): Omit<DriverRecord, 'assessments'> {
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
		aliases: null,
		signals: {
			tree: {version, files: files.length, sourceLines},
			...nothingSurveyed,
			maintainers,
			signs,
		},
	};
}

function sayProblems(context: Context, problems: readonly Problem[]): void {
	for (const {source, where, problem} of problems.slice(0, mostProblems)) {
		context.remark(`${source}: ${sanitise(where)}: ${sanitise(problem)}`);
	}
	if (problems.length > mostProblems) {
		context.remark(`and ${counted(problems.length - mostProblems, 'more remark')}, all in manifest.json`);
	}
}

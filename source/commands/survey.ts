import {join} from 'node:path';
import {importDossiers} from '../dataset/imports/import-dossiers.ts';
import {formatOptions} from '../dossier/kernel-options.ts';
import {isDay} from '../dossier/months.ts';
import type {Problem, SurveySource} from '../dossier/schema.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {withPostedDeletions} from '../survey/platform-deletions.ts';
import {surveyPlatformHistory} from '../survey/releases/platform-since.ts';
import {runSurvey, type Survey, type SurveyInputs} from '../survey/survey.ts';
import {counted, grouped} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import {calibrationSummary} from '../verdict/calibration.ts';
import {workerFile} from './common/beside.ts';
import type {Context} from './common/context.ts';
import {assertReadable, several, single} from './common/paths.ts';
import {progressReport} from './common/progress.ts';
import {readDossiers} from './common/read-dossiers.ts';
import {asUserError} from './common/survey-errors.ts';
import {describeDrivers} from './common/survey-records.ts';
import {writeInto} from './common/write-into.ts';

declare const driverdexVersion: string;

/** Problems said on standard error before the rest is only counted; all are in the manifest. */
const mostProblems = 12;

/** Problems of one source that are kept, and characters of each: a manifest is read whole. */
const mostOfSource = 2000;
const longestProblem = 500;

/** `driverdex survey --tree DIR --out DIR`: a data set from a kernel tree and whatever else is given. */
export async function survey(context: Context): Promise<number> {
	const inputs = readInputs(context.flags);
	const {out} = inputs;
	return writeInto(out, {command: 'driverdex survey', isNew: true}, async (writing, interruption) => {
		const dossiers = readDossiers(inputs.dossiers, {assessor: 'dossier', origin: 'linux-drivers.com'});
		const facts = await readFacts(inputs, context.environment, interruption.signal);
		const described = describeDrivers(facts);
		const {drivers, directories, missing} = importDossiers(described, dossiers);
		const problems = withinBounds([
			...facts.problems,
			...described.problems,
			...missing.map(path => ({
				source: 'dossier',
				where: path,
				problem: 'no driver or directory of this tree',
			})),
		]);
		await interruption.check();
		const {asOf, window, sources, tree} = facts;
		const platforms =
			inputs.releases === null
				? tree.platforms
				: await surveyPlatformHistory(tree.platforms, {
						repository: inputs.releases,
						releases: facts.releases,
						options: tree.options,
						gone: facts.gone ?? [],
						signal: interruption.signal,
					});
		const manifest = writing.write({
			manifest: {
				generator: `driverdex ${driverdexVersion}`,
				treeVersion: tree.version,
				asOf,
				window,
				releases: facts.releases,
				distributions: facts.distributions,
				sources,
				calibration: calibrationSummary(),
				problems,
			},
			drivers,
			directories,
			options: formatOptions(tree.options, tree.driverlessConditions),
			platforms: withPostedDeletions(platforms, drivers),
			gone: facts.gone,
			outside: facts.outside,
		});
		sayProblems(context, problems);
		for (const source of sources) context.remark(saySource(source));
		const verdicts = Object.entries(manifest.counts.byRecommendation)
			.filter(([, count]) => count > 0)
			.map(([name, count]) => `${grouped(count)} ${name}`);
		context.out(
			`Linux ${tree.version}: ${counted(drivers.length, 'driver')} and ${counted(directories.length, 'directory', 'directories')} written to ${sanitise(out)}\n${verdicts.join(', ')}\n`,
		);
		return exitStatus.ok;
	});
}

/** What the survey reads besides dossiers, and where it writes. */
interface Inputs extends SurveyInputs {
	dossiers: readonly string[];
	out: string;
}

/** The inputs that the flags name. Throws a UserError for one that is missing or of another kind. */
function readInputs(flags: Context['flags']): Inputs {
	const tree = required(flags.tree, '--tree DIR', 'the kernel tree to survey');
	const out = required(flags.out, '--out DIR', 'the folder to write the data set to');
	const asOf = single(flags.asOf);
	if (asOf !== null && !isDay(asOf)) {
		throw new UserError(
			`--as-of wants a day such as 2026-07-01, not "${sanitise(asOf)}".`,
			'Dates are written YYYY-MM-DD.',
			exitStatus.usage,
		);
	}
	const inputs = {
		tree,
		previous: several(flags.previous),
		releases: single(flags.releases),
		lkddb: single(flags.lkddb),
		git: single(flags.git),
		fetchMissing: flags.fetchMissing === true,
		lore: several(flags.lore),
		cves: single(flags.cves),
		leapp: single(flags.leapp),
		modulesAlias: several(flags.modulesAlias),
		reach: {
			configs: single(flags.configs),
			config: several(flags.config).map(namedFile),
			population: several(flags.population),
		},
		asOf,
		dossiers: several(flags.dossier),
		out,
	};
	if (inputs.fetchMissing && inputs.git === null) {
		throw new UserError(
			'--fetch-missing is about a clone, and none is named.',
			'Name a partial clone of the kernel with --git DIR.',
			exitStatus.usage,
		);
	}
	const folders: [string | null, string][] = [
		[tree, '--tree'],
		...inputs.previous.map((path): [string, string] => [path, '--previous']),
		...inputs.lore.map((path): [string, string] => [path, '--lore']),
		[inputs.releases, '--releases'],
		[inputs.lkddb, '--lkddb'],
		[inputs.git, '--git'],
		[inputs.cves, '--cves'],
		[inputs.reach.configs, '--configs'],
	];
	const files: [string | null, string][] = [
		[inputs.leapp, '--leapp'],
		...inputs.modulesAlias.map((path): [string, string] => [path, '--modules-alias']),
		...inputs.reach.config.map(({file}): [string, string] => [file, '--config']),
		...inputs.reach.population.map((path): [string, string] => [path, '--population']),
	];
	for (const [path, flag] of folders) if (path !== null) assertReadable(path, flag, 'folder', 'survey');
	for (const [path, flag] of files) if (path !== null) assertReadable(path, flag, 'file', 'survey');
	return inputs;
}

/** `NAME=FILE` of --config. */
function namedFile(text: string): {name: string; file: string} {
	const [, name, file] = /^([a-z0-9][a-z0-9-]*)=(.+)$/.exec(text) ?? [];
	if (name === undefined || file === undefined) {
		throw new UserError(
			`--config wants NAME=FILE, not "${sanitise(text)}".`,
			'NAME is what the distribution is called, in small letters: --config mine=/boot/config-6.12.',
			exitStatus.usage,
		);
	}
	return {name, file};
}

async function readFacts(
	inputs: SurveyInputs,
	environment: Context['environment'],
	signal: AbortSignal,
): Promise<Survey> {
	const report = progressReport(environment);
	try {
		return await runSurvey(inputs, {
			workerFile: workerFile(),
			cacheDirectory: cacheDirectory(environment),
			onProgress: report,
			signal,
		});
	} catch (error) {
		throw asUserError(error);
	} finally {
		report.end();
	}
}

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

/** The problems, of each source so many, and one that tells how many more there were. */
function withinBounds(problems: readonly Problem[]): Problem[] {
	const counts = new Map<string, number>();
	const kept: Problem[] = [];
	for (const {source, where, problem} of problems) {
		const count = (counts.get(source) ?? 0) + 1;
		counts.set(source, count);
		if (count > mostOfSource) continue;
		kept.push({source, where: where.slice(0, longestProblem), problem: problem.slice(0, longestProblem)});
	}
	for (const [source, count] of counts) {
		const more = count - mostOfSource;
		if (more > 0)
			kept.push({source, where: source, problem: `${counted(more, 'further problem')} of this source`});
	}
	return kept;
}

function sayProblems(context: Context, problems: readonly Problem[]): void {
	for (const {source, where, problem} of problems.slice(0, mostProblems)) {
		context.remark(`${source}: ${sanitise(where)}: ${sanitise(problem)}`);
	}
	if (problems.length > mostProblems) {
		context.remark(`and ${counted(problems.length - mostProblems, 'more remark')}, all in manifest.json`);
	}
}

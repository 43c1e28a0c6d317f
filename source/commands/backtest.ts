import {loadDataset} from '../dataset/load.ts';
import {rulesAssessment} from '../dossier/effective.ts';
import {type LaterSelf, matchDrivers} from '../dossier/match-drivers.ts';
import type {DriverRecord, Manifest} from '../dossier/schema.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {readRegularText} from '../files/regular.ts';
import {findLaterSelves, identityOf} from '../survey/releases/unpacked/later-selves.ts';
import {surveyTree} from '../survey/tree/kernel-tree.ts';
import {counted, grouped} from '../text/numbers.ts';
import {assess} from '../verdict/assess.ts';
import {backtest as holdAgainst, type Tried} from '../verdict/backtest.ts';
import {type Calibration, shippedCalibration} from '../verdict/calibration.ts';
import {evidenceOf} from '../verdict/evidence.ts';
import {claimsOf, isWork} from '../verdict/recommend.ts';
import {backtestSections, noRanking} from './common/backtest-sections.ts';
import {workerFile} from './common/beside.ts';
import {type Context, tableWidth, themeOf} from './common/context.ts';
import {linesText, printAnswer, readFormat} from './common/formats.ts';
import {assertReadable, readWeights, requiredWord} from './common/paths.ts';
import {progressReport} from './common/progress.ts';
import {sectionsMarkdown, sectionsText} from './common/sections.ts';
import {asUserError} from './common/survey-errors.ts';

/** A reviewed list of what became of an older tree's objects: what it does not call removed is still there. */
interface Outcomes {
	removed: ReadonlySet<string>;
}

/** `driverdex backtest OLD_DATASET NEW_TREE`: how right the verdicts of an older data set turned out to be. */
export async function backtest(context: Context): Promise<number> {
	const {input, flags} = context;
	const format = readFormat(context, {csv: notOneTable, ndjson: notOneTable});
	const what = 'an older data set and a newer kernel tree';
	const dataset = requiredWord(input, 0, 'backtest', what);
	const newTree = requiredWord(input, 1, 'backtest', what);
	const oldTree = typeof flags.oldTree === 'string' ? flags.oldTree : null;
	assertReadable(newTree, 'NEW_TREE', 'folder', 'backtest');
	if (oldTree !== null) assertReadable(oldTree, '--old-tree', 'folder', 'backtest');
	const outcomes = typeof flags.outcomes === 'string' ? readOutcomes(flags.outcomes) : null;
	const weights = readWeights(flags.weights) ?? (flags.assess ? shippedCalibration : null);
	const {manifest, drivers: all} = loadDataset(dataset);
	const drivers = all.filter(({assessments}) =>
		assessments.every(({recommendation}) => recommendation !== 'not-a-driver'),
	);
	const fates = await readFates(all, {oldTree, newTree}, outcomes, context.environment);
	const tried = drivers.flatMap(record => tryOne(record, manifest, weights, fates));
	const {newVersion, laterSelves} = fates;
	const result = {
		old: {treeVersion: manifest.treeVersion, asOf: manifest.asOf},
		new: {treeVersion: newVersion},
		verdicts: weights === null ? 'as recorded' : 'by the rules of today',
		told: outcomes !== null ? 'reviewed list' : oldTree !== null ? 'names and contents' : 'names',
		...holdAgainst(tried, (weights ?? manifest.calibration ?? shippedCalibration).bands),
		livesOn: [...laterSelves].flatMap(([id, {kind, to, by}]) =>
			kind === 'stays' || kind === 'gone' ? [] : [{id, kind, to, by}],
		),
	};
	const kinds = (['moved', 'renamed', 'merged'] as const).map(
		kind => `${grouped(result.livesOn.filter(one => one.kind === kind).length)} ${kind}`,
	);
	const title = `Linux ${manifest.treeVersion} as of ${manifest.asOf} against Linux ${newVersion}; verdicts ${result.verdicts}`;
	const rank = noRanking(result);
	const lead = [
		`${counted(tried.length, 'driver')}, ${grouped(result.gone)} gone; ${kinds.join(', ')} live on (told by ${result.told})`,
		...(rank === null ? [] : [rank]),
	];
	const sections = backtestSections(result);
	printAnswer(context, format, {
		table: () =>
			linesText([
				title,
				...lead,
				...sectionsText(themeOf(context), sections, tableWidth(context)),
				'',
				`The dossier of one: driverdex --data ${dataset} show PATH`,
			]),
		json: () => result,
		markdown: () => sectionsMarkdown(title, lead, sections),
	});
	return exitStatus.ok;
}

/** A report is figures of several kinds. */
const notOneTable = {
	what: 'A backtest is several tables, not one.',
	advice: '--format json has all of them in one document; table and markdown print them.',
};

interface Fates {
	newVersion: string;
	laterSelves: Map<string, LaterSelf>;
	/** What became of a driver; `stayed` where it can't be said whether it was worked on. */
	of(id: string): Tried['fate'];
}

async function readFates(
	drivers: readonly DriverRecord[],
	{oldTree, newTree}: {oldTree: string | null; newTree: string},
	outcomes: Outcomes | null,
	environment: Context['environment'],
): Promise<Fates> {
	const onProgress = progressReport(environment);
	try {
		return await compareTrees(drivers, {oldTree, newTree}, outcomes, onProgress);
	} catch (error) {
		throw asUserError(error);
	} finally {
		onProgress.end();
	}
}

async function compareTrees(
	drivers: readonly DriverRecord[],
	{oldTree, newTree}: {oldTree: string | null; newTree: string},
	outcomes: Outcomes | null,
	onProgress: ReturnType<typeof progressReport>,
): Promise<Fates> {
	const read = async (tree: string) => ({
		tree,
		survey: await surveyTree({tree, workerFile: workerFile(), onProgress}),
	});
	const newer = await read(newTree);
	const {laterSelves, churn} =
		oldTree === null
			? {
					laterSelves: matchDrivers(
						drivers.map(({id, module, kconfig, title}) => ({
							id,
							module,
							title,
							symbol: kconfig?.symbol ?? null,
						})),
						newer.survey.drivers.map(identityOf),
					),
					churn: null,
				}
			: await findLaterSelves(await read(oldTree), newer, {onProgress});
	const lines = new Map(drivers.map(({id, signals}) => [id, signals.tree?.sourceLines ?? 0]));
	const linesOf = (id: string) => lines.get(id) ?? 0;
	return {
		newVersion: newer.survey.version,
		laterSelves,
		of(id) {
			const {kind, to} = laterSelves.get(id) ?? {kind: 'gone', to: null};
			if (outcomes === null ? kind === 'gone' : outcomes.removed.has(id)) return 'gone';
			const change = to === null ? undefined : churn?.get(to);
			return change === undefined
				? 'stayed'
				: isWork(change.substantive, linesOf(id))
					? 'worked-on'
					: 'quiet';
		},
	};
}

/** A driver with the verdict of the rules, recorded or given anew. */
function tryOne(
	record: DriverRecord,
	manifest: Manifest,
	weights: Calibration | null,
	fates: Fates,
): Tried[] {
	const verdict = weights === null ? rulesAssessment(record) : assess(evidenceOf(record, manifest), weights);
	if (verdict?.removalRisk == null) return [];
	const {recommendation, removalRisk: risk, confidence, reasons} = verdict;
	return [
		{
			...{id: record.id, directory: record.directory, recommendation, risk, confidence},
			claimed: claimsOf(
				recommendation,
				reasons.map(({rule}) => rule),
			),
			fate: fates.of(record.id),
		},
	];
}

function readOutcomes(file: string): Outcomes {
	const text = readRegularText(file, {
		...{most: 16 << 20, what: 'list of outcomes', name: `--outcomes ${file}`},
		advice: 'Check the path.',
	});
	let value: {removed?: unknown} | null;
	try {
		value = JSON.parse(text) as typeof value;
	} catch (error) {
		throw new UserError(`--outcomes ${file} can't be read: ${(error as Error).message}.`, 'Check the path.');
	}
	const names = (list: unknown): ReadonlySet<string> => {
		if (Array.isArray(list) && list.every(one => typeof one === 'string')) return new Set(list);
		throw new UserError(
			`--outcomes ${file} is not a list of outcomes.`,
			'It is an object with "removed", an array of driver paths, as bench/removed-6.1-to-6.12.json is.',
		);
	};
	return {removed: names(value?.removed)};
}

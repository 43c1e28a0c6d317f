/**
 * Fits what the rules weigh on what happened between pairs of kernel trees, and says how good that is.
 *
 *     npm run calibrate -- [--write] OLD_DATASET OLD_TREE NEW_TREE OUTCOMES.json [the same four of a later pair …]
 *
 * OLD_DATASET is a survey of OLD_TREE as of its day (`driverdex survey --as-of`), OUTCOMES a reviewed list of what
 * was removed, such as bench/removed-6.1-to-6.12.json. Earlier pairs lack some of the evidence: each has a base of its
 * own, and the last pair's is the one that is kept. With --write the fit goes to source/verdict/calibration.json.
 * Tables for bench/README.md go to standard output and speak of the last pair. Every figure that is called
 * cross-validated comes from weights that were fitted without any driver of the same directory, in any pair.
 */

import {readFileSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {backtestSections, measureText} from '../source/commands/common/backtest-sections.ts';
import {sectionsText} from '../source/commands/common/sections.ts';
import {loadDataset} from '../source/dataset/load.ts';
import {isJudgedKind} from '../source/dossier/query/vocabulary.ts';
import type {DriverRecord, RiskBand} from '../source/dossier/schema.ts';
import {findLaterSelves} from '../source/survey/releases/unpacked/later-selves.ts';
import {surveyTree} from '../source/survey/tree/kernel-tree.ts';
import {plainTheme} from '../source/text/theme.ts';
import {judge} from '../source/verdict/assess.ts';
import {backtest, type Tried} from '../source/verdict/backtest.ts';
import {bandOf, type Calibration, chance, chanceOf, type Scorecard} from '../source/verdict/calibration.ts';
import type {Evidence} from '../source/verdict/evidence.ts';
import {
	type Case,
	fitScorecard,
	type Limits,
	recalibration,
	scorecardOf,
	stretched,
} from '../source/verdict/logistic.ts';
import {rankingMeasures, seededRandom, shareMeasure} from '../source/verdict/measures.ts';
import {claimsOf, isWork} from '../source/verdict/recommend.ts';
import {reachRules} from '../source/verdict/rules/reach.ts';
import {removalRules} from '../source/verdict/rules/removal.ts';
import {workRules} from '../source/verdict/rules/work.ts';
import {rules} from '../source/verdict/rules.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {write: {type: 'boolean', default: false}},
});
if (positionals.length === 0 || positionals.length % 4 !== 0) {
	throw new Error('usage: npm run calibrate -- [--write] OLD_DATASET OLD_TREE NEW_TREE OUTCOMES.json …');
}

/** Edges of the bands of risk: so wide that each holds a dozen that are gone, and its share means something. */
const edges = [0, 0.01, 0.02, 0.05, 0.1, 0.3, 1];
const penalties = [0.5, 1, 2, 4, 8];
/** Losses closer than this, per driver, are the same. */
const sameLoss = 1e-4;
const folds = 10;
const repeats = 3;

interface Example {
	record: DriverRecord;
	group: string;
	/** Which pair it is of; the last is the one that counts. */
	pair: number;
	rules: readonly string[];
	gone: boolean;
	/** Null where it is gone, or where what it became can't be said. */
	care: boolean | null;
}

async function readPair(at: number) {
	const [dataset, oldTree, newTree, outcomesFile] = positionals.slice(at * 4);
	const {manifest, drivers} = loadDataset(dataset!);
	const outcomes = JSON.parse(readFileSync(outcomesFile!, 'utf8')) as {removed: string[]};
	const removed = new Set(outcomes.removed);
	const older = {tree: oldTree!, survey: await surveyTree({tree: oldTree!, workerFile: null})};
	const newer = {tree: newTree!, survey: await surveyTree({tree: newTree!, workerFile: null})};
	const {laterSelves, churn} = await findLaterSelves(older, newer);
	const evidenceOf = ({assessments: _, ...record}: DriverRecord): Evidence => {
		const {treeVersion, asOf, releases, distributions} = manifest;
		return {record, treeVersion, asOf, releases, ...(distributions && {distributions})};
	};
	const examples = drivers
		// The reviewed outcomes are of drivers/ alone: nobody has looked at what went from sound/.
		.filter(({id, kind}) => id.startsWith('drivers/') && isJudgedKind(kind))
		.map((record): Example => {
			const gone = removed.has(record.id);
			const later = laterSelves.get(record.id)?.to ?? null;
			const change = later === null ? undefined : churn.get(later);
			return {
				record,
				group: record.directory,
				pair: at,
				rules: judge(evidenceOf(record)).spoken.map(({rule}) => rule.name),
				gone,
				care:
					gone || change === undefined
						? null
						: isWork(change.substantive, record.signals.tree?.sourceLines ?? 0),
			};
		});
	return {
		examples,
		evidenceOf,
		outcomesFile,
		pair: {from: older.survey.version, to: newer.survey.version, asOf: manifest.asOf},
	};
}

const pairs: Awaited<ReturnType<typeof readPair>>[] = [];
for (let at = 0; at * 4 < positionals.length; at++) pairs.push(await readPair(at));
const latest = pairs.length - 1;
const {evidenceOf, pair} = pairs[latest]!;
const everyExample = pairs.flatMap(({examples: those}) => those);
const examples = pairs[latest]!.examples;

const names = rules.map(({name}) => name);
/** Which kind of evidence each rule needs, for the ablation; what is not named needs the tree alone. */
const kindOfRule = new Map<string, 'releases' | 'mails' | 'cves' | 'vendor' | 'reach'>([
	...removalRules.map(({name}) => [name, 'mails'] as const),
	...workRules.map(({name, group}) => [name, group === 'activity' ? 'mails' : 'releases'] as const),
	['security-fixes', 'cves'],
	...reachRules.map(({name, group}) => [name, group === 'vendor' ? 'vendor' : 'reach'] as const),
]);

/** Every pair but the last has a base of its own, as if a rule spoke of all its drivers. */
const ownBase = (of: number) => (of === latest ? [] : [rules.length + of]);
const ownBases: readonly Limits[] = pairs.slice(1).map(() => ({least: -6, most: 6}));
const removalLimits: readonly Limits[] = rules.map(({speaksFor}) =>
	speaksFor === 'removal' ? {least: 0, most: 6} : {least: -6, most: 0},
);
const free: readonly Limits[] = rules.map(() => ({least: -6, most: 6}));

type Outcome = (example: Example) => boolean;
const isGone: Outcome = ({gone}) => gone;
const isCaredFor: Outcome = ({care}) => care === true;

function casesOf(of: readonly Example[], happened: Outcome, allowed: ReadonlySet<string>): Case[] {
	return of.map(example => ({
		spoken: [
			...example.rules.filter(name => allowed.has(name)).map(name => names.indexOf(name)),
			...ownBase(example.pair),
		],
		happened: happened(example),
	}));
}

function fit(
	of: readonly Example[],
	happened: Outcome,
	limits: readonly Limits[],
	penalty: number,
	allowed: ReadonlySet<string> = new Set(names),
	scale = {shift: 0, stretch: 1},
): Scorecard {
	return scorecardOf(
		stretched(fitScorecard(casesOf(of, happened, allowed), [...limits, ...ownBases], penalty), scale),
		names,
	);
}

/**
 * The chance said of each example of the last pair by weights that saw nothing of its directory, in any pair; the mean
 * over several splits.
 */
function crossValidate(
	seen: (example: Example) => boolean,
	happened: Outcome,
	limits: readonly Limits[],
	penalty: number,
	allowed: ReadonlySet<string> = new Set(names),
): number[] {
	const groups = [...new Set(everyExample.map(({group}) => group))];
	const sums = examples.map(() => 0);
	for (let repeat = 0; repeat < repeats; repeat++) {
		const random = seededRandom(repeat + 1);
		const foldOf = new Map(groups.map(group => [group, Math.floor(random() * folds)]));
		for (let fold = 0; fold < folds; fold++) {
			const learnt = everyExample.filter(example => seen(example) && foldOf.get(example.group) !== fold);
			const card = fit(learnt, happened, limits, penalty, allowed);
			examples.forEach((example, index) => {
				if (foldOf.get(example.group) !== fold) return;
				sums[index]! += chanceOf(
					card,
					example.rules.filter(name => allowed.has(name)),
				);
			});
		}
	}
	return sums.map(sum => sum / repeats);
}

function logLoss(chances: readonly number[], of: readonly Example[], happened: Outcome): number {
	const losses = of.map(
		(example, index) => -Math.log(happened(example) ? chances[index]! : 1 - chances[index]!),
	);
	return losses.reduce((sum, loss) => sum + loss, 0) / of.length;
}

const everybody = () => true;
const isKnown = ({care: known}: Example) => known !== null;
const ofStaying = <Value>(list: readonly Value[]) =>
	list.filter((_, index) => examples[index]!.care !== null);
const staying = examples.filter(isKnown);

/** The penalty that tells unseen directories best; of several that do it alike, the one that shrinks least. */
function choosePenalty(loss: (penalty: number) => number): number {
	const losses = penalties.map(loss);
	console.error(
		penalties.map((penalty, index) => `penalty ${penalty}: ${losses[index]!.toFixed(5)}`).join(', '),
	);
	const best = Math.min(...losses);
	return penalties[losses.findIndex(one => one - best < sameLoss)]!;
}

const removalPenalty = choosePenalty(penalty =>
	logLoss(crossValidate(everybody, isGone, removalLimits, penalty), examples, isGone),
);
const carePenalty = choosePenalty(penalty =>
	logLoss(ofStaying(crossValidate(isKnown, isCaredFor, free, penalty)), staying, isCaredFor),
);
const unseenRisks = crossValidate(everybody, isGone, removalLimits, removalPenalty);
const unseenCares = crossValidate(isKnown, isCaredFor, free, carePenalty);
const removalScale = recalibration(unseenRisks, examples.map(isGone));
const careScale = recalibration(ofStaying(unseenCares), staying.map(isCaredFor));
console.error('recalibration', {removal: removalScale, care: careScale});
const rescaled = (chances: readonly number[], {shift, stretch}: {shift: number; stretch: number}) =>
	chances.map(value => chance(shift + stretch * Math.log(value / (1 - value))));
const risks = rescaled(unseenRisks, removalScale);
const cares = rescaled(unseenCares, careScale);
const removal = fit(everyExample, isGone, removalLimits, removalPenalty, new Set(names), removalScale);
const care = fit(everyExample.filter(isKnown), isCaredFor, free, carePenalty, new Set(names), careScale);

const bands: RiskBand[] = edges.slice(0, -1).map((from, index) => {
	const to = edges[index + 1]!;
	const inside = examples.filter(
		(_, at) => bandOf([{from, to, drivers: 0, gone: 0, low: 0, high: 1}], risks[at]!) !== undefined,
	);
	const {low, high} = shareMeasure(inside.map(({gone, group}) => ({holds: gone, group})));
	const round = (value: number) => Math.round(value * 10000) / 10000;
	return {
		from,
		to,
		drivers: inside.length,
		gone: inside.filter(isGone).length,
		low: round(low),
		high: round(high),
	};
});
const calibration: Calibration = {
	command: `npm run calibrate -- --write ${pairs.map(one => `OLD_DATASET OLD_TREE NEW_TREE ${one.outcomesFile}`).join(' ')}`,
	pair,
	removal,
	care,
	bands,
};
if (values.write) {
	writeFileSync(
		new URL('../../source/verdict/calibration.json', import.meta.url),
		`${JSON.stringify(calibration, null, '\t')}\n`,
	);
}

console.log(
	`${examples.length} drivers, ${examples.filter(isGone).length} gone; of ${staying.length} that stayed and were found again ${staying.filter(isCaredFor).length} changed in earnest; penalties ${removalPenalty} and ${carePenalty}\n`,
);

console.log(
	'| evidence | AUC | average precision | gone among the first 50 | of all gone, among the first 200 |\n| - | - | - | - | - |',
);
const printRow = (name: string, scores: readonly number[]) => {
	const {auc, averagePrecision, precisionAt50, recallAt200} = rankingMeasures(
		examples.map(({gone, group}, index) => ({score: scores[index]!, happened: gone, group})),
	);
	console.log(
		`| ${name} | ${[auc, averagePrecision].map(one => measureText(one)).join(' | ')} | ${[precisionAt50, recallAt200].map(one => measureText(one, 2)).join(' | ')} |`,
	);
};
printRow(
	'in sample, all evidence',
	examples.map(({rules: spoken}) => chanceOf(removal, spoken)),
);
const kinds = ['tree', 'releases', 'mails', 'cves', 'vendor', 'reach'] as const;
for (let count = 1; count <= kinds.length; count++) {
	const used = kinds.slice(0, count);
	const allowed = new Set(names.filter(name => used.includes(kindOfRule.get(name) ?? 'tree')));
	printRow(
		`cross-validated, ${count === 1 ? 'tree only' : `+ ${used.at(-1)}`}`,
		crossValidate(everybody, isGone, removalLimits, removalPenalty, allowed),
	);
}

const fateOf = ({gone, care: cared}: Example): Tried['fate'] =>
	gone ? 'gone' : cared === null ? 'stayed' : cared ? 'worked-on' : 'quiet';
const tried = examples.map((example, index): Tried => {
	// The verdict that weights give which saw nothing of this directory: chances as cross-validated.
	const alone = (value: number): Scorecard => ({base: Math.log(value / (1 - value)), weights: {}});
	const {recommendation, risk, confidence} = judge(evidenceOf(example.record), {
		...calibration,
		removal: alone(risks[index]!),
		care: alone(cares[index]!),
	});
	return {
		id: example.record.id,
		directory: example.group,
		recommendation,
		risk,
		confidence,
		claimed: claimsOf(recommendation, example.rules),
		fate: fateOf(example),
	};
});
console.log(
	['', 'Cross-validated:', ...sectionsText(plainTheme, backtestSections(backtest(tried, bands)))].join('\n'),
);

console.log('\n| rule | speaks for | removal | care | drivers | gone |\n| - | - | - | - | - | - |');
for (const {name, speaksFor} of rules) {
	const those = examples.filter(({rules: spoken}) => spoken.includes(name));
	console.log(
		`| ${name} | ${speaksFor} | ${removal.weights[name]!.toFixed(2)} | ${care.weights[name]!.toFixed(2)} | ${those.length} | ${those.filter(isGone).length} |`,
	);
}

/**
 * Fits what the rules weigh on what happened between pairs of kernel trees, and says how good that is.
 *
 *     npm run calibrate -- [--write] OLD_DATASET OLD_TREE NEW_TREE OUTCOMES.json [the same four of a later pair …]
 *
 * OLD_DATASET is a survey of OLD_TREE as of its day (`driverdex survey --as-of`), OUTCOMES a reviewed list of what
 * was removed, such as bench/removed-6.1-to-6.12.json. Earlier pairs lack some of the evidence: each has a base of its
 * own and may depart from the weights at a price (source/verdict/pairs.ts); the last pair's weights are kept. With
 * --write the fit goes to source/verdict/calibration.json. Tables for bench/README.md go to standard output, pair by
 * pair. Every figure that is called cross-validated comes from weights that were fitted without any driver of the same
 * directory, in any pair; penalty and price are those that tell the last pair best.
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
import {evidenceOf} from '../source/verdict/evidence.ts';
import {type Limits, recalibration, scorecardOf, stretched} from '../source/verdict/logistic.ts';
import {rankingMeasures, seededRandom, shareMeasure} from '../source/verdict/measures.ts';
import {fitPairs, type Weights} from '../source/verdict/pairs.ts';
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
/** What it costs an earlier pair to depart from a weight, in prices of a weight: nothing, so that it is fitted for itself, to no departing. */
const departures = [0, 0.25, 1, 4, 16, Number.POSITIVE_INFINITY];
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
	/** The same by number. */
	spoken: readonly number[];
	gone: boolean;
	/** Null where it is gone, or where what it became can't be said. */
	care: boolean | null;
}

const trees = new Map<string, ReturnType<typeof surveyTree>>();
/** A tree's survey: what is new to one pair is old to the next. */
function surveyed(tree: string): ReturnType<typeof surveyTree> {
	if (!trees.has(tree)) trees.set(tree, surveyTree({tree, workerFile: null}));
	return trees.get(tree)!;
}

async function readPair(at: number) {
	const [dataset, oldTree, newTree, outcomesFile] = positionals.slice(at * 4);
	const {manifest, drivers} = loadDataset(dataset!);
	const outcomes = JSON.parse(readFileSync(outcomesFile!, 'utf8')) as {removed: string[]};
	const removed = new Set(outcomes.removed);
	const older = {tree: oldTree!, survey: await surveyed(oldTree!)};
	const newer = {tree: newTree!, survey: await surveyed(newTree!)};
	const {laterSelves, churn} = await findLaterSelves(older, newer);
	const examples = drivers
		// The reviewed outcomes are of drivers/ alone: nobody has looked at what went from sound/.
		.filter(({id, kind}) => id.startsWith('drivers/') && isJudgedKind(kind))
		.map((record): Example => {
			const gone = removed.has(record.id);
			const later = laterSelves.get(record.id)?.to ?? null;
			const change = later === null ? undefined : churn.get(later);
			const {spoken} = judge(evidenceOf(record, manifest));
			return {
				record,
				group: record.directory,
				pair: at,
				rules: spoken.map(({rule}) => rule.name),
				spoken: spoken.map(({rule}) => rules.indexOf(rule)),
				gone,
				care:
					gone || change === undefined
						? null
						: isWork(change.substantive, record.signals.tree?.sourceLines ?? 0),
			};
		});
	return {
		examples,
		manifest,
		outcomesFile,
		pair: {from: older.survey.version, to: newer.survey.version, asOf: manifest.asOf},
	};
}

const pairs: Awaited<ReturnType<typeof readPair>>[] = [];
for (let at = 0; at * 4 < positionals.length; at++) pairs.push(await readPair(at));
const latest = pairs.length - 1;
const {pair} = pairs[latest]!;
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

const removalLimits: readonly Limits[] = rules.map(({speaksFor}) =>
	speaksFor === 'removal' ? {least: 0, most: 6} : {least: -6, most: 0},
);
const free: readonly Limits[] = rules.map(() => ({least: -6, most: 6}));

/** What is told, of whom it is known, and how weights may lie. */
interface Question {
	happened: (example: Example) => boolean;
	isKnown: (example: Example) => boolean;
	limits: readonly Limits[];
}
const removalQuestion: Question = {
	happened: ({gone}) => gone,
	isKnown: () => true,
	limits: removalLimits,
};
const careQuestion: Question = {
	happened: ({care: cared}) => cared === true,
	isKnown: ({care: cared}) => cared !== null,
	limits: free,
};

interface Choice {
	penalty: number;
	departure: number;
	/** Rules that may speak; all where absent. */
	allowed?: ReadonlySet<number>;
	/** Pairs that are learnt from; all where absent. */
	learnt?: readonly number[];
}

const spokenOf = ({spoken}: Example, allowed?: ReadonlySet<number>) =>
	allowed === undefined ? spoken : spoken.filter(rule => allowed.has(rule));

/** The weights of each pair. */
function fit(of: readonly Example[], {happened, limits}: Question, choice: Choice): Weights[] {
	const cases = of.map(example => ({
		spoken: spokenOf(example, choice.allowed),
		happened: happened(example),
		pair: example.pair,
	}));
	return fitPairs(cases, limits, choice);
}

function chanceBy({base, weights}: Weights, example: Example, allowed?: ReadonlySet<number>): number {
	return chance(spokenOf(example, allowed).reduce((sum, rule) => sum + weights[rule]!, base));
}

/**
 * The chance said of each example of each pair by weights that saw nothing of its directory, in any pair; the mean over
 * several splits.
 */
function crossValidate(question: Question, choice: Choice, splits = repeats): number[][] {
	const {allowed, learnt = pairs.map((_, at) => at)} = choice;
	const groups = [...new Set(everyExample.map(({group}) => group))];
	const sums = pairs.map(one => one.examples.map(() => 0));
	for (let split = 0; split < splits; split++) {
		const random = seededRandom(split + 1);
		const foldOf = new Map(groups.map(group => [group, Math.floor(random() * folds)]));
		for (let fold = 0; fold < folds; fold++) {
			const those = everyExample.filter(
				example =>
					learnt.includes(example.pair) && question.isKnown(example) && foldOf.get(example.group) !== fold,
			);
			const cards = fit(those, question, choice);
			pairs.forEach((one, at) => {
				// A pair that was not learnt from is told by the newest weights there are.
				const card = learnt.includes(at) ? cards[at]! : cards.at(-1)!;
				one.examples.forEach((example, index) => {
					if (foldOf.get(example.group) === fold) sums[at]![index]! += chanceBy(card, example, allowed);
				});
			});
		}
	}
	return sums.map(those => those.map(sum => sum / splits));
}

function logLoss(chances: readonly number[], of: readonly Example[], {happened, isKnown}: Question): number {
	const losses = of.flatMap((example, index) =>
		isKnown(example) ? -Math.log(happened(example) ? chances[index]! : 1 - chances[index]!) : [],
	);
	return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** Of choices that tell unseen directories of the last pair alike, the first. */
function choose<Value>(what: string, choices: readonly Value[], lossOf: (value: Value) => number): Value {
	if (choices.length === 1) return choices[0]!;
	const losses = choices.map(lossOf);
	console.error(choices.map((value, index) => `${what} ${value}: ${losses[index]!.toFixed(5)}`).join(', '));
	const best = Math.min(...losses);
	return choices[losses.findIndex(one => one - best < sameLoss)]!;
}

function chooseFor(question: Question): Choice {
	const loss = (choice: Choice) => logLoss(crossValidate(question, choice, 1)[latest]!, examples, question);
	// Of those alike the one that shares most: what history says twice is worth more than what it says once.
	const departure = choose(
		'departure',
		pairs.length === 1 ? [Number.POSITIVE_INFINITY] : departures.toReversed(),
		value => loss({penalty: 1, departure: value}),
	);
	const penalty = choose('penalty', penalties, value => loss({penalty: value, departure}));
	return {penalty, departure};
}

const removalChoice = chooseFor(removalQuestion);
const careChoice = chooseFor(careQuestion);
console.error('chosen', {removal: removalChoice, care: careChoice});

const unseenRisks = crossValidate(removalQuestion, removalChoice);
const unseenCares = crossValidate(careQuestion, careChoice);

/** How the chances said of a pair's unseen drivers must be moved to fit what happened. */
function scaleOf(chances: readonly number[], of: readonly Example[], {happened, isKnown}: Question) {
	return recalibration(
		chances.filter((_, index) => isKnown(of[index]!)),
		of.filter(isKnown).map(happened),
	);
}
const removalScales = pairs.map((one, at) => scaleOf(unseenRisks[at]!, one.examples, removalQuestion));
const careScales = pairs.map((one, at) => scaleOf(unseenCares[at]!, one.examples, careQuestion));
console.error('recalibration', {removal: removalScales, care: careScales});
const rescaled = (chances: readonly number[], {shift, stretch}: {shift: number; stretch: number}) =>
	chances.map(value => chance(shift + stretch * Math.log(value / (1 - value))));
const risks = unseenRisks.map((those, at) => rescaled(those, removalScales[at]!));
const cares = unseenCares.map((those, at) => rescaled(those, careScales[at]!));

/** What is kept: the last pair's weights. */
function keptCard(question: Question, choice: Choice, scale: {shift: number; stretch: number}): Scorecard {
	const cards = fit(everyExample.filter(question.isKnown), question, choice);
	return scorecardOf(stretched(cards[latest]!, scale), names);
}
const removal = keptCard(removalQuestion, removalChoice, removalScales[latest]!);
const care = keptCard(careQuestion, careChoice, careScales[latest]!);

const bands: RiskBand[] = edges.slice(0, -1).map((from, index) => {
	const to = edges[index + 1]!;
	const inside = examples.filter(
		(_, at) => bandOf([{from, to, drivers: 0, gone: 0, low: 0, high: 1}], risks[latest]![at]!) !== undefined,
	);
	const {low, high} = shareMeasure(inside.map(({gone, group}) => ({holds: gone, group})));
	const round = (value: number) => Math.round(value * 10000) / 10000;
	return {
		from,
		to,
		drivers: inside.length,
		gone: inside.filter(({gone}) => gone).length,
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

const tableHead =
	'| evidence | AUC | average precision | gone among the first 50 | of all gone, among the first 200 |\n| - | - | - | - | - |';
function printRow(name: string, of: readonly Example[], scores: readonly number[]): void {
	const {auc, averagePrecision, precisionAt50, recallAt200} = rankingMeasures(
		of.map(({gone, group}, index) => ({score: scores[index]!, happened: gone, group})),
	);
	console.log(
		`| ${name} | ${[auc, averagePrecision].map(one => measureText(one)).join(' | ')} | ${[precisionAt50, recallAt200].map(one => measureText(one, 2)).join(' | ')} |`,
	);
}

const kinds = ['tree', 'releases', 'mails', 'cves', 'vendor', 'reach'] as const;
const rulesOf = (used: readonly string[]) =>
	new Set(names.flatMap((name, rule) => (used.includes(kindOfRule.get(name) ?? 'tree') ? [rule] : [])));
/** By how many kinds of evidence, the chances of each pair. */
const ablations = kinds.map((_, count) =>
	count === kinds.length - 1
		? unseenRisks
		: crossValidate(removalQuestion, {...removalChoice, allowed: rulesOf(kinds.slice(0, count + 1))}),
);
const alone = pairs.map((_, at) => crossValidate(removalQuestion, {...removalChoice, learnt: [at]}));

const fateOf = ({gone, care: cared}: Example): Tried['fate'] =>
	gone ? 'gone' : cared === null ? 'stayed' : cared ? 'worked-on' : 'quiet';
// The verdict that weights give which saw nothing of this directory: chances as cross-validated.
const said = (value: number): Scorecard => ({base: Math.log(value / (1 - value)), weights: {}});

pairs.forEach((one, at) => {
	const those = one.examples;
	const known = those.filter(careQuestion.isKnown);
	console.log(`\n## Linux ${one.pair.from} to ${one.pair.to}, as of ${one.pair.asOf}\n`);
	console.log(
		`${those.length} drivers, ${those.filter(({gone}) => gone).length} gone; of ${known.length} that stayed and were found again ${known.filter(careQuestion.happened).length} changed in earnest; penalties ${removalChoice.penalty} and ${careChoice.penalty}, departures ${removalChoice.departure} and ${careChoice.departure}\n`,
	);
	console.log(tableHead);
	if (at === latest)
		printRow(
			'in sample, all evidence',
			those,
			those.map(({rules: spoken}) => chanceOf(removal, spoken)),
		);
	ablations.forEach((chances, count) => {
		printRow(`cross-validated, ${count === 0 ? 'tree only' : `+ ${kinds[count]}`}`, those, chances[at]!);
	});
	if (pairs.length > 1) {
		pairs.forEach((other, from) => {
			printRow(
				from === at
					? 'cross-validated, fitted on this pair alone'
					: `told by the fit on ${other.pair.from} to ${other.pair.to} alone`,
				those,
				alone[from]![at]!,
			);
		});
	}
	const tried = those.map((example, index): Tried => {
		const {recommendation, risk, confidence} = judge(evidenceOf(example.record, one.manifest), {
			...calibration,
			removal: said(risks[at]![index]!),
			care: said(cares[at]![index]!),
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
		[
			'',
			'Cross-validated:',
			...sectionsText(plainTheme, backtestSections(backtest(tried, bands)), null),
		].join('\n'),
	);
});

console.log(
	`\n| rule | speaks for | removal | care | ${pairs.map(one => `gone of ${one.pair.from}'s`).join(' | ')} |\n|${' - |'.repeat(4 + pairs.length)}`,
);
for (const {name, speaksFor} of rules) {
	const counts = pairs.map(one => {
		const those = one.examples.filter(({rules: spoken}) => spoken.includes(name));
		return `${those.filter(({gone}) => gone).length} of ${those.length}`;
	});
	console.log(
		`| ${name} | ${speaksFor} | ${removal.weights[name]!.toFixed(2)} | ${care.weights[name]!.toFixed(2)} | ${counts.join(' | ')} |`,
	);
}

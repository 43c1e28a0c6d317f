/**
 * Fits what the rules weigh on what happened between two kernel trees, and says how good that is.
 *
 *     npm run calibrate -- OLD_DATASET OLD_TREE NEW_TREE OUTCOMES.json [--write]
 *
 * OLD_DATASET is a survey of OLD_TREE as of its day (`driverdex survey --as-of`), OUTCOMES a reviewed list of what
 * was removed, such as bench/removed-6.1-to-6.12.json. With --write the fit goes to source/verdict/calibration.json.
 * Tables for bench/README.md go to standard output. Every figure that is called cross-validated comes from weights
 * that were fitted without any driver of the same directory.
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
import {rules} from '../source/verdict/rules.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {write: {type: 'boolean', default: false}},
});
const [dataset, oldTree, newTree, outcomesFile] = positionals;
if (outcomesFile === undefined) {
	throw new Error('usage: npm run calibrate -- OLD_DATASET OLD_TREE NEW_TREE OUTCOMES.json [--write]');
}

/** Edges of the bands of risk: so wide that each holds a dozen that are gone, and its share means something. */
const edges = [0, 0.01, 0.02, 0.05, 0.1, 0.3, 1];
const penalties = [0.5, 1, 2, 4, 8, 16];
/** Losses closer than this, per driver, are the same. */
const sameLoss = 1e-4;
const folds = 10;
const repeats = 5;

const {manifest, drivers} = loadDataset(dataset!);
const outcomes = JSON.parse(readFileSync(outcomesFile, 'utf8')) as {removed: string[]; livesOn: string[]};
const removed = new Set(outcomes.removed);
const older = {tree: oldTree!, survey: await surveyTree({tree: oldTree!, workerFile: null})};
const newer = {tree: newTree!, survey: await surveyTree({tree: newTree!, workerFile: null})};
const {laterSelves, churn} = await findLaterSelves(older, newer);

interface Example {
	record: DriverRecord;
	group: string;
	rules: readonly string[];
	gone: boolean;
	/** Null where it is gone, or where what it became can't be said. */
	care: boolean | null;
}

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
			rules: judge(evidenceOf(record)).spoken.map(({rule}) => rule.name),
			gone,
			care: gone || change === undefined ? null : isWork(change.substantive),
		};
	});

function evidenceOf({assessments: _, ...record}: DriverRecord) {
	const {treeVersion, asOf, releases} = manifest;
	return {record, treeVersion, asOf, releases};
}

const names = rules.map(({name}) => name);
/** Which kinds of evidence each rule needs, for the ablation. */
const needs: Readonly<Record<string, 'change' | 'mails' | 'cves' | 'vendor'>> = {
	untouched: 'change',
	'changed-in-earnest': 'change',
	quiet: 'mails',
	'worked-on': 'mails',
	'much-worked-on': 'mails',
	'removal-posted': 'mails',
	'removal-once-posted': 'mails',
	'security-fixes': 'cves',
	'vendor-knows': 'vendor',
	'vendor-removed': 'vendor',
};

const removalLimits: readonly Limits[] = rules.map(({speaksFor}) =>
	speaksFor === 'removal' ? {least: 0, most: 6} : {least: -6, most: 0},
);
const free: readonly Limits[] = rules.map(() => ({least: -6, most: 6}));

type Outcome = (example: Example) => boolean;
const isGone: Outcome = ({gone}) => gone;
const isCaredFor: Outcome = ({care}) => care === true;

function casesOf(of: readonly Example[], happened: Outcome, allowed: ReadonlySet<string>): Case[] {
	return of.map(example => ({
		spoken: example.rules.filter(name => allowed.has(name)).map(name => names.indexOf(name)),
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
	return scorecardOf(stretched(fitScorecard(casesOf(of, happened, allowed), limits, penalty), scale), names);
}

/** The chance said of each example by weights that saw nothing of its directory; the mean over several splits. */
function crossValidate(
	all: readonly Example[],
	seen: (example: Example) => boolean,
	happened: Outcome,
	limits: readonly Limits[],
	penalty: number,
	allowed: ReadonlySet<string> = new Set(names),
): number[] {
	const groups = [...new Set(all.map(({group}) => group))];
	const sums = all.map(() => 0);
	for (let repeat = 0; repeat < repeats; repeat++) {
		const random = seededRandom(repeat + 1);
		const foldOf = new Map(groups.map(group => [group, Math.floor(random() * folds)]));
		for (let fold = 0; fold < folds; fold++) {
			const learnt = all.filter(example => seen(example) && foldOf.get(example.group) !== fold);
			const card = fit(learnt, happened, limits, penalty, allowed);
			all.forEach((example, index) => {
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

/** The penalty that tells unseen directories best; of several that do it alike, the one that shrinks least. */
function choosePenalty(of: readonly Example[], happened: Outcome, limits: readonly Limits[]): number {
	const losses = penalties.map(penalty =>
		logLoss(
			crossValidate(of, () => true, happened, limits, penalty),
			of,
			happened,
		),
	);
	console.error(
		penalties.map((penalty, index) => `penalty ${penalty}: ${losses[index]!.toFixed(5)}`).join(', '),
	);
	const best = Math.min(...losses);
	return penalties[losses.findIndex(loss => loss - best < sameLoss)]!;
}

const staying = examples.filter(({care}) => care !== null);
const removalPenalty = choosePenalty(examples, isGone, removalLimits);
const carePenalty = choosePenalty(staying, isCaredFor, free);
const unseenRisks = crossValidate(examples, () => true, isGone, removalLimits, removalPenalty);
const unseenCares = crossValidate(examples, ({care: known}) => known !== null, isCaredFor, free, carePenalty);
const ofStaying = <Value>(list: readonly Value[]) =>
	list.filter((_, index) => examples[index]!.care !== null);
const removalScale = recalibration(unseenRisks, examples.map(isGone));
const careScale = recalibration(ofStaying(unseenCares), staying.map(isCaredFor));
console.error('recalibration', {removal: removalScale, care: careScale});
const rescaled = (chances: readonly number[], {shift, stretch}: {shift: number; stretch: number}) =>
	chances.map(value => chance(shift + stretch * Math.log(value / (1 - value))));
const risks = rescaled(unseenRisks, removalScale);
const cares = rescaled(unseenCares, careScale);
const removal = fit(examples, isGone, removalLimits, removalPenalty, new Set(names), removalScale);
const care = fit(staying, isCaredFor, free, carePenalty, new Set(names), careScale);

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
	command: `npm run calibrate -- OLD_DATASET OLD_TREE NEW_TREE ${outcomesFile} --write`,
	pair: {from: older.survey.version, to: newer.survey.version, asOf: manifest.asOf},
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
const kinds = ['tree', 'change', 'mails', 'cves', 'vendor'] as const;
for (let count = 1; count <= kinds.length; count++) {
	const used = kinds.slice(0, count);
	const allowed = new Set(names.filter(name => needs[name] === undefined || used.includes(needs[name])));
	printRow(
		`cross-validated, ${count === 1 ? 'tree only' : `+ ${used.at(-1)}`}`,
		crossValidate(examples, () => true, isGone, removalLimits, removalPenalty, allowed),
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

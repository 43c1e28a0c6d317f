import {loadDataset} from '../../dataset/load.ts';
import {openDataset} from '../../dataset/reader.ts';
import {checkRecord} from '../../dataset/record-check.ts';
import {rulesAssessment} from '../../dossier/effective.ts';
import type {DriverRecord, Manifest} from '../../dossier/schema.ts';
import {sourceName} from '../../dossier/source-links.ts';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {plainFittedTable} from '../../text/fitted-table.ts';
import {grouped, percent} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Column} from '../../text/table.ts';
import type {Theme} from '../../text/theme.ts';
import {judge} from '../../verdict/assess.ts';
import {bandOf, type Calibration, chanceOf} from '../../verdict/calibration.ts';
import {evidenceOf} from '../../verdict/evidence.ts';
import {claimsOf, whyLifted} from '../../verdict/recommend.ts';
import {rules} from '../../verdict/rules.ts';
import {neededRule, sameCardRule} from '../../verdict/same-card.ts';
import {samePlatformRule} from '../../verdict/same-platform.ts';
import {type Context, tableWidth, themeOf} from './context.ts';
import {linesText, printAnswer, readFormat} from './formats.ts';
import {figure, type Section, sectionsMarkdown, text} from './sections.ts';

/** What one rule did to a driver; the first is `(base)`, what stands before any rule speaks. */
interface SpokenRule {
	rule: string;
	removal: number;
	care: number;
	says: string;
	source: string;
}

/** Every rule that spoke on a driver, what they add up to, and what was made of it. */
interface Explanation {
	path: string;
	recommendation: string;
	because: string;
	/** Null of a library, of which the rules do not speak; so are the two below. */
	risk: number | null;
	care: number | null;
	confidence: number | null;
	rules: SpokenRule[];
	/** What it comes to, in plain sentences. */
	sentences: string[];
}

const spokenColumns: readonly Column[] = [
	text('rule'),
	...['removal', 'care'].map(figure),
	...['says', 'source'].map(text),
];
const ruleColumns: readonly Column[] = [
	text('rule'),
	...['removal', 'care', 'drivers'].map(figure),
	text('looks at'),
];
/** What other drivers' verdicts say of a driver: told after the rules have spoken, and no rule of the table. */
const besideRules: ReadonlySet<string> = new Set([neededRule, sameCardRule, samePlatformRule]);
const beforeAny = 'before any rule speaks';

const signed = (weight: number) => `${weight < 0 ? '-' : '+'}${Math.abs(weight).toFixed(2)}`;

/** `assess --explain NAME…`: why each driver is judged as it is. */
export function explainDrivers(
	context: Context,
	directory: string,
	names: readonly string[],
	calibration: Calibration,
): number {
	const format = readFormat(context);
	const dataset = openDataset(directory, checkRecord);
	try {
		const {manifest} = dataset;
		const explained = names
			.flatMap(name => {
				const {drivers} = dataset.find(name);
				if (drivers.length > 0) return drivers;
				throw new UserError(
					`No driver "${sanitise(name)}" in Linux ${manifest.treeVersion}.`,
					'driverdex show finds the nearest names.',
					exitStatus.negative,
				);
			})
			.map(row => explain(dataset.driver(row), manifest, calibration));
		const plain = explained.map(({sentences: _, ...rest}) => rest);
		const theme = themeOf(context);
		printAnswer(context, format, {
			table: () =>
				explained.map(one => linesText(explanationLines(theme, one, tableWidth(context)))).join('\n'),
			json: () => ({treeVersion: manifest.treeVersion, asOf: manifest.asOf, drivers: plain}),
			ndjson: () => plain,
			columns: [text('path'), ...spokenColumns],
			rows: () =>
				plain.flatMap(({path, rules: spoken}) =>
					spoken.map(({rule, removal, care, says, source}) => [
						path,
						rule,
						removal,
						care,
						says,
						source || null,
					]),
				),
			markdown: () =>
				sectionsMarkdown(
					`Verdicts of Linux ${manifest.treeVersion}, evidence to ${manifest.asOf}`,
					[],
					explained.map(explanationSection),
				),
		});
		return exitStatus.ok;
	} finally {
		dataset.close();
	}
}

function explain(record: DriverRecord, manifest: Manifest, calibration: Calibration): Explanation {
	const verdict = rulesAssessment(record);
	if (verdict?.recommendation === 'not-a-driver') {
		const because = `${verdict.reasons[0]?.text ?? 'no driver'}; the rules do not speak of it`;
		return {
			...{path: record.id, recommendation: 'not-a-driver', because},
			...{risk: null, care: null, confidence: null},
			rules: [],
			sentences: [`not-a-driver: ${because}`],
		};
	}
	const {removal, care: careCard, bands} = calibration;
	const {spoken, risk, care, recommendation, because, confidence} = judge(
		evidenceOf(record, manifest),
		calibration,
	);
	const names = spoken.map(({rule}) => rule.name);
	const claimed = claimsOf(recommendation, names);
	const fitted = chanceOf(removal, names);
	const lifted = whyLifted(names, fitted);
	const band = bandOf(bands, risk);
	const fittedCare = chanceOf(careCard, names);
	const told = verdict === undefined ? [] : verdict.reasons.filter(({rule}) => besideRules.has(rule));
	return {
		...{path: record.id, recommendation, because, risk, care, confidence},
		rules: [
			{rule: '(base)', removal: removal.base, care: careCard.base, says: beforeAny, source: ''},
			...spoken
				.map(
					({rule, observation}): SpokenRule => ({
						rule: rule.name,
						removal: removal.weights[rule.name] ?? 0,
						care: careCard.weights[rule.name] ?? 0,
						says: observation.text,
						source: sourceName(observation.source),
					}),
				)
				.sort((a, b) => Math.abs(b.removal) - Math.abs(a.removal)),
		],
		sentences: [
			`risk ${percent(risk)}: gone from mainline two years after ${manifest.asOf}`,
			...(lifted === null
				? []
				: [`  the weights say ${percent(fitted)}; lifted by judgement, as it is announced: ${lifted}`]),
			...(band === undefined || band.drivers === 0
				? []
				: [
						`  of ${grouped(band.drivers)} drivers with a risk of ${percent(band.from)} to ${percent(band.to)}, ${grouped(band.gone)} were gone (${percent(band.gone / band.drivers)}; ${percent(band.low)} to ${percent(band.high)})`,
					]),
			`care ${percent(care)}: changed in earnest in these two years, if it stays`,
			...(care < fittedCare
				? [`  the weights say ${percent(fittedCare)}; lowered by judgement, as its end is announced`]
				: []),
			`${recommendation}: ${because}`,
			...told.map(
				({rule, text: says}) =>
					`  ${rule}: ${says}${rule === neededRule ? `, so that its record says ${verdict!.recommendation}` : ''}`,
			),
			...(confidence === null ? [] : [`confidence ${percent(confidence)}: ${claimed.join(' or ')}`]),
		],
	};
}

const spokenCells = ({rule, removal, care, says, source}: SpokenRule) => [
	rule,
	signed(removal),
	signed(care),
	says,
	source,
];

function explanationLines(
	theme: Theme,
	{path, rules: spoken, sentences}: Explanation,
	width: number | null,
): string[] {
	const cells = spoken.map(rule => spokenCells(rule).map(cell => sanitise(cell, {ascii: theme.ascii})));
	return [
		theme.paint('strong', path),
		...(cells.length === 0 ? [] : plainFittedTable(theme, spokenColumns, cells, width)),
		...sentences,
	];
}

function explanationSection({path, rules: spoken, sentences}: Explanation): Section {
	return {
		title: path,
		...(spoken.length > 0 && {columns: spokenColumns, rows: spoken.map(spokenCells)}),
		lines: sentences,
	};
}

/** `assess --explain`: the rule table with its weights, and how many drivers of the data set each rule speaks of. */
export function explainRules(context: Context, directory: string, calibration: Calibration): number {
	const format = readFormat(context);
	const {manifest, drivers} = loadDataset(directory);
	const counts = new Map<string, number>();
	for (const record of drivers) {
		if (rulesAssessment(record)?.recommendation === 'not-a-driver') continue;
		for (const {rule} of judge(evidenceOf(record, manifest), calibration).spoken) {
			counts.set(rule.name, (counts.get(rule.name) ?? 0) + 1);
		}
	}
	const {removal, care} = calibration;
	const weighed = [
		{
			...{rule: '(base)', removal: removal.base, care: care.base},
			...{drivers: drivers.length, about: beforeAny, strong: false},
		},
		...rules.map(({name, about, strong}) => ({
			...{rule: name, removal: removal.weights[name] ?? 0, care: care.weights[name] ?? 0},
			...{drivers: counts.get(name) ?? 0, about, strong: strong === true},
		})),
	];
	const looksAt = ({about, strong}: (typeof weighed)[number]) => `${about}${strong ? ' (strong)' : ''}`;
	printAnswer(context, format, {
		table: () =>
			linesText(
				plainFittedTable(
					themeOf(context),
					ruleColumns,
					weighed.map(one => [
						...[one.rule, signed(one.removal), signed(one.care), grouped(one.drivers)],
						looksAt(one),
					]),
					tableWidth(context),
				),
			),
		json: () => ({treeVersion: manifest.treeVersion, asOf: manifest.asOf, rules: weighed}),
		ndjson: () => weighed,
		columns: ruleColumns.map(column =>
			column.heading === 'looks at' ? {...column, heading: 'looks_at'} : column,
		),
		rows: () => weighed.map(one => [one.rule, one.removal, one.care, one.drivers, looksAt(one)]),
	});
	return exitStatus.ok;
}

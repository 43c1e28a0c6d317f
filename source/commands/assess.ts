import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {loadDataset} from '../dataset/load.ts';
import {openDataset} from '../dataset/reader.ts';
import {checkRecord} from '../dataset/record-check.ts';
import type {DriverRecord, Manifest} from '../dossier/schema.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {sourceName} from '../explorer/views/links.ts';
import {counted, grouped, percent} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import {table} from '../text/table.ts';
import type {Theme} from '../text/theme.ts';
import {claims, confidenceIn, judge} from '../verdict/assess.ts';
import {assessAll} from '../verdict/assess-all.ts';
import {bandOf, type Calibration, calibrationSummary} from '../verdict/calibration.ts';
import {rules} from '../verdict/rules.ts';
import {type Context, themeOf} from './common/context.ts';
import {calibrationOf} from './common/paths.ts';
import {writeInto} from './common/write-into.ts';

/**
 * `driverdex assess DATASET`: applies the rules again to the evidence that a data set holds, and writes it anew.
 * With `--explain` nothing is written: for each NAME every rule that spoke and what it came to; without names the
 * table of rules and how often each speaks.
 */
export async function assess(context: Context): Promise<number> {
	const {input, flags} = context;
	const calibration = calibrationOf(flags);
	const [first] = input;
	const isDataset = first !== undefined && existsSync(join(first, 'manifest.json'));
	if (flags.explain) {
		const directory = isDataset ? first : context.data;
		const names = isDataset ? input.slice(1) : input;
		return names.length === 0
			? explainRules(context, directory, calibration)
			: explainDrivers(context, directory, names, calibration);
	}
	if (first === undefined) {
		throw new UserError(
			'assess wants a data set to write anew.',
			'Give its folder; to look only, say --explain.',
			exitStatus.usage,
		);
	}
	if (input.length > 1) {
		throw new UserError(
			`assess takes one data set, not ${input.length} words.`,
			'To explain drivers, say --explain.',
			exitStatus.usage,
		);
	}
	return assessAgain(context, first, calibration);
}

function assessAgain(context: Context, directory: string, calibration: Calibration): Promise<number> {
	const options = {command: 'driverdex assess', isNew: false};
	return writeInto(directory, options, async (writing, interruption) => {
		const {manifest, drivers: before, ...rest} = loadDataset(directory);
		await interruption.check();
		const {counts: _counts, files: _files, schemaVersion: _version, ...kept} = manifest;
		const drivers = assessAll(before, manifest, calibration);
		await interruption.check();
		const {counts} = writing.write({
			manifest: {...kept, calibration: calibrationSummary(calibration)},
			drivers,
			...rest,
		});
		const changed = sayChanges(context, before, drivers);
		const verdicts = Object.entries(counts.byRecommendation)
			.filter(([, count]) => count > 0)
			.map(([name, count]) => `${grouped(count)} ${name}`);
		context.out(
			`${directory}: ${counted(drivers.length, 'driver')} assessed again, ${grouped(changed)} changed: ${verdicts.join(', ')}\n`,
		);
		return exitStatus.ok;
	});
}

/** Says how many verdicts changed from what to what; returns how many did. */
function sayChanges(
	context: Context,
	before: readonly DriverRecord[],
	after: readonly DriverRecord[],
): number {
	const changes = new Map<string, number>();
	after.forEach((driver, index) => {
		const [was, is] = [ruled(before[index]!)?.recommendation ?? 'nothing', ruled(driver)!.recommendation];
		if (was !== is) changes.set(`${was} to ${is}`, (changes.get(`${was} to ${is}`) ?? 0) + 1);
	});
	for (const [change, count] of [...changes].sort((a, b) => b[1] - a[1])) {
		context.out(`${change}: ${grouped(count)}\n`);
	}
	return [...changes.values()].reduce((sum, count) => sum + count, 0);
}

const ruled = ({assessments}: DriverRecord) => assessments.find(({assessor}) => assessor === 'rules');

function evidenceOf({assessments: _, ...record}: DriverRecord, {treeVersion, asOf}: Manifest) {
	return {record, treeVersion, asOf};
}

const signed = (weight: number) => `${weight < 0 ? '-' : '+'}${Math.abs(weight).toFixed(2)}`;

function explainDrivers(
	context: Context,
	directory: string,
	names: readonly string[],
	calibration: Calibration,
): number {
	const dataset = openDataset(directory, checkRecord);
	const theme = themeOf(context);
	try {
		for (const [index, name] of names.entries()) {
			const {drivers} = dataset.find(name);
			if (drivers.length === 0) {
				throw new UserError(
					`No driver "${sanitise(name)}" in Linux ${dataset.manifest.treeVersion}.`,
					'driverdex show finds the nearest names.',
					exitStatus.negative,
				);
			}
			for (const row of drivers) {
				const lines = explanation(theme, dataset.driver(row), dataset.manifest, calibration);
				context.out(`${index > 0 ? '\n' : ''}${lines.join('\n')}\n`);
			}
		}
		return exitStatus.ok;
	} finally {
		dataset.close();
	}
}

/** Every rule that spoke on a driver, what they add up to, and what was made of it. */
function explanation(
	theme: Theme,
	record: DriverRecord,
	manifest: Manifest,
	calibration: Calibration,
): string[] {
	const heading = theme.paint('strong', record.id);
	if (ruled(record)?.recommendation === 'not-a-driver') {
		return [
			heading,
			'not-a-driver: no driver entry point in any of its sources; the rules do not speak of it',
		];
	}
	const {removal, care: careCard, bands} = calibration;
	const {spoken, risk, care, recommendation, because} = judge(evidenceOf(record, manifest), calibration);
	const rows = spoken
		.map(({rule, observation}) => ({rule, observation, weight: removal.weights[rule.name] ?? 0}))
		.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
	const band = bandOf(bands, risk);
	const confidence = confidenceIn(recommendation, risk, care);
	return [
		heading,
		...table(
			theme,
			[
				{heading: 'rule'},
				{heading: 'removal', align: 'right'},
				{heading: 'care', align: 'right'},
				{heading: 'says'},
				{heading: 'source'},
			],
			[
				['(base)', signed(removal.base), signed(careCard.base), 'before any rule speaks', ''],
				...rows.map(({rule, observation, weight}) => [
					rule.name,
					signed(weight),
					signed(careCard.weights[rule.name] ?? 0),
					sanitise(observation.text, {ascii: theme.ascii}),
					sanitise(sourceName(observation.source), {ascii: theme.ascii}),
				]),
			],
		),
		`risk ${percent(risk)}: gone from mainline two years after ${manifest.asOf}`,
		...(band === undefined || band.drivers === 0
			? []
			: [
					`  of ${grouped(band.drivers)} drivers with a risk of ${percent(band.from)} to ${percent(band.to)}, ${grouped(band.gone)} were gone (${percent(band.gone / band.drivers)}; ${percent(band.low)} to ${percent(band.high)})`,
				]),
		`care ${percent(care)}: changed in earnest in these two years, if it stays`,
		`${recommendation}: ${because}`,
		...(confidence === null
			? []
			: [`confidence ${percent(confidence)}: ${claims[recommendation].join(' or ')}`]),
	];
}

/** The rule table with its weights, and how many drivers of the data set each rule speaks of. */
function explainRules(context: Context, directory: string, calibration: Calibration): number {
	const {manifest, drivers} = loadDataset(directory);
	const counts = new Map<string, number>();
	for (const record of drivers) {
		if (ruled(record)?.recommendation === 'not-a-driver') continue;
		for (const {rule} of judge(evidenceOf(record, manifest), calibration).spoken) {
			counts.set(rule.name, (counts.get(rule.name) ?? 0) + 1);
		}
	}
	const {removal, care} = calibration;
	const lines = table(
		themeOf(context),
		[
			{heading: 'rule'},
			{heading: 'removal', align: 'right'},
			{heading: 'care', align: 'right'},
			{heading: 'drivers', align: 'right'},
			{heading: 'looks at'},
		],
		[
			['(base)', signed(removal.base), signed(care.base), grouped(drivers.length), 'before any rule speaks'],
			...rules.map(({name, about, strong}) => [
				name,
				signed(removal.weights[name] ?? 0),
				signed(care.weights[name] ?? 0),
				grouped(counts.get(name) ?? 0),
				`${about}${strong ? ' (strong)' : ''}`,
			]),
		],
	);
	context.out(`${lines.join('\n')}\n`);
	return exitStatus.ok;
}

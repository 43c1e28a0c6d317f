import {isDataset} from '../dataset/files.ts';
import {loadDataset} from '../dataset/load.ts';
import {rulesAssessment} from '../dossier/effective.ts';
import type {DriverRecord} from '../dossier/schema.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {counted, grouped} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import {assessAll} from '../verdict/assess-all.ts';
import {type Calibration, calibrationSummary} from '../verdict/calibration.ts';
import type {Context} from './common/context.ts';
import {explainDrivers, explainRules} from './common/explain.ts';
import {readFormat} from './common/formats.ts';
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
	const isGiven = first !== undefined && isDataset(first);
	if (flags.explain) {
		const directory = isGiven ? first : context.data;
		const names = isGiven ? input.slice(1) : input;
		return names.length === 0
			? explainRules(context, directory, calibration)
			: explainDrivers(context, directory, names, calibration);
	}
	const isData = {
		what: 'assess writes a data set; it prints data only with --explain.',
		advice: 'Add --explain, or leave the format out.',
	};
	readFormat(context, {json: isData, ndjson: isData, csv: isData, markdown: isData});
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
			`${sanitise(directory)}: ${counted(drivers.length, 'driver')} assessed again, ${grouped(changed)} changed: ${verdicts.join(', ')}\n`,
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
		const [was, is] = [
			rulesAssessment(before[index]!)?.recommendation ?? 'nothing',
			rulesAssessment(driver)!.recommendation,
		];
		if (was !== is) changes.set(`${was} to ${is}`, (changes.get(`${was} to ${is}`) ?? 0) + 1);
	});
	for (const [change, count] of [...changes].sort((a, b) => b[1] - a[1])) {
		context.out(`${change}: ${grouped(count)}\n`);
	}
	return [...changes.values()].reduce((sum, count) => sum + count, 0);
}

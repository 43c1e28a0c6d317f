/**
 * The fitted numbers: what each rule weighs, and how often what the weights say came true. They live in
 * calibration.json, which `npm run calibrate` writes; a file of the same form can take their place.
 */
import * as v from 'valibot';
import {type CalibrationSummary, calibrationSummarySchema, type RiskBand} from '../dossier/schema.ts';
import {UserError} from '../dossier/user-error.ts';
import shipped from './calibration.json' with {type: 'json'};

/** Log-odds: `base`, plus the weight of every rule that speaks. A rule that is not named weighs nothing. */
const scorecardSchema = v.strictObject({base: v.number(), weights: v.record(v.string(), v.number())});

const calibrationSchema = v.strictObject({
	/** The command that wrote the file. */
	command: v.string(),
	...calibrationSummarySchema.entries,
	/** Chance to be gone from mainline two years after as-of. */
	removal: scorecardSchema,
	/** Chance that a driver which stays is changed in earnest within those two years. */
	care: scorecardSchema,
});

export type Scorecard = v.InferOutput<typeof scorecardSchema>;
export type Calibration = v.InferOutput<typeof calibrationSchema>;

/** The calibration that driverdex ships with. */
export const shippedCalibration: Calibration = shipped;

/** What a data set says of the calibration that its verdicts rest on. */
export function calibrationSummary({pair, bands}: Calibration = shippedCalibration): CalibrationSummary {
	return {pair, bands};
}

/** Log-odds as a chance. */
export function chance(logOdds: number): number {
	return 1 / (1 + Math.exp(-logOdds));
}

/** What the rules that spoke add up to on a scorecard. */
export function chanceOf({base, weights}: Scorecard, spoken: Iterable<string>): number {
	let sum = base;
	for (const rule of spoken) sum += weights[rule] ?? 0;
	return chance(sum);
}

/** The band that a risk lies in. */
export function bandOf(bands: readonly RiskBand[], risk: number): RiskBand | undefined {
	return bands.find(({from, to}) => risk >= from && (risk < to || to === 1));
}

/**
 * Reads a calibration, or changes to the shipped one: `{"removal": {"weights": {"orphaned": 2}}}` changes one weight
 * and leaves the rest. Weights of rules that do not exist are refused by name.
 * @param where What to call the text in an error.
 */
export function readCalibration(text: string, where: string, rules: readonly {name: string}[]): Calibration {
	const advice = `It has the form of source/verdict/calibration.json; what it leaves out stays as shipped.`;
	let changes: unknown;
	try {
		changes = JSON.parse(text);
	} catch (error) {
		throw new UserError(`${where} is not JSON: ${(error as Error).message}.`, advice);
	}
	const merged = v.safeParse(calibrationSchema, merge(shippedCalibration, changes));
	if (!merged.success) {
		const issue = merged.issues[0];
		throw new UserError(`${where}: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}.`, advice);
	}
	const known = new Set(rules.map(({name}) => name));
	for (const card of ['removal', 'care'] as const) {
		const stranger = Object.keys(merged.output[card].weights).find(name => !known.has(name));
		if (stranger !== undefined) {
			throw new UserError(
				`${where}: ${card}.weights names "${stranger}", which is no rule.`,
				`driverdex assess --explain lists the rules.`,
			);
		}
	}
	return merged.output;
}

/** `changes` laid over `base`, objects key by key, everything else whole. */
function merge(base: unknown, changes: unknown): unknown {
	if (!isObject(base) || !isObject(changes)) return changes;
	const merged: Record<string, unknown> = {...base};
	for (const [key, value] of Object.entries(changes))
		merged[key] = key in base ? merge(base[key], value) : value;
	return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

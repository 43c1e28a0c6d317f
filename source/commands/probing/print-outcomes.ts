import {exitStatus} from '../../dossier/user-error.ts';
import {counted, percent} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import {table} from '../../text/table.ts';
import {type Context, themeOf} from '../common/context.ts';
import {type Format, linesText, printAnswer} from '../common/formats.ts';
import type {Outcome} from './probe-all.ts';

const columns = [
	{heading: 'recommendation'},
	{heading: 'confidence', align: 'right'},
	{heading: 'sources', align: 'right'},
	{heading: 'unchecked', align: 'right'},
	{heading: 'seconds', align: 'right'},
	{heading: 'cost', align: 'right'},
	{heading: 'state'},
	{heading: 'path'},
] as const;

/** Prints what became of each, and says the exit status: 0 all answered, 1 some failed, 2 none answered. */
export function printOutcomes(
	context: Context,
	format: Format,
	outcomes: readonly Outcome[],
	overlay: string,
): number {
	const failed = outcomes.filter(({state}) => state === 'failed');
	const theme = themeOf(context);
	printAnswer(context, format, {
		table: () => {
			const rows = outcomes.filter(({answer}) => answer !== null).map(one => cellsOf(one, theme.ascii));
			return rows.length === 0 ? '' : linesText(table(theme, columns, rows));
		},
		json: () => outcomes.map(plain),
		ndjson: () => outcomes.map(plain),
		columns,
		rows: () => outcomes.map(valuesOf),
	});
	for (const {path, problem} of failed) {
		context.remark(`${sanitise(path)}: no dossier: ${sanitise(problem ?? '')}`);
	}
	const known = outcomes.filter(({state}) => state === 'known').length;
	const parts = [
		`${counted(outcomes.length - failed.length - known, 'answer')} kept in ${overlay}`,
		...(known > 0 ? [`${known} known already`] : []),
		...(failed.length > 0 ? [`${failed.length} failed`] : []),
		...costs(outcomes),
	];
	context.remark(parts.join(', '));
	if (failed.length === 0) return exitStatus.ok;
	return failed.length === outcomes.length ? exitStatus.failed : exitStatus.negative;
}

/** What this call cost, by currency. */
function costs(outcomes: readonly Outcome[]): string[] {
	const sums = new Map<string, number>();
	for (const {state, answer} of outcomes) {
		if (state !== 'answered' || answer?.cost == null) continue;
		const {amount, currency} = answer.cost;
		sums.set(currency ?? '', (sums.get(currency ?? '') ?? 0) + amount);
	}
	return [...sums].map(([currency, sum]) => sanitise(`${Math.round(sum * 1e4) / 1e4} ${currency}`.trimEnd()));
}

/** The dossier's own fields are of the published schema: it was read by that. */
interface Dossier {
	recommendation_hint: string;
	confidence: number;
	sources: readonly object[];
}

function valuesOf({path, state, answer, problem}: Outcome): (string | number | null)[] {
	if (answer === null) return [null, null, null, null, null, null, `${state}: ${problem}`, path];
	const {recommendation_hint, confidence, sources} = answer.dossier as unknown as Dossier;
	return [
		recommendation_hint,
		confidence,
		sources.length,
		answer.unchecked.length,
		answer.seconds,
		answer.cost?.amount ?? null,
		state,
		path,
	];
}

function cellsOf(outcome: Outcome, ascii: boolean): string[] {
	return valuesOf(outcome).map((value, index) => {
		if (value === null) return '-';
		return index === 1 ? percent(value as number) : sanitise(String(value), {ascii});
	});
}

function plain({path, state, answer, problem}: Outcome): object {
	if (answer === null) return {path, state, problem};
	const {dossier, command, seconds, cost, model, unchecked, saidConfidence} = answer;
	return {path, state, command, seconds, cost, model, unchecked, saidConfidence, dossier};
}

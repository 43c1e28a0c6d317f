/** Who switched an option on or off, from the configurations of one distribution release by release. */
import type {Switched} from '../../dossier/schema.ts';
import type {ReadConfiguration} from './configurations.ts';
import {groupBy, lineOf} from './lines.ts';
import {optionValue} from './option-values.ts';
import {compareKernels} from './versions.ts';

/**
 * The last switch of each distribution, oldest first, of an option by its number. Both releases were asked for the option
 * there: one that is not mentioned was renamed, hidden or dropped, which is no switch. Where one architecture has it on,
 * another that switched it off did not take it out of the distribution.
 */
export function switchesOf(configurations: readonly ReadConfiguration[]): (number: number) => Switched[] {
	const lines = [
		...groupBy(
			configurations.filter(({kernel}) => kernel !== null),
			keyOf,
		).values(),
	]
		.map(line => [...groupBy(line, ({architecture}) => architecture).values()].map(oldestFirst))
		.filter(line => line.some(series => series.length > 1));
	return number =>
		lines
			.flatMap(line => lastSwitch(line, number) ?? [])
			.sort((a, b) => compareKernels(a.kernel, b.kernel) || (a.distribution < b.distribution ? -1 : 1));
}

/** A line of releases; a kernel for guests, or with another scheduler, is one of its own by its name. */
const keyOf = (one: ReadConfiguration) => `${one.family} ${one.kind} ${lineOf(one)}`;

function oldestFirst(series: readonly ReadConfiguration[]): ReadConfiguration[] {
	return series.toSorted(
		(a, b) => compareKernels(a.kernel, b.kernel) || ((a.date ?? '') < (b.date ?? '') ? -1 : 1),
	);
}

/** The last switch in a distribution's series, one for each architecture. */
function lastSwitch(line: readonly ReadConfiguration[][], number: number): Switched | null {
	let last: {one: ReadConfiguration; to: 'on' | 'off'} | null = null;
	for (const series of line) {
		let known: number = optionValue.unmentioned;
		for (const one of series) {
			const said = one.values[number]!;
			if (said === optionValue.unmentioned) {
				// What was away in between was switched by whoever wrote its Kconfig, not by the distribution.
				known = said;
				continue;
			}
			const isSwitch =
				known !== optionValue.unmentioned && said > optionValue.off !== known > optionValue.off;
			known = said;
			if (isSwitch && (last === null || compareKernels(one.kernel, last.one.kernel) > 0))
				last = {one, to: said > optionValue.off ? 'on' : 'off'};
		}
	}
	if (last === null) return null;
	const {one, to} = last;
	// At the release before, or at this one, another architecture had it on: then nobody lost or gained it.
	const others = line.filter(series => !series.includes(one));
	const isElsewhere = others.some(series => {
		const at = series.findLastIndex(
			({kernel}) => compareKernels(kernel, one.kernel) <= (to === 'on' ? -1 : 0),
		);
		return at >= 0 && series[at]!.values[number]! > optionValue.off;
	});
	if (isElsewhere) return null;
	const {distribution, release, kernel, date, architecture, source} = one;
	return {distribution, release, kernel: kernel!, date, architecture, to, source};
}

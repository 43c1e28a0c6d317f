import type {IndexRow} from '../dossier/index-row.ts';
import {recommendationUrgency} from '../dossier/recommendations.ts';
import type {KernelConfig} from './configs/config.ts';

/** A driver that a configuration and a family of distributions disagree on. */
export interface Difference {
	config: string;
	/** Without `CONFIG_`. */
	option: string;
	/** Who has it on. */
	on: 'here' | 'there';
	/** `y` or `m` here; null where it is not on here. */
	value: 'y' | 'm' | null;
	row: IndexRow;
}

/**
 * What a configuration enables and a family has off, then what the family has on and the configuration does not enable,
 * each worst first; of a partial one only what it writes. Drivers of which nothing is known there are in neither; what is no driver is left out. Pure.
 */
export function holdAgainst(config: KernelConfig, rows: readonly IndexRow[], family: string): Difference[] {
	const found = rows.flatMap((row): Difference[] => {
		const {symbol, reach, recommendation} = row;
		if (symbol === null || reach === null || recommendation === 'not-a-driver') return [];
		const value = config.enabled.get(symbol) ?? null;
		if (value !== null && reach.off.includes(family))
			return [{config: config.name, option: symbol, on: 'here', value, row}];
		// What a partial configuration does not write may be on or off.
		const isKnown = !config.isPartial || config.written.has(symbol);
		if (value === null && isKnown && reach.on.includes(family))
			return [{config: config.name, option: symbol, on: 'there', value, row}];
		return [];
	});
	return found.sort(
		(a, b) =>
			(a.on < b.on ? -1 : a.on > b.on ? 1 : 0) ||
			recommendationUrgency[a.row.recommendation] - recommendationUrgency[b.row.recommendation] ||
			(b.row.risk ?? -1) - (a.row.risk ?? -1) ||
			(a.row.id < b.row.id ? -1 : 1),
	);
}

import type {Dataset} from '../../../dataset/reader.ts';
import type {IndexRow} from '../../../dossier/index-row.ts';
import type {DriverRecord, Support} from '../../../dossier/schema.ts';
import {isUserError} from '../../../dossier/user-error.ts';
import {createLookup, type DriverLookup} from '../../../machine/judge-host.ts';
import {createClaimants} from '../devices/claimants.ts';

/** What machines are held against: a data set, with what counts as at risk. */
export function lookupOf(dataset: Dataset, isAtRisk: (row: IndexRow) => boolean): DriverLookup {
	const {manifest} = dataset;
	const names = new Map<string, readonly string[]>();
	const support = new Map<string, readonly Support[]>();
	const dead = new Map<string, ReturnType<typeof dataset.gone.byModules>>();
	const outside = new Map<string, ReturnType<typeof dataset.outside.find>>();
	/** A fleet asks for the same names over and over. */
	const once = <Value>(known: Map<string, Value>, key: string, ask: () => Value): Value => {
		let value = known.get(key);
		if (value === undefined) {
			value = ask();
			known.set(key, value);
		}
		return value;
	};
	const recordOf = (row: IndexRow): DriverRecord | null => {
		try {
			return dataset.driver(row);
		} catch (error) {
			// What is wrong with a damaged record is said where its driver stands.
			if (!isUserError(error)) throw error;
			return null;
		}
	};
	return createLookup({
		treeVersion: manifest.treeVersion,
		rows: dataset.rows(),
		isAtRisk,
		goneOf: name => once(dead, name, () => dataset.gone.byModules(new Set([name]))),
		outsideOf: name => once(outside, name, () => dataset.outside.find(name)),
		knowsGone: manifest.files['gone.ndjson'] !== undefined,
		claimantsOf: createClaimants(dataset),
		supportOf: row =>
			once(support, row.id, () =>
				(recordOf(row)?.signals.support ?? []).filter(({device}) => device !== null),
			),
		registeringAs: name => dataset.links.drivers('name', name.toLowerCase()) ?? [],
		namesOf: row => once(names, row.id, () => recordOf(row)?.names ?? []),
	});
}

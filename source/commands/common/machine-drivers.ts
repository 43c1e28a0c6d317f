import type {Dataset} from '../../dataset/reader.ts';
import {isJudged, judgeHost} from '../../machine/judge-host.ts';
import {readHost} from '../../machine/read-host.ts';
import {lookupOf} from './machines/lookup.ts';

/** The drivers of a machine by their ids, those that are gone by their last ones. */
export interface MachineDrivers {
	ids: string[];
	/** False where neither modules nor devices could be looked at. */
	couldLook: boolean;
	/** What could not be looked at, in words. */
	problems: readonly string[];
}

/**
 * The drivers that a machine uses, or would use for a device that has none: `/` is the one this runs on. Libraries and what
 * is only spare are left out.
 */
export function machineDrivers(dataset: Dataset, root: string): MachineDrivers {
	const facts = readHost(root);
	const lookup = lookupOf(dataset, () => false);
	const ids = judgeHost({name: root, facts}, lookup).flatMap(one => {
		const {use, row, gone} = one;
		if (use === 'spare') return [];
		const former = gone === null || gone.fate === null ? [] : [gone.id];
		const isDriver = row !== null && row.recommendation !== 'not-a-driver';
		return isDriver && isJudged(one) ? [row.id, ...former] : former;
	});
	return {
		ids: [...new Set(ids)],
		couldLook: facts.modulesFrom !== null || facts.devices !== null,
		problems: facts.problems,
	};
}

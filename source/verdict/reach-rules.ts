/** The rules on reach: what vendors and distributions do with a driver, and in how many machines it was seen. */
import {newestSupport, vendorSource} from './evidence.ts';
import type {Rule} from './rule.ts';

/** The rules on who ships a driver, who dropped it, and who has it. */
export const reachRules: readonly Rule[] = [
	{
		name: 'vendor-knows',
		speaksFor: 'staying',
		group: 'vendor',
		about: "an enterprise vendor's list names it, and its newest release stands behind it",
		look({record}) {
			const state = newestSupport(record);
			// One that dropped it knows it too, and that is no plus.
			if (state === undefined || state.state === 'removed' || state.state === 'unmaintained') return null;
			return {
				text: `an enterprise vendor lists it: ${state.vendor} ${state.release}, ${state.state}`,
				source: vendorSource(state),
			};
		},
	},
	{
		name: 'vendor-removed',
		speaksFor: 'removal',
		against: true,
		group: 'vendor',
		about: 'the newest vendor release that names it has removed it, or no longer maintains it',
		look({record}) {
			const state = newestSupport(record);
			if (state?.state !== 'removed' && state?.state !== 'unmaintained') return null;
			return {
				text: `${state.vendor} ${state.release} no longer stands behind it`,
				source: vendorSource(state),
			};
		},
	},
];

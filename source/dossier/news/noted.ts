import {effectiveAssessment, removalRisk} from '../effective.ts';
import type {Recommendation} from '../query/vocabulary.ts';
import type {DriverRecord} from '../schema.ts';

/** What is kept of a driver that was looked at, so that the next look can tell what is new. */
export interface Noted {
	/** Null: it was gone already. */
	recommendation: Recommendation | null;
	risk: number | null;
	/** Message-IDs of the posted patches that delete it for good. */
	deletions: readonly string[];
	/** Ids of its CVE records. */
	cves: readonly string[];
}

export const notedGone: Noted = {recommendation: null, risk: null, deletions: [], cves: []};

/** What is to be kept of a driver as its record has it. */
export function notedOf(record: DriverRecord): Noted {
	return {
		recommendation: effectiveAssessment(record)?.recommendation ?? 'unsure',
		risk: removalRisk(record),
		deletions: removalsOf(record).map(({messageId}) => messageId),
		cves: record.signals.cves ?? [],
	};
}

/** Posted patches that delete the driver for good, not those that move, merge or rewrite it. */
export function removalsOf({signals}: DriverRecord) {
	return (signals.removalPatches ?? []).filter(({kind}) => kind === 'removal');
}

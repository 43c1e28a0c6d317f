/** Drivers that can't do without one platform that goes: a posted deletion of one of them speaks of them all. */
import {withRulesAssessment} from '../dossier/effective.ts';
import {mailSource} from '../dossier/mail-address.ts';
import type {DriverRecord, RemovalPatch} from '../dossier/schema.ts';
import {numberIn} from './cite.ts';
import {type Evidence, endingPlatform, newestRemoval} from './evidence.ts';

/** The reason that tells of posted deletions of other drivers of the same platform. */
export const samePlatformRule = 'platform-drivers-posted';

const platformOf = (record: DriverRecord) => endingPlatform(record)?.platform;

/** Tells drivers whose platform goes of the newest posted deletion of others that can't do without it, either. */
export function withSamePlatform(
	records: readonly DriverRecord[],
	survey: Omit<Evidence, 'record'>,
): DriverRecord[] {
	const posted = new Map<string, {record: DriverRecord; patch: RemovalPatch}[]>();
	for (const record of records) {
		const platform = platformOf(record);
		const removal = platform === undefined ? null : newestRemoval({record, ...survey});
		if (removal?.isFresh)
			posted.set(platform!, [...(posted.get(platform!) ?? []), {record, patch: removal.patch}]);
	}
	return records.map(record => {
		const platform = platformOf(record);
		const all = platform === undefined ? undefined : posted.get(platform);
		if (all === undefined || all.some(one => one.record.id === record.id)) return record;
		const [newest] = all.toSorted((a, b) => (a.patch.date < b.patch.date ? 1 : -1));
		const {date, title, list, messageId} = newest!.patch;
		const others = all.length === 1 ? '' : ` and ${all.length - 1} more`;
		const text = `deletions are posted of others that need CONFIG_${platform}: ${newest!.record.module}${others}, the newest of ${date}`;
		return withRulesAssessment(record, verdict => {
			const sources = [...verdict.sources];
			const source = numberIn(sources, mailSource(list, messageId, date, `patch: ${title}`));
			const reason = {rule: samePlatformRule, weight: 0, text, source};
			return {...verdict, sources, reasons: verdict.reasons.toSpliced(1, 0, reason)};
		});
	});
}

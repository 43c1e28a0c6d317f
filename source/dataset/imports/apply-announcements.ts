import type {DriverRecord, Platform} from '../../dossier/schema.ts';
import {type Announced, announcedFor, optionIn, withStatements} from './announcement.ts';

/**
 * Puts announcements among the statements of the drivers and platforms that they are of; how many records each subject
 * reached. They change no verdict.
 */
export function applyAnnouncements(
	records: {drivers: readonly DriverRecord[]; platforms: readonly Platform[] | null},
	announced: readonly Announced[],
): {drivers: DriverRecord[]; platforms: Platform[] | null; reached: Map<string, number>} {
	const reached = new Map(announced.map(({subject}) => [subject, 0]));
	const count = (those: readonly Announced[]) => {
		for (const subject of new Set(those.map(one => one.subject))) {
			reached.set(subject, reached.get(subject)! + 1);
		}
		return those;
	};
	const byOption = new Map(records.platforms?.map(platform => [platform.option, platform]));
	return {
		drivers: records.drivers.map(record => {
			const own = count(announcedFor(record, announced, option => byOption.get(option) ?? null));
			return own.length === 0 ? record : {...record, signals: withStatements(record.signals, own)};
		}),
		platforms:
			records.platforms?.map(platform =>
				withStatements(
					platform,
					count(announced.filter(({subject}) => optionIn(subject) === platform.option)),
				),
			) ?? null,
		reached,
	};
}

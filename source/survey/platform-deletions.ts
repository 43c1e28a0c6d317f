/** What was posted against the drivers of a platform that goes. */
import {isOvertaken, lastPosted, mailSource} from '../dossier/mail-address.ts';
import type {DriverRecord, Platform, Source} from '../dossier/schema.ts';

/** So many deletions are cited, the newest first. */
const mostCited = 3;

/**
 * Cites with platforms that are announced to go, or called deprecated, the deletions that are posted of drivers which
 * can't do without them. A deletion alone marks no platform: drivers go for other reasons, too.
 */
export function withPostedDeletions(
	platforms: readonly Platform[],
	drivers: readonly Pick<DriverRecord, 'id' | 'module' | 'signals'>[],
): Platform[] {
	const byId = new Map(drivers.map(driver => [driver.id, driver]));
	return platforms.map(platform => {
		if (platform.state === 'in-use' || platform.state === 'gone') return platform;
		const posted = platform.drivers.flatMap(id => {
			const driver = byId.get(id);
			const patch = driver?.signals.removalPatches?.findLast(
				one => one.kind === 'removal' && !isOvertaken(one),
			);
			return patch === undefined ? [] : [{module: driver!.module, patch}];
		});
		const newest = posted
			.toSorted((a, b) => (lastPosted(a.patch) < lastPosted(b.patch) ? 1 : -1))
			.slice(0, mostCited);
		const cited = newest.map(({module, patch}): Source => {
			const claim = `a deletion of ${module}, which needs it, is posted`;
			return mailSource(patch.list, patch.messageId, patch.date, claim);
		});
		return {...platform, citations: [...platform.citations, ...cited]};
	});
}

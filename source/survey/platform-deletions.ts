/** What was posted against the drivers of a platform that goes. */
import {mailAddress} from '../dossier/mail-address.ts';
import type {DriverRecord, Platform, Source} from '../dossier/schema.ts';

/** So many deletions are cited, the newest first. */
const mostCited = 3;
/** Releases that were shipped without a deletion after which it tells nothing any more. */
const overtakenReleases = 3;

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
				({kind, overtakenBy}) => kind === 'removal' && (overtakenBy ?? 0) < overtakenReleases,
			);
			return patch === undefined ? [] : [{module: driver!.module, patch}];
		});
		const newest = posted.toSorted((a, b) => (a.patch.date < b.patch.date ? 1 : -1)).slice(0, mostCited);
		const cited = newest.map(({module, patch}): Source => {
			const url = mailAddress(patch.list, patch.messageId);
			const claim = `a deletion of ${module}, which needs it, is posted`;
			return {kind: 'mail', url, host: 'lore.kernel.org', date: patch.date, claim};
		});
		return {...platform, citations: [...platform.citations, ...cited]};
	});
}

import {type Announced, type Announcement, announcedOf, readAnnouncement} from '../imports/announcement.ts';
import {damagedOwn, readOwn, writeWhole} from './own-files.ts';
import {announcementsFile} from './places.ts';

/** The announcements of an overlay, the newest last. Throws a UserError that names the line that is not one. */
function readKept(overlay: string): Announcement[] {
	const path = announcementsFile(overlay);
	const lines = (readOwn(path) ?? '').split('\n');
	return lines.flatMap((line, index) => {
		if (line.trim() === '') return [];
		let value: unknown;
		try {
			value = JSON.parse(line);
		} catch (error) {
			throw damagedOwn(path, `line ${index + 1}: ${(error as Error).message}`);
		}
		return [readAnnouncement(value, `${path}:${index + 1}`)];
	});
}

/** Those announcements as records are read with them; none where there is no overlay. */
export function readAnnounced(overlay: string | null): Announced[] {
	return overlay === null ? [] : readKept(overlay).map(announcedOf);
}

/** Keeps announcements, each in the place of an older one of the same subject and address. */
export function keepAnnouncements(overlay: string, fresh: readonly Announcement[]): void {
	const keyOf = ({subject, url}: Announcement) => `${subject} ${url}`;
	const replaced = new Set(fresh.map(keyOf));
	const all = [...readKept(overlay).filter(one => !replaced.has(keyOf(one))), ...fresh];
	writeWhole(
		announcementsFile(overlay),
		all.map(one => `${JSON.stringify(one)}\n`),
		{makesFolder: true},
	);
}

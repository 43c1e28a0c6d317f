import {claimSinceText, claimsOf, compareSince} from '../../../dossier/devices/claims.ts';
import {isDriver} from '../../../dossier/dossier.ts';
import {shortPattern} from '../../../dossier/gone/words.ts';
import {clean, type Drawing, hanging} from './drawing.ts';

/** Ids of one release that are named; `--format json` has all. */
const most = 8;

/** The devices that a driver claims, by the release since which it does, the newest first. */
export function devices({theme, dossier: {record, releases}, width}: Drawing): string[] {
	if (!isDriver(record)) return [];
	const bySince = new Map<string | null, string[]>();
	for (const {pattern, since} of claimsOf(record)) {
		const known = bySince.get(since);
		if (known === undefined) bySince.set(since, [pattern]);
		else known.push(pattern);
	}
	return [...bySince]
		.sort(([one], [other]) => (one === null ? 1 : other === null ? -1 : compareSince(other, one)))
		.flatMap(([since, patterns]) => {
			const more = patterns.length > most ? [`and ${patterns.length - most} more`] : [];
			const named = [...patterns.slice(0, most).map(shortPattern), ...more].join(', ');
			return hanging(
				`${claimSinceText(since, releases) ?? 'since when is not known'}: `,
				clean(theme, named),
				width,
			);
		});
}

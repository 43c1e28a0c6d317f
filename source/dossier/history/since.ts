import {normaliseName} from '../query/names.ts';
import {releaseAfter} from '../query/releases.ts';
import type {EarlierSelf, Manifest, Signals, Since} from '../schema.ts';

const monthNames = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
] as const;

/**
 * The first release that has a driver, and its month: `2.6.24 (January 2008)`; `5.10 or earlier`; of those that it may be
 * the month of the last: `6.7 or 6.8 (by March 2024)`.
 */
export function sinceText(since: Since, releases: Manifest['releases']): string {
	const {release, date, earliest} = since;
	if (earliest) return `${release} or earlier`;
	const came = cameWith(since, releases);
	const month = `${monthNames[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
	return came === release ? `${release} (${month})` : `${came} (by ${month})`;
}

/**
 * What brought a step of the releases surveyed: `6.18`, or `6.15, 6.16 or 6.17` where those before it were not surveyed, as
 * what came with any of them stands in the step.
 */
export function stepWords({release, missing}: {release: string; missing: readonly string[]}): string {
	return missing.length === 0 ? release : `${missing.join(', ')} or ${release}`;
}

/**
 * The release that brought a driver, or those that it may be. Where it was found by comparing the trees surveyed, those
 * between two of them are told too; a list of one release's drivers leaves no such doubt. Former selves that lists tell of came
 * before all trees.
 */
export function cameWith(
	{release, earliest, source = ''}: Pick<Since, 'release' | 'earliest'> & {source?: string},
	releases: Manifest['releases'],
): string {
	const step = releases.find(one => one.release === release);
	const isListed = earliest || source.startsWith('lkddb');
	return step === undefined || isListed ? release : stepWords(step);
}

/** What says so: `listed in lkddb-2.6.24.list`, or its main file in that release: `as drivers/net/x.c`. */
export function sinceSourceText({source}: Since): string {
	return source.endsWith('.list') ? `listed in ${source}` : `as ${source}`;
}

/** The module that a driver was when it bore another name; null where only its place or its option was another. */
export function formerName(id: string, earlier: EarlierSelf): string | null {
	const [name, former] = [id, earlier.id].map(path => path.slice(path.lastIndexOf('/') + 1));
	return normaliseName(name!) === normaliseName(former!) ? null : former!;
}

/**
 * What a driver was called before: `as spi-s3c64xx until 3.0`, where the next release has it by its own name. Where what lies
 * between was not surveyed, or it bore the name in one release only, `at first as spi-s3c64xx`. Null where it bore no other.
 */
export function formerNameText(id: string, earlier: EarlierSelf, since: Since): string | null {
	const former = formerName(id, earlier);
	if (former === null) return null;
	const {release, until} = earlier;
	const isKnown = until !== release && releaseAfter(until) === since.release;
	return isKnown ? `as ${former} until ${until}` : `at first as ${former}`;
}

/** `as bmg160 since 3.18`, `in drivers/staging/x since 2.6.35 or earlier`: what a driver was before. */
export function earlierText(id: string, earlier: EarlierSelf, releases: Manifest['releases']): string {
	const {earliest} = earlier;
	const former = formerName(id, earlier);
	const how =
		former !== null
			? `as ${former} `
			: earlier.id === id
				? ''
				: `in ${earlier.id.slice(0, earlier.id.lastIndexOf('/'))} `;
	return `${how}since ${cameWith(earlier, releases)}${earliest ? ' or earlier' : ''}`;
}

/**
 * Whether a release after a day lacks a driver that a later one has: it went and came back, or, where that day lies before
 * its first release, was taken out before any was shipped with it. `since` is that first release, of the releases that were read.
 */
export function wasGoneAfter(
	day: string,
	away: Signals['away'] | undefined,
	releases: Manifest['releases'],
	since: Signals['since'] | undefined = null,
): boolean {
	const dayOf = (wanted: string) => releases.find(({release}) => release === wanted)?.date ?? '';
	// A driver on its way into the next release is in the trees of maintainers for two cycles of nine weeks at most.
	const isBeforeFirst =
		since != null &&
		Date.parse(since.date) - Date.parse(day) > 18 * 7 * 86_400_000 &&
		releases.some(({date}) => date > day && date < since.date);
	return isBeforeFirst || (away ?? []).some(({from}) => dayOf(from) > day);
}

/** Releases that did not have a driver in between: `not in 6.8 to 6.12, back in 6.13`; null where there are none. */
export function awayText(away: Signals['away'], releases: Manifest['releases']): string | null {
	if (away === null || away.length === 0) return null;
	return away
		.map(({from, back}) => {
			const last = releases[releases.findIndex(({release}) => release === back) - 1]?.release;
			if (last === undefined) return `not in ${from}, back in ${back}`;
			return `not in ${from === last ? from : `${from} to ${last}`}, back in ${back}`;
		})
		.join('; ');
}

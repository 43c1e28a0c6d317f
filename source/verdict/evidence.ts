/** What rules look at, and how they cite it. */
import {isOvertaken, lastPosted, mailSource} from '../dossier/mail-address.ts';
import {monthsBetween} from '../dossier/months.ts';
import {joinPath} from '../dossier/query/paths.ts';
import type {
	DriverRecord,
	Manifest,
	Patches,
	RemovalPatch,
	Sign,
	SignKind,
	Source,
	Support,
} from '../dossier/schema.ts';

/** A driver's record before anybody has judged it, and the tree that it was read from. */
export interface Evidence {
	record: Omit<DriverRecord, 'assessments'>;
	treeVersion: string;
	/** The day that the evidence is looked at from, YYYY-MM-DD. */
	asOf: string;
	/** The releases that the record's changes are in step with; empty where none were surveyed. */
	releases: Manifest['releases'];
	/** The distributions that the record's values are in step with; absent or empty where none were surveyed. */
	distributions?: Manifest['distributions'];
}

/** What rules look at of a data set's driver. */
export function evidenceOf(
	{assessments: _, ...record}: DriverRecord,
	{treeVersion, asOf, releases, distributions}: Manifest,
): Evidence {
	return {record, treeVersion, asOf, releases, ...(distributions && {distributions})};
}

/** What a rule saw: the sentence it prints and where that can be checked. */
export interface Observation {
	text: string;
	source: Source;
}

/** The first sign of a kind that the tree shows. */
export function signOf(evidence: Evidence, kind: SignKind): Sign | undefined {
	return evidence.record.signals.signs?.find(({sign}) => sign === kind);
}

/** A claim that stands in the surveyed tree. */
export function inTree(at: string, claim: string): Source {
	return {kind: at.startsWith('MAINTAINERS') ? 'maintainers' : 'tree', at, claim};
}

/** Days that a date lies before another; negative when it lies after. */
export function daysBefore(date: string, later: string): number {
	return (Date.parse(`${later}T00:00:00Z`) - Date.parse(`${date}T00:00:00Z`)) / 86_400_000;
}

/**
 * The file of the driver's own whose history says most: its only source; else the main one, with which it was first
 * seen. Its directory where none is known.
 */
function ownPath({record}: Evidence): string {
	const sources = record.files.filter(file => /\.(?:c|S|rs)$/.test(file));
	// What lies in another folder says less than what lies in its own.
	const own = [...sources.filter(isBelow), ...sources.filter(file => !isBelow(file))].map(file =>
		joinPath(record.directory, file),
	);
	const main = record.signals.since?.source;
	return own.find(path => own.length === 1 || path === main) ?? own[0] ?? record.directory;
}

const isBelow = (file: string) => !file.startsWith('../');

/** Every mail to the lists with a diff that touches the driver: `dfn:` is public-inbox's search by file name. */
export function postedSource(evidence: Evidence, claim: string): Source {
	const search = `dfn:${ownPath(evidence)}`;
	return {
		kind: 'web',
		url: `https://lore.kernel.org/all/?q=${encodeURI(search)}`,
		host: 'lore.kernel.org',
		date: null,
		claim,
	};
}

const mainline = 'https://github.com/torvalds/linux/commits';

/** The history of the driver's own file up to the newest release; where none was compared, to the surveyed tree. */
export function historySource(evidence: Evidence, claim: string): Source {
	const newest = evidence.releases.at(-1);
	if (newest === undefined) return {kind: 'tree', at: ownPath(evidence), claim};
	return releaseSource(`${mainline}/v${newest.release}/${ownPath(evidence)}`, newest.date, claim);
}

/** The history of the driver's own file, or of its directory, up to one release. */
export function stepSource(evidence: Evidence, index: number, claim: string): Source {
	const {release, date} = evidence.releases[index]!;
	return releaseSource(`${mainline}/v${release}/${ownPath(evidence)}`, date, claim);
}

/** The history of a file up to the release that was the first to have it, under the path that it had then. */
export function firstSource({release, date}: {release: string; date: string}, path: string): Source {
	return releaseSource(`${mainline}/v${release}/${path}`, date, `first in Linux ${release}`);
}

function releaseSource(url: string, date: string, claim: string): Source {
	return {kind: 'release', url, host: 'github.com', date, claim};
}

/** A posted deletion younger than this may still be on its way into the tree. */
const freshDays = 365;

/**
 * The newest posted deletion that takes the driver away for good: rewrites, moves, merges and what was meant for stable
 * trees leave it there. It is fresh when its last posting is less than a year old, fewer than three releases were
 * shipped since without it, and nobody has posted work of substance on the driver since; one of somebody else that met an
 * objection is not (of four counted to 6.12 none went through, see bench/README.md). It is under way when those
 * who decide posted, applied or acked it, and nobody objected.
 */
export function newestRemoval({
	record,
	asOf,
}: Evidence): {patch: RemovalPatch; isFresh: boolean; isUnderWay: boolean} | null {
	const {removalPatches, patches, since} = record.signals;
	// What was posted before the driver's first release reverts the patch that brought it.
	const isRevert = (one: RemovalPatch) => since !== null && !since.earliest && lastPosted(one) < since.date;
	const patch = removalPatches
		?.filter(one => one.kind === 'removal' && !isRevert(one))
		.reduce<RemovalPatch | null>(
			(newest, one) => (newest === null || lastPosted(one) > lastPosted(newest) ? one : newest),
			null,
		);
	if (!patch) return null;
	const posted = lastPosted(patch);
	const work = patches?.substantive.last?.date ?? '';
	const isRefused = patch.by === 'other' && patch.answer === 'objected';
	const isFresh =
		daysBefore(posted, asOf) <= freshDays && work <= posted && !isOvertaken(patch) && !isRefused;
	const isDecided = patch.by === 'maintainer' || patch.answer === 'applied' || patch.answer === 'acked';
	return {patch, isFresh, isUnderWay: isFresh && isDecided && patch.answer !== 'objected'};
}

/** So many of the newest releases tell whether a driver is quiet: about a year and a half. */
const quietReleases = 8;
/** Where no releases were surveyed, so many months of archives after the last work do. */
const quietMonths = 24;

/**
 * When work of substance was last seen, how much of it, and where; null where no history is known. `mayBeQuiet` is
 * whether silence since then, or altogether, can be told from not having looked: releases decide that where they were
 * surveyed, and months of archives only where every list was read.
 */
export function lastWork(evidence: Evidence): {
	date: string | null;
	/** Null where nothing but small edits by passers-by was posted; before `date` where such came since. */
	inEarnest: string | null;
	total: number;
	known: string;
	/** By mails: some of them are one of many alike that mend a pattern everywhere. */
	isPosted: boolean;
	mayBeQuiet: boolean;
	source: Source;
} | null {
	const {commits, patches} = evidence.record.signals;
	if (commits !== null && commits.substantive !== null) {
		const {lastDate, total} = commits.substantive;
		const known = `${total} commits of substance from ${commits.since} to ${commits.until}`;
		return {
			date: lastDate,
			inEarnest: lastDate,
			total,
			known,
			isPosted: false,
			mayBeQuiet: true,
			source: historySource(evidence, known),
		};
	}
	if (patches === null) return null;
	const {total} = patches.substantive;
	const last = laterMail(
		workOf(evidence, patches.substantive.last),
		workOf(evidence, patches.elsewhere.last),
	);
	const covered = monthsRead(patches, patches.since);
	// A year of archives can't tell a quiet driver from an unlucky one.
	if (last === null && covered < 24) return null;
	const counted = total === 0 ? 'no' : patches.atLeast ? `at least ${total}` : String(total);
	const known = `${counted} ${total === 1 ? 'patch' : 'patches'} of substance for it in ${covered} months of archives`;
	return {
		date: last?.date ?? null,
		inEarnest: lastInEarnest(evidence, patches),
		total,
		known,
		isPosted: true,
		mayBeQuiet: isSilenceKnown(evidence, patches, last?.date ?? patches.since),
		source:
			last === null
				? postedSource(evidence, known)
				: mailSource('all', last.messageId, last.date, 'the last patch for it'),
	};
}

/** A mail, unless it would delete the driver: that is no work on it. */
function workOf({record}: Evidence, mail: Patches['elsewhere']['last']): Patches['elsewhere']['last'] {
	const isDeletion = record.signals.removalPatches?.some(({messageId}) => messageId === mail?.messageId);
	return isDeletion ? null : mail;
}

/** The day of the last patch for it that is no small edit by a passer-by. */
function lastInEarnest(evidence: Evidence, {substantive, elsewhere}: Patches): string | null {
	const [here, there] = [substantive, elsewhere].map(({last, lastInEarnest = last}) =>
		workOf(evidence, lastInEarnest),
	);
	return laterMail(here!, there!)?.date ?? null;
}

/** Work that was seen on another list is work all the same. */
function laterMail(
	one: Patches['elsewhere']['last'],
	other: Patches['elsewhere']['last'],
): Patches['elsewhere']['last'] {
	return other !== null && (one === null || other.date > one.date) ? other : one;
}

function isSilenceKnown({record}: Evidence, patches: Patches, since: string): boolean {
	const {releases} = record.signals;
	// The first release has none before it; the one in which a driver arrives, or comes back, is not quiet: it is new.
	if (releases !== null)
		return releases.substantive
			.slice(1)
			.slice(-quietReleases)
			.every(lines => lines === 0);
	return (
		!patches.atLeast ||
		(monthsRead(patches, since) >= quietMonths && patches.lists.every(list => list.since !== null))
	);
}

/** How many months of the archives were read from the month of a day on. */
function monthsRead({since, until, monthly}: Patches, from: string): number {
	return monthsBetween(since, until).filter(
		(month, index) => month >= from.slice(0, 7) && (monthly[index] ?? null) !== null,
	).length;
}

/** Steps between releases count as recent that began at most so many days ago: two years, and the time to a release. */
const recentDays = 820;

/**
 * Lines of substance changed over the releases of the last two years (the last one at least), and their share of the
 * driver's lines; null where the driver was not there, or nothing is known.
 */
export function lastChange({
	record,
	releases,
	asOf,
	...rest
}: Evidence): {lines: number; share: number; from: string; source: Source} | null {
	const {releases: changes, tree} = record.signals;
	if (changes === null || tree === null || tree.sourceLines === 0) return null;
	const first = releases.findIndex(({date}) => daysBefore(date, asOf) <= recentDays);
	const start = Math.min(first < 0 ? releases.length : first, releases.length - 2);
	// A driver that came, or came back, since then has not changed since.
	const recent = changes.substantive.slice(start + 1);
	if (start < 0 || recent.some(lines => lines === null)) return null;
	const lines = recent.reduce<number>((sum, one) => sum + one!, 0);
	const [from, to] = [releases[start]!.release, releases.at(-1)!.release];
	return {
		lines,
		share: lines / tree.sourceLines,
		from,
		source: historySource(
			{record, releases, asOf, ...rest},
			`${lines} lines of substance changed, ${from} to ${to}`,
		),
	};
}

/** The platform that goes and without which a driver's option can't be enabled, and where that is said; null where none is. */
export function endingPlatform({
	signals,
}: Pick<Evidence['record'], 'signals'>): {platform: string; year: string | null; at: string} | null {
	const sign = signals.signs?.find(one => one.sign === 'ending-platform');
	return sign?.value == null ? null : {...endOf(sign.value), at: sign.at};
}

/** A platform that goes as its sign names it, and the year that is announced; null where none is. */
export function endOf(value: string | null): {platform: string; year: string | null} {
	const [platform = '', year = null] = (value ?? '').split(' ');
	return {platform, year};
}

/** Leapp's table, which the vendor states are read from. */
export function vendorSource({vendor, release, state}: Support): Source {
	return {
		kind: 'vendor',
		url: 'https://github.com/oamg/leapp-repository/blob/main/etc/leapp/files/device_driver_deprecation_data.json',
		host: 'github.com',
		date: null,
		claim: `Leapp's table of drivers: ${vendor} ${release}, ${state}`,
	};
}

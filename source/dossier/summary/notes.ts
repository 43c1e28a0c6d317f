/**
 * The technical notes of the rules' verdict: what was looked at, what could not be, and what would change it. They follow
 * from the record and the manifest, so they are made when they are shown, and no data set holds them.
 */
import {isDriver} from '../dossier.ts';
import {earnestLines, isQuiet} from '../history/work.ts';
import {familyCount, familyReach, shippedBy} from '../reach/shipped.ts';
import type {Assessment, DirectoryRecord, DriverRecord, Manifest, Patches} from '../schema.ts';
import {youth} from './advice.ts';
import {against} from './against.ts';
import {listed} from './told.ts';

/** What of a manifest the notes tell. */
export type Surveyed = Pick<Manifest, 'treeVersion' | 'releases'> & Partial<Pick<Manifest, 'distributions'>>;

/** An assessor's own notes; the rules' are made here. Null where there are none. */
export function notesOf(
	assessment: Assessment,
	record: DriverRecord | DirectoryRecord,
	survey: Surveyed,
): string | null {
	if (assessment.notes !== null || assessment.assessor !== 'rules' || !isDriver(record))
		return assessment.notes;
	const unseen = notLookedAt(record, assessment.date);
	return [
		`Looked at: ${lookedAt(record, survey, assessment.date).join('; ')}.`,
		unseen.length === 0 ? null : `Could not be looked at: ${unseen.join('; ')}.`,
		turning(record, assessment),
	]
		.filter(sentence => sentence !== null)
		.join(' ');
}

/** A record whose rules' assessment has its notes, for those who are given whole records. */
export function withNotes(record: DriverRecord, survey: Surveyed): DriverRecord {
	return {
		...record,
		assessments: record.assessments.map(one => ({...one, notes: notesOf(one, record, survey)})),
	};
}

function lookedAt(
	{signals}: DriverRecord,
	{treeVersion, releases, distributions}: Surveyed,
	asOf: string | null,
): string[] {
	const said = [`the tree of Linux ${treeVersion}`];
	const [first, last] = [releases[0]?.release, releases.at(-1)?.release];
	if (signals.releases !== null && first !== undefined)
		said.push(`${releases.length} releases from ${first} to ${last}`);
	const read = (signals.patches?.lists ?? []).filter(list => list.until !== null && !isStale(list, asOf));
	if (read.length > 0) said.push(`mail on ${listed(read.map(({list, until}) => `${list} to ${until}`))}`);
	if (signals.cves !== null) said.push('kernel CVE records');
	if (signals.distributions && distributions !== undefined) {
		const {on, off} = familyReach(shippedBy(signals.distributions, distributions));
		const asked = on.length + off.length;
		said.push(
			`configurations of ${familyCount(distributions)} distribution families, ${asked === 0 ? 'none' : asked} of which ${asked < 2 ? 'speaks' : 'speak'} of its option`,
		);
	}
	if (signals.support !== null) said.push('RHEL’s lists of drivers');
	if (signals.population)
		said.push(
			`counts of probed machines (${/\d{4}-\d\d/.exec(signals.population.source)?.[0] ?? signals.population.source})`,
		);
	return said;
}

/** An archive that ends so many days before as-of misses what decides. */
const staleDays = 365;

function isStale({until}: Patches['lists'][number], asOf: string | null): boolean {
	return until !== null && asOf !== null && (Date.parse(asOf) - Date.parse(until)) / 86_400_000 > staleDays;
}

/** Lists of which nothing was read, by name, with what follows: what was posted there is not known. */
function unreadLists({patches, maintainers}: DriverRecord['signals']): string | null {
	const names =
		patches === null
			? (maintainers?.lists ?? []).map(address => address.split('@')[0]!)
			: patches.lists.filter(({until}) => until === null).map(({list}) => list);
	if (names.length === 0) return patches === null ? 'mailing lists, of which no archive was read' : null;
	return `${listed([...new Set(names)])}, of which no archive was read: a deletion posted there would not be known`;
}

function notLookedAt({signals, buses}: DriverRecord, asOf: string | null): string[] {
	const {patches} = signals;
	const said: string[] = [];
	if (signals.releases === null) said.push('earlier releases');
	if (signals.commits === null) said.push('the git history');
	const unread = unreadLists(signals);
	if (unread !== null) said.push(unread);
	const stale = (patches?.lists ?? []).filter(list => isStale(list, asOf));
	if (stale.length > 0) said.push(listed(stale.map(({list, until}) => `${list} after ${until}`)));
	if (signals.cves === null) said.push('kernel CVE records');
	if (!signals.distributions) said.push('configurations of distributions');
	if (!signals.population && buses.includes('pci')) said.push('in how many machines it was seen');
	return said;
}

/** What would change the verdict, in a sentence. */
function turning({signals}: DriverRecord, assessment: Assessment): string {
	const work = `releases that change ${earnestLines} lines of substance in it or more`;
	const isOrphan = ['Orphan', 'Obsolete'].includes(signals.maintainers?.status ?? '');
	const taken = isOrphan ? 'somebody who takes it up, or ' : '';
	switch (assessment.recommendation) {
		case 'not-a-driver':
			return 'What would change the verdict: a source of it that registers a driver.';
		case 'keep':
			// What is quiet already is kept for its use, unless it is new.
			if (isQuiet(signals.releases) && youth(assessment) === null) {
				return 'What would change the verdict: an end to its wide use, a vendor that drops it, or a deletion that its maintainers post.';
			}
			return 'What would change the verdict: two years of releases without work on it, a vendor that drops it, or a deletion that its maintainers post.';
		case 'keep-annotate': {
			const ends = 'a deletion that its maintainers post';
			return against(assessment).length > 0
				? `What would change the verdict: for the better, ${work} and an end to what speaks against it; for the worse, ${ends}.`
				: `What would change the verdict: for the better, ${taken}${work}; for the worse, ${ends}.`;
		}
		case 'deprecate':
			return `What would change the verdict: for the better, ${taken}${work}; for the worse, a deletion that its maintainers post.`;
		case 'remove':
			return 'What would change the verdict: an end that is taken back, or releases that are shipped without it.';
		default:
			return `What would change the verdict: ${work}, or none of them in the next two years.`;
	}
}

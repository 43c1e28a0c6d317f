/** The rules on work: what was posted, what the releases changed, what security fixes came. */
import {stepWords} from '../../dossier/history/since.ts';
import {lookedAtSteps} from '../../dossier/history/work.ts';
import {grouped} from '../../text/numbers.ts';
import {daysBefore, lastChange, lastWork} from '../evidence.ts';
import {newSince, releaseWork} from '../release-work.ts';
import type {Rule} from './rule.ts';

/** Work of substance within this time means that somebody looks after the driver. */
const activeDays = 2 * 365;
/** So many patches or commits of substance in the window, and it is not one person's favour. */
const busyTotal = 10;
/** Least change from one release to the next that counts as care: a twentieth of the driver, and fifty lines. */
const careShare = 0.05;
const careLines = 50;
/** So many of the newest twelve releases, and somebody works on it all the time. */
const steadyReleases = 5;
const someReleases = 2;

/** The rules on the work on a driver, by mails or commits, and by the releases. */
export const workRules: readonly Rule[] = [
	{
		name: 'steady-work',
		speaksFor: 'staying',
		group: 'change',
		about: `${steadyReleases} or more of the newest ${lookedAtSteps} releases changed it in earnest`,
		look(evidence) {
			const work = releaseWork(evidence);
			if (work === null || work.earnest < steadyReleases) return null;
			return {
				text: `${work.earnest} of its last ${work.known} releases brought work on it`,
				source: work.source,
			};
		},
	},
	{
		name: 'some-work',
		speaksFor: 'staying',
		group: 'change',
		about: `${someReleases} to ${steadyReleases - 1} of the newest ${lookedAtSteps} releases changed it in earnest`,
		look(evidence) {
			const work = releaseWork(evidence);
			if (work === null || work.earnest < someReleases || work.earnest >= steadyReleases) return null;
			return {
				text: `${work.earnest} of its last ${work.known} releases brought work on it, ${stepWords(work.last!.release)} most recently`,
				source: work.source,
			};
		},
	},
	{
		name: 'changed-once',
		speaksFor: 'staying',
		group: 'change',
		about: `one of the newest ${lookedAtSteps} releases changed it in earnest`,
		look(evidence) {
			const work = releaseWork(evidence);
			if (work?.earnest !== 1) return null;
			return {
				text: `of its last ${work.known} releases only ${stepWords(work.last!.release)} brought work on it`,
				source: work.source,
			};
		},
	},
	{
		name: 'long-untouched',
		speaksFor: 'removal',
		group: 'change',
		about: `none of the newest ${lookedAtSteps} releases changed it in earnest`,
		look(evidence) {
			const work = releaseWork(evidence);
			if (work === null || work.earnest > 0) return null;
			const since = work.last?.release ?? work.from;
			return {
				text: `no release since ${since.release} changed more than a few lines of it in earnest`,
				source: work.source,
			};
		},
	},
	{
		name: 'worked-on-lately',
		speaksFor: 'staying',
		group: 'late-change',
		about: 'one of the newest four releases changed it in earnest',
		look(evidence) {
			const work = releaseWork(evidence);
			if (work === null || !work.lately) return null;
			const {release, lines, source} = work.last!;
			return {text: `Linux ${stepWords(release)} changed it in earnest: ${lines} lines of substance`, source};
		},
	},
	{
		name: 'new-driver',
		speaksFor: 'staying',
		group: 'age',
		about: 'it came with a release of the last three years',
		look(evidence) {
			const since = newSince(evidence);
			return since === null ? null : {text: `new in Linux ${since.came}`, source: since.source};
		},
	},
	{
		name: 'quiet',
		speaksFor: 'removal',
		group: 'activity',
		about: 'no commit or patch of substance for two years',
		look(evidence) {
			const work = lastWork(evidence);
			if (work === null || !work.mayBeQuiet) return null;
			if (work.date !== null && daysBefore(work.date, evidence.asOf) <= activeDays) return null;
			// Lists that were not read had what a release brought later.
			const shipped = releaseWork(evidence);
			const changed = shipped?.last?.release;
			if (changed !== undefined && changed.date > (work.date ?? '')) {
				return {text: `no work of substance since Linux ${stepWords(changed)}`, source: shipped!.source};
			}
			return {
				text: work.date === null ? `quiet: ${work.known}` : `no work of substance since ${work.date}`,
				source: work.source,
			};
		},
	},
	{
		name: 'worked-on',
		speaksFor: 'staying',
		group: 'activity',
		about: 'a commit or patch of substance within two years',
		look(evidence) {
			const work = lastWork(evidence);
			if (work?.date == null || daysBefore(work.date, evidence.asOf) > activeDays) return null;
			return {text: workedWords(work, work.date), source: work.source};
		},
	},
	{
		name: 'much-worked-on',
		speaksFor: 'staying',
		group: 'activity',
		about: `${busyTotal} commits or patches of substance, or more, in the window`,
		look(evidence) {
			const work = lastWork(evidence);
			if (work === null || work.total < busyTotal) return null;
			return {text: work.known, source: work.source};
		},
	},
	{
		name: 'untouched',
		speaksFor: 'removal',
		group: 'change',
		about: 'no line of substance in it changed since the release before',
		look(evidence) {
			const change = lastChange(evidence);
			if (change === null || change.lines > 0) return null;
			return {text: `no line of substance changed since ${change.from}`, source: change.source};
		},
	},
	{
		name: 'changed-in-earnest',
		speaksFor: 'staying',
		group: 'change',
		about: 'a twentieth of its lines changed since the release before, sweeps left out',
		look(evidence) {
			const change = lastChange(evidence);
			if (change === null || change.share < careShare || change.lines < careLines) return null;
			return {
				text: `${grouped(change.lines)} lines of substance changed since ${change.from}`,
				source: change.source,
			};
		},
	},
	{
		name: 'security-fixes',
		speaksFor: 'staying',
		group: 'cves',
		about: 'a kernel CVE record names a source of it: somebody reads and fixes it',
		look({record}) {
			const newest = record.signals.cves?.at(-1);
			if (newest === undefined) return null;
			const {length} = record.signals.cves!;
			return {
				text: `${length === 1 ? `a CVE record tells of a fix in it: ${newest}` : `${length} CVE records tell of fixes in it, the newest ${newest}`}`,
				source: {
					kind: 'cve',
					url: `https://www.cve.org/CVERecord?id=${newest}`,
					host: 'www.cve.org',
					date: null,
					claim: `${newest} names a source of it`,
				},
			};
		},
	},
];

/** Until when it was worked on, and what was only small edits. */
function workedWords(
	{isPosted, inEarnest}: {isPosted: boolean; inEarnest: string | null},
	date: string,
): string {
	if (!isPosted) return `worked on until ${date}`;
	if (inEarnest === date) return `patches for it were posted until ${date}`;
	return inEarnest === null
		? `small edits of it were posted until ${date}`
		: `patches for it were posted until ${inEarnest}, since then only small edits until ${date}`;
}

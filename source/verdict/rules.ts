import {
	daysBefore,
	lastChange,
	lastWork,
	mailSource,
	newestRemoval,
	newestSupport,
	vendorSource,
} from './evidence.ts';
import type {Rule} from './rule.ts';
import {treeRules} from './tree-rules.ts';

export type {Rule} from './rule.ts';

/** Work of substance within this time means that somebody looks after the driver. */
const activeDays = 2 * 365;
/** So many patches or commits of substance in the window, and it is not one person's favour. */
const busyTotal = 10;
/** Least change from one release to the next that counts as care: a twentieth of the driver, and fifty lines. */
const careShare = 0.05;
const careLines = 50;

function onRemoval(name: string, about: string, fresh: boolean): Rule {
	return {
		name,
		speaksFor: 'removal',
		group: 'removal',
		...(fresh && {strong: true as const}),
		about,
		look(evidence) {
			const removal = newestRemoval(evidence);
			if (removal === null || removal.isFresh !== fresh) return null;
			const {date, title, list, messageId} = removal.patch;
			return {
				text: fresh
					? `a patch of ${date} deletes it`
					: `a patch of ${date} would have deleted it; it is still there`,
				source: mailSource(list, messageId, date, `patch: ${title}`),
			};
		},
	};
}

/**
 * The rule table, over all evidence of a record: what the tree says, what changed, what was posted, who looks
 * after it, what vendors do. Order is that of the printed table; a dossier shows the strongest first.
 */
export const rules: readonly Rule[] = [
	onRemoval('removal-posted', 'a deletion was posted within a year, and no work of substance since', true),
	onRemoval('removal-once-posted', 'a deletion was posted, but longer ago, or work went on', false),
	...treeRules,
	{
		name: 'quiet',
		speaksFor: 'removal',
		group: 'activity',
		about: 'no commit or patch of substance for two years',
		look(evidence) {
			const work = lastWork(evidence);
			if (work === null || !work.mayBeQuiet) return null;
			if (work.date !== null && daysBefore(work.date, evidence.asOf) <= activeDays) return null;
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
			return {text: `worked on until ${work.date}`, source: work.source};
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
		about: 'nothing in it changed in earnest since the release before',
		look(evidence) {
			const change = lastChange(evidence);
			if (change === null || change.lines > 0) return null;
			return {text: `unchanged in earnest since ${change.from}`, source: change.source};
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
				text: `${change.lines.toLocaleString('en-US')} of its lines changed in earnest since ${change.from}`,
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
				text: `${length === 1 ? 'a CVE record' : `${length} CVE records`} of fixes in it, the newest ${newest}`,
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
	{
		name: 'vendor-knows',
		speaksFor: 'staying',
		group: 'vendor',
		about: "an enterprise vendor's list names it, and its newest release stands behind it",
		look({record}) {
			const state = newestSupport(record);
			// One that dropped it knows it too, and that is no plus.
			if (state === undefined || state.state === 'removed' || state.state === 'unmaintained') return null;
			return {
				text: `an enterprise vendor lists it: ${state.vendor} ${state.release}, ${state.state}`,
				source: vendorSource(state),
			};
		},
	},
	{
		name: 'vendor-removed',
		speaksFor: 'removal',
		group: 'vendor',
		about: 'the newest vendor release that names it has removed it, or no longer maintains it',
		look({record}) {
			const state = newestSupport(record);
			if (state?.state !== 'removed' && state?.state !== 'unmaintained') return null;
			return {
				text: `${state.vendor} ${state.release} no longer stands behind it`,
				source: vendorSource(state),
			};
		},
	},
];

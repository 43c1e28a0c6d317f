import type {Sign, SignKind} from '../dossier/schema.ts';
import {
	daysBefore,
	type Evidence,
	inTree,
	lastChange,
	lastWork,
	mailSource,
	newestRemoval,
	newestSupport,
	type Observation,
	signOf,
	vendorSource,
} from './evidence.ts';

/**
 * One rule. It speaks of signs, never of a driver's name, so that it works on trees that nobody has seen. What it
 * weighs is not written here but fitted on what happened: see calibration.json.
 */
export interface Rule {
	name: string;
	/** Which way it may pull: its fitted weight is at least 0 where it speaks for removal, at most 0 for staying. */
	speaksFor: 'removal' | 'staying';
	/** Rules of one group lean on the same fact: they count as one sign, not as two. */
	group: string;
	/** Alone it would justify a word of warning; two of these that are independent justify `deprecate`. */
	strong?: true;
	/** What it looks at, in a line. */
	about: string;
	/** What it has to say of a driver; null where it is silent. */
	look(evidence: Evidence): Observation | null;
}

/** Work of substance within this time means that somebody looks after the driver. */
const activeDays = 2 * 365;
/** So many patches or commits of substance in the window, and it is not one person's favour. */
const busyTotal = 10;
/** Least change from one release to the next that counts as care: a twentieth of the driver, and fifty lines. */
const careShare = 0.05;
const careLines = 50;

type Row = Omit<Rule, 'look' | 'group'> & {group?: string};

/** A rule that speaks when the tree shows a sign. */
function onSign(
	kind: SignKind,
	row: Row,
	say: (sign: Sign, evidence: Evidence) => readonly [text: string, claim: string] | null,
): Rule {
	return {
		group: kind,
		...row,
		look(evidence) {
			const sign = signOf(evidence, kind);
			const said = sign === undefined ? null : say(sign, evidence);
			return said === null ? null : {text: said[0], source: inTree(sign!.at, said[1])};
		},
	};
}

/** A rule on how many years before as-of the newest copyright year of the sources lies. */
function onAge(name: string, speaksFor: Rule['speaksFor'], about: string, from: number, to: number): Rule {
	return onSign('newest-copyright', {name, speaksFor, about}, ({value}, {asOf}) => {
		const age = Number(asOf.slice(0, 4)) - Number(value);
		if (!(age >= from && age <= to)) return null;
		const text =
			speaksFor === 'staying'
				? `its sources name the year ${value}`
				: `its sources name no year after ${value}`;
		return [text, `newest copyright: ${value}`];
	});
}

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

const staging = 'it is in staging: not accepted as a finished driver';

/**
 * The rule table, over all evidence of a record: what the tree says, what changed, what was posted, who looks
 * after it, what vendors do. Order is that of the printed table; a dossier shows the strongest first.
 */
export const rules: readonly Rule[] = [
	onRemoval('removal-posted', 'a deletion was posted within a year, and no work of substance since', true),
	onRemoval('removal-once-posted', 'a deletion was posted, but longer ago, or work went on', false),
	onSign(
		'todo-removal',
		{
			name: 'todo-announces-removal',
			speaksFor: 'removal',
			strong: true,
			about: 'a TODO file of its staging directory speaks of removal',
		},
		() => ['its TODO file speaks of removing it', 'the TODO of the directory speaks of removal'],
	),
	onSign(
		'deprecated-path',
		{
			name: 'path-says-deprecated',
			speaksFor: 'removal',
			strong: true,
			about: 'a directory on its path is named deprecated, legacy or obsolete',
		},
		({value}) => [`it lies in a directory named ${value}`, `the path says ${value}`],
	),
	onSign(
		'dead-platform',
		{
			name: 'platform-is-dying',
			speaksFor: 'removal',
			strong: true,
			group: 'dependency',
			about: 'the platform it needs is marked as unused or cannot be enabled',
		},
		({value}) => [
			`the platform it needs, CONFIG_${value}, has no users left`,
			`CONFIG_${value} is marked as unused, or can't be enabled`,
		],
	),
	onSign(
		'legacy-dependency',
		{
			name: 'legacy-framework',
			speaksFor: 'removal',
			strong: true,
			group: 'dependency',
			about: 'it depends on or selects an option described as deprecated, legacy, obsolete or unused',
		},
		({value}) => [
			`it builds on CONFIG_${value}, which is described as legacy`,
			`CONFIG_${value} is described as deprecated, legacy, obsolete or unused`,
		],
	),
	onSign(
		'undefined-dependency',
		{
			name: 'cannot-be-enabled',
			speaksFor: 'removal',
			strong: true,
			group: 'dependency',
			about: 'its option depends on a symbol that no Kconfig file defines',
		},
		({value}) => [
			`its option needs CONFIG_${value}, which no Kconfig file defines: it can't be enabled`,
			`depends on CONFIG_${value}, defined nowhere in the tree`,
		],
	),
	onSign(
		'kconfig-words',
		{
			name: 'option-says-deprecated',
			speaksFor: 'removal',
			strong: true,
			about: 'the prompt or help of its option says deprecated, legacy, obsolete, orphaned or unused',
		},
		({value}) => [`its option is described as ${value}`, `the option's text says ${value}`],
	),
	onSign(
		'broken',
		{name: 'marked-broken', speaksFor: 'removal', strong: true, about: 'its option depends on BROKEN'},
		() => ['its option depends on BROKEN', 'depends on BROKEN'],
	),
	onSign(
		'staging',
		{name: 'in-staging', speaksFor: 'removal', strong: true, about: 'it lies under drivers/staging'},
		() => [staging, 'in drivers/staging'],
	),
	{
		name: 'orphaned',
		speaksFor: 'removal',
		strong: true,
		group: 'maintainers',
		about: 'MAINTAINERS calls its own section Orphan or Obsolete',
		look({record}) {
			const {maintainers} = record.signals;
			if (maintainers?.section == null || maintainers.at === null || !maintainers.own) return null;
			if (maintainers.status !== 'Orphan' && maintainers.status !== 'Obsolete') return null;
			return {
				text: `MAINTAINERS has nobody for it: ${maintainers.status}`,
				source: inTree(maintainers.at, `${maintainers.section}: ${maintainers.status}`),
			};
		},
	},
	onSign(
		'legacy-bus',
		{name: 'legacy-bus', speaksFor: 'removal', about: 'it serves a bus that new machines no longer have'},
		({value}) => [`it serves ${value}, a bus that new machines no longer have`, `registers on ${value}`],
	),
	onSign(
		'board-file-only',
		{
			name: 'board-file-only',
			speaksFor: 'removal',
			group: 'binding',
			about: 'a platform driver without any id table: only board code can bind it',
		},
		() => [
			'nothing but board code can bind it: a platform driver without an id table',
			'platform driver without of, acpi or platform id table',
		],
	),
	onSign(
		'legacy-api',
		{
			name: 'legacy-interface',
			speaksFor: 'removal',
			about: 'it includes a header of an interface that the kernel is leaving',
		},
		({value}) => [`it still uses ${value}, an interface the kernel is leaving`, `includes ${value}`],
	),
	onSign(
		'no-spdx',
		{name: 'no-licence-tag', speaksFor: 'removal', about: 'no source of it carries an SPDX line'},
		() => ['nobody has put a licence tag into its sources since 2017', 'no SPDX-License-Identifier'],
	),
	onAge(
		'old-sources',
		'removal',
		'the newest copyright year in its sources lies 17 years back or more',
		17,
		999,
	),
	onAge('ageing-sources', 'removal', 'the newest copyright year lies 10 to 16 years back', 10, 16),
	onAge('recent-sources', 'staying', 'the newest copyright year lies at most 4 years back', -1, 4),
	onSign(
		'device-tree',
		{
			name: 'device-tree',
			speaksFor: 'staying',
			group: 'binding',
			about: 'it binds by a table of device-tree compatibles',
		},
		() => ['bound by device tree, not by code', 'device-tree table'],
	),
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
		about: "an enterprise vendor's list names it: hardware that servers have, or had",
		look({record}) {
			const state = newestSupport(record);
			if (state === undefined) return null;
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

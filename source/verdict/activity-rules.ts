import {mailAddress} from '../dossier/mail-address.ts';
import type {RemovalPatch, Source, Support} from '../dossier/schema.ts';
import type {Evidence, Observation, Rule} from './rules.ts';

/** Days that a date lies before another; negative when it lies after. */
function daysBefore(date: string, later: string): number {
	return (Date.parse(`${later}T00:00:00Z`) - Date.parse(`${date}T00:00:00Z`)) / 86_400_000;
}

const mailSource = (list: string, messageId: string, date: string, claim: string): Source => ({
	kind: 'mail',
	url: mailAddress(list, messageId),
	host: 'lore.kernel.org',
	date,
	claim,
});

/** What was counted in the driver's own folder: anybody can count it again there. */
const folderSource = ({record}: Evidence, claim: string): Source => ({
	kind: 'tree',
	at: record.directory,
	claim,
});

/** A posted deletion younger than this may still be on its way into the tree. */
const freshDays = 365;
/** Work of substance within this time means that somebody looks after the driver. */
const activeDays = 2 * 365;

/**
 * The newest posted deletion. It is fresh when it is less than a year old and nobody has posted work of substance
 * on the driver since.
 */
function newestRemoval({record, asOf}: Evidence): {patch: RemovalPatch; isFresh: boolean} | null {
	const {removalPatches, patches} = record.signals;
	const patch = removalPatches?.reduce<RemovalPatch | null>(
		(newest, one) => (newest === null || one.date > newest.date ? one : newest),
		null,
	);
	if (!patch) return null;
	const last = patches?.substantive.last?.date ?? '';
	return {patch, isFresh: daysBefore(patch.date, asOf) <= freshDays && last <= patch.date};
}

const removalRule = (name: string, weight: number, about: string, fresh: boolean): Rule => ({
	name,
	weight,
	about,
	strong: fresh,
	group: 'removal',
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
});

/** When work of substance was last seen, and where; null where no history is known. */
function lastWork(evidence: Evidence): {date: string | null; known: string; source: Source} | null {
	const {commits, patches} = evidence.record.signals;
	if (commits !== null && commits.substantive !== null) {
		const {lastDate, total} = commits.substantive;
		return {
			date: lastDate,
			known: `${total} commits of substance from ${commits.since} to ${commits.until}`,
			source: folderSource(evidence, `${total} commits of substance in five years`),
		};
	}
	if (patches === null) return null;
	const {last, total} = patches.substantive;
	const covered = patches.monthly.filter(count => count !== null).length;
	// A year of archives can't tell a quiet driver from an unlucky one.
	if (last === null && covered < 24) return null;
	const known = `${total} patches of substance in ${covered} months of archives`;
	return {
		date: last?.date ?? null,
		known,
		source:
			last === null
				? folderSource(evidence, known)
				: mailSource('all', last.messageId, last.date, 'the last patch of substance'),
	};
}

/** Lines changed in earnest from the tree before to this one, as a share of the driver's size. */
function lastChange(evidence: Evidence): {lines: number; share: number; from: string; source: Source} | null {
	const {churn, tree} = evidence.record.signals;
	const last = churn?.at(-1);
	if (!last || tree === null || tree.sourceLines === 0) return null;
	return {
		lines: last.substantive,
		share: last.substantive / tree.sourceLines,
		from: last.from,
		source: folderSource(
			evidence,
			`${last.substantive} lines changed in earnest from ${last.from} to ${last.to}`,
		),
	};
}

/** Least change from one release to the next that counts as care: a twentieth of the driver, and fifty lines. */
const careShare = 0.05;
const careLines = 50;

const observed = (text: string, source: Source): Observation => ({text, source});

/** Rules on what history, mailing lists and vendors say. Their weights are small: they have not been fitted yet. */
export const activityRules: readonly Rule[] = [
	removalRule(
		'removal-posted',
		6,
		'a deletion was posted within a year, and no work of substance since',
		true,
	),
	removalRule('removal-once-posted', 1, 'a deletion was posted, but longer ago, or work went on', false),
	{
		name: 'worked-on',
		weight: -0.3,
		about: 'commits or patches of substance within two years',
		group: 'activity',
		look(evidence) {
			const work = lastWork(evidence);
			if (work?.date == null || daysBefore(work.date, evidence.asOf) > activeDays) return null;
			return observed(`worked on until ${work.date}: ${work.known}`, work.source);
		},
	},
	{
		name: 'quiet',
		weight: 0.3,
		about: 'no commit or patch of substance for two years',
		group: 'activity',
		look(evidence) {
			const work = lastWork(evidence);
			if (work === null || (work.date !== null && daysBefore(work.date, evidence.asOf) <= activeDays))
				return null;
			return observed(
				work.date === null ? `quiet: ${work.known}` : `no work of substance since ${work.date}`,
				work.source,
			);
		},
	},
	{
		name: 'changed-in-earnest',
		weight: -0.3,
		about: 'a twentieth of its lines changed since the release before, sweeps left out',
		group: 'change',
		look(evidence) {
			const change = lastChange(evidence);
			if (change === null || change.share < careShare || change.lines < careLines) return null;
			return observed(
				`${change.lines.toLocaleString('en-US')} of its lines changed in earnest since ${change.from}`,
				change.source,
			);
		},
	},
	{
		name: 'vendor-removed',
		weight: 0.4,
		about: 'the newest vendor release that speaks of it has removed it, or no longer maintains it',
		group: 'vendor',
		look({record}) {
			const state = driverSupport(record);
			if (state === undefined || (state.state !== 'removed' && state.state !== 'unmaintained')) return null;
			return observed(`${state.vendor} ${state.release}: ${state.state}`, vendorSource(state));
		},
	},
	{
		name: 'vendor-supports',
		weight: -0.3,
		about: 'the newest vendor release that speaks of it maintains it',
		group: 'vendor',
		look({record}) {
			const state = driverSupport(record);
			if (state?.state !== 'maintained') return null;
			return observed(`${state.vendor} ${state.release} maintains it`, vendorSource(state));
		},
	},
];

/** What the newest vendor release says of the driver as a whole. */
function driverSupport(record: Evidence['record']): Support | undefined {
	return record.signals.support?.findLast(({device}) => device === null);
}

function vendorSource({vendor, release, state}: {vendor: string; release: string; state: string}): Source {
	return {
		kind: 'vendor',
		url: 'https://github.com/oamg/leapp-repository/blob/main/etc/leapp/files/device_driver_deprecation_data.json',
		host: 'github.com',
		date: null,
		claim: `Leapp's table of drivers: ${vendor} ${release}, ${state}`,
	};
}

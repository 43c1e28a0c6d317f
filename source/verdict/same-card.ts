/** Drivers of one card: what another of them says of a driver, so that they do not contradict each other unsaid. */
import {rulesAssessment, withRulesAssessment} from '../dossier/effective.ts';
import {isJudgedKind} from '../dossier/query/vocabulary.ts';
import {recommendationUrgency} from '../dossier/recommendations.ts';
import type {Assessment, DriverRecord, Reason} from '../dossier/schema.ts';
import {numberIn} from './cite.ts';
import {nothingMore} from './deployments.ts';
import {inTree} from './evidence.ts';
import {rules} from './rules.ts';

/** The reason of a driver that is kept because one that can't do without it is in wide use. */
export const neededRule = 'needed-in-wide-use';
/** The reason that tells of another verdict on a driver of the same card. */
export const sameCardRule = 'same-card';

/**
 * Tells the rules' verdicts of drivers of one card of each other. Who is needed, symbol by symbol, by a driver in wide use
 * is in use as widely, and kept where nothing but its quiet speaks against it; who is judged worse than one that needs
 * it says so. Of one card are drivers of one directory, or of neighbours below a vendor's.
 */
export function withSameCard(records: readonly DriverRecord[]): DriverRecord[] {
	const byId = new Map(records.map(record => [record.id, record]));
	const users = new Map<string, DriverRecord[]>();
	for (const record of records) {
		if (!isJudgedKind(record.kind)) continue;
		for (const {driver, by} of record.needs ?? []) {
			const needed = byId.get(driver);
			if (by !== 'symbol' || needed === undefined || !isSameCard(record, needed)) continue;
			users.set(driver, [...(users.get(driver) ?? []), record]);
		}
	}
	return records.map(record => {
		const own = users.get(record.id);
		if (own === undefined) return record;
		return withRulesAssessment(record, verdict =>
			verdict.recommendation === 'not-a-driver' ? verdict : tellOf(verdict, own),
		);
	});
}

/** Below `drivers/net/ethernet/mellanox` all are of one card or its like; below `drivers/net` they are not. */
const vendorDepth = 4;

function isSameCard({directory: one}: DriverRecord, {directory: other}: DriverRecord): boolean {
	if (one === other) return true;
	const parent = one.slice(0, one.lastIndexOf('/'));
	return parent === other.slice(0, other.lastIndexOf('/')) && parent.split('/').length >= vendorDepth;
}

/** What is kept for reasons that its parts share. */
const isQuiet = ({recommendation}: Assessment) =>
	recommendation === 'keep-annotate' || recommendation === 'unsure';

/** Signs against a driver that another's use does not outweigh. */
const doubts: ReadonlySet<string> = new Set(
	rules.filter(({strong, against}) => strong || against).map(({name}) => name),
);

function tellOf(verdict: Assessment, those: readonly DriverRecord[]): Assessment {
	// A survey has its drivers in another order than a data set, and of users alike the same is to be named.
	const users = those.toSorted((a, b) => (a.id < b.id ? -1 : 1));
	const wide = users.find(user => rulesAssessment(user)?.reasons.some(({rule}) => rule === 'in-wide-use'));
	const isDoubted = verdict.reasons.some(({rule}) => doubts.has(rule));
	if (wide !== undefined && isQuiet(verdict) && !isDoubted && verdict.removalRisk !== null) {
		const kept: Assessment = {
			...verdict,
			// The driver that needs it tells.
			reasons: verdict.reasons.map(one => ({...one, text: one.text.replace(nothingMore, '')})),
			recommendation: 'keep',
			confidence: Math.round((1 - verdict.removalRisk) * 10_000) / 10_000,
		};
		return withReason(kept, wide, neededRule, `${wide.module}, which needs it, is in wide use`);
	}
	const urgency = (record: DriverRecord) =>
		recommendationUrgency[rulesAssessment(record)?.recommendation ?? 'remove'];
	const best = users.toSorted((a, b) => urgency(b) - urgency(a))[0]!;
	const its = rulesAssessment(best)?.recommendation;
	if (its === undefined || urgency(best) <= recommendationUrgency[verdict.recommendation]) return verdict;
	return withReason(verdict, best, sameCardRule, `${best.module}, which needs it, is judged ${its}`);
}

/** With one reason more: what keeps it first, what is told beside it last. */
function withReason(verdict: Assessment, user: DriverRecord, rule: string, text: string): Assessment {
	const sources = [...verdict.sources];
	const source = numberIn(sources, inTree(user.kconfig?.at ?? user.directory, `${user.module} needs it`));
	const reason: Reason = {rule, weight: 0, text, source};
	const reasons = rule === neededRule ? [reason, ...verdict.reasons] : [...verdict.reasons, reason];
	return {...verdict, reasons, sources};
}

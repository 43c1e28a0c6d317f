/** What to do about a driver, by who asks. */

import {isQuiet} from '../history/work.ts';
import {newestSupport} from '../reach/support.ts';
import {against} from './against.ts';
import {capital, type Unjudged, type Verdict} from './told.ts';

/** Who reads a verdict: who runs machines, who configures kernels, who looks after the code. */
export type Audience = 'administrator' | 'packager' | 'maintainer';

/** What one of them should do, as a clause; null where there is nothing to say to them in particular. */
export function adviceFor(record: Unjudged, verdict: Verdict, audience: Audience): string | null {
	const option = record.kconfig === null ? 'it' : `CONFIG_${record.kconfig.symbol}`;
	const isOrphan = ['Orphan', 'Obsolete'].includes(record.signals.maintainers?.status ?? '');
	if (audience === 'maintainer') {
		if (verdict.recommendation === 'remove' || verdict.recommendation === 'not-a-driver') return null;
		return isOrphan ? 'it waits for somebody to take it up' : null;
	}
	const isPackager = audience === 'packager';
	if (isDisabled(verdict)) {
		return isPackager ? null : 'kernels of this release come without it, so plan without it';
	}
	switch (verdict.recommendation) {
		case 'remove':
			return isPackager
				? `${option} can be switched off now`
				: 'move away from it before the next large upgrade';
		case 'deprecate':
			return isPackager ? `ask who still needs ${option}` : 'plan without it';
		case 'keep-annotate':
			return isPackager
				? verdict.deployments === 'none'
					? `${option} can stay off`
					: null
				: withCare(record, verdict);
		case 'unsure':
			return isPackager ? null : whileUnsure(verdict);
		default:
			return null;
	}
}

/** Whether a driver stays in the tree, but in no kernel that people run. */
const isDisabled = ({recommendation, reasons}: Verdict): boolean =>
	(recommendation === 'keep' || recommendation === 'keep-annotate') &&
	reasons.some(({rule}) => rule === 'only-for-compile-tests');

/** From this risk on one driver in eight was gone two years later: a driver that stays is not said to stay as it is. */
const raisedRisk = 0.125;

/**
 * What an administrator does about a driver that stays, with a caveat. How quiet it is was said before, so it isn't said
 * again; that nobody is at work on it can't be said where releases are quiet: patches may be under way. Not every driver
 * is for hardware, so nobody is sent to look for other hardware.
 */
function withCare(record: Unjudged, verdict: Verdict): string {
	const support = newestSupport(record.signals.support);
	if (support?.state === 'removed') return `those who stay with ${support.vendor} must do without it`;
	if (support?.state === 'unmaintained') return `expect no fixes for it from ${support.vendor}`;
	if (verdict.replacement !== null) return `it stays, but what is new goes to ${verdict.replacement}`;
	if (against(verdict).length > 0) return 'it stays for now, but choose something else for what is new';
	if ((verdict.removalRisk ?? 0) >= raisedRisk) {
		return 'it stays as far as can be seen, but at more risk than most, so choose something else for what is new';
	}
	if (!isQuiet(record.signals.releases)) return 'it stays, but do not count on steady work';
	return verdict.deployments === 'high' || verdict.deployments === 'medium'
		? 'it works as it is, but test it before a large upgrade'
		: 'it stays, but test it before a large upgrade';
}

/** What to make of a driver of which no outcome is likely: what is known of it is not denied. */
function whileUnsure(verdict: Verdict): string {
	const {removalRisk, reasons} = verdict;
	const says = (...names: string[]) => reasons.some(({rule}) => names.includes(rule));
	if ((removalRisk ?? 1) >= raisedRisk)
		return 'the evidence does not decide: look again after the next release';
	if (says('steady-work')) {
		return against(verdict).length > 0
			? 'it is worked on, but enough speaks against it: look again after the next release'
			: 'it stays as far as can be seen, but look again after the next release';
	}
	return says('some-work', 'changed-once')
		? 'it stays as far as can be seen, but whether work on it goes on cannot be told yet'
		: 'it stays as far as can be seen, but whether anybody will work on it cannot be told yet';
}

/** What to do, for everybody, in sentences. */
export function whatToDo(record: Unjudged, verdict: Verdict): string {
	const [administrator, packager, maintainer] = (['administrator', 'packager', 'maintainer'] as const).map(
		audience => adviceFor(record, verdict, audience),
	);
	const clauses = [
		packager === null ? administrator : administrator && `administrators: ${administrator}`,
		packager && `packagers: ${packager}`,
		maintainer && (packager === null ? maintainer : `maintainers: ${maintainer}`),
	].filter(clause => clause !== null);
	if (clauses.length > 0) return `${capital(clauses.join('; '))}.`;
	const young = youth(verdict);
	return young === null ? 'Nothing to do.' : `${capital(young)}: nothing to do.`;
}

/** Why a driver that was hardly worked on is kept all the same, as a clause; null of one that isn't new. */
export function youth({recommendation, reasons}: Pick<Verdict, 'recommendation' | 'reasons'>): string | null {
	const isNew = recommendation === 'keep' && reasons.some(({rule}) => rule === 'new-driver');
	return isNew ? 'it is young yet' : null;
}

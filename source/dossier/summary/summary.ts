/**
 * The dossier in words: two to five sentences that a colleague would say, made from the record alone. Deterministic, and
 * every figure in them stands in the record or is a count of what does.
 */
import type {DriverKind} from '../query/vocabulary.ts';
import {whatToDo} from './advice.ts';
import {mostAgainst} from './against.ts';
import {whoLooksAfterIt} from './care.ts';
import {presence, whatItIs} from './hardware.ts';
import {capital, listed, type Survey, type Unjudged, type Verdict} from './told.ts';
import {whereItIsUsed} from './use.ts';

/**
 * What is said of a driver: the most important first. Of what registers no driver it is what it is and who needs it:
 * `users` are the modules that do.
 */
export function summaryOf(
	record: Unjudged,
	verdict: Verdict,
	survey: Survey,
	users: readonly string[] = [],
): string {
	if (verdict.recommendation === 'not-a-driver') return whatServes(record, survey, users);
	const isGoing = verdict.recommendation === 'remove';
	const isAtRisk = isGoing || verdict.recommendation === 'deprecate';
	const against = mostAgainst(verdict, record).join('; ');
	const signs = against === '' ? null : `${capital(against)}.`;
	const what = whatItIs(record, survey, isGoing && signs !== null ? 'It' : record.module);
	const lead =
		isGoing && signs !== null
			? [`${record.module} is on its way out: ${against}.`, what]
			: [what, isAtRisk ? signs : null];
	return [
		...lead,
		whoLooksAfterIt(record, survey),
		whereItIsUsed(record, verdict, survey),
		isAtRisk ? null : signs,
		whatToDo(record, verdict),
	]
		.filter(sentence => sentence !== null)
		.join(' ');
}

type OtherKind = Exclude<DriverKind, 'driver' | 'chip'>;
const kinds: Readonly<Record<OtherKind, string>> = {
	library: 'code that other modules call',
	core: 'the core of a subsystem, on which drivers build',
	table: 'a table of keys',
	test: 'a test of the kernel',
};

/** So many of those who need a library are named. */
const mostUsers = 4;

function whatServes(record: Unjudged, survey: Survey, users: readonly string[]): string {
	const {module, title, kind} = record;
	const isNamed = title !== null && title.toLowerCase() !== module.toLowerCase();
	const named = isNamed ? `, “${title.replaceAll(/["“”]/g, "'")}”,` : '';
	const what = kind === 'driver' || kind === 'chip' ? 'no driver' : kinds[kind];
	const rest = users.length - mostUsers;
	const who = rest > 1 ? [...users.slice(0, mostUsers), `${rest} more`] : users;
	const needed =
		who.length === 0
			? ''
			: ` ${listed(who)} ${users.length === 1 ? 'needs' : 'need'} it, and it goes where ${users.length === 1 ? 'that goes' : 'they go'}.`;
	return `${module}${named} is ${what}${presence(record, survey)}.${needed}`;
}

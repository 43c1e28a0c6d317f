/** How the archives are described among a survey's sources. */
import type {SurveySource} from '../../dossier/schema.ts';
import {type Archive, noMails} from './archive.ts';
import {dayOf, secondsPerDay} from './date.ts';
import type {DayRange, MailList} from './lists.ts';

/** One list, from all its archives; `range` is what they cover. */
export function sourceOfList(
	list: MailList,
	epochs: readonly Archive[],
	range: DayRange | null,
): SurveySource {
	const counts: Record<string, number> = {archives: epochs.length, ...noMails};
	for (const epoch of epochs) addCounts(counts, {...epoch.counts});
	return {
		name: 'mailing list',
		origin: `https://lore.kernel.org/${list.name}/`,
		revision: epochs.map(epoch => epoch.log.revision ?? 'empty').join(' '),
		since: range && dayOf(range.since * secondsPerDay),
		until: range && dayOf(range.until * secondsPerDay),
		counts,
	};
}

/** All lists together, with the sums of their counts. */
export function sourceOfAllLists(lists: readonly SurveySource[]): SurveySource {
	const counts: Record<string, number> = {lists: lists.length, archives: 0, ...noMails};
	for (const list of lists) addCounts(counts, list.counts);
	const days = lists.flatMap(({since, until}) => (since && until ? [since, until] : [])).sort();
	return {
		name: 'mailing lists',
		origin: 'https://lore.kernel.org/',
		revision: null,
		since: days[0] ?? null,
		until: days.at(-1) ?? null,
		counts,
	};
}

function addCounts(sum: Record<string, number>, counts: Readonly<Record<string, number>>): void {
	for (const [name, value] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + value;
}

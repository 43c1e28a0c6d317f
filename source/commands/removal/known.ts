/** What the record says that a removal has to answer: who needs it, who ships it, what was said of it, what takes its place. */
import type {Dataset} from '../../dataset/reader.ts';
import {effectiveAssessment} from '../../dossier/effective.ts';
import {sinceText} from '../../dossier/history/since.ts';
import {mailAddress} from '../../dossier/mail-address.ts';
import {machinesWords, shippedWords} from '../../dossier/reach/words.ts';
import type {DriverRecord} from '../../dossier/schema.ts';
import {counted} from '../../text/numbers.ts';

/** A driver that needs this one, and how. */
export interface Needing {
	id: string;
	by: readonly string[];
}

/** The drivers that name this one among what they need. */
export function needingOf(dataset: Dataset, {id}: DriverRecord): Needing[] {
	const rows = dataset.rows().filter(row => row.joins?.of('loads', row).includes(id));
	return rows
		.map(row => ({
			id: row.id,
			by: dataset.driver(row).needs.flatMap(need => (need.driver === id ? [need.by] : [])),
		}))
		.sort((one, other) => (one.id < other.id ? -1 : 1));
}

const ways = {
	symbol: 'uses its symbols',
	softdep: 'asks for it to be loaded first',
	select: 'selects its option',
};

/** `drivers/net/x: uses its symbols`. */
export function needingWords({id, by}: Needing): string {
	return `${id}: ${by.map(way => ways[way as keyof typeof ways]).join(', ')}`;
}

/** Since when it is there, who ships it, what vendors say, in how many machines it was seen. */
export function wordsOfUse(dataset: Dataset, record: DriverRecord): string[] {
	const {distributions, releases} = dataset.manifest;
	const {since, support} = record.signals;
	const shipped = shippedWords(record, distributions, '; ');
	const machines = machinesWords(record);
	const vendors = (support ?? []).filter(({device}) => device === null);
	return [
		since === null
			? 'Since when the kernel has it was not surveyed.'
			: `In the kernel since Linux ${sinceText(since, releases)}.`,
		shipped === null ? 'Who ships it is not known.' : `Shipped by: ${shipped}.`,
		...(vendors.length === 0
			? []
			: [`${vendors.map(({vendor, release, state}) => `${vendor} ${release}: ${state}`).join(', ')}.`]),
		machines === null
			? 'In how many machines it is was not counted: no PCI device of it is among those that were.'
			: `Seen in ${machines}; a count that proves no absence.`,
	];
}

/** What is known of mail about it, a line each, and what is not. */
export function discussionWords({signals, directory, files}: DriverRecord): string[] {
	const {removalPatches, announcements, patches, maintainers} = signals;
	const deletions = (removalPatches ?? []).map(
		({date, title, kind, by, answer, overtakenBy, list, messageId}) =>
			`${date}: ${kind === 'removal' ? 'a deletion' : `a ${kind}`} posted by ${by === 'maintainer' ? 'a maintainer' : 'somebody else'}, “${title}”; answer: ${answer}${overtakenBy === null ? '' : `; releases since without it: ${overtakenBy}`}: ${mailAddress(list, messageId)}`,
	);
	const announced = (announcements ?? []).map(
		({date, title, list, messageId}) =>
			`${date}: its end announced, “${title}”: ${mailAddress(list, messageId)}`,
	);
	const lists = patches?.lists ?? [];
	const read = lists.filter(({until}) => until !== null);
	const named = maintainers?.lists ?? [];
	const unread =
		patches === null || patches === undefined
			? named
			: lists.filter(({until}) => until === null).map(({list}) => list);
	const main = files.find(file => file.endsWith('.c')) ?? files[0];
	return [
		...deletions,
		...announced,
		...(deletions.length + announced.length === 0 && read.length > 0
			? ['No deletion and no announcement is among the mail that was read.']
			: []),
		...read.map(({list, since, until}) => `${list} was read from ${since} to ${until}.`),
		...unread.map(
			list => `${list} was not read: a discussion, or a deletion that was posted there, is not known.`,
		),
		...(patches ? [] : ['Who sends patches to it is not known: none of its lists was read.']),
		...(patches
			? [
					`${counted(patches.substantive.total, 'patch', 'patches')} of substance by ${counted(patches.substantive.authors, 'author')} since ${patches.since}${patches.atLeast ? ', at least' : ''}.`,
				]
			: []),
		...(main === undefined
			? []
			: [
					`To look it up: https://lore.kernel.org/all/?q=dfn%3A${encodeURIComponent(`${directory}/${main}`)}`,
				]),
	];
}

/** Drivers that serve the hardware too, each with what says so. */
export function replacementWords(dataset: Dataset, record: DriverRecord): string[] {
	const {aliases, signals, id} = record;
	const verdict = effectiveAssessment(record)?.replacement ?? null;
	const words = new Map<string, string>();
	const note = (what: string, why: string) => {
		if (what !== id && !words.has(what)) words.set(what, `${what}: ${why}`);
	};
	for (const {driver, at} of signals.successors ?? [])
		note(driver, `the text of its option names it (${at})`);
	for (const {replacement, date} of signals.removalPatches ?? []) {
		if (replacement !== null) note(replacement, `the deletion posted on ${date} names it`);
	}
	for (const {row, patterns} of dataset.claimantsOf(aliases ?? [])) {
		note(row.id, `claims ${patterns.length} of its ${aliases!.length} device patterns`);
	}
	if (verdict !== null) note(verdict, 'the assessment names it');
	return words.size === 0 ? ['No other driver is known to serve its hardware.'] : [...words.values()];
}

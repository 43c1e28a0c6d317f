import {percent} from '../../text/numbers.ts';
import {leastRiskChange} from '../dataset-changes.ts';
import {deletionInWords, goneInWords, isLost, placeInWords} from '../gone/words.ts';
import {mailAddress} from '../mail-address.ts';
import type {DriverRecord, GoneRecord} from '../schema.ts';
import {treeAddress} from '../source-links.ts';
import {type Noted, notedOf, removalsOf} from './noted.ts';

/** What can be new of a driver, the gravest first. */
export const newsKinds = ['gone', 'deletion', 'verdict', 'risk', 'cve', 'moved'] as const;
export type NewsKind = (typeof newsKinds)[number];

/** One thing that is new of one driver. */
export interface NewsItem {
	kind: NewsKind;
	/** The driver's id: of one that is gone, its last. */
	id: string;
	module: string;
	/** The day that the fact itself bears; null for what only a comparison tells. */
	date: string | null;
	/** What was said before, and what is said now, where that is what changed. */
	from: string | null;
	to: string | null;
	/** In a sentence. */
	text: string;
	/** Where it can be read; null for verdict and risk, whose sources the dossier has. */
	address: string | null;
}

/** What is new of a driver since it was noted. */
export function newsOf(before: Noted, record: DriverRecord): NewsItem[] {
	const now = notedOf(record);
	const about = {id: record.id, module: record.module, date: null, address: null};
	const items: NewsItem[] = [];
	const [from, to] = [before.recommendation, now.recommendation];
	if (from === null) {
		items.push({...about, kind: 'verdict', from, to, text: `there again, as ${to}${riskWords(now.risk)}`});
	} else if (from !== to) {
		items.push({...about, kind: 'verdict', from, to, text: `${from} → ${to}${riskWords(now.risk)}`});
	} else if (Math.abs((now.risk ?? 0) - (before.risk ?? 0)) >= leastRiskChange) {
		const [was, is] = [shareWords(before.risk), shareWords(now.risk)];
		items.push({
			...about,
			kind: 'risk',
			from: was,
			to: is,
			text: `gone in two years: ${was} → ${is} (${to})`,
		});
	}
	const posted = new Set(before.deletions);
	const known = new Set(before.cves);
	return inOrder([
		...items,
		...deletions(record)
			.filter(({messageId}) => !posted.has(messageId))
			.map(({item}) => item),
		...cves(record)
			.filter(({cve}) => !known.has(cve))
			.map(({item}) => item),
	]);
}

/** The dated facts about a driver from after a day on: a day tells nothing of verdicts. */
export function datedNewsOf(record: DriverRecord, since: string): NewsItem[] {
	const items = [...deletions(record), ...cves(record)].map(({item}) => item);
	return inOrder(items.filter(({date}) => date !== null && date > since));
}

/** CVE records of a driver whose day of publication is not known, which no day can be held against. */
export function undatedCves({signals}: DriverRecord): number {
	return (signals.cves ?? []).filter((_, index) => (signals.cveDates?.[index] ?? null) === null).length;
}

/** That a driver is no longer there; `record` is null where the data set does not know what became of it. */
export function goneNews(id: string, record: GoneRecord | null, treeVersion: string): NewsItem {
	const module = id.slice(id.lastIndexOf('/') + 1);
	const about = {id, module, from: null, to: null};
	if (record === null) {
		const text = `not in Linux ${treeVersion}; what became of it is not known`;
		return {...about, kind: 'gone', date: null, text, address: null};
	}
	const {deletion, goneIn} = record;
	const [source] = record.evidence.slice(-1);
	const address =
		deletion !== null
			? mailAddress(deletion.list, deletion.messageId)
			: source === undefined
				? null
				: treeAddress(source.at, source.release);
	return {
		...about,
		kind: isLost(record) || record.to.length === 0 ? 'gone' : 'moved',
		date: goneIn?.date ?? null,
		to: record.to.map(placeInWords).join(', ') || null,
		text: goneInWords(record),
		address,
	};
}

/** That a driver is another one's later self, or lies elsewhere. */
export function movedNews(
	was: string,
	is: Pick<DriverRecord, 'id' | 'module'>,
	date: string | null,
): NewsItem {
	const text = `now ${is.id}`;
	return {kind: 'moved', id: is.id, module: is.module, date, from: was, to: is.id, text, address: null};
}

/** The gravest first, of one kind the newest; then by id. */
export function inOrder(items: readonly NewsItem[]): NewsItem[] {
	return items.toSorted(
		(a, b) =>
			newsKinds.indexOf(a.kind) - newsKinds.indexOf(b.kind) ||
			(b.date ?? '').localeCompare(a.date ?? '') ||
			(a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
	);
}

function deletions(record: DriverRecord): {messageId: string; item: NewsItem}[] {
	return removalsOf(record).map(posted => {
		const {messageId, list, date} = posted;
		const text = deletionInWords({...posted, replacements: []});
		return {messageId, item: item(record, 'deletion', date, text, mailAddress(list, messageId))};
	});
}

function cves(record: DriverRecord): {cve: string; item: NewsItem}[] {
	const {cves: ids, cveDates} = record.signals;
	return (ids ?? []).map((cve, index) => {
		const date = cveDates?.[index] ?? null;
		const text = date === null ? `${cve}, day of publication not known` : `${cve}, published ${date}`;
		return {cve, item: item(record, 'cve', date, text, `https://www.cve.org/CVERecord?id=${cve}`)};
	});
}

function item(
	{id, module}: DriverRecord,
	kind: NewsKind,
	date: string | null,
	text: string,
	address: string,
): NewsItem {
	return {kind, id, module, date, from: null, to: null, text, address};
}

const shareWords = (risk: number | null) => (risk === null ? 'not known' : percent(risk));
const riskWords = (risk: number | null) => (risk === null ? '' : `; gone in two years: ${shareWords(risk)}`);

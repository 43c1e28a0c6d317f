import {lastGoneFirst} from '../../dossier/gone/keys.ts';
import type {IndexRow} from '../../dossier/index-row.ts';
import {matchDrivers} from '../../dossier/match-drivers.ts';
import {
	datedNewsOf,
	goneNews,
	inOrder,
	movedNews,
	type NewsItem,
	newsOf,
	undatedCves,
} from '../../dossier/news/news.ts';
import {type Noted, notedGone, notedOf} from '../../dossier/news/noted.ts';
import type {GoneRecord} from '../../dossier/schema.ts';
import type {Dataset} from '../reader.ts';
import type {Seen} from './seen.ts';

/** What the news are held against: what was seen last, another data set, or a day (YYYY-MM-DD). */
export type Before =
	| {kind: 'seen'; seen: Seen}
	| {kind: 'dataset'; dataset: Dataset}
	| {kind: 'date'; date: string};

/** A person's drivers: the ids of those that are watched, and of those that a machine has, dead or alive. */
export interface Mine {
	watched: readonly string[];
	machine: readonly string[];
}

/** What is new of a person's drivers. */
export interface News {
	items: NewsItem[];
	/** How many drivers were looked at, and how many of them had never been seen before: of these nothing is new. */
	drivers: number;
	fresh: number;
	/** CVE records without a day, which a day can't tell from older ones. */
	undated: number;
	/** What is to be kept as seen. */
	noted: Record<string, Noted>;
	/** Drivers that are another's later self, by the id that was watched. */
	moved: Map<string, string>;
}

/** What is new of a person's drivers in a data set. */
export function tellNews(dataset: Dataset, mine: Mine, before: Before): News {
	const ids = new Set([...mine.watched, ...mine.machine]);
	const rows = new Map(dataset.rows().map(row => [row.id, row]));
	const earlier = earlierOf(dataset, rows, before);
	const news: News = {
		items: [],
		drivers: ids.size,
		fresh: 0,
		undated: 0,
		noted: Object.create(null),
		moved: new Map(),
	};
	for (const id of ids) {
		const dead = rows.has(id) ? null : lastRecordOf(dataset, id);
		const row = rows.get(id) ?? rows.get(dead?.to[0]?.id ?? '') ?? rows.get(earlier.laterSelf(id) ?? '');
		if (before.kind === 'date') {
			const items = row === undefined ? goneSince(id, dead, before.date) : [];
			if (row !== undefined) {
				const record = dataset.driver(row);
				items.push(...datedNewsOf(record, before.date));
				news.undated += undatedCves(record);
			}
			news.items.push(...items);
			continue;
		}
		const noted = earlier.noted(id);
		if (noted === null) news.fresh += 1;
		if (row === undefined) {
			news.noted[id] = notedGone;
			if (noted !== null && noted.recommendation !== null)
				news.items.push(goneNews(id, dead, dataset.manifest.treeVersion));
			continue;
		}
		const record = dataset.driver(row);
		news.noted[row.id] = notedOf(record);
		if (row.id !== id) {
			news.moved.set(id, row.id);
			news.items.push(movedNews(id, record, dead?.goneIn?.date ?? null));
		}
		if (noted !== null) news.items.push(...newsOf(noted, record));
	}
	news.items = inOrder(news.items);
	return news;
}

/** What was known of a driver before, and what names tell of where one went that no record of the dead follows. */
function earlierOf(
	dataset: Dataset,
	rows: ReadonlyMap<string, IndexRow>,
	before: Before,
): {noted(id: string): Noted | null; laterSelf(id: string): string | null} {
	if (before.kind === 'date') return {noted: () => null, laterSelf: () => null};
	if (before.kind === 'seen') {
		const {drivers} = before.seen;
		// An id is any text: every object has something under some of them.
		return {noted: id => (Object.hasOwn(drivers, id) ? drivers[id]! : null), laterSelf: () => null};
	}
	const older = new Map(before.dataset.rows().map(row => [row.id, row]));
	let matched: ReturnType<typeof matchDrivers> | undefined;
	const laterSelves = () => {
		matched ??= matchDrivers([...older.values()], dataset.rows());
		return matched;
	};
	const earlierSelf = (id: string) => {
		const deaths = dataset.gone.all()?.find(({to}) => to.some(place => place.id === id));
		if (deaths !== undefined && older.has(deaths.id)) return deaths.id;
		for (const [was, {to}] of laterSelves()) if (to === id && was !== id) return was;
		return null;
	};
	return {
		noted(id) {
			const row = older.get(id) ?? (rows.has(id) ? older.get(earlierSelf(id) ?? '') : undefined);
			return row === undefined ? null : notedOf(before.dataset.driver(row));
		},
		laterSelf: id => (older.has(id) ? (laterSelves().get(id)?.to ?? null) : null),
	};
}

/** The newest record of the dead that is of a driver's id; null where none is. */
function lastRecordOf(dataset: Dataset, id: string): GoneRecord | null {
	return lastGoneFirst(dataset.gone.find(id).filter(record => record.id === id))[0] ?? null;
}

function goneSince(id: string, dead: GoneRecord | null, since: string): NewsItem[] {
	const day = dead?.goneIn?.date ?? null;
	return dead === null || day === null || day <= since ? [] : [goneNews(id, dead, '')];
}

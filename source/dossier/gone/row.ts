import {categoryOf, subsystemOf} from '../categories.ts';
import {type IndexRow, lettersOf} from '../index-row.ts';
import {normaliseName} from '../query/names.ts';
import type {GoneRecord} from '../schema.ts';
import {goneKey} from './keys.ts';
import {isLost} from './words.ts';

/**
 * A driver that is gone as lists, filters and sorts take drivers. It has no verdict: the recommendation only says
 * whether it is lost. Its id tells it from records of the same driver under other options.
 */
export function goneRow(record: GoneRecord): IndexRow {
	const {id, module, option, title} = record;
	const directory = id.slice(0, id.lastIndexOf('/'));
	const [name, symbol] = [normaliseName(module), option?.toLowerCase() ?? ''];
	return {
		id: goneKey(record),
		module,
		directory,
		subsystem: subsystemOf(directory),
		title,
		symbol: option,
		recommendation: isLost(record) ? 'remove' : 'keep',
		confidence: null,
		risk: null,
		category: categoryOf(id),
		buses: [],
		status: null,
		files: null,
		lines: null,
		commits: null,
		patches: null,
		cves: null,
		activity: null,
		rhel: null,
		reach: null,
		machines: null,
		boards: null,
		deployments: null,
		replacement: record.successors[0]?.id ?? null,
		own: false,
		differs: false,
		removalPatch: record.deletion !== null,
		imported: false,
		fading: false,
		aliases: record.ids,
		offset: 0,
		length: 0,
		texts: {
			module: name,
			symbol,
			path: id.toLowerCase(),
			title: title?.toLowerCase() ?? '',
			letters: lettersOf(name) | lettersOf(symbol),
		},
		gone: record,
	};
}

/** Rows of all the dead, those that left last first. */
export function goneRows(records: readonly GoneRecord[]): IndexRow[] {
	const day = ({goneIn, lastRelease}: GoneRecord) => (goneIn ?? lastRelease).date;
	return records
		.toSorted((a, b) => (day(a) === day(b) ? (a.id < b.id ? -1 : 1) : day(a) < day(b) ? 1 : -1))
		.map(goneRow);
}

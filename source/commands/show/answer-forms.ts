/**
 * Forms of an answer that a single dossier for a person does not need: lists of drivers, platforms, data and Markdown. They
 * lie with the lists in list.cjs, so that who asks for a driver that is gone, or that nobody knows, need not load them.
 */
import {goneClaims} from '../../dataset/gone-claims.ts';
import type {Dataset} from '../../dataset/reader.ts';
import type {IndexRow} from '../../dossier/index-row.ts';
import type {DriverRecord} from '../../dossier/schema.ts';
import {withNotes} from '../../dossier/summary/notes.ts';
import {dossierMarkdown} from '../../explorer/views/dossier-markdown.ts';
import {goneMarkdown} from '../../explorer/views/gone.ts';
import {listHeading, listRow} from '../../explorer/views/list.ts';
import type {Theme} from '../../text/theme.ts';
import {platformMarkdown} from '../common/platform-output.ts';
import {type Answer, isGone, isPlatform, type NoAnswer, type Shown} from './answers.ts';

export {platformText} from '../common/platform-output.ts';

/** Drivers that are listed where there are many. */
const mostRows = 40;

/** Drivers as a list shows them, and how many more there are. */
export function rowsText(theme: Theme, drivers: readonly IndexRow[], width: number, query?: string): string {
	const shown = drivers.slice(0, mostRows);
	const rows = shown.map(row =>
		listRow(theme, row, {width, selected: false, marked: false, active: false}).trimEnd(),
	);
	const rest = drivers.length - shown.length;
	const where = query === undefined ? '' : `: driverdex list ${query}`;
	const more = rest > 0 ? [theme.paint('quiet', `  and ${rest} more${where}`)] : [];
	return [listHeading(theme, width).trimEnd(), ...rows, ...more].join('\n');
}

/** The records of an answer as JSON has them. */
export function plain(dataset: Dataset, answer: Answer): unknown[] {
	if ('error' in answer) {
		const {name, candidates} = answer;
		return [candidates === null ? {unknown: name} : {ambiguous: name, candidates}];
	}
	if ('rows' in answer) return answer.rows.map(row => withNotes(dataset.driver(row), dataset.manifest));
	const {found, device} = answer;
	const whole = isDriver(found) ? withNotes(found, dataset.manifest) : found;
	return [device === null ? whole : {...whole, device}];
}

const isDriver = (record: Shown): record is DriverRecord => 'module' in record && !isGone(record);

/** The records of an answer as Markdown. */
export function markdownOf(dataset: Dataset, answer: Exclude<Answer, NoAnswer>): string {
	return recordsOf(dataset, answer)
		.map(record => markdown(dataset, record))
		.join('\n');
}

function recordsOf(dataset: Dataset, answer: Exclude<Answer, NoAnswer>): Shown[] {
	return 'rows' in answer ? answer.rows.map(row => dataset.driver(row)) : [answer.found];
}

function markdown(dataset: Dataset, record: Shown): string {
	if (isGone(record)) return goneMarkdown(record, goneClaims(dataset, record));
	if (isPlatform(record)) return platformMarkdown(dataset, record);
	return dossierMarkdown(record, dataset.manifest);
}

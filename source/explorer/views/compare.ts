import {commitsOf, effectiveAssessment, removalRisk} from '../../dossier/effective.ts';
import {monthlyActivities, recentLength} from '../../dossier/history/activity.ts';
import {sinceText} from '../../dossier/history/since.ts';
import {machinesOf} from '../../dossier/reach/shipped.ts';
import type {DriverRecord, Manifest} from '../../dossier/schema.ts';
import {counted, grouped, percent} from '../../text/numbers.ts';
import {sanitise, toAscii} from '../../text/sanitise.ts';
import type {Style, Theme} from '../../text/theme.ts';
import {cellWidth, truncate, wrap} from '../../text/width.ts';

/** One row of the comparison: what is compared, each driver's value by its column, and a sign where they differ. */
export type CompareRow = Record<string, string>;

/** A row that is compared: each driver's value, and the style that it is told in. */
interface Measure {
	label: string;
	read(record: DriverRecord): string | null;
	style?(record: DriverRecord): Style | null;
}

const number = (value: number | null | undefined) => (value == null ? null : grouped(value));
const share = (value: number | null | undefined) => (value == null ? null : percent(value));
const recommendation = (record: DriverRecord) => effectiveAssessment(record)?.recommendation ?? null;

/** What is compared, most telling first. */
function measuresOf(theme: Theme, releases: Manifest['releases']): readonly Measure[] {
	return [
		{
			label: 'verdict',
			read(record) {
				const verdict = recommendation(record);
				return verdict === null ? null : `${theme.glyphs.verdict[verdict]} ${verdict}`;
			},
			style: recommendation,
		},
		{label: 'confidence', read: record => share(effectiveAssessment(record)?.confidence)},
		{label: 'gone in two years', read: record => share(removalRisk(record))},
		{label: 'replacement', read: record => effectiveAssessment(record)?.replacement ?? null},
		{
			label: 'deployments',
			read(record) {
				const deployments = effectiveAssessment(record)?.deployments ?? 'unknown';
				return deployments === 'unknown' ? null : deployments;
			},
		},
		{label: 'probed machines', read: record => number(machinesOf(record.signals.population))},
		{label: 'files', read: record => number(record.signals.tree?.files)},
		{label: 'source lines', read: record => number(record.signals.tree?.sourceLines)},
		{label: 'commits, 5 years', read: record => number(commitsOf(record)?.value.total)},
		{label: 'patches, 5 years', read: record => number(record.signals.patches?.total)},
		{label: 'last activity', read: lastActivity},
		{label: 'changed in earnest', read: changesText},
		{
			label: 'since',
			read: ({signals}) => (signals.since === null ? null : sinceText(signals.since, releases)),
		},
		{label: 'CVEs', read: record => number(record.signals.cves?.length)},
		{label: 'maintainers', read: record => record.signals.maintainers?.section ?? null},
		{label: 'status', read: record => record.signals.maintainers?.status ?? null},
		{label: 'option', read: record => record.kconfig?.symbol ?? null},
		{label: 'buses', read: record => (record.buses.length === 0 ? null : record.buses.join(' '))},
		{label: 'path', read: record => record.directory},
	];
}

/** Cells of the widest label, and those that a value has at the least. */
const leastValue = 8;

/**
 * The same rows for each of two to four drivers, in `width` cells: a value that is longer goes on in rows without a
 * label, so that nothing is cut. What is known of none of them has no row; with `onlyDiffering`, nor what is the same.
 */
export function compareRows(
	theme: Theme,
	records: readonly DriverRecord[],
	options: {width: number; releases: Manifest['releases']; onlyDiffering?: boolean},
): CompareRow[] {
	if (records.length === 0) return [];
	const {unknown, differs} = theme.glyphs;
	const measures = measuresOf(theme, options.releases);
	const names = columnNames(records);
	const labelWidth = Math.max(...measures.map(({label}) => label.length));
	// A space before, two between columns, and a last column for the sign of difference.
	const space = options.width - 1 - labelWidth - 2 - differs.length;
	const room = Math.max(leastValue, Math.floor(space / records.length) - 2);
	const headings = distinct(
		names.map(name => evenly(theme, name)),
		room,
		theme,
	);
	return measures.flatMap(({label, read, style}) => {
		const values = records.map(read);
		const isDifferent = new Set(values).size > 1;
		if (values.every(value => value === null)) return [];
		if (options.onlyDiffering && !isDifferent) return [];
		const cells = values.map((value, index) => {
			const look = style?.(records[index]!) ?? null;
			return foldedValue(theme, value ?? unknown, room).map(line =>
				look === null ? line : theme.paint(look, line),
			);
		});
		const height = Math.max(...cells.map(lines => lines.length));
		return Array.from({length: height}, (_, line): CompareRow => {
			const row: CompareRow = {compare: line === 0 ? label : ''};
			for (const [index, heading] of headings.entries()) row[heading] = cells[index]![line] ?? '';
			row[differs] = line === 0 && isDifferent ? differs : '';
			return row;
		});
	});
}

/** A text fit to be drawn, in which each character takes a cell: what terminals disagree about would stand crooked. */
function evenly(theme: Theme, text: string): string {
	const clean = sanitise(text, {ascii: theme.ascii});
	return cellWidth(clean) === clean.length ? clean : toAscii(clean);
}

/** Names cut to `room` cells, no two of which are the same: a column is known by its heading. */
function distinct(names: readonly string[], room: number, theme: Theme): string[] {
	const headings: string[] = [];
	for (const name of names) {
		let heading = truncate(name, room, theme.glyphs.ellipsis);
		for (let count = 2; headings.includes(heading); count++) {
			const mark = ` ${count}`;
			heading = truncate(name, room - mark.length, theme.glyphs.ellipsis) + mark;
		}
		headings.push(heading);
	}
	return headings;
}

/** A value in lines of at most `room` cells; a path goes on at its slashes. */
function foldedValue(theme: Theme, value: string, room: number): string[] {
	const parts = evenly(theme, value).split(/(?<=[/_ ])/);
	const lines: string[] = [];
	let line = '';
	for (const part of parts) {
		if (line !== '' && cellWidth((line + part).trimEnd()) > room) {
			lines.push(line);
			line = part;
		} else line += part;
	}
	return [...lines, line].flatMap(text => wrap(text.trimEnd(), room));
}

/** Module names; where two drivers share one, their directories tell them apart. */
function columnNames(records: readonly DriverRecord[]): string[] {
	return records.map(record => {
		const same = records.filter(({module}) => module === record.module).length > 1;
		return same ? `${record.module} (${record.directory.split('/').at(-1)})` : record.module;
	});
}

function lastActivity(record: DriverRecord): string | null {
	const {patches, commits} = record.signals;
	if (commits?.lastDate) return commits.lastDate;
	if (patches?.last) return patches.last.date;
	const months = monthlyActivities(record)[0]?.months.filter(({count}) => (count ?? 0) > 0);
	return months?.at(-1)?.month ?? null;
}

/** `9 of 12 releases`: in how many of the last ones that are known. */
function changesText({signals}: DriverRecord): string | null {
	const known = signals.releases?.substantive.filter(count => count !== null).slice(-recentLength) ?? [];
	if (known.length === 0) return null;
	return `${known.filter(count => count > 0).length} of ${counted(known.length, 'release')}`;
}

import {commitsOf, effectiveAssessment, removalRisk} from '../../dossier/effective.ts';
import {monthlyActivities, recentLength} from '../../dossier/history/activity.ts';
import {sinceText} from '../../dossier/history/since.ts';
import type {DriverRecord} from '../../dossier/schema.ts';
import {counted, grouped, percent} from '../../text/numbers.ts';
import {sanitise, toAscii} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import {cellWidth, truncate} from '../../text/width.ts';

/** One row of the comparison: what is compared, each driver's value by its column, and a sign where they differ. */
export type CompareRow = Record<string, string>;

/** Same rows for each of two to four drivers, pre-cut so that the table fits into `width` cells. */
export function compareRows(theme: Theme, records: readonly DriverRecord[], width: number): CompareRow[] {
	const {unknown, differs} = theme.glyphs;
	const number = (value: number | null | undefined) => (value == null ? unknown : grouped(value));
	const measures: [string, (record: DriverRecord) => string][] = [
		[
			'verdict',
			record => {
				const verdict = effectiveAssessment(record);
				return verdict === null
					? unknown
					: `${theme.glyphs.verdict[verdict.recommendation]} ${verdict.recommendation}`;
			},
		],
		[
			'confidence',
			record => {
				const confidence = effectiveAssessment(record)?.confidence ?? null;
				return confidence === null ? unknown : percent(confidence);
			},
		],
		[
			'gone in two years',
			record => {
				const risk = removalRisk(record);
				return risk === null ? unknown : percent(risk);
			},
		],
		['replacement', record => effectiveAssessment(record)?.replacement ?? unknown],
		['deployments', record => effectiveAssessment(record)?.deployments ?? unknown],
		['files', record => number(record.signals.tree?.files)],
		['source lines', record => number(record.signals.tree?.sourceLines)],
		['commits, 5 years', record => number(commitsOf(record)?.value.total)],
		['patches, 5 years', record => number(record.signals.patches?.total)],
		['last activity', record => lastActivity(record) ?? unknown],
		['changed in earnest', record => changesText(record) ?? unknown],
		['since', ({signals}) => (signals.since === null ? unknown : sinceText(signals.since))],
		['CVEs', record => number(record.signals.cves?.length)],
		['maintainers', record => record.signals.maintainers?.section ?? unknown],
		['status', record => record.signals.maintainers?.status ?? unknown],
		['option', record => (record.kconfig === null ? unknown : record.kconfig.symbol)],
		['buses', record => (record.buses.length === 0 ? unknown : record.buses.join(' '))],
		['path', record => record.directory],
	];
	const names = columnNames(records);
	const labelWidth = Math.max(...measures.map(([label]) => label.length));
	// A space before, two between columns, and a last column of six for the sign of difference.
	const room = Math.floor((width - 1 - labelWidth - 2 - 6) / records.length) - 2;
	const cut = (text: string) => {
		// Its columns are counted in code units: what is wider or narrower than that would stand crooked.
		const clean = sanitise(text, {ascii: theme.ascii});
		const even = cellWidth(clean) === clean.length ? clean : toAscii(clean);
		return truncate(even, Math.max(4, room), theme.glyphs.ellipsis);
	};
	return measures.map(([label, read]) => {
		const values = records.map(record => cut(read(record)));
		const row: CompareRow = {compare: label};
		for (const [index, value] of values.entries())
			row[truncate(names[index]!, Math.max(4, room), '')] = value;
		row.differ = new Set(records.map(read)).size > 1 ? differs : '';
		return row;
	});
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

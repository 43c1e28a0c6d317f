import {type Dossier, isDriver} from '../../../dossier/dossier.ts';
import {commitsOf, importedTree} from '../../../dossier/effective.ts';
import type {DriverRecord, Support} from '../../../dossier/schema.ts';
import {grouped} from '../../../text/numbers.ts';
import type {Theme} from '../../../text/theme.ts';
import type {SignalRow} from './blocks.ts';
import {clean, type Drawing, hanging} from './drawing.ts';

/** The table of signals, and the names of those that were not surveyed. */
export function signalRows(theme: Theme, dossier: Dossier): {rows: SignalRow[]; unknown: string[]} {
	const {record, directory} = dossier;
	const unknownSign = theme.glyphs.unknown;
	const origin = importedTree(record)?.origin ?? commitsOf(record)?.origin ?? null;
	const own = isDriver(record) ? 'this driver' : 'directory';
	const columns: {name: string; signals: DriverRecord['signals'] | null; imported: boolean}[] = [
		{name: own, signals: record.signals, imported: false},
	];
	if (isDriver(record) && directory !== null) {
		columns.push({name: 'directory', signals: directory.signals, imported: false});
	}
	if (origin !== null) columns.push({name: 'dossier', signals: null, imported: true});

	const importedCommits = record.assessments.find(({signals}) => signals?.commits)?.signals?.commits ?? null;
	const value = (
		column: (typeof columns)[number],
		ours: (signals: DriverRecord['signals']) => number | null | undefined,
		imported: number | null | undefined,
	) => (column.imported ? imported : ours(column.signals!)) ?? null;

	const measures: [
		name: string,
		ours: (signals: DriverRecord['signals']) => number | null | undefined,
		imported: number | null | undefined,
		prefix: string,
	][] = [
		['files', ({tree}) => tree?.files, importedTree(record)?.value.files, ''],
		['source lines', ({tree}) => tree?.sourceLines, importedTree(record)?.value.sourceLines, ''],
		['commits, 5 years', ({commits}) => commits?.total, importedCommits?.total, ''],
		['lines added', ({commits}) => commits?.linesAdded, importedCommits?.linesAdded, '+'],
		[
			'lines removed',
			({commits}) => commits?.linesRemoved,
			importedCommits?.linesRemoved,
			theme.glyphs.minus,
		],
		['authors', ({commits}) => commits?.authors, importedCommits?.authors, ''],
		['patches, 5 years', ({patches}) => patches?.total, null, ''],
		['patch authors', ({patches}) => patches?.authors, null, ''],
		['removal patches', ({removalPatches}) => removalPatches?.length, null, ''],
		['CVEs', ({cves}) => cves?.length, null, ''],
	];
	const rows: SignalRow[] = [];
	const unknown: string[] = [];
	for (const [name, ours, imported, prefix] of measures) {
		const values = columns.map(column => value(column, ours, imported));
		if (values.every(known => known === null)) {
			unknown.push(name);
			continue;
		}
		const row: SignalRow = {signal: name};
		for (const [index, column] of columns.entries()) {
			const known = values[index] ?? null;
			row[column.name] = known === null ? unknownSign : prefix + grouped(known);
		}
		rows.push(row);
	}
	return {rows, unknown};
}

/** Names under which unknown signals are summed up: one source each. */
const unknownSources: Readonly<Record<string, string>> = {
	files: 'tree',
	'source lines': 'tree',
	'commits, 5 years': 'git history',
	'lines added': 'git history',
	'lines removed': 'git history',
	authors: 'git history',
	'patches, 5 years': 'mailing lists',
	'patch authors': 'mailing lists',
	'removal patches': 'mailing lists',
	CVEs: 'CVE records',
};

/** Devices that a vendor speaks of one by one: so many are named, the rest counted. */
const mostDevices = 4;

/** What of the signals is no number of the table; last, what was not surveyed. */
export function signalLines({theme, dossier, width}: Drawing, unknown: readonly string[]): string[] {
	const {record} = dossier;
	const lines: string[] = [];
	const {maintainers, support, cves} = record.signals;
	const say = (name: string, text: string) =>
		lines.push(
			...hanging(`${name}  `, clean(theme, text), width).map(
				line => theme.paint('quiet', line.slice(0, name.length + 2)) + line.slice(name.length + 2),
			),
		);
	if (maintainers !== null) {
		const scope = maintainers.own ? '' : ' (covers a parent directory)';
		const lists =
			maintainers.lists.length === 0 ? '' : `${theme.glyphs.separator}${maintainers.lists.join(' ')}`;
		say(
			'maintainers',
			maintainers.section === null
				? 'none in MAINTAINERS'
				: `${maintainers.section}: ${maintainers.status ?? 'no status'}${scope}${lists}`,
		);
	}
	const statement = ({vendor, release, state}: Support) => `${vendor} ${release} ${state}`;
	const devices = lastOfEachDevice(support ?? []);
	if (devices.length > 0) {
		const shown = devices.slice(0, mostDevices).map(one => `${one.device} ${statement(one)}`);
		if (devices.length > shown.length) shown.push(`${devices.length - shown.length} more`);
		say('devices', shown.join(theme.glyphs.separator));
	}
	if (cves !== null && cves.length > 0) say('CVEs by year', cvesByYear(cves));
	if (isDriver(record) && record.kconfig?.dependsOn) say('depends on', record.kconfig.dependsOn);
	const missing = new Set(unknown.map(name => unknownSources[name] ?? name));
	if (support === null) missing.add('vendor lists');
	if (missing.size > 0) say('not surveyed', [...missing].join(', '));
	return lines;
}

/** What the newest release that speaks of it says of each single device. */
function lastOfEachDevice(support: readonly Support[]): Support[] {
	const last = new Map<string, Support>();
	for (const statement of support) if (statement.device !== null) last.set(statement.device, statement);
	return [...last.values()];
}

/** Ids counted by the year in them: `2022 1, 2024 3`. */
function cvesByYear(cves: readonly string[]): string {
	const years = new Map<string, number>();
	for (const id of cves) years.set(id.slice(4, 8), (years.get(id.slice(4, 8)) ?? 0) + 1);
	return [...years]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([year, count]) => `${year} ${count}`)
		.join(', ');
}

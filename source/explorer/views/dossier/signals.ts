import {claimSinceText, newestSince} from '../../../dossier/devices/claims.ts';
import {type Dossier, isDriver} from '../../../dossier/dossier.ts';
import {leastMonths} from '../../../dossier/history/activity.ts';
import {earlierText, sinceSourceText, sinceText} from '../../../dossier/history/since.ts';
import {boardsWords} from '../../../dossier/reach/boards.ts';
import {machinesWords, shippedWords, switchedWords} from '../../../dossier/reach/words.ts';
import type {DriverRecord, Support} from '../../../dossier/schema.ts';
import {fittedTable} from '../../../text/fitted-table.ts';
import {counted, grouped} from '../../../text/numbers.ts';
import type {Theme} from '../../../text/theme.ts';
import {clean, type Drawing, hanging} from './drawing.ts';

/** One row of the table of signals; every column is text, unknown is the sign for it. */
export interface SignalRow {
	signal: string;
	[column: string]: string;
}

/** What the table measures, in its order, and the sign before a value. */
const measures = [
	'files',
	'source lines',
	'commits, 5 years',
	'lines added',
	'lines removed',
	'authors',
	'active months',
	'patches, 5 years',
	'patch authors',
	'removal patches',
	'CVEs',
] as const;

/** Figures of one column; what is absent or null is not known. */
type Figures = Partial<Record<(typeof measures)[number], number | null | undefined>>;

/** Measures that only others count: where they don't, they are not missing. */
const othersOnly = new Set<string>(['active months']);

/** The table of signals, and the names of those that were not surveyed. */
export function signalRows(theme: Theme, dossier: Dossier): {rows: SignalRow[]; unknown: string[]} {
	const {record, directory} = dossier;
	const columns: [name: string, figures: Figures][] = [
		[isDriver(record) ? 'this driver' : 'directory', surveyed(record.signals)],
	];
	if (isDriver(record) && directory !== null) columns.push(['directory', surveyed(directory.signals)]);
	for (const [index, {origin, figures}] of othersFigures(record).entries()) {
		columns.push([index === 0 ? 'dossier' : origin, figures]);
	}
	const signs: Partial<Record<string, string>> = {'lines added': '+', 'lines removed': theme.glyphs.minus};
	const rows: SignalRow[] = [];
	const unknown: string[] = [];
	for (const measure of measures) {
		if (columns.every(([, figures]) => figures[measure] == null)) {
			if (!othersOnly.has(measure)) unknown.push(measure);
			continue;
		}
		const row: SignalRow = {signal: measure};
		for (const [name, figures] of columns) {
			const known = figures[measure];
			row[name] = known == null ? theme.glyphs.unknown : (signs[measure] ?? '') + grouped(known);
		}
		rows.push(row);
	}
	return {rows, unknown};
}

function surveyed({tree, commits, patches, removalPatches, cves}: DriverRecord['signals']): Figures {
	// That nothing was posted in a few months of five years says nothing of the years.
	const isKnown =
		patches !== null &&
		(patches.total > 0 || patches.monthly.filter(count => count !== null).length >= leastMonths);
	return {
		files: tree?.files,
		'source lines': tree?.sourceLines,
		'commits, 5 years': commits?.total,
		'lines added': commits?.linesAdded,
		'lines removed': commits?.linesRemoved,
		authors: commits?.authors,
		'patches, 5 years': isKnown ? patches.total : null,
		'patch authors': isKnown ? patches.authors : null,
		'removal patches': removalPatches?.length,
		CVEs: cves?.length,
	};
}

/** What others counted, by who did: what an imported dossier brought, and what was published of the directory. */
function othersFigures(record: Dossier['record']): {origin: string; span: string | null; figures: Figures}[] {
	const others = new Map<string, {span: string | null; figures: Figures}>();
	for (const {origin, since, until, ...figures} of record.signals.published ?? []) {
		others.set(origin, {
			span: `${since} to ${until}`,
			figures: {
				'commits, 5 years': figures.commits,
				'lines added': figures.linesAdded,
				'lines removed': figures.linesRemoved,
				authors: figures.authors,
				'active months': figures.activeMonths,
			},
		});
	}
	for (const {signals, origin} of record.assessments) {
		if (!signals?.tree && !signals?.commits) continue;
		const {tree, commits} = signals;
		const name = origin ?? 'imported dossier';
		const known = others.get(name);
		const brought = surveyed({
			...record.signals,
			tree,
			commits,
			patches: null,
			removalPatches: null,
			cves: null,
		});
		const figures = {...known?.figures, ...knownOf(brought)};
		const span = commits === null ? (known?.span ?? null) : `${commits.since} to ${commits.until}`;
		others.set(name, {span, figures});
	}
	return [...others].map(([origin, {span, figures}]) => ({origin, span, figures}));
}

const knownOf = (figures: Figures): Figures =>
	Object.fromEntries(Object.entries(figures).filter(([, value]) => value != null));

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

/** Every signal: the figures of the driver, its directory and others side by side, then what is told in words. */
export function allSignals(drawing: Drawing): {lines: string[]; spoken: string[]} {
	const {theme, dossier, width} = drawing;
	const {rows, unknown} = signalRows(theme, dossier);
	const said = signalLines(drawing, unknown);
	if (rows.length === 0) return {lines: said, spoken: said};
	const names = Object.keys(rows[0]!);
	const columns = names.map((name, index) => ({
		heading: index === 0 ? '' : name,
		align: index === 0 ? ('left' as const) : ('right' as const),
		priority: Math.max(0, index - 1),
	}));
	const cells = rows.map(row => names.map(name => ({text: clean(theme, row[name]!)})));
	const drawn = fittedTable(theme, columns, cells, width);
	const spoken = rows.map(({signal, ...values}) => {
		const figures = Object.entries(values).map(([column, value]) => `${column} ${value}`);
		return `${signal}: ${figures.join(', ')}`;
	});
	return {lines: [...drawn, ...said], spoken: [...spoken, ...said]};
}

/** What of the signals is no number of the table; last, what was not surveyed. */
function signalLines({theme, dossier, width}: Drawing, unknown: readonly string[]): string[] {
	const {record} = dossier;
	const lines: string[] = [];
	const {maintainers, support, cves, since} = record.signals;
	const say = (name: string, text: string) =>
		lines.push(
			...hanging(`${name}  `, clean(theme, text), width).map(
				line => theme.paint('quiet', line.slice(0, name.length + 2)) + line.slice(name.length + 2),
			),
		);
	if (isDriver(record)) identityWords(record, dossier.releases, say);
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
	if (isDriver(record)) {
		for (const [name, line] of reachLines(record, dossier.distributions, theme.glyphs.separator))
			say(name, line);
	}
	if (since !== null) say('since', `${sinceText(since, dossier.releases)}, ${sinceSourceText(since)}`);
	if (isDriver(record) && record.signals.earlier !== undefined)
		say('earlier', earlierText(record.id, record.signals.earlier, dossier.releases));
	for (const {origin, span} of othersFigures(record)) {
		say('dossier', `counted by ${origin}${span === null ? '' : `, ${span}`}`);
	}
	const statement = ({vendor, release, state}: Support) => `${vendor} ${release} ${state}`;
	const devices = lastOfEachDevice(support ?? []);
	if (devices.length > 0) {
		const shown = devices.slice(0, mostDevices).map(one => `${one.device} ${statement(one)}`);
		if (devices.length > shown.length) shown.push(`${devices.length - shown.length} more`);
		say('supported', shown.join(theme.glyphs.separator));
	}
	if (cves !== null && cves.length > 0) say('CVEs by year', cvesByYear(cves));
	if (isDriver(record) && record.kconfig?.dependsOn) say('depends on', record.kconfig.dependsOn);
	const missing = new Set(unknown.map(name => unknownSources[name] ?? name));
	if (support === null) missing.add('vendor lists');
	// Directories have no option; data sets of before can't tell, and don't miss it.
	if (isDriver(record) && dossier.distributions?.length === 0) missing.add('distributions');
	if (missing.size > 0) say('not surveyed', [...missing].join(', '));
	return lines;
}

/** Of the driver itself: what the kernel calls it, how it can be built, and which devices it claims. */
function identityWords(
	record: DriverRecord,
	releases: Dossier['releases'],
	say: (name: string, text: string) => void,
): void {
	const {title, kconfig, buses, aliases} = record;
	if (title !== null) say('title', title);
	if (kconfig !== null) say('option', `CONFIG_${kconfig.symbol}${kconfig.tristate ? '' : ', built in only'}`);
	if (buses.length > 0) say('buses', buses.join(' '));
	if (aliases === null || aliases.length === 0) return;
	const newest = claimSinceText(newestSince(record), releases);
	const age = newest === null ? '' : `, the newest ${newest}`;
	say('devices', counted(aliases.length, 'device id pattern') + age);
}

/** Switches that are told: the newest. */
const mostSwitches = 3;

/** Who ships the driver, who switched it on or off, in how many machines it was seen, and on which boards; each with its name. */
export function reachLines(
	record: DriverRecord,
	distributions: Dossier['distributions'],
	separator: string,
): [name: string, text: string][] {
	const shipped = shippedWords(record, distributions, separator);
	const switched = switchedWords(record);
	const machines = machinesWords(record);
	const lines: [string, string][] = [];
	if (shipped !== null) lines.push(['shipped by', shipped]);
	if (switched.length > 0) {
		const shown = switched.slice(0, mostSwitches);
		if (switched.length > shown.length) shown.push(`${switched.length - shown.length} more`);
		lines.push(['switched', shown.join(separator)]);
	}
	if (machines !== null) lines.push(['seen in', machines]);
	const boards = boardsWords(record, separator);
	if (boards !== null) lines.push(['boards', boards]);
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

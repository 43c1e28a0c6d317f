import {activeMonths, type MonthlyActivity, monthlyActivities} from '../../dossier/activity.ts';
import {commitsOf, effectiveAssessment, importedTree, removalRisk} from '../../dossier/effective.ts';
import {mailAddress} from '../../dossier/mail-address.ts';
import {recommendationWords} from '../../dossier/recommendations.ts';
import type {
	Assessment,
	CalibrationSummary,
	DirectoryRecord,
	DriverRecord,
	Source,
	Support,
} from '../../dossier/schema.ts';
import {bar} from '../../text/bar.ts';
import {drawMonths, monthChartWidth} from '../../text/chart.ts';
import {link} from '../../text/link.ts';
import {counted, grouped, percent} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import {cellWidth, fit, wrap} from '../../text/width.ts';
import {sourceAddress, sourceDate, sourceName} from './links.ts';

/** What a dossier is drawn from. */
export interface Dossier {
	record: DriverRecord | DirectoryRecord;
	/** The record of the driver's directory, to hold its figures beside; null where it is not at hand. */
	directory: DirectoryRecord | null;
	treeVersion: string;
	/** How each band of risk fared, where the data set says. */
	calibration: CalibrationSummary | null;
}

/** What a reader has done to a dossier: where the month cursor stands, which source is chosen, notes unfolded. */
export interface DossierView {
	month: number | null;
	source: number | null;
	notes: boolean;
}

export const freshView: DossierView = {month: null, source: null, notes: false};

/** One row of the table of signals; every column is text, unknown is the sign for it. */
export interface SignalRow {
	signal: string;
	[column: string]: string;
}

/** A dossier is drawn as a column of blocks: lines of text, and the table of signals. */
export type Block =
	| {kind: 'lines'; section: string; lines: string[]}
	| {kind: 'table'; section: string; rows: SignalRow[]};

/** A source with its number, and who cites it. */
export interface NumberedSource {
	number: number;
	source: Source;
	assessment: Assessment;
}

export function isDriver(record: DriverRecord | DirectoryRecord): record is DriverRecord {
	return 'module' in record;
}

/** The assessments, the effective one first; the others follow in the record's order. */
function orderedAssessments(record: Dossier['record']): Assessment[] {
	const effective = effectiveAssessment(record);
	return effective === null ? [] : [effective, ...record.assessments.filter(other => other !== effective)];
}

/** All sources of a dossier, numbered through: the effective assessment's first. */
export function numberedSources(record: Dossier['record']): NumberedSource[] {
	const sources: NumberedSource[] = [];
	for (const assessment of orderedAssessments(record)) {
		for (const source of assessment.sources) {
			sources.push({number: sources.length + 1, source, assessment});
		}
	}
	return sources;
}

/** The whole dossier at a width, top to bottom. What the screen shows and `show` prints are both made of it. */
export function dossierBlocks(theme: Theme, dossier: Dossier, view: DossierView, width: number): Block[] {
	const {record} = dossier;
	const draw = {theme, dossier, view, width};
	const blocks: Block[] = [
		{kind: 'lines', section: 'identity', lines: identity(draw)},
		{kind: 'lines', section: 'verdict', lines: verdict(draw)},
	];
	const add = (section: string, heading: string, lines: string[]) => {
		if (lines.length > 0) {
			blocks.push({kind: 'lines', section, lines: ['', theme.paint('heading', heading), ...lines]});
		}
	};
	add('why', 'Why', why(draw));
	add('deletions', 'Posted deletions', deletionLines(draw));
	const {rows, unknown} = signalRows(theme, dossier);
	if (rows.length > 0) {
		blocks.push({kind: 'lines', section: 'signals', lines: ['', theme.paint('heading', 'Signals')]});
		blocks.push({kind: 'table', section: 'signals', rows});
	}
	blocks.push({kind: 'lines', section: 'signals', lines: signalLines(draw, unknown)});
	for (const [index, activity] of monthlyActivities(record).entries()) {
		// The month cursor walks the first chart only.
		const drawing = index === 0 ? draw : {...draw, view: {...view, month: null}};
		const section = index === 0 ? 'activity' : 'more activity';
		add(section, activityHeading(theme, activity, width), activityLines(drawing, activity));
	}
	add('releases', 'Change from release to release', churnLines(draw));
	add('sources', 'Sources', sourceLines(draw));
	add('notes', notesHeading(draw), notes(draw));
	return blocks;
}

interface Drawing {
	theme: Theme;
	dossier: Dossier;
	view: DossierView;
	width: number;
}

const clean = (theme: Theme, text: string) => sanitise(text, {ascii: theme.ascii});

/** Unstyled text wrapped under an unstyled lead; following lines are indented to it. */
function hanging(lead: string, text: string, width: number): string[] {
	const indent = cellWidth(lead);
	return wrap(text, width - indent).map((line, index) => (index === 0 ? lead : ' '.repeat(indent)) + line);
}

function identity({theme, dossier, width}: Drawing): string[] {
	const {record} = dossier;
	const name = clean(theme, isDriver(record) ? record.module : record.directory);
	const place = clean(theme, isDriver(record) ? record.directory : '');
	const room = width - cellWidth(name) - cellWidth(place);
	const lines =
		room >= 2
			? [theme.paint('strong', name) + ' '.repeat(room) + theme.paint('quiet', place)]
			: [
					theme.paint('strong', fit(name, width).trimEnd()),
					...wrap(place, width).map(line => theme.paint('quiet', line)),
				];
	const title = effectiveAssessment(record)?.title ?? record.title;
	if (title !== null) lines.push(...wrap(clean(theme, title), width));
	const facts: string[] = [];
	if (isDriver(record)) {
		if (record.kconfig !== null) {
			const {symbol, tristate} = record.kconfig;
			facts.push(`CONFIG_${symbol}${tristate ? '' : ' (built in only)'}`);
		}
		if (record.buses.length > 0) facts.push(record.buses.join(' '));
		if (record.title !== null && record.title !== title) facts.push(clean(theme, record.title));
		if (record.aliases !== null && record.aliases.length > 0) {
			facts.push(counted(record.aliases.length, 'device id pattern'));
		}
	} else {
		facts.push(counted(record.drivers, 'driver'));
	}
	if (facts.length > 0) {
		lines.push(
			...wrap(clean(theme, facts.join(theme.glyphs.separator)), width).map(line =>
				theme.paint('quiet', line),
			),
		);
	}
	return lines;
}

function verdict({theme, dossier, width}: Drawing): string[] {
	const {record} = dossier;
	const effective = effectiveAssessment(record);
	if (effective === null) {
		const words = 'No verdict for a directory: see its drivers.';
		return ['', ...wrap(words, width).map(line => theme.paint('quiet', line))];
	}
	const {recommendation, confidence} = effective;
	const words = recommendationWords[recommendation];
	const risk = removalRisk(record);
	const head = theme.paint(
		recommendation,
		theme.paint('strong', `${theme.glyphs.verdict[recommendation]} ${words.label}`),
	);
	const certainty = `${bar(theme, confidence, 10, recommendation)} ${confidence === null ? 'confidence unknown' : percent(confidence)}`;
	const outlook =
		risk === null ? theme.paint('quiet', 'removal risk not known') : `gone in two years: ${percent(risk)}`;
	const whole = [head, certainty, outlook].join('   ');
	const lines = ['', ...(cellWidth(whole) <= width ? [whole] : [head, certainty, outlook])];
	lines.push(...wrap(clean(theme, words.meaning), width));
	if (effective.summary !== null) lines.push(...wrap(clean(theme, effective.summary), width));
	lines.push(
		// A figure stays with its sign.
		...wrap(outlookText(dossier.calibration, effective, risk).replaceAll(' %', '\u00a0%'), width).map(line =>
			theme.paint('quiet', line.replaceAll('\u00a0', ' ')),
		),
	);
	const tags: [string, string][] = [
		['deploy', effective.deployments],
		['replacement', effective.replacement ?? 'unknown'],
		['subsystem', record.subsystem],
		['category', record.category],
		...(record.signals.support ?? [])
			.filter(({device}) => device === null)
			.map(({vendor, release, state}): [string, string] => [`${vendor.toLowerCase()}${release}`, state]),
	];
	lines.push(
		...wrap(tags.map(([name, value]) => `${name}=${clean(theme, value)}`).join('  '), width).map(line =>
			line.replace(/(\S+?)=/g, (_, name: string) => `${theme.paint('quiet', `${name}=`)}`),
		),
	);
	for (const assessment of orderedAssessments(record)) {
		if (assessment === effective && assessment.assessor === 'rules') continue;
		const said = `${theme.glyphs.verdict[assessment.recommendation]} ${assessment.recommendation}`;
		const sure = assessment.confidence === null ? '' : ` ${percent(assessment.confidence)}`;
		const {covers} = assessment;
		const isOwn = covers == null || covers === (isDriver(record) ? record.id : record.directory);
		const scope = isOwn ? '' : ` for all of ${covers}`;
		const when = assessment.date === null ? '' : `, ${assessment.date}`;
		const differs = assessment.recommendation === recommendation ? '' : `${theme.glyphs.differs} `;
		lines.push(
			...wrap(
				clean(theme, `${differs}${assessorName(assessment)} says ${said}${sure}${scope}${when}`),
				width,
			).map(line => theme.paint(differs === '' ? 'quiet' : 'keep-annotate', line)),
		);
	}
	return lines;
}

/** What the rules' chances mean: what is claimed of the next two years, and how such risks have fared before. */
export function outlookText(
	calibration: Dossier['calibration'],
	effective: Assessment,
	risk: number | null,
): string {
	const {assessor, recommendation, confidence} = effective;
	const {claim} = recommendationWords[recommendation];
	const sentences: string[] = [];
	if (assessor === 'rules' && claim !== null && confidence !== null) {
		sentences.push(`${percent(confidence)} sure that in two years it is ${claim}.`);
	}
	const band = calibration?.bands.find(
		({from, to}) => risk !== null && risk >= from && (risk < to || to === 1),
	);
	if (calibration && band !== undefined && band.drivers > 0) {
		const {from, to, drivers, gone, low, high} = band;
		const {pair} = calibration;
		sentences.push(
			`Of ${counted(drivers, 'driver')} with a risk of ${percent(from)} to ${percent(to)}, ${grouped(gone)} were gone two years later: ${percent(gone / drivers)}, between ${percent(low)} and ${percent(high)} (Linux ${seriesOf(pair.from)} to ${seriesOf(pair.to)}).`,
		);
	}
	return sentences.join(' ');
}

const seriesOf = (version: string) => /^\d+\.\d+/.exec(version)?.[0] ?? version;

/** Who an assessment comes from, for a sentence. */
export function assessorName(assessment: Assessment): string {
	if (assessment.assessor === 'rules') return 'the rule table';
	if (assessment.assessor === 'person') return assessment.origin ?? 'a person';
	return assessment.origin == null ? 'an imported dossier' : `the dossier of ${assessment.origin}`;
}

function why({theme, dossier, width}: Drawing): string[] {
	const lines: string[] = [];
	let offset = 0;
	const several = orderedAssessments(dossier.record).filter(({reasons}) => reasons.length > 0).length > 1;
	for (const assessment of orderedAssessments(dossier.record)) {
		const strongestFirst = [...assessment.reasons].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
		if (several && strongestFirst.length > 0) {
			lines.push(theme.paint('quiet', ` ${clean(theme, assessorName(assessment))}:`));
		}
		for (const reason of strongestFirst) {
			// Signs are read from the driver's side: what speaks for its staying is a plus.
			const [sign, style] =
				reason.weight < 0
					? ([theme.glyphs.plus, 'good'] as const)
					: reason.weight > 0
						? ([theme.glyphs.minus, 'bad'] as const)
						: ([theme.glyphs.bullet, 'quiet'] as const);
			const reference = reason.source === null ? '' : ` [${reason.source + offset}]`;
			const [first = '', ...rest] = hanging(' x ', clean(theme, reason.text) + reference, width);
			lines.push(` ${theme.paint(style, sign)} ${first.slice(3)}`, ...rest);
		}
		offset += assessment.sources.length;
	}
	return lines;
}

/** Every posted patch that deletes the driver's main file, the newest first. */
function deletionLines({theme, dossier, width}: Drawing): string[] {
	const newestFirst = (dossier.record.signals.removalPatches ?? []).toSorted((a, b) =>
		a.date < b.date ? 1 : -1,
	);
	return newestFirst.slice(0, mostDeletions).map(({date, title, list, messageId}) => {
		const room = width - date.length - list.length - 5;
		const shown = fit(clean(theme, title), Math.max(8, room), 'left', theme.glyphs.ellipsis).trimEnd();
		return ` ${date}  ${link(theme, mailAddress(list, messageId), theme.paint('accent', shown))}  ${theme.paint('quiet', clean(theme, list))}`;
	});
}

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

/** Deletions that are listed; a directory may have seen many. */
const mostDeletions = 12;
/** Devices that a vendor speaks of one by one: so many are named, the rest counted. */
const mostDevices = 4;

function signalLines({theme, dossier, width}: Drawing, unknown: readonly string[]): string[] {
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

function activityHeading(theme: Theme, activity: MonthlyActivity, width: number): string {
	const {active, known} = activeMonths(activity);
	const what = activity.kind === 'commits' ? 'Commits a month' : 'Patches posted a month';
	const totals = `${grouped(activity.total)} in ${active}/${known} months`;
	const long = `${what}, ${activity.since} ${theme.glyphs.arrow} ${activity.until}${theme.glyphs.separator}${totals}`;
	return cellWidth(long) <= width ? long : `${what}${theme.glyphs.separator}${totals}`;
}

/** Rows of the chart. */
const chartHeight = 5;

function activityLines({theme, view, width}: Drawing, activity: MonthlyActivity): string[] {
	const series = {
		months: activity.months.map(({month}) => month),
		values: activity.months.map(({count}) => count),
	};
	const {active, known} = activeMonths(activity);
	const lines: string[] = [];
	const chart = drawMonths(theme, series, {
		width: Math.min(width, monthChartWidth(series)),
		height: chartHeight,
		cursor: view.month,
	});
	lines.push(...chart.lines);
	const notes = [`active in ${active}/${known} months`];
	if (chart.monthsPerCell > 1) notes.push(`${chart.monthsPerCell} months a cell`);
	if (activity.origin !== null) notes.push(`counted by ${clean(theme, activity.origin)}`);
	if (view.month !== null) lines.push(monthReadout(theme, activity, view.month));
	else lines.push(...wrap(notes.join(theme.glyphs.separator), width).map(line => theme.paint('quiet', line)));
	return lines;
}

/** One month read out: `2023-08: 5 commits · +136 −89`. */
export function monthReadout(theme: Theme, activity: MonthlyActivity, index: number): string {
	const month = activity.months[index];
	if (month === undefined) return '';
	if (month.count === null) return `${month.month}: not covered by the archives`;
	const noun = activity.kind === 'commits' ? 'commit' : 'patch';
	const count = counted(month.count, noun, noun === 'patch' ? 'patches' : 'commits');
	const lines =
		month.added === null || month.removed === null
			? ''
			: `${theme.glyphs.separator}+${grouped(month.added)} ${theme.glyphs.minus}${grouped(month.removed)}`;
	return `${month.month}: ${count}${lines}`;
}

function churnLines({theme, dossier, width}: Drawing): string[] {
	const {churn, tree} = dossier.record.signals;
	if (churn === null) return [];
	const names = churn.map(({from, to}) => clean(theme, `${from} ${theme.glyphs.arrow} ${to}`));
	const nameWidth = Math.max(...names.map(cellWidth));
	const most = Math.max(1, ...churn.map(({linesAdded, linesRemoved}) => linesAdded + linesRemoved));
	const barRoom = Math.max(0, Math.min(24, width - nameWidth - 34));
	return churn.map(({filesChanged, linesAdded, linesRemoved}, index) => {
		const changed = linesAdded + linesRemoved;
		const length = changed === 0 ? 0 : Math.max(1, Math.round((changed / most) * barRoom));
		const graph =
			barRoom === 0
				? ''
				: ` ${theme.paint('bar', (theme.ascii ? '#' : '█').repeat(length))}${' '.repeat(barRoom - length)}`;
		const words =
			filesChanged === 0
				? 'untouched'
				: `+${grouped(linesAdded)} ${theme.glyphs.minus}${grouped(linesRemoved)} in ${counted(filesChanged, 'file')}`;
		const share =
			tree === null || tree.sourceLines === 0 || changed === 0
				? ''
				: theme.paint('quiet', ` ${percent(changed / tree.sourceLines)}`);
		const line = ` ${fit(names[index]!, nameWidth)}${graph} ${words}`;
		return cellWidth(line + share) <= width ? line + share : line;
	});
}

function sourceLines({theme, dossier, view, width}: Drawing): string[] {
	const lines: string[] = [];
	const sources = numberedSources(dossier.record);
	const numberWidth = String(sources.length).length + 2;
	const several = new Set(sources.map(({assessment}) => assessment)).size > 1;
	let heard: Assessment | null = null;
	for (const {number, source, assessment} of sources) {
		if (several && assessment !== heard) {
			lines.push(theme.paint('quiet', ` ${clean(theme, assessorName(assessment))}:`));
			heard = assessment;
		}
		const chosen = view.source === number - 1;
		const lead = `${chosen ? theme.glyphs.cursor : ' '}${`[${number}]`.padStart(numberWidth)} `;
		const address = sourceAddress(source, dossier.treeVersion);
		const where = sourceName(source);
		const day = sourceDate(source);
		const date = day === null ? '' : `  ${day}`;
		const head = clean(theme, where);
		const room = width - lead.length;
		const headLine = fit(
			head,
			Math.min(cellWidth(head), room - cellWidth(date)),
			'left',
			theme.glyphs.ellipsis,
		);
		lines.push(
			(chosen ? theme.paint('accent', lead) : lead) +
				link(theme, address, theme.paint('accent', headLine)) +
				theme.paint('quiet', date),
		);
		for (const line of wrap(clean(theme, source.claim), room)) lines.push(' '.repeat(lead.length) + line);
		if (chosen) {
			// The address in full, so that it can be picked with the mouse where links are not supported.
			for (const line of wrap(clean(theme, address), room)) {
				lines.push(' '.repeat(lead.length) + theme.paint('quiet', line));
			}
		}
	}
	return lines;
}

function notesOf(record: Dossier['record']): Assessment[] {
	return orderedAssessments(record).filter(({notes}) => notes !== null);
}

function notesHeading({theme, dossier, view}: Drawing): string {
	const folded = view.notes ? theme.glyphs.open : theme.glyphs.folded;
	const count = notesOf(dossier.record).length;
	return `${folded} Technical notes${count > 1 ? ` (${count})` : ''}${view.notes ? '' : `${theme.glyphs.separator}n unfolds`}`;
}

function notes({theme, dossier, view, width}: Drawing): string[] {
	const written = notesOf(dossier.record);
	if (written.length === 0) return [];
	if (!view.notes) return [''];
	return written.flatMap(assessment => [
		...(written.length > 1 ? [theme.paint('quiet', ` ${clean(theme, assessorName(assessment))}:`)] : []),
		...wrap(sanitise(assessment.notes!, {keepNewlines: true, ascii: theme.ascii}), width - 1).map(
			line => ` ${line}`,
		),
	]);
}

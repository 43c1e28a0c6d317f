/** A platform as a person reads it: what it is, how it stands and why, what is built for it, and its drivers. */
import type {Dataset} from '../../dataset/reader.ts';
import {standingInWords} from '../../dossier/announcements/platforms.ts';
import {statementsOfPlatform, statementWords} from '../../dossier/announcements/statements.ts';
import {effectiveAssessment} from '../../dossier/effective.ts';
import {goneInWords} from '../../dossier/gone/words.ts';
import {isInEarnest} from '../../dossier/history/work.ts';
import {normaliseName} from '../../dossier/query/names.ts';
import type {DriverRecord, Manifest, Platform} from '../../dossier/schema.ts';
import {markdownTable} from '../../text/delimited.ts';
import {markdownText} from '../../text/markdown.ts';
import {counted} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import {type Column, table} from '../../text/table.ts';
import type {Theme} from '../../text/theme.ts';
import {cellWidth, wrap} from '../../text/width.ts';

/** Its drivers' records, in the order of the platform's list. */
function driversOf(dataset: Dataset, {drivers}: Platform): DriverRecord[] {
	const wanted = new Set(drivers);
	return dataset
		.rows()
		.filter(({id}) => wanted.has(id))
		.map(row => dataset.driver(row))
		.sort((one, other) => (one.id < other.id ? -1 : 1));
}

const columns: readonly Column[] = [
	{heading: 'driver'},
	{heading: 'verdict'},
	{heading: 'last work'},
	{heading: 'section'},
	{heading: 'lists'},
];

function rowOf(record: DriverRecord, releases: Manifest['releases']): string[] {
	const {maintainers} = record.signals;
	return [
		record.id,
		effectiveAssessment(record)?.recommendation ?? 'unsure',
		lastWorkOf(record, releases) ?? '-',
		maintainers?.section ?? '-',
		maintainers?.lists.join(' ') || '-',
	].map(cell => sanitise(cell));
}

/** The newest of what is known: a commit or patch of substance by its day, else the release that changed it in earnest. */
function lastWorkOf({signals}: DriverRecord, releases: Manifest['releases']): string | null {
	const days = [signals.commits?.substantive?.lastDate, signals.patches?.substantive.last?.date];
	const day = days
		.filter(one => typeof one === 'string')
		.sort()
		.at(-1);
	const step = signals.releases?.substantive.findLastIndex(isInEarnest) ?? -1;
	const release = releases[step];
	if (day !== undefined && (release === undefined || release.date < day)) return day;
	return release === undefined ? null : `${release.date} (${release.release})`;
}

/** What it says of itself, a line each. */
function factsOf(platform: Platform): string[] {
	const {option, prompt, state, citations, architectures, since, boards, deviceTrees, at, gone} = platform;
	const where = gone === undefined ? at : `${at} of Linux ${gone.lastRelease.release}`;
	const trees = shortened(deviceTrees.map(path => path.slice(path.lastIndexOf('/') + 1)));
	return [
		`CONFIG_${option}: ${prompt ?? 'a platform'} (${architectures.join(', ')}, ${where})`,
		`State: ${standingInWords(platform)}`,
		...citations.map(source => `  ${source.claim}: ${'at' in source ? source.at : source.url}`),
		...statementsOfPlatform(platform).map(one => `  ${statementWords(one)}`),
		...(since === null
			? []
			: [`Since: Linux ${since.release}${since.earliest ? ' or earlier' : ` (${since.date})`}`]),
		state === 'gone'
			? `Went with it: ${counted(boards.length, 'board option')}${shortened(boards)}`
			: `Built for it: ${counted(boards.length, 'board option')}${shortened(boards)}, ${counted(deviceTrees.length, 'device tree')}${trees}`,
	].map(line => sanitise(line));
}

/** Names in brackets behind their count; nothing where there are none. */
function shortened(names: readonly string[]): string {
	const more = names.length > 8 ? `, and ${names.length - 8} more` : '';
	return names.length === 0 ? '' : ` (${names.slice(0, 8).join(', ')}${more})`;
}

/** The drivers with their heading: those that are there with their verdicts, those that are gone with what became of them. */
function driversTable(
	dataset: Dataset,
	platform: Platform,
): {heading: string; columns: readonly Column[]; rows: string[][]} {
	if (platform.state === 'gone') {
		const wanted = new Set(platform.drivers);
		const records = dataset.gone.byModules(
			new Set(platform.drivers.map(id => normaliseName(id.slice(id.lastIndexOf('/') + 1)))),
		);
		const rows = records
			.filter(({id}) => wanted.has(id))
			.map(record =>
				[record.id, record.option ?? '-', record.lastRelease.release, goneInWords(record)].map(cell =>
					sanitise(cell),
				),
			);
		return {
			heading:
				rows.length === 0
					? 'No driver is known to have gone with it'
					: `${counted(rows.length, 'driver')} that could not be built without it, gone since`,
			columns: goneColumns,
			rows,
		};
	}
	const drivers = driversOf(dataset, platform);
	return {
		heading: `${counted(drivers.length, 'driver')} that can't be built without it, compile tests aside`,
		columns,
		rows: drivers.map(record => rowOf(record, dataset.manifest.releases)),
	};
}

const goneColumns: readonly Column[] = [
	{heading: 'driver'},
	{heading: 'option'},
	{heading: 'last in'},
	{heading: 'what became of it'},
];

/** Columns that stand in the first line of a driver where the table is too wide. */
const first = 3;

/** A platform for people, so many cells wide, if that is not null: where a table of its drivers is wider, each has a second line. */
export function platformText(
	theme: Theme,
	dataset: Dataset,
	platform: Platform,
	wanted: number | null = null,
): string {
	const width = wanted ?? Number.POSITIVE_INFINITY;
	const {heading, columns: all, rows} = driversTable(dataset, platform);
	const facts = factsOf(platform).flatMap(line => {
		const indent = line.startsWith(' ') ? '  ' : '';
		return wrap(line.trim(), Math.max(width - 4, 1)).map((part, index) =>
			index === 0 ? indent + part : `    ${part}`,
		);
	});
	const whole = rows.length === 0 ? [] : table(theme, all, rows);
	const isWide = whole.some(line => cellWidth(line) > width);
	const narrow = () => {
		const [head, ...lines] = table(
			theme,
			all.slice(0, first),
			rows.map(cells => cells.slice(0, first)),
		);
		const more = (cells: readonly string[]) =>
			cells
				.slice(first)
				.flatMap(cell => wrap(cell, Math.max(width - 4, 1)))
				.map(line => theme.paint('quiet', `    ${line}`));
		return [head!, ...lines.flatMap((line, index) => [line, ...more(rows[index]!)])];
	};
	return [...facts, '', theme.paint('heading', heading), ...(isWide ? narrow() : whole), ''].join('\n');
}

/** A platform in Markdown. */
export function platformMarkdown(dataset: Dataset, platform: Platform): string {
	const drivers = driversTable(dataset, platform);
	const [first, ...rest] = factsOf(platform);
	const facts = rest.map(line => `- ${markdownText(line.trim())}`).join('\n');
	return `# ${markdownText(first!)}\n\n${facts}\n\n${markdownText(drivers.heading)}\n\n${drivers.rows.length === 0 ? '' : markdownTable(drivers.columns, drivers.rows)}`;
}

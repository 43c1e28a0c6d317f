/** A platform as a person reads it: what it is, how it stands and why, what is built for it, and its drivers. */
import type {Dataset} from '../../dataset/reader.ts';
import {effectiveAssessment} from '../../dossier/effective.ts';
import {isInEarnest} from '../../dossier/history/work.ts';
import {isConfigSymbol} from '../../dossier/kernel-names.ts';
import {bareSymbol} from '../../dossier/query/names.ts';
import type {DriverRecord, Manifest, Platform} from '../../dossier/schema.ts';
import {markdownTable} from '../../text/delimited.ts';
import {type FittedColumn, fittedTable} from '../../text/fitted-table.ts';
import {counted} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import {wrap} from '../../text/width.ts';

/** The platform whose option a name is, with or without `CONFIG_`; null where none has it. */
export function findPlatform(dataset: Dataset, name: string): Platform | null {
	const option = bareSymbol(name);
	return isConfigSymbol(option) ? dataset.platform(option) : null;
}

/** Its drivers' records, in the order of the platform's list. */
function driversOf(dataset: Dataset, {drivers}: Platform): DriverRecord[] {
	const wanted = new Set(drivers);
	return dataset
		.rows()
		.filter(({id}) => wanted.has(id))
		.map(row => dataset.driver(row))
		.sort((one, other) => (one.id < other.id ? -1 : 1));
}

const columns: readonly FittedColumn[] = [
	{heading: 'driver', priority: 0, least: 24},
	{heading: 'verdict', priority: 0},
	{heading: 'last work', priority: 1},
	{heading: 'section', priority: 2, least: 12},
	{heading: 'lists', priority: 3, least: 12},
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
	const {option, prompt, state, goes, through, citations, architectures, since, boards, deviceTrees} =
		platform;
	const stands = {
		'in-use': 'nothing in the tree says that it goes',
		deprecated: `called deprecated${goes === null ? '' : `, may go in ${goes}`}`,
		announced: `announced to go${goes === null ? '' : ` in ${goes}`}`,
		boardless: 'no board or device tree of it is left',
	}[state];
	return [
		`CONFIG_${option}: ${prompt ?? 'a platform'} (${architectures.join(', ')}, ${platform.at})`,
		`State: ${stands}${through === null ? '' : `, by CONFIG_${through}, which it needs`}`,
		...citations.map(source => `  ${source.claim}: ${'at' in source ? source.at : source.url}`),
		...(since === null ? [] : [`Since: ${since.earliest ? 'at least ' : ''}Linux ${since.release}`]),
		`Built for it: ${counted(boards.length, 'board option')}${boards.length === 0 ? '' : ` (${shortened(boards)})`}, ${counted(deviceTrees.length, 'device tree')}${deviceTrees.length === 0 ? '' : ` (${shortened(deviceTrees.map(path => path.slice(path.lastIndexOf('/') + 1)))})`}`,
	].map(line => sanitise(line));
}

function shortened(names: readonly string[]): string {
	const more = names.length > 8 ? `, and ${names.length - 8} more` : '';
	return `${names.slice(0, 8).join(', ')}${more}`;
}

/** A platform for people; nothing of it is wider than `width`, if that is not null. */
export function platformText(
	theme: Theme,
	dataset: Dataset,
	platform: Platform,
	width: number | null,
): string {
	const drivers = driversOf(dataset, platform);
	const rows = drivers.map(record => rowOf(record, dataset.manifest.releases));
	const heading = `${counted(drivers.length, 'driver')} that can't be built without it, compile tests aside`;
	return [
		...factsOf(platform).flatMap(line => (width === null ? line : hanging(line, width))),
		'',
		theme.paint('heading', heading),
		...(rows.length === 0
			? []
			: fittedTable(
					theme,
					columns,
					rows.map(row => row.map(text => ({text}))),
					width,
				)),
		'',
	].join('\n');
}

/** A fact in as many lines as it needs, all but the first under its beginning. */
function hanging(line: string, width: number): string[] {
	const indent = `  ${/^ */.exec(line)![0]}`;
	const parts = wrap(line.trim(), width - indent.length);
	return parts.map((part, index) => (index === 0 ? indent.slice(2) : indent) + part);
}

/** A platform in Markdown. */
export function platformMarkdown(dataset: Dataset, platform: Platform): string {
	const rows = driversOf(dataset, platform).map(record => rowOf(record, dataset.manifest.releases));
	const [first, ...rest] = factsOf(platform);
	return `# ${first}\n\n${rest.map(line => `- ${line.trim()}`).join('\n')}\n\n${markdownTable(columns, rows)}`;
}

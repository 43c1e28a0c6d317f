import {createHash} from 'node:crypto';
import {markFading} from '../dossier/fading.ts';
import {goneKey, outsideKey} from '../dossier/gone/keys.ts';
import {isLost} from '../dossier/gone/words.ts';
import {packRow} from '../dossier/index-row.ts';
import {misfitOfOption} from '../dossier/kernel-options.ts';
import type {
	DirectoryRecord,
	Distribution,
	DriverRecord,
	GoneRecord,
	Manifest,
	OutsideRecord,
	Platform,
	Source,
} from '../dossier/schema.ts';
import {namesItsHost} from '../dossier/source-links.ts';
import {isSurveyed} from '../dossier/surveyed-folders.ts';
import {type DatasetFile, datasetFiles, optionalFiles, readWhole} from './files.ts';
import {type DirectoryEntry, parseIndex} from './index-file.ts';
import {digestsOf, makeJoins} from './joins/joins-file.ts';
import {createPacker} from './packing/packing.ts';
import {findMisfit} from './record-check.ts';
import {makeLinks} from './tables/make-links.ts';
import {makeIds, makeNames} from './tables/make-tables.ts';

/** Something wrong with a data set. `line` counts from 1; null where it is about the whole file. */
export interface Finding {
	file: DatasetFile;
	line: number | null;
	what: string;
}

/** What a validation found and how much it looked at. */
export interface Validation {
	findings: Finding[];
	drivers: number;
	directories: number;
	sources: number;
}

/**
 * Checks a whole data set: the manifest against its schema, each file against its size and digest, each record
 * against its schema and its neighbours (sorted, unique), each reason against its source, each citation's shape,
 * and the index against the records. Throws a UserError where there is no data set at all.
 */
export function validateDataset(directory: string): Validation {
	const findings: Finding[] = [];
	const report = (file: DatasetFile, line: number | null, what: string) => findings.push({file, line, what});
	const result: Validation = {findings, drivers: 0, directories: 0, sources: 0};

	let manifest: unknown;
	try {
		manifest = JSON.parse(readWhole(directory, 'manifest.json').toString('utf8'));
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		report('manifest.json', null, `is not JSON: ${error.message}`);
		return result;
	}
	const misfit = findMisfit('manifest', manifest);
	if (misfit !== null) {
		report('manifest.json', null, `${misfit.field} ${misfit.why}`);
		return result;
	}
	const {files, counts, distributions} = manifest as {
		files: Record<string, {bytes: number; sha256: string}>;
		counts: {drivers: number; directories: number; gone?: number};
		distributions?: Distribution[];
	};
	const contents = new Map<DatasetFile, Buffer>();
	for (const file of [...datasetFiles, ...optionalFiles]) {
		if (files[file] === undefined) continue;
		const content = readWhole(directory, file);
		contents.set(file, content);
		const {bytes, sha256} = files[file]!;
		if (content.length !== bytes) {
			report(file, null, `has ${content.length} bytes, the manifest says ${bytes}`);
		} else if (createHash('sha256').update(content).digest('hex') !== sha256) {
			report(file, null, 'its SHA-256 is not the one in the manifest');
		}
	}

	const packer = createPacker(manifest as Manifest);
	const drivers: {record: DriverRecord; offset: number; length: number}[] = [];
	eachLine(contents.get('drivers.ndjson')!, (line, text, offset, length) => {
		const record = checkLine<DriverRecord>('drivers.ndjson', 'driver', line, text, report, packer.unpack);
		if (record === null) return;
		if (record.id !== `${record.directory}/${record.module}`) {
			report('drivers.ndjson', line, `id ${record.id} is not directory/module`);
		}
		const misjudged = findMisjudged(record);
		if (misjudged !== null) report('drivers.ndjson', line, misjudged);
		result.sources += checkAssessments('drivers.ndjson', line, record, report);
		drivers.push({record, offset, length});
	});
	const entries: DirectoryEntry[] = [];
	eachLine(contents.get('directories.ndjson')!, (line, text, offset, length) => {
		const file = 'directories.ndjson';
		const record = checkLine<DirectoryRecord>(file, 'directory', line, text, report, packer.unpack);
		if (record === null) return;
		result.sources += checkAssessments(file, line, record, report);
		entries.push([record.directory, offset, length]);
	});
	result.drivers = drivers.length;
	result.directories = entries.length;
	checkOrder(
		'drivers.ndjson',
		drivers.map(({record}) => record.id),
		report,
	);
	checkOrder(
		'directories.ndjson',
		entries.map(([name]) => name),
		report,
	);
	if (drivers.length !== counts.drivers) {
		report('drivers.ndjson', null, `has ${drivers.length} drivers, the manifest says ${counts.drivers}`);
	}
	if (entries.length !== counts.directories) {
		report(
			'directories.ndjson',
			null,
			`has ${entries.length} records, the manifest says ${counts.directories}`,
		);
	}
	checkOptions(contents.get('options.txt'), report);
	const living = new Set(drivers.map(({record}) => record.id));
	const dead = checkGone(contents, living, counts.gone ?? 0, report);
	checkPlatforms(contents.get('platforms.ndjson'), {drivers: living, dead}, report);
	checkIndex(contents.get('index.json')!, {drivers, entries, distributions}, report);
	if (findings.length === 0) checkTables(contents, drivers, (manifest as Manifest).files, report);
	return result;
}

type Report = (file: DatasetFile, line: number | null, what: string) => void;

function eachLine(
	content: Buffer,
	visit: (line: number, text: string, offset: number, length: number) => void,
): void {
	let offset = 0;
	for (let line = 1; offset < content.length; line++) {
		const newline = content.indexOf(0x0a, offset);
		const end = newline < 0 ? content.length : newline;
		visit(line, content.toString('utf8', offset, end), offset, end - offset);
		offset = end + 1;
	}
}

function checkLine<Kind>(
	file: DatasetFile,
	kind: 'driver' | 'directory' | 'platform' | 'gone' | 'outside',
	line: number,
	text: string,
	report: Report,
	unpack: (stored: unknown) => unknown = stored => stored,
): Kind | null {
	let record: unknown;
	try {
		record = unpack(JSON.parse(text));
	} catch (error) {
		report(file, line, `is not JSON: ${(error as Error).message}`);
		return null;
	}
	const misfit = findMisfit(kind, record);
	if (misfit !== null) {
		report(file, line, `${misfit.field} ${misfit.why}`);
		return null;
	}
	return record as Kind;
}

/** What registers with a bus or carries a device table is hardware's: no rule may call it something else. */
function findMisjudged({kind, buses, aliases, assessments}: DriverRecord): string | null {
	const isHidden = assessments.some(
		({assessor, recommendation}) => assessor === 'rules' && recommendation === 'not-a-driver',
	);
	if (!isHidden || kind !== 'driver') return null;
	const ids = aliases?.length ?? 0;
	const shown = buses.length > 0 ? `registers on ${buses.join(', ')}` : 'has device ids';
	return buses.length + ids > 0 ? `is a driver that ${shown}, and yet not-a-driver` : null;
}

/** The options: symbols, sorted, each once. */
function checkOptions(options: Buffer | undefined, report: Report): void {
	if (options === undefined) return;
	let before: string | null = null;
	eachLine(options, (line, text) => {
		const misfit = misfitOfOption(text, before);
		if (misfit !== null) report('options.txt', line, misfit);
		before = text;
	});
}

/** Platforms: sorted, their drivers known (of gone ones among the dead), and what is said of one that goes cited. */
function checkPlatforms(
	content: Buffer | undefined,
	{drivers, dead}: {drivers: ReadonlySet<string>; dead: ReadonlySet<string>},
	report: Report,
): void {
	if (content === undefined) return;
	const file = 'platforms.ndjson';
	const options: string[] = [];
	eachLine(content, (line, text) => {
		const record = checkLine<Platform>(file, 'platform', line, text, report);
		if (record === null) return;
		options.push(record.option);
		const [known, where] = record.state === 'gone' ? [dead, 'gone.ndjson'] : [drivers, 'drivers.ndjson'];
		const stranger = record.drivers.find(id => !known.has(id));
		if (stranger !== undefined) report(file, line, `names ${stranger}, which is no driver of ${where}`);
		checkHosts(file, line, record.citations, report);
		if (record.state !== 'in-use' && record.citations.length === 0) {
			report(file, line, `says that ${record.option} is ${record.state}, and cites nothing`);
		}
	});
	checkOrder(file, options, report);
}

function checkAssessments(
	file: DatasetFile,
	line: number,
	record: DriverRecord | DirectoryRecord,
	report: Report,
): number {
	let sources = 0;
	const said = 'statements' in record.signals ? (record.signals.statements ?? []) : [];
	const cited = [...record.assessments.flatMap(one => one.sources), ...said.map(({source}) => source)];
	checkHosts(file, line, cited, report);
	for (const [index, assessment] of record.assessments.entries()) {
		const where = `assessments.${index}`;
		sources += assessment.sources.length;
		for (const [number, reason] of assessment.reasons.entries()) {
			if (reason.source !== null && reason.source > assessment.sources.length) {
				report(
					file,
					line,
					`${where}.reasons.${number} cites source ${reason.source} of ${assessment.sources.length}`,
				);
			}
		}
		for (const [number, source] of assessment.sources.entries()) {
			if (source.kind === 'mail' && !/^https:\/\/lore\.kernel\.org\/[^/]+\/[^/]+\/$/.test(source.url)) {
				report(
					file,
					line,
					`${where}.sources.${number}: a mail is cited as https://lore.kernel.org/LIST/MESSAGE-ID/`,
				);
			}
		}
	}
	return sources;
}

function checkHosts(file: DatasetFile, line: number, sources: readonly Source[], report: Report): void {
	if (!sources.every(namesItsHost)) report(file, line, 'says another host of a source than its url leads to');
}

function checkOrder(file: DatasetFile, names: readonly string[], report: Report): void {
	for (let index = 1; index < names.length; index++) {
		if (names[index - 1]! >= names[index]!) {
			report(file, index + 1, `${names[index]} stands after ${names[index - 1]}: not sorted, or twice`);
		}
	}
}

/**
 * The dead, whose ids are given back: sorted, no driver of the tree among them but for its former options, and led only to
 * drivers that are there.
 */
function checkGone(
	contents: ReadonlyMap<DatasetFile, Buffer>,
	living: ReadonlySet<string>,
	counted: number,
	report: Report,
): Set<string> {
	const keys: string[] = [];
	const dead = new Set<string>();
	eachLine(contents.get('gone.ndjson') ?? Buffer.alloc(0), (line, text) => {
		const record = checkLine<GoneRecord>('gone.ndjson', 'gone', line, text, report);
		if (record === null) return;
		keys.push(goneKey(record));
		dead.add(record.id);
		const misfit = misfitOfGone(record, living);
		if (misfit !== null) report('gone.ndjson', line, misfit);
	});
	checkOrder('gone.ndjson', keys, report);
	const lines = contents.get('gone.ndjson')?.toString('latin1').split('\n').length ?? 1;
	if (lines - 1 !== counted) {
		report('gone.ndjson', null, `has ${lines - 1} records, the manifest says ${counted}`);
	}
	const names: string[] = [];
	eachLine(contents.get('outside.ndjson') ?? Buffer.alloc(0), (line, text) => {
		const record = checkLine<OutsideRecord>('outside.ndjson', 'outside', line, text, report);
		if (record !== null) names.push(outsideKey(record));
	});
	checkOrder('outside.ndjson', names, report);
	return dead;
}

function misfitOfGone(record: GoneRecord, living: ReadonlySet<string>): string | null {
	const {id, fate, to, successors} = record;
	if (living.has(id) !== (fate === 'option-renamed')) {
		return living.has(id) ? `${id} is a driver of the tree` : `${id} is no driver of the tree`;
	}
	const isLed = !isLost(record) && fate !== null;
	if (isLed !== to.length > 0)
		return `is ${fate === null ? 'of no fate' : fate === 'unknown' ? 'of unknown fate' : fate} and leads to ${to.length} places`;
	for (const {id: place} of [...to, ...successors]) {
		if (isSurveyed(place) && !living.has(place)) return `leads to ${place}, which is no driver of the tree`;
	}
	return null;
}

function checkIndex(
	content: Buffer,
	{
		drivers,
		entries,
		distributions,
	}: {
		drivers: readonly {record: DriverRecord; offset: number; length: number}[];
		entries: readonly DirectoryEntry[];
		distributions: Distribution[] | undefined;
	},
	report: Report,
): void {
	let index: ReturnType<typeof parseIndex>;
	let stored: Set<string>;
	try {
		index = parseIndex(content.toString('utf8'), {isChecked: true});
		stored = new Set(
			(JSON.parse(content.toString('utf8')) as {rows: unknown[]}).rows.map(row => JSON.stringify(row)),
		);
	} catch (error) {
		report('index.json', null, `is not an index: ${(error as Error).message}`);
		return;
	}
	const rows = markFading(
		drivers.map(({record, offset, length}) => packRow(record, offset, length, distributions)),
	);
	for (const [place, {record}] of drivers.entries()) {
		if (!stored.has(JSON.stringify(rows[place]))) {
			report('index.json', null, `has no row, or another, for ${record.id}`);
		}
	}
	if (index.rows.length !== drivers.length) {
		report('index.json', null, `has ${index.rows.length} rows for ${drivers.length} drivers`);
	}
	if (JSON.stringify(index.directories) !== JSON.stringify(entries)) {
		report('index.json', null, 'its directories are not those of directories.ndjson');
	}
}

/** Each table is what the records give; asked once they are known to be right, for it is made of them. */
function checkTables(
	contents: ReadonlyMap<DatasetFile, Buffer>,
	drivers: readonly {record: DriverRecord}[],
	files: Manifest['files'],
	report: Report,
): void {
	const sources = {
		index: contents.get('index.json')!,
		gone: contents.get('gone.ndjson') ?? null,
		outside: contents.get('outside.ndjson') ?? null,
	};
	const records = new Map(drivers.map(({record}) => [record.id, record]));
	const digests = {index: files['index.json']!.sha256, drivers: files['drivers.ndjson']!.sha256};
	const tables = {
		'names.idx': () => makeNames(sources),
		'ids.idx': () => makeIds(sources, ({id}) => records.get(id)?.aliases ?? null),
		'links.idx': () => makeLinks(sources.index, digests, ({id}) => records.get(id) ?? null),
		'joins.idx': () =>
			makeJoins(
				drivers.map(({record}) => record),
				platformsIn(contents.get('platforms.ndjson')),
				contents.get('options.txt')?.toString('utf8') ?? null,
				digestsOf(files),
			),
	} as const;
	for (const [file, make] of Object.entries(tables) as [keyof typeof tables, () => Buffer][]) {
		const content = contents.get(file);
		if (content === undefined) continue;
		const line = differingLine(content.toString('utf8'), make().toString('utf8'));
		if (line !== null) report(file, line, 'is not what the records give');
	}
}

function platformsIn(content: Buffer | undefined): Platform[] {
	const lines = content?.toString('utf8').split('\n').slice(0, -1) ?? [];
	return lines.map(line => JSON.parse(line) as Platform);
}

/** The first line in which two texts differ, counted from 1; null where they are the same. */
function differingLine(one: string, other: string): number | null {
	if (one === other) return null;
	const [lines, others] = [one.split('\n'), other.split('\n')];
	return lines.findIndex((line, index) => line !== others[index]) + 1 || lines.length;
}

/** Reads a folder of kernel configurations with its list, and single ones that are named. */
import {basename, join} from 'node:path';
import {isDay} from '../../dossier/months.ts';
import {
	type ConfigurationForm,
	type ConfigurationKind,
	configurationForms,
	configurationKinds,
} from '../../dossier/query/vocabulary.ts';
import type {Configuration, Problem} from '../../dossier/schema.ts';
import {UserError} from '../../dossier/user-error.ts';
import type {OnProgress} from '../facts.ts';
import {readInput, readInputLater} from '../input-file.ts';
import {describeError} from '../tree/file-errors.ts';
import {type OptionValues, readOptionValues} from './option-values.ts';
import {kernelVersion} from './versions.ts';

/** A configuration with what it says of the options that were asked for. */
export interface ReadConfiguration extends Omit<Configuration, 'enabled'> {
	family: string;
	values: Uint8Array;
}

export interface ConfigurationsOptions {
	/** A folder with index.tsv; null where none is given. */
	directory: string | null;
	/** Single ones: a name for each, and its file. */
	single: readonly {name: string; file: string}[];
	/** The options that are asked for, each with its number. */
	numbers: ReadonlyMap<string, number>;
	onProgress?: OnProgress;
	signal?: AbortSignal;
}

const sourceName = 'distributions';
/** Most bytes of a configuration: a distribution's has 300 thousand. */
const mostBytes = 8 << 20;
const indexFile = 'index.tsv';
/** Lines of it that are read: a stranger's may have millions, each with a fault to tell; ours has five hundred. */
const mostRows = 10_000;
/** Columns of index.tsv that must be there; the head of the script that makes it explains them. */
const columns = 'file distribution release kernel arch date source form family kind era enabled off'.split(
	' ',
);

/** A line of index.tsv by column. */
type Row = Record<(typeof columns)[number], string>;

/**
 * Every configuration that can be read, in the order of the list; the others are named as problems.
 * @throws {UserError} where the folder has no list, or a single one that was named is none.
 */
export async function readConfigurations(
	options: ConfigurationsOptions,
): Promise<{configurations: ReadConfiguration[]; problems: Problem[]}> {
	const {directory, single, numbers, onProgress, signal} = options;
	const problems: Problem[] = [];
	const configurations: ReadConfiguration[] = [];
	const rows = directory === null ? [] : await readIndex(directory, problems);
	let done = 0;
	for (const row of rows) {
		signal?.throwIfAborted();
		const values = readListed(directory!, row, numbers);
		if (typeof values === 'string')
			problems.push({source: sourceName, where: row.file!, problem: `${values}; left out`});
		else configurations.push(describe(row, values));
		onProgress?.({stage: 'configurations', done: ++done, total: rows.length});
	}
	const families = new Set(configurations.map(({family}) => family));
	for (const {name, file} of single) {
		if (families.has(name)) {
			throw new UserError(
				`--config ${name}=… has the name of a family that --configs brings.`,
				'Give it another name.',
			);
		}
		families.add(name);
		configurations.push(await readSingle(name, file, numbers));
	}
	return {configurations, problems};
}

async function readIndex(directory: string, problems: Problem[]): Promise<Row[]> {
	const text = await readInputLater(join(directory, indexFile)).catch((error: unknown) => {
		throw new UserError(
			`${join(directory, indexFile)} can't be read: ${describeError(error)}.`,
			'--configs wants a folder of kernel configurations with such a list, unpacked.',
		);
	});
	const [head = '', ...lines] = text.split('\n');
	const names = head.trimEnd().split('\t');
	const missing = columns.filter(name => !names.includes(name));
	if (missing.length > 0) {
		throw new UserError(
			`${join(directory, indexFile)} has no column ${missing.join(', ')}.`,
			`Its first line names its columns: ${columns.join(', ')}.`,
		);
	}
	const rows: Row[] = [];
	if (lines.length > mostRows) {
		problems.push({
			source: sourceName,
			where: `${indexFile}:${mostRows + 2}`,
			problem: `has over ${mostRows} lines: the others are left out`,
		});
	}
	for (const [number, line] of lines.slice(0, mostRows).entries()) {
		if (line === '') continue;
		const cells = line.replace(/\r$/, '').split('\t');
		const row = Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])) as Row;
		const fault = faultOf(row, cells.length === names.length);
		if (fault === null) rows.push(row);
		else
			problems.push({source: sourceName, where: `${indexFile}:${number + 2}`, problem: `${fault}; left out`});
	}
	return rows;
}

function faultOf(row: Row, isWhole: boolean): string | null {
	if (!isWhole) return 'has another number of columns than the first line';
	// A name is no path: nothing outside the folder is read.
	if (!/^[^/\\\0]+$/.test(row.file!) || row.file === '..') return 'names no file of this folder';
	if (!(configurationForms as readonly string[]).includes(row.form!)) return `knows no form "${row.form}"`;
	if (!(configurationKinds as readonly string[]).includes(row.kind!)) return `knows no kind "${row.kind}"`;
	if (row.date !== '' && !isDay(row.date!)) return `has no date: "${row.date}"`;
	if (!/^[a-z0-9][a-z0-9-]*$/.test(row.family!)) return `has no family: "${row.family}"`;
	if ([row.distribution, row.release, row.arch, row.source].includes('')) return 'has an empty column';
	return null;
}

/** Options that are less than this share of what the list counts: the end is missing. */
const leastShare = 0.98;

function readListed(
	directory: string,
	row: Row,
	numbers: ConfigurationsOptions['numbers'],
): OptionValues | string {
	const read = readText(join(directory, row.file!), directory);
	if (read.error !== undefined) return read.error;
	const values = readOptionValues(read.text, numbers);
	if (typeof values === 'string') return values;
	const listed = Number(row.enabled) + Number(row.off);
	const found = values.enabled + values.off;
	if (listed > 0 && found < listed * leastShare)
		return `is truncated: ${found} options of the ${listed} that the list counts`;
	return values;
}

function readText(path: string, within: string | null): {text: string; error?: undefined} | {error: string} {
	try {
		// Symbols are ASCII; one letter a byte is all that is needed.
		return {
			text: readInput(path, {
				encoding: 'latin1',
				largest: mostBytes,
				...(within === null ? {pipes: true} : {within}),
			}),
		};
	} catch (error) {
		return {error: `can't be read: ${describeError(error)}`};
	}
}

function describe(row: Row, {values, testsCompiling}: OptionValues): ReadConfiguration {
	return {
		family: row.family!,
		distribution: row.distribution!,
		release: row.release!,
		kernel: kernelVersion(row.kernel!) === null ? null : row.kernel!,
		date: row.date === '' ? null : row.date!,
		architecture: row.arch!,
		kind: row.kind as ConfigurationKind,
		form: row.form as ConfigurationForm,
		testsCompiling,
		source: row.source!,
		values,
	};
}

/** Debian's names of architectures, which the list has, by those of a configuration's head. */
const architectures: Readonly<Record<string, string>> = {
	x86: 'amd64',
	x86_64: 'amd64',
	i386: 'i386',
	arm64: 'arm64',
	arm: 'armhf',
	riscv: 'riscv64',
	s390: 's390x',
	powerpc: 'ppc64el',
	loongarch: 'loong64',
};

/** Options of a configuration that is whole; one with fewer is a fragment, whose silence says nothing. */
const wholeOptions = 1000;

async function readSingle(
	name: string,
	file: string,
	numbers: ConfigurationsOptions['numbers'],
): Promise<ReadConfiguration> {
	const read = readText(file, null);
	const values = read.error === undefined ? readOptionValues(read.text, numbers) : read.error;
	if (typeof values === 'string') {
		throw new UserError(
			`${file} ${values}.`,
			'--config wants NAME=FILE with a plain kernel configuration, such as mine=/boot/config-6.12.',
		);
	}
	const {head} = values;
	return {
		family: name,
		distribution: name,
		release: head?.kernel ?? 'unknown',
		kernel: head?.kernel ?? null,
		date: null,
		architecture: head === null ? 'unknown' : (architectures[head.architecture] ?? head.architecture),
		kind: 'general',
		form: head !== null && values.enabled + values.off >= wholeOptions ? 'full' : 'partial',
		testsCompiling: values.testsCompiling,
		source: basename(file),
		values: values.values,
	};
}

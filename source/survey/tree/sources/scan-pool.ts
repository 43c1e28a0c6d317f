/** Scans many source files, on all cores where a worker script is at hand. */
import {availableParallelism} from 'node:os';
import type {Problem} from '../../../dossier/schema.ts';
import {runThread} from '../threads.ts';
import {countedOnly, type SourceFacts} from './facts.ts';
import {LiteralScanner} from './literals.ts';
import {SourceScanner} from './scan.ts';
import {UseScanner} from './uses.ts';

/**
 * What a scanning thread is given. `next` counts the files handed out, shared by all threads. With `names` it looks for
 * their uses, or for string literals of that text; with null it reads facts.
 */
export interface ScanJob {
	tree: string;
	files: readonly string[];
	names: readonly string[] | null;
	isLiteral: boolean;
	next: SharedArrayBuffer;
}

/**
 * Results of one batch: facts or the numbers of used names, a line count where there is nothing else, or why a file
 * can't be read.
 */
interface ScanBatch {
	start: number;
	results: (SourceFacts | number[] | number | string)[];
}

type Scan = (file: string) => ScanBatch['results'][number];

/** Facts by file; files that can't be read are among the problems instead. */
export interface ScanResult {
	facts: Map<string, SourceFacts>;
	problems: Problem[];
}

const batchSize = 128;

/** Scans batches until none is left, for one thread. */
export function scanShare(job: ScanJob, send: (batch: ScanBatch) => void): void {
	const next = new Int32Array(job.next);
	const scan = makeScan(job);
	for (;;) {
		const start = Atomics.add(next, 0, batchSize);
		if (start >= job.files.length) {
			return;
		}
		send(scanBatch(scan, job.files, start));
	}
}

function makeScan({tree, names, isLiteral}: ScanJob): Scan {
	if (names !== null) {
		const scanner = isLiteral ? new LiteralScanner(tree, names) : new UseScanner(tree, names);
		return file => scanner.scan(file);
	}
	const scanner = new SourceScanner(tree);
	return file => {
		const found = scanner.scan(file);
		const isCount =
			typeof found !== 'string' &&
			file.endsWith('.h') &&
			found.quotedIncludes.length + found.angledIncludes.length === 0;
		return isCount ? found.lines : found;
	};
}

function scanBatch(scan: Scan, files: readonly string[], start: number): ScanBatch {
	return {start, results: files.slice(start, start + batchSize).map(scan)};
}

/** Which files to scan, where, and who is told. Paths are relative to `tree`. */
export interface ScanOptions {
	tree: string;
	files: readonly string[];
	/** The bundled scanning script; null scans here and gives way between batches. */
	workerFile: string | null;
	/** Is told how many files are done. */
	onFiles?: (done: number) => void;
	signal?: AbortSignal | undefined;
}

/** The facts of every file, on a thread a core. */
export async function scanSources(options: ScanOptions): Promise<ScanResult> {
	const found: ScanResult = {facts: new Map(), problems: []};
	await scanAll(options, {names: null, isLiteral: false}, (file, result) => {
		if (typeof result === 'string') {
			found.problems.push({source: 'sources', where: file, problem: `can't be read: ${result}`});
		} else if (!Array.isArray(result)) {
			found.facts.set(file, typeof result === 'number' ? countedOnly(result) : result);
		}
	});
	found.problems.sort((one, other) => (one.where < other.where ? -1 : 1));
	return found;
}

/** The places in `names` of those that each file holds as a whole string literal; a file that can't be read holds none. */
export async function scanLiterals(
	options: ScanOptions,
	names: readonly string[],
): Promise<Map<string, readonly number[]>> {
	return scanNames(options, {names, isLiteral: true});
}

/** The places in `names` of those that each file uses; a file that can't be read uses none. */
export async function scanUses(
	options: ScanOptions,
	names: readonly string[],
): Promise<Map<string, readonly number[]>> {
	return scanNames(options, {names, isLiteral: false});
}

async function scanNames(
	options: ScanOptions,
	wanted: Pick<ScanJob, 'names' | 'isLiteral'>,
): Promise<Map<string, readonly number[]>> {
	const found = new Map<string, readonly number[]>();
	await scanAll(options, wanted, (file, result) => {
		if (Array.isArray(result) && result.length > 0) {
			found.set(file, result);
		}
	});
	return found;
}

async function scanAll(
	options: ScanOptions,
	wanted: Pick<ScanJob, 'names' | 'isLiteral'>,
	take: (file: string, result: ScanBatch['results'][number]) => void,
): Promise<void> {
	const {tree, files, workerFile, onFiles, signal} = options;
	let done = 0;
	const collect = (batch: ScanBatch): void => {
		for (const [offset, result] of batch.results.entries()) {
			take(files[batch.start + offset]!, result);
		}
		done += batch.results.length;
		onFiles?.(done);
	};
	const job: ScanJob = {tree, files, ...wanted, next: new SharedArrayBuffer(4)};
	if (workerFile === null) {
		const scan = makeScan(job);
		for (let start = 0; start < files.length; start += batchSize) {
			signal?.throwIfAborted();
			collect(scanBatch(scan, files, start));
			await new Promise(resolve => setImmediate(resolve));
		}
		return;
	}
	const threads = Math.max(1, Math.min(availableParallelism(), Math.ceil(files.length / batchSize)));
	const thread = {name: 'a scanning thread', job, take: collect, limits: {maxYoungGenerationSizeMb: 24}};
	await Promise.all(Array.from({length: threads}, () => runThread(workerFile, thread, signal)));
}

/** Scans many source files, on all cores where a worker script is at hand. */
import {availableParallelism} from 'node:os';
import {Worker} from 'node:worker_threads';
import type {Problem} from '../../../dossier/schema.ts';
import {countedOnly, type SourceFacts} from './facts.ts';
import {SourceScanner} from './scan.ts';

/** What a scanning thread is given. `next` counts the files handed out, shared by all threads. */
export interface ScanJob {
	tree: string;
	files: readonly string[];
	next: SharedArrayBuffer;
}

/** Results of one batch: facts, a line count where there is nothing else, or why a file can't be read. */
interface ScanBatch {
	start: number;
	results: (SourceFacts | number | string)[];
}

/** Facts by file; files that can't be read are among the problems instead. */
export interface ScanResult {
	facts: Map<string, SourceFacts>;
	problems: Problem[];
}

const batchSize = 128;

/** Scans batches until none is left, for one thread. */
export function scanShare(job: ScanJob, send: (batch: ScanBatch) => void): void {
	const next = new Int32Array(job.next);
	const scanner = new SourceScanner(job.tree);
	for (;;) {
		const start = Atomics.add(next, 0, batchSize);
		if (start >= job.files.length) {
			return;
		}
		send(scanBatch(scanner, job.files, start));
	}
}

function scanBatch(scanner: SourceScanner, files: readonly string[], start: number): ScanBatch {
	const results = files.slice(start, start + batchSize).map(file => {
		const found = scanner.scan(file);
		const isCount =
			typeof found !== 'string' &&
			file.endsWith('.h') &&
			found.quotedIncludes.length + found.angledIncludes.length === 0;
		return isCount ? found.lines : found;
	});
	return {start, results};
}

/**
 * Scans `files` (paths relative to `tree`). With a worker script it uses a thread a core; without one it scans
 * here and gives way between batches. `onFiles` is told how many files are done.
 */
export async function scanSources(options: {
	tree: string;
	files: readonly string[];
	workerFile: string | null;
	onFiles?: (done: number) => void;
	signal?: AbortSignal | undefined;
}): Promise<ScanResult> {
	const {tree, files, workerFile, onFiles, signal} = options;
	const found: ScanResult = {facts: new Map(), problems: []};
	let done = 0;
	const collect = (batch: ScanBatch): void => {
		for (const [offset, result] of batch.results.entries()) {
			const file = files[batch.start + offset]!;
			if (typeof result === 'string') {
				found.problems.push({source: 'sources', where: file, problem: `can't be read: ${result}`});
			} else {
				found.facts.set(file, typeof result === 'number' ? countedOnly(result) : result);
			}
		}
		done += batch.results.length;
		onFiles?.(done);
	};
	if (workerFile === null) {
		const scanner = new SourceScanner(tree);
		for (let start = 0; start < files.length; start += batchSize) {
			signal?.throwIfAborted();
			collect(scanBatch(scanner, files, start));
			await new Promise(resolve => setImmediate(resolve));
		}
	} else {
		const job: ScanJob = {tree, files, next: new SharedArrayBuffer(4)};
		const threads = Math.max(1, Math.min(availableParallelism(), Math.ceil(files.length / batchSize)));
		await Promise.all(Array.from({length: threads}, () => runThread(workerFile, job, collect, signal)));
	}
	found.problems.sort((one, other) => (one.where < other.where ? -1 : 1));
	return found;
}

function runThread(
	workerFile: string,
	job: ScanJob,
	collect: (batch: ScanBatch) => void,
	signal: AbortSignal | undefined,
): Promise<void> {
	return new Promise((resolve, reject) => {
		if (signal?.aborted) {
			reject(signal.reason);
			return;
		}
		const worker = new Worker(workerFile, {workerData: job, resourceLimits: {maxYoungGenerationSizeMb: 24}});
		const stop = (): void => {
			void worker.terminate();
			reject(signal?.reason);
		};
		signal?.addEventListener('abort', stop, {once: true});
		worker.on('message', collect);
		worker.on('error', reject);
		worker.on('exit', status => {
			signal?.removeEventListener('abort', stop);
			if (status === 0) {
				resolve();
			} else {
				reject(new Error(`a scanning thread ended with status ${status}`));
			}
		});
	});
}

/** Reads the ids of many sources, on all cores where a worker script is at hand. */
import {availableParallelism} from 'node:os';
import {runThread} from '../threads.ts';
import type {SourceIds} from './facts.ts';
import {type DriverIds, idsOfSource, joinIds, type ObjectSources, placeSources} from './ids.ts';
import {Headers, type PlacedSource} from './scope.ts';
import {UnpackedTree} from './source-tree.ts';

/** What a thread is given: `next` counts the sources handed out, shared by all threads. */
export interface IdsJob {
	tree: string;
	idSources: readonly PlacedSource[];
	next: SharedArrayBuffer;
}

interface IdsBatch {
	start: number;
	results: (SourceIds | null)[];
}

/** Sources of one folder share headers: a thread takes many that lie side by side. */
const batchSize = 400;

/** Reads batches until none is left, for one thread. */
export function readIdsShare(job: IdsJob, send: (batch: IdsBatch) => void): void {
	const next = new Int32Array(job.next);
	const headers = new Headers(new UnpackedTree(job.tree));
	for (;;) {
		const start = Atomics.add(next, 0, batchSize);
		if (start >= job.idSources.length) return;
		const sources = job.idSources.slice(start, start + batchSize);
		const results = sources.map(source => idsOfSource(headers, source));
		// They are for those who read one tree after another.
		send({start, results: results.map(ids => ids && {...ids, words: new Map()})});
	}
}

/** The ids of an unpacked tree's objects, by id. `workerFile` is the bundled scanning script, null reads here. */
export async function surveyIds(options: {
	tree: string;
	objects: readonly ObjectSources[];
	workerFile: string | null;
	onSources?: (done: number, total: number) => void;
	/** Is told of sources that were given up. */
	onProblem?: (file: string, problem: string) => void;
	signal?: AbortSignal | undefined;
}): Promise<Map<string, DriverIds>> {
	const {tree, objects, workerFile, onSources, onProblem, signal} = options;
	const idSources = placeSources(objects);
	const read = new Map<string, SourceIds>();
	let done = 0;
	const take = ({start, results}: IdsBatch): void => {
		for (const [offset, ids] of results.entries()) {
			const {file} = idSources[start + offset]!;
			if (ids?.problem !== undefined) onProblem?.(file, ids.problem);
			if (ids !== null) read.set(file, ids);
		}
		done += results.length;
		onSources?.(done, idSources.length);
	};
	const job: IdsJob = {tree, idSources, next: new SharedArrayBuffer(4)};
	signal?.throwIfAborted();
	if (workerFile === null) readIdsShare(job, take);
	else {
		const threads = Math.max(1, Math.min(availableParallelism(), Math.ceil(idSources.length / batchSize)));
		const thread = {name: 'a thread that read ids', job, take};
		await Promise.all(Array.from({length: threads}, () => runThread(workerFile, thread, signal)));
	}
	signal?.throwIfAborted();
	return joinIds(objects, file => read.get(file) ?? null);
}

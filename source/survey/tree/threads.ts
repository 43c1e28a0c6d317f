import {type ResourceLimits, Worker} from 'node:worker_threads';

/**
 * Runs the bundled worker script with a job, on a thread of its own, to its end; `take` gets its messages. Rejects with
 * what `take` throws, with the signal's reason, or where the thread ends otherwise than well; `name` is what it is called then.
 */
export function runThread<Message>(
	workerFile: string,
	thread: {
		name: string;
		job: unknown;
		take(message: Message): void;
		limits?: ResourceLimits;
	},
	signal: AbortSignal | undefined,
): Promise<void> {
	const {name, job, take, limits} = thread;
	return new Promise((resolve, reject) => {
		if (signal?.aborted) {
			reject(signal.reason);
			return;
		}
		const script = workerFile.startsWith('data:') ? new URL(workerFile) : workerFile;
		const worker = new Worker(script, {workerData: job, ...(limits && {resourceLimits: limits})});
		const stop = (): void => {
			void worker.terminate();
			reject(signal?.reason);
		};
		signal?.addEventListener('abort', stop, {once: true});
		worker.on('message', (message: Message) => {
			try {
				take(message);
			} catch (error) {
				reject(error);
			}
		});
		worker.on('error', reject);
		worker.on('exit', status => {
			signal?.removeEventListener('abort', stop);
			if (status === 0) resolve();
			else reject(new Error(`${name} ended with status ${status}`));
		});
	});
}

import {endingSignals, onStop} from './threads/apart.ts';

/**
 * Does long work that leaves something to clear up, such as temporary files and other processes. The first signal
 * to end aborts it; when it has cleared up, the process dies by that signal, as the shell expects. A second signal
 * ends it at once. On a thread of its own the first thread hears the signals, and does the dying.
 */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
	const stopping = new AbortController();
	let received: NodeJS.Signals | null = null;
	const stop = (signal: NodeJS.Signals) => {
		received = signal;
		stopListening();
		stopping.abort();
	};
	let isStopped = false;
	const stopHearing = onStop(() => {
		isStopped = true;
		stopping.abort();
	});
	const stopListening = () => {
		for (const signal of endingSignals) process.off(signal, stop);
	};
	for (const signal of endingSignals) process.on(signal, stop);
	try {
		return await work(stopping.signal);
	} finally {
		// A signal is heard of only between two steps; and Ctrl-C also ends the processes that the work waits for,
		// whose end may be heard of first.
		await new Promise(resolve => setImmediate(resolve));
		stopListening();
		stopHearing();
		if (received !== null) process.kill(process.pid, received);
		// All is cleared up. What ended the work is no news to anybody.
		if (isStopped) process.exit();
	}
}

import {writeSync} from 'node:fs';

/**
 * Thrown when the reader of an answer has gone away (`driverdex list | head`): the program ends quietly. Of remarks
 * nobody need hear: with standard error gone a survey is made all the same, and a misused command line is one.
 */
export class ReaderGone extends Error {
	override name = 'ReaderGone';
}

/** Whether an error is a ReaderGone; by name, since each of the program's bundles has a class of its own. */
export function isReaderGone(error: unknown): boolean {
	return error instanceof Error && error.name === 'ReaderGone';
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes text to a file descriptor and returns when all of it is written. Plain descriptors rather than
 * process.stdout: building that stream costs a short command 3 ms, and a pipe would be cut off at exit.
 */
export function write(descriptor: 1 | 2, text: string): void {
	const bytes = Buffer.from(text);
	for (let written = 0; written < bytes.length; ) {
		try {
			written += writeSync(descriptor, bytes, written);
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			if (code === 'EAGAIN') {
				// A slow reader on a non-blocking pipe or terminal: wait a little, without spinning.
				Atomics.wait(pause, 0, 0, 5);
				continue;
			}
			// Whom could one tell that nothing can be told? What is done, and its status, stay the same.
			if (descriptor === 2) return;
			if (code === 'EPIPE' || code === 'EIO') throw new ReaderGone();
			throw error;
		}
	}
}

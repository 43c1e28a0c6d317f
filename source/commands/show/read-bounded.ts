import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';
import {adviceOnSystemError, UserError} from '../../dossier/user-error.ts';
import {sanitise} from '../../text/sanitise.ts';

/** A list of names, a report or a trace is a few kilobytes. */
const mostBytes = 4 << 20;

/**
 * The text of a file of names, or with `-` of standard input, up to 4 MB. Throws a UserError for more, for binary data, and
 * for what is no regular file: a pipe with no writer would be waited for, a device might never end.
 */
export function readBounded(file: string): string {
	const what = file === '-' ? 'Standard input' : sanitise(file);
	let descriptor = 0;
	try {
		if (file !== '-') {
			descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
			if (!fstatSync(descriptor).isFile()) {
				throw new UserError(
					`${what} is no regular file.`,
					'Name a file with names, or - for standard input.',
				);
			}
		}
		const text = readText(descriptor, what);
		if (text.includes('\0')) {
			throw new UserError(`${what} holds no names: it is binary.`, 'Give a text with a name a line.');
		}
		return text;
	} catch (error) {
		const advice = adviceOnSystemError(error);
		if (advice === null) throw error;
		throw new UserError(`${what} can't be read: ${sanitise((error as Error).message)}.`, advice);
	} finally {
		if (descriptor !== 0) closeSync(descriptor);
	}
}

const pause = new Int32Array(new SharedArrayBuffer(4));

function readText(descriptor: number, what: string): string {
	const chunks: Buffer[] = [];
	let total = 0;
	const chunk = Buffer.alloc(1 << 16);
	for (;;) {
		let count: number;
		try {
			count = readSync(descriptor, chunk, 0, chunk.length, null);
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			if (code === 'EOF') break;
			if (code !== 'EAGAIN') throw error;
			// A terminal or pipe that does not block, and has nothing yet.
			Atomics.wait(pause, 0, 0, 10);
			continue;
		}
		if (count === 0) break;
		total += count;
		if (total > mostBytes) {
			throw new UserError(
				`${what} is longer than 4 MB: that is no list of names.`,
				'Give a name a line, or the part of the report that names drivers.',
			);
		}
		chunks.push(Buffer.from(chunk.subarray(0, count)));
	}
	return Buffer.concat(chunks).toString('utf8');
}

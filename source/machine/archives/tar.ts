import type {ReadEntry} from 'tar';
import {Parser} from 'tar/parse';
import {UserError} from '../../dossier/user-error.ts';
import type {Bytes} from './bytes.ts';

/** Most bytes that are kept of one member: logs are cut there. */
const memberBytes = 16 << 20;
/** Most members that are looked at: a report has some ten thousand. */
const mostMembers = 1_000_000;

/** Who is shown an archive's regular files, in its order. */
export interface MemberVisitor {
	/** Whether the bytes of a file are wanted; it is told every path. */
	wants(path: string): boolean;
	take(path: string, bytes: Buffer): void;
}

/** Whether the first bytes are those of a tar archive: `ustar` in the head of its first member, or the old format's checksum. */
export function isTar(head: Buffer): boolean {
	if (head.length < 512) return false;
	if (head.toString('latin1', 257, 262) === 'ustar') return true;
	const said = Number.parseInt(
		head
			.toString('latin1', 148, 156)
			.replace(/[\0 ]+$/, '')
			.trim(),
		8,
	);
	let sum = 0;
	for (let at = 0; at < 512; at++) sum += at >= 148 && at < 156 ? 32 : head[at]!;
	return said > 0 && said === sum;
}

/**
 * Reads a tar archive as it streams by; nothing is written anywhere, links are left alone. Throws a UserError where it is
 * damaged or cut short, or holds a path that climbs out of where it would be unpacked.
 */
export async function readTar(source: Bytes, place: string, visitor: MemberVisitor): Promise<void> {
	let failure: Error | null = null;
	let members = 0;
	const fail = (error: Error) => {
		failure ??= error;
	};
	const parser = new Parser({
		strict: true,
		onReadEntry(entry: ReadEntry) {
			members += 1;
			const path = entry.path.replace(/^(?:\.?\/)+/, '');
			if (members > mostMembers) fail(unlikely(place, `more than ${mostMembers} members`));
			if (path.split('/').includes('..'))
				fail(unlikely(place, `a path that climbs out of it: ${entry.path.slice(0, 200)}`));
			const isFile = entry.type === 'File' || entry.type === 'OldFile' || entry.type === 'ContiguousFile';
			if (failure !== null || !isFile || !visitor.wants(path)) {
				entry.resume();
				return;
			}
			const chunks: Buffer[] = [];
			let size = 0;
			entry.on('data', (chunk: Buffer) => {
				if (size < memberBytes) chunks.push(chunk);
				size += chunk.length;
			});
			entry.on('end', () => visitor.take(path, Buffer.concat(chunks).subarray(0, memberBytes)));
		},
	});
	parser.on('error', (error: Error) => fail(damaged(place, error)));
	for await (const chunk of source) {
		if (!parser.write(chunk) && failure === null) await drained(parser);
		if (failure !== null) throw failure;
	}
	await new Promise<void>(resolve => {
		parser.on('end', resolve);
		parser.on('error', () => resolve());
		parser.end();
	});
	if (failure !== null) throw failure;
}

function drained(parser: Parser): Promise<void> {
	return new Promise(resolve => {
		parser.once('drain', resolve);
		parser.once('error', () => resolve());
	});
}

function unlikely(place: string, what: string): UserError {
	return new UserError(
		`${place} is an archive that holds ${what}.`,
		'No tool makes such a report: ask for it anew, or unpack it and give the files.',
	);
}

function damaged(place: string, error: Error): UserError {
	const what = /truncated|unexpected end|incomplete/i.test(error.message)
		? 'is cut short'
		: `is damaged: ${error.message}`;
	return new UserError(
		`${place} is an archive that ${what}.`,
		'Copy it again, or unpack what is left and give the folder.',
	);
}

import {StringDecoder} from 'node:string_decoder';

/**
 * Characters of a record or line about that are kept, the rest is dropped: no title or path is near it, and a commit of a
 * few hundred kilobytes can hold a title that no text of this program can.
 */
const longestRecord = 1 << 20;

function grown(rest: string, more: string): string {
	return rest.length < longestRecord ? rest + more : rest;
}

/** Hands out the NUL-ended records of a stream of UTF-8, one by one: what git writes with `-z`. */
export class RecordReader {
	private readonly decoder = new StringDecoder('utf8');
	private rest = '';
	private readonly take: (record: string) => void;

	constructor(take: (record: string) => void) {
		this.take = take;
	}

	push(chunk: Buffer): void {
		const records = this.decoder.write(chunk).split('\0');
		const last = records.length - 1;
		records[0] = grown(this.rest, records[0]!);
		for (let at = 0; at < last; at++) this.take(records[at]!);
		this.rest = records[last]!;
	}
}

/** Hands out the lines of a stream, one character a byte, without their newlines; an unfinished last one is not. */
export class LineReader {
	private rest = '';
	private readonly take: (line: string) => void;

	constructor(take: (line: string) => void) {
		this.take = take;
	}

	push(chunk: Buffer): void {
		const text = chunk.toString('latin1');
		let at = 0;
		for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
			this.take(grown(this.rest, text.slice(at, end)));
			this.rest = '';
			at = end + 1;
		}
		this.rest = grown(this.rest, text.slice(at));
	}
}

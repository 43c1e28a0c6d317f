import {StringDecoder} from 'node:string_decoder';

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
		records[0] = this.rest + records[0]!;
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
		const text = this.rest + chunk.toString('latin1');
		let at = 0;
		for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
			this.take(text.slice(at, end));
			at = end + 1;
		}
		this.rest = text.slice(at);
	}
}

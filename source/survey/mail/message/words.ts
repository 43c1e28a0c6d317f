import {TextDecoder} from 'node:util';
import {decodeBase64, decodeQuotedPrintable} from './transfer.ts';

const encodedWord = /=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=/gi;
const betweenWords = /(=\?[^?\s]+\?[bq]\?[^?]*\?=)\s+(?==\?[^?\s]+\?[bq]\?[^?]*\?=)/gi;
/** By name; only what there is, for strangers' mails make up names without end. */
const decoders = new Map<string, TextDecoder>();

function decoderFor(charset: string): TextDecoder | null {
	const name = charset.toLowerCase();
	const known = decoders.get(name);
	if (known !== undefined) return known;
	try {
		const decoder = new TextDecoder(name);
		decoders.set(name, decoder);
		return decoder;
	} catch {
		return null;
	}
}

const strictUtf8 = new TextDecoder('utf-8', {fatal: true});

/** Bytes to text by a mail's charset name; unknown names are read as UTF-8, and bytes that are not that as Latin-1. */
export function decodeCharset(bytes: Uint8Array, charset: string | null): string {
	const decoder = charset === null ? null : decoderFor(charset);
	if (decoder) return decoder.decode(bytes);
	try {
		return strictUtf8.decode(bytes);
	} catch {
		return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
	}
}

function bytesOfWord(encoding: string, text: string): Buffer {
	const raw = Buffer.from(text, 'latin1');
	if (encoding.toLowerCase() === 'b') return decodeBase64(raw);
	// RFC 2047 section 4.2: in the Q encoding an underscore is a space, whatever the charset.
	return decodeQuotedPrintable(Buffer.from(text.replaceAll('_', ' '), 'latin1'));
}

/**
 * A header's text with its encoded words decoded (RFC 2047) and its folding removed (RFC 5322 section 2.2.3).
 * `raw` holds one character a byte, as it stood in the mail. White space between two encoded words vanishes;
 * adjacent words of one charset are joined as bytes first, since mailers cut them in the middle of a character.
 * Raw 8-bit bytes, which no rule allows but many mails have, are read as UTF-8, else as Latin-1.
 */
export function decodeHeader(raw: string): string {
	const unfolded = raw.replace(/\r?\n[ \t]*/g, ' ');
	if (!unfolded.includes('=?')) {
		const text = /[\x80-\xff]/.test(unfolded)
			? decodeCharset(Buffer.from(unfolded, 'latin1'), null)
			: unfolded;
		return text.replace(/\s+/g, ' ').trim();
	}
	const joined = unfolded.replace(betweenWords, '$1');
	let text = '';
	let at = 0;
	let pending: Buffer[] = [];
	let pendingCharset = '';
	const flush = () => {
		if (pending.length > 0) text += decodeCharset(Buffer.concat(pending), pendingCharset);
		pending = [];
	};
	for (const match of joined.matchAll(encodedWord)) {
		const [word, charset, encoding, content] = match;
		const adjacent = match.index === at && pending.length > 0;
		if (!adjacent || charset!.toLowerCase() !== pendingCharset) flush();
		if (match.index > at) text += plain(joined.slice(at, match.index));
		pendingCharset = charset!.toLowerCase();
		pending.push(bytesOfWord(encoding!, content!));
		at = match.index + word.length;
	}
	flush();
	text += plain(joined.slice(at));
	return text.replace(/\s+/g, ' ').trim();
}

function plain(text: string): string {
	return /[\x80-\xff]/.test(text) ? decodeCharset(Buffer.from(text, 'latin1'), null) : text;
}

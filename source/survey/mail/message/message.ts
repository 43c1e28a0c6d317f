import {decodeTransfer} from './transfer.ts';
import {decodeCharset} from './words.ts';

/**
 * The header fields the survey looks at, one character a byte, still folded and encoded; '' where a field is
 * missing. Of a repeated field the first counts, as it does for public-inbox.
 */
export interface MailHead {
	subject: string;
	from: string;
	date: string;
	messageId: string;
	listId: string;
	contentType: string;
	transferEncoding: string;
	/** Where the body starts, counted in bytes from the mail's own start. */
	bodyStart: number;
}

const fieldNames: Readonly<Record<string, Exclude<keyof MailHead, 'bodyStart'>>> = {
	subject: 'subject',
	from: 'from',
	date: 'date',
	'message-id': 'messageId',
	'list-id': 'listId',
	'content-type': 'contentType',
	'content-transfer-encoding': 'transferEncoding',
};
/** No sound field is longer; junk is cut here, before any pattern is tried on it. */
const longestField = 8192;
const emptyLine = Buffer.from('\n\n');
const emptyLineCr = Buffer.from('\n\r\n');

/** The head of a mail or of a MIME part: everything before the first empty line (RFC 5322 section 2.1). */
export function readHead(mail: Buffer): MailHead {
	const head: MailHead = {
		subject: '',
		from: '',
		date: '',
		messageId: '',
		listId: '',
		contentType: '',
		transferEncoding: '',
		bodyStart: mail.length,
	};
	// A part may have no header at all: then it starts with the empty line.
	if (mail[0] === 0x0a) return {...head, bodyStart: 1};
	if (mail[0] === 0x0d && mail[1] === 0x0a) return {...head, bodyStart: 2};
	let end = mail.indexOf(emptyLine);
	let skip = 2;
	const endCr = (end < 0 ? mail : mail.subarray(0, end)).indexOf(emptyLineCr);
	if (endCr >= 0) {
		end = endCr;
		skip = 3;
	}
	if (end < 0) end = mail.length;
	else head.bodyStart = end + skip;
	const text = mail.toString('latin1', 0, end);
	let at = 0;
	while (at < text.length) {
		let next = text.indexOf('\n', at);
		if (next < 0) next = text.length;
		// S, F, D, M, L, C in either case: most of a mail's header lines are traces of its way and end here.
		const initial = text.charCodeAt(at) | 0x20;
		const wanted =
			initial === 0x73 ||
			initial === 0x66 ||
			initial === 0x64 ||
			initial === 0x6d ||
			initial === 0x6c ||
			initial === 0x63;
		if (wanted) {
			const colon = text.indexOf(':', at);
			if (colon > 0 && colon < next && colon - at <= 26) {
				const field = fieldNames[text.slice(at, colon).trimEnd().toLowerCase()];
				if (field !== undefined) {
					while (next < text.length && isBlank(text.charCodeAt(next + 1))) {
						const more = text.indexOf('\n', next + 1);
						next = more < 0 ? text.length : more;
					}
					if (head[field] === '')
						head[field] = text.slice(colon + 1, Math.min(next, colon + longestField)).trim();
				}
			}
		}
		at = next + 1;
	}
	return head;
}

/**
 * A field that few mails are asked for, of the head that `readHead` found the end of: unfolded, one character a byte;
 * '' where it is missing. `name` in lower case.
 */
export function fieldOf(mail: Buffer, head: MailHead, name: string): string {
	const text = `\n${mail.toString('latin1', 0, head.bodyStart)}`;
	const at = text.toLowerCase().indexOf(`\n${name}:`);
	if (at < 0) return '';
	const start = at + name.length + 2;
	const end = text.slice(start).search(/\n(?![ \t])/);
	return text
		.slice(start, end < 0 ? undefined : start + Math.min(end, longestField))
		.replace(/\s+/g, ' ')
		.trim();
}

/** The Message-IDs that a mail names as those it answers or belongs to, oldest first, without their brackets. */
export function parentsOf(mail: Buffer, head: MailHead): string[] {
	const named = `${fieldOf(mail, head, 'references')} ${fieldOf(mail, head, 'in-reply-to')}`;
	return [...new Set([...named.matchAll(/<\s*([^<>\s]+)\s*>/g)].map(match => match[1]!))];
}

/**
 * The mail that another one carries whole, where that is all it carries: some lists send what DMARC would let bounce
 * wrapped in a letter of their own (Mailman's dmarc_mitigate_action "wrap_message"), whose Message-ID and author are
 * the list's. The List-Id stays the outer one's. Any other mail is given back as it is.
 */
export function unwrapped(mail: Buffer, head: MailHead): {mail: Buffer; head: MailHead} {
	if (!/^message\/rfc822\b/i.test(head.contentType)) return {mail, head};
	const body = mail.subarray(head.bodyStart);
	const encoding = head.transferEncoding.toLowerCase();
	const inner =
		encoding === 'base64' || encoding === 'quoted-printable' ? decodeTransfer(body, encoding) : body;
	const innerHead = readHead(inner);
	if (innerHead.from === '' || innerHead.messageId === '') return {mail, head};
	return {mail: inner, head: {...innerHead, listId: head.listId || innerHead.listId}};
}

/**
 * Who wrote a mail, as its From has it. A list that hides its writers behind its own address ("A via L <l@host>") keeps
 * theirs in Reply-To, beside its own.
 */
export function writerOf(mail: Buffer, head: MailHead): string {
	// Its last word; what a name of so many dots could be is not tried out.
	const list = /[^<>\s]+$/.exec(head.listId.slice(-longestId).replace(/[\s>]+$/, ''))?.[0].toLowerCase();
	if (list === undefined || addressOf(head.from).replace('@', '.') !== list) return head.from;
	const answers = [
		...fieldOf(mail, head, 'reply-to').matchAll(/(?<![^\s<>()",;:])[^\s<>()",;:]+@[^\s<>()",;:]+/g),
	];
	return answers.find(([address]) => address.toLowerCase().replace('@', '.') !== list)?.[0] ?? head.from;
}

function isBlank(code: number): boolean {
	return code === 0x20 || code === 0x09;
}

/** A parameter of a Content-Type header, such as its boundary or charset; null where it has none. */
export function contentTypeParameter(contentType: string, name: string): string | null {
	const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;()]+))`, 'i').exec(
		contentType,
	);
	if (!match) return null;
	return match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? null;
}

const deepestPart = 6;
const mostParts = 64;

/**
 * The texts of a mail that can hold a diff, decoded by transfer encoding, one character a byte (paths are ASCII;
 * the charset matters only where it is not a superset of that). `bodyHints` are searched for in bodies sent as
 * they are, so that a letter without a diff costs one pass over its bytes and no string. Parts in HTML and
 * attached mails are left out: the first repeat the text, the second are somebody else's letters.
 */
export function* textsOf(mail: Buffer, head: MailHead, bodyHints: readonly Buffer[]): Generator<string> {
	yield* textsOfPart(mail, head, bodyHints, 0, {left: mostParts});
}

function* textsOfPart(
	part: Buffer,
	head: MailHead,
	bodyHints: readonly Buffer[],
	depth: number,
	parts: {left: number},
): Generator<string> {
	const type = head.contentType.toLowerCase();
	if (type.startsWith('multipart/')) {
		const boundary = contentTypeParameter(head.contentType, 'boundary');
		if (boundary === null || depth >= deepestPart) return;
		for (const inner of partsOf(part.subarray(head.bodyStart), boundary)) {
			if (parts.left-- <= 0) return;
			yield* textsOfPart(inner, readHead(inner), bodyHints, depth + 1, parts);
		}
		return;
	}
	if (type !== '' && !isTextual(type)) return;
	const encoding = head.transferEncoding.toLowerCase().replace(/[;\s(].*$/s, '');
	const body = part.subarray(Math.max(0, head.bodyStart - 1));
	if (encoding === 'base64' || encoding === 'quoted-printable') {
		const bytes = decodeTransfer(part.subarray(head.bodyStart), encoding);
		const charset = contentTypeParameter(head.contentType, 'charset');
		yield withNewlines(
			charset !== null && /^utf-?(?:16|32)/i.test(charset)
				? decodeCharset(bytes, charset)
				: bytes.toString('latin1'),
		);
		return;
	}
	// The byte before the body is the newline that ends the head: a hint may start a body.
	if (bodyHints.some(hint => body.includes(hint)))
		yield withNewlines(part.toString('latin1', head.bodyStart));
}

function isTextual(type: string): boolean {
	if (type.startsWith('text/')) return !type.startsWith('text/html');
	// Mailers attach patches under all of these.
	return /^application\/(?:octet-stream|mbox|x-(?:patch|diff|extension-patch|extension-diff))\b/.test(type);
}

function withNewlines(text: string): string {
	return text.includes('\r') ? text.replace(/\r\n/g, '\n') : text;
}

/** The parts between a multipart body's delimiter lines (RFC 2046 section 5.1.1); an unfinished last part counts. */
function* partsOf(body: Buffer, boundary: string): Generator<Buffer> {
	const delimiter = Buffer.from(`--${boundary}`, 'latin1');
	let start = -1;
	let at = body.indexOf(delimiter);
	while (at >= 0) {
		const after = at + delimiter.length;
		if (at === 0 || body[at - 1] === 0x0a) {
			const closes = body[after] === 0x2d && body[after + 1] === 0x2d;
			const ends = body[after];
			if (closes || ends === undefined || ends === 0x0a || ends === 0x0d || ends === 0x20 || ends === 0x09) {
				// The line break before a delimiter belongs to the delimiter.
				if (start >= 0) yield body.subarray(start, Math.max(start, at - (body[at - 2] === 0x0d ? 2 : 1)));
				if (closes) return;
				const lineEnd = body.indexOf(0x0a, after);
				if (lineEnd < 0) return;
				start = lineEnd + 1;
			}
		}
		at = body.indexOf(delimiter, after);
	}
	if (start >= 0) yield body.subarray(start);
}

const longestId = 1000;

/** A Message-ID without its brackets and folding; '' where the header holds none. */
export function cleanMessageId(header: string): string {
	const short = header.slice(0, longestId);
	const match = /<\s*([^<>\s]+(?:\s+[^<>\s]+)*)\s*>/.exec(short);
	const id = (match?.[1] ?? short).replace(/\s+/g, '');
	// Control characters have no place in an address of the archive.
	return /^[\x21-\x7e]+$/.test(id) ? id : id.replace(/[^\x21-\x7e]/g, '');
}

/** The address of a From header or line, lower case; '' where there is none. */
export function addressOf(from: string): string {
	const short = from.slice(0, longestId);
	const angled = /<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(short);
	const bare = angled ? angled[1] : /(?<![^\s<>()",;:])[^\s<>()",;:]+@[^\s<>()",;:]+/.exec(short)?.[0];
	return (bare ?? '').toLowerCase();
}

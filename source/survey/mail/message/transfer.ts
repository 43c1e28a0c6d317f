const equals = 0x3d;
const newline = 0x0a;
const carriageReturn = 0x0d;

function hexValue(byte: number): number {
	if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
	const lower = byte | 0x20;
	return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/**
 * Bytes behind a quoted-printable text (RFC 2045 section 6.7). Soft line breaks vanish, also those with white
 * space after the `=`, which gateways add. A `=` that starts no escape stays as it is.
 */
export function decodeQuotedPrintable(body: Buffer): Buffer {
	let from = body.indexOf(equals);
	if (from < 0) return body;
	const out = Buffer.allocUnsafe(body.length);
	let size = 0;
	let copied = 0;
	while (from >= 0) {
		const high = hexValue(body[from + 1] ?? 0);
		const low = hexValue(body[from + 2] ?? 0);
		let next = from + 1;
		if (high >= 0 && low >= 0) {
			size += body.copy(out, size, copied, from);
			out[size++] = (high << 4) | low;
			copied = next = from + 3;
		} else {
			let end = from + 1;
			while (body[end] === 0x20 || body[end] === 0x09 || body[end] === carriageReturn) end++;
			if (body[end] === newline || end >= body.length) {
				size += body.copy(out, size, copied, from);
				copied = next = Math.min(end + 1, body.length);
			}
		}
		from = body.indexOf(equals, next);
	}
	size += body.copy(out, size, copied);
	return out.subarray(0, size);
}

/**
 * Bytes behind a base64 text (RFC 2045 section 6.8); characters outside the alphabet are skipped. What follows
 * the padding is dropped: a list's footer, added in plain text, would otherwise be decoded to junk.
 */
export function decodeBase64(body: Buffer): Buffer {
	const padding = body.indexOf(equals);
	const text = body.toString('latin1', 0, padding < 0 ? body.length : padding);
	return Buffer.from(text, 'base64');
}

/** A body's bytes by its Content-Transfer-Encoding; 7bit, 8bit, binary and unknown names leave it as it is. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
	if (encoding === 'base64') return decodeBase64(body);
	if (encoding === 'quoted-printable') return decodeQuotedPrintable(body);
	return body;
}

import {describe, expect, it} from 'vitest';
import {
	addressOf,
	cleanMessageId,
	contentTypeParameter,
	readHead,
	textsOf,
} from '../../../../source/survey/mail/message/message.ts';
import {patchHints} from '../../../../source/survey/mail/message/patch.ts';
import {decodeBase64, decodeQuotedPrintable} from '../../../../source/survey/mail/message/transfer.ts';

const diff = 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n';

function texts(mail: string): string[] {
	const bytes = Buffer.from(mail, 'latin1');
	return [...textsOf(bytes, readHead(bytes), patchHints)];
}

describe('readHead', () => {
	it('reads folded fields in any case, the first of a repeated one', () => {
		const mail = Buffer.from(
			'Received: by x\n\tSubject: not this\nSUBJECT: one\n two\nSubject: three\nmessage-id:\n <a@b>\nX-Date: no\n\nSubject: body\n',
		);
		const head = readHead(mail);
		expect(head.subject).toBe('one\n two');
		expect(head.messageId).toBe('<a@b>');
		expect(head.date).toBe('');
		expect(mail.subarray(head.bodyStart).toString()).toBe('Subject: body\n');
	});

	it('takes CRLF, no body, no head and an empty mail', () => {
		const windows = Buffer.from('Subject: a\r\n b\r\nDate: c\r\n\r\nbody\n\nmore');
		expect(readHead(windows)).toMatchObject({subject: 'a\r\n b', date: 'c', bodyStart: 27});
		expect(readHead(Buffer.from('Subject: a'))).toMatchObject({subject: 'a', bodyStart: 10});
		expect(readHead(Buffer.from('\nSubject: a\n\n'))).toMatchObject({subject: '', bodyStart: 1});
		expect(readHead(Buffer.alloc(0)).bodyStart).toBe(0);
	});
});

describe('textsOf', () => {
	it('gives a plain body only where it may hold a diff', () => {
		expect(texts(`Subject: a\n\n${diff}`)).toEqual([diff]);
		expect(texts('Subject: a\n\nhello\n')).toEqual([]);
		expect(texts(`Subject: a\n\n${diff.replace(/^/gm, '> ')}`)).toEqual([]);
	});

	it('walks nested multiparts, leaving out HTML, attached mails and images', () => {
		const inner = `--in\nContent-Type: text/plain\n\nhello\n${diff}\n--in\nContent-Type: text/html\n\n${diff}\n--in--\n`;
		const mail = `Content-Type: multipart/mixed; boundary=out\n\n--out\nContent-Type: multipart/alternative; boundary="in"\n\n${inner}\n--out\nContent-Type: message/rfc822\n\nSubject: x\n\n${diff}\n--out\nContent-Type: image/png\n\n${diff}\n--out\n\n${diff}\n--outer is no delimiter\n--out--\n${diff}`;
		expect(texts(mail)).toEqual([`hello\n${diff}`, `${diff}\n--outer is no delimiter`]);
	});

	it('decodes UTF-16, and survives missing boundaries and endless nesting', () => {
		const wide = Buffer.from(diff, 'utf16le').toString('base64');
		expect(
			texts(`Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64\n\n${wide}`),
		).toEqual([diff]);
		expect(texts(`Content-Type: multipart/mixed\n\n${diff}`)).toEqual([]);
		const level = (_: unknown, depth: number) =>
			`Content-Type: multipart/mixed; boundary=b${depth}x\n\n--b${depth}x\n`;
		const nested = Array.from({length: 50}, level).join('');
		expect(texts(`${nested}Content-Type: text/plain\n\n${diff}`)).toEqual([]);
		expect(texts(`Content-Type: multipart/mixed; boundary=b\n\n--b\n\n${diff}`)).toEqual([diff]);
	});
});

describe('transfer encodings', () => {
	it('decodes quoted-printable, leaving what is no escape', () => {
		const decode = (text: string) => decodeQuotedPrintable(Buffer.from(text, 'latin1')).toString('utf8');
		expect(decode('a=3Db=C3=A4=\nc=  \r\nd=zz=4')).toBe('a=bäcd=zz=4');
		expect(decode('end=')).toBe('end');
		expect(decode('plain')).toBe('plain');
	});

	it('decodes base64 and drops a footer after the padding', () => {
		expect(decodeBase64(Buffer.from('aGVs\r\nbG8=\n___\nlist footer')).toString()).toBe('hello');
	});
});

describe('header values', () => {
	it('reads parameters', () => {
		expect(contentTypeParameter('text/plain; CharSet = "a\\"b"; x=y', 'charset')).toBe('a"b');
		expect(contentTypeParameter('multipart/mixed;\n\tboundary=a_b', 'boundary')).toBe('a_b');
		expect(contentTypeParameter('text/plain', 'charset')).toBeNull();
	});

	it('cleans Message-IDs and addresses', () => {
		expect(cleanMessageId('\n <a.b@c> (added by x)')).toBe('a.b@c');
		expect(cleanMessageId('a@b')).toBe('a@b');
		expect(cleanMessageId('<a\x1b[2J@b>')).toBe('a[2J@b');
		expect(addressOf('"A <x>, B" <Ann@Example.ORG>')).toBe('ann@example.org');
		expect(addressOf('bob@example.org (Bob)')).toBe('bob@example.org');
		expect(addressOf('nobody')).toBe('');
	});
});

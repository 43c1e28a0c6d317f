import {expect, it} from 'vitest';
import {decodeCharset, decodeHeader} from '../../../../source/survey/mail/message/words.ts';

it.each([
	['plain  text\n folded', 'plain text folded'],
	['=?utf-8?Q?J=C3=BCrgen_=28x=29?= end', 'Jürgen (x) end'],
	['=?ISO-8859-1?q?caf=E9?=', 'café'],
	['=?iso-8859-2?B?s/M=?=', 'łó'],
	['=?UTF-8?B?5Zue5aSNOg==?= [PATCH]', '回复: [PATCH]'],
	// RFC 2047 section 8: white space between encoded words is no part of the text.
	['(=?ISO-8859-1?Q?a?=\n  =?ISO-8859-1?Q?b?=)', '(ab)'],
	['=?ISO-8859-1?Q?a?= =?utf-8?Q?=C3=A4?=', 'aä'],
	// One character cut in two, as many mailers do.
	['=?utf-8?B?w6TD?= =?utf-8?B?pA==?=', 'ää'],
	['[PATCH =?utf-8?q?v2=5D?= x', '[PATCH v2] x'],
	['=?utf-8*de?Q?sprache?=', 'sprache'],
	['=?no-such-charset?Q?a=E4?=', 'aä'],
	['a =? b ?= c', 'a =? b ?= c'],
	['gr\xc3\xbc\xc3\x9fe', 'grüße'],
	['gr\xfc\xdfe', 'grüße'],
])('decodes %j', (raw, text) => expect(decodeHeader(raw)).toBe(text));

it('falls back from UTF-8 to Latin-1', () => {
	expect(decodeCharset(Buffer.from([0xe4]), null)).toBe('ä');
	expect(decodeCharset(Buffer.from('ä'), 'utf-8')).toBe('ä');
});

import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {type Archive, countListId, noMails, note, problemsOf} from '../../source/survey/mail/archive.ts';
import {MailIndex} from '../../source/survey/mail/archive-log.ts';
import {surveyMailArchives} from '../../source/survey/mail/archives.ts';
import {mailTime} from '../../source/survey/mail/date.ts';
import {
	addressOf,
	cleanMessageId,
	contentTypeParameter,
	fieldOf,
	type MailHead,
	parentsOf,
	readHead,
	textsOf,
	writerOf,
} from '../../source/survey/mail/message/message.ts';
import {
	bodyAuthor,
	isNotice,
	isReply,
	patchedFiles,
	seriesSize,
	titleOf,
} from '../../source/survey/mail/message/patch.ts';
import {decodeHeader} from '../../source/survey/mail/message/words.ts';
import {nobodyKnown} from '../../source/survey/mail/removals/people.ts';
import {attack} from '../support/attack.ts';
import {changing, deleting, mailOf, makeInbox, ownersOf, temporaryFolder} from '../survey/mail/inbox.ts';

const place = temporaryFolder();
afterAll(() => rmSync(place, {recursive: true, force: true}));

const driver = 'drivers/net/one';
const file = 'drivers/net/one.c';
const owners = ownersOf({[driver]: [file]});
const list = 'netdev@vger.kernel.org';
const date = 'Mon, 3 Mar 2025 10:00:00 +0000';
const escapes = '\u001b]52;c;aGk=\u0007\u009b31m\u202e';

const patch = (changes: {id?: string; subject?: string; date?: string; headers?: string; body?: string}) =>
	mailOf({
		id: 'a@example.org',
		subject: '[PATCH] one: mend it',
		date,
		body: `Text.\n---\n${changing(file)}`,
		...changes,
		headers: changes.headers === undefined ? '' : `${changes.headers}\n`,
	});

/** Mails that are odd, each beside a good one that must be counted all the same. */
const odd: readonly (string | Buffer)[] = [
	'',
	'\n',
	'\0'.repeat(100_000),
	Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0x80]),
	'Subject: '.repeat(50_000),
	`${'X: y\n'.repeat(100_000)}\nbody`,
	patch({headers: `References: ${'<a@b> '.repeat(20_000)}`}),
	patch({headers: `References: <${'a'.repeat(100_000)}@example.org>`}),
	patch({subject: `=?utf-8?B?${'A'.repeat(100_000)}`}),
	patch({subject: '=?utf-8?Q?=1B=5D52;c;aGk=3D=07?= [PATCH] x'}),
	patch({subject: `${'[PATCH '.repeat(20_000)}`}),
	patch({subject: `${'Re: '.repeat(50_000)}x`}),
	patch({id: `${'<'.repeat(50_000)}`}),
	patch({id: `${escapes}@example.org`}),
	patch({date: 'Thu, 99 Foo 99999 99:99:99 +9999'}),
	patch({date: `${'('.repeat(50_000)}Mon, 3 Mar 2025`}),
	patch({headers: `Content-Type: multipart/mixed; boundary="${'b'.repeat(70_000)}"`}),
	patch({
		headers: 'Content-Type: multipart/mixed; boundary=b',
		body: '--b\nContent-Type: multipart/mixed; boundary=b\n\n'.repeat(5000),
	}),
	patch({
		headers: 'Content-Type: text/plain; charset=utf-7\nContent-Transfer-Encoding: base64',
		body: '=%&'.repeat(100_000),
	}),
	patch({headers: 'Content-Transfer-Encoding: quoted-printable', body: '='.repeat(300_000)}),
	patch({body: 'diff --git a/'.repeat(50_000)}),
	patch({body: `diff --git a/${'../'.repeat(20_000)}etc/passwd b/x\n--- a/x\n+++ b/x\n`}),
	patch({body: `diff --git "a/${'\\'.repeat(100_000)}\n`}),
	patch({body: `${'@@ -1,999999999 +1,999999999 @@\n'.repeat(10_000)}`}),
	patch({body: `${deleting(file)}`.repeat(2000), subject: `[PATCH] remove it ${escapes}`}),
	patch({body: `${'> '.repeat(100_000)}`}),
	patch({body: 'x'.repeat(9 << 20)}),
];

const surveyOf = (archive: string) =>
	surveyMailArchives({
		archives: [{gitDir: archive, list}],
		window: {since: '2025-01-01', until: '2025-06-30'},
		owners,
		people: nobodyKnown,
		drivers: [{id: driver, module: 'one', symbol: null, mainFile: file, lists: [list]}],
		directories: [],
	});

attack('mail', 'mails that are none are left out or read, and those beside them are counted', async tried => {
	const archive = makeInbox(
		join(place, 'odd'),
		odd.flatMap((mail, index) => [
			{mail, committerTime: 1_741_000_000},
			{
				mail: patch({id: `good${index}@example.org`, subject: `[PATCH] one: part ${index}`}),
				committerTime: 1_741_000_000,
			},
		]),
	);
	tried(odd.length);
	const started = performance.now();
	const facts = await surveyOf(archive);
	// Where one of them took time that grows with its square, it would be minutes.
	expect(performance.now() - started).toBeLessThan(60_000);
	expect(facts.drivers.get(driver)!.patches.total).toBeGreaterThanOrEqual(odd.length);
	// The largest is passed over by its size, and named.
	expect(facts.lists[0]!.counts).toMatchObject({tooLarge: 1});
});

/** Pieces of what the patterns of headers look for: repeated, each tries what of it could begin and end where. */
const pieces = [
	...[
		'[1/1',
		'[0/0',
		'[0/0 ',
		'[PATCH ',
		'[a]',
		'] ',
		'[a ',
		'Re: ',
		're ',
		'[tip: ',
		'=?utf-8?q?',
		'=?a?b?=?= ',
	],
	...[
		'a.',
		'a.a@',
		'<a.b',
		'<',
		'<a@',
		'>',
		' ',
		'\t',
		'"',
		'\\',
		';boundary=',
		'; boundary = "',
		'(',
		'@',
		',',
		'-',
		'\r',
	],
];

attack('mail', 'headers of one piece over and over are read in time that grows with them', tried => {
	const headOf = (name: string, value: string): [Buffer, MailHead] => {
		const mail = Buffer.from(`From: a <a@b>\n${name}: ${value}\nX: y\n\nbody`, 'latin1');
		return [mail, readHead(mail)];
	};
	for (const piece of pieces) {
		for (const value of ['', '[', '<']
			.map(start => start + piece.repeat(7900 / piece.length))
			.flatMap(long => [long, `${long}!`, `${long}<`])) {
			const before = process.cpuUsage();
			const subject = decodeHeader(headOf('Subject', value)[1].subject);
			for (const read of [isReply, isNotice, titleOf, seriesSize, bodyAuthor, addressOf, cleanMessageId])
				read(subject);
			for (const name of ['List-Id', 'Reply-To', 'References', 'Content-Type']) {
				const [mail, head] = headOf(name, value);
				contentTypeParameter(head.contentType, 'boundary');
				fieldOf(mail, head, 'references');
				parentsOf(mail, head);
				writerOf(mail, head);
				const own = {...head, listId: head.listId || 'a.b', from: 'x <a@b>'};
				writerOf(mail, own);
			}
			const {user} = process.cpuUsage(before);
			expect(user / 1e6, `${JSON.stringify(piece)}, ${JSON.stringify(value.slice(0, 4))}`).toBeLessThan(3);
		}
		// A commit's title is as long as it likes.
		const before = process.cpuUsage();
		isReply(piece.repeat(40_000));
		expect(process.cpuUsage(before).user / 1e6, JSON.stringify(piece)).toBeLessThan(3);
		tried();
	}
	expect(seriesSize('[PATCH net 3/17] x')).toBe(17);
});

attack('mail', 'parts in parts, long lines and letters that are none are held to a bound', tried => {
	const read = (mail: string) => {
		const bytes = Buffer.from(mail, 'latin1');
		return [...textsOf(bytes, readHead(bytes), [Buffer.from('\nX')])];
	};
	const multipart = (boundary: string) => `Content-Type: multipart/mixed; boundary=${boundary}\n\n`;
	const parts = `${multipart('b')}${'--b\n\nX\n'.repeat(50_000)}--b--\n`;
	expect(read(parts).length).toBeLessThan(100);
	let deep = '\nX\n';
	for (let depth = 0; depth < 20; depth++)
		deep = `${multipart(`b${depth}x`)}--b${depth}x\n${deep}\n--b${depth}x--\n`;
	expect(read(deep)).toEqual([]);
	const line = 'a'.repeat(3 << 20);
	for (const file of patchedFiles(`--- a/${line}\n+++ b/${line}\n@@ -1 +1 @@\n`))
		expect(`${file.from}${file.to}`.length).toBeLessThan(20_000);
	expect(cleanMessageId(`<${'a'.repeat(5000)}@b>`).length).toBeLessThan(2000);
	expect(cleanMessageId('<a\u001b[31m\u0007b@c>')).toBe('a[31mb@c');
	expect(readHead(Buffer.from(`Subject: ${'x'.repeat(1 << 20)}\n\n`)).subject.length).toBeLessThan(20_000);
	const mail = Buffer.from(`References: ${'<a@b> '.repeat(100_000)}\n\n`);
	expect(fieldOf(mail, readHead(mail), 'references').length).toBeLessThan(20_000);
	tried(8);
});

attack('mail', 'commits whose clocks run anywhere are dated by their mails, or not at all', async tried => {
	const times = [0, 1, 2 ** 31, 2 ** 32, 253_402_300_800, 8.64e12, 1e15];
	for (const [index, time] of times.entries()) {
		tried();
		const archive = makeInbox(join(place, `clock${index}`), [
			{mail: patch({date: 'nonsense'}), committerTime: time, authorTime: time},
			{mail: patch({id: 'b@example.org'}), committerTime: time, authorTime: time},
		]);
		const facts = await surveyOf(archive);
		expect(facts.drivers.get(driver)?.patches.total ?? 0, String(time)).toBeLessThanOrEqual(2);
	}
});

attack('mail', 'moments that no clock shows are none, and junk fills no table', tried => {
	const march = 1_741_000_000;
	const index = new MailIndex();
	for (const time of [march, march + 2 ** 32, -1, 1e300, Number.NaN]) {
		tried();
		index.add('a'.repeat(40), time, time);
	}
	const times = Array.from({length: index.length}, (_, at) => [
		index.authorTime(at),
		index.committerTime(at),
	]);
	expect(times).toEqual([[march, march], ...Array(4).fill([0, 0])]);
	// A sender whose clock runs ahead or stands is dated by who took the mail in.
	for (const date of [march + 3 * 86_400, 0, -1, 4e9]) {
		tried();
		expect(mailTime(date, march, march)).toBe(march);
	}
	expect(mailTime(null, 4e9, march)).toBe(march);
	expect(mailTime(null, 5, 5)).toBe(0);
	const archive = {name: 'x', listIds: new Map(), problems: [], unnamed: 0, counts: noMails};
	for (let at = 0; at < 2000; at++) {
		countListId(archive as unknown as Archive, `list${at}.example.org`);
		note(archive as unknown as Archive, `mail ${at}`, 'broken');
	}
	tried(2);
	expect(archive.listIds.size).toBeLessThan(1000);
	expect(problemsOf(archive as unknown as Archive).length).toBeLessThan(100);
});

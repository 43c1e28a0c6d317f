import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {surveyMailArchives} from '../../source/survey/mail/archives.ts';
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

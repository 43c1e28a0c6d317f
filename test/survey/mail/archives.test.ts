import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import {afterAll, describe, expect, it, vi} from 'vitest';
import {patchesSchema, removalPatchSchema} from '../../../source/dossier/schema.ts';
import {surveyMailArchives} from '../../../source/survey/mail/archives.ts';
import type {MailArchiveOptions} from '../../../source/survey/mail/facts.ts';
import {datedPeople, peopleOf} from '../../../source/survey/mail/removals/people.ts';
import {
	changing,
	deleting,
	git,
	type InboxMail,
	mailOf,
	makeInbox,
	ownersOf,
	temporaryFolder,
} from './inbox.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const one = 'drivers/net/one';
const two = 'drivers/net/two';
const owners = ownersOf({[one]: ['drivers/net/one.c', 'drivers/net/one.h'], [two]: ['drivers/net/two.c']});
const list = 'linux-test@vger.kernel.org';
const people = datedPeople(
	peopleOf(
		[
			'ONE DRIVER',
			'M:\tMaud Keeper <maud@example.org>',
			'F:\tdrivers/net/one.c',
			'',
			'NETWORK',
			'M:\tNed Above <ned@example.org>',
			'F:\tdrivers/net/',
			'',
		].join('\n'),
		() => false,
	),
);
let made = 0;

function inbox(mails: readonly InboxMail[], name = `linux-test.vger.kernel.org.${made}`): string {
	return makeInbox(path.join(folder, String(made++), name), mails);
}

function survey(archives: MailArchiveOptions['archives'], more: Partial<MailArchiveOptions> = {}) {
	return surveyMailArchives({
		archives,
		window: {since: '2025-01-01', until: '2025-06-30'},
		owners,
		people,
		drivers: [
			{id: one, module: 'one', symbol: 'ONE', mainFile: 'drivers/net/one.c', lists: [list]},
			{id: two, module: 'two', symbol: 'TWO', mainFile: 'drivers/net/two.c', lists: ['other@example.org']},
		],
		directories: [
			{directory: 'drivers/net', lists: [list]},
			{directory: 'drivers', lists: []},
		],
		...more,
	});
}

let numbered = 0;
function patch(
	subject: string,
	date: string,
	file = 'drivers/net/one.c',
	more: Partial<Parameters<typeof mailOf>[0]> = {},
): InboxMail {
	return {
		mail: mailOf({
			id: `p${++numbered}@example.org`,
			subject,
			date,
			body: `Text.\n---\n${changing(file)}`,
			...more,
		}),
	};
}

const edges: InboxMail[] = [
	{mail: mailOf({id: 'first@x', subject: 'hello', date: 'Wed, 1 Jan 2025 08:00:00 +0000', body: 'hello\n'})},
	{mail: mailOf({id: 'last@x', subject: 'bye', date: 'Mon, 30 Jun 2025 08:00:00 +0000', body: 'bye\n'})},
];

/** An answer that names what it answers as its parent. */
function reply(subject: string, to: string, body: string): InboxMail {
	return {
		mail: mailOf({
			id: `re-${to}`,
			subject: `Re: ${subject}`,
			from: 'Una User <una@example.org>',
			date: 'Fri, 9 May 2025 10:00:00 +0000',
			body,
			headers: `In-Reply-To: <${to}>\n`,
		}),
		commitTitle: `Re: ${subject}`,
	};
}

describe('counting patches', () => {
	it('counts revisions once, in the month of the first, and cross-posts once', async () => {
		const again = patch('[PATCH net v2] net: one: fix it', 'Sat, 1 Mar 2025 00:30:00 +0200');
		const gitDir = inbox([
			...edges,
			again,
			patch('[PATCH] net: one: fix  It', 'Mon, 10 Feb 2025 10:00:00 +0000'),
			patch('[RFC][PATCH v3 1/2] net: one: fix it', 'Tue, 1 Apr 2025 10:00:00 +0000'),
			patch('[PATCH] net: one: fix it', 'Wed, 2 Apr 2025 10:00:00 +0000', undefined, {
				from: 'bob@example.org (Bob)',
			}),
			{mail: again.mail, commitTitle: 'the same mail once more'},
		]);
		const facts = await survey([{gitDir, list}]);
		expect(facts.drivers.get(one)?.patches).toMatchObject({
			since: '2025-01-01',
			until: '2025-06-30',
			total: 2,
			authors: 2,
			monthly: [0, 1, 0, 1, 0, 0],
			last: {date: '2025-04-02'},
		});
		expect(facts.directories.get('drivers/net')?.patches.total).toBe(2);
		expect(facts.source.counts).toMatchObject({mails: 7, patches: 5, toDrivers: 5, replies: 0});
		expect(v.safeParse(patchesSchema, facts.drivers.get(one)?.patches).success).toBe(true);
	});

	it('gives null for months outside what the archive covers, and nothing where no own list was surveyed', async () => {
		const gitDir = inbox([
			patch('[PATCH] a', 'Mon, 10 Feb 2025 10:00:00 +0000'),
			patch('[PATCH] b', 'Mon, 10 Mar 2025 10:00:00 +0000', 'drivers/net/two.c'),
			patch('[PATCH] c', 'Thu, 10 Apr 2025 10:00:00 +0000'),
		]);
		const facts = await survey([{gitDir, list}]);
		expect(facts.drivers.get(one)?.patches).toMatchObject({
			since: '2025-02-10',
			until: '2025-04-10',
			monthly: [1, 0, 1],
			atLeast: true,
			lists: [{list: 'linux-test', since: '2025-02-10', until: '2025-04-10'}],
		});
		expect(facts.drivers.has(two)).toBe(false);
		expect(facts.directories.get('drivers/net')?.patches.total).toBe(3);
		expect(facts.problems).toEqual([]);
		expect(facts.directories.has('drivers')).toBe(false);
	});

	it('leaves out replies, told by the commit or by the mail, and mails after the window', async () => {
		const gitDir = inbox([
			...edges,
			{...patch('Re: [PATCH] a', 'Mon, 3 Mar 2025 10:00:00 +0000'), commitTitle: 'Re: [PATCH] a'},
			patch('RE: [PATCH] a', 'Mon, 3 Mar 2025 10:00:00 +0000'),
			patch('=?utf-8?B?5Zue5aSNOiBhYmM=?=', 'Mon, 3 Mar 2025 10:00:00 +0000'),
			patch('[PATCH] quoted', 'Mon, 3 Mar 2025 10:00:00 +0000', undefined, {
				body: changing('drivers/net/one.c').replace(/^/gm, '> '),
			}),
			patch('[PATCH] later', 'Tue, 1 Jul 2025 00:00:01 +0000'),
		]);
		const facts = await survey([{gitDir, list}]);
		expect(facts.drivers.get(one)?.patches.total).toBe(0);
		expect(facts.source.counts).toMatchObject({mails: 7, replies: 3, patches: 0});
	});

	it('tells sweeps apart, by title and by size', async () => {
		const wide = Array.from({length: 51}, (_, n) => changing(`drivers/other/f${n}.c`)).join('');
		const gitDir = inbox([
			...edges,
			patch('[PATCH] net: fix typos', 'Mon, 3 Feb 2025 10:00:00 +0000'),
			patch('[PATCH] all: new call', 'Mon, 3 Mar 2025 10:00:00 +0000', undefined, {
				body: wide + changing('drivers/net/one.h'),
			}),
			patch('[PATCH] net: one: Use devm_ring()', 'Tue, 4 Mar 2025 10:00:00 +0000'),
			patch('[PATCH] net: one: rework ring setup', 'Wed, 5 Mar 2025 10:00:00 +0000'),
			patch('[PATCH] net: one: put the count first', 'Thu, 6 Mar 2025 10:00:00 +0000', undefined, {
				body: `Found by coccinelle.\n---\n${changing('drivers/net/one.c')}`,
			}),
			patch('[PATCH] net: one: real work', 'Sun, 2 Feb 2025 10:00:00 +0000', undefined, {id: 'real@x'}),
		]);
		const patches = (await survey([{gitDir, list}])).drivers.get(one)?.patches;
		expect(patches?.total).toBe(6);
		expect(patches?.substantive).toEqual({
			total: 1,
			authors: 1,
			last: {date: '2025-02-02', messageId: 'real@x'},
			lastInEarnest: null,
		});
	});

	it('tells work on a driver from a series over all of a subsystem, and from mails that repeat a patch', async () => {
		const names = ['adl7420', 'bmx60', 'cxd3', 'dps9'].map(name => `drivers/iio/pressure/${name}`);
		// A folder of more than eight drivers is no family.
		const all = [...names, ...[...'efghi'].map(name => `drivers/iio/pressure/${name}`)];
		const read = await survey(
			[
				{
					gitDir: inbox([
						...edges,
						patch(
							'[PATCH v2] iio: pressure: bmx60: Fix the scale of the second channel',
							'Mon, 3 Feb 2025 10:00:00 +0000',
							`${names[1]}.c`,
						),
						...names.map((name, index) =>
							patch(
								`[PATCH 0${index + 2}/21] iio: pressure: ${path.basename(name)}: Switch to sparse friendly iio_device_claim/release_direct()`,
								`Mon, 3 Mar 2025 10:0${index}:00 +0000`,
								`${name}.c`,
							),
						),
						patch(
							'[tip: iio/next] iio: pressure: bmx60: Fix the scale of the second channel',
							'Tue, 1 Apr 2025 10:00:00 +0000',
							`${names[1]}.c`,
							{from: '"bot for Ann" <bot@example.org>'},
						),
						patch(
							'[PATCH 0/2] iio: pressure: bmx60: two fixes',
							'Wed, 2 Apr 2025 10:00:00 +0000',
							`${names[1]}.c`,
						),
						patch(
							'[PATCH 6.12.y] iio: pressure: bmx60: Fix the scale of the second channel',
							'Thu, 3 Apr 2025 10:00:00 +0000',
							`${names[1]}.c`,
						),
					]),
					list,
				},
			],
			{
				owners: ownersOf(Object.fromEntries(all.map(id => [id, [`${id}.c`]]))),
				drivers: all.map(id => ({
					id,
					module: path.basename(id),
					symbol: null,
					mainFile: `${id}.c`,
					lists: [list],
				})),
				directories: [],
			},
		);
		const last = names.map(name => read.drivers.get(name)?.patches.substantive.last?.date ?? null);
		expect(last).toEqual([null, '2025-02-03', null, null]);
		expect(read.drivers.get(names[0]!)?.patches).toMatchObject({total: 1, last: {date: '2025-03-03'}});
		expect(read.drivers.get(names[1]!)?.patches).toMatchObject({last: {date: '2025-04-03'}});
	});

	it('takes the author from the line that opens the text, as git am does', async () => {
		const body = `From: Ann <ANN@example.org>\n\nText.\n${changing('drivers/net/one.c')}`;
		const gitDir = inbox([
			...edges,
			patch('[PATCH] a', 'Mon, 3 Feb 2025 10:00:00 +0000'),
			patch('[PATCH 6.1 2/9] a', 'Mon, 3 Mar 2025 10:00:00 +0000', undefined, {
				from: 'Stable <s@example.org>',
				body,
			}),
		]);
		expect((await survey([{gitDir, list}])).drivers.get(one)?.patches).toMatchObject({total: 1, authors: 1});
	});

	it('takes the writer that a list hides behind its own address from Reply-To', async () => {
		const hidden = (name: string) =>
			patch(`[PATCH] ${name}`, 'Mon, 3 Feb 2025 10:00:00 +0000', undefined, {
				from: `"${name} via net" <net@lists.example.org>`,
				headers: `List-Id: The net list <net.lists.example.org>\nReply-To: net@lists.example.org,\n ${name} <${name}@example.com>\n`,
			});
		const gitDir = inbox([...edges, hidden('ann'), hidden('bob'), hidden('eve')]);
		expect((await survey([{gitDir, list}])).drivers.get(one)?.patches).toMatchObject({total: 3, authors: 3});
	});

	it('reads a mail that a list wrapped whole into one of its own', async () => {
		const inner = patch('[PATCH] net: one: fix it', 'Mon, 10 Feb 2025 10:00:00 +0000');
		const outer = mailOf({
			id: 'list-made-this@example.org',
			subject: '[PATCH] net: one: fix it',
			date: 'Mon, 10 Feb 2025 10:00:00 +0000',
			from: 'Ann via net <net@lists.example.org>',
			headers: 'Content-Type: message/rfc822\nContent-Disposition: inline\n',
			body: String(inner.mail),
		});
		const gitDir = inbox([
			...edges,
			{mail: outer},
			{...inner, commitTitle: 'sent to the list as it was, too'},
		]);
		const facts = await survey([{gitDir, list}]);
		expect(facts.drivers.get(one)?.patches).toMatchObject({total: 1, authors: 1});
		expect(facts.source.counts).toMatchObject({patches: 2, toDrivers: 2});
	});

	it('counts what was posted to a driver where it lay outside drivers/ before', async () => {
		const owners = ownersOf({[one]: ['drivers/net/one.c']}, {'drivers/net/one.c': 'arch/arm/mach-one/one.c'});
		const gitDir = inbox([
			...edges,
			patch('[PATCH] arm: one: a', 'Mon, 10 Feb 2025 10:00:00 +0000', 'arch/arm/mach-one/one.c'),
			patch('[PATCH] arm: one: b', 'Mon, 5 May 2025 10:00:00 +0000', 'arch/arm/mach-one/one.c'),
		]);
		const facts = await survey([{gitDir, list}], {owners});
		expect(facts.drivers.get(one)?.patches.monthly).toEqual([0, 1, 0, 0, 0, 0]);
	});

	it('dates a mail without a sound Date by its commit', async () => {
		const at = (day: string) => Date.parse(day) / 1000;
		const broken = (date: string, time: number) => ({
			...patch(`[PATCH] ${date}`, date),
			authorTime: time,
			committerTime: time + 60,
		});
		const gitDir = inbox([
			...edges,
			broken('yesterday', at('2025-02-05T00:00:00Z')),
			broken('Mon, 3 Mar 2036 10:00:00 +0000', at('2025-03-05T00:00:00Z')),
			broken('Thu, 1 Jan 1970 00:00:00 +0000', at('2025-04-05T00:00:00Z')),
		]);
		expect((await survey([{gitDir, list}])).drivers.get(one)?.patches.monthly).toEqual([0, 1, 1, 1, 0, 0]);
	});

	it('reads base64, quoted-printable and attached patches', async () => {
		const text = `Äpfel\n---\n${changing('drivers/net/one.c')}`;
		const base64 = Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\n');
		const quoted = Buffer.from(text)
			.toString('latin1')
			.replace(/[=\x80-\xff]/g, c => `=${c.charCodeAt(0).toString(16).toUpperCase()}`);
		const parts = `preamble\n--=_b\nContent-Type: text/plain\n\nSee attached.\n--=_b\nContent-Type: text/x-patch; name="a.patch"\nContent-Transfer-Encoding: base64\n\n${base64}\n--=_b--\n`;
		const gitDir = inbox([
			...edges,
			patch('[PATCH] b64', 'Mon, 3 Feb 2025 10:00:00 +0000', undefined, {
				headers: 'Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset="utf-8"\n',
				body: `${base64}\n`,
			}),
			patch('[PATCH] qp', 'Mon, 3 Mar 2025 10:00:00 +0000', undefined, {
				headers: 'Content-Transfer-Encoding: Quoted-Printable\n',
				body: quoted,
			}),
			patch('[PATCH] mime', 'Thu, 3 Apr 2025 10:00:00 +0000', undefined, {
				headers: 'MIME-Version: 1.0\nContent-Type: multipart/mixed;\n\tboundary="=_b"\n',
				body: parts,
			}),
		]);
		expect((await survey([{gitDir, list}])).drivers.get(one)?.patches.monthly).toEqual([0, 1, 1, 1, 0, 0]);
	});
});

describe('removal patches', () => {
	const removal = (subject: string, date: string, body: string, id: string): InboxMail => ({
		mail: mailOf({id, subject, date, body}),
	});

	it('finds both forms, counts revisions once by the first, also where no own list was surveyed', async () => {
		const plain = '--- a/drivers/net/two.c\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n';
		const gitDir = inbox([
			removal(
				'[PATCH v2] net: =?utf-8?q?one=3A_remove?=',
				'Mon, 5 May 2025 10:00:00 +0000',
				deleting('drivers/net/one.c'),
				'v2@x',
			),
			removal(
				'[PATCH] net: one: remove',
				'Mon, 7 Apr 2025 10:00:00 +0000',
				`Everybody has\nswitched to the two driver. It was replaced by CONFIG_TWO.\n---\nuse three instead.\n${deleting('drivers/net/one.c')}`,
				'v1@x',
			),
			removal('[PATCH] net: two: remove', 'Mon, 3 Mar 2025 10:00:00 +0000', plain, 'two@x'),
			removal(
				'[PATCH] net: one: header goes',
				'Mon, 3 Mar 2025 10:00:00 +0000',
				deleting('drivers/net/one.h'),
				'h@x',
			),
		]);
		const facts = await survey([{gitDir, list: null}]);
		const expected = {date: '2025-04-07', messageId: 'v1@x', title: 'net: one: remove', list: 'linux-test'};
		const told = {
			...expected,
			kind: 'removal',
			by: 'other',
			answer: 'none',
			again: '2025-05-05',
			series: {drivers: 1, subsystems: 1},
		};
		expect(facts.drivers.get(one)?.removalPatches).toEqual([
			{...told, unapplied: 'none', tookPlace: false, replacements: ['two', 'CONFIG_TWO']},
		]);
		expect(v.safeParse(removalPatchSchema, {...told, overtakenBy: null, replacement: two}).success).toBe(
			true,
		);
		expect(facts.drivers.has(two)).toBe(false);
		expect(facts.removals.drivers.get(two)).toMatchObject([{messageId: 'two@x', list: 'linux-test'}]);
		expect(facts.directories.get('drivers/net')?.removalPatches.map(({messageId}) => messageId)).toEqual([
			'two@x',
			'v1@x',
		]);
	});

	it('tells of revisions what the newest says, and passes over what is sent on to older trees', async () => {
		const grown = '+a\n'.repeat(60);
		const merged = `${deleting('drivers/net/one.c')}--- a/drivers/net/two.c\n+++ b/drivers/net/two.c\n@@ -1,0 +1,60 @@\n${grown}`;
		const gone = (subject: string, day: number, words: string, diff = deleting('drivers/net/one.c')) =>
			removal(subject, `Mon, ${day} May 2025 10:00:00 +0000`, `${words}\n---\n${diff}`, `${day}@x`);
		const first = gone('[PATCH] net: one: remove', 5, 'It was replaced by CONFIG_OLD.');
		const second = gone('[PATCH v2] net: one: remove', 12, 'It was replaced by CONFIG_TWO.', merged);
		const stable = gone('[PATCH 6.1] net: one: remove', 19, 'It was replaced by CONFIG_THREE.');
		const of = async (...mails: InboxMail[]) =>
			(await survey([{gitDir: inbox(mails), list}])).removals.drivers.get(one);
		expect(await of(first, second, stable)).toMatchObject([
			{messageId: '5@x', kind: 'merge', again: '2025-05-12', replacements: ['CONFIG_TWO', 'CONFIG_OLD']},
		]);
		expect(await of(second, gone('[PATCH v3] net: one: remove', 26, ''))).toMatchObject([
			{kind: 'removal', replacements: ['CONFIG_TWO']},
		]);
		expect(await of(stable)).toMatchObject([{kind: 'stable'}]);
	});

	it('asks the MAINTAINERS of the time who posted it, and hears words of whoever stood there', async () => {
		const posted = removal(
			'[PATCH] net: one: remove',
			'Mon, 5 May 2025 10:00:00 +0000',
			deleting('drivers/net/one.c'),
			'gone@x',
		);
		const told = async (then: string, ...answers: InboxMail[]) => {
			const past = [{date: '2025-03-24', text: then}];
			const {removals} = await survey([{gitDir: inbox([posted, ...answers]), list}], {
				people: datedPeople(
					peopleOf('', () => false),
					past,
				),
			});
			return removals.drivers.get(one)?.[0];
		};
		const kept = (who: string) => `ONE DRIVER\nM:\t${who}\nF:\tdrivers/net/one.c\n`;
		const answer = reply('[PATCH] net: one: remove', 'gone@x', 'Fine with me.');
		expect(await told('', answer)).toMatchObject({by: 'other', answer: 'none'});
		expect(await told(kept('Una User <una@example.org>'), answer)).toMatchObject({
			by: 'other',
			answer: 'acked',
		});
		expect(await told(kept('Ann <ann@example.org>'), answer)).toMatchObject({
			by: 'maintainer',
			answer: 'none',
		});
	});

	it('hears who refuses all that a series deletes, at a letter without a number or at the patch beside it', async () => {
		const posted = (number: number, file: string, series: string) =>
			({
				mail: mailOf({
					id: `${series}${number}@x`,
					subject: `[PATCH ${number}/2] ${series}: remove ${file}`,
					date: `Mon, 5 May 2025 10:0${number}:00 +0000`,
					body: deleting(file),
					headers: series === 'all' ? 'In-Reply-To: <letter@x>\n' : '',
				}),
			}) satisfies InboxMail;
		const answerTo = async (mails: readonly InboxMail[]) =>
			(await survey([{gitDir: inbox(mails), list}])).removals.drivers.get(one)?.[0]?.answer;
		const letter: InboxMail = {
			mail: mailOf({
				id: 'letter@x',
				subject: 'remove arch/old',
				date: 'Mon, 5 May 2025 10:00:00 +0000',
				body: 'It is old.',
			}),
		};
		const whole = [letter, posted(1, 'drivers/net/one.c', 'all'), posted(2, 'arch/old/a.c', 'all')];
		const keep = "Please don't. I'm still using this port.";
		expect(await answerTo(whole)).toBe('none');
		expect(await answerTo([...whole, reply('remove arch/old', 'letter@x', keep)])).toBe('objected');
		const beside = [posted(1, 'drivers/net/one.c', 'two'), posted(2, 'Documentation/one.yaml', 'two')];
		const bindings = '[PATCH 2/2] two: remove Documentation/one.yaml';
		expect(await answerTo([...beside, reply(bindings, 'two2@x', 'What about all existing users?')])).toBe(
			'objected',
		);
		expect(await answerTo([...beside, reply(bindings, 'two2@x', 'Fine.')])).toBe('none');
		// Who acks the bindings' end acks that alone.
		const acked = 'Acked-by: Bob <bob@example.org>';
		expect(await answerTo([...beside, reply(bindings, 'two2@x', acked)])).toBe('none');
	});

	it('hears who answers under a title that no patch bears, if it says that the same part goes', async () => {
		const posted = (name: string): InboxMail => ({
			mail: mailOf({
				id: `${name}@x`,
				subject: `[PATCH] scsi: target/${name}: remove ${name} driver`,
				date: 'Mon, 5 May 2025 10:00:00 +0000',
				body: deleting(`drivers/net/${name}.c`),
				headers: 'In-Reply-To: <letter@x>\n',
			}),
		});
		const answerTo = async (...answers: readonly InboxMail[]) => {
			const {removals} = await survey([{gitDir: inbox([posted('one'), posted('two'), ...answers]), list}]);
			return removals.drivers.get(one)?.[0]?.answer;
		};
		const keep = 'Please do not remove the driver.';
		const other = 'scsi: target/one: remove firewire one target driver';
		expect(await answerTo()).toBe('none');
		expect(await answerTo(reply(other, 'one@x', keep))).toBe('objected');
		expect(await answerTo(reply(`[PATCH v2] ${other}`, 'one@x', keep))).toBe('objected');
		expect(await answerTo(reply(other, 'letter@x', keep))).toBe('none');
		// Mailers name all that came before; the title says which of them is meant.
		const beside = 'scsi: target/two: remove firewire two target driver';
		expect(await answerTo(reply(beside, 'one@x> <two@x', keep))).toBe('none');
		expect(await answerTo(reply('scsi: target/one: who uses it', 'one@x', keep))).toBe('none');
	});

	it('names whose table takes the ids in that a deleted one had, in the same patch or another of its series', async () => {
		const table = (file: string, sign: string, id: string) =>
			`--- a/${file}\n+++ ${sign === '-' ? '/dev/null' : `b/${file}`}\n@@ -1,1 +1,1 @@\n${sign}\t{ .compatible = "acme,${id}" },\n`;
		const gone = table('drivers/net/one.c', '-', 'one');
		const taken = table('drivers/net/two.c', '+', 'one');
		const posted = (number: number, body: string, more: Partial<Parameters<typeof mailOf>[0]> = {}) => ({
			mail: mailOf({
				id: `${number}@x`,
				subject: `[PATCH ${number}/2] net: number ${number}`,
				date: `Mon, 5 May 2025 10:0${number}:00 +0000`,
				body: `It is replaced by CONFIG_THREE.\n---\n${body}`,
				...more,
			}),
		});
		const namedBy = async (...mails: readonly InboxMail[]) =>
			(await survey([{gitDir: inbox(mails), list}])).removals.drivers.get(one)?.[0]?.replacements;
		expect(await namedBy(posted(1, gone + taken))).toEqual(['two', 'CONFIG_THREE']);
		expect(await namedBy(posted(2, gone), posted(1, taken))).toEqual(['two', 'CONFIG_THREE']);
		const other = table('drivers/net/two.c', '+', 'two');
		expect(await namedBy(posted(1, gone + other))).toEqual(['CONFIG_THREE']);
		const bob = {from: 'Bob <bob@example.org>'};
		expect(await namedBy(posted(2, gone), posted(1, taken, bob))).toEqual(['CONFIG_THREE']);
		const later = {date: 'Mon, 12 May 2025 10:01:00 +0000'};
		expect(await namedBy(posted(2, gone), posted(1, taken, later))).toEqual(['CONFIG_THREE']);
		// What is written anew is still there, whoever helps it.
		const anew = `--- /dev/null\n+++ b/drivers/net/one-core.c\n@@ -0,0 +1,1 @@\n+a\n`;
		expect(await namedBy(posted(1, gone + taken + anew))).toEqual(['CONFIG_THREE']);
	});

	it('hears who keeps the driver refuse a series at any patch that its letter lists', async () => {
		const refusal = "There are a number of things I don't like about this series.";
		const answerTo = async (from: string, files: string) => {
			const letter: InboxMail = {
				mail: mailOf({
					id: 'letter@x',
					subject: '[PATCH 0/2] Rework resets',
					date: 'Mon, 5 May 2025 10:00:00 +0000',
					body: `Ann (2):\n  net: reset early\n  net: remove helpers\n\n ${files}\n`,
				}),
			};
			const deletion: InboxMail = {
				mail: mailOf({
					id: 'gone@x',
					subject: '[PATCH 2/2] net: remove helpers',
					date: 'Mon, 5 May 2025 10:02:00 +0000',
					body: deleting('drivers/net/one.c'),
					headers: 'In-Reply-To: <letter@x>\n',
				}),
			};
			const answer: InboxMail = {
				mail: mailOf({
					id: 're@x',
					subject: 'Re: [PATCH 1/2] net: reset early',
					from,
					date: 'Fri, 9 May 2025 10:00:00 +0000',
					body: refusal,
					headers: 'References: <letter@x> <early@x>\n',
				}),
				commitTitle: 'Re: [PATCH 1/2] net: reset early',
			};
			const {removals} = await survey([{gitDir: inbox([letter, deletion, answer]), list}]);
			return removals.drivers.get(one)?.[0]?.answer;
		};
		const deletes = 'drivers/net/one.c | 90 -------';
		expect(await answerTo('Maud Keeper <maud@example.org>', deletes)).toBe('objected');
		expect(await answerTo('Una User <una@example.org>', deletes)).toBe('none');
	});

	it('takes a later version under another title for a revision of what its author posted last', async () => {
		const posted = (subject: string, month: string, from = 'Ann <ann@example.org>'): InboxMail => ({
			mail: mailOf({
				id: `${subject} ${month} ${from}`.replace(/[^a-z0-9]/gi, ''),
				subject,
				from,
				date: `Mon, 5 ${month} 2025 10:00:00 +0000`,
				body: deleting('drivers/net/one.c'),
			}),
		});
		const of = async (...mails: InboxMail[]) =>
			(await survey([{gitDir: inbox(mails), list}])).removals.drivers
				.get(one)
				?.map(({date, again}) => [date, again]);
		const first = posted('[PATCH] net: one: refactor', 'Feb');
		const second = '[PATCH v2 7/8] net: refactored driver';
		expect(await of(first, posted(second, 'May'))).toEqual([['2025-02-05', '2025-05-05']]);
		const third = posted('[PATCH v3] net: refactored driver', 'Jun');
		expect(await of(first, posted(second, 'May'), third)).toEqual([['2025-02-05', '2025-06-05']]);
		const apart = [
			['2025-02-05', null],
			['2025-05-05', null],
		];
		expect(await of(first, posted('[PATCH 7/8] net: refactored driver', 'May'))).toEqual(apart);
		expect(await of(first, posted(second, 'May', 'Bob <bob@example.org>'))).toEqual(apart);
		expect(await of(posted('[PATCH] net: one: refactor', 'Jan'), posted(second, 'Jun'))).toHaveLength(2);
	});

	it('tells that a move took place by where the driver came to lie', async () => {
		const diff = (file: string, added: string) =>
			`${deleting(file)}--- /dev/null\n+++ b/${added}\n@@ -0,0 +1,1 @@\n+a\n`;
		const of = async (from: string, to: string, moved: string, answer?: string) => {
			const posted = removal(
				'[PATCH] net: one: rename it',
				'Mon, 3 Mar 2025 10:00:00 +0000',
				diff(from, to),
				'move@x',
			);
			const answers = answer === undefined ? [] : [reply('[PATCH] net: one: rename it', 'move@x', answer)];
			const past = moved === '' ? {} : {'drivers/net/one.c': moved};
			const {removals} = await survey([{gitDir: inbox([posted, ...answers]), list}], {
				owners: ownersOf({[one]: ['drivers/net/one.c'], [two]: ['drivers/net/two.c']}, past),
			});
			return removals.drivers.get(one)?.[0];
		};
		const nak = 'Please do not do this. NAK';
		expect(await of('drivers/net/old.c', 'drivers/net/one.c', 'drivers/net/old.c')).toMatchObject({
			kind: 'move',
			tookPlace: true,
		});
		// It lay there for a while, and came back.
		expect(await of('drivers/net/one.c', 'drivers/net/own.c', 'drivers/net/own.c')).toMatchObject({
			kind: 'move',
			tookPlace: true,
		});
		const near = ['drivers/net/old.c', 'drivers/net/older.c', 'drivers/net/old.c'] as const;
		expect(await of(...near)).toMatchObject({kind: 'move', tookPlace: true});
		expect(await of(...near, nak)).toMatchObject({answer: 'objected', tookPlace: false});
		expect(await of('drivers/net/one.c', 'drivers/net/own.c', '')).toMatchObject({
			kind: 'move',
			tookPlace: false,
		});
	});

	it('knows moved files from deleted ones', async () => {
		const moved =
			'diff --git a/drivers/net/one.c b/drivers/net/new/one.c\nsimilarity index 100%\nrename from drivers/net/one.c\nrename to drivers/net/new/one.c\n';
		const split = `${deleting('drivers/net/one.c')}diff --git a/drivers/net/new/one.c b/drivers/net/new/one.c\nnew file mode 100644\nindex 000..111\n--- /dev/null\n+++ b/drivers/net/new/one.c\n@@ -0,0 +1,1 @@\n+a\n`;
		const gitDir = inbox([
			removal('[PATCH] move', 'Mon, 5 May 2025 10:00:00 +0000', moved, 'a@x'),
			removal('[PATCH] move by hand', 'Mon, 5 May 2025 11:00:00 +0000', split, 'b@x'),
		]);
		const facts = await survey([{gitDir, list}]);
		expect(facts.drivers.get(one)).toMatchObject({patches: {total: 2}, removalPatches: []});
	});
});

describe('archives', () => {
	it('joins epochs of a list and keeps several lists apart', async () => {
		const first = inbox(
			[patch('[PATCH] a', 'Mon, 6 Jan 2025 10:00:00 +0000')],
			'linux-test.vger.kernel.org.0',
		);
		const second = inbox(
			[patch('[PATCH] b', 'Mon, 5 May 2025 10:00:00 +0000')],
			'linux-test.vger.kernel.org.1',
		);
		const otherMail = patch('[PATCH] c', 'Mon, 3 Mar 2025 10:00:00 +0000', 'drivers/net/two.c', {
			headers: 'List-Id: Other <other.lists.example.org>\n',
		});
		const facts = await survey(
			[first, second, inbox([otherMail], 'x.git')].map(gitDir => ({gitDir, list: null})),
			{cores: 2},
		);
		expect(facts.lists.map(({origin, since, until}) => [origin, since, until])).toEqual([
			['https://lore.kernel.org/linux-test/', '2025-01-06', '2025-05-05'],
			['https://lore.kernel.org/other/', '2025-03-03', '2025-03-03'],
		]);
		expect(facts.lists[0]?.counts.archives).toBe(2);
		expect(facts.drivers.get(one)?.patches.monthly).toEqual([1, 0, 0, 0, 1]);
		expect(facts.drivers.get(two)?.patches.monthly).toEqual([1]);
	});

	it('takes mails back that a later commit deletes', async () => {
		const junk = patch('[PATCH] junk', 'Mon, 3 Mar 2025 10:00:00 +0000');
		const gitDir = inbox([
			...edges,
			junk,
			{...junk, isDeletion: true},
			patch('[PATCH] b', 'Mon, 5 May 2025 10:00:00 +0000'),
		]);
		const facts = await survey([{gitDir, list}]);
		expect(facts.drivers.get(one)?.patches.monthly).toEqual([0, 0, 0, 0, 1, 0]);
		expect(facts.source.counts.deleted).toBe(1);
	});

	it('passes over a mail of 50 MB and names it', async () => {
		const junk = Buffer.alloc(50 * 1024 * 1024, 'x\n');
		const gitDir = inbox([...edges, {mail: junk}, patch('[PATCH] b', 'Mon, 5 May 2025 10:00:00 +0000')]);
		const facts = await survey([{gitDir, list}]);
		expect(facts.drivers.get(one)?.patches.total).toBe(1);
		expect(facts.source.counts.tooLarge).toBe(1);
		expect(facts.problems).toMatchObject([
			{source: 'mailing list', problem: 'mail of 52428800 bytes passed over'},
		]);
	});

	it('survives broken and missing objects, in a pack too', async () => {
		const mails = Array.from({length: 9}, (_, n) =>
			patch(`[PATCH] ${n}`, 'Mon, 5 May 2025 10:00:00 +0000', undefined, {
				body: `${Math.sqrt(n + 2)} ${'unlike '.repeat(n)}\n${changing('drivers/net/one.c')}`,
			}),
		);
		const gitDir = inbox([...edges, ...mails]);
		const blobs = git(gitDir, 'log', '--format=%H:m')
			.trim()
			.split('\n')
			.map(name => git(gitDir, 'rev-parse', name).trim());
		// fast-import leaves a few objects loose; one blob of the pack made of them is damaged in its middle.
		git(gitDir, 'repack', '-a', '-d', '-q', '--window=0');
		const packs = path.join(gitDir, 'objects', 'pack');
		const pack = path.join(packs, readdirSync(packs).find(name => name.endsWith('.pack'))!);
		const index = git(gitDir, 'verify-pack', '-v', pack)
			.split('\n')
			.find(line => line.startsWith(blobs[4]!))!;
		const [, , , size, offset] = index.split(/\s+/);
		const bytes = readFileSync(pack);
		bytes.fill(0xff, Number(offset) + 6, Number(offset) + Number(size) - 2);
		rmSync(pack, {force: true});
		writeFileSync(pack, bytes);
		const facts = await survey([{gitDir, list}]);
		expect(facts.source.counts).toMatchObject({broken: 1, mails: 10});
		expect(facts.problems).toHaveLength(1);
		expect(facts.problems[0]?.where).toContain(blobs[4]);
		expect(facts.drivers.get(one)?.patches.total).toBe(8);
	});

	it('reads on when a commit is broken', async () => {
		const gitDir = inbox([
			...edges,
			patch('[PATCH] old', 'Mon, 3 Mar 2025 10:00:00 +0000'),
			patch('[PATCH] mid', 'Thu, 3 Apr 2025 10:00:00 +0000'),
			patch('[PATCH] new', 'Mon, 5 May 2025 10:00:00 +0000'),
		]);
		const middle = git(gitDir, 'rev-parse', 'HEAD~1').trim();
		rmSync(path.join(gitDir, 'objects', middle.slice(0, 2), middle.slice(2)), {force: true});
		const facts = await survey([{gitDir, list}]);
		expect(facts.drivers.get(one)?.patches.monthly).toEqual([0, 0, 1, 1, 1, 0]);
		expect(facts.problems[0]?.problem).toMatch(/^commits: /);
	});

	it('names a folder that is no archive, and goes on', async () => {
		const gitDir = inbox([...edges, patch('[PATCH] a', 'Mon, 5 May 2025 10:00:00 +0000')]);
		const facts = await survey([
			{gitDir: path.join(folder, 'nowhere'), list: 'gone@example.org'},
			{gitDir, list},
		]);
		expect(facts.drivers.get(one)?.patches.total).toBe(1);
		expect(facts.problems.map(({where}) => where)).toContain('nowhere');
	});

	it('reads through a pipe where no local socket can be made', async () => {
		const gitDir = inbox([...edges, patch('[PATCH] a', 'Mon, 5 May 2025 10:00:00 +0000')]);
		vi.stubEnv('TMPDIR', path.join(folder, 'nowhere'));
		const facts = await survey([{gitDir, list}]).finally(() => vi.unstubAllEnvs());
		expect(facts.drivers.get(one)?.patches.total).toBe(1);
	});

	it('stops when told to', async () => {
		const gitDir = inbox([...edges]);
		await expect(survey([{gitDir, list}], {signal: AbortSignal.abort(new Error('enough'))})).rejects.toThrow(
			'enough',
		);
	});

	it('stops in the middle, leaving no git behind', async () => {
		const gitDir = inbox([...edges]);
		const controller = new AbortController();
		const running = survey([{gitDir, list}], {
			signal: controller.signal,
			onProgress: () => controller.abort(new Error('enough')),
		});
		await expect(running).rejects.toThrow('enough');
	});

	it('gives the same for any order of the archives', async () => {
		const a = inbox([
			patch('[PATCH] a', 'Mon, 6 Jan 2025 10:00:00 +0000'),
			patch('[PATCH] b', 'Mon, 6 Jan 2025 10:00:00 +0000'),
		]);
		const b = inbox([patch('[PATCH] c', 'Mon, 6 Jan 2025 10:00:00 +0000')]);
		const there = await survey([
			{gitDir: a, list},
			{gitDir: b, list},
		]);
		const back = await survey(
			[
				{gitDir: b, list},
				{gitDir: a, list},
			],
			{cores: 1},
		);
		expect(back.drivers).toEqual(there.drivers);
		expect(back.directories).toEqual(there.directories);
	});
});

import {describe, expect, it} from 'vitest';
import {
	bodyAuthor,
	deletedPaths,
	isNotice,
	isReply,
	patchedFiles,
	seriesSize,
	titleOf,
} from '../../../../source/survey/mail/message/patch.ts';
import {changing, deleting} from '../inbox.ts';

const paths = (text: string) => patchedFiles(text).map(({from, to}) => [from, to]);

describe('patchedFiles', () => {
	it('reads git and plain forms, several in a row', () => {
		const plain =
			'--- linux-6.1.orig/drivers/a.c\t2024-01-01 10:00:00 +0000\n+++ linux-6.1/drivers/a.c\t2024-01-02\n@@ -1 +1 @@\n-a\n+b\n';
		expect(
			paths(
				`Hi\n${changing('drivers/b.c')}${plain}Index: c\n--- drivers/c.c\n+++ drivers/c.c\n@@ -1 +1 @@\n`,
			),
		).toEqual([
			['drivers/b.c', 'drivers/b.c'],
			['drivers/a.c', 'drivers/a.c'],
			['drivers/c.c', 'drivers/c.c'],
		]);
	});

	it('reads deletions in three forms, and the creation of a file', () => {
		expect(paths(deleting('x.c').split('---')[0]!)).toEqual([['x.c', null]]);
		expect(paths('--- a/x.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n')).toEqual([['x.c', null]]);
		expect(paths('--- a/x.c\t2020-01-01\n+++ b/x.c\t1970-01-01 01:00:00 +0100\n@@ -1 +0,0 @@\n-a\n')).toEqual(
			[['x.c', null]],
		);
		expect(
			paths(
				'diff --git a/n b/n\nnew file mode 100644\nindex 0..1\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+a\n',
			),
		).toEqual([[null, 'n']]);
	});

	it('reads renames, modes and binary files, which have no hunks', () => {
		const rename =
			'diff --git a/drivers/a.c b/drivers/b.c\nsimilarity index 90%\nrename from drivers/a.c\nrename to drivers/b.c\nindex 1..2 100644\n--- a/drivers/a.c\n+++ b/drivers/b.c\n@@ -1 +1 @@\n';
		expect(patchedFiles(rename)).toEqual([{from: 'drivers/a.c', to: 'drivers/b.c', renamed: true}]);
		expect(paths('diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n')).toEqual([
			['run.sh', 'run.sh'],
		]);
		expect(
			paths('diff --git a/logo b/logo\nindex 1..2 100644\nBinary files a/logo and b/logo differ\n'),
		).toEqual([['logo', 'logo']]);
	});

	it('reads paths with blanks, quotes and bytes outside ASCII', () => {
		expect(paths('diff --git a/a b b/a b\nold mode 100644\nnew mode 100755\n')).toEqual([['a b', 'a b']]);
		expect(paths('diff --git "a/\\303\\244.c" "b/\\303\\244.c"\nindex 1..2\n')).toEqual([
			['\xc3\xa4.c', '\xc3\xa4.c'],
		]);
	});

	it('makes good what format=flowed breaks', () => {
		const wrapped =
			'diff --git a/drivers/very/long/name.c \nb/drivers/very/long/name.c\nindex 1..2 100644\n--- \na/drivers/very/long/name.c\n+++ \nb/drivers/very/long/name.c\n@@ -1 +1 @@\n';
		expect(paths(wrapped)).toEqual([['drivers/very/long/name.c', 'drivers/very/long/name.c']]);
	});

	it('sees no patch in prose, quotes, diffstats, or a hunk that looks like a header', () => {
		expect(paths('--- \nfoo\n--- a/x\nnot a patch\n+++ b/x\n')).toEqual([]);
		expect(paths(changing('x').replace(/^/gm, '> '))).toEqual([]);
		expect(paths(' drivers/x.c | 2 +-\n delete mode 100644 drivers/x.c\n')).toEqual([]);
		expect(paths(`${changing('x')} a\n--- a/sql comment\n+++ b/c\n b\n`)).toEqual([['x', 'x']]);
	});

	it('ends on cut and hostile texts', () => {
		for (const text of [
			'diff --git ',
			'\ndiff --git \n',
			'--- ',
			'\n--- \n+++ ',
			'diff --git a/x b/x\n--- a/x',
			'\n--- a\n+++ b\n@@ -',
		]) {
			expect(patchedFiles(text).length).toBeLessThan(2);
		}
		expect(patchedFiles('\n--- a/x\n'.repeat(200_000))).toEqual([]);
	});
});

describe('deletedPaths', () => {
	it('leaves out what moves', () => {
		const file = (from: string | null, to: string | null, renamed = false) => ({from, to, renamed});
		expect(deletedPaths([file('a/x.c', null), file(null, 'b/y.c')])).toEqual(['a/x.c']);
		expect(deletedPaths([file('a/x.c', null), file(null, 'b/x.c')])).toEqual([]);
		expect(deletedPaths([file('a/x.c', 'b/x.c', true)])).toEqual([]);
		expect(deletedPaths([file('a/x.c', null), file(null, 'a/x.c')])).toEqual([]);
	});
});

it('knows replies', () => {
	for (const subject of ['Re: a', 'RE:a', 'Aw: a', 'Fwd: a', 'Re[2]: a', '回复：a', '[EXT] Re: [PATCH] a'])
		expect(isReply(subject)).toBe(true);
	for (const subject of [
		'[PATCH] Re: a',
		'Remove: a',
		'rework',
		'reset: fix',
		'vs1003: fix',
		'[RFC] rework: a',
	])
		expect(isReply(subject)).toBe(false);
});

it('strips tags from titles, and keeps brackets of the title', () => {
	expect(titleOf('[RFC] [PATCH v2 1/3]  net: one: use [2]')).toBe('net: one: use [2]');
	expect(titleOf('net: one')).toBe('net: one');
	expect(titleOf('[unclosed')).toBe('[unclosed');
});

it('reads the author that opens a text', () => {
	expect(bodyAuthor('\nFrom: A <a@b>\n\ntext')).toBe('A <a@b>');
	expect(bodyAuthor('Hello\nFrom: A <a@b>\n')).toBeNull();
});

it.each([
	['[tip: irq/urgent] irqchip/one: Fix it', true],
	['[thermal: thermal/next] thermal/drivers/one: Fix it', true],
	['[GIT PULL] SCSI fixes', true],
	['[PULL 0/3] net: fixes', true],
	['[PATCH tip] irqchip/one: Fix it', false],
	['[PATCH] one: [thermal: thermal/next]', false],
	['[net-next: v2] net: one: fix it', false],
])('tells a notice: %j is one: %j', (subject, expected) => expect(isNotice(subject)).toBe(expected));

it('reads how many patches a series has', () => {
	expect(seriesSize('[RFC][PATCH v3 01/17] net: one: fix it')).toBe(17);
	expect(seriesSize('[PATCH] net: one: fix 1/2 of it')).toBe(0);
});

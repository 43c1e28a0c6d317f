import {expect, it} from 'vitest';
import {diffFacts} from '../../../../source/survey/mail/message/diff-facts.ts';
import {
	type Deletion,
	isStablePosting,
	kindOfDeletion,
} from '../../../../source/survey/mail/removals/kind.ts';

const driver = {
	file: 'drivers/tty/mxser.c',
	presentFile: 'drivers/tty/mxser.c',
	module: 'mxser',
	symbol: 'MOXA_SMARTIO',
};

const kind = (
	subject: string,
	grown: Record<string, number> = {},
	added: string[] = [],
	movedTo: string | null = null,
) => {
	const lines: Deletion['facts']['lines'] = new Map([['drivers/tty/mxser.c', {added: 0, removed: 100}]]);
	for (const [path, count] of Object.entries(grown)) lines.set(path, {added: count, removed: 0});
	return kindOfDeletion(
		{subject, to: '', added, facts: {lines, builtOptions: new Set(), movedTo, isMerged: false}},
		driver,
	);
};

it('is a rewrite where a title says so and a source is added', () => {
	const title = '[PATCH 01/31] tty: mxser: replace mxser with 8250-based driver';
	expect(kind(title, {}, ['drivers/tty/serial/8250/8250_mxupci.c'])).toBe('rewrite');
	expect(kind(title)).toBe('removal');
	expect(kind('[PATCH] tty: remove mxser', {}, ['drivers/net/new.c'])).toBe('removal');
});

it('is a rewrite where its series puts something at its very path, a move where it is relocated', () => {
	expect(kind('[PATCH 5/7] tty: remove mxser', {}, ['drivers/soc/mxser.c'])).toBe('move');
	expect(kind('[PATCH 5/7] tty: remove mxser', {}, ['drivers/soc/mx.c', 'drivers/tty/mxser.c'])).toBe(
		'rewrite',
	);
	expect(kind('[PATCH] tty: rename mxser', {}, ['drivers/tty/mxser.c', 'drivers/tty/mxs.c'])).toBe('move');
	expect(kind('[PATCH] tty: Relocate driver to moxa folder', {}, ['drivers/tty/moxa/soc.c'])).toBe('move');
	expect(kind('[PATCH] tty: Relocate driver to moxa folder')).toBe('removal');
});

it('is a merge where it goes over to what its series adds for all', () => {
	const shared = '[PATCH 3/13] tty: Migrate to generic dma context bus';
	expect(kind(shared, {}, ['drivers/base/dma.c'])).toBe('merge');
	expect(kind(shared)).toBe('removal');
	expect(kind(shared, {}, ['drivers/base/mxser.c'])).toBe('merge');
	expect(kind('[PATCH] tty: Move to shared folder', {}, ['drivers/base/mxser.c'])).toBe('move');
	expect(kind('[PATCH] tty: remove what moved', {}, ['drivers/base/dma.c'])).toBe('removal');
});

it('is a merge where its words say who handles its part now', () => {
	const merges = (words: string) => diffFacts(`${words}\n---\n`).isMerged;
	expect(merges('This is now handled from within the pinctrl subsystem.')).toBe(true);
	expect(merges('the power off functionality is handled\ndirectly in the MFD driver.')).toBe(false);
	expect(merges('We introduce a driver that covers the functions which misc provided.')).toBe(true);
	expect(merges('These devices are now handled by the new driver.')).toBe(false);
});

it('is a merge where a neighbour grows, or the title says that code is shared', () => {
	expect(kind('[PATCH] tty: drop mxser', {'drivers/tty/moxa.c': 60})).toBe('merge');
	expect(kind('[PATCH] drop mxser', {'drivers/net/ne.c': 60})).toBe('removal');
	expect(kind('[PATCH] merge mxser driver', {'drivers/usb/ucsi.c': 60})).toBe('merge');
	expect(kind('[PATCH] mxser: Migrate to generic bus', {'drivers/net/ne.c': 60})).toBe('merge');
	expect(kind('[PATCH] de-duplicate mxser and moxa')).toBe('merge');
});

it('is a move where a title renames it, and no removal where only an old tree is meant', () => {
	const renamed = '[PATCH 2/3] tty: Rename driver from mxser to mxsery';
	expect(kind(renamed, {'drivers/tty/moxa-y.c': 100}, ['drivers/tty/moxa-y.c'])).toBe('move');
	expect(kind('[PATCH] tty: rename mxser as generic', {}, ['drivers/tty/mxser-generic.c'])).toBe('move');
	const follows = '[PATCH] tty: Add support for mxsez';
	expect(kind(follows, {'drivers/tty/mxsez.c': 60}, ['drivers/tty/mxsez.c'])).toBe('move');
	expect(kind(follows, {'drivers/tty/mxsez.c': 10}, ['drivers/tty/mxsez.c'])).toBe('removal');
	expect(kind('[PATCH] tty: remove mxser', {}, [], 'drivers/char')).toBe('move');
	expect(kind('[PATCH] tty: remove mxser', {}, [], 'drivers/tty')).toBe('removal');
	expect(kind('[PATCH] tty: rename what is left, drop mxser')).toBe('removal');
	expect(kind('[PATCH] tty: remove unused mxser.c (stable/linux-5.15.y only)')).toBe('stable');
	expect(kind('[PATCH] tty: only remove mxser')).toBe('removal');
});

it('knows what is sent for trees that do not go on', () => {
	expect(isStablePosting('[PATCH AUTOSEL 6.19-6.1] watchdog: handle it')).toBe(true);
	expect(isStablePosting('[PATCH 6.1 12/200] watchdog: handle it')).toBe(true);
	expect(isStablePosting('Apply ccc35ff2fd2911986b716a87 to 5.15, 6.1, and 6.6')).toBe(true);
	expect(
		isStablePosting('[Linux-stm32] Patch "watchdog: handle it" has been added to the 5.15-stable tree'),
	).toBe(true);
	expect(isStablePosting('FAILED: Patch "watchdog: handle it" failed to apply to 5.10-stable tree')).toBe(
		true,
	);
	expect(isStablePosting('[PATCH v2 5/10] watchdog: handle 6.1')).toBe(false);
	expect(isStablePosting('[PATCH] watchdog: support added to the device tree')).toBe(false);
});

it('is a merge where the letter before it moves the chip elsewhere', () => {
	const facts = {lines: new Map(), builtOptions: new Set<string>(), movedTo: null, isMerged: false};
	const of = (letter: string, to = '') =>
		kindOfDeletion(
			{subject: '[PATCH 3/3] power: reset: drop unused driver', letter, to, added: [], facts},
			{
				file: 'drivers/power/reset/sc27xx-poweroff.c',
				presentFile: 'drivers/power/reset/sc27xx-poweroff.c',
				module: 'sc27xx-poweroff',
				symbol: 'POWER_RESET_SC27XX',
			},
		);
	expect(of('mfd: sprd-sc27xx: Move poweroff support to the parent MFD driver')).toBe('merge');
	expect(of('mfd: sc2731: Move poweroff support to the parent MFD driver')).toBe('removal');
	expect(of('power: sc27xx: fixes')).toBe('removal');
	expect(of('', 'openbmc@lists.ozlabs.org, joel@example.org')).toBe('stable');
	expect(of('', 'openbmc@lists.ozlabs.org, linux-pm@vger.kernel.org')).toBe('removal');
	expect(isStablePosting('[PATCH linux dev-5.15 1/7] Revert "x: Add driver"')).toBe(true);
});

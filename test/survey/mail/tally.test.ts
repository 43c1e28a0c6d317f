import {describe, expect, it} from 'vitest';
import {countPatches} from '../../../source/survey/mail/counting.ts';
import {type PatchMail, PatchTally} from '../../../source/survey/mail/tally.ts';

const window = {since: '2025-01-01', until: '2025-06-30'};
const day = (date: string) => Date.parse(`${date}T12:00:00Z`) / 1000;
const dayNumber = (date: string) => Math.floor(day(date) / 86_400);

const here = {list: 'here', since: '2025-01-01', until: '2025-06-30'};
const there = {list: 'there', since: null, until: null};

const plain = {
	messageId: 'a@x',
	time: day('2025-02-03'),
	author: 'one@example.org',
	isSweep: false,
	files: 1,
	series: 0,
	archive: 0,
};

/** Counts mails about one driver, given in some order; only the first two archives hold a list that speaks for it. */
function count(
	mails: readonly Partial<PatchMail>[],
	lists: (typeof here)[] | [typeof here, typeof there] = [here],
	others: readonly string[] = [],
) {
	const tally = new PatchTally();
	const owner = tally.ownerOf('drivers/net/one');
	for (const mail of mails) {
		tally.add({
			messageId: 'a@x',
			time: day('2025-03-03'),
			author: 'one@example.org',
			title: 'net: one: fix',
			isSweep: false,
			files: 1,
			series: 0,
			archive: 0,
			...mail,
			owners: [owner, ...others.map(name => tally.ownerOf(name))],
		});
	}
	const early = {since: dayNumber('2025-01-01'), until: dayNumber('2025-03-31')};
	const late = {since: dayNumber('2025-05-01'), until: dayNumber('2025-06-30')};
	const spans = new Map([
		[0, early],
		[1, late],
	]);
	return countPatches(tally, window, new Map([[owner, {lists, spans}]])).get(owner)!;
}

describe('copies of a mail', () => {
	// The second list writes itself into the From: of what it passes on.
	const original = {archive: 0, author: 'one@example.org'};
	const munged = {archive: 1, author: 'second@lists.example.org', title: '[second] net: one: fix'};
	const later = {messageId: 'b@x', time: day('2025-03-04'), author: 'one@example.org', archive: 0};

	it('count once, by the copy of the lowest list, in whatever order they come', () => {
		const orders = [
			[original, munged, later],
			[munged, original, later],
			[later, munged, original],
		];
		for (const order of orders) {
			const patches = count(order);
			expect(patches).toMatchObject({total: 1, authors: 1});
			expect(patches).toEqual(count(orders[0]!));
		}
	});

	it('count on a list that speaks for the driver where any copy came there', () => {
		expect(count([{archive: 2}, {archive: 0}])).toMatchObject({total: 1, elsewhere: {total: 0, last: null}});
	});
});

describe('a piece of work', () => {
	const revision = (date: string, more: Partial<PatchMail> = {}) => ({
		messageId: `${date}@x`,
		time: day(date),
		...more,
	});

	it('counts in the month of its first revision within the window, and is last seen at its newest', () => {
		const newest = revision('2025-06-05', {archive: 1});
		expect(count([revision('2024-11-05'), revision('2025-02-05'), newest])).toMatchObject({
			total: 1,
			monthly: [0, 1, 0, null, 0, 0],
			last: {date: '2025-06-05', messageId: '2025-06-05@x'},
			substantive: {total: 1, last: {date: '2025-06-05'}},
		});
	});

	it('counts elsewhere where no revision came to a list that speaks for the driver', () => {
		const other = revision('2025-02-05', {title: 'another', archive: 2});
		expect(
			count([other, revision('2025-03-05', {archive: 2}), revision('2025-05-05', {archive: 1})]),
		).toMatchObject({
			total: 1,
			monthly: [0, 0, 0, null, 1, 0],
			elsewhere: {total: 1, last: {date: '2025-02-05'}},
		});
	});

	it('counts elsewhere in days that the archive does not speak for', () => {
		expect(count([revision('2025-04-10', {archive: 0})])).toMatchObject({
			total: 0,
			monthly: [0, 0, 0, null, 0, 0],
			elsewhere: {total: 1},
		});
	});
});

it('is a floor with a list or months unread', () => {
	expect(count([]).atLeast).toBe(false);
	expect(count([], [here, there]).atLeast).toBe(true);
	expect(count([], [{...here, until: '2025-05-31'}]).atLeast).toBe(true);
	expect(count([], [{...here, since: '2025-01-20', until: '2025-06-02'}]).atLeast).toBe(false);
});

describe('work that was meant', () => {
	const meant = {messageId: 'm@x', time: day('2025-02-01')};

	it('ends with the last mail that is no sweep and goes to no stable tree', () => {
		const later = {messageId: 's@x', time: day('2025-03-20'), isSweep: true};
		const patches = count([meant, later]);
		expect(patches.last?.messageId).toBe('s@x');
		expect(patches.substantive).toMatchObject({total: 1, last: {date: '2025-02-01', messageId: 'm@x'}});
		expect(count([later]).substantive).toEqual({total: 0, authors: 0, last: null});
	});

	const letters = [...'abcdefghijklmnopqrstuvwxyz'];
	/** One patch each to drivers of one folder, driverA and so on; how many of them are work. */
	const meantOf = (patches: readonly (Partial<PatchMail> & {title: string})[]) => {
		const tally = new PatchTally();
		for (const [index, patch] of patches.entries()) {
			tally.add({
				...plain,
				messageId: `${index}@x`,
				owners: [tally.ownerOf(`drivers/net/driver${letters[index]}`)],
				...patch,
			});
		}
		return [...tally.pieces()].flat().filter(({isSweep}) => !isSweep).length;
	};
	const toEach = (count: number, titled: (name: string) => string) =>
		letters.slice(0, count).map(letter => ({title: titled(`driver${letter}`)}));

	it('is not what one author sends for one driver after another, whatever driver the title names', () => {
		const titles = [
			(name: string) => `net: ${name}: use the second queue`,
			(name: string) => `net: Convert ${name} to the new rings`,
			(name: string) => `net: (${name}) Make ${name}_remove() quiet`,
		];
		for (const title of titles) {
			expect(meantOf(toEach(2, title))).toBe(2);
			expect(meantOf(toEach(3, title))).toBe(0);
		}
		const named = [
			(name: string) => `net: ${name}: Re-use generic struct u16_fract`,
			(name: string) => `net: ${name}: Replace pci_alloc_rings() with pcim_alloc_rings()`,
			(name: string) => `net: simplify ${name} by register_rings()`,
		];
		for (const title of named) {
			expect(meantOf(toEach(1, title))).toBe(1);
			expect(meantOf(toEach(2, title))).toBe(0);
		}
		const noConversion = (name: string) => `net: ${name}: fix the return value of probe`;
		expect(meantOf(toEach(3, noConversion))).toBe(3);
		expect(meantOf(toEach(4, noConversion))).toBe(0);
		const fix = (name: string) => `net: ${name}: fix a memory leak in ${name}_probe()`;
		expect(meantOf(toEach(19, fix))).toBe(19);
		expect(meantOf(toEach(20, fix))).toBe(0);
		const another = {author: 'two@example.org'};
		const shared = toEach(4, titles[0]!).map((mail, index) => (index < 2 ? mail : {...mail, ...another}));
		expect(meantOf(shared)).toBe(4);
	});

	it('is support that each driver gets, however many get the like', () => {
		expect(meantOf(toEach(9, name => `net: ${name}: Add support for the new chip`))).toBe(9);
		expect(meantOf(toEach(9, name => `net: ${name}: ${name}`))).toBe(9);
	});

	it('is one title again after more than two months', () => {
		const later = (days: number) =>
			toEach(4, name => `net: ${name}: fix the probe`).map((mail, index) => ({
				...mail,
				time: day('2025-01-01') + index * days * 86_400,
			}));
		expect(meantOf(later(60))).toBe(0);
		expect(meantOf(later(61))).toBe(4);
	});

	it('is not a series that does one thing in each driver under many titles', () => {
		const words = 'alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima'.split(' ');
		const series = (count: number, title: (word: string) => string) =>
			words.slice(0, count).map(word => ({title: title(word), series: count}));
		expect(meantOf(series(12, word => `net: use the ${word} helper`))).toBe(0);
		expect(meantOf(series(11, word => `net: use the ${word} helper`))).toBe(11);
		// Where the same comes back in another driver fewer are enough.
		const pairs = (count: number) =>
			words.slice(0, count).map((_, index) => ({title: `net: ${words[index >> 1]} it`, series: count}));
		expect(meantOf(pairs(8))).toBe(0);
		expect(meantOf(pairs(6))).toBe(6);
	});

	it('is one patch to the parts of a family, but not to as many drivers', () => {
		const others = (names: readonly string[]) => count([{}], [here], names).substantive.total;
		expect(others(['drivers/net/two', 'drivers/net/three'])).toBe(1);
		expect(others(['drivers/net/two', 'drivers/net/three', 'drivers/net/four'])).toBe(0);
		expect(others(['i2c', 'spi', 'usb', 'pci'].map(bus => `drivers/net/bmp280-${bus}`))).toBe(1);
	});

	it('names the driver, or touches little else', () => {
		const elsewhere = (more: Partial<PatchMail>) => count([more], [here]).substantive.total;
		expect(elsewhere({title: 'cpumask: deprecate a thing', files: 2})).toBe(1);
		expect(elsewhere({title: 'cpumask: deprecate a thing', files: 3})).toBe(0);
		expect(elsewhere({title: 'cpumask: deprecate a thing of one', files: 3})).toBe(1);
		expect(elsewhere({title: 'cpumask: Add support for a thing', files: 3})).toBe(1);
	});

	const three = ['drivers/net/two', 'drivers/net/three', 'drivers/net/four'];

	it('is for the chip that the title names, whatever else is touched', () => {
		const total = (title: string) => {
			const tally = new PatchTally();
			const owners = ['drivers/net/cs35l56', ...three].map(name => tally.ownerOf(name));
			tally.add({...plain, title, owners, files: 10});
			const [mail] = [...tally.pieces()][0]!;
			return mail!.isSweep ? null : mail!.meant.map(owner => tally.nameOf(owner));
		};
		expect(total('ASoC/HDA cs35l56: Remove redundant IRQ handling')).toEqual(['drivers/net/cs35l56']);
		expect(total('ASoC/HDA: Remove redundant IRQ handling')).toBe(null);
	});

	it('is what brings the driver, in whatever series', () => {
		const tally = new PatchTally();
		const owners = ['drivers/net/one', ...three].map(name => tally.ownerOf(name));
		tally.add({...plain, title: 'target: add virtual remote target', owners, brings: [owners[0]!]});
		const [mail] = [...tally.pieces()][0]!;
		expect(mail).toMatchObject({isSweep: false, campaign: null, meant: [owners[0]]});
	});

	it('is what a vendor’s own people do to a few of its drivers, whichever the title names', () => {
		const meant = (author: string, forVendor: PatchMail['forVendor'], isElsewhere = false) => {
			const tally = new PatchTally();
			const chips = [...'abcdefghi'].map(letter => tally.ownerOf(`drivers/clk/maker/clk-${letter}`));
			for (const subsystem of ['pinctrl', 'soc', 'phy']) tally.ownerOf(`drivers/${subsystem}/maker/one`);
			for (let index = 0; index < 6; index++) {
				const title = `clk: ${index}`;
				tally.add({...plain, messageId: `${index}@x`, title, author: 'x@maker.com', owners: [chips[0]!]});
			}
			tally.add({
				...plain,
				messageId: 'last@x',
				title: 'reset: correct the bit',
				author,
				files: 5,
				owners: [...chips.slice(0, 5), ...(isElsewhere ? [tally.ownerOf('drivers/usb/two')] : [])],
				...(forVendor && {forVendor}),
			});
			const mail = [...tally.pieces()].flat().find(one => one.messageId === 'last@x')!;
			return mail.isSweep ? 'campaign' : mail.meant.length;
		};
		expect(meant('y@maker.com', 'yes')).toBe(5);
		expect(meant('y@maker.com', 'alone')).toBe(5);
		expect(meant('y@maker.com', 'no')).toBe('campaign');
		expect(meant('y@other.com', 'yes')).toBe('campaign');
		expect(meant('y@maker.com', 'yes', true)).toBe('campaign');
	});

	it('is no slight edit of who passes by at every driver', () => {
		const last = (families: number, isSlight: boolean, regular: number) => {
			const tally = new PatchTally();
			const send = (id: string, title: string, more: Partial<PatchMail> = {}) =>
				tally.add({...plain, messageId: `${title}@x`, title, ...more, owners: [tally.ownerOf(id)]});
			for (let index = 1; index < families; index++) send(`drivers/net/n${'x'.repeat(index)}`, `${index}`);
			for (let index = 0; index < regular; index++) send('drivers/net/one', `own ${index}`);
			send('drivers/net/one', 'net: one: use it', {isSlight});
			return [...tally.pieces()].flat().find(one => one.messageId.startsWith('net: one'))!.campaign;
		};
		expect(last(30, true, 0)).toBe('passer-by');
		expect(last(29, true, 0)).toBe(null);
		expect(last(30, false, 0)).toBe(null);
		expect(last(30, true, 5)).toBe(null);
	});

	it('is a mend in each driver of a series, and what a short series does beside a patch for all', () => {
		const words = 'alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima'.split(' ');
		const mends = words.map(word => ({title: `net: use the ${word} helper`, series: 12, mends: true}));
		expect(meantOf(mends)).toBe(12);
		const tally = new PatchTally();
		const owners = words.map(word => tally.ownerOf(`drivers/net/${word}`));
		const all = {title: 'net: prefer it', series: 4, messageId: 'all@x', files: 12, owners};
		const one = {title: 'net: alpha: report it', series: 4, messageId: 'one@x', owners: owners.slice(0, 1)};
		tally.add({...plain, ...all});
		tally.add({...plain, ...one});
		const sweeps = [...tally.pieces()].flat().map(({messageId, isSweep}) => `${messageId} ${isSweep}`);
		expect(sweeps.sort()).toEqual(['all@x true', 'one@x false']);
	});

	it('is a mend of who has mended the like for years, not of who mends twenty in a week', () => {
		const mends = (days: number) =>
			[...letters].slice(0, 20).map((_, index) => ({
				title: 'net: fix an error handling path',
				mends: true,
				time: day('2025-02-03') + index * days * 86_400,
			}));
		expect(meantOf(mends(8))).toBe(20);
		expect(meantOf(mends(7))).toBe(0);
	});

	it('is a mend that names the commit at fault, however many are like it, but for a long series', () => {
		const found = {mends: true, namesFault: true};
		const mends = (more: Partial<PatchMail>) =>
			meantOf(toEach(20, name => `net: ${name}: fix a leak`).map(mail => ({...mail, ...more})));
		expect(mends({mends: true})).toBe(0);
		expect(mends(found)).toBe(20);
		expect(mends({...found, series: 20})).toBe(20);
		expect(mends({...found, series: 21})).toBe(0);
		const claims = (count: number, days: number) =>
			meantOf(
				toEach(count, name => `net: ${name}: drop unused node references`).map((mail, index) => ({
					...mail,
					mends: false,
					namesFault: true,
					time: day('2025-02-03') + index * days * 86_400,
				})),
			);
		expect(claims(5, 0)).toBe(5);
		expect(claims(6, 7)).toBe(0);
		expect(claims(6, 8)).toBe(6);
	});

	it('is a mend that names the commit at fault in its next revision only', () => {
		const meant = (more: Partial<PatchMail>) => {
			const tally = new PatchTally();
			for (const [index, letter] of ['a', 'b', 'c'].entries()) {
				const owners = [tally.ownerOf(`drivers/i2c/n${letter}x`)];
				tally.add({...plain, title: `i2c: n${letter}x: Use get_it()`, messageId: `${index}@x`, owners});
				if (index === 0)
					tally.add({...plain, title: 'i2c: nax: Use get_it()', messageId: 'next@x', owners, ...more});
			}
			return [...tally.pieces()].flat().filter(({isSweep}) => !isSweep).length;
		};
		expect(meant({mends: true, namesFault: true})).toBe(2);
		expect(meant({mends: true})).toBe(0);
		expect(meant({})).toBe(0);
		// Nor does it make a campaign of another like it.
		const title = (name: string) => `net: ${name}: use get_it()`;
		const [first, second] = toEach(2, title);
		expect(meantOf([first!, {...second!, mends: true, namesFault: true}])).toBe(2);
		expect(meantOf([first!, second!])).toBe(0);
	});

	it('is not one thing done in twelve of a vendor’s chips, even by its own people', () => {
		const chips = (count: number, mends: boolean, said = 'Optimize the tables') => {
			const tally = new PatchTally();
			for (const subsystem of ['clk', 'soc', 'phy']) tally.ownerOf(`drivers/${subsystem}/maker/one`);
			const owners = letters.map(letter => tally.ownerOf(`drivers/pinctrl/maker/chip-${letter}`));
			for (const [index, owner] of owners.slice(0, count).entries()) {
				const title = `pinctrl: chip-${letters[index]}: ${said}`;
				tally.add({...plain, messageId: `${index}@x`, title, owners: [owner], forVendor: 'yes', mends});
			}
			return [...tally.pieces()].flat().filter(({isSweep}) => !isSweep).length;
		};
		expect(chips(11, false)).toBe(11);
		expect(chips(12, false)).toBe(0);
		expect(chips(12, true)).toBe(12);
		// What is converted is told by half as many.
		expect(chips(5, false, 'Use the tables')).toBe(5);
		expect(chips(6, false, 'Use the tables')).toBe(0);
	});

	it('is no wide patch to a family’s other drivers', () => {
		const total = (files: number, count: number) => {
			const tally = new PatchTally();
			const folder = 'drivers/net/ethernet/stmicro/stmmac';
			const names = ['stmmac-lib', 'dwmac-sti', 'dwmac-sun', 'dwmac-rk'].slice(0, count);
			const owners = names.map(name => tally.ownerOf(`${folder}/${name}`));
			tally.add({...plain, title: 'net: stmmac: pass the device to init()', owners, files});
			const [mail] = [...tally.pieces()][0]!;
			return mail!.meant.length;
		};
		expect(total(7, 4)).toBe(4);
		expect(total(8, 4)).toBe(1);
		expect(total(8, 3)).toBe(3);
	});

	it('is what a series does beside its patch for all', () => {
		const tally = new PatchTally();
		const owners = [...'abcdefghijkl'].map(letter => tally.ownerOf(`drivers/net/n${letter}x`));
		const all = {title: 'net: prefer it', series: 6, messageId: 'all@x', files: 12, owners};
		tally.add({...plain, ...all});
		for (const [index, owner] of owners.slice(0, 5).entries()) {
			const title = `net: report ${'abcde'[index]}${'xyzzy'[index]}`;
			tally.add({...plain, title, series: 6, messageId: `${index}@x`, owners: [owner]});
		}
		const sweeps = [...tally.pieces()].flat().filter(({isSweep}) => isSweep);
		expect(sweeps.map(({messageId}) => messageId)).toEqual(['all@x']);
	});

	it('is no small edit of a series whose other patches are mechanical, save of two drivers or by its vendor', () => {
		const meant = (sweeps: number, smalls: number, more: Partial<PatchMail> = {}, drivers = letters) => {
			const tally = new PatchTally();
			const length = sweeps + smalls;
			for (let index = 0; index < length; index++) {
				const isSweep = index < sweeps;
				tally.add({
					...plain,
					messageId: `${index}@x`,
					title: `net: ${drivers[index % drivers.length]}: ${'abcdefgh'[index]}${'stuvwxyz'[index]} it`,
					owners: [tally.ownerOf(`drivers/net/n${drivers[index % drivers.length]}x`)],
					series: length,
					isSweep,
					isSmall: !isSweep,
					...(isSweep ? {} : more),
				});
			}
			return [...tally.pieces()].flat().filter(({isSweep}) => !isSweep).length;
		};
		expect(meant(3, 1)).toBe(0);
		expect(meant(3, 3)).toBe(0);
		expect(meant(3, 4, {}, letters.slice(0, 5))).toBe(4);
		expect(meant(2, 2)).toBe(2);
		expect(meant(3, 0)).toBe(0);
		expect(meant(3, 1, {isSmall: false})).toBe(1);
		expect(meant(3, 1, {title: 'net: fix it'})).toBe(1);
		expect(meant(3, 1, {title: 'net: put it correctly'})).toBe(1);
		// Where all are small, those of six families are one campaign.
		expect(meant(0, 6)).toBe(0);
		expect(meant(1, 5)).toBe(0);
		expect(meant(0, 5)).toBe(5);
		expect(meant(0, 6, {}, letters.slice(0, 5))).toBe(6);
		expect(meant(4, 2, {}, letters.slice(0, 2))).toBe(2);
		expect(meant(3, 1, {}, letters.slice(0, 2))).toBe(0);
		expect(meant(5, 1, {}, letters.slice(0, 1))).toBe(0);
		expect(meant(3, 1, {series: 5})).toBe(1);
	});

	it('is no small edit of a series of less than four patches', () => {
		const tally = new PatchTally();
		for (const [index, letter] of [...'abcd'].entries()) {
			const messageId = `${index}@x`;
			const owners = [tally.ownerOf(`drivers/net/n${letter}x`)];
			const kind = index < 3 ? {isSweep: true} : {isSmall: true};
			tally.add({...plain, messageId, title: `net: ${letter}${letter}${letter}`, owners, series: 3, ...kind});
		}
		expect([...tally.pieces()].flat().filter(({isSweep}) => !isSweep)).toHaveLength(1);
	});

	it('is not the same few lines in each module of a driver, though its title names the driver', () => {
		const meant = (count: number, isThin: boolean) => {
			const tally = new PatchTally();
			const folder = 'drivers/net/wireless/realtek/rtw88';
			const owners = letters.slice(0, count).map(letter => tally.ownerOf(`${folder}/rtw88_${letter}`));
			tally.add({...plain, title: 'wifi: rtw88: Fix the module names', owners, files: 17, isThin});
			const [mail] = [...tally.pieces()][0]!;
			return mail!.isSweep ? 0 : mail!.meant.length;
		};
		expect(meant(8, true)).toBe(0);
		expect(meant(7, true)).toBe(7);
		expect(meant(8, false)).toBe(8);
	});

	it('is a change of a core for those alone that its title names', () => {
		const meant = (names: readonly string[], title = 'power: sequencing: Add an index') => {
			const tally = new PatchTally();
			const owners = names.map(name => tally.ownerOf(`drivers/power/sequencing/pwrseq-${name}`));
			tally.add({...plain, title, owners, files: 6});
			return [...tally.pieces()][0]![0]!.meant.length;
		};
		expect(meant(['core', 'thead', 'wcn'])).toBe(0);
		expect(meant(['core', 'thead', 'wcn'], 'power: sequencing: thead: Add an index')).toBe(1);
		expect(meant(['m2', 'thead', 'wcn'])).toBe(3);
		expect(meant(['core', 'thead'])).toBe(2);
		expect(meant(['sequencing', 'thead', 'wcn'])).toBe(3);
	});

	it('is a change of the driver that bears its folder’s name for it alone, even by its own people', () => {
		const meant = (names: readonly string[]) => {
			const tally = new PatchTally();
			const owners = names.map(name => tally.ownerOf(`drivers/net/can/m_can/${name}`));
			for (let index = 0; index < 6; index++)
				tally.add({...plain, messageId: `${index}@x`, title: `can: ${index}`, owners: owners.slice(0, 1)});
			const title = 'can: m_can: Return an error on allocation';
			tally.add({...plain, messageId: 'last@x', title, owners, files: 4, forVendor: 'yes'});
			const last = [...tally.pieces()].flat().find(({messageId}) => messageId === 'last@x')!;
			return last.meant.map(owner => tally.nameOf(owner).slice(22));
		};
		expect(meant(['m_can', 'tcan4x5x', 'platform'])).toEqual(['m_can']);
		expect(meant(['m_can', 'tcan4x5x'])).toEqual(['m_can', 'tcan4x5x']);
		expect(meant(['x_can', 'tcan4x5x', 'platform'])).toEqual(['x_can', 'tcan4x5x', 'platform']);
	});

	it('is no revision for fewer drivers of what a campaign is by its next revisions', () => {
		const meant = (days: number, extra: readonly string[] = [], author = plain.author) => {
			const tally = new PatchTally();
			for (const subsystem of ['pinctrl', 'soc', 'phy']) tally.ownerOf(`drivers/${subsystem}/maker/one`);
			const chips = [...'abcdefghi'].map(letter => tally.ownerOf(`drivers/clk/maker/clk-${letter}`));
			const owners = chips.slice(0, 4);
			const first = [owners[0]!, ...extra.map(name => tally.ownerOf(name))];
			const title = 'clk: maker: gate the clocks';
			tally.add({...plain, title, messageId: 'first@x', owners: first});
			const time = plain.time + days * 86_400;
			tally.add({...plain, title, author, messageId: 'next@x', time, owners});
			return [...tally.pieces()].flat().filter(({isSweep}) => !isSweep).length;
		};
		expect(meant(90)).toBe(0);
		expect(meant(91)).toBe(1);
		expect(meant(-1)).toBe(1);
		expect(meant(9, ['drivers/usb/other'])).toBe(1);
		expect(meant(9, [], 'two@example.org')).toBe(1);
	});

	it('is no conversion, whether a colon or a dash stands before it', () => {
		const said = 'Make use of bus methods';
		const titles = [`hwrng: driver${letters[0]} - ${said}`, `rtc: ${said}`, `efi: ${said}`];
		expect(meantOf(titles.map(title => ({title})))).toBe(0);
	});

	it('is a button that a driver reports, where two get one; not so a helper of the kernel', () => {
		const two = (title: string) => meantOf([{title}, {title}]);
		expect(two('HID: use new btn_grip* buttons')).toBe(2);
		expect(two('HID: use new foo_grip* buttons')).toBe(0);
	});

	it('is not what deletes the driver', () => {
		const tally = new PatchTally();
		const [one, two] = ['drivers/net/one', 'drivers/net/two'].map(id => tally.ownerOf(id));
		tally.add({
			messageId: 'd@x',
			time: day('2025-02-03'),
			author: 'one@example.org',
			title: 'net: one: leave',
			isSweep: false,
			files: 2,
			series: 0,
			archive: 0,
			owners: [one!, two!],
			deleted: [one!],
		});
		expect([...tally.pieces()][0]![0]!.meant).toEqual([two]);
	});

	it('is not what one author sends all over the tree under one title', () => {
		const wave = (title: string, files: number) =>
			['net: one', 'net: one: two', 'net: one: rtc'].map((place, index) => ({
				messageId: `${index}@wave`,
				title: `${place}: ${title}`,
				files,
				time: day('2025-02-03'),
			}));
		expect(count(wave('use new helpers', 20)).substantive.total).toBe(0);
		expect(count(wave('use new helpers', 10)).substantive.total).toBe(3);
		// Revisions touch the same files.
		const revised = Array.from({length: 9}, (_, index) => ({messageId: `${index}@r`, files: 20}));
		expect(count(revised).substantive.total).toBe(1);
	});
});

describe('the last work in earnest', () => {
	const mail = (date: string, author: string, more: Partial<PatchMail> = {}) => ({
		messageId: `${date}@x`,
		time: day(date),
		author,
		title: `net: one: work of ${date}`,
		...more,
	});
	const small = {isSmallEdit: true};
	const inEarnest = (mails: readonly Partial<PatchMail>[]) => {
		const {last, lastInEarnest} = count(mails).substantive;
		return [last?.date, lastInEarnest === undefined ? 'the same' : (lastInEarnest?.date ?? 'none')];
	};

	it('is told apart where only small edits of people who sent no more came since', () => {
		const work = mail('2025-01-10', 'keeper@x');
		expect(inEarnest([work])).toEqual(['2025-01-10', 'the same']);
		expect(inEarnest([work, mail('2025-02-10', 'passer@x', small)])).toEqual(['2025-02-10', '2025-01-10']);
		expect(inEarnest([mail('2025-02-10', 'passer@x', small)])).toEqual(['2025-02-10', 'none']);
	});

	it('is a small edit, too, of somebody who did more on it, before or after, here or elsewhere', () => {
		const edits = [mail('2025-02-10', 'keeper@x', small), mail('2025-03-10', 'passer@x', small)];
		for (const date of ['2025-01-10', '2025-02-01'])
			expect(inEarnest([...edits, mail(date, 'keeper@x')])).toEqual(['2025-03-10', '2025-02-10']);
		expect(inEarnest([...edits, mail('2025-01-10', 'keeper@x', {archive: 2})])).toEqual([
			'2025-03-10',
			'2025-02-10',
		]);
	});

	it('does not depend on the order in which mails come', () => {
		const mails = [
			mail('2025-02-10', 'keeper@x', small),
			mail('2025-01-10', 'keeper@x'),
			mail('2025-03-10', 'passer@x', small),
		];
		for (const order of [mails, mails.toReversed()]) expect(count(order)).toEqual(count(mails));
	});
});

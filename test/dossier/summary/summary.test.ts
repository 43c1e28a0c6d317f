import {describe, expect, it} from 'vitest';
import type {Distribution, DriverRecord, Reason, Signals} from '../../../source/dossier/schema.ts';
import {titleSentence} from '../../../source/dossier/summary/hardware.ts';
import {notesOf, withNotes} from '../../../source/dossier/summary/notes.ts';
import {sentenceFor} from '../../../source/dossier/summary/sentence.ts';
import {summaryOf} from '../../../source/dossier/summary/summary.ts';
import type {Verdict} from '../../../source/dossier/summary/told.ts';
import {withTold, wordsOf} from '../../../source/dossier/summary/wording.ts';
import {makeDriver} from '../../support/sample.ts';

const releases = Array.from({length: 14}, (_, index) => ({
	release: `6.${index}`,
	date: `20${10 + index}-01-01`,
	snapshot: null,
	missing: [] as string[],
}));
/** Lines changed in earnest in the newest releases; before that the driver was not there. */
function steps(...lines: number[]): Signals['releases'] {
	const all = [...new Array<null>(14 - lines.length).fill(null), ...lines];
	return {files: all, added: all, removed: all.map(count => (count === null ? null : 0)), substantive: all};
}
const family = (name: string, label: string): Distribution => ({
	family: name,
	label,
	kind: 'general',
	enabled: 0.5,
	configurations: [
		{
			...{distribution: name, release: '1', kernel: '6.1', date: null, architecture: 'amd64'},
			...{kind: 'general', form: 'full', testsCompiling: false, source: 'x', enabled: 1},
		},
	],
});
const distributions = [
	family('arch', 'Arch'),
	family('debian', 'Debian'),
	family('rhel', 'RHEL'),
	family('void', 'Void'),
	family('alpine', 'Alpine'),
	family('suse', 'SLES'),
];
const ships = (values: string): Partial<Signals> => ({
	distributions: {
		values,
		at: [...values].filter(value => value !== '-').map(() => 0),
		drivers: 1,
		switched: [],
	},
});
const survey = {treeVersion: '6.13', releases, distributions};

function driver(signals: Partial<Signals>, options: Partial<DriverRecord> = {}): DriverRecord {
	const record = makeDriver('drivers/net/skge', {title: 'SysKonnect Gigabit Ethernet Driver'});
	return {...record, signals: {...record.signals, ...signals}, ...options};
}
const reason = (rule: string, text: string, weight = 1): Reason => ({rule, weight, text, source: null});
const verdict = (recommendation: Verdict['recommendation'], ...reasons: Reason[]): Verdict => ({
	recommendation,
	replacement: null,
	deployments: 'low',
	reasons,
});
const since = {release: '2.6.13', date: '2005-08-29', earliest: false, source: 'lkddb-2.6.13.list'};

describe('a summary', () => {
	it('says what it is, who looks after it, who ships it and what to do', () => {
		const record = driver({
			...ships('mmnmmm'),
			since,
			releases: steps(0, 0, 12, 0, 0, 0, 9, 30, 0, 0, 0, 0, 11, 0),
		});
		expect(summaryOf(record, verdict('keep'), survey)).toBe(
			'skge is the SysKonnect Gigabit Ethernet driver, in the kernel since Linux 2.6.13. It is maintained under SKGE DRIVER, and 3 of the last 12 releases brought work on it, 6.12 most recently. 5 of 6 distribution families ship it, among them Debian, SLES and Arch; RHEL has it off. Nothing to do.',
		);
	});

	it('tells quiet from not quiet, and by how much', () => {
		const moved = (...lines: number[]) =>
			summaryOf(driver({releases: steps(...lines)}), verdict('keep'), survey);
		expect(moved(0, 0, 0, 0, 0, 0, 0)).toContain('not a line of it changed since 6.6.');
		expect(moved(0, 0, 0, 9, 0, 0, 0)).toContain(
			'no release since 6.6 changed more than a few lines of it, tree-wide edits aside.',
		);
		expect(moved(0, 0, 0, 10, 0, 0, 0)).toContain('of the last 7 releases only 6.10 brought work on it.');
		expect(moved(10, 10, 10)).toContain('every one of the last 3 releases brought work on it.');
		expect(moved(10)).toContain('the one release since it came brought work on it.');
		const swept = driver({
			releases: {...steps(0, 0, 0)!, added: [...new Array<null>(11).fill(null), 0, 4, 0]},
		});
		expect(summaryOf(swept, verdict('keep'), survey)).toContain(
			'only tree-wide edits and the like reached it since 6.10.',
		);
	});

	it('names each release that a change may have come with where some were not surveyed', () => {
		const gapped = {...survey, releases: releases.with(10, {...releases[10]!, missing: ['6.8', '6.9']})};
		const told = (...lines: number[]) =>
			summaryOf(driver({releases: steps(...lines)}), verdict('keep'), gapped);
		expect(told(0, 0, 0, 10, 0, 0, 0)).toContain(
			'of the last 7 releases surveyed only 6.8, 6.9 or 6.10 brought work on it.',
		);
		expect(told(0, 10)).not.toContain('surveyed');
		const came = {...since, release: '6.10', source: 'drivers/net/skge.c'};
		expect(summaryOf(driver({since: came}), verdict('keep'), gapped)).toContain(
			'since Linux 6.8, 6.9 or 6.10.',
		);
		const listed = {...came, source: 'lkddb-6.10.list'};
		expect(summaryOf(driver({since: listed}), verdict('keep'), gapped)).toContain('since Linux 6.10.');
		const grown = driver({}, {aliases: ['pci:a', 'pci:b'], aliasSince: ['<=6.0', '6.10']});
		expect(summaryOf(grown, verdict('keep'), gapped)).toContain('as late as 6.8, 6.9 or 6.10.');
	});

	it('names a vendor that dropped it, and does not name it among those that ship it', () => {
		const support = (...states: ('unmaintained' | 'removed')[]): Partial<Signals> => ({
			support: states.map((state, index) => ({
				vendor: 'RHEL',
				release: String(7 + index),
				state,
				device: null,
			})),
		});
		const told = (signals: Partial<Signals>) =>
			summaryOf(driver({...ships('mmmmmm'), ...signals}), verdict('keep-annotate'), survey);
		expect(told(support('unmaintained', 'removed', 'removed'))).toMatch(
			/among them Debian, SLES and Arch; RHEL dropped it in 8\. Those who stay with RHEL must do without it\.$/,
		);
		expect(told(support('removed', 'removed'))).toContain('RHEL 8 does not have it');
		expect(told(support('unmaintained'))).toMatch(
			/RHEL 7 no longer maintains it\. Expect no fixes for it from RHEL\.$/,
		);
	});

	it('tells a driver that stays with a caveat once, and of no hardware that it may not have', () => {
		const kept = (options: Partial<Verdict>, ...lines: number[]) =>
			summaryOf(
				driver({...ships('mmmmmm'), releases: steps(...lines)}),
				{...verdict('keep-annotate'), ...options},
				survey,
			);
		const quiet = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
		// Patches may be under way where releases are quiet, and how quiet they are was said before.
		expect(kept({}, ...quiet)).toMatch(/\. It stays, but test it before a large upgrade\.$/);
		expect(kept({deployments: 'none'}, ...quiet)).toMatch(
			/\. Administrators: it stays, but test it before a large upgrade; packagers: CONFIG_SKGE can stay off\.$/,
		);
		expect(kept({deployments: 'high'}, ...quiet)).toMatch(/\. It works as it is, but test it before a/);
		expect(kept({}, ...quiet.with(11, 30))).toMatch(/\. It stays, but do not count on steady work\.$/);
		expect(kept({removalRisk: 0.13}, ...quiet)).toMatch(
			/but at more risk than most, so choose something else for what is new\.$/,
		);
		expect(kept({reasons: [reason('in-staging', 'it is in staging')]}, ...quiet)).toMatch(
			/\. It stays for now, but choose something else for what is new\.$/,
		);
		expect(
			summaryOf(driver({}), verdict('keep', reason('new-driver', 'new in Linux 6.9', -0.3)), survey),
		).toMatch(/\. It is young yet: nothing to do\.$/);
	});

	it('tells a section without a status from no section', () => {
		const told = (section: string | null) =>
			summaryOf(
				driver({maintainers: {section, status: null, own: true, lists: [], at: 'MAINTAINERS:1'}}),
				verdict('keep'),
				survey,
			);
		expect(told('POND CARDS')).toContain('MAINTAINERS has it under POND CARDS, without a status.');
		expect(told(null)).toContain('MAINTAINERS names nobody for it.');
	});

	it('takes no name by which other modules ask for it for a new device', () => {
		const told = (aliases: string[], ...aliasSince: string[]) =>
			summaryOf(driver({since}, {aliases, aliasSince}), verdict('keep'), survey);
		expect(told(['pci:a', 'nvme-tcp'], '<=6.0', '6.10')).not.toContain('new device ids');
		expect(told(['pci:a', 'ledtrig:audio-mute'], '<=6.0', '6.10')).not.toContain('new device ids');
		expect(told(['nvme-tcp', 'pci:a'], '<=6.0', '6.10')).toContain('new device ids as late as 6.10.');
		// A single entry counts for all of them.
		expect(told(['nvme-tcp', 'pci:a'], '6.10')).toContain('new device ids as late as 6.10.');
	});

	it('is not shipped by nobody where only a configuration for compile tests offers it', () => {
		const testing = distributions.with(0, {
			...distributions[0]!,
			configurations: [{...distributions[0]!.configurations[0]!, testsCompiling: true}],
		});
		const told = (values: string) =>
			summaryOf(driver(ships(values)), verdict('keep'), {...survey, distributions: testing});
		expect(told('n-----')).toContain('No configuration surveyed offers CONFIG_SKGE but for compile tests');
		const counted = driver({
			...ships('n-----'),
			population: {machines: 13, byClass: null, device: null, source: 'device-population-2023-03'},
		});
		expect(summaryOf(counted, verdict('keep'), {...survey, distributions: testing})).not.toContain('machine');
		expect(told('n----n')).toContain('SLES, the one distribution family that could ship it, does not');
		const hidden = driver(ships('-----n'), {kconfig: {...driver({}).kconfig!, prompt: null}});
		expect(summaryOf(hidden, verdict('keep'), survey)).toContain(
			'No configuration surveyed has CONFIG_SKGE on, an option without a prompt.',
		);
		expect(told('------')).toContain('None of the configurations surveyed speaks of CONFIG_SKGE');
	});

	it('says nothing of machines that were counted before it came, unless some had such a device', () => {
		const told = (machines: number, date: string, aliases: string[] = []) =>
			summaryOf(
				driver(
					{
						since: {...since, date},
						population: {machines, byClass: null, device: null, source: 'device-population-2023-03'},
					},
					{aliases},
				),
				verdict('keep'),
				survey,
			);
		expect(told(0, '2023-02-19')).toContain('No probed machine had such a device');
		expect(told(0, '2024-05-12')).not.toContain('machine');
		// Those who probe have no virtual machines.
		expect(told(0, '2023-02-19', ['pci:v00001B36d00000006sv*sd*bc*sc*i*'])).not.toContain('machine');
		expect(told(3, '2024-05-12')).toContain('3 probed machines had such a device');
	});

	it('calls no driver widely used whose device was counted in few machines', () => {
		const told = (machines: number, values = 'mmmmmm') =>
			summaryOf(
				driver({
					...ships(values),
					population: {machines, byClass: null, device: null, source: 'device-population-2023-03'},
				}),
				{...verdict('keep'), deployments: 'high'},
				survey,
			);
		expect(told(2)).toContain('It is widely shipped: 6 of 6 distribution families ship it');
		expect(told(20)).toContain('It is widely shipped: 6 of 6 distribution families ship it');
		expect(told(200)).toContain('It is in wide use: 6 of 6 distribution families ship it');
		expect(told(1056, '-m----')).toContain('Its hardware is widespread: Debian ships it;');
	});

	it('sends nobody on with a driver that no kernel can have', () => {
		const broken = reason('only-for-compile-tests', "its option depends on BROKEN: it can't be enabled");
		expect(summaryOf(driver({...ships('mmmmmm')}), verdict('keep', broken), survey)).toMatch(
			/BROKEN: it can't be enabled\. Kernels of this release come without it, so plan without it\.$/,
		);
	});

	it('takes an option of an architecture for no sign of who ships it', () => {
		const kconfig = {...driver({}).kconfig!, symbol: 'S390'};
		expect(summaryOf(driver(ships('mmmmmm'), {kconfig}), verdict('keep'), survey)).toContain(
			'Its option, CONFIG_S390, is that of an architecture, so who ships it is not known.',
		);
	});

	it('names a kernel for guests as one', () => {
		const guests = distributions.with(1, {...distributions[1]!, label: 'Debian guest', kind: 'guest'});
		expect(summaryOf(driver(ships('-m----')), verdict('keep'), {...survey, distributions: guests})).toContain(
			'Debian (guest kernel) ships it.',
		);
	});

	it('says first what takes it away, and to each what to do', () => {
		const goes = verdict(
			'remove',
			reason(
				'its-platform-is-to-go',
				"it can't be enabled without CONFIG_X, whose removal is announced for 2027",
			),
			reason('replacement', 'nothing replaces it: no other driver claims its device id', 0),
		);
		const text = summaryOf(driver({...ships('----n-')}), goes, survey);
		expect(text).toMatch(
			/^skge is on its way out: it can't be enabled without CONFIG_X, .* 2027\. It is the SysKonnect/,
		);
		expect(text).toContain(
			'Alpine, the one distribution family that could ship it, does not; nothing replaces it: no other driver claims its device id.',
		);
		expect(text).toMatch(
			/Administrators: move away from it before the next large upgrade; packagers: CONFIG_SKGE can be switched off now\.$/,
		);
	});

	it('says nothing against it that its title says', () => {
		const legacy = verdict(
			'keep-annotate',
			reason('option-says-deprecated', 'its option calls itself legacy'),
		);
		const titled = (title: string) => summaryOf(driver({}, {title}), legacy, survey);
		expect(titled('Acme clock driver')).toContain('Its option calls itself legacy. It stays for now');
		expect(titled('Legacy clock drivers')).not.toContain('calls itself');
		expect(titled('Legacy clock drivers')).toContain('It stays for now, but choose something else');
	});

	it('does not shrug at what stays', () => {
		const unsure = (removalRisk: number, ...reasons: Reason[]) =>
			summaryOf(driver({}), {...verdict('unsure', ...reasons), removalRisk}, survey);
		expect(unsure(0.01, reason('some-work', 'x', 0))).toMatch(
			/but whether work on it goes on cannot be told yet\.$/,
		);
		expect(unsure(0.01, reason('steady-work', 'x', 0))).toMatch(
			/It stays as far as can be seen, but look again after the next release\.$/,
		);
		const staged = reason('in-staging', 'it is in staging');
		expect(unsure(0.01, reason('steady-work', 'x', 0), staged)).toMatch(
			/It is worked on, but enough speaks against it: look again after the next release\.$/,
		);
		expect(unsure(0.01)).toMatch(
			/It stays as far as can be seen, but whether anybody will work on it cannot be told yet\.$/,
		);
		expect(unsure(0.2)).toMatch(/The evidence does not decide: look again after the next release\.$/);
	});

	it('counts no boards of what AMBA finds by itself, nor of what is made up', () => {
		const boards = {boards: 9, overlays: 0, families: [{family: 'arm64/acme', boards: 9}], moreFamilies: 0};
		const aliases = ['of:N*T*Cacme,eddy'];
		const told = (buses: string[], title = 'Eddy') =>
			summaryOf(driver({boards}, {aliases, buses, title}), verdict('keep'), survey);
		expect(told(['of'])).toContain('9 boards of the tree have such a device');
		expect(told(['amba', 'of'])).not.toContain('boards');
		expect(told(['of'], 'Eddy simulator')).not.toContain('boards');
	});

	it('says what a library is and who needs it', () => {
		const library = driver({}, {kind: 'library', title: 'Some helpers'});
		expect(summaryOf(library, verdict('not-a-driver'), survey, ['a', 'b', 'c', 'd', 'e', 'f'])).toBe(
			'skge, “Some helpers”, is code that other modules call. a, b, c, d and 2 more need it, and it goes where they go.',
		);
	});

	it('of a verdict by another says what that one says, then what follows from its recommendation', () => {
		const record = driver({...ships('mmmmmm'), releases: steps(...new Array<number>(12).fill(20))});
		const other = {
			...record.assessments[0]!,
			assessor: 'person' as const,
			recommendation: 'deprecate' as const,
		};
		const both = {...record, assessments: [{...other, summary: 'Old cards'}, ...record.assessments]};
		expect(wordsOf(both, survey)).toMatch(
			/^Old cards\. skge is the .* Administrators: plan without it; packagers: ask/,
		);
		const kept = withTold(both, survey);
		expect(kept.assessments.map(({told}) => told !== undefined)).toEqual([true, false]);
		expect(wordsOf(kept, survey)).toBe(wordsOf(both, survey));
		const [first, rules] = kept.assessments;
		expect(wordsOf({...both, assessments: [{...first!, told: 'As it was kept.'}, rules!]}, survey)).toBe(
			'Old cards. As it was kept.',
		);
		// Once it counts no more, or says something else, it is told anew.
		const person = {...other, recommendation: 'keep' as const, summary: null};
		const after = withTold({...both, assessments: [person, first!, rules!]}, survey);
		expect(after.assessments.map(({told}) => told !== undefined)).toEqual([true, false, false]);
		expect(wordsOf(after, survey)).not.toContain('plan without it');
		expect(withTold({...both, assessments: [first!]}, survey).assessments[0]!.told).toBe(first!.told);
		const alone = {...both, assessments: [{...rules!, told: 'x'}]};
		expect('told' in withTold(alone, survey).assessments[0]!).toBe(false);
	});
});

it('makes a sentence of every form of title', () => {
	const told = (title: string | null, buses: string[] = ['pci']) =>
		titleSentence({module: 'x', title, directory: 'drivers/x', buses}, 'x');
	expect(told(null, ['of', 'platform'])).toBe('x is a platform driver in drivers/x');
	expect(told(null, ['acpi'])).toBe('x is an ACPI driver in drivers/x');
	expect(told(null, ['acpi', 'of'])).toBe('x is a driver in drivers/x');
	expect(told('x LCD Driver')).toBe('x is an LCD driver');
	expect(told('x ethernet driver')).toBe('x is an ethernet driver');
	expect(told('BackLight driver for x')).toBe('x is a backlight driver');
	expect(told('Back Light driver for Y')).toBe('x is the back light driver for Y');
	expect(told('Backlight driver for X')).toBe('x is the backlight driver for X');
	expect(told('x USB bridge driver')).toBe('x is a USB bridge driver');
	expect(told('x and Y sensor driver')).toBe('x is the x and Y sensor driver');
	expect(told('x: Y Ethernet driver')).toBe('x is the Y Ethernet driver');
	expect(told('X: a Y cache', [])).toBe('x is “Y cache”');
	expect(told('Pond: Standard port driver', [])).toBe('x is “Pond: Standard port driver”');
	expect(told('Driver MSI Mega Sky')).toBe('x is the driver for MSI Mega Sky');
	expect(told('Driver for the X chip')).toBe('x is the driver for the X chip');
	expect(told('(Pond) Reed')).toBe('x is “Pond Reed”, a PCI driver');
	expect(told('A loopback soundcard', [])).toBe('x is “loopback soundcard”');
	expect(told('ASoC Audio Graph Sound Card', [])).toBe('x is “ASoC Audio Graph Sound Card”');
	expect(told('X detects when it is late')).toBe('x detects when it is late');
	expect(told('Y controller to off-chip devices')).toBe('x drives the Y controller to off-chip devices');
	expect(told('HDMI to MIPI bridge')).toBe('x drives the HDMI to MIPI bridge');
	const {kconfig} = driver({});
	const prompted = (drivers: number) =>
		titleSentence(
			driver(
				{distributions: {values: '', at: [], drivers, switched: []}},
				{title: 'skge', kconfig: {...kconfig!, prompt: 'Y ethernet devices'}, buses: ['pci']},
			),
			'x',
		);
	expect(prompted(1)).toBe('x drives Y ethernet devices');
	expect(prompted(2)).toBe('x is a PCI driver in drivers/net');
	const fuller = (module: string, title: string, symbol: string, prompt: string, drivers: number) =>
		titleSentence(
			driver(
				{distributions: {values: '', at: [], drivers, switched: []}},
				{module, title, kconfig: {...kconfig!, symbol, prompt}, buses: ['i2c']},
			),
			module,
		);
	expect(fuller('lm3533-core', 'LM3533 Core', 'MFD_LM3533', 'TI LM3533 Lighting Power chip', 2)).toBe(
		'lm3533-core drives the TI LM3533 Lighting Power chip',
	);
	expect(fuller('lm3533-als', 'LM3533 ALS', 'MFD_LM3533', 'TI LM3533 Lighting Power chip', 2)).toBe(
		'lm3533-als is “LM3533 ALS”, an I2C driver',
	);
	expect(fuller('y1013', 'Pond Y1013', 'Y1013', 'Pond Y1013 Microwave Upconverter', 1)).toBe(
		'y1013 is “Pond Y1013 Microwave Upconverter”, an I2C driver',
	);
	expect(fuller('y1', 'Pond Y Reed', 'Y1', 'Pond Y Reed (Y1)', 1)).toBe('y1 is “Pond Y Reed”, an I2C driver');
	expect(fuller('hid-als', 'HID ALS', 'HID_ALS', 'ALS', 1)).toBe('hid-als is “HID ALS”, an I2C driver');
	expect(fuller('y_fe', 'y-fe', 'Y', 'Y cards', 2)).toBe('y_fe is an I2C driver in drivers/net');
	expect(told('X', [])).toBe('x is a driver in drivers/x');
	expect(told('Driver for the X chip.')).toBe('x is the driver for the X chip');
	expect(told('A low-level driver for X sensors')).toBe('x is a low-level driver for X sensors');
	expect(told('Keyboard driver for X')).toBe('x is the keyboard driver for X');
	expect(told('Legacy clock drivers')).toBe('x is one of the legacy clock drivers');
	expect(told('Support for X PMIC')).toBe('x supports the X PMIC');
	expect(told('Support for receiving events')).toBe('x supports receiving events');
	expect(told('Fixing side buttons of X mouse')).toContain('x is “Fixing side buttons');
	expect(told('Normal floppy disk support')).toBe('x provides normal floppy disk support');
	expect(told('MAX30100 heart rate sensor')).toBe('x drives the MAX30100 heart rate sensor');
	expect(told('SMSC95XX Ethernet Devices')).toBe('x drives SMSC95XX Ethernet Devices');
	expect(told('EMU10K1')).toBe('x is “EMU10K1”, a PCI driver');
	expect(told('X for Y devices - meta-driver', [])).toBe('x is “X for Y devices - meta-driver”');
	expect(told('Serial port driver X devices', [])).toBe('x is “serial port driver X devices”');
	expect(told('Regulator driver for X')).toBe('x is the regulator driver for X');
	expect(told('USB Audio', ['usb'])).toBe('x is “USB Audio”');
	expect(told('CXL ACPI: Platform Support', ['platform'])).toBe('x is “CXL ACPI: Platform Support”');
	expect(told('X device interface to the Y device', [])).toBe('x is “X device interface to the Y device”');
	expect(told('DRM HPD bridge', [])).toBe('x is “DRM HPD bridge”');
	expect(told('SoC bus device for X', [])).toBe('x is “SoC bus device for X”');
	expect(told('Heartbeat LED "trigger"', [])).toBe("x is “Heartbeat LED 'trigger'”");
});

it('leaves out of a title what names nothing, and speaks it as a person would', () => {
	const told = (title: string, module = 'x') =>
		titleSentence({module, title, directory: 'drivers/x', buses: []}, module);
	expect(told('X Serial driver ver 0.2')).toBe('x is the X Serial driver');
	expect(told('X PF Driver1.2')).toBe('x is the X PF driver');
	expect(told('The new X AGN driver for Linux')).toBe('x is the X AGN driver for Linux');
	expect(told('X CAN Controller Driver 0.7')).toBe('x is the X CAN Controller driver');
	expect(told('x Thermal Driver')).toBe('x is a thermal driver');
	expect(told('HDM_4_USB')).toBe('x is a driver in drivers/x');
	expect(told('X SCSI driver; $Revision: 2.7 $')).toBe('x is the X SCSI driver');
	expect(told('X framebuffer support (derived from Y of all things)')).toBe(
		'x provides X framebuffer support',
	);
	expect(told('X driver for linux-2.6', 'y')).toBe('y is the X driver');
	expect(told('X Systems Base Driver (version 5.6.0-3.4)')).toBe('x is the X Systems Base driver');
	expect(told('X Host Controller v1.02 Driver')).toBe('x is the X Host Controller v1.02 driver');
	expect(told('X-DUX -- Ada.L@example.org')).toBe('x is “X-DUX”');
	expect(told('X chip from http://www.example.org/')).toBe('x drives the X chip');
	expect(told('x (see www.example.org)')).toBe('x is a driver in drivers/x');
	expect(told('riptide', 'snd-riptide')).toBe('snd-riptide is a driver in drivers/x');
	expect(told('Y Ram Driver. (C) 1999,2000 Y Networks')).toBe('x is the Y Ram driver');
	expect(told('Cache target (EXPERIMENTAL)')).toBe('x is “cache target”');
	expect(told('IRQ handling, demultiplexing, etc')).toBe('x is “IRQ handling, demultiplexing”');
	expect(told('Y VFIO PCI - VFIO PCI driver with migration')).toBe(
		'x is the Y VFIO PCI driver with migration',
	);
	expect(told('Driver support for Y devices')).toBe('x is the driver for Y devices');
	expect(told('MC Driver for Y controllers - Ver: 2.0.12')).toBe('x is the MC driver for Y controllers');
	expect(told('Y WAN driver. Y Communications Ltd')).toBe('x is the Y WAN driver');
	expect(told('Y Transceiver Driver Rev. 1.55')).toBe('x is the Y Transceiver driver');
	expect(told('Y SC-1. Note that there is no way to probe it')).toBe('x is “Y SC-1”');
	expect(told('Y PCMCIA driver for 2.6')).toBe('x is the Y PCMCIA driver');
	expect(told('Y RoCE Driver 11.0.0.0')).toBe('x is the Y RoCE driver');
	expect(told('Y ASI5xxx 4.14.03')).toBe('x is “Y ASI5xxx”');
	expect(told('Y device driver, Copyright Y Corp. 2018')).toBe('x is the Y device driver');
	expect(told('USB to network adapter Y)')).toBe('x is “USB to network adapter Y”');
	expect(told('x - Distributed Y Block')).toBe('x is “Distributed Y Block”');
	expect(told("'x' - A dynamic Y governor")).toBe('x is “dynamic Y governor”');
	expect(told('Abuse a Y card as GPIO card')).toBe('x abuses a Y card as GPIO card');
	expect(told('Expose the Y EC through sysfs')).toBe('x exposes the Y EC through sysfs');
	expect(told('Handle extern requests for Y')).toBe('x handles extern requests for Y');
	expect(told('Support code for Y')).toBe('x is “support code for Y”');
	expect(told('Kernel console over STM devices')).toBe('x is “Kernel console over STM devices”');
	expect(told('Virtual codec device')).toBe('x is “virtual codec device”');
	expect(told('Provide support for EISA adapters')).toBe('x supports EISA adapters');
	expect(told('Utility driver for Y')).toBe('x is the utility driver for Y');
	expect(told('Hwmon Driver for Y')).toBe('x is the hwmon driver for Y');
	expect(told('Frame buffer driver for Y')).toBe('x is the frame buffer driver for Y');
	expect(told('Gadget Y v2.4')).toBe('x is “Gadget Y”');
	expect(told('Y TP1022 and similar ADC')).toBe('x drives Y TP1022 and similar ADCs');
	expect(told("Core STI driver for Y's cards")).toBe("x is the core STI driver for Y's cards");
	expect(told('USB Y driver support')).toBe('x is the USB Y driver');
	expect(told('ASoC Y codec driver - SPI')).toBe('x is the ASoC Y codec driver for SPI');
	expect(told('Y12 - TouchScreen driver')).toBe('x is the Y12 TouchScreen driver');
	expect(told('Device driver for Y')).toBe('x is the device driver for Y');
	expect(told('Generic PMBus driver')).toBe('x is the generic PMBus driver');
	expect(told('Serial ATA driver')).toBe('x is the Serial ATA driver');
	expect(told("Y's LGM NAND driver")).toBe("x is Y's LGM NAND driver");
	expect(told("Support for Y's engine")).toBe("x supports Y's engine");
	expect(told('Support for Intel(R) C62X')).toBe('x supports Intel(R) C62X');
	expect(told('Support for Interrupt Remapping')).toBe('x supports Interrupt Remapping');
	expect(told('Support for the Y bus')).toBe('x supports the Y bus');
	expect(told('Support for Y bus')).toBe('x supports the Y bus');
	expect(told('Support for Y devices relying on Z')).toBe('x supports Y devices relying on Z');
	expect(told('Support for user-space device drivers')).toBe('x supports user-space device drivers');
	expect(told('Common layer for Y drivers')).toBe('x is “common layer for Y drivers”');
	expect(told('Force feedback support for Y')).toBe('x provides force feedback support for Y');
	expect(told('I/O Y Driver - PCI line support')).toBe('x is “I/O Y Driver - PCI line support”');
});

it('tells a driver that shares the title of its option as part of it', () => {
	const kconfig = {
		symbol: 'ACPI',
		prompt: 'ACPI support',
		tristate: false,
		dependsOn: null,
		at: 'drivers/Kconfig:1',
	};
	const told = (module: string, drivers: number, options: Partial<DriverRecord> = {}) =>
		titleSentence(
			driver(
				{distributions: {values: '', at: [], drivers, switched: []}},
				{module, title: 'ACPI Support', kconfig, ...options},
			),
			module,
		);
	expect(told('acpi_memhotplug', 8)).toBe('acpi_memhotplug is part of “ACPI Support”');
	expect(told('acpi_memhotplug', 1)).toBe('acpi_memhotplug provides ACPI support');
	expect(told('acpi', 8)).toBe('acpi provides ACPI support');
	expect(told('acpi', 8, {kconfig: {...kconfig, at: 'drivers/acpi/Kconfig:1'}})).toBe(
		'acpi is part of “ACPI Support”',
	);
	expect(told('aer', 3, {kconfig: {...kconfig, symbol: 'PCIEAER'}})).toBe('aer provides ACPI support');
	expect(told('reset-y', 2, {kconfig: {...kconfig, symbol: 'Y_RESET'}})).toBe(
		'reset-y provides ACPI support',
	);
	expect(
		told('y_spi', 2, {title: 'Some Y SPI', kconfig: {...kconfig, symbol: 'Y', prompt: 'Some Y SPI'}}),
	).toBe('y_spi is “Some Y SPI”, a PCI driver');
	expect(told('x', 8, {title: 'Y support'})).toBe('x provides Y support');
});

it('says in one sentence what matters to who runs it, and to who builds it', () => {
	const record = driver({});
	const rules = {
		...record.assessments[0]!,
		...verdict(
			'deprecate',
			reason('in-staging', 'it is in staging'),
			reason('replacement', 'y claims its device id too', 0),
		),
		replacement: 'y',
		deployments: 'low' as const,
	};
	const judged = {...record, assessments: [rules]};
	expect(sentenceFor(judged, survey, 'administrator')).toBe(
		'It is in staging; its hardware has another driver: y claims its device id too; plan without it.',
	);
	const stays = {
		...verdict('keep-annotate', reason('replacement', 'the patch that removes it names y in its place', 0)),
		replacement: 'y',
	};
	expect(summaryOf(record, stays, survey)).toMatch(/ It stays, but what is new goes to y\.$/);
	expect(summaryOf(record, stays, survey)).not.toContain('the patch that removes it');
	expect(sentenceFor(judged, survey, 'packager')).toMatch(/; ask who still needs CONFIG_SKGE\.$/);
	const young = {...rules, ...verdict('keep', reason('new-driver', 'new in Linux 6.9', -0.3))};
	expect(sentenceFor({...record, assessments: [young]}, survey, 'administrator')).toMatch(
		/; it is young yet\.$/,
	);
});

it('notes what was looked at, what could not be, and what would change the verdict', () => {
	const lists = [
		{list: 'netdev', since: '2020-01-01', until: '2026-03-09'},
		{list: 'old', since: '2019-01-01', until: '2020-06-20'},
		{list: 'other', since: null, until: null},
	];
	const nobody = {total: 0, authors: 0, last: null};
	const record = driver({
		...ships('m--n--'),
		releases: steps(0, 0),
		patches: {
			...{
				since: '2021-07-01',
				until: '2026-03-09',
				total: 0,
				atLeast: true,
				authors: 0,
				last: null,
				monthly: [],
			},
			...{elsewhere: {total: 0, last: null}, lists, substantive: nobody},
		},
	});
	const rules = {...record.assessments[0]!, recommendation: 'keep-annotate' as const, reasons: []};
	const notes = notesOf(rules, record, survey);
	expect(notes).toBe(
		'Looked at: the tree of Linux 6.13; 14 releases from 6.0 to 6.13; mail on netdev to 2026-03-09; configurations of 6 distribution families, 2 of which speak of its option. Could not be looked at: the git history; other, of which no archive was read: a deletion posted there would not be known; old after 2020-06-20; kernel CVE records; in how many machines it was seen. What would change the verdict: for the better, releases that change 10 lines of substance in it or more; for the worse, a deletion that its maintainers post.',
	);
	expect(withNotes({...record, assessments: [rules]}, survey).assessments[0]!.notes).toBe(notes);
	const quiet = {...record, signals: {...record.signals, releases: steps(...new Array<number>(12).fill(0))}};
	const kept = (...reasons: Reason[]) => notesOf({...rules, recommendation: 'keep', reasons}, quiet, survey);
	expect(kept(reason('in-wide-use', 'in wide use'))).toContain('verdict: an end to its wide use, a vendor');
	expect(kept(reason('new-driver', 'new in Linux 6.9'))).toContain('verdict: two years of releases without');
	// Another's own notes stay as they are.
	expect(notesOf({...rules, assessor: 'dossier', notes: null}, record, survey)).toBeNull();
});

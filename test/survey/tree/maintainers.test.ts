import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {
	chooseMaintainers,
	MaintainerIndex,
	withoutFlatSections,
} from '../../../source/survey/tree/maintainers.ts';
import {parseMaintainers} from '../../../source/survey/tree/maintainers-file.ts';
import {fixtureTree} from '../kernel-trees.ts';

const isDirectory = (name: string) => name === 'drivers/net/eddy';
const read = (text: string) => parseMaintainers(text, isDirectory);
const indexOf = (text: string) => new MaintainerIndex(read(text).sections);
const section = (title: string, ...fields: string[]) => `${title}\n${fields.join('\n')}\n\n`;

describe('the file', () => {
	const text = readFileSync(path.join(fixtureTree, 'MAINTAINERS'), 'utf8');

	it('gives sections with their line, status and bare list addresses; the head and THE REST are none', () => {
		const {sections, problems} = read(text);
		expect(problems).toEqual([]);
		expect(sections.map(({title, at, status, lists}) => ({title, at, status, lists}))).toEqual([
			{title: 'POND NETWORK', at: 'MAINTAINERS:7', status: 'Maintained', lists: ['pond@example.org']},
			{title: 'EDDY CARDS', at: 'MAINTAINERS:13', status: 'Orphan', lists: ['eddy@example.org']},
			{title: 'STONES', at: 'MAINTAINERS:19', status: 'Odd Fixes', lists: []},
			{title: 'CLAY', at: 'MAINTAINERS:24', status: null, lists: []},
		]);
	});

	it.each([
		['Odd fixes', 'Odd Fixes'],
		['Orphaned', 'Orphan'],
		['Orphan / Obsolete', 'Orphan'],
		['Orphan (Book3E and 32-bit)', null],
		['Externally maintained', null],
	])('reads the status %s as %s', (written, status) => {
		expect(read(section('POND', `S:\t${written}`, 'F:\tdrivers/pond/')).sections[0]?.status).toBe(status);
	});

	it('names a regular expression it cannot read and keeps the section', () => {
		const {sections, problems} = read(section('BAD', 'N:\t[', 'F:\tdrivers/bad/'));
		expect(problems).toEqual([
			{source: 'maintainers', where: 'MAINTAINERS:2', problem: 'N: [ is no regular expression'},
		]);
		expect(sections).toHaveLength(1);
	});
});

describe('matching', () => {
	const who = (index: MaintainerIndex, file: string) => index.findForFile(file)?.section.title ?? null;

	it('takes the deepest pattern; a glob reaches only its own depth; a prefix is enough', () => {
		const index = indexOf(
			section('WIDE', 'F:\tdrivers/net/') +
				section('FLAT', 'F:\tdrivers/net/*') +
				section('ONE', 'F:\tdrivers/net/one') +
				section('DEEP', 'F:\tdrivers/net/*/deep/'),
		);
		expect(who(index, 'drivers/net/other.c')).toBe('FLAT');
		expect(who(index, 'drivers/net/one-more.c')).toBe('ONE');
		expect(who(index, 'drivers/net/a/b.c')).toBe('WIDE');
		expect(who(index, 'drivers/net/a/deep/c/d.c')).toBe('DEEP');
		expect(who(index, 'drivers/usb/x.c')).toBeNull();
	});

	it('lets a section that only names a list speak where no other does', () => {
		const index = indexOf(
			section('SUBSYSTEM', 'S:\tMaintained', 'F:\tdrivers/clk/') +
				section('COPIES', 'L:\tcopies@example.org', 'F:\tdrivers/*/pond/'),
		);
		expect(who(index, 'drivers/clk/pond/a.c')).toBe('SUBSYSTEM');
		expect(who(index, 'drivers/bus/pond/a.c')).toBe('COPIES');
	});

	it('lets a section speak that names no more than who reviews', () => {
		const index = indexOf(
			section('SUBSYSTEM', 'S:\tMaintained', 'F:\tdrivers/clk/') +
				section('POND', 'R:\tsomebody@example.org', 'F:\tdrivers/clk/pond.c'),
		);
		expect(who(index, 'drivers/clk/pond.c')).toBe('POND');
		expect(who(index, 'drivers/clk/other.c')).toBe('SUBSYSTEM');
	});

	it('takes of equals the section of fewer patterns: what names one folder alone is of its drivers', () => {
		const index = indexOf(
			section('SUBSYSTEM', 'S:\tMaintained', 'F:\tdrivers/net/', 'F:\tdrivers/pond/net/') +
				section('POND NETWORK', 'S:\tSupported', 'F:\tdrivers/pond/net/'),
		);
		expect(who(index, 'drivers/pond/net/a.c')).toBe('POND NETWORK');
	});

	it('leaves out what X: excludes, adds the slash of a directory, and asks N: last', () => {
		const index = indexOf(
			section('EDDY', 'F:\tdrivers/net/eddy', 'X:\tdrivers/net/eddy/hw/') +
				section('NAMED', 'N:\tspin|dots?'),
		);
		expect(who(index, 'drivers/net/eddy/sub/core.c')).toBe('EDDY');
		expect(who(index, 'drivers/net/eddy/hw/other.c')).toBeNull();
		expect(who(index, 'drivers/net/eddy/hw/spin.c')).toBe('NAMED');
		expect(who(index, 'drivers/net/eddy/spin.c')).toBe('EDDY');
	});
});

describe('the choice for a driver', () => {
	const index = indexOf(
		section('SUBSYSTEM', 'S:\tMaintained', 'L:\tsub@example.org', 'F:\tdrivers/net/') +
			section('CARD', 'S:\tOrphan', 'F:\tdrivers/net/card/big.c') +
			section('MANY', 'S:\tOdd Fixes', 'F:\tdrivers/*/card/*small*'),
	);
	const choose = (...sources: [string, number][]) =>
		chooseMaintainers(
			index,
			'drivers/net/card',
			sources.map(([file, lines]) => ({file: `drivers/net/card/${file}`, lines})),
			sources.map(([file]) => `drivers/net/card/${file}`),
		);

	it('wants half of the lines', () => {
		expect(choose(['big.c', 50], ['rest.c', 50])).toMatchObject({
			section: 'CARD',
			status: 'Orphan',
			own: true,
		});
		expect(choose(['big.c', 40], ['rest.c', 60])).toEqual({
			section: 'SUBSYSTEM',
			status: 'Maintained',
			own: false,
			lists: ['sub@example.org'],
			at: 'MAINTAINERS:1',
		});
	});

	it('falls back to the section of the directory where nobody has half', () => {
		expect(choose(['big.c', 40], ['small.c', 30], ['rest.c', 30])).toMatchObject({
			section: 'SUBSYSTEM',
			own: false,
		});
	});

	it('calls a pattern with wildcards above the directory its own: it names the files', () => {
		expect(choose(['small.c', 1])).toMatchObject({section: 'MANY', own: true});
	});

	it('says so when nobody speaks for the driver', () => {
		expect(chooseMaintainers(index, 'drivers/usb', [{file: 'drivers/usb/x.c', lines: 3}], null)).toEqual({
			section: null,
			status: null,
			own: false,
			lists: [],
			at: null,
		});
	});
});

describe('lists', () => {
	const index = indexOf(
		section('SUBSYSTEM', 'L:\tclk@example.org', 'F:\tdrivers/clk/') +
			section(
				'SOC',
				'L:\tsoc@example.org (moderated)',
				'L:\tclosed@example.org (subscribers-only)',
				'N:\tpond',
			) +
			section(
				'CHIP',
				'L:\tchip@example.org',
				'F:\tdrivers/clk/pond/chip*.[ch]',
				'X:\tdrivers/clk/pond/chip-x*',
			) +
			section('ELSEWHERE', 'L:\telse@example.org', 'F:\tdrivers/net/', 'X:\tdrivers/clk/'),
	);

	it('are those of every section that matches a file, whatever its depth, those for subscribers left out', () => {
		expect(index.listsForFiles(['drivers/clk/pond/chip-a.c'])).toEqual([
			'chip@example.org',
			'clk@example.org',
			'soc@example.org',
		]);
		expect(index.listsForFiles(['drivers/clk/pond/chip-x.c', 'drivers/clk/pond/chip.rs'])).toEqual([
			'clk@example.org',
			'soc@example.org',
		]);
		expect(index.listsForFiles(['drivers/clk/a.c', 'drivers/net/b.c'])).toEqual([
			'clk@example.org',
			'else@example.org',
		]);
	});

	it('of a directory are those of the sections that cover it or what it lies in', () => {
		expect(index.listsForDirectory('drivers/clk/pond')).toEqual(['clk@example.org', 'soc@example.org']);
		expect(index.listsForDirectory('drivers/clk')).toEqual(['clk@example.org']);
		expect(index.listsForDirectory('drivers')).toEqual([]);
	});

	it('stand with the best section of the driver', () => {
		const file = 'drivers/clk/pond/chip-a.c';
		expect(chooseMaintainers(index, 'drivers/clk/pond', [{file, lines: 3}], [file])).toMatchObject({
			section: 'CHIP',
			lists: ['chip@example.org', 'clk@example.org', 'soc@example.org'],
		});
	});
});

it('calls no section that speaks for dozens of drivers their own', () => {
	const maintainers = (at: string) => ({section: at, status: null, own: true, lists: [], at});
	const flat = Array.from({length: 24}, () => ({maintainers: maintainers('MAINTAINERS:1')}));
	const few = Array.from({length: 23}, () => ({maintainers: maintainers('MAINTAINERS:2')}));
	const told = withoutFlatSections([...flat, ...few, {maintainers: null}]);
	expect(told.filter(driver => driver.maintainers?.own).map(driver => driver.maintainers!.at)).toEqual(
		few.map(() => 'MAINTAINERS:2'),
	);
});

import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {readOptionValues} from '../../../source/survey/reach/option-values.ts';
import {type ReachOptions, surveyReach} from '../../../source/survey/reach/reach.ts';
import {temporaryFolder} from '../mail/inbox.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const columns = 'file distribution release kernel arch date source form family kind era enabled off'.split(
	' ',
);
/** A list of configurations, and their files; a file that is null is not there. */
function makeConfigs(
	name: string,
	configs: readonly {row: Partial<Record<string, string>>; text: string | Buffer | null}[],
	more = '',
): string {
	const place = join(folder, name);
	mkdirSync(place);
	const lines = configs.map(({row, text}, index) => {
		const whole: Partial<Record<string, string>> = {
			file: `${index}.config`,
			distribution: 'debian',
			release: '13',
			kernel: '6.12.8',
			arch: 'amd64',
			date: '2025-01-01',
			source: `somebody/configs@0123456789ab:${index}.config`,
			form: 'full',
			family: 'debian',
			kind: 'general',
			era: 'now',
			enabled: '0',
			off: '0',
			...row,
		};
		if (text !== null) writeFileSync(join(place, whole.file!), text);
		return columns.map(column => whole[column]).join('\t');
	});
	writeFileSync(join(place, 'index.tsv'), `${[columns.join('\t'), ...lines].join('\n')}\n${more}`);
	return place;
}

const on = (...symbols: string[]) => symbols.map(symbol => `CONFIG_${symbol}=m\n`).join('');
const off = (...symbols: string[]) => symbols.map(symbol => `# CONFIG_${symbol} is not set\n`).join('');
const ask = (configs: string | null, more: Partial<ReachOptions> = {}) =>
	surveyReach({
		configs,
		config: [],
		population: [],
		version: '7.3.4',
		asOf: '2026-11-01',
		drivers: [
			{id: 'drivers/a/one', symbol: 'ONE'},
			{id: 'drivers/a/two', symbol: 'TWO'},
			{id: 'drivers/a/twin', symbol: 'TWO'},
			{id: 'drivers/a/none', symbol: null},
		],
		aliases: () => null,
		...more,
	});

it('names and leaves out what is truncated, empty, binary, foreign, missing or badly listed', async () => {
	const directory = makeConfigs(
		'hostile',
		[
			{row: {}, text: on('ONE')},
			{row: {enabled: '400', off: '300'}, text: on('ONE', 'TWO')},
			{row: {}, text: ''},
			{row: {}, text: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2])},
			{row: {}, text: `<html>${'<p>some page</p>\n'.repeat(50)}CONFIG_ONE=y\n`},
			{row: {}, text: null},
			{row: {file: '../secret'}, text: null},
			{row: {form: 'whole'}, text: on('ONE')},
		],
		'a\tb\n',
	);
	const facts = await ask(directory);
	expect(facts.problems.map(({where, problem}) => `${where}: ${problem}`)).toEqual([
		'index.tsv:8: names no file of this folder; left out',
		'index.tsv:9: knows no form "whole"; left out',
		'index.tsv:10: has another number of columns than the first line; left out',
		'1.config: is truncated: 2 options of the 700 that the list counts; left out',
		'2.config: is empty; left out',
		'3.config: is binary, no kernel configuration; left out',
		'4.config: is something else than a kernel configuration; left out',
		"5.config: can't be read: no such file; left out",
	]);
	expect(facts.sources[0]!.counts).toMatchObject({read: 1, counted: 1, families: 1});
	await expect(ask(join(folder, 'nowhere'))).rejects.toThrow("index.tsv can't be read");
});

it('tells y, m, n and unknown apart, for everybody, boards and guests each', async () => {
	const directory = makeConfigs('values', [
		{row: {kernel: '6.1.0'}, text: on('ONE', 'TWO')},
		{row: {}, text: off('ONE') + on('OTHER')},
		{row: {arch: 'arm64'}, text: 'CONFIG_TWO=y\n'},
		{row: {distribution: 'debian-cloud', kind: 'guest'}, text: off('ONE', 'TWO')},
		{row: {distribution: 'fedora', family: 'fedora', form: 'listed'}, text: on('OTHER')},
		{row: {distribution: 'new', family: 'new', kernel: '7.4.0'}, text: on('ONE')},
	]);
	const facts = await ask(directory);
	expect(facts.distributions!.map(({label, enabled}) => [label, enabled])).toEqual([
		['Debian', 0.6667],
		['Debian guest', 0],
		['Fedora', 0],
	]);
	expect(facts.of('drivers/a/one').distributions).toMatchObject({
		values: 'nn-',
		at: [0, 0],
		drivers: 1,
	});
	expect(facts.of('drivers/a/twin').distributions).toMatchObject({
		values: 'yn-',
		at: [1, 0],
		drivers: 2,
	});
	expect(facts.of('drivers/a/none')).toEqual({distributions: null, population: null});
	// A newer kernel than the tree's is of another time.
	expect((await ask(directory, {version: '7.4'})).of('drivers/a/one').distributions!.values).toBe('nn-m');
	expect((await ask(directory, {version: '6.1.20'})).of('drivers/a/one').distributions!.values).toBe('m');
	expect((await ask(null)).of('drivers/a/one').distributions).toBeNull();
});

it('tells who switched an option on or off, not who lost it on one architecture or by a rename', async () => {
	const step = (release: string, kernel: string, text: string, more = {}) => ({
		row: {distribution: 'fedora', family: 'fedora', form: 'listed', release, kernel, ...more},
		text,
	});
	const directory = makeConfigs('switched', [
		step('40', '6.8.1', on('ONE', 'TWO')),
		step('41', '6.11.10', off('ONE') + off('TWO')),
		step('42', '6.14.0', off('ONE')),
		step('40', '6.8.1', on('TWO'), {arch: 'arm64'}),
		step('41', '6.11.10', on('TWO'), {arch: 'arm64'}),
	]);
	const facts = await ask(directory);
	expect(facts.of('drivers/a/one').distributions!.switched).toEqual([
		{
			distribution: 'fedora',
			release: '41',
			kernel: '6.11.10',
			date: '2025-01-01',
			architecture: 'amd64',
			to: 'off',
			source: 'somebody/configs@0123456789ab:1.config',
		},
	]);
	expect(facts.of('drivers/a/two').distributions!.switched).toEqual([]);
});

it('takes a single configuration by the name that it is given', async () => {
	const file = join(folder, 'mine');
	writeFileSync(file, `# Linux/x86 6.12.8 Kernel Configuration\n${on('ONE')}`);
	const facts = await ask(null, {config: [{name: 'mine', file}]});
	expect(facts.distributions![0]!.configurations[0]).toMatchObject({
		distribution: 'mine',
		kernel: '6.12.8',
		architecture: 'amd64',
		form: 'partial',
		source: 'mine',
	});
	writeFileSync(file, 'hello\n');
	await expect(ask(null, {config: [{name: 'mine', file}]})).rejects.toThrow('no kernel configuration');
});

it('believes the last line of an option', () => {
	const numbers = new Map([['ONE', 0]]);
	const read = (text: string) => (readOptionValues(text, numbers) as {values: Uint8Array}).values[0];
	expect(read(`${on('ONE')}${off('ONE')}`)).toBe(1);
	expect(read(`${off('ONE')}CONFIG_ONE=y\r\n`)).toBe(3);
	expect(read('CONFIG_ONE="m"\n')).toBe(0);
});

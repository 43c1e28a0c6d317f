import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {surveyCves} from '../../source/survey/cve-records.ts';
import {surveyLeapp} from '../../source/survey/leapp.ts';
import {surveyModulesAlias} from '../../source/survey/modules-alias.ts';
import {readConfigurations} from '../../source/survey/reach/configurations.ts';
import {readPopulation} from '../../source/survey/reach/population.ts';
import {surveyLkddb} from '../../source/survey/releases/lkddb.ts';
import {attack} from '../support/attack.ts';
import {refusalOf} from '../support/refused.ts';
import {ownersOf} from '../survey/mail/inbox.ts';

const place = mkdtempSync(join(tmpdir(), 'driverdex-inputs-'));
afterAll(() => rmSync(place, {recursive: true, force: true}));
let made = 0;

/** What may lie where a file should be: its text, or a pipe that nobody writes to, a device, a folder. */
type Content = string | 'pipe' | 'device' | 'folder';

function put(path: string, content: Content): string {
	mkdirSync(dirname(path), {recursive: true});
	if (content === 'pipe') spawnSync('mkfifo', [path]);
	else if (content === 'device') symlinkSync('/dev/zero', path);
	else if (content === 'folder') mkdirSync(path);
	else writeFileSync(path, content);
	return path;
}

const file = (content: Content, name = 'file') => put(join(place, String(made++), name), content);
function folder(files: Readonly<Record<string, Content>>): string {
	const path = join(place, String(made++));
	for (const [name, content] of Object.entries(files)) put(join(path, name), content);
	return path;
}

const odd: readonly Content[] = ['pipe', 'device', 'folder'];
const one = 'drivers/net/one';
const drivers = [
	{id: one, module: 'one', symbol: 'ONE', directory: 'drivers/net', sources: ['drivers/net/one.c']},
];
const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
const said = (problems: readonly {where: string; problem: string}[]) =>
	problems.map(({where, problem}) => `${where}: ${problem}`);

attack('CVE records', 'that are no records are named one by one, and the others are read', async tried => {
	const record = (containers: unknown) => JSON.stringify({containers, cveMetadata: {state: 'PUBLISHED'}});
	const bad: readonly Content[] = [
		...odd,
		'',
		'null',
		'[]',
		'{"containers": 1}',
		'{"containers": ',
		deep,
		`{"containers": ${deep}, "x`,
		' '.repeat(17 << 20),
		record([[[{affected: []}]]]),
	];
	const odder = [
		record({cna: {affected: 7}}),
		record({
			cna: {affected: [null, 7, [], {programFiles: {}}, {programFiles: [null, 7, {}, '../../etc/passwd']}]},
		}),
		'{"containers": {"__proto__": {"affected": [{"programFiles": ["__proto__", "constructor"]}]}}}',
		record({
			cna: {affected: [{programFiles: Array.from({length: 10_000}, (_, at) => `drivers/net/${at}.c`)}]},
		}),
	];
	const records = [...bad, ...odder, record({cna: {affected: [{programFiles: [`${one}.c`]}]}})];
	const path = folder(
		Object.fromEntries(records.map((text, at) => [`published/2024/CVE-2024-${1000 + at}.json`, text])),
	);
	put(join(path, 'published/2025'), 'pipe');
	const owners = ownersOf({[one]: [`${one}.c`]});
	const options = {path, asOf: null, owners, drivers: [one], directories: ['drivers/net']};
	const facts = await surveyCves(options as Parameters<typeof surveyCves>[0]);
	expect(facts.drivers.get(one)!.ids).toEqual([`CVE-2024-${1000 + records.length - 1}`]);
	expect(facts.problems).toHaveLength(bad.length);
	for (const [at, problem] of said(facts.problems).entries())
		expect(problem).toMatch(
			new RegExp(`^CVE-2024-${1000 + at}\\.json: (?:can't be read: |not a CVE record)`),
		);
	expect(said(facts.problems)).toContainEqual(expect.stringMatching(/is larger than 16 MiB$/));
	tried(records.length + 1);
});

attack('Leapp', 'what is no table is refused by name; odd rows are named', async tried => {
	const survey = (content: Content) => surveyLeapp({file: file(content), asOf: null, drivers});
	for (const content of [...odd, '', 'null', '[]', '{}', '{"data": {}}', deep, `{"data": ${deep}`]) {
		expect(await refusalOf(() => survey(content))).toMatch(/file (?:can't be read|is no table of Leapp)/);
		tried();
	}
	const row = (more: object) => ({driver_name: 'one', device_id: '', available_in_rhel: [8], ...more});
	const rows = [
		...[null, 7, 'x', [], row({driver_name: {}}), row({device_id: []}), row({available_in_rhel: 'all'})],
		...[row({available_in_rhel: [{}]}), row({maintained_in_rhel: 8}), row({available_in_rhel: [[[8.5]]]})],
	];
	const facts = await survey(JSON.stringify({data: rows}));
	expect(facts.problems).toHaveLength(rows.length);
	tried(rows.length);
	const many = Array.from({length: 50_000}, (_, at) => row({device_id: `0x1:0x${at.toString(16)}`}));
	const long = await survey(JSON.stringify({data: [...many, row({driver_name: '__proto__'})]}));
	expect(long.drivers.get(one)!.length).toBeGreaterThan(many.length);
	tried(2);
});

attack('alias tables', 'of odd lines are read in time that grows with them', async tried => {
	const survey = (content: Content, dep: Content = '') =>
		surveyModulesAlias({
			files: [put(join(folder({'modules.dep': dep}), 'modules.alias'), content)],
			drivers,
		});
	for (const content of odd) {
		expect(await refusalOf(() => survey(content))).toMatch(/modules\.alias can't be read/);
		tried();
	}
	const alias = 'alias pci:v00000001d* one\n';
	const strange = [
		'alias',
		'alias ',
		'alias one',
		`alias a${' '.repeat(500_000)}`,
		`alias${'\t'.repeat(500_000)}`,
		'alias \u2028',
	];
	const facts = await survey(
		`${alias}${strange.join('\n')}\nalias a${' '.repeat(500_000)}b c\nalias __proto__ __proto__\nalias x ${'y'.repeat(500_000)}\n`,
		'kernel/drivers/net/one.ko:\n',
	);
	expect(facts.drivers.get(one)).toEqual(['pci:v00000001d*']);
	expect(said(facts.problems)).toEqual([`modules.alias: ${strange.length} lines not understood`]);
	tried(strange.length + 3);
	for (const dep of [
		...odd,
		'kernel/'.repeat(200_000),
		`${'kernel/a'.repeat(200_000)}.ko`,
		`kernel/${'.ko'.repeat(200_000)}`,
		':'.repeat(500_000),
	]) {
		await survey(alias, dep);
		tried();
	}
	for (const text of [
		'\0'.repeat(500_000),
		'one.alias='.repeat(100_000),
		`${'.'.repeat(500_000)}\0one.alias=x\0`,
	]) {
		await survey(`${text}\0`);
		tried();
	}
});

attack('populations', 'that count nothing are refused by name', async tried => {
	const line = '| pci:0001-0002 | x | 7 |';
	for (const content of [
		...odd,
		'',
		'\0',
		'| pci:0001-0002 | x |',
		`| pci:0001-0002 ${'|'.repeat(500_000)}`,
		`| pci:0001-0002 |${' '.repeat(500_000)}x |`,
		`| pci:0001-0002 |${'| 1 '.repeat(200_000)}`,
	]) {
		expect(await refusalOf(() => readPopulation(file(content, 'a.md')))).toMatch(/a\.md (?:can't|counts)/);
		tried();
	}
	const read = await readPopulation(file(`${`### __proto__ (PCI)\n${line}\n`.repeat(1000)}| pci:x\n`));
	expect([read.machines.size, read.strange]).toEqual([1, 1]);
	tried();
});

attack('configs', 'listed for the survey lead nowhere else, and what is none is named', async tried => {
	const head = 'file distribution release kernel arch date source form family kind era enabled off'.split(
		' ',
	);
	const row = (name: string, more: Partial<Record<string, string>> = {}) => {
		const usual = {date: '2026-01-01', form: 'full', family: 'mine', kind: 'general', enabled: '0', off: '0'};
		const cells: Partial<Record<string, string>> = {...usual, file: name, ...more};
		return head.map(column => cells[column] ?? 'x').join('\t');
	};
	const survey = (files: Record<string, Content>) =>
		readConfigurations({directory: folder(files), single: [], numbers: new Map([['ONE', 0]])});
	for (const index of [...odd, '', 'file\tform', '\0']) {
		expect(await refusalOf(() => survey({'index.tsv': index}))).toMatch(
			/index\.tsv (?:can't be read|has no column)/,
		);
		tried();
	}
	const lines = [
		row('../../../../etc/passwd'),
		row('..'),
		row('a/b'),
		row('good', {family: '__proto__'}),
		row('good', {date: '9999'}),
		row('good', {form: 'constructor'}),
		'x'.repeat(100_000),
		row('pipe'),
		row('device'),
		row('folder'),
		row('link'),
		row('binary'),
		row('large'),
		row('cut', {enabled: '1e308'}),
	];
	const made = folder({
		'index.tsv': `${[head.join('\t'), ...lines, row('good')].join('\n')}\n`,
		...{pipe: 'pipe', device: 'device', folder: 'folder', binary: 'CONFIG_ONE=m\n\0'},
		...{large: 'CONFIG_ONE=m\n'.repeat(700_000), cut: 'CONFIG_ONE=m\n', good: 'CONFIG_ONE=m\n'},
	});
	symlinkSync('/etc/passwd', join(made, 'link'));
	const read = await readConfigurations({directory: made, single: [], numbers: new Map([['ONE', 0]])});
	expect(read.configurations).toHaveLength(1);
	expect(said(read.problems)).toHaveLength(lines.length);
	expect(said(read.problems)).toContainEqual(expect.stringMatching(/^link: .*out of the tree/));
	tried(lines.length);
	const endless = folder({'index.tsv': `${head.join('\t')}\n${'x\n'.repeat(2_000_000)}`});
	const {problems} = await readConfigurations({directory: endless, single: [], numbers: new Map()});
	expect(problems).toHaveLength(10_001);
	expect(said(problems)[0]).toMatch(/^index\.tsv:10002: has over 10000 lines: the others are left out/);
	tried();
	for (const content of [...odd, '', '\0', 'no configuration', 'CONFIG_='.repeat(500_000)]) {
		const single = [{name: 'mine', file: file(content)}];
		expect(await refusalOf(() => readConfigurations({directory: null, single, numbers: new Map()}))).toMatch(
			/file (?:can't be read|is )/,
		);
		tried();
	}
});

attack('inputs', 'lists of earlier kernels with odd lines or none are named', async tried => {
	const line = 'module one "t" : CONFIG_ONE : drivers/net/Kconfig\n';
	const directory = folder({
		'lkddb-2.6.0.list': 'pipe',
		'lkddb-2.6.1.list': 'device',
		'lkddb-2.6.2.list': 'folder',
		'lkddb-2.6.3.list': `module ${'x'.repeat(1_000_000)}`,
		'lkddb-2.6.4.list': '\0'.repeat(1000),
		'lkddb-2.6.5.list': `module a ${'"t" : CONFIG_A'.repeat(4000)}\n`.repeat(20),
		'lkddb-2.6.6.list': line.repeat(100_000),
	});
	const {drivers: found, problems} = await surveyLkddb({directory, drivers});
	expect(found.get(one)!.release).toBe('2.6.6');
	const unread = "can't be read: ";
	expect(said(problems)).toEqual([
		`lkddb-2.6.0.list: ${unread}is a pipe or device, not a file`,
		`lkddb-2.6.1.list: ${unread}is a pipe or device, not a file`,
		`lkddb-2.6.2.list: ${unread}is a directory`,
		`lkddb-2.6.3.list: ${unread}has a line of more than 65536 characters`,
		'lkddb-2.6.4.list: names no module; left out',
		'lkddb-2.6.5.list: names no module; left out',
	]);
	tried(7);
});

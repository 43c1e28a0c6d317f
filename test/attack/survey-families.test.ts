import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import * as v from 'valibot';
import {afterAll, expect} from 'vitest';
import {keyOfPattern} from '../../source/dataset/tables/device-keys.ts';
import {deviceIdOfPattern} from '../../source/dossier/devices/modalias.ts';
import {claimOfPattern} from '../../source/dossier/query/device-query.ts';
import {problemSchema, surveySourceSchema} from '../../source/dossier/schema/manifest.ts';
import {configurationSchema, populationSchema} from '../../source/dossier/schema/reach.ts';
import {supportSchema} from '../../source/dossier/schema/signals.ts';
import {cveId} from '../../source/dossier/schema/words.ts';
import {surveyCves} from '../../source/survey/cve-records.ts';
import type {PathOwners} from '../../source/survey/facts.ts';
import {surveyLeapp} from '../../source/survey/leapp.ts';
import {surveyModulesAlias} from '../../source/survey/modules-alias.ts';
import {pathOwnersOf} from '../../source/survey/path-owners.ts';
import {readConfigurations} from '../../source/survey/reach/configurations.ts';
import {newestPopulation, populationOf, readPopulation} from '../../source/survey/reach/population.ts';
import {surveyLkddb} from '../../source/survey/releases/lkddb.ts';
import {attack} from '../support/attack.ts';
import {familiesOf, wrongJson as wrong} from '../support/families.ts';
import {harmful} from '../support/hostile.ts';
import {mutated, mutatedText} from '../support/mutations.ts';
import {createRandom} from '../support/random.ts';
import {readOrRefused} from '../support/refused.ts';
import {ownersOf} from '../survey/mail/inbox.ts';

const place = mkdtempSync(join(tmpdir(), 'driverdex-families-'));
afterAll(() => rmSync(place, {recursive: true, force: true}));
let made = 0;

function put(path: string, content: string | Buffer): string {
	mkdirSync(dirname(path), {recursive: true});
	writeFileSync(path, content);
	return path;
}
const file = (content: string | Buffer, name = 'file') => put(join(place, String(made++), name), content);

const one = 'drivers/net/one';
const drivers = [
	{id: one, module: 'one', symbol: 'ONE', directory: 'drivers/net', sources: ['drivers/net/one.c']},
];

/** That what a source gave fits a data set. */
function fit(source: unknown, problems: readonly unknown[]): void {
	v.parse(surveySourceSchema, source);
	for (const problem of problems) v.parse(problemSchema, problem);
}

/** Fails where it took more of the processor than a text of that length may. */
async function inTime<Read>(what: string, read: () => Promise<Read>): Promise<Read> {
	const start = process.cpuUsage();
	const found = await read();
	expect(process.cpuUsage(start).user, what.slice(0, 100)).toBeLessThan(4_000_000);
	return found;
}

attack('Leapp', 'a table with anything anywhere is refused, or its rows fit a data set', async tried => {
	const row = {
		...{device_type: 'pci', driver_name: 'one', device_id: '0x15B3:0x1003', device_name: 'A card'},
		...{deprecation_announced: '', available_in_rhel: [7, 8, 9], maintained_in_rhel: [7]},
	};
	const table = {provided_data_streams: ['4.1'], data: [row, {...row, device_id: ''}, {driver_name: 'two'}]};
	const text = JSON.stringify(table, null, 1);
	const survey = async (content: string | Buffer) => {
		tried();
		const found = await inTime(String(content), () =>
			readOrRefused(() => surveyLeapp({file: file(content), asOf: null, drivers})),
		);
		if (found instanceof Error) return;
		fit(found.source, found.problems);
		for (const supports of found.drivers.values())
			for (const support of supports) v.parse(supportSchema, support);
	};
	for (const content of familiesOf(text)) await survey(content);
	const random = createRandom(71);
	for (let round = 0; round < 800; round++) await survey(mutated(JSON.stringify(table), random));
	for (const value of wrong) {
		for (const field of Object.keys(row)) {
			const [before, after] = JSON.stringify({data: [{...row, [field]: '⟦⟧'}]}).split('"⟦⟧"');
			await survey(before + value + after);
		}
		await survey(`{"data": [${value}, ${JSON.stringify(row)}], "provided_data_streams": ${value}}`);
		await survey(`{"data": ${value}}`);
		await survey(`{"data": ${JSON.stringify([row])}, "provided_data_streams": [${value}]}`);
		await survey(`{"data": [], "data": [${JSON.stringify(row)}], "__proto__": ${value}}`);
	}
});

attack(
	'CVE records',
	'with anything anywhere are named or read, whoever the paths belong to',
	async tried => {
		const record = {
			containers: {cna: {affected: [{programFiles: ['drivers/net/one.c']}], title: 'x'}},
			cveMetadata: {state: 'PUBLISHED', cveID: 'CVE-2024-1'},
		};
		const text = JSON.stringify(record, null, 1);
		const contents: (string | Buffer)[] = [...familiesOf(text)];
		const random = createRandom(72);
		for (let round = 0; round < 600; round++) contents.push(mutated(JSON.stringify(record), random));
		for (const value of wrong) {
			contents.push(
				`{"containers": ${value}}`,
				`{"containers": {"cna": ${value}}}`,
				`{"containers": {"cna": {"affected": ${value}}}}`,
				`{"containers": {"cna": {"affected": [${value}]}}}`,
				`{"containers": {"cna": {"affected": [{"programFiles": ${value}}]}}}`,
				`{"containers": {"cna": {"affected": [{"programFiles": [${value}]}]}}}`,
				`{"containers": {}, "cveMetadata": ${value}}`,
				`{"containers": {}, "cveMetadata": {"state": ${value}}}`,
			);
		}
		const paths = [
			`drivers/${'a/'.repeat(300_000)}one.c`,
			`drivers/${'/'.repeat(300_000)}`,
			'../'.repeat(100_000),
			...['/', '//', '.', '', '__proto__', 'drivers', 'drivers/', 'drivers/net/', 'drivers/net/one.c\0'],
		];
		contents.push(JSON.stringify({containers: {cna: {affected: [{programFiles: paths}]}}}));
		for (const path of paths)
			contents.push(JSON.stringify({containers: [{affected: [{programFiles: [path]}]}]}));
		const folder = join(place, String(made++));
		for (const [at, content] of contents.entries())
			put(join(folder, `2024/CVE-2024-${10_000 + at}.json`), content);
		for (const name of [
			'CVE-2024-1.json',
			`CVE-2024-${'9'.repeat(200)}.json`,
			'CVE-2024-10000.JSON',
			'\u001b[2J.json',
		])
			put(join(folder, '2024', name), text);
		put(join(folder, '0000/CVE-0000-00000.json'), text);
		put(join(folder, '9999/CVE-9999-99999.json'), text);
		symlinkSync('/dev/zero', join(folder, '2024/CVE-2024-9998.json'));
		symlinkSync(join(folder, '2024'), join(folder, '2025'));
		const tree = {
			drivers: [{id: one, ownSources: ['drivers/net/one.c']}],
			directories: [{directory: 'drivers'}, {directory: 'drivers/net'}],
		};
		const owners: PathOwners = pathOwnersOf(tree as never);
		const facts = await inTime('records', () =>
			surveyCves({
				...{path: folder, asOf: null, drivers: [one], directories: ['drivers', 'drivers/net']},
				owners: {...ownersOf({[one]: ['drivers/net/one.c']}), ...owners},
			}),
		);
		fit(facts.source, facts.problems);
		for (const {ids} of [...facts.drivers.values(), ...facts.directories.values()])
			for (const id of ids) v.parse(cveId, id);
		expect(facts.drivers.get(one)!.ids.length).toBeGreaterThan(100);
		expect(facts.problems.filter(({problem}) => problem !== 'not a CVE record in JSON')).toHaveLength(2);
		tried(contents.length + 8);
	},
);

attack('alias tables', 'with anything anywhere give patterns that a data set can have', async tried => {
	const table =
		'# Aliases\nalias pci:v00000001d00000002sv*sd*bc*sc*i* one\nalias of:N*T*Cacme,one one\nalias usb:v0001p0002d*dc*dsc*dp*ic*isc*ip*in* one\nalias acpi*:ABC0001:* one\n';
	const modinfo = 'one.alias=pci:v00000001d*\0one.file=drivers/net/one\0one.license=GPL\0two.alias=x\0';
	const survey = async (content: string | Buffer, dep: string | null = null) => {
		tried();
		const path = file(content, 'modules.alias');
		if (dep !== null) put(join(dirname(path), 'modules.dep'), dep);
		const facts = await inTime(String(content), () =>
			readOrRefused(() => surveyModulesAlias({files: [path], drivers})),
		);
		if (facts instanceof Error) return;
		for (const source of facts.sources) fit(source, facts.problems);
		for (const pattern of facts.drivers.get(one) ?? []) {
			expect(pattern).not.toBe('');
			await inTime(pattern, async () => {
				keyOfPattern(pattern);
				deviceIdOfPattern(pattern);
				claimOfPattern(pattern, {compatible: 'acme,one'});
				claimOfPattern(pattern, {ids: [{bus: 'pci', vendor: '0001', device: '0002'}]} as never);
			});
		}
	};
	const dep = 'kernel/drivers/net/one.ko: kernel/drivers/net/two.ko\n';
	for (const content of familiesOf(table)) await survey(content, dep);
	for (const content of familiesOf(modinfo)) await survey(content);
	const random = createRandom(73);
	for (let round = 0; round < 300; round++) {
		await survey(mutatedText(table, random), mutatedText(dep, random));
		await survey(mutatedText(modinfo, random));
	}
	for (const piece of [
		'*',
		'[',
		'?',
		':',
		'v',
		'd*',
		'sv',
		'C',
		'T*',
		'\\',
		'0',
		' ',
		'of:N',
		'\u001b[2J',
		'[0-9]',
		'é',
	])
		for (const head of ['', 'pci:', 'usb:v', 'of:N*T*C', 'acpi', 'hdaudio:', 'pci:v00000001d'])
			await survey(`alias ${head}${piece.repeat(30_000)} one\n`, dep);
});

attack('populations', 'with anything anywhere count what a data set can have', async tried => {
	const table =
		'# Devices\n### Graphics card (PCI)\n\n| ID | Name | Count |\n|---|---|---|\n| pci:15b3-1003 | a card | 7 |\n| pci:15b3-1004 |x | 12 |\n### Storage/nvme (PCI)\n| pci:8086-0001 | y | 3 |\n';
	const patterns = [
		'pci:v000015B3d00001003sv*sd*bc*sc*i*',
		'pci:v*d*sv*sd*bc03sc*i*',
		'pci:v000015B3d*sv*sd*bc03sc*i*',
	];
	const survey = async (content: string | Buffer, name = 'device-population-2023-03.md') => {
		tried();
		const found = await inTime(String(content), () =>
			readOrRefused(() => readPopulation(file(content, name))),
		);
		if (found instanceof Error) return;
		const {problems} = newestPopulation([found], '2026-01-01');
		for (const problem of problems) v.parse(problemSchema, problem);
		const counted = populationOf(found, patterns);
		if (counted !== null) v.parse(populationSchema, counted);
		for (const pattern of patterns) {
			const alone = populationOf(found, [pattern]);
			if (alone !== null) v.parse(populationSchema, alone);
		}
	};
	for (const content of familiesOf(table)) await survey(content);
	const random = createRandom(74);
	for (let round = 0; round < 500; round++) await survey(mutatedText(table, random));
	for (const count of [
		'0',
		'-1',
		'007',
		'1e3',
		'1.5',
		'NaN',
		'Infinity',
		'9'.repeat(20),
		'9'.repeat(400),
		'９',
		'1 2',
		'',
	]) {
		await survey(`### Graphics card (PCI)\n| pci:15b3-1003 | x | ${count} |\n| pci:15b3-1003 | x | 7 |\n`);
		await survey(`### Graphics card (PCI)\n| pci:15b3-1003 | x | ${count} |\n`);
	}
	for (const name of [
		'.md',
		'\u001b[2J.md',
		'9999-12.md',
		'2023-13.md',
		`${'x'.repeat(200)}.md`,
		'__proto__.md',
	])
		await survey(table, name);
	for (const piece of ['|', '| ', '|1', ' ', '1', '| pci:', '\t', '1 |', '| 1 |'])
		await survey(
			`| pci:15b3-1003 | x | 1 |\n| pci:15b3-1003 |${piece.repeat(200_000)}x\n### ${piece.repeat(200_000)} (PCI)\n`,
		);
});

attack(
	'configs',
	'lists of configurations with anything anywhere give what a data set can have',
	async tried => {
		const head = 'file distribution release kernel arch date source form family kind era enabled off'.split(
			' ',
		);
		const cells = {
			...{
				file: 'good',
				distribution: 'Mine',
				release: '1',
				kernel: '6.12',
				arch: 'amd64',
				date: '2026-01-01',
			},
			...{source: 'mine 1', form: 'full', family: 'mine', kind: 'general', era: 'x', enabled: '1', off: '0'},
		};
		const folder = join(place, String(made++));
		put(
			join(folder, 'good'),
			'# Linux/x86 6.12.1 Kernel Configuration\nCONFIG_ONE=m\n# CONFIG_TWO is not set\n',
		);
		const survey = async (content: string | Buffer) => {
			tried();
			put(join(folder, 'index.tsv'), content);
			const found = await inTime(String(content), () =>
				readOrRefused(() =>
					readConfigurations({directory: folder, single: [], numbers: new Map([['ONE', 0]])}),
				),
			);
			if (found instanceof Error) return;
			for (const problem of found.problems) v.parse(problemSchema, problem);
			for (const {values, family, ...configuration} of found.configurations) {
				v.parse(configurationSchema, {...configuration, enabled: 0});
				expect(family).toMatch(/^[a-z0-9-]+$/);
				expect(values.length).toBeGreaterThan(0);
			}
		};
		const line = (more: Readonly<Record<string, string>>) =>
			head.map(column => ({...cells, ...more})[column as keyof typeof cells]).join('\t');
		const text = `${head.join('\t')}\n${line({})}\n${line({release: '2'})}\n`;
		for (const content of familiesOf(text)) await survey(content);
		const random = createRandom(75);
		for (let round = 0; round < 400; round++) await survey(mutatedText(text, random));
		const values = [
			...[
				'',
				' ',
				'.',
				'..',
				'__proto__',
				'constructor',
				'-1',
				'NaN',
				'1e999',
				'9'.repeat(400),
				'0000-00-00',
				'2026-13-01',
			],
			...[
				'2026-02-31',
				'9999-99-99',
				'9999-12-31',
				'/etc/passwd',
				'good/',
				'./good',
				'\\',
				'-',
				'=',
				'x'.repeat(100_000),
			],
			...harmful.map(piece => piece.replaceAll(/[\n\t]/g, ' ')),
		];
		for (const column of head)
			for (const value of values) await survey(`${head.join('\t')}\n${line({[column]: value})}\n`);
		await survey(`${[...head, ...head].join('\t')}\n${line({})}\t${line({file: '../..'})}\n`);
		await survey(`${[...head, '__proto__', 'constructor'].join('\t')}\n${line({})}\tx\ty\n`);
		await survey(
			`${Array.from({length: 100_000}, (_, at) => head[at] ?? `c${at}`).join('\t')}\n${line({})}\n`,
		);
		const config =
			'# Linux/x86 6.12.1 Kernel Configuration\nCONFIG_ONE=m\nCONFIG_S="x"\n# CONFIG_TWO is not set\n';
		const single = async (content: string | Buffer) => {
			tried();
			const options = {
				directory: null,
				single: [{name: 'mine', file: file(content)}],
				numbers: new Map([['ONE', 0]]),
			};
			const found = await inTime(String(content), () => readOrRefused(() => readConfigurations(options)));
			if (found instanceof Error) return;
			for (const {values: _, family: __, ...configuration} of found.configurations)
				v.parse(configurationSchema, {...configuration, enabled: 0});
		};
		for (const content of familiesOf(config)) await single(content);
		for (let round = 0; round < 300; round++) await single(mutatedText(config, random));
		for (const piece of ['#', ' ', 'CONFIG_', '=', '"', '\\', '# CONFIG_', ' is not set', 'y', '\u001b[2J'])
			for (const before of ['', 'CONFIG_ONE=', '# CONFIG_ONE', '# Linux/', '# Linux/x86 6.'])
				await single(`${config}${before}${piece.repeat(100_000)}\n${before}${piece.repeat(100_000)}\n`);
	},
);

attack('inputs', 'lists of earlier kernels with anything anywhere are read or named', async tried => {
	const text =
		'module one "t" : CONFIG_ONE : drivers/net/Kconfig\npci 1023 2000 .... .... 0401.. : CONFIG_ONE CONFIG_TWO : drivers/net/one.c\n';
	const random = createRandom(76);
	const contents = [
		...familiesOf(text),
		...Array.from({length: 400}, () => mutatedText(text, random)),
		...['module ', '"', ' :', ' : ', ' CONFIG_A', '.c', 'x ', ' : x.c'].flatMap(piece => [
			`module one "${piece.repeat(60_000 / piece.length)}\n${text}`,
			`pci 1 ${piece.repeat(60_000 / piece.length)}\n${text}`,
		]),
	];
	const folder = join(place, String(made++));
	for (const [at, content] of contents.entries()) put(join(folder, `lkddb-2.6.${at}.list`), content);
	for (const name of [
		'lkddb-0.0.list',
		'lkddb-99999999999999999999.99999.list',
		'lkddb-2.6.list',
		`lkddb-${'1.'.repeat(100)}1.list`,
	])
		put(join(folder, name), text);
	spawnSync('mkfifo', [join(folder, 'lkddb-3.0.list')]);
	const facts = await inTime('lists', () => surveyLkddb({directory: folder, drivers}));
	fit(facts.source, facts.problems);
	expect(facts.drivers.get(one)!.release).not.toBe('');
	tried(contents.length + 5);
});

import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {formatOptions} from '../../source/dossier/kernel-options.ts';
import {ownConfigs} from '../../source/machine/kernel-config.ts';
import {run} from '../support/run.ts';
import {
	deprecate,
	keep,
	makeDriver,
	mlx4Dossier,
	removedAndRenamed,
	sampleRecords,
	writeSample,
} from '../support/sample.ts';
import {killTerminals, startTerminal} from '../support/terminal.ts';

let data = '';
let folder = '';
const dead = {
	signs: [
		{sign: 'staging' as const, value: null, at: 'drivers/staging/twin/Kconfig:1'},
		{sign: 'deprecated-path' as const, value: 'deprecated', at: 'drivers/staging/twin/Kconfig:1'},
		{sign: 'todo-removal' as const, value: null, at: 'drivers/staging/twin/TODO:2'},
		{sign: 'ending-platform' as const, value: 'ARCH_TWIN', at: 'arch/arm/mach-twin/Kconfig:1'},
	],
};

beforeAll(() => {
	const {drivers, directories} = sampleRecords();
	// Two drivers of one option, of which one is at risk.
	drivers.push(
		makeDriver('drivers/staging/twin/bad', {symbol: 'TWIN', ...dead, verdict: deprecate}),
		makeDriver('drivers/misc/good', {symbol: 'TWIN', verdict: keep}),
	);
	const names = drivers.flatMap(({kconfig}) => (kconfig === null ? [] : [kconfig.symbol]));
	data = writeSample({
		drivers,
		directories,
		options: formatOptions([...names, 'NET', 'PCI']),
		gone: removedAndRenamed(),
	});
	folder = mkdtempSync(join(tmpdir(), 'driverdex-audit-'));
});
afterEach(killTerminals);
afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

const head =
	'#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 6.12.117 Kernel Configuration\n#\n';
const file = (name: string, text: string | Buffer) => {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
};

interface Row {
	config: string;
	option: string;
	value: string;
	driver: string;
	standing: string;
	recommendation: string | null;
	alsoBuilds?: {path: string}[];
	now?: string[];
}
interface Document {
	configs: {
		config: string;
		version: string | null;
		enabledOptions: number;
		atRisk: number;
		problems: string[];
	}[];
	rows: Row[];
}
const audited = async (text: string, ...words: string[]) => {
	const outcome = await run(['audit', '-', '--json', ...words], {data, input: text});
	return {...outcome, document: JSON.parse(outcome.out) as Document};
};

describe('audit', () => {
	it('lists the enabled options of drivers at risk, and nothing else', async () => {
		const {document, status} = await audited(
			`${head}CONFIG_GONE=m\nCONFIG_TWIN=y\nCONFIG_E1000=m\n# CONFIG_VORTEX is not set\nCONFIG_CMDLINE="CONFIG_GONE=y"\n`,
		);
		expect(status).toBe(1);
		expect(document.configs).toMatchObject([
			{version: '6.12.117', enabledOptions: 3, atRisk: 2, problems: []},
		]);
		expect(document.rows.map(({option, value, driver}) => `${option}=${value} ${driver}`).toSorted()).toEqual(
			['CONFIG_GONE=m gone', 'CONFIG_TWIN=y bad'],
		);
		expect(document.rows.find(({driver}) => driver === 'bad')!.alsoBuilds).toMatchObject([
			{path: 'drivers/misc/good'},
		]);
	});

	it('exits 0 where nothing is at risk, and takes another idea of risk', async () => {
		const text = `${head}CONFIG_E1000=m\nCONFIG_NET=y\n`;
		expect(await run(['audit', '-'], {data, input: text})).toMatchObject({status: 0, out: ''});
		const strict = await run(['audit', '-', '--fail-on', 'module:e1000'], {data, input: text});
		expect(strict.status).toBe(1);
		expect(strict.out).toMatch(/^CONFIG_E1000=m +e1000/m);
	});

	it('tells options whose drivers are gone, those that moved, and those of no driver', async () => {
		const text = `${head}CONFIG_ACENIC=m\nCONFIG_OLD_NAME=y\nCONFIG_REISERFS_FS=m\nCONFIG_CC_HAS_THING=y\nCONFIG_NET=y\n`;
		const {document, status} = await audited(text);
		expect(status).toBe(1);
		expect(document.rows.map(({option, standing}) => [option, standing])).toEqual([
			['CONFIG_ACENIC', 'gone'],
			['CONFIG_OLD_NAME', 'moved'],
			['CONFIG_REISERFS_FS', 'not-an-option'],
		]);
		expect(document.rows[1]!.now).toEqual(['CONFIG_TWIN']);
		const {out, remarks} = await run(['audit', '-'], {data, input: text});
		expect(out).toMatch(/^CONFIG_ACENIC=m +✖ gone +acenic: gone since 6\.13 \(January 2025\)$/m);
		expect(out).toMatch(/^CONFIG_OLD_NAME=y +→ moved .*drivers\/misc\/good \(CONFIG_TWIN\) since 6\.13/m);
		expect(out).not.toContain('REISERFS');
		expect(remarks).toContain(
			'3 enabled options are not in Linux 7.3.4: 1 of drivers that are gone, 1 of drivers that others build now, 1 of no driver',
		);
		expect((await audited(`${head}CONFIG_OLD_NAME=y\n`)).status).toBe(0);
	});

	it('says that a data set without a list of options can not tell them', async () => {
		const old = writeSample();
		const {remarks, status} = await run(['audit', '-'], {data: old, input: `${head}CONFIG_ACENIC=m\n`});
		expect(status).toBe(0);
		expect(remarks).toContain('has no list of options');
	});

	it('reads gzip, files and several at once', async () => {
		const old = file('old.config', `${head}CONFIG_GONE=m\nCONFIG_E1000=y\n`);
		const packed = file('packed.gz', gzipSync(`${head}CONFIG_GONE=y\n`));
		const fine = file('fine.config', `${head}CONFIG_E1000=y\n`);
		const {out, remarks, status} = await run(['audit', old, packed, fine], {data});
		expect(status).toBe(1);
		expect(out).toMatch(/CONFIG_GONE=m\/y +2: old\.config, packed\.gz +gone +✖ remove/);
		expect(remarks).toContain(`${fine}: 0 of 1 enabled option enable drivers at risk`);
		// Below the tables, of each driver at risk what its packager should know.
		const [, words = ''] = out.split('\nIn words\n');
		expect(words.replace(/\n {2}/g, ' ')).toMatch(
			/^[\w-]+: [A-Z].*(?:ask who still needs CONFIG_\w+|CONFIG_\w+ can be switched off now)\.$/m,
		);
	});

	it('writes a fragment that turns them off, and leaves on what builds other drivers too', async () => {
		const {out, status} = await run(['audit', '-', '--fragment'], {
			data,
			input: `${head}CONFIG_GONE=m\nCONFIG_TWIN=y\nCONFIG_E1000=m\n`,
		});
		expect(status).toBe(1);
		expect(out.split('\n').every(line => line === '' || line.startsWith('#'))).toBe(true);
		expect(out).toMatch(
			/^# gone: remove, risk 0\.\d\d, it can't be enabled without CONFIG_ARCH_GONE, whose removal is announced for 2027\.\n# CONFIG_GONE is not set$/m,
		);
		expect(out).toMatch(/^# CONFIG_TWIN stays as it is: it also builds good \(keep[\w-]*\)\.$/m);
		expect(out).not.toMatch(/^# CONFIG_TWIN is not set$/m);
		expect(out).not.toContain('E1000');
		// The fragment is a configuration itself: read back, nothing of it is enabled.
		const again = await audited(out);
		expect(again.document.configs).toMatchObject([{enabledOptions: 0, atRisk: 0}]);
		expect(await run(['audit', '-', '--fragment', '--json'], {data, input: head})).toMatchObject({
			status: 64,
		});
	});

	it('prints CSV, Markdown and NDJSON', async () => {
		const text = `${head}CONFIG_GONE=m\nCONFIG_ACENIC=m\n`;
		const csv = (await run(['audit', '-', '--format', 'csv'], {data, input: text})).out.split('\r\n');
		expect(csv[0]).toBe(
			'config_file,option,value,driver,standing,recommendation,confidence,risk,why,replacement,rhel,path,shipped_by,file,line',
		);
		expect(csv[1]).toMatch(/^standard input,CONFIG_GONE,m,gone,judged,remove,/);
		expect(csv[2]).toMatch(/^standard input,CONFIG_ACENIC,m,acenic,gone,,,,/);
		const ndjson = (await run(['audit', '-', '--format', 'ndjson'], {data, input: text})).out;
		expect(
			ndjson
				.trimEnd()
				.split('\n')
				.map(line => (JSON.parse(line) as Row).option),
		).toEqual(['CONFIG_GONE', 'CONFIG_ACENIC']);
		expect((await run(['audit', '-', '--format', 'markdown'], {data, input: text})).out).toMatch(
			/^\| config\\?_file \|/,
		);
	});

	it('takes the running kernel’s configuration where none is named', async () => {
		const {status, remarks} = await run(['audit'], {data});
		expect([0, 1, 2]).toContain(status);
		if (status === 2)
			expect(remarks).toContain('No configuration of the running kernel: looked for /proc/config.gz');
		else expect(ownConfigs().some(place => remarks.includes(place))).toBe(true);
	});

	it('opens in the explorer with the drivers that it enables', async () => {
		const config = file('explored.config', `${head}CONFIG_GONE=m\nCONFIG_E1000=y\n`);
		const terminal = startTerminal(['audit', config, '--explore', '--data', data], {columns: 120});
		await terminal.until('the list is there', screen => screen.includes('2 shown'));
		expect(terminal.lines()[0]).toContain('explored.config: 2 drivers');
		terminal.send('q');
		expect((await terminal.exit).exitCode).toBe(0);
	});

	it.each([40, 60, 80, 120])('drops columns rather than wrapping at %i', async columns => {
		const config = file('narrow.config', `${head}CONFIG_GONE=m\nCONFIG_TWIN=y\nCONFIG_ACENIC=m\n`);
		const terminal = startTerminal(['audit', config, '--data', data], {columns, rows: 40});
		await terminal.exit;
		await terminal.until('the table is there', screen => screen.includes('ACENIC'));
		const lines = terminal.lines();
		expect(lines[0]).toMatch(/^option/);
		expect(lines[1]).toMatch(/^CONFIG_\w+=[my]/);
		expect(lines[2]).toMatch(/^CONFIG_\w+=[my]/);
		expect(lines[3]).toBe('');
	});
});

describe('a hostile configuration', () => {
	it('is survived and said', async () => {
		const text = [
			'# Linux/x86 6.12.117 Kernel Configuration\r',
			'CONFIG_GONE=m\r',
			'CONFIG_E1000=m',
			'CONFIG_E1000=y',
			'CONFIG_TWIN=y',
			'# CONFIG_TWIN is not set',
			`CONFIG_LONG="${'x'.repeat(10_000_000)}"`,
			'\0\0\0CONFIG_VORTEX=y',
			'rm -rf /',
			'CONFIG_=y',
			'CONFIG_ESC\u001b[2J=y',
		].join('\n');
		const {document, status, remarks} = await audited(text);
		expect(status).toBe(1);
		expect(document.rows.filter(({standing}) => standing === 'judged').map(({option}) => option)).toEqual([
			'CONFIG_GONE',
		]);
		expect(document.configs[0]!.problems).toEqual([
			'4 lines are not options, left out',
			'1 line is over 65536 letters long, left out',
			'2 options are set again later: the last value counts',
		]);
		expect(remarks).toBe('');
		const printed = await run(['audit', '-'], {data, input: text});
		expect(printed.remarks).toContain('4 lines are not options');
		expect(`${printed.out}${printed.remarks}`).not.toContain('\u001b');
	});

	it.each([
		['', /is no kernel configuration/],
		['hello\n', /is no kernel configuration/],
		[Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), /is damaged: it can't be unpacked/],
		[gzipSync(Buffer.alloc(80 << 20)), /is no kernel configuration, nor any other text/],
	])('of another kind is refused (%#)', async (content, what) => {
		const outcome = await run(['audit', file('bad', content)], {data});
		expect(outcome).toMatchObject({status: 2, out: ''});
		expect(outcome.remarks).toMatch(what);
	});

	it('that is a folder or missing is refused with what to do', async () => {
		const inFolder = await run(['audit', folder], {data});
		expect(inFolder).toMatchObject({status: 2, out: ''});
		expect(inFolder.remarks).toContain('/.config');
		const missing = await run(['audit', join(folder, 'none')], {data});
		expect(missing).toMatchObject({status: 2, out: ''});
		expect(missing.remarks).toContain('ENOENT');
	});
});

it('the list of options is part of the data set: checked, and kept by import', async () => {
	expect(await run(['validate', data])).toMatchObject({status: 0});
	const text = readFileSync(join(data, 'options.txt'), 'utf8');
	const dead = readFileSync(join(data, 'gone.ndjson'), 'utf8');
	expect(dead).toContain('"option":"ACENIC"');
	writeFileSync(join(data, 'options.txt'), text.replace('E1000\n', 'e 1000\n'));
	const broken = await run(['validate', data]);
	expect(broken.status).toBe(1);
	expect(`${broken.out}${broken.remarks}`).toMatch(/options\.txt.*is not a CONFIG symbol/);
	writeFileSync(join(data, 'options.txt'), text);
	expect(await run(['import', mlx4Dossier, '--data', data])).toMatchObject({status: 0});
	expect(readFileSync(join(data, 'options.txt'), 'utf8')).toBe(text);
	expect(readFileSync(join(data, 'gone.ndjson'), 'utf8')).toBe(dead);
	expect(await run(['validate', data])).toMatchObject({status: 0});
});

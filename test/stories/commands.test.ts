import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {examplesOf} from '../../source/commands/common/command-lines/examples.ts';
import {commandLines} from '../../source/commands/common/flags.ts';
import {run} from '../support/run.ts';
import {mlx4Dossier, sampleRecords, top, writeSample} from '../support/sample.ts';
import {program} from '../support/terminal.ts';

let data = '';
const folders: string[] = [];
const scratch = () => {
	const folder = mkdtempSync(join(tmpdir(), 'driverdex-story-'));
	folders.push(folder);
	return folder;
};
beforeAll(() => {
	data = writeSample();
});
afterAll(() => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

/** A user's mistake: two lines, nothing on standard output, no stack. */
function expectMistake(
	outcome: {out: string; remarks: string; status: number | null},
	status: number,
	what: RegExp,
): void {
	expect(outcome.remarks).toMatch(what);
	expect(outcome.remarks).not.toMatch(/\n\s+at /);
	expect(outcome.remarks.trimEnd().split('\n').length).toBeGreaterThanOrEqual(2);
	expect(outcome.out).toBe('');
	expect(outcome.status).toBe(status);
}

describe('show', () => {
	it('prints a dossier as clean text into a pipe', async () => {
		const {out, remarks, status} = await run(['show', 'mlx4-ib'], {data});
		expect(status).toBe(0);
		expect(remarks).toBe('');
		expect(out).not.toContain('\u001b');
		expect(out).toContain('◆ KEEP, ANNOTATE  ▰▰▰▰▰▰▰▰▰▱ 88 %');
		expect(out.split('\n').every(line => line === line.trimEnd())).toBe(true);
	});

	it('prints the record as JSON, an array for several', async () => {
		const one = JSON.parse((await run(['show', 'mlx4_ib', '--json'], {data})).out);
		expect(one.assessments[0].signals.commits.monthly).toHaveLength(61);
		const two = JSON.parse((await run(['show', 'e1000', 'CONFIG_VORTEX', '--json'], {data})).out);
		// The rules' notes are no part of the data; who asks for a whole record is given them.
		for (const {assessments} of two)
			expect(assessments.at(-1).notes).toMatch(/^Looked at: the tree of Linux /);
		expect(two.map(({module}: {module: string}) => module)).toEqual(['e1000', '3c59x']);
	});

	it('takes flags before the command as well', async () => {
		const {out, status} = await run(['--data', data, '--color', 'never', 'show', '--json', 'e1000']);
		expect(status).toBe(0);
		expect(JSON.parse(out).module).toBe('e1000');
		const list = await run(['--format', 'csv', '--sort', 'name', 'list', 'sub:infiniband'], {data});
		expect(list.out).toMatch(/^module,[\s\S]*\nmlx4_ib,/);
	});

	it('takes the formats of every command, but for CSV, into which no dossier fits', async () => {
		const text = (await run(['show', 'e1000'], {data})).out;
		expect((await run(['show', 'e1000', '--format', 'table'], {data})).out).toBe(text);
		const json = (await run(['show', 'e1000', '--json'], {data})).out;
		expect((await run(['show', 'e1000', '--format', 'json'], {data})).out).toBe(json);
		const lines = (await run(['show', 'e1000', 'mlx4_ib', '--format', 'ndjson'], {data})).out;
		expect(
			lines
				.trimEnd()
				.split('\n')
				.map(line => JSON.parse(line).module),
		).toEqual(['e1000', 'mlx4_ib']);
		const markdown = (await run(['show', 'e1000', '--markdown'], {data})).out;
		expect(markdown).toMatch(/^# /);
		expect((await run(['show', 'e1000', '--format', 'markdown'], {data})).out).toBe(markdown);
		const refused = await run(['show', 'e1000', '--format', 'csv'], {data});
		expectMistake(
			refused,
			64,
			/^driverdex: A dossier does not fit into a line of CSV\.\ndriverdex list NAME/,
		);
	});

	it('shows a directory with its drivers', async () => {
		const {out, status} = await run(['show', 'drivers/infiniband/hw/mlx4'], {data});
		expect(status).toBe(0);
		expect(out).toMatch(/source lines +17,400/);
		expect(out).toMatch(/mlx4_ib ≠ +◆ keep-annotate/);
	});

	it('knows the nearest names of an unknown one', async () => {
		const outcome = await run(['show', 'mxl4_ib'], {data});
		expectMistake(outcome, 1, /No driver, CONFIG symbol, platform or directory "mxl4_ib"/);
		expect(outcome.remarks).toContain('Nearest: mlx4_ib');
	});

	it('finds the driver of a device', async () => {
		const {drivers, directories} = sampleRecords();
		const claiming = drivers.map(record =>
			record.module === 'e1000'
				? {...record, aliases: ['pci:v00008086d0000100Esv*sd*bc*sc*i*', 'pci:v00008086d*sv*sd*bc02sc01i*']}
				: record.module === 'mlx5_ib'
					? {...record, aliases: ['pci:v000015B3d*sv*sd*bc*sc*i*']}
					: record,
		);
		const devices = writeSample({drivers: claiming, directories});
		const shown = async (name: string) => run(['show', name, '--json'], {data: devices});
		const moduleOf = async (name: string) => JSON.parse((await shown(name)).out).module;
		expect(await moduleOf('8086:100e')).toBe('e1000');
		expect(await moduleOf('pci:8086:100E')).toBe('e1000');
		expect(await moduleOf('pci:v00008086d0000100Esv00008086sd0000001Ebc02sc00i00')).toBe('e1000');
		expect(await moduleOf('pci:v00008086d00009999sv00008086sd0000001Ebc02sc01i00')).toBe('e1000');
		// Of a vendor's every device an id can be told to be one.
		expect(await moduleOf('15b3:1003')).toBe('mlx5_ib');
		expectMistake(await shown('8086:9999'), 1, /is known to claim the device "8086:9999"/);
		expectMistake(await shown('usb:8086:100e'), 1, /is known to claim/);
		const listed = await run(['list', 'dev:8086:100e,15b3:1003', '--format', 'csv'], {data: devices});
		expect(
			listed.out
				.split('\r\n')
				.slice(1, -1)
				.map(line => line.split(',')[0])
				.sort(),
		).toEqual(['e1000', 'mlx5_ib']);
	});

	it('says by which pattern, and since when, a driver claims the device that was asked for', async () => {
		const {drivers, directories} = sampleRecords();
		const claiming = drivers.map(record =>
			record.module === 'e1000'
				? {
						...record,
						aliases: ['acpi*:PNP0C09:*', 'of:N*T*Creed,pond', 'pci:v000014C3d00007902sv*sd*bc*sc*i*'],
						aliasFrom: ['source' as const],
						aliasSince: ['<=5.10', '6.2', '7.1'],
					}
				: record,
		);
		const devices = writeSample({drivers: claiming, directories});
		const text = (await run(['show', '14c3:7902'], {data: devices})).out;
		expect(
			text.startsWith('14c3:7902\ne1000 claims it, since 7.1 (pci:v000014C3d00007902sv*sd*bc*sc*i*)\n\n'),
		).toBe(true);
		expect(text).toContain('3 device id patterns, the newest since 7.1');
		for (const [asked, since] of [
			['of:reed,pond', '6.2'],
			['reed,pond', '6.2'],
			['acpi:PNP0C09', '<=5.10'],
		]) {
			const {device} = JSON.parse((await run(['show', asked!, '--json'], {data: devices})).out);
			expect(device).toMatchObject({asked, claim: 'claims', since});
		}
		const named = JSON.parse((await run(['show', 'e1000', '--json'], {data: devices})).out);
		expect(named).not.toHaveProperty('device');
	});

	it('never sends what a name holds', async () => {
		const {remarks} = await run(['show', 'x\u001b[2J'], {data});
		expect(remarks).not.toContain('\u001b');
	});
});

describe('list', () => {
	it('prints in every format', async () => {
		expect((await run(['list', 'sub:staging'], {data})).out).toMatch(/^module +recommendation/);
		expect(JSON.parse((await run(['list', 'mlx4', '--format', 'json'], {data})).out)[0].module).toBe(
			'mlx4_ib',
		);
		const lines = (await run(['list', '--format=ndjson'], {data})).out.trimEnd().split('\n');
		expect(lines).toHaveLength(7);
		const csv = (await run(['list', '--format', 'csv', 'mlx4'], {data})).out.split('\r\n');
		expect(csv[0]).toBe(
			'module,recommendation,confidence,risk,commits,patches,cves,lines,status,config,path,title,deployments,distributions,machines',
		);
		expect(csv[1]).toMatch(/^mlx4_ib,keep-annotate,0\.88,/);
		expect((await run(['list', '--format', 'markdown'], {data})).out).toMatch(/^\| module \|/);
	});

	it('orders, limits and turns round', async () => {
		const names = async (...words: string[]) =>
			(await run(['list', ...words, '--format', 'csv'], {data})).out
				.split('\r\n')
				.slice(1, -1)
				.map(line => line.split(',')[0]);
		expect(await names('--sort', 'name', '--limit', '2')).toEqual(['3c59x', 'e1000']);
		expect((await names('--sort', 'name', '--reverse'))[0]).toBe('sbc60xxwdt');
		expect(await names('-sub:staging', 'rec:unsure')).toEqual(['3c59x', 'sbc60xxwdt']);
	});

	it('says with its status that nothing matched', async () => {
		expect(await run(['list', 'no-such-driver'], {data})).toMatchObject({status: 1, out: ''});
	});

	it('is what driverdex alone prints into a pipe', async () => {
		const alone = await run([], {data});
		expect(alone.status).toBe(0);
		expect(alone.out).toBe((await run(['list'], {data})).out);
	});
});

describe('a format', () => {
	it('has short forms that exclude others', async () => {
		const both = [
			['show', 'e1000', '--json', '--markdown'],
			['list', '--json', '--format', 'csv'],
			['list', '--markdown', '--format', 'json'],
			['validate', '--json', '--format', 'table'],
		];
		for (const words of both) {
			expectMistake(await run(words, {data}), 64, /^driverdex: --\w+.* exclude each other\.\nGive one/);
		}
		const same = await run(['list', 'mlx4', '--json', '--format', 'json'], {data});
		expect(same.out).toBe((await run(['list', 'mlx4', '--json'], {data})).out);
		expect((await run(['list', '--markdown'], {data})).out).toMatch(/^\| module \|/);
	});

	it('of validate holds the findings', async () => {
		expect(JSON.parse((await run(['validate', '--json'], {data})).out)).toMatchObject({
			valid: true,
			drivers: 8,
			findings: [],
		});
		const odd = writeSample();
		const path = join(odd, 'drivers.ndjson');
		writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"buses"', '"boses"'));
		const found = async (format: string) => {
			const {out, status} = await run(['validate', odd, '--format', format]);
			expect(status).toBe(1);
			return out;
		};
		const {valid, findings} = JSON.parse(await found('json'));
		expect(valid).toBe(false);
		const lines = (await found('ndjson')).trimEnd().split('\n');
		expect(lines.map(line => JSON.parse(line))).toEqual(findings);
		const csv = (await found('csv')).split('\r\n');
		expect(csv[0]).toBe('file,line,what');
		expect(csv).toHaveLength(findings.length + 2);
		expect(await found('markdown')).toMatch(/^\| file \| line \| what \|\n\|---\|---:\|---\|\n/);
	});
});

describe('mistakes', () => {
	it('of the command line are status 64', async () => {
		expectMistake(
			await run(['list', '--frmat', 'csv'], {data}),
			64,
			/--frmat is not a flag.*\nIs it --format\?/,
		);
		expectMistake(await run(['list', '--format', 'xml'], {data}), 64, /--format wants one of table, json/);
		expectMistake(await run(['list', '--limit', 'many'], {data}), 64, /--limit wants a whole number above 0/);
		expectMistake(await run(['list', '--sort', 'colour'], {data}), 64, /--sort can't order by "colour"/);
		expectMistake(await run(['list', 'recc:keep'], {data}), 64, /can't be read at "recc:keep"/);
		expectMistake(await run(['recc:keep'], {data}), 64, /can't be read at "recc:keep"/);
		expectMistake(await run(['show'], {data}), 64, /show wants a name/);
		expectMistake(await run(['survey'], {data}), 64, /survey wants --tree DIR/);
		expectMistake(await run(['completion', 'csh'], {data}), 64, /does not know the shell/);
	});

	it('of the data set say what to do', async () => {
		expectMistake(
			await run(['list'], {data: '/nowhere'}),
			2,
			/The data set \/nowhere does not exist\.\nName another with --data/,
		);
		const cut = writeSample();
		truncateSync(join(cut, 'drivers.ndjson'), 500);
		expectMistake(
			await run(['show', 'mlx4_ib'], {data: cut}),
			2,
			/drivers\.ndjson has 500 bytes, its manifest says/,
		);
		const odd = writeSample();
		const path = join(odd, 'drivers.ndjson');
		writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"buses"', '"boses"'));
		expectMistake(await run(['show', 'mlx4_ib'], {data: odd}), 2, /drivers\.ndjson, line 1: b[uo]ses is/);
		expect(await run(['validate', odd])).toMatchObject({
			status: 1,
			out: expect.stringMatching(/drivers\.ndjson:1: b[uo]ses/),
		});
	});

	it('of a survey say what is no kernel tree', async () => {
		const out = join(scratch(), 'out');
		expectMistake(
			await run(['survey', '--tree', top, '--out', out]),
			2,
			/is not a kernel tree: it has no Makefile/,
		);
		expectMistake(
			await run(['survey', '--tree', '/nowhere', '--out', out]),
			2,
			/--tree \/nowhere can't be read/,
		);
		expectMistake(
			await run(['survey', '--tree', '/nowhere', '--out', out, '--as-of', 'soon']),
			64,
			/--as-of wants a day/,
		);
	});
});

describe('an output that is full', () => {
	it.skipIf(!existsSync('/dev/full'))('is said in two lines', async () => {
		const outcome = await new Promise<{remarks: string; status: number | null}>(resolve => {
			const child = spawn('sh', ['-c', '"$0" "$1" list > /dev/full', process.execPath, program], {
				env: {...process.env, DRIVERDEX_DATA: data},
			});
			let remarks = '';
			child.stderr.setEncoding('utf8').on('data', (text: string) => {
				remarks += text;
			});
			child.on('close', status => resolve({remarks, status}));
		});
		expect(outcome.status).toBe(2);
		expect(outcome.remarks).toMatch(/the output can't be written: ENOSPC.*\nMake room/);
	});
});

describe('import', () => {
	it('sets a dossier beside the verdicts of the rules', async () => {
		const folder = writeSample();
		const dossier = JSON.parse(readFileSync(mlx4Dossier, 'utf8'));
		const file = join(scratch(), 'mine.json');
		const {page: _, ...mine} = dossier;
		writeFileSync(
			file,
			JSON.stringify({
				...mine,
				driver_path: 'drivers/net/ethernet/intel/e1000',
				recommendation_hint: 'deprecate',
			}),
		);
		const outcome = await run(['import', file, '--assessor', 'person', '--origin', 'me', '--data', folder]);
		expect(outcome).toMatchObject({
			status: 0,
			out: 'drivers/net/ethernet/intel/e1000: applied to 2 records\n',
		});
		const {out} = await run(['show', 'e1000'], {data: folder});
		expect(out).toContain('▲ DEPRECATE');
		expect(out).toContain('≠ the rule table says ● keep');
		expect(
			(await run(['list', 'disagree:yes', '--sort', 'name', '--format', 'csv'], {data: folder})).out,
		).toMatch(/e1000,deprecate/);
		expect((await run(['validate', folder])).status).toBe(0);
	});

	it('changes nothing when a file is not a dossier', async () => {
		const file = join(scratch(), 'bad.json');
		writeFileSync(file, '{"driver_path": "drivers/net"}');
		const before = readFileSync(join(data, 'manifest.json'), 'utf8');
		expectMistake(
			await run(['import', file, '--data', data]),
			2,
			/bad\.json is not a dossier: chipset_family/,
		);
		expect(readFileSync(join(data, 'manifest.json'), 'utf8')).toBe(before);
	});
});

describe('help, version and completion', () => {
	it('answer at once', async () => {
		expect((await run(['--help'])).out).toContain('driverdex show NAME...');
		expect((await run(['list', '--help'])).out).toContain('--format FORMAT');
		for (const {name} of commandLines.filter(line => line.name !== '')) {
			const [first] = examplesOf(name);
			expect(first, name).toBeDefined();
			const {out} = await run([name, '--help']);
			expect(out).toMatch(/^Examples:$/m);
			expect(out).toContain(`  ${first!.line} `);
		}
		expect((await run(['--version'], {data})).out).toMatch(
			/^driverdex \d+\.\d+\.\d+, data: Linux 7\.3\.4, evidence to 2026-07-01, schema 1\n$/,
		);
		for (const shell of ['bash', 'zsh', 'fish']) {
			expect((await run(['completion', shell])).out).toContain('driverdex');
		}
	});
});

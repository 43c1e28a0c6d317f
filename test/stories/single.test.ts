import {spawnSync} from 'node:child_process';
import {
	chmodSync,
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {top} from '../support/sample.ts';
import {killTerminals, patienceMs, startTerminal} from '../support/terminal.ts';

const scratch = mkdtempSync(join(tmpdir(), 'driverdex-single-'));
const [made, carried, home] = [join(scratch, 'made'), join(scratch, 'carried'), join(scratch, 'home')];
const [program, data] = [join(carried, 'driverdex.cjs'), join(carried, 'driverdex.data')];
const server = join(top, 'docs/examples/server.config');
/** Whom it is run as: where the tests run as root, somebody who may write nothing. */
const nobody = process.getuid?.() === 0 ? {uid: 65_534, gid: 65_534} : {};
const {DRIVERDEX_DATA: _, ...inherited} = process.env;
const environment = {
	...inherited,
	HOME: home,
	XDG_CONFIG_HOME: '',
	XDG_DATA_HOME: '',
	XDG_STATE_HOME: '',
	LANG: 'C.UTF-8',
};

function runFile(file: string, words: readonly string[], options: object = nobody) {
	return spawnSync(process.execPath, [file, ...words], {
		cwd: '/',
		env: environment,
		encoding: 'utf8',
		maxBuffer: 2 ** 27,
		...options,
	});
}
const driverdex = (...words: string[]) => runFile(program, words);
const installed = (...words: string[]) => runFile(join(top, 'dist/cli.cjs'), words, {});

beforeAll(() => {
	const {status, stderr} = spawnSync(process.execPath, [join(top, 'source/build/single/pack.mjs'), made], {
		encoding: 'utf8',
	});
	expect(status, stderr).toBe(0);
	expect(readdirSync(made)).toEqual(['driverdex.cjs', 'driverdex.data']);
	for (const folder of [carried, home]) mkdirSync(folder);
	for (const file of readdirSync(made)) copyFileSync(join(made, file), join(carried, file));
	rmSync(made, {recursive: true});
	chmodSync(scratch, 0o755);
	chmodSync(data, 0o444);
	for (const folder of [carried, home]) chmodSync(folder, 0o555);
}, 8 * patienceMs);
afterAll(() => {
	for (const folder of [carried, home]) chmodSync(folder, 0o755);
	rmSync(scratch, {recursive: true});
});
afterEach(killTerminals);

describe('the two files, in a folder of their own that nobody may write to', () => {
	it.each([
		['show', 'mlx4_ib', 'r8712u', '15b3:1003', 'drivers/infiniband/hw/mlx4'],
		['show', 'e1000e', '--json'],
		['list', 'bus:pcmcia', '--format', 'csv'],
		['list', 'state:gone', '--limit', '20'],
		['audit', server],
		['assess', '--explain', 'floppy'],
		['host', '--collector'],
		['completion', 'bash'],
		['--version'],
		['show', 'no_such_driver_at_all'],
	])('say what the installed program says: %s %s', {timeout: 4 * patienceMs}, (...words) => {
		const [one, other] = [driverdex(...words), installed(...words)];
		expect(one.stdout).toBe(other.stdout);
		expect(one.stderr).toBe(other.stderr);
		expect(one.status).toBe(other.status);
	});

	it('judge the machine, hold the data against themselves, check each record', {
		timeout: 8 * patienceMs,
	}, () => {
		expect([0, 1, 2]).toContain(driverdex('host').status);
		const diff = driverdex('diff', data, join(top, 'data'));
		expect(diff.status, diff.stderr).toBe(0);
		const validate = driverdex('validate');
		expect(validate.status, validate.stdout + validate.stderr).toBe(0);
		expect(driverdex('validate', '--data', data).status).toBe(0);
	});

	it('survey a tree, with their threads, into a folder', {timeout: 4 * patienceMs}, () => {
		const out = join(scratch, 'surveyed');
		const tree = join(top, 'test/fixtures/kernel');
		const survey = runFile(program, ['survey', '--tree', tree, '--out', out], {});
		expect(survey.status, survey.stderr).toBe(0);
		expect(driverdex('list', '--data', out, '--format', 'csv').stdout.split('\n').length).toBeGreaterThan(5);
	});

	it('explore', async () => {
		const terminal = startTerminal([program], {
			command: process.execPath,
			cwd: '/',
			environment: environment as Record<string, string>,
		});
		await terminal.until('the list', screen => /drivers/.test(screen));
		terminal.send('/e1000e\r');
		await terminal.until('one driver', screen => screen.includes('1 shown'));
		terminal.send('\r');
		await terminal.until('the dossier', screen => /E1000E/.test(screen));
		terminal.send('q');
		terminal.send('q');
		expect((await terminal.exit).exitCode).toBe(0);
	});
});

describe('what goes wrong with them', () => {
	const place = (name: string): string => {
		const folder = join(scratch, name);
		mkdirSync(folder);
		copyFileSync(program, join(folder, 'driverdex.cjs'));
		return folder;
	};
	const refusal = (file: string, ...words: string[]) => {
		const {status, stderr} = runFile(file, words, {});
		expect(status).toBe(2);
		expect(stderr).not.toMatch(/\n\s+at /);
		return stderr;
	};

	it('is said: the data are missing, cut short, or of another program', () => {
		const folder = place('apart');
		const file = join(folder, 'driverdex.cjs');
		expect(refusal(file, 'show', 'e1000e')).toMatch(
			/can't be opened.*\nCopy driverdex.cjs and driverdex.data/,
		);
		writeFileSync(join(folder, 'driverdex.data'), readFileSync(data).subarray(0, 1000));
		expect(refusal(file, 'show', 'e1000e')).toContain('is cut short');
		writeFileSync(join(folder, 'driverdex.data'), `driverdex-data 1 other 0 2`.padEnd(64).concat('{}'));
		expect(refusal(file, 'show', 'e1000e')).toContain('belongs to another build');
	});

	it("is said: a file that is no data set, one that can't be written", () => {
		expect(refusal(program, 'show', 'e1000e', '--data', program)).toContain('no data set of driverdex');
		expect(refusal(program, 'assess', data)).toContain('is a single file');
	});

	it('is told by validate: a record that is no longer as it was', {timeout: 4 * patienceMs}, () => {
		const spoilt = join(scratch, 'spoilt.data');
		const bytes = readFileSync(data);
		bytes.fill(0x5a, bytes.length >> 1, (bytes.length >> 1) + 64);
		writeFileSync(spoilt, bytes);
		const {status, stdout, stderr} = runFile(program, ['validate', spoilt], {});
		expect(status).not.toBe(0);
		expect(stdout + stderr).toMatch(/drivers\.ndjson/);
		expect(stderr).not.toMatch(/internal error/);
	});
});

import {spawn} from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {lockFile, takeLock} from '../../source/dataset/lock.ts';
import {type Outcome, run} from '../support/run.ts';
import {mlx4Dossier, top, writeSample} from '../support/sample.ts';
import {program} from '../support/terminal.ts';

// Each story starts the program many times: only a hang takes so long.
vi.setConfig({testTimeout: 180_000, hookTimeout: 180_000});

const fixture = join(top, 'test/fixtures/kernel');
const place = mkdtempSync(join(tmpdir(), 'driverdex-writers-'));
const surveyed = join(place, 'surveyed');
const leapp = join(place, 'leapp.json');
beforeAll(async () => {
	expect(await run(['survey', '--tree', fixture, '--out', surveyed])).toMatchObject({status: 0});
	writeFileSync(leapp, '{"data": []}');
});
afterAll(() => rmSync(place, {recursive: true, force: true}));

let made = 0;
const scratch = () => {
	const folder = join(place, String(made++));
	mkdirSync(folder);
	return folder;
};
const copyOf = (dataset: string) => {
	const folder = scratch();
	cpSync(dataset, folder, {recursive: true});
	return folder;
};

/** The commands that write a data set, by their words. */
const writers = (folder: string): string[][] => [
	['survey', '--tree', fixture, '--out', folder],
	['assess', folder],
	['import', mlx4Dossier, '--data', folder],
];

/** The environment in which one of Node's functions fails, see fault.cjs. */
const fault = (where: string) => ({
	NODE_OPTIONS: `--require ${join(top, 'test/support/fault.cjs')}`,
	FAULT: where,
	DRIVERDEX_DEBUG: '',
});

function expectRefusal({out, remarks, status}: Outcome, what: RegExp): void {
	expect(remarks).toMatch(what);
	expect(remarks.trimEnd().split('\n')).toHaveLength(2);
	expect({out, status}).toEqual({out: '', status: 2});
}

function expectFault({out, remarks, status}: Outcome): void {
	expect(remarks).toMatch(/driverdex: internal error: Cannot read properties of undefined.*\n/);
	expect(remarks).toMatch(/report it with the output of the same command under DRIVERDEX_DEBUG=1\.\n$/);
	expect(remarks).not.toMatch(/[Nn]othing was|\n\s+at /);
	expect({out, status}).toEqual({out: '', status: 70});
}

describe("a folder that is somebody else's", () => {
	it('is refused by every command that writes, before it reads', async () => {
		const folder = scratch();
		mkdirSync(join(folder, '.draft-novel'));
		writeFileSync(join(folder, '.draft-novel/one.txt'), 'It was a dark and stormy night');
		writeFileSync(join(folder, 'manifest.json'), '{"name": "a web application"}');
		const before = readdirSync(folder, {recursive: true}).sort();
		// This is no kernel tree, but nobody has looked yet.
		expectRefusal(
			await run(['survey', '--tree', top, '--out', folder]),
			/is not empty and holds no data set of driverdex: nothing was written there\.\nGive --out/,
		);
		expectRefusal(await run(['assess', folder]), /it is not a manifest of driverdex/);
		expectRefusal(
			await run(['import', '/no/such/dossier', '--data', folder]),
			/it is not a manifest of driverdex/,
		);
		expect(readdirSync(folder, {recursive: true}).sort()).toEqual(before);
		expect(readFileSync(join(folder, 'manifest.json'), 'utf8')).toBe('{"name": "a web application"}');
	});
});

describe('a data set that somebody writes', () => {
	it('is not written by a second one, who is told and has read nothing', async () => {
		const folder = copyOf(surveyed);
		const lock = takeLock(folder, 'driverdex survey');
		const held = new RegExp(
			`is being written by driverdex survey \\(process ${process.pid} on .*\\nNothing was read`,
		);
		expectRefusal(await run(['survey', '--tree', top, '--out', folder]), held);
		expectRefusal(await run(['assess', folder]), held);
		expectRefusal(await run(['import', '/no/such/dossier', '--data', folder]), held);
		// Readers are let in.
		expect(await run(['validate', folder])).toMatchObject({status: 0});
		lock.release();
		for (const words of writers(folder)) expect((await run(words)).remarks).not.toMatch(held);
		expect(existsSync(join(folder, lockFile))).toBe(false);
	});

	it('can be written again after every way out', async () => {
		const folder = copyOf(writeSample());
		for (const words of writers(folder)) {
			for (const signal of ['SIGINT', 'SIGTERM'] as const) {
				const child = spawn(process.execPath, [program, ...words], {
					stdio: 'ignore',
					env: {...process.env, ...fault(`node:fs fsyncSync ${signal}`)},
				});
				const end = await new Promise(resolve => child.on('close', (status, by) => resolve(by ?? status)));
				expect([words[0], end]).toEqual([words[0], signal]);
				expect(readdirSync(folder).filter(name => name.startsWith('.'))).toEqual([]);
			}
			expectFault(await run(words, {environment: fault('node:fs fsyncSync mistake')}));
			expect(readdirSync(folder).filter(name => name.startsWith('.'))).toEqual([]);
			expect(await run(['validate', folder])).toMatchObject({status: 0});
		}
	});
});

describe('a fault of our own', () => {
	it('is not the user’s: status 70, one line, how to report it, and no promise', async () => {
		const out = join(scratch(), 'out');
		const words = ['survey', '--tree', fixture, '--out', out];
		expectFault(await run(words, {environment: fault('node:worker_threads Worker mistake')}));
		expectFault(
			await run(['backtest', surveyed, fixture], {
				environment: fault('node:worker_threads Worker mistake'),
			}),
		);
		expectFault(
			await run([...words, '--leapp', leapp], {environment: fault('node:fs/promises readFile mistake')}),
		);
		// In a listener nobody awaits it.
		expectFault(
			await run([...words, '--leapp', leapp], {environment: fault('node:fs/promises readFile listener')}),
		);
		// The folder that was made for the data set is gone again, or at least nobody holds it.
		expect(existsSync(join(out, lockFile))).toBe(false);
	});

	it('shows its stack to whoever asks', async () => {
		const {remarks, status} = await run(['survey', '--tree', fixture, '--out', join(scratch(), 'out')], {
			environment: {...fault('node:worker_threads Worker mistake'), DRIVERDEX_DEBUG: '1'},
		});
		expect(remarks).toMatch(/TypeError: Cannot read properties of undefined.*\n\s+at /);
		expect(status).toBe(70);
	});
});

describe('what the system refuses', () => {
	it('is said with what helps', async () => {
		const words = ['survey', '--tree', fixture, '--leapp', leapp, '--out', join(scratch(), 'out')];
		for (const [code, advice] of [
			['ENOSPC', /\nMake room there/],
			['EACCES', /\nSee that you have the right/],
			['EMFILE', /\n.*ulimit -n/],
			['EIO', /\nCheck the disk/],
		] as const) {
			const outcome = await run(words, {environment: fault(`node:fs/promises readFile ${code}`)});
			expect(outcome.remarks).toMatch(new RegExp(`driverdex: the system refuses: ${code}`));
			expect(outcome.remarks).toMatch(advice);
			expect(outcome.status).toBe(2);
		}
		// A file descriptor that is none is nobody's mistake but ours.
		const {status} = await run(words, {environment: fault('node:fs/promises readFile EBADF')});
		expect(status).toBe(70);
	});

	it('leaves the old data set whole', async () => {
		const folder = copyOf(surveyed);
		const before = readFileSync(join(folder, 'drivers.ndjson'), 'utf8');
		for (const words of writers(folder)) {
			const {remarks, status} = await run(words, {environment: fault('node:fs fsyncSync ENOSPC')});
			expect(status).toBe(2);
			expect(remarks).toMatch(/Can't write the data set .*ENOSPC.*\nNothing was changed: .* Make room/);
		}
		expect(readFileSync(join(folder, 'drivers.ndjson'), 'utf8')).toBe(before);
		expect(readdirSync(folder).filter(name => name.startsWith('.'))).toEqual([]);
	});
});

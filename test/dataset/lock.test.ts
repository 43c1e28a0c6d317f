import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import {join} from 'node:path';
import {buildSync} from 'esbuild';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {lockFile, takeLock} from '../../source/dataset/lock.ts';

let folder = '';
let path = '';
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'driverdex-lock-'));
	path = join(folder, lockFile);
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

const take = () => takeLock(folder, 'driverdex test');
/** What a lock of this process says, with some of it changed. */
function holder(changes: Record<string, unknown>): string {
	const lock = take();
	const text = readFileSync(path, 'utf8');
	lock.release();
	return JSON.stringify({...JSON.parse(text), ...changes});
}
const deadPid = () => spawnSync(process.execPath, ['--version']).pid;

describe('a lock', () => {
	it('says who holds it, and since when', () => {
		const lock = take();
		expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
			pid: process.pid,
			host: hostname(),
			since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			command: 'driverdex test',
		});
		expect(take).toThrow(new RegExp(`driverdex test \\(process ${process.pid} on ${hostname()}, since `));
		lock.release();
		expect(existsSync(path)).toBe(false);
	});

	it('is held by a living process of this machine, and by any of another', () => {
		const [local, remote] = [
			holder({pid: process.ppid, startTicks: null}),
			holder({pid: deadPid(), host: 'elsewhere'}),
		];
		writeFileSync(path, local);
		expect(take).toThrow(`process ${process.ppid} on`);
		writeFileSync(path, remote);
		expect(take).toThrow('on elsewhere');
	});

	it('is taken over when its holder is dead', () => {
		writeFileSync(path, holder({pid: deadPid()}));
		take().release();
		writeFileSync(path, holder({pid: process.ppid, boot: 'another boot'}));
		if (existsSync('/proc/sys/kernel/random/boot_id')) take().release();
	});

	it.skipIf(!existsSync('/proc/self/stat'))(
		'is taken over when its number has been given to another process',
		() => {
			writeFileSync(path, holder({pid: process.ppid, startTicks: '1'}));
			take().release();
			expect(existsSync(path)).toBe(false);
		},
	);

	it('that nobody has signed is believed for a moment only', () => {
		// Killed between making its lock and saying who it is, a writer would keep others out for good.
		writeFileSync(path, '');
		const started = Date.now();
		take().release();
		expect(Date.now() - started).toBeGreaterThan(1000);
		writeFileSync(path, '');
		const before = new Date(Date.now() - 60_000);
		utimesSync(path, before, before);
		take().release();
	});

	it('is cleared by one only: the other waits for it', () => {
		writeFileSync(path, holder({pid: deadPid()}));
		writeFileSync(`${path}-clearing`, '');
		expect(take).toThrow('is being written by');
		const before = new Date(Date.now() - 120_000);
		utimesSync(`${path}-clearing`, before, before);
		take().release();
		expect(existsSync(`${path}-clearing`)).toBe(false);
	});

	it('never sends what another wrote into it', () => {
		writeFileSync(path, holder({host: 'x\u001b[2J', command: '\u001b]0;owned\u0007'}));
		expect(take).not.toThrow(/\u001b|\u0007/);
	});

	it('is not taken away when it is another one by now', () => {
		const lock = take();
		writeFileSync(path, holderOfAnother());
		lock.release();
		expect(readFileSync(path, 'utf8')).toBe(holderOfAnother());
	});

	it('goes to one of many that want it at once', async () => {
		writeFileSync(path, holder({pid: deadPid()}));
		const bundle = join(folder, 'lock.cjs');
		buildSync({
			entryPoints: [new URL('../../source/dataset/lock.ts', import.meta.url).pathname],
			bundle: true,
			platform: 'node',
			format: 'cjs',
			outfile: bundle,
		});
		const script = `
			const {takeLock} = require(process.argv[1]);
			try { takeLock(process.argv[2], 'racer'); console.log('got'); process.stdin.resume(); }
			catch (error) { console.log(error.name); }
		`;
		const racers = Array.from({length: 4}, () => {
			const child = spawn(process.execPath, ['-e', script, bundle, folder], {
				stdio: ['pipe', 'pipe', 'inherit'],
			});
			const said = new Promise<string>(resolve =>
				child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim())),
			);
			return {child, said, gone: new Promise(resolve => child.on('close', resolve))};
		});
		const said = await Promise.all(racers.map(racer => racer.said));
		expect(said.sort()).toEqual(['UserError', 'UserError', 'UserError', 'got']);
		// Whoever got it holds it until its input ends, and leaves no lock behind.
		expect(existsSync(path)).toBe(true);
		for (const {child} of racers) child.stdin.end();
		await Promise.all(racers.map(racer => racer.gone));
		expect(existsSync(path)).toBe(false);
	});
});

const holderOfAnother = () => '{"pid":1,"host":"elsewhere"}';

import {spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {top} from '../support/sample.ts';
import {killTerminals, patienceMs, startTerminal} from '../support/terminal.ts';

/** What npm's registry shows no page of, and people on slow lines thank for. */
const mostPackedBytes = 10 * 2 ** 20;

const folder = mkdtempSync(join(tmpdir(), 'driverdex-packed-'));
const [prefix, home] = [join(folder, 'prefix'), join(folder, 'home')];
const installed = join(prefix, 'bin/driverdex');
/** Whom it is run as: where the tests run as root, somebody who may write nothing. */
const nobody = process.getuid?.() === 0 ? {uid: 65_534, gid: 65_534} : {};
const {DRIVERDEX_DATA: _, ...inherited} = process.env;
const environment = {
	...inherited,
	HOME: home,
	XDG_CONFIG_HOME: '',
	XDG_DATA_HOME: '',
	XDG_STATE_HOME: '',
	XDG_CACHE_HOME: '',
	LANG: 'C.UTF-8',
	npm_config_cache: join(folder, 'cache'),
	npm_config_update_notifier: 'false',
};
const npm = (words: readonly string[]) =>
	spawnSync('npm', words, {cwd: top, env: environment, encoding: 'utf8', timeout: 4 * patienceMs});
const driverdex = (...words: string[]) =>
	spawnSync(process.execPath, [installed, ...words], {
		cwd: '/',
		env: environment,
		encoding: 'utf8',
		maxBuffer: 2 ** 26,
		...nobody,
	});
let install: ReturnType<typeof npm>;
let tarball = '';
let packedPaths: string[] = [];

beforeAll(() => {
	mkdirSync(home);
	// What is built stands in dist/: it is not built again.
	const packed = npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder]);
	const [{filename, files}] = JSON.parse(packed.stdout) as [{filename: string; files: {path: string}[]}];
	tarball = join(folder, filename);
	packedPaths = files.map(({path}) => path);
	install = npm(['install', '--global', '--offline', '--prefix', prefix, tarball]);
	chmodSync(folder, 0o755);
	chmodSync(home, 0o555);
}, 8 * patienceMs);
afterAll(() => {
	chmodSync(home, 0o755);
	rmSync(folder, {recursive: true});
});
afterEach(killTerminals);

describe('the packed program, off line, for somebody whose home is read-only', () => {
	it('is small, and installs without a script or a warning', () => {
		expect(statSync(tarball).size).toBeLessThan(mostPackedBytes);
		expect(install.status, install.stderr).toBe(0);
		expect(install.stderr).not.toMatch(/warn/i);
		expect(readFileSync(join(prefix, 'share/man/man1/driverdex.1'), 'utf8')).toMatch(/^\.TH DRIVERDEX 1/m);
	});

	it('has no two files that differ by case only: macOS would keep one of them', () => {
		expect(packedPaths).toContain('dist/cli.cjs');
		expect(new Set(packedPaths.map(path => path.toLowerCase())).size).toBe(packedPaths.length);
	});

	it('shows, lists and says its version', () => {
		const show = driverdex('show', 'e1000e');
		expect(show.status, show.stderr).toBe(0);
		expect(show.stdout).toMatch(/e1000e/);
		expect(driverdex('list', 'sub:infiniband', '--limit', '3').stdout.split('\n').length).toBeGreaterThan(3);
		expect(driverdex('--version').stdout).toMatch(/^driverdex \d+\.\d+\.\d+, data: Linux \d/);
		expect(driverdex('show', 'no_such_driver_at_all').status).toBe(1);
	});

	it('judges the machine and a configuration', () => {
		const host = driverdex('host');
		expect([0, 1, 2], host.stderr).toContain(host.status);
		const config = join(prefix, 'lib/node_modules/driverdex/docs/examples/server.config');
		expect(existsSync(config)).toBe(true);
		const audit = driverdex('audit', config);
		expect(audit.status, audit.stderr).toBe(1);
		expect(audit.stdout).toContain('R8712U');
	});

	it('explores', async () => {
		const terminal = startTerminal([installed], {
			command: process.execPath,
			cwd: '/',
			environment: {...environment, HOME: home} as Record<string, string>,
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

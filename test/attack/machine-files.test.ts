import {spawn, spawnSync} from 'node:child_process';
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {readWeights} from '../../source/commands/common/paths.ts';
import {readDossierValues} from '../../source/commands/common/read-dossiers.ts';
import {readBounded} from '../../source/commands/show/read-bounded.ts';
import {readOwn, writeWhole} from '../../source/dataset/overlay/own-files.ts';
import {readInput} from '../../source/machine/inputs/read-input.ts';
import {readKernelConfigs} from '../../source/machine/kernel-config.ts';
import {attack} from '../support/attack.ts';
import {refusalOf} from '../support/refused.ts';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';
import {nobodysPlaces, program} from '../support/terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'driverdex-odd-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const at = (name: string) => join(folder, name);

/** Readers of files that a person names, each given something that is no file. */
const readers: Readonly<Record<string, (path: string) => unknown>> = {
	'host --from': path => readInput(path).next(),
	audit: path => readKernelConfigs(path),
	'show --from': readBounded,
	import: path => readDossierValues([path]),
	'--weights': readWeights,
	'own files': readOwn,
};

attack('inputs', 'what is no file is told at once, by every reader', async tried => {
	spawnSync('mkfifo', [at('pipe')]);
	symlinkSync('/dev/zero', at('device'));
	symlinkSync(at('pipe'), at('link'));
	symlinkSync(at('loop'), at('loop'));
	const server = createServer().listen(at('socket'));
	await new Promise(resolve => server.once('listening', resolve));
	try {
		for (const [name, read] of Object.entries(readers)) {
			for (const [file, what] of Object.entries({
				...{pipe: 'is a named pipe, not a file', link: 'is a named pipe, not a file'},
				...{socket: 'is a socket, not a file', device: 'is a device, not a file', loop: "can't be read"},
			})) {
				tried();
				expect(await refusalOf(() => read(at(file))), `${name} ${file}`).toContain(`${at(file)} ${what}`);
			}
		}
	} finally {
		server.close();
	}
});

attack('inputs', 'a file without an end is read up to its bound', async tried => {
	const sparse = at('sparse');
	writeFileSync(sparse, 'CONFIG_X=y\n'.repeat(6000));
	spawnSync('truncate', ['-s', '1T', sparse]);
	for (const [name, read] of Object.entries(readers)) {
		if (name === 'import' || name === 'own files') continue;
		tried();
		expect(await refusalOf(() => read(sparse)), name).toMatch(/has over \d+ MB|no text|holds nothing/);
	}
});

it('what a shell hands over is read', () => {
	const shell = (words: string) =>
		spawnSync('bash', ['-c', words, process.execPath, program], {
			encoding: 'utf8',
			env: {...process.env, ...nobodysPlaces},
			cwd: top,
		});
	expect(shell(`"$0" "$1" host --from <(printf 'Module Size Used by\\ne1000 16384 0\\n')`).stdout).toMatch(
		/^e1000 /m,
	);
	expect(shell(`"$0" "$1" show --from <(echo e1000)`).stdout).toMatch(/CONFIG_E1000/);
});

it('files of strangers are opened by one door', () => {
	// The survey has a door of its own; what the program itself brings is no stranger's.
	const own = ['commands/common/beside.ts'];
	for (const room of ['machine', 'commands', 'dataset/overlay', 'dataset/imports']) {
		for (const path of readdirSync(join(top, 'source', room), {recursive: true, encoding: 'utf8'})) {
			if (!path.endsWith('.ts') || own.includes(`${room}/${path}`)) continue;
			const text = readFileSync(join(top, 'source', room, path), 'utf8');
			const [names = ''] = /import \{[^}]*\} from 'node:fs(?:\/promises)?'/.exec(text) ?? [];
			expect(
				names.replace(/openSync|open/g, found => (path === 'own-files.ts' ? '' : found)),
				`${room}/${path}`,
			).not.toMatch(/\b(?:readFileSync|readFile|openSync|open|createReadStream)\b/);
		}
	}
});

attack('writers', '--save is whole or not at all, and writes to what others laid there', async tried => {
	tried(5);
	mkdirSync(at('saved'));
	const victim = at('victim');
	writeFileSync(victim, 'mine', {mode: 0o600});
	symlinkSync(victim, at('saved/facts.json'));
	// A link takes nobody else's file away.
	expect(writeWhole(at('saved/facts.json'), ['facts'])).toBe(true);
	expect(readFileSync(victim, 'utf8')).toBe('mine');
	writeFileSync(victim, 'new', {mode: 0o600});
	writeWhole(victim, ['newer']);
	expect(statSync(victim).mode & 0o777).toBe(0o600);
	expect(await refusalOf(() => writeWhole(at('pipe'), ['x']))).toContain("Can't write");
	expect(await refusalOf(() => writeWhole(at('nowhere/x'), ['x']))).not.toContain('draft');
	expect(await refusalOf(() => writeWhole('/dev/full', ['x']))).toContain('no space left');
	// The device is there still: no file took its name.
	expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
	const endless = (function* () {
		yield 'half';
		throw new Error('killed');
	})();
	expect(() => writeWhole(victim, endless)).toThrow('killed');
	expect(readFileSync(victim, 'utf8')).toBe('newer');
	expect(readdirSync(folder).filter(name => name.endsWith('.draft'))).toEqual([]);
	const {status} = await run(['host', '--save', '/dev/full']);
	expect(status).toBe(2);
});

attack('signals', 'SIGTERM and SIGINT end what waits for a pipe or reads a long text', async tried => {
	const long = at('long');
	writeFileSync(long, Buffer.alloc(15 << 20, 'e1000 1 0\n'));
	for (const [words, signal] of [
		[['host', '--from', '-'], 'SIGTERM'],
		[['audit', '-'], 'SIGINT'],
		[['host', '--from', long], 'SIGTERM'],
	] as const) {
		tried();
		const child = spawn(process.execPath, [program, ...words], {
			stdio: ['pipe', 'ignore', 'ignore'],
			env: {...process.env, ...nobodysPlaces},
		});
		const ended = new Promise<NodeJS.Signals | null>(resolve => child.on('exit', (_, by) => resolve(by)));
		child.stdin.on('error', () => {});
		child.stdin.write('Module Size Used by\n');
		await new Promise(resolve => setTimeout(resolve, 1500));
		child.kill(signal);
		expect(await ended, words.join(' ')).toBe(signal);
	}
});

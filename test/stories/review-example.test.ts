import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {formatOptions} from '../../source/dossier/kernel-options.ts';
import {sampleRecords, top, writeSample} from '../support/sample.ts';
import {program} from '../support/terminal.ts';

/** The shell blocks of docs/review-a-configuration.md, in their order. */
const blocks = [
	...readFileSync(join(top, 'docs/review-a-configuration.md'), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms),
].map(([, block]) => block!);

let folder = '';
let environment: NodeJS.ProcessEnv = {};
const git = (...words: string[]) => execFileSync('git', words, {cwd: folder, env: environment});
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const runBlock = (block: string) =>
	spawnSync('sh', ['-c', block], {cwd: folder, env: environment, encoding: 'utf8'});

beforeAll(() => {
	const {drivers, directories} = sampleRecords();
	const names = drivers.flatMap(({kconfig}) => (kconfig === null ? [] : [kconfig.symbol]));
	const data = writeSample({drivers, directories, options: formatOptions([...names, 'NET'])});
	folder = mkdtempSync(join(tmpdir(), 'driverdex-example-'));
	const bin = join(folder, 'bin');
	mkdirSync(bin);
	writeFileSync(join(bin, 'driverdex'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
	chmodSync(join(bin, 'driverdex'), 0o755);
	environment = {
		...process.env,
		PATH: `${bin}:${process.env.PATH}`,
		DRIVERDEX_DATA: data,
		XDG_DATA_HOME: folder,
		BASE: 'main',
		GIT_CONFIG_GLOBAL: '/dev/null',
		GIT_CONFIG_SYSTEM: '/dev/null',
	};
	git('init', '-q', '-b', 'main');
	git('config', 'user.name', 'a');
	git('config', 'user.email', 'a@example.org');
	mkdirSync(join(folder, 'configs'));
	write('configs/board_defconfig', 'CONFIG_NET=y\n# CONFIG_GONE is not set\nCONFIG_E1000=y\n');
	write('README', 'a board\n');
	git('add', 'configs', 'README');
	git('commit', '-qm', 'a board');
	git('switch', '-qc', 'change');
});
afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

describe('the example of a review', () => {
	it('has its finding at the line that switches the driver on', () => {
		write('configs/board_defconfig', 'CONFIG_NET=y\nCONFIG_GONE=m\nCONFIG_E1000=y\n');
		write('README', 'a larger board\n');
		git('commit', '-qam', 'more drivers');
		expect(runBlock(blocks[0]!).status).toBe(1);
		const {runs} = JSON.parse(readFileSync(join(folder, 'driverdex.sarif'), 'utf8'));
		expect(runs[0].results).toHaveLength(1);
		expect(runs[0].results[0]).toMatchObject({
			ruleId: 'remove',
			level: 'error',
			locations: [
				{
					physicalLocation: {
						artifactLocation: {uri: 'configs/board_defconfig', uriBaseId: '%SRCROOT%'},
						region: {startLine: 2},
					},
				},
			],
		});
		expect(readFileSync(join(folder, 'driverdex.xml'), 'utf8')).toContain(
			'name="CONFIG_GONE" file="configs/board_defconfig" line="2"',
		);
	});

	it('passes a change that switches on what stays, and says what is no change to a configuration', () => {
		write('configs/board_defconfig', 'CONFIG_NET=y\n# CONFIG_GONE is not set\nCONFIG_E1000=m\n');
		git('commit', '-qam', 'fewer drivers');
		expect(runBlock(blocks[0]!).status).toBe(0);
		git('checkout', '-q', 'main', 'configs');
		git('commit', '-qm', 'as it was');
		const {status, stderr} = runBlock(blocks[0]!);
		expect(status).toBe(2);
		expect(stderr).toContain('is a diff, but none of a kernel configuration');
	});

	it('judges a fragment over the configuration that was built', () => {
		write('fragment.config', 'CONFIG_E1000=m\n');
		write('.config', '# Linux/x86 6.12.1 Kernel Configuration\nCONFIG_GONE=y\n');
		expect(runBlock(blocks[1]!).status).toBe(1);
		const {configs, rows} = JSON.parse(readFileSync(join(folder, 'whole.json'), 'utf8'));
		expect(configs[0]).toMatchObject({kind: 'fragment', partial: false, enabledOptions: 2});
		expect(rows).toMatchObject([{option: 'CONFIG_GONE', file: '.config', line: 2}]);
	});
});

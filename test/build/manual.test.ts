import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {manualPage} from '../../source/build/manual.ts';
import {allExamples} from '../../source/commands/common/command-lines/examples.ts';
import {commandLines, flagName} from '../../source/commands/common/flags.ts';
import {queryFields} from '../../source/dossier/query/query.ts';
import {keyGroups} from '../../source/explorer/key-guide.ts';

const page = manualPage('1.2.3');
/** What a reader sees of it, roughly. */
const text = page
	.replace(/\\f[BIR]/g, '')
	.replaceAll('\\-', '-')
	.replaceAll('\\e', '\\')
	.replaceAll('\\&', '')
	.replace(/\\\[u([0-9A-F]+)\]/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));

describe('the manual page', () => {
	it('has every command, flag, example, field and key of the tables', () => {
		for (const {name, usage, flags} of commandLines) {
			expect(text).toContain(`.SS "driverdex ${name === '' ? '' : `${name} `}${usage}`.trimEnd());
			for (const key of Object.keys(flags)) expect(text).toContain(`\n${flagName(key)}`);
		}
		for (const {line} of allExamples) expect(text).toContain(`\n${line}\n`);
		for (const {name} of queryFields) expect(text).toContain(`\n${name}:`);
		for (const {entries} of keyGroups) {
			for (const {keys} of entries) if (keys.length > 0) expect(text).toContain(`\n${keys.join(' ')}\n`);
		}
	});

	it('has an example of every command', () => {
		for (const {name} of commandLines) {
			const start = `driverdex${name === '' ? '' : ` ${name}`}`;
			expect(
				allExamples.some(({line}) => line === start || line.startsWith(`${start} `)),
				start,
			).toBe(true);
		}
	});

	it('has no line that roff takes for a request of its own', () => {
		const requests = new Set(['TH', 'SH', 'SS', 'TP', 'PP', 'br']);
		for (const line of page.split('\n')) {
			if (/^['.](?!\\")/.test(line)) expect(requests).toContain(line.slice(1).split(' ')[0]);
			expect(line.replace(/\\(?:f[BIR]|-|e|&|\(dq|\[u[0-9A-F]+\])/g, ''), line).not.toMatch(/\\(?!")/);
		}
	});

	it.skipIf(spawnSync('groff', ['--version']).status !== 0)('is read by groff without a warning', () => {
		const folder = mkdtempSync(join(tmpdir(), 'driverdex-manual-'));
		try {
			const file = join(folder, 'driverdex.1');
			writeFileSync(file, page);
			const {status, stdout, stderr} = spawnSync('groff', ['-man', '-Tutf8', '-ww', file], {
				encoding: 'utf8',
			});
			expect({status, stderr}).toEqual({status: 0, stderr: ''});
			expect(stdout).toContain('a fault of driverdex');
		} finally {
			rmSync(folder, {recursive: true});
		}
	});
});

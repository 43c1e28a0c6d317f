import {execFileSync} from 'node:child_process';
import {appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {run} from '../support/run.ts';
import {makeDriver, makeGone, top, writeSample} from '../support/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'driverdex-removal-'));
const tree = join(folder, 'linux');
const data = join(folder, 'data');
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const put = (path: string, text: string) => {
	mkdirSync(join(tree, path, '..'), {recursive: true});
	writeFileSync(join(tree, path), text);
};

beforeAll(async () => {
	cpSync(join(top, 'test/fixtures/kernel'), tree, {recursive: true});
	put(
		'drivers/net/eddy/core.c',
		`${'\n'.repeat(8)}EXPORT_SYMBOL_GPL(eddy_turns);\nmodule_pci_driver(eddy_driver);\n`,
	);
	put(
		'drivers/net/waves.c',
		'int eddy_turns(void);\nint x = eddy_turns();\nrequest_module("eddyish");\nmodule_init(waves);\n',
	);
	put('arch/tide/configs/tide_defconfig', 'CONFIG_NET=y\nCONFIG_EDDY=m\n# CONFIG_EDDYISH is not set\n');
	put(
		'Documentation/networking/cards.rst',
		'Cards\n=====\nSee drivers/net/eddy/core.c or CONFIG_EDDY.\nCONFIG_EDDYISH is another.\n',
	);
	appendFileSync(join(tree, 'MAINTAINERS'), 'L:	all@example.org\n');
	expect((await run(['survey', '--tree', tree, '--out', data])).status).toBe(0);
	// What is no regular file is not opened: a pipe would never end, a link may lead out of the tree.
	execFileSync('mkfifo', [join(tree, 'Documentation/pipe.rst')]);
	writeFileSync(join(folder, 'secret'), 'CONFIG_EDDY of somebody else\n');
	symlinkSync(join(folder, 'secret'), join(tree, 'Documentation/link.rst'));
	symlinkSync(folder, join(tree, 'Documentation/away'));
}, 120_000);

const sectionOf = (text: string, heading: string) => {
	const after = text.split(`\n${heading}\n`)[1] ?? '';
	return after.split(/\n##+ /)[0]!;
};

describe('show --removal', () => {
	it('names with a tree all that a removal touches, each at its line', async () => {
		const {out, status} = await run(['show', 'eddy', '--removal', '--tree', tree], {data});
		expect(status).toBe(0);
		expect(out).toContain('# Removal of eddy');
		expect(out).toContain('and a tree of Linux 7.3.1');
		expect(sectionOf(out, '## What goes')).toContain('- drivers/net/eddy/core.c: 10 lines');
		expect(sectionOf(out, '## What goes')).toContain('lies in drivers/net/eddy/: it goes whole');
		expect(sectionOf(out, '### Kconfig')).toContain('drivers/net/Kconfig:19-20: the entry of CONFIG_EDDY');
		expect(sectionOf(out, '### Makefiles')).toContain(
			'- drivers/net/Makefile:7: `obj-$(CONFIG_EDDY) += eddy/`',
		);
		expect(sectionOf(out, '### MAINTAINERS')).toContain('- MAINTAINERS:13-17: EDDY CARDS');
		expect(sectionOf(out, '### Configurations')).toBe('\n- arch/tide/configs/tide_defconfig:2\n');
		const documents = sectionOf(out, '### Documents');
		expect(documents).toContain('- Documentation/networking/cards.rst:3:');
		expect(documents).not.toContain('cards.rst:4');
		expect(sectionOf(out, '### Symbols that others use')).toContain('- eddy_turns: drivers/net/waves.c');
		expect(out).not.toContain('somebody else');
	}, 60_000);

	it('prints the people of the sections above where its own has none', async () => {
		const {out} = await run(['show', 'eddy', '--removal', '--tree', tree], {data});
		const people = sectionOf(out, '## Whom to address');
		expect(people).toContain('EDDY CARDS names nobody; those of the sections above it do.');
		expect(people.indexOf('EDDY CARDS (MAINTAINERS:13)')).toBeLessThan(
			people.indexOf('POND NETWORK (MAINTAINERS:7)'),
		);
		expect(people).toContain('- M: A. Swimmer <swimmer@example.org>');
		expect(people).toContain('Everything goes to all@example.org.');
	}, 60_000);

	it('says without a tree what was not looked at, and how to come by the people', async () => {
		const {out, status} = await run(['show', 'eddy', '--removal'], {data});
		expect(status).toBe(0);
		expect(out).not.toContain('swimmer@example.org');
		expect(sectionOf(out, '## Whom to address')).toContain('- L: eddy@example.org');
		expect(out).toContain('scripts/get_maintainer.pl -f drivers/net/eddy/core.c');
		const missing = sectionOf(out, '## Not looked at');
		for (const what of ['Makefiles', 'defconfigs', 'documents', 'device trees', 'Symbols', 'People'])
			expect(missing).toContain(what);
		expect(sectionOf(out, '## What was said of it')).toContain('was not read');
	}, 60_000);

	it('tells who needs it, what was posted, and how such removals went', async () => {
		const needed = makeDriver('drivers/net/ethernet/old', {
			signals: {
				removalPatches: [
					{
						date: '2026-04-02',
						messageId: 'a1@example.org',
						title: 'net: remove old',
						list: 'netdev',
						kind: 'removal',
						by: 'other',
						answer: 'objected',
						overtakenBy: 1,
						replacement: null,
					},
				],
			},
		});
		const user = {
			...makeDriver('drivers/net/ethernet/user'),
			needs: [{driver: needed.id, by: 'symbol' as const}],
		};
		const gone = makeGone('drivers/net/ethernet/dead', {
			deletion: {
				date: '2024-12-01',
				messageId: 'd@example.org',
				title: 'x',
				list: 'netdev',
				by: 'maintainer',
				answer: 'applied',
				replacements: [],
			},
		});
		const sample = writeSample({drivers: [needed, user], directories: [], gone: [gone]});
		const {out} = await run(['show', 'old', '--removal'], {data: sample});
		expect(sectionOf(out, '## What needs it')).toContain('- drivers/net/ethernet/user: uses its symbols');
		expect(sectionOf(out, '## What was said of it')).toContain(
			'answer: objected; releases since without it: 1: https://lore.kernel.org/netdev/a1@example.org/',
		);
		const history = sectionOf(out, '## How such removals went');
		expect(history).toContain('of 2 drivers 1 is gone, 1 still there, 1 of them with an objection');
		expect(history).toContain('dead (gone in 6.13, January 2025)');
		expect((await run(['show', 'dead', '--removal'], {data: sample})).remarks).toContain(
			'is not there to be removed: gone since 6.13',
		);
	}, 60_000);

	it('refuses what is no kernel tree, or no one driver, in two lines', async () => {
		const refused = async (...words: string[]) => {
			const {out, remarks, status} = await run(['show', ...words], {data});
			expect(out).toBe('');
			expect(remarks.trim().split('\n')).toHaveLength(2);
			return {remarks, status};
		};
		expect((await refused('eddy', '--removal', '--tree', folder)).remarks).toContain(
			'is no kernel tree: it has no MAINTAINERS',
		);
		expect(await refused('eddy', '--removal', '--tree', join(folder, 'nothing'))).toMatchObject({status: 2});
		expect(await refused('eddy', '--removal', '--tree', join(folder, 'secret'))).toMatchObject({status: 2});
		expect(await refused('eddy', '--tree', tree)).toMatchObject({status: 64});
		expect(await refused('eddy', 'ripple', '--removal')).toMatchObject({status: 64});
		expect(await refused('eddy', '--removal', '--json')).toMatchObject({status: 64});
		expect(await refused('edy', '--removal')).toMatchObject({status: 1});
	}, 60_000);
});

import {cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {run} from '../support/run.ts';
import {top} from '../support/sample.ts';

const fixture = join(top, 'test/fixtures/kernel');
const folder = mkdtempSync(join(tmpdir(), 'driverdex-verdicts-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const newTree = join(folder, 'newer');
const older = join(folder, 'old-data');
const newer = join(folder, 'new-data');
const outcomes = join(folder, 'outcomes.json');
const weights = join(folder, 'weights.json');

/** Edits a file of the newer tree. */
function edit(file: string, change: (text: string) => string): void {
	const path = join(newTree, file);
	writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** otter is removed, waves moves to another directory, gravel gets another name, pebble is worked on. */
function makeNewTree(): void {
	cpSync(fixture, newTree, {recursive: true});
	rmSync(join(newTree, 'drivers/staging/legacy'), {recursive: true});
	writeFileSync(join(newTree, 'drivers/staging/Makefile'), '');
	edit('drivers/staging/Kconfig', text => text.replace(/config OTTER\n\ttristate "Otter"\n/, ''));
	edit('drivers/net/Makefile', text => text.replace(/.*waves\.o\n/, ''));
	renameSync(join(newTree, 'drivers/net/waves.c'), join(newTree, 'drivers/misc/waves.c'));
	renameSync(join(newTree, 'drivers/misc/gravel.c'), join(newTree, 'drivers/misc/gravel_core.c'));
	edit(
		'drivers/misc/Makefile',
		text => `${text.replace('gravel.o', 'gravel_core.o')}obj-$(CONFIG_OLD_WAVES) += waves.o\n`,
	);
	edit('drivers/misc/pebble.c', text => `${text}${'int skip(void);\n'.repeat(40)}`);
	edit('Makefile', text => text.replace(/VERSION = .*/, 'VERSION = 9'));
}

beforeAll(async () => {
	makeNewTree();
	writeFileSync(outcomes, JSON.stringify({removed: ['drivers/misc/reef']}));
	writeFileSync(weights, JSON.stringify({removal: {weights: {'only-for-compile-tests': 3}}}));
	for (const [tree, out] of [
		[fixture, older],
		[newTree, newer],
	] as const) {
		const {status, remarks} = await run(['survey', '--tree', tree, '--out', out, '--as-of', '2024-06-30']);
		expect(status, remarks).toBe(0);
	}
});

describe('backtest', () => {
	const report = async (...words: string[]) => {
		const {out, remarks, status} = await run(['backtest', older, newTree, '--json', ...words]);
		expect(status, remarks).toBe(0);
		return JSON.parse(out);
	};

	it('tells what is gone from what lives on under another name', async () => {
		const {drivers, gone, livesOn, misses, told} = await report();
		expect(told).toBe('names');
		expect(drivers).toBeGreaterThan(4);
		expect(gone).toBe(1);
		expect(misses.map(({id}: {id: string}) => id)).toEqual(['drivers/staging/legacy/otter/otter']);
		expect(livesOn).toEqual([
			{
				id: 'drivers/misc/gravel',
				kind: 'renamed',
				to: 'drivers/misc/gravel_core',
				by: 'CONFIG_GRAVEL builds it',
			},
			{id: 'drivers/net/waves', kind: 'moved', to: 'drivers/misc/waves', by: 'the same module name'},
		]);
	});

	it('sees who was worked on where it is given both trees', async () => {
		const {recommendations, told} = await report('--old-tree', fixture);
		expect(told).toBe('names and contents');
		const workedOn = recommendations.reduce((sum: number, row: {workedOn: number}) => sum + row.workedOn, 0);
		expect(workedOn).toBe(1);
		const unknown = (await report()).recommendations;
		expect(unknown.every((row: {workedOn: number}) => row.workedOn === 0)).toBe(true);
		// Without the older tree nobody can say who was worked on, so a claim about it is neither right nor wrong.
		expect(unknown.filter((row: {right: unknown}) => row.right !== null)).toEqual([]);
	});

	it('believes a reviewed list more than itself', async () => {
		const {gone, misses} = await report('--outcomes', outcomes);
		expect(gone).toBe(1);
		expect(misses).toMatchObject([{id: 'drivers/misc/reef'}]);
	});

	it('shows what one weight does', async () => {
		const reef = async (...words: string[]) =>
			(await report(...words)).falseAlarms.find(({id}: {id: string}) => id === 'drivers/misc/reef').risk;
		expect(await reef('--assess')).toBe(await reef());
		expect(await reef('--weights', weights)).toBeGreaterThan(await reef());
	});

	it('prints Markdown, and says that it is not one table', async () => {
		const {out, status} = await run(['backtest', older, newTree, '--markdown']);
		expect(status).toBe(0);
		expect(out).toMatch(/^# Linux [\s\S]*\n## Worst misses[\s\S]*\| risk \| recommendation \| driver \|\n/);
		for (const format of ['csv', 'ndjson']) {
			const refused = await run(['backtest', older, newTree, '--format', format]);
			expect(refused).toMatchObject({status: 64, out: ''});
			expect(refused.remarks).toMatch(/A backtest is several tables, not one\.\n--format json/);
		}
	});

	it('prints the tables, and names what it is given that is none', async () => {
		const {out} = await run(['backtest', older, newTree]);
		expect(out).toContain('AUC');
		expect(out).toContain('Worst misses');
		expect(out).toContain('drivers/staging/legacy/otter/otter');
		expect(await run(['backtest', older])).toMatchObject({status: 64});
		const none = await run(['backtest', older, join(folder, 'nowhere')]);
		expect(none.status).toBe(2);
		expect(none.remarks).toContain('NEW_TREE');
		const noTree = await run(['backtest', older, older]);
		expect(noTree.status).toBe(2);
		expect(noTree.remarks).toContain('Give the top folder of an unpacked kernel source');
		writeFileSync(join(folder, 'bad.json'), '{"removal": {"weights": {"otter": 9}}}');
		const bad = await run(['backtest', older, newTree, '--weights', join(folder, 'bad.json')]);
		expect(bad.status).toBe(2);
		expect(bad.remarks).toContain('names "otter", which is no rule');
	});
});

describe('assess', () => {
	it('explains a verdict rule by rule and writes nothing', async () => {
		const before = readFileSync(join(older, 'manifest.json'), 'utf8');
		const {out, status} = await run(['assess', older, '--explain', 'otter', 'CONFIG_REEF']);
		expect(status).toBe(0);
		for (const part of [
			'(base)',
			'in-staging',
			'path-says-deprecated',
			'risk ',
			'care ',
			'drivers/misc/reef',
			'only-for-compile-tests',
		]) {
			expect(out, part).toContain(part);
		}
		expect(readFileSync(join(older, 'manifest.json'), 'utf8')).toBe(before);
	});

	it('prints the rule table with what each rule weighs and how often it speaks', async () => {
		const {out} = await run(['assess', older, '--explain']);
		expect(out).toMatch(/in-staging +\+\d\.\d\d +[-+]\d\.\d\d +1 +it lies under drivers\/staging \(strong\)/);
	});

	it('explains in every format', async () => {
		const explained = async (format: string, ...names: string[]) => {
			const {out, status} = await run(['assess', older, '--explain', ...names, '--format', format]);
			expect(status).toBe(0);
			return out;
		};
		const {drivers} = JSON.parse(await explained('json', 'otter', 'CONFIG_REEF'));
		expect(drivers.map(({path}: {path: string}) => path)).toEqual([
			'drivers/staging/legacy/otter/otter',
			'drivers/misc/reef',
		]);
		expect(drivers[0].rules[0]).toMatchObject({rule: '(base)', says: 'before any rule speaks'});
		expect(drivers[0].risk).toBeGreaterThan(0);
		const lines = (await explained('ndjson', 'otter')).trimEnd().split('\n');
		expect(lines.map(line => JSON.parse(line))).toEqual([drivers[0]]);
		const csv = await explained('csv', 'otter');
		expect(csv).toMatch(/^path,rule,removal,care,says,source\r\n[\s\S]*otter,in-staging,/);
		expect(await explained('markdown', 'otter')).toMatch(/\n## drivers\/staging\/legacy\/otter\/otter\n/);
		const {rules} = JSON.parse(await explained('json'));
		expect(rules.find(({rule}: {rule: string}) => rule === 'in-staging')).toMatchObject({
			drivers: 1,
			strong: true,
		});
		expect(await explained('csv')).toMatch(/^rule,removal,care,drivers,looks_at\r\n/);
		// Without --explain it writes and has nothing to print in a format.
		const refused = await run(['assess', older, '--json']);
		expect(refused).toMatchObject({status: 64, out: ''});
		expect(refused.remarks).toMatch(/only with --explain\.\nAdd --explain/);
	});

	it('applies the rules again, and the data set stays valid', async () => {
		const copy = join(folder, 'copy');
		cpSync(older, copy, {recursive: true});
		expect((await run(['assess', copy])).out).toContain('0 changed');
		const risk = async () =>
			JSON.parse((await run(['show', 'reef', '--json'], {data: copy})).out).assessments[0].removalRisk;
		const was = await risk();
		expect((await run(['assess', copy, '--weights', weights])).status).toBe(0);
		expect(await risk()).toBeGreaterThan(was);
		expect(await run(['validate', copy])).toMatchObject({status: 0});
	});

	it('wants to be told what to write', async () => {
		expect(await run(['assess'])).toMatchObject({status: 64});
		const unknown = await run(['assess', older, '--explain', 'nobody']);
		expect(unknown.status).toBe(1);
		expect(unknown.remarks).toContain('No driver "nobody"');
	});
});

describe('diff', () => {
	it('says what is new, gone and moved, as table, JSON and Markdown', async () => {
		const {out, status} = await run(['diff', older, newer]);
		expect(status).toBe(1);
		expect(out).toContain('1 gone');
		expect(out).toContain('drivers/staging/legacy/otter/otter');
		expect(out).toMatch(/drivers\/misc\/gravel +drivers\/misc\/gravel_core +CONFIG_GRAVEL builds it/);
		const json = JSON.parse((await run(['diff', older, newer, '--json'])).out);
		expect(json.gone).toMatchObject([{id: 'drivers/staging/legacy/otter/otter'}]);
		expect(json.moved).toHaveLength(1);
		expect((await run(['diff', older, newer, '--format', 'markdown'])).out).toContain('## Moved or renamed');
	});

	it('gives a change a line to whoever counts them', async () => {
		const lines = (await run(['diff', older, newer, '--format', 'ndjson'])).out.trimEnd().split('\n');
		const changes = lines.map(line => JSON.parse(line));
		expect(changes[0]).toEqual({
			change: 'gone',
			from: expect.objectContaining({id: 'drivers/staging/legacy/otter/otter'}),
			to: null,
			by: null,
		});
		const csv = (await run(['diff', older, newer, '--format', 'csv'])).out.trimEnd().split('\r\n');
		expect(csv).toHaveLength(changes.length + 1);
		expect(csv[0]).toBe('change,was,is,known_by,recommendation_was,recommendation_is,risk_was,risk_is');
		expect(csv.join('\n')).toContain(
			'moved,drivers/misc/gravel,drivers/misc/gravel_core,CONFIG_GRAVEL builds it,',
		);
	});

	it('is silent on two that are the same', async () => {
		expect(await run(['diff', older, older])).toMatchObject({status: 0});
		expect(await run(['diff', older, join(folder, 'nowhere')])).toMatchObject({status: 2});
		expect(await run(['diff', older])).toMatchObject({status: 64});
	});
});

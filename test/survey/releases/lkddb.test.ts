import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {surveyLkddb} from '../../../source/survey/releases/lkddb.ts';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true});
});

/** A folder of lists: version → its lines. */
function lists(content: Record<string, string[]>): string {
	const folder = mkdtempSync(join(tmpdir(), 'driverdex-test-'));
	folders.push(folder);
	for (const [version, lines] of Object.entries(content)) {
		writeFileSync(
			join(folder, `lkddb-${version}.list`),
			`${[...lines, `kver 2 6 9 0 0 ${version}`].join('\n')}\n`,
		);
	}
	return folder;
}

const line = (module: string, option: string, folder: string) =>
	`module ${module} "Some \\"quoted\\" title" : CONFIG_${option} : ${folder}/Kconfig`;
const eddy = {id: 'drivers/net/ethernet/eddy/eddy', module: 'eddy', symbol: 'EDDY'};
const driver = {
	...eddy,
	directory: 'drivers/net/ethernet/eddy',
	sources: ['drivers/net/ethernet/eddy/eddy_main.c', 'drivers/net/ethernet/eddy/ring.c'],
};
const claim = (bus: string, path: string, ...options: string[]) =>
	`${bus} 0bda 8139 .... .... ...... :${options.map(option => ` CONFIG_${option}`).join('')} : ${path}`;
const since = async (content: Record<string, string[]>, asked = driver) =>
	(await surveyLkddb({directory: lists(content), drivers: [asked]})).drivers.get(asked.id);

/** What came with 2.6.9, and was never called so before. */
const in269 = {
	release: '2.6.9',
	date: '2004-10-18',
	earliest: false,
	list: 'lkddb-2.6.9.list',
	named: '2.6.9',
};

describe('surveyLkddb', () => {
	it('finds the first kernel by number, not by letter, and follows moves of the folder', async () => {
		expect(
			await since({
				'2.6.8': [line('brook', 'BROOK', 'drivers/net')],
				'2.6.9': [line('eddy', 'EDDY', 'drivers/char')],
				'2.6.10': [line('eddy', 'EDDY', 'drivers/net')],
				'3.0': [line('eddy', 'EDDY', 'drivers/net/ethernet/eddy')],
			}),
		).toEqual(in269);
	});

	it('says "or earlier" of what the first list has', async () => {
		expect(
			await since({
				'2.6.0': [line('eddy', 'EDDY', 'drivers/net')],
				'2.6.1': [line('eddy', 'EDDY', 'drivers/net')],
			}),
		).toMatchObject({release: '2.6.0', earliest: true});
	});

	it('says "or earlier" where the option or the module stood in an earlier list with another partner', async () => {
		const later = {'3.0': [line('eddy', 'EDDY', 'drivers/net')]};
		expect(await since({'2.6.9': [line('7990', 'EDDY', 'drivers/net')], ...later})).toMatchObject({
			release: '3.0',
			earliest: true,
		});
		expect(await since({'2.6.9': [line('eddy', 'RIVER', 'drivers/net')], ...later})).toMatchObject({
			release: '3.0',
			earliest: true,
			named: '2.6.9',
		});
	});

	it('says "or earlier" of what came with many others into a folder that was there', async () => {
		const others = (count: number) =>
			Array.from({length: count}, (_, index) => line(`brook${index}`, `BROOK${index}`, 'drivers/pond'));
		const own = line('eddy', 'EDDY', 'drivers/pond');
		const grown = (before: number, after: number) =>
			since({'2.6.33': [], '2.6.34': others(before), '2.6.35': [...others(after), own]});
		expect(await grown(5, 14)).toMatchObject({release: '2.6.35', earliest: true});
		expect(await grown(5, 13)).toMatchObject({release: '2.6.35', earliest: false});
		expect(await grown(12, 22)).toMatchObject({release: '2.6.35', earliest: false});
		// A folder that is new came with its drivers.
		expect(await grown(0, 30)).toMatchObject({release: '2.6.35', earliest: false});
	});

	it('stops at a break, and takes the place that fits where the same names stand twice', async () => {
		expect(
			await since({
				'2.6.9': [line('eddy', 'EDDY', 'drivers/net')],
				'2.6.10': [line('brook', 'BROOK', 'drivers/net')],
				'2.6.11': [line('../eddy', 'EDDY', 'drivers/net'), line('eddy', 'EDDY', 'arch/arm')],
			}),
		).toMatchObject({release: '2.6.11', earliest: true});
	});

	it('compares module names as modprobe does, and knows nothing of a driver without an option', async () => {
		const content = {'2.6.9': [line('mlx4-ib', 'MLX4', 'drivers/net')], '2.6.10': []};
		const asked = {...driver, id: 'drivers/net/mlx4_ib', module: 'mlx4_ib', symbol: 'MLX4'};
		expect(await since(content, asked)).toMatchObject({release: '2.6.9'});
		expect(await since(content, {...asked, symbol: null as never})).toBeUndefined();
	});

	it('knows a driver of several objects by the sources whose devices a list has', async () => {
		expect(
			await since({
				'2.6.8': [],
				'2.6.9': [claim('pci', 'drivers/net/eddy/eddy_main.c', 'NET', 'EDDY')],
				'2.6.10': [claim('pci', 'drivers/net/ethernet/eddy/eddy_main.c', 'EDDY')],
			}),
		).toEqual(in269);
		// Under another option it is the same one where it lies where it lies now, and only if it is the main one.
		const other = (source: string) => ({'2.6.8': [], '2.6.9': [claim('usb', source, 'STREAM')]});
		expect(await since(other('drivers/net/ethernet/eddy/eddy_main.c'))).toMatchObject({release: '2.6.9'});
		expect(await since(other('drivers/net/ethernet/eddy/ring.c'))).toBeUndefined();
		expect(await since(other('drivers/net/eddy_main.c'))).toBeUndefined();
	});

	it('says "or earlier" where a table tells of it that drivers may do without', async () => {
		const content = {'2.6.8': [], '2.6.9': [claim('platform', 'drivers/net/eddy_main.c', 'EDDY')]};
		expect(await since(content)).toMatchObject({release: '2.6.9', earliest: true});
	});

	it('takes no source that another driver has, nor one of a common name from elsewhere', async () => {
		const brook = {...driver, id: 'drivers/net/brook/brook', module: 'brook', symbol: 'BROOK'};
		const asked = (sources: string[], path: string) =>
			surveyLkddb({
				directory: lists({'2.6.8': [], '2.6.9': [claim('pci', path, 'EDDY', 'BROOK')]}),
				drivers: [
					{...driver, sources: ['drivers/net/eddy/main.c']},
					{...brook, sources},
				],
			});
		const shared = await asked(['drivers/net/eddy/main.c'], 'drivers/net/eddy/main.c');
		expect([...shared.drivers.keys()]).toEqual([]);
		const common = await asked(['drivers/net/brook/main.c'], 'drivers/char/brook/main.c');
		expect([...common.drivers.keys()]).toEqual([brook.id]);
	});

	it('refuses a folder without lists, and one that is not there, in two lines', async () => {
		const empty = lists({});
		await expect(surveyLkddb({directory: empty, drivers: []})).rejects.toMatchObject({
			message: expect.stringContaining('holds no lists of earlier kernels'),
			advice: expect.stringContaining('--lkddb'),
		});
		await expect(surveyLkddb({directory: join(empty, 'none'), drivers: []})).rejects.toMatchObject({
			advice: expect.stringContaining('--lkddb'),
		});
	});

	it('names a list that names no module', async () => {
		const facts = await surveyLkddb({
			directory: lists({'2.6.9': [line('eddy', 'EDDY', 'drivers/net')], '2.6.10': []}),
			drivers: [driver],
		});
		expect(facts.problems).toEqual([
			expect.objectContaining({where: 'lkddb-2.6.10.list', problem: 'names no module; left out'}),
		]);
		expect(facts.first).toBe('2.6.9');
	});
});

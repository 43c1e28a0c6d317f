import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {surveyLkddb} from '../../source/survey/lkddb.ts';

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
const driver = {...eddy, directory: 'drivers/net/ethernet/eddy'};
const since = async (content: Record<string, string[]>, asked = driver) =>
	(await surveyLkddb({directory: lists(content), drivers: [asked]})).drivers.get(asked.id);

describe('surveyLkddb', () => {
	it('finds the first kernel by number, not by letter, and follows moves of the folder', async () => {
		expect(
			await since({
				'2.6.8': [line('brook', 'BROOK', 'drivers/net')],
				'2.6.9': [line('eddy', 'EDDY', 'drivers/char')],
				'2.6.10': [line('eddy', 'EDDY', 'drivers/net')],
				'3.0': [line('eddy', 'EDDY', 'drivers/net/ethernet/eddy')],
			}),
		).toEqual({release: '2.6.9', date: '2004-10-18', earliest: false, list: 'lkddb-2.6.9.list'});
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
		});
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
		const asked = {id: 'drivers/net/mlx4_ib', module: 'mlx4_ib', symbol: 'MLX4', directory: 'drivers/net'};
		expect(await since(content, asked)).toMatchObject({release: '2.6.9'});
		expect(await since(content, {...asked, symbol: null as never})).toBeUndefined();
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

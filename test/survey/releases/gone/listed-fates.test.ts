import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import type {GoneRecord} from '../../../../source/dossier/schema.ts';
import {Claims} from '../../../../source/survey/releases/gone/claims.ts';
import {surveyListedGone} from '../../../../source/survey/releases/gone/listed/listed.ts';
import {likeness} from '../../../../source/survey/releases/gone/listed/listed-names.ts';
import type {ReleaseObject} from '../../../../source/survey/releases/gone/release-objects.ts';

const directories: string[] = [];
afterAll(() => {
	for (const directory of directories) rmSync(directory, {recursive: true});
});

const module = (name: string, option: string, title: string, folder = 'drivers/net') =>
	`module ${name} "${title}" : CONFIG_${option} : ${folder}/Kconfig`;
const device = (words: string, option: string, source: string) => `${words} : CONFIG_${option} : ${source}`;

/** A driver of the tree. */
function living(id: string, symbol: string, sources: string[] = [`${id}.c`]): ReleaseObject {
	const [directory, name] = [id.slice(0, id.lastIndexOf('/')), id.slice(id.lastIndexOf('/') + 1)];
	const at = `${directory}/Makefile:1`;
	return {
		id,
		module: name,
		directory,
		symbol,
		options: [symbol],
		prompt: null,
		optionAt: `${directory}/Kconfig:1`,
		at,
		sources,
	};
}

/** What is said of a driver that lists name: by version, oldest first, their lines; `tree` has drivers with their ids. */
async function fateOf(
	name: string,
	lists: Record<string, string[]>,
	tree: readonly {driver: ReleaseObject; ids?: string[]}[] = [],
	source: {path: string; text: string} | null = null,
): Promise<GoneRecord | undefined> {
	const directory = mkdtempSync(join(tmpdir(), 'driverdex-lists-'));
	directories.push(directory);
	for (const [version, lines] of Object.entries(lists)) {
		writeFileSync(join(directory, `lkddb-${version}.list`), `${lines.join('\n')}\n`);
	}
	const claims = new Claims();
	const owners = new Map<string, string[]>();
	for (const {driver, ids} of tree) {
		claims.add(driver.id, ids ?? []);
		for (const path of driver.sources) owners.set(path, [driver.id]);
	}
	const drivers = tree.map(({driver}) => driver);
	const records = await surveyListedGone({
		directory,
		known: new Set(drivers.map(({module: of, symbol}) => `${of} ${symbol}`)),
		records: [],
		newest: {
			objects: new Map(drivers.map(one => [one.id, one])),
			owners,
			bySymbol: new Map(
				drivers.map(({symbol}) => [symbol!, drivers.filter(one => one.symbol === symbol).map(({id}) => id)]),
			),
			symbols: new Set(drivers.map(one => one.symbol!)),
		},
		claims,
		firstRelease: {release: '5.10', date: '2020-12-13'},
		outside: new Set(),
		trees: source === null ? [] : [{release: '7.3', sources: () => [source]}],
		surveyedRelease: '7.3',
	});
	return records.find(record => record.id.endsWith(`/${name}`));
}

const other = module('other', 'OTHER', 'Another');

describe('drivers that lists cease to name', () => {
	it('go on as what has their title in the next list', async () => {
		const title = 'OTG controller of one board';
		const record = await fateOf('otg72', {
			'2.6.38': [module('otg72', 'USB_OTG72', title), other],
			'2.6.39': [module('board_otg', 'USB_BOARD', title, 'drivers/usb'), other],
			'3.0': [other],
		});
		expect(record).toMatchObject({lastRelease: {release: '2.6.39'}, goneIn: {release: '3.0'}});
		expect(record!.evidence.map(({claim}) => claim)[1]).toContain('lists board_otg under CONFIG_USB_BOARD');
	});

	it('go on beside where they lay, under a name and a title that are alike', async () => {
		const bridge = {driver: living('drivers/net/cp210x', 'CP210X')};
		const record = await fateOf(
			'cp2101',
			{
				'2.6.38': [module('cp2101', 'CP2101', 'Bridge controller CP2101')],
				'2.6.39': [module('cp210x', 'CP210X', 'Bridge controller family'), other],
			},
			[bridge],
		);
		expect(record).toMatchObject({fate: 'renamed', to: [{id: bridge.driver.id, option: 'CP210X'}]});
	});

	it('are alike where a digit became any, not where it is another', () => {
		const like = (one: string, its: string) =>
			likeness({module: one, title: null}, {module: its, title: null});
		expect(like('snd-ad1938', 'snd-ad193x')).toBeGreaterThan(0);
		expect(like('snd-soc-wm8915', 'snd-soc-wm8983')).toBe(0);
		expect(
			likeness(
				{module: 'sdhci-of', title: 'SDHCI on platforms'},
				{module: 'sdhci-dove', title: 'SDHCI on Dove'},
			),
		).toBe(0);
	});

	it('are not what stood behind them on one line', async () => {
		const card = living('drivers/net/snd-cmi8330', 'SND_CMI8330');
		const lists = {
			'2.6.38': [module('snd-ad1848-lib', 'SND_CMI8330', 'A card')],
			'2.6.39': [module('snd-cmi8330', 'SND_CMI8330', 'A card')],
		};
		expect(await fateOf('snd-ad1848-lib', lists, [{driver: card}])).toBeUndefined();
		const bridge = {driver: living('drivers/char/agpgart', 'AGP')};
		const agp = {'3.0': [module('drm_agpsupport', 'AGP', 'AGP support', 'drivers/char')]};
		expect(await fateOf('drm_agpsupport', agp, [bridge])).toBeUndefined();
		const dead = await fateOf('snd-ad1848-lib', {...lists, '3.0': [other]});
		expect(dead).toMatchObject({lastRelease: {release: '2.6.38'}, fate: 'unknown'});
	});

	it('are not what their option builds next where their source is a part of another', async () => {
		const core = {driver: living('drivers/media/videodev', 'VIDEO_DEV', ['drivers/media/v4l2-common.c'])};
		const record = await fateOf(
			'v4l2-common',
			{
				'2.6.38': [module('v4l2-common', 'VIDEO_V4L2', '', 'drivers/media')],
				'2.6.39': [module('v4l2-dv-timings', 'VIDEO_V4L2', '', 'drivers/media'), other],
				'3.0': [other],
			},
			[core],
		);
		expect(record).toMatchObject({
			fate: 'merged',
			to: [{id: core.driver.id}],
			lastRelease: {release: '2.6.38'},
		});
	});

	it('are not a namesake that lay elsewhere in the same list, nor all that their option builds', async () => {
		const codec = {driver: living('sound/soc/codecs/snd-ac97', 'AC97_CODEC')};
		const card = module('snd-ac97', 'SAMSUNG_AC97', 'Samsung', 'sound/soc/samsung');
		const its = module('snd-ac97', 'AC97_CODEC', 'Codec', 'sound/soc/codecs');
		const beside = {'2.6.38': [card, its], '2.6.39': [its]};
		expect((await fateOf('snd-ac97', beside, [codec]))!).toMatchObject({
			id: 'sound/soc/samsung/snd-ac97',
			to: [],
		});
		const alone = {'2.6.38': [card], '2.6.39': [its]};
		expect((await fateOf('snd-ac97', alone, [codec]))!.to).toEqual([
			{id: codec.driver.id, option: 'AC97_CODEC'},
		]);
		const parts = ['mtd', 'chipreg'].map(name => ({driver: living(`drivers/mtd/${name}`, 'MTD')}));
		const lists = {'3.0': [module('dev_mtd', 'MTD', 'Devices', 'drivers/mtd')]};
		expect(await fateOf('dev_mtd', lists, parts)).toBeUndefined();
	});

	it('are none of several that bear their name', async () => {
		const lists = (...names: string[]) => ({
			'2.6.38': [module('snd-imx', 'SND_IMX', 'Sound')],
			'2.6.39': [other, ...names.map(name => module(name, name.toUpperCase().replace(/-/g, '_'), 'A part'))],
		});
		const parts = ['snd-imx-ssi', 'snd-imx-pcm'].map(name => ({
			driver: living(`drivers/net/${name}`, name.toUpperCase().replace(/-/g, '_')),
		}));
		const names = parts.map(({driver}) => driver.module);
		expect((await fateOf('snd-imx', lists(...names), parts))!.to).toEqual([]);
		expect((await fateOf('snd-imx', lists(names[0]!), parts))!.to).toMatchObject([{id: parts[0]!.driver.id}]);
	});

	it('go on under another option of their own, whatever else theirs builds', async () => {
		const core = living('drivers/scsi/scsi_mod', 'SCSI');
		const lists = {
			'2.6.38': [module('scsi_wait_scan', 'SCSI', 'SCSI support', 'drivers/scsi')],
			'2.6.39': [
				module('scsi_wait_scan', 'SCSI_WAIT_SCAN', 'Waits', 'drivers/scsi'),
				module('scsi_mod', 'SCSI', 'SCSI support', 'drivers/scsi'),
			],
			'3.0': [other],
		};
		expect(await fateOf('scsi_wait_scan', lists, [{driver: core}])).toMatchObject({
			lastRelease: {release: '2.6.39'},
			to: [],
		});
	});

	it('are a part of a driver that was there and has their devices since', async () => {
		const touch = {driver: living('drivers/hid/hid-touch', 'HID_TOUCH')};
		const ids = (option: string, source: string) =>
			device('hid 0003 00000408 00003000', option, `drivers/hid/${source}.c`);
		const known = module('hid-touch', 'HID_TOUCH', 'Panels', 'drivers/hid');
		const lists = (before: string[]) => ({
			'2.6.38': [
				known,
				module('hid-quanta', 'HID_QUANTA', 'Quanta panels', 'drivers/hid'),
				ids('HID_QUANTA', 'hid-quanta'),
				...before,
			],
			'2.6.39': [known, ids('HID_TOUCH', 'hid-touch')],
		});
		expect(await fateOf('hid-quanta', lists([]), [touch])).toMatchObject({
			fate: 'merged',
			to: [{id: touch.driver.id}],
			ids: ['hid:b0003g*v00000408p00003000'],
		});
		// One that had them all the time is not what it became.
		expect((await fateOf('hid-quanta', lists([ids('HID_TOUCH', 'hid-touch')]), [touch]))!.fate).not.toBe(
			'merged',
		);
	});

	it('are a part of what their source is linked into', async () => {
		const core = {
			driver: living('drivers/video/core/fb', 'FB', [
				'drivers/video/core/fbmem.c',
				'drivers/video/core/softcursor.c',
			]),
		};
		const record = await fateOf(
			'softcursor',
			{'2.6.38': [module('softcursor', 'SOFT_CURSOR', '', 'drivers/video')], '2.6.39': [other]},
			[core],
		);
		expect(record).toMatchObject({fate: 'merged', to: [{id: core.driver.id, option: 'FB'}]});
		expect(record!.evidence[1]).toMatchObject({release: '7.3', at: 'drivers/video/core/softcursor.c'});
	});

	it('are what came after the lists, knows their parts and is called so', async () => {
		const lists = {
			'3.0': [
				module('mcp23s08', 'GPIO_MCP', 'An expander', 'drivers/gpio'),
				device('i2c "mcp23008"', 'GPIO_MCP', 'drivers/gpio/mcp23s08.c'),
			],
		};
		const pins = living('drivers/pinctrl/pinctrl-mcp23s08_i2c', 'PINCTRL_MCP');
		expect(await fateOf('mcp23s08', lists, [{driver: pins, ids: ['i2c:mcp23008']}])).toMatchObject({
			fate: 'renamed',
			to: [{id: pins.id}],
		});
		const rival = living('drivers/gpio/expander', 'GPIO_EXPANDER');
		expect(await fateOf('mcp23s08', lists, [{driver: rival, ids: ['i2c:mcp23008']}])).toMatchObject({
			to: [],
			successors: [{id: rival.id}],
		});
	});

	it('are of an unknown fate where sources speak of them still, or nothing was ever offered', async () => {
		const lists = {'2.6.38': [module('adl_7230x', 'ADL', 'A board')], '2.6.39': [other]};
		const source = (text: string) => ({path: 'drivers/net/adl_boards.c', text});
		expect(await fateOf('adl_7230x', lists)).toMatchObject({fate: 'removed'});
		const spoken = await fateOf('adl_7230x', lists, [], source('static int adl_probe_7230x(void);'));
		expect(spoken).toMatchObject({fate: 'unknown', to: []});
		expect(spoken!.evidence[1]).toEqual({
			release: '7.3',
			at: 'drivers/net/adl_boards.c',
			claim: 'still speaks of adl 7230x',
		});
		expect(await fateOf('adl_7230x', lists, [], source('/* adl\n7230x */ int x; // 7230x'))).toMatchObject({
			fate: 'removed',
		});
		const sibling = living('drivers/net/adl_7240', 'ADL_7240');
		const offered = {driver: {...sibling, prompt: 'Boards of ADL 7240 for racks'}};
		const titled = {
			'2.6.38': [module('adl_7230x', 'ADL', 'Boards of ADL 7230 for racks')],
			'2.6.39': [other],
		};
		expect((await fateOf('adl_7230x', titled, [offered]))!.evidence[1]).toMatchObject({
			at: 'drivers/net/Kconfig:1',
			claim: 'has “Boards of ADL 7240 for racks”',
		});
		const silent = {'2.6.38': [module('acpi_bus2', 'ACPI_BUS2', '')], '2.6.39': [other]};
		expect(await fateOf('acpi_bus2', silent)).toMatchObject({fate: 'unknown'});
	});

	it('are removed where nobody has their devices, or all that lay in the folder left', async () => {
		const source = {path: 'drivers/net/other.c', text: 'stallion easyio'};
		const claimed = {
			'2.6.38': [
				module('stallion', 'STALLION', 'A board'),
				device('pci 124d 0002 .... .... ......', 'STALLION', 'drivers/net/stallion.c'),
			],
			'2.6.39': [other],
		};
		expect(await fateOf('stallion', claimed, [], source)).toMatchObject({fate: 'removed'});
		const family = ['one', 'two', 'stallion'].map(name =>
			module(name, `RING_${name}`, 'A ring', 'drivers/net/ring'),
		);
		expect(await fateOf('stallion', {'2.6.38': family, '2.6.39': [other]}, [], source)).toMatchObject({
			fate: 'removed',
		});
		const staying = [other, module('ring_one', 'RING_1', 'Another', 'drivers/net/ring')];
		expect(await fateOf('stallion', {'2.6.38': family, '2.6.39': staying}, [], source)).toMatchObject({
			fate: 'unknown',
		});
	});

	it('have no successor by a chip that is on many boards', async () => {
		const lists = {
			'2.6.38': [
				module('cpqarray', 'CPQ', 'Arrays'),
				device('pci 0e11 ae10 0e11 4030 ......', 'CPQ', 'drivers/net/cpqarray.c'),
				device('pci 1011 0046 0e11 4050 ......', 'CPQ', 'drivers/net/cpqarray.c'),
			],
			'2.6.39': [other],
		};
		const aacraid = living('drivers/net/aacraid', 'AACRAID');
		const on = (board: string) =>
			fateOf('cpqarray', lists, [{driver: aacraid, ids: [`pci:v00001011d00000046${board}bc*sc*i*`]}]);
		expect((await on('sv00009005sd00000364'))!.successors).toEqual([]);
		expect((await on('sv*sd*'))!.successors).toMatchObject([{id: aacraid.id}]);
		const crowd = ['a', 'b', 'c', 'd'].map(name => ({
			driver: living(`drivers/net/${name}`, name.toUpperCase()),
			ids: ['pci:v00001011d00000046sv*sd*bc*sc*i*'],
		}));
		expect((await fateOf('cpqarray', lists, crowd))!.successors).toEqual([]);
		const bridge = ['char', 'i2c'].map(folder => ({
			driver: living(`drivers/${folder}/bridge`, folder.toUpperCase()),
			ids: ['pci:v00001011d00000046sv*sd*bc*sc*i*'],
		}));
		expect((await fateOf('cpqarray', lists, bridge))!.successors).toEqual([]);
	});
});

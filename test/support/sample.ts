import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll} from 'vitest';
import {importDossiers} from '../../source/dataset/imports/import-dossiers.ts';
import {writeDataset} from '../../source/dataset/open-for-writing.ts';
import {categoryOf, subsystemOf} from '../../source/dossier/categories.ts';
import {surveyWindow} from '../../source/dossier/months.ts';
import {assessmentOf, readReferenceDossier} from '../../source/dossier/reference-dossier.ts';
import type {
	Assessment,
	DirectoryRecord,
	DriverRecord,
	GoneRecord,
	Manifest,
	OutsideRecord,
	Platform,
	Sign,
	Signals,
} from '../../source/dossier/schema.ts';
import {assess} from '../../source/verdict/assess.ts';

/** Data sets that the file of tests wrote; they go when it ends. */
const written: string[] = [];
afterAll(() => {
	for (const folder of written) rmSync(folder, {recursive: true, force: true});
});

/** The repository's top folder. */
export const top = new URL('../..', import.meta.url).pathname;

/** The one dossier of the published corpus that the data set ships with. */
export const mlx4Dossier = join(top, 'data/dossiers/drivers/infiniband/hw/mlx4/dossier.json');

/** A driver as a survey of a tree would write it; `signs` decide what the rules say of it. */
export function makeDriver(
	id: string,
	options: {
		title?: string | null;
		symbol?: string | null;
		signs?: Sign[];
		buses?: string[];
		status?: 'Supported' | 'Maintained' | 'Orphan';
		signals?: Partial<Signals>;
		sourceLines?: number;
		/** What the rules are to say, whatever they weigh today. */
		verdict?: Pick<Assessment, 'recommendation' | 'confidence' | 'removalRisk'>;
	} = {},
): DriverRecord {
	const cut = id.lastIndexOf('/');
	const directory = id.slice(0, cut);
	const module = id.slice(cut + 1);
	const symbol = options.symbol === undefined ? module.toUpperCase().replaceAll('-', '_') : options.symbol;
	const record: Omit<DriverRecord, 'assessments'> = {
		id,
		module,
		directory,
		subsystem: subsystemOf(id),
		category: categoryOf(id),
		kind: (options.signs ?? []).some(({sign}) => sign === 'no-entry-point') ? 'library' : 'driver',
		title: options.title === undefined ? `Driver of ${module}` : options.title,
		kconfig:
			symbol === null
				? null
				: {
						symbol,
						prompt: `Support for ${module}`,
						tristate: true,
						dependsOn: 'PCI',
						at: `${directory}/Kconfig:3`,
					},
		buses: options.buses ?? ['pci'],
		aliases: null,
		aliasFrom: null,
		aliasSince: null,
		firmware: null,
		files: [],
		names: [],
		needs: [],
		loads: null,
		signals: {
			tree: {version: '7.3.4', files: 3, sourceLines: options.sourceLines ?? 1200},
			releases: null,
			since: null,
			away: null,
			commits: null,
			patches: null,
			removalPatches: null,
			cves: null,
			cveDates: null,
			maintainers: {
				section: `${module.toUpperCase()} DRIVER`,
				status: options.status ?? 'Maintained',
				own: true,
				lists: ['linux-kernel@vger.kernel.org'],
				at: 'MAINTAINERS:42',
			},
			support: null,
			boards: null,
			signs: options.signs ?? [{sign: 'newest-copyright', value: '2024', at: `${directory}/${module}.c:3`}],
			...options.signals,
		},
	};
	return {
		...record,
		assessments: [
			{
				...assess({record, treeVersion: '7.3.4', asOf: '2026-07-01', releases: sampleReleases}),
				...options.verdict,
			},
		],
	};
}

/** The releases that changes of samples are in step with. */
export const sampleReleases: Manifest['releases'] = [
	{release: '6.1', date: '2022-12-11', snapshot: '6.1.4', missing: []},
	{release: '6.12', date: '2024-11-17', snapshot: '6.12.8', missing: ['6.2', '6.3']},
	{release: '7.1', date: '2026-06-14', snapshot: '7.1.0', missing: []},
];

/** Changes of so many lines of code in the two releases after the first. */
export function changes(...lines: [number, number]): Signals['releases'] {
	const all = [null, ...lines];
	return {
		files: all.map(count => count && Math.min(count, 1)),
		added: all,
		removed: [null, 0, 0],
		substantive: all,
	};
}

/** A directory's record with nothing but its tree figures. */
export function makeDirectory(directory: string, drivers: number): DirectoryRecord {
	return {
		directory,
		subsystem: subsystemOf(directory),
		category: categoryOf(directory),
		title: null,
		drivers,
		signals: {
			tree: {version: '7.3.4', files: 15, sourceLines: 17_400},
			releases: null,
			since: null,
			away: null,
			commits: null,
			patches: null,
			removalPatches: null,
			cves: null,
			cveDates: null,
			maintainers: null,
			support: null,
			boards: null,
			signs: null,
		},
		assessments: [],
	};
}

/** Signs of a driver that is kept: its sources are of these years, and boards describe it. */
const kept = (directory: string): Sign[] => [
	{sign: 'newest-copyright', value: '2024', at: `${directory}/main.c:3`},
	{sign: 'device-tree', value: null, at: `${directory}/main.c:3`},
];

export const keep = {recommendation: 'keep', confidence: 0.85, removalRisk: 0.0042} as const;
export const unsure = {recommendation: 'unsure', confidence: null, removalRisk: 0.05} as const;
export const deprecate = {recommendation: 'deprecate', confidence: 0.8, removalRisk: 0.3} as const;
export const remove = {recommendation: 'remove', confidence: 0.7, removalRisk: 0.7} as const;

/** Eight drivers of every verdict, mlx4_ib with its imported dossier among them. */
export function sampleRecords(): {drivers: DriverRecord[]; directories: DirectoryRecord[]} {
	const drivers = [
		makeDriver('drivers/infiniband/hw/mlx4/mlx4_ib', {
			symbol: 'MLX4_INFINIBAND',
			title: 'Mellanox ConnectX HCA InfiniBand driver',
			signs: kept('drivers/infiniband/hw/mlx4'),
			verdict: keep,
		}),
		makeDriver('drivers/infiniband/hw/mlx5/mlx5_ib', {
			symbol: 'MLX5_INFINIBAND',
			signs: kept('drivers/infiniband/hw/mlx5'),
			verdict: keep,
		}),
		makeDriver('drivers/net/ethernet/intel/e1000/e1000', {
			title: 'Intel(R) PRO/1000 Network Driver',
			signs: kept('drivers/net/ethernet/intel/e1000'),
			verdict: keep,
		}),
		makeDriver('drivers/net/ethernet/3com/3c59x', {
			symbol: 'VORTEX',
			status: 'Orphan',
			signs: [{sign: 'legacy-bus', value: 'eisa', at: 'drivers/net/ethernet/3com/3c59x.c:12'}],
			verdict: unsure,
		}),
		makeDriver('drivers/staging/old/old-thing', {
			symbol: 'OLD_THING',
			status: 'Orphan',
			signs: [
				{sign: 'staging', value: null, at: 'drivers/staging/old/Kconfig:1'},
				{sign: 'kconfig-words', value: 'obsolete', at: 'drivers/staging/old/Kconfig:4'},
			],
			verdict: deprecate,
		}),
		makeDriver('drivers/staging/media/deprecated/gone/gone', {
			signs: [
				{sign: 'staging', value: null, at: 'drivers/staging/media/deprecated/gone/Kconfig:1'},
				{sign: 'deprecated-path', value: 'deprecated', at: 'drivers/staging/media/deprecated/gone/Kconfig:1'},
				{sign: 'todo-removal', value: null, at: 'drivers/staging/media/deprecated/gone/TODO:2'},
				{sign: 'ending-platform', value: 'ARCH_GONE 2027', at: 'arch/arm/mach-gone/Kconfig:1'},
			],
			verdict: remove,
		}),
		makeDriver('drivers/scsi/libsas/libsas', {
			signs: [{sign: 'no-entry-point', value: null, at: 'drivers/scsi/libsas/sas_init.c:1'}],
		}),
		makeDriver('drivers/watchdog/sbc60xxwdt', {
			signs: [{sign: 'newest-copyright', value: '2004', at: 'drivers/watchdog/sbc60xxwdt.c:4'}],
			verdict: unsure,
		}),
	];
	const directories = [...new Set(drivers.map(({directory}) => directory))].map(directory =>
		makeDirectory(directory, 1),
	);
	const dossier = readReferenceDossier(JSON.parse(readFileSync(mlx4Dossier, 'utf8')), mlx4Dossier);
	return importDossiers(
		{drivers, directories},
		{
			figures: [],
			assessments: [assessmentOf(dossier, {assessor: 'dossier', origin: 'linux-drivers.com'})],
		},
	);
}

/** A driver that is gone; removed unless said otherwise. */
export function makeGone(id: string, given: Partial<GoneRecord> = {}): GoneRecord {
	const module = id.slice(id.lastIndexOf('/') + 1);
	return {
		id,
		module,
		option: module.toUpperCase().replaceAll('-', '_'),
		title: null,
		ids: null,
		section: null,
		since: {release: '5.10', date: '2020-12-13'},
		lastRelease: {release: '6.12', date: '2024-11-17'},
		goneIn: {release: '6.13', date: '2025-01-19'},
		fate: 'removed',
		to: [],
		successors: [],
		deletion: null,
		evidence: [
			{release: '6.12', at: `${id.slice(0, id.lastIndexOf('/'))}/Makefile:1`, claim: `${module}.o is built`},
		],
		...given,
	};
}

/** Writes records as a data set into a fresh temporary folder, which goes when the file of tests ends; returns the folder. */
export function writeSample(
	{
		distributions,
		...records
	}: {
		drivers: DriverRecord[];
		directories: DirectoryRecord[];
		options?: string;
		platforms?: Platform[];
		gone?: GoneRecord[];
		outside?: OutsideRecord[];
		distributions?: Manifest['distributions'];
	} = sampleRecords(),
): string {
	const folder = mkdtempSync(join(tmpdir(), 'driverdex-'));
	written.push(folder);
	writeDataset(folder, {
		manifest: {
			generator: 'driverdex test',
			treeVersion: '7.3.4',
			asOf: '2026-07-01',
			window: surveyWindow('2026-07-01'),
			releases: sampleReleases,
			...(distributions !== undefined && {distributions}),
			sources: [],
			calibration: null,
			problems: [],
		},
		options: null,
		platforms: null,
		gone: null,
		outside: null,
		...records,
	});
	return folder;
}

/** A platform of the tree that nothing speaks against, and that no driver needs. */
export const makePlatform = (option: string, more: Partial<Platform> = {}): Platform => ({
	option,
	prompt: `${option} boards`,
	at: 'arch/arm/Kconfig:1',
	architectures: ['arm'],
	since: null,
	state: 'in-use',
	goes: null,
	through: null,
	citations: [],
	boards: [],
	deviceTrees: [],
	drivers: [],
	...more,
});

/** What earlier kernels had: a driver that was removed, and one whose option was renamed to TWIN. */
export const removedAndRenamed = () => [
	makeGone('drivers/net/ethernet/alteon/acenic'),
	makeGone('drivers/misc/thing', {
		option: 'OLD_NAME',
		fate: 'renamed',
		to: [{id: 'drivers/misc/good', option: 'TWIN'}],
	}),
];

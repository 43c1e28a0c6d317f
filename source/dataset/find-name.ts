import {isClassPattern} from '../dossier/devices/claims.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import {claimOf, claimOfPattern, type DeviceQuery, readDeviceQuery} from '../dossier/query/device-query.ts';
import {bareSymbol, normaliseName} from '../dossier/query/names.ts';
import {fromTopFolderAsTyped, isSurveyedFolder, withoutSourceEnding} from '../dossier/surveyed-folders.ts';
import type {DirectoryEntry} from './index-file.ts';

/** What a name leads to: drivers (several when the name is not unique), or a directory. */
export interface Found {
	drivers: IndexRow[];
	directory: DirectoryEntry | null;
}

/** An index in which names are looked up. */
export interface NameIndex {
	/** The rows of modules of a name, which is normalised, in the default order. */
	byModule(name: string): IndexRow[];
	/** The rows of a CONFIG symbol without its prefix, in any case. */
	bySymbol(symbol: string): IndexRow[];
	directory(path: string): DirectoryEntry | null;
	/** Rows of which a pattern may fit a device, in the default order; whether it does, their patterns tell. */
	claimants(device: DeviceQuery): IndexRow[];
}

/**
 * What a name means. A device (`15b3:1003`, `vendor,part`, a modalias) means the drivers that claim it, else those that may. A
 * name with a slash is a path from the kernel's top folder, which may leave out drivers/, of a directory, an object or a source
 * file. Any other is a module, with or without `.ko`, else a CONFIG symbol, else either of them in another case. Exact
 * but for `-` and `_`, which modprobe takes for one letter, and for `CONFIG_`.
 */
export function findName(index: NameIndex, name: string): Found {
	const device = readDeviceQuery(name);
	if (device !== null) {
		// A few modules have a comma in their names, as `compatible` strings do.
		const named = 'compatible' in device && !name.startsWith('of:') ? findByModuleOrSymbol(index, name) : [];
		return {drivers: named.length > 0 ? named : findByDevice(index, device), directory: null};
	}
	if (name.includes('/')) return findByPath(index, name);
	if (isSurveyedFolder(name)) return {drivers: [], directory: index.directory(name)};
	return {drivers: findByModuleOrSymbol(index, name), directory: null};
}

function findByDevice(index: NameIndex, device: DeviceQuery): IndexRow[] {
	const claims = index.claimants(device).map(row => ({row, claim: claimOf(row.aliases, device)}));
	const certain = claims.filter(({claim}) => claim === 'claims');
	const possible = claims.filter(({claim}) => claim !== null);
	const rows = (certain.length > 0 ? certain : possible).map(({row}) => row);
	return 'modalias' in device && rows.length > 1 ? nearest(rows, device) : rows;
}

/** Of drivers that claim a device by its whole modalias those that name it; else those that ask for its class; else all. */
function nearest(rows: IndexRow[], device: DeviceQuery): IndexRow[] {
	const ranked = rows.map(row => {
		const fitting = (row.aliases ?? []).filter(pattern => claimOfPattern(pattern, device) !== null);
		return {row, rank: Math.max(...fitting.map(rankOf))};
	});
	const best = Math.max(...ranked.map(({rank}) => rank));
	return ranked.filter(({rank}) => rank === best).map(({row}) => row);
}

/** 0: everything of a bus (`pci:v*d*sv*sd*bc*sc*i*`), 1: a class or a maker's devices, 2: a device by number or name. */
function rankOf(pattern: string): number {
	if (!isClassPattern(pattern)) return 2;
	return /[0-9A-F]{2}|\?/.test(pattern.slice(pattern.indexOf(':'))) ? 1 : 0;
}

function findByPath(index: NameIndex, name: string): Found {
	const full = fromTopFolderAsTyped(name);
	for (const candidate of [full, withoutSourceEnding(full)]) {
		const cut = candidate.lastIndexOf('/');
		const folder = candidate.slice(0, cut);
		const module = normaliseName(candidate.slice(cut + 1));
		const drivers = byId(index.byModule(module).filter(({directory}) => directory === folder));
		const directory = index.directory(candidate);
		if (directory !== null || drivers.length > 0) return {drivers, directory};
	}
	return {drivers: [], directory: null};
}

function findByModuleOrSymbol(index: NameIndex, name: string): IndexRow[] {
	const bare = name.includes('.ko') ? name.replace(/\.ko(?:\.(?:xz|gz|zst))?$/, '') : name;
	const module = normaliseName(bare);
	const modules = index.byModule(module);
	const start = sureStart(name);
	const byModule = modules.filter(row => row.module.startsWith(start));
	if (byModule.length > 0) return byId(byModule);
	const symbol = bareSymbol(name);
	const symbols = index.bySymbol(symbol);
	const bySymbol = symbols.filter(row => row.symbol === symbol);
	if (bySymbol.length > 0) return byId(bySymbol);
	return [...new Map([...modules, ...symbols].map(row => [row.id, row])).values()];
}

/** How a name begins, up to the first `-` or `_`, which may be the other one in a module's own. */
function sureStart(name: string): string {
	return /^[^-_]*/.exec(name)![0];
}

function byId(rows: IndexRow[]): IndexRow[] {
	return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

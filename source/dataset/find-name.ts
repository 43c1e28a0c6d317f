import type {IndexRow} from '../dossier/index-row.ts';
import {claimOf, type DeviceQuery, readDeviceQuery} from '../dossier/query/device-query.ts';
import {bareSymbol, normaliseName} from '../dossier/query/names.ts';
import {fromTopFolder, isSurveyedFolder} from '../dossier/surveyed-folders.ts';
import type {DirectoryEntry} from './index-file.ts';

/** What a name leads to: drivers (several when the name is not unique), or a directory. */
export interface Found {
	drivers: IndexRow[];
	directory: DirectoryEntry | null;
}

/** An index in which names are looked up. */
export interface NameIndex {
	/** Every row; reading them is what the other two spare. */
	rows(): readonly IndexRow[];
	/** Rows, by id, that match and in whose line of the index the needle stands. */
	rowsWith(needle: string, matches: (row: IndexRow) => boolean): IndexRow[];
	directory(path: string): DirectoryEntry | null;
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
	const claims = index.rows().map(row => ({row, claim: claimOf(row.aliases, device)}));
	const certain = claims.filter(({claim}) => claim === 'claims');
	const possible = claims.filter(({claim}) => claim !== null);
	return (certain.length > 0 ? certain : possible).map(({row}) => row);
}

function findByPath(index: NameIndex, name: string): Found {
	const path = name.replace(/^\.?\//, '').replace(/\/+$/, '');
	const full = fromTopFolder(path);
	for (const candidate of [full, full.replace(/\.(?:c|S|rs|o|ko)$/, '')]) {
		const cut = candidate.lastIndexOf('/');
		const folder = candidate.slice(0, cut);
		const module = normaliseName(candidate.slice(cut + 1));
		const drivers = index.rowsWith(
			startOfModule(candidate.slice(cut + 1)),
			row => row.directory === folder && normaliseName(row.module) === module,
		);
		const directory = index.directory(candidate);
		if (directory !== null || drivers.length > 0) return {drivers, directory};
	}
	return {drivers: [], directory: null};
}

function findByModuleOrSymbol(index: NameIndex, name: string): IndexRow[] {
	const module = normaliseName(name.replace(/\.ko(?:\.(?:xz|gz|zst))?$/, ''));
	const byModule = index.rowsWith(startOfModule(name), row => normaliseName(row.module) === module);
	if (byModule.length > 0) return byModule;
	const symbol = bareSymbol(name);
	const bySymbol = index.rowsWith(`,"${symbol}",`, row => row.symbol === symbol);
	if (bySymbol.length > 0) return bySymbol;
	const folded = symbol.toLowerCase();
	return index
		.rows()
		.filter(row => normaliseName(row.module) === module || row.symbol?.toLowerCase() === folded);
}

/** How the line of a module begins in the index, up to the first `-` or `_`, which may be the other one there. */
function startOfModule(name: string): string {
	return `\n["${/^[^-_]*/.exec(name)![0]}`;
}

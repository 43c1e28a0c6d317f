import type {AliasTable} from '../dossier/devices/alias-table.ts';
import {normaliseName} from '../dossier/query/names.ts';
import {grouped} from '../text/numbers.ts';
import type {SystemFiles, Troubles} from './system-files.ts';

/** Most bytes of a file of depmod's: those of a distribution's kernel have one to two million. */
const depmodBytes = 64 << 20;
/** Most lines that are taken of such a file: a distribution's kernel has seven thousand modules and 60 thousand patterns. */
const mostLines = 500_000;
/** Longest line of them: paths and patterns have some hundred letters, and a saved list takes none longer. */
const longestLine = 4096;
/** Most modules that count as loaded, and letters of a name: the kernel itself keeps 56. */
const mostLoaded = 50_000;
const longestName = 200;

/** The first lines of a text, without those that nobody wrote. */
function* linesIn(text: string, troubles: Troubles | null, file: string): Generator<string> {
	let count = 0;
	for (let start = 0; start < text.length; ) {
		const cut = text.indexOf('\n', start);
		const end = cut < 0 ? text.length : cut;
		if (++count > mostLines) {
			troubles?.note(`${file} has more than ${grouped(mostLines)} lines: the rest was not read`);
			return;
		}
		if (end - start > longestLine) troubles?.note(`lines of ${file} too long to be true`);
		else yield text.slice(start, end);
		start = end + 1;
	}
}

const moduleTops = ['lib/modules', 'usr/lib/modules'] as const;

/** A loaded module; `taint` is null where the system does not say. */
export interface LoadedModule {
	name: string;
	taint: string | null;
}

/** The loaded modules, from /proc/modules or else from /sys/module; null where neither can be read. */
export function readLoadedModules(
	system: SystemFiles,
): {from: 'proc' | 'sys'; modules: LoadedModule[]} | null {
	const listed = system.read('proc/modules', depmodBytes);
	if (listed.ok) {
		const modules: LoadedModule[] = [];
		for (const line of linesIn(listed.text, null, '')) {
			// name size references users state address [(taint)]
			const [name, size, , , , , taint] = line.split(' ');
			if (!name || name.length > longestName || size === undefined || !/^\d+$/.test(size)) continue;
			if (modules.length >= mostLoaded) break;
			modules.push({name, taint: taint === undefined ? '' : taint.replace(/[()+-]/g, '')});
		}
		return {from: 'proc', modules};
	}
	const names = system.list('sys/module');
	if (names === null) return null;
	// Only modules that were loaded have a state; built-in ones have parameters at most.
	const modules = names.flatMap(name => {
		if (!system.read(`sys/module/${name}/initstate`).ok) return [];
		const taint = system.read(`sys/module/${name}/taint`);
		return [{name, taint: taint.ok ? taint.text.trim() : null}];
	});
	// A kernel that knows no modules has none of them, and that is not the same as having none loaded.
	return modules.length > 0 ? {from: 'sys', modules} : null;
}

/** Names in /etc/modules and modules-load.d: what a system that does not run now would load. */
export function readConfiguredModules(system: SystemFiles): string[] {
	const folders = ['etc/modules-load.d', 'usr/lib/modules-load.d', 'usr/local/lib/modules-load.d'];
	const files = folders.flatMap(folder =>
		(system.list(folder) ?? []).filter(name => name.endsWith('.conf')).map(name => `${folder}/${name}`),
	);
	const names = new Set<string>();
	for (const file of ['etc/modules', ...files]) {
		const reading = system.read(file, 1 << 20);
		if (!reading.ok) continue;
		for (const line of reading.text.split('\n')) {
			const [name] = line.trim().split(/\s+/);
			if (name && name.length <= longestName && /^[\w-]+$/.test(name)) names.add(normaliseName(name));
		}
	}
	return [...names];
}

/** The module folder of a release, from the top: lib/modules/RELEASE, or below usr; null where there is none. */
export function findModuleFolder(system: SystemFiles, release: string): string | null {
	return moduleTops.map(top => `${top}/${release}`).find(folder => system.list(folder)) ?? null;
}

/** Releases that have a module folder, newest last. */
export function listReleases(system: SystemFiles): string[] {
	const names = moduleTops.flatMap(top => system.list(top) ?? []);
	const order = new Intl.Collator('en', {numeric: true});
	return [...new Set(names)].filter(name => /^\d/.test(name)).sort(order.compare);
}

/** Where each module's file lies below a module folder, by normalised name, and which of them are built in. */
export interface ModuleFiles {
	paths: Map<string, string>;
	builtIn: Set<string>;
}

/** Reads modules.dep and modules.builtin of a module folder. */
export function readModuleFiles(system: SystemFiles, folder: string, troubles: Troubles): ModuleFiles {
	const paths = new Map<string, string>();
	const builtIn = new Set<string>();
	const each = (file: string, take: (path: string) => void) => {
		const reading = system.read(`${folder}/${file}`, depmodBytes);
		if (!reading.ok)
			troubles.note(`${file} ${reading.reason === 'denied' ? 'may not be read' : 'is missing'}`);
		else
			for (const line of linesIn(reading.text, troubles, file))
				if (line !== '') take(line.slice(0, line.search(/:|$/)));
	};
	each('modules.builtin', path => {
		paths.set(moduleNameOf(path), path);
		builtIn.add(moduleNameOf(path));
	});
	each('modules.dep', path => paths.set(moduleNameOf(path), path));
	return {paths, builtIn};
}

/** `mlx4_ib` of kernel/drivers/infiniband/hw/mlx4/mlx4-ib.ko.xz. */
export function moduleNameOf(path: string): string {
	return normaliseName(path.slice(path.lastIndexOf('/') + 1).replace(/\.ko(?:\.\w+)?$/, ''));
}

/**
 * Fills a table with the patterns of modules.alias, and with those of built-in modules from
 * modules.builtin.modinfo; false where there is no modules.alias.
 */
export function readModuleAliases(
	system: SystemFiles,
	folder: string,
	table: AliasTable<string>,
	troubles: Troubles,
): boolean {
	const aliases = system.read(`${folder}/modules.alias`, depmodBytes);
	if (aliases.ok) {
		let broken = 0;
		for (const line of linesIn(aliases.text, troubles, 'modules.alias')) {
			if (line === '' || line.startsWith('#')) continue;
			const [word, pattern, module, more] = line.split(' ');
			if (word !== 'alias' || !pattern || !module || more !== undefined) broken += 1;
			else if (pattern.includes(':')) table.add(pattern, normaliseName(module));
		}
		if (broken > 0) troubles.note(`modules.alias has lines that are none of depmod's (${broken})`);
	}
	// `name.alias=pattern`, each ended by a NUL.
	const builtIn = system.read(`${folder}/modules.builtin.modinfo`, depmodBytes);
	if (builtIn.ok) {
		let count = 0;
		for (const [, module, pattern] of builtIn.text.matchAll(/(?:^|\0)([^\0.=]+)\.alias=([^\0]+)/g)) {
			if (++count > mostLines) break;
			if (pattern!.length > longestLine || module!.length > longestName) continue;
			if (pattern!.includes(':')) table.add(pattern!, normaliseName(module!));
		}
	}
	return aliases.ok;
}

import {surveyedFolders} from '../../../dossier/surveyed-folders.ts';
import {readKbuild} from '../../tree/kbuild/kbuild.ts';
import {readKconfig} from '../../tree/kconfig/kconfig.ts';
import {OptionChoice} from '../../tree/option-choice.ts';
import type {ReleaseFiles} from './build-files.ts';

/** A Kbuild object as one release's Makefiles and Kconfig files show it. Paths are relative to the tree's top. */
export interface ReleaseObject {
	id: string;
	module: string;
	directory: string;
	symbol: string | null;
	/** The most specific symbol of each Makefile line that lists it. */
	options: readonly string[];
	prompt: string | null;
	/** Where its option is defined, `file:line`; null where it has none. */
	optionAt: string | null;
	/** The Makefile line that lists it. */
	at: string;
	/** Files that it is linked from and that are there. */
	sources: readonly string[];
}

/** What one release builds under drivers/ and sound/. */
export interface ReleaseObjects {
	objects: ReadonlyMap<string, ReleaseObject>;
	/** Source → ids of the objects that are linked from it. */
	owners: ReadonlyMap<string, readonly string[]>;
	/** CONFIG symbol → ids of the objects that it builds. */
	bySymbol: ReadonlyMap<string, readonly string[]>;
	/** Every CONFIG symbol that is defined. */
	symbols: ReadonlySet<string>;
}

/** Reads the build files of a release. */
export function readReleaseObjects({tree, files}: ReleaseFiles): ReleaseObjects {
	const kbuild = readKbuild(tree, files);
	const kconfigFiles: string[] = [];
	for (const [directory, names] of files.directories) {
		for (const name of names) if (/^Kconfig(?:\.|$)/.test(name)) kconfigFiles.push(`${directory}/${name}`);
	}
	const kconfig = readKconfig(tree, kconfigFiles.sort());
	const options = new OptionChoice(kconfig, kbuild);
	const objects = new Map<string, ReleaseObject>();
	const owners = new Map<string, string[]>();
	const bySymbol = new Map<string, string[]>();
	const note = (map: Map<string, string[]>, key: string, id: string) => {
		const ids = map.get(key);
		if (ids === undefined) map.set(key, [id]);
		else ids.push(id);
	};
	for (const object of kbuild.objects) {
		const {directory, name, at, sources} = object;
		if (!surveyedFolders.some(top => directory === top || directory.startsWith(`${top}/`))) continue;
		const id = `${directory}/${name}`;
		const symbol = options.symbolOf(object);
		const definition = symbol === null ? null : options.definitionOf(symbol, object);
		objects.set(id, {
			id,
			module: name,
			directory,
			symbol,
			options: [
				...new Set([...(symbol === null ? [] : [symbol]), ...object.gates.flatMap(gate => gate[0] ?? [])]),
			],
			prompt: definition?.prompt ?? null,
			optionAt: definition?.at ?? null,
			at,
			sources,
		});
		for (const source of sources) note(owners, source, id);
		if (symbol !== null) note(bySymbol, symbol, id);
	}
	return {objects, owners, bySymbol, symbols: new Set(kconfig.symbols.keys())};
}

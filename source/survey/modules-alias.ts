import {readFile} from 'node:fs/promises';
import path from 'node:path';
import type {Problem, SurveySource} from '../dossier/schema.ts';
import {UserError} from '../dossier/user-error.ts';
import {describeError} from './tree/file-errors.ts';

export interface ModulesAliasOptions {
	/** A modules.alias, as depmod writes it. A modules.dep beside it tells in which folder each module was built. */
	file: string;
	drivers: readonly {id: string; module: string}[];
}

export interface ModulesAliasFacts {
	/**
	 * Sorted modalias patterns by driver id. A driver that was built but has no alias has an empty list; one that
	 * is absent was not built for that kernel, so that nothing is known.
	 */
	drivers: Map<string, string[]>;
	source: SurveySource;
	problems: Problem[];
}

const sourceName = 'modules.alias';

/**
 * Modalias patterns of each driver. modules.alias knows only module names, and some names are borne by drivers in
 * several folders (or by modules outside drivers/ and sound/): modules.dep then says which of them was built. Without it a
 * name that several drivers share is left out and named as a problem, rather than given to the wrong one.
 * @throws {UserError} where the file can't be read.
 */
export async function surveyModulesAlias(options: ModulesAliasOptions): Promise<ModulesAliasFacts> {
	const text = await readFile(options.file, 'utf8').catch((error: unknown) => {
		throw new UserError(
			`${options.file} can't be read: ${describeError(error)}.`,
			'Give a modules.alias as depmod writes it, such as /lib/modules/VERSION/modules.alias.',
		);
	});
	const problems: Problem[] = [];
	const patternsOf = new Map<string, Set<string>>();
	let lines = 0;
	let broken = 0;
	for (const line of text.split('\n')) {
		if (line === '' || line.startsWith('#')) continue;
		const words = line.trim().split(/\s+/);
		const [word, pattern, module] = words;
		// `alias usb:v1234... name`: a pattern holds no blank, as modprobe.d(5) splits at them.
		if (words.length !== 3 || word !== 'alias') {
			broken++;
			continue;
		}
		lines++;
		const name = moduleName(module!);
		const patterns = patternsOf.get(name);
		if (patterns) patterns.add(pattern!);
		else patternsOf.set(name, new Set([pattern!]));
	}
	if (broken > 0)
		problems.push({
			source: sourceName,
			where: path.basename(options.file),
			problem: `${broken} lines not understood`,
		});
	const builtIn = await foldersOfModules(path.join(path.dirname(options.file), 'modules.dep'));
	const byModule = new Map<string, string[]>();
	for (const {id, module} of options.drivers) {
		const name = moduleName(module);
		byModule.set(name, [...(byModule.get(name) ?? []), id]);
	}
	const drivers = new Map<string, string[]>();
	for (const [name, ids] of byModule) {
		const folders = builtIn?.get(name);
		const patterns = [...(patternsOf.get(name) ?? [])].sort();
		if (builtIn) {
			for (const id of ids) if (folders?.has(path.posix.dirname(id))) drivers.set(id, patterns);
		} else if (patterns.length > 0) {
			if (ids.length === 1) drivers.set(ids[0]!, patterns);
			else
				problems.push({source: sourceName, where: name, problem: `borne by ${ids.length} drivers; left out`});
		}
	}
	return {
		drivers,
		source: {
			name: sourceName,
			origin: path.basename(path.dirname(path.resolve(options.file))),
			revision: null,
			since: null,
			until: null,
			counts: {
				patterns: lines,
				modules: patternsOf.size,
				drivers: drivers.size,
				driversWithPatterns: [...drivers.values()].filter(patterns => patterns.length > 0).length,
			},
		},
		problems,
	};
}

/** From modules.dep: the folders, relative to the kernel's sources, in which a module of each name was built. */
async function foldersOfModules(file: string): Promise<Map<string, Set<string>> | null> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch {
		return null;
	}
	const folders = new Map<string, Set<string>>();
	for (const line of text.split('\n')) {
		// `kernel/drivers/net/dummy.ko.xz: ...`
		const [, folder, module] = /^(?:.*?\/)?kernel\/(.+)\/([^/:]+)\.ko(?:\.\w+)?:/.exec(line) ?? [];
		if (folder === undefined || module === undefined) continue;
		const name = moduleName(module);
		const known = folders.get(name);
		if (known) known.add(folder);
		else folders.set(name, new Set([folder]));
	}
	return folders;
}

/** As modprobe compares module names: `-` and `_` are one letter. */
function moduleName(name: string): string {
	return name.replaceAll('-', '_');
}

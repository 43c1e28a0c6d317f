import path from 'node:path';
import type {Problem, SurveySource} from '../dossier/schema.ts';
import {UserError} from '../dossier/user-error.ts';
import {readInput, readInputLater} from './input-file.ts';
import {addTo} from './key-sets.ts';
import {describeError} from './tree/file-errors.ts';

export interface ModulesAliasOptions {
	/**
	 * Files of built kernels: modules.alias, as depmod writes it, whose modules.dep beside it tells in which folder each
	 * module was built; and modules.builtin.modinfo, which has the aliases of what is in the kernel image itself.
	 */
	files: readonly string[];
	drivers: readonly {id: string; module: string}[];
}

export interface ModulesAliasFacts {
	/**
	 * Sorted modalias patterns by driver id. A driver that was built but has no alias has an empty list; one that
	 * is absent was not built for any of the kernels, so that nothing is known.
	 */
	drivers: Map<string, string[]>;
	sources: SurveySource[];
	problems: Problem[];
}

const sourceName = 'modules.alias';

/** The patterns that one file has by module, and where each module of a name was built, where that is known. */
interface AliasFile {
	patterns: Map<string, Set<string>>;
	folders: Map<string, Set<string>> | null;
	lines: number;
	problems: Problem[];
}

/**
 * Modalias patterns of each driver, from all files together. modules.alias knows only module names, and some names are
 * borne by drivers in several folders (or by modules outside drivers/ and sound/): modules.dep then says which of them
 * was built. Without it a name that several drivers share is left out and named as a problem, rather than given to the
 * wrong one.
 * @throws {UserError} where a file can't be read.
 */
export async function surveyModulesAlias(options: ModulesAliasOptions): Promise<ModulesAliasFacts> {
	const found = new Map<string, Set<string>>();
	const sources: SurveySource[] = [];
	const problems: Problem[] = [];
	for (const file of options.files) {
		const read = await readAliasFile(file);
		const given = giveToDrivers(read, options.drivers);
		for (const [id, patterns] of given.drivers) {
			const known = found.get(id) ?? new Set();
			found.set(id, known);
			for (const pattern of patterns) known.add(pattern);
		}
		problems.push(...read.problems, ...given.problems);
		const name = path.basename(file) === 'modules.builtin.modinfo' ? 'modules.builtin.modinfo' : sourceName;
		sources.push({
			name,
			origin: path.basename(path.dirname(path.resolve(file))),
			revision: null,
			since: null,
			until: null,
			counts: {
				patterns: read.lines,
				modules: read.patterns.size,
				drivers: given.drivers.size,
				driversWithPatterns: [...given.drivers.values()].filter(patterns => patterns.size > 0).length,
			},
		});
	}
	const drivers = new Map([...found].map(([id, patterns]) => [id, [...patterns].sort()]));
	return {drivers, sources, problems};
}

function giveToDrivers(
	{patterns, folders}: AliasFile,
	drivers: ModulesAliasOptions['drivers'],
): {drivers: Map<string, ReadonlySet<string>>; problems: Problem[]} {
	const byModule = new Map<string, string[]>();
	for (const {id, module} of drivers) {
		const name = moduleName(module);
		byModule.set(name, [...(byModule.get(name) ?? []), id]);
	}
	const given = new Map<string, ReadonlySet<string>>();
	const problems: Problem[] = [];
	for (const [name, ids] of byModule) {
		const own = patterns.get(name) ?? new Set();
		if (folders !== null) {
			for (const id of ids) if (folders.get(name)?.has(path.posix.dirname(id))) given.set(id, own);
		} else if (own.size > 0) {
			if (ids.length === 1) given.set(ids[0]!, own);
			else
				problems.push({source: sourceName, where: name, problem: `borne by ${ids.length} drivers; left out`});
		}
	}
	return {drivers: given, problems};
}

async function readAliasFile(file: string): Promise<AliasFile> {
	const text = await readInputLater(file, {pipes: true}).catch((error: unknown) => {
		throw new UserError(
			`${file} can't be read: ${describeError(error)}.`,
			'Give a modules.alias as depmod writes it, such as /lib/modules/VERSION/modules.alias, or a modules.builtin.modinfo.',
		);
	});
	return text.includes('\0') ? readModinfo(text) : readTable(file, text);
}

async function readTable(file: string, text: string): Promise<AliasFile> {
	const patterns = new Map<string, Set<string>>();
	let lines = 0;
	let broken = 0;
	for (const line of text.split('\n')) {
		if (line === '' || line.startsWith('#')) continue;
		const alias = readAlias(line);
		if (alias === null) {
			broken++;
			continue;
		}
		lines++;
		addTo(patterns, moduleName(alias.module), alias.pattern);
	}
	const problems =
		broken === 0
			? []
			: [{source: sourceName, where: path.basename(file), problem: `${broken} lines not understood`}];
	const folders = await foldersOfModules(path.join(path.dirname(file), 'modules.dep'));
	return {patterns, folders, lines, problems};
}

/**
 * `alias usb:v1234... name`: a pattern may hold blanks, a module's name never does. Null where a line is none. In time
 * that grows with the line, whatever is in it.
 */
function readAlias(line: string): {pattern: string; module: string} | null {
	const [, rest] = /^alias\s+(\S.*)$/.exec(line.trimEnd()) ?? [];
	const module = rest?.split(/\s/).at(-1);
	if (rest === undefined || module === undefined || module === rest) return null;
	return {pattern: rest.slice(0, -module.length).trimEnd(), module};
}

/** `module.alias=PATTERN` and `module.file=drivers/…/module`, each ended by a NUL: `modinfo -b` reads the same. */
function readModinfo(text: string): AliasFile {
	const patterns = new Map<string, Set<string>>();
	const folders = new Map<string, Set<string>>();
	let lines = 0;
	for (const record of text.split('\0')) {
		const [, module, field, value] = /^([^.=]+)\.(alias|file)=([^\n]+)$/.exec(record) ?? [];
		if (value === undefined) continue;
		if (field === 'file') addTo(folders, moduleName(module!), path.posix.dirname(value));
		else {
			lines++;
			addTo(patterns, moduleName(module!), value);
		}
	}
	// modpost names an alias once in the whole image: a part that shows none may claim what another one names too.
	for (const name of folders.keys()) if (!patterns.has(name)) folders.delete(name);
	return {patterns, folders, lines, problems: []};
}

/** From modules.dep: the folders, relative to the kernel's sources, in which a module of each name was built. */
async function foldersOfModules(file: string): Promise<Map<string, Set<string>> | null> {
	let text: string;
	try {
		text = readInput(file);
	} catch {
		return null;
	}
	const folders = new Map<string, Set<string>>();
	for (const line of text.split('\n')) {
		// `kernel/drivers/net/dummy.ko.xz: ...`, also below another folder.
		const file = `/${line.slice(0, Math.max(0, line.indexOf(':')))}`;
		const at = file.indexOf('/kernel/') + '/kernel/'.length;
		const end = file.lastIndexOf('/');
		const [, module] = /^(.+)\.ko(?:\.\w+)?$/.exec(file.slice(end + 1)) ?? [];
		if (module !== undefined && file.includes('/kernel/') && end > at)
			addTo(folders, moduleName(module), file.slice(at, end));
	}
	return folders;
}

/** As modprobe compares module names: `-` and `_` are one letter. */
function moduleName(name: string): string {
	return name.replaceAll('-', '_');
}

/** The survey of one kernel tree: Kbuild, Kconfig, MAINTAINERS and the sources, joined into drivers. */
import {statSync} from 'node:fs';
import path from 'node:path';
import type {Kconfig, Maintainers} from '../../dossier/schema.ts';
import {surveyedFolders} from '../../dossier/surveyed-folders.ts';
import type {OnProgress} from '../facts.ts';
import {assignDriverFiles} from './driver-files.ts';
import type {TreeDirectory, TreeDriver, TreeSurvey} from './facts.ts';
import {isSourceFile, listTreeFiles, type TreeFiles} from './files.ts';
import type {KbuildObject, KbuildSurvey} from './kbuild/facts.ts';
import {readKbuild} from './kbuild/kbuild.ts';
import {type Definition, joinConditions, type KconfigSurvey, readKconfig} from './kconfig/kconfig.ts';
import {
	chooseMaintainers,
	type MaintainerIndex,
	readMaintainers,
	withoutFlatSections,
} from './maintainers.ts';
import {OptionChoice} from './option-choice.ts';
import {findOwnSources} from './own-sources.ts';
import {findEndedSymbols, readSigns, type SignContext} from './signs.ts';
import {countedOnly, type SourceFacts} from './sources/facts.ts';
import {scanSources} from './sources/scan-pool.ts';
import {findTodoRemovals} from './staging-todo.ts';
import {assertDrivers, readTreeVersion} from './top-folder.ts';

/**
 * Surveys a kernel tree. What can't be read is reported among the problems and survived. `workerFile` is the bundled
 * scanning script, null scans here.
 * @throws {UserError} where the directory is no kernel tree.
 */
export async function surveyTree(options: {
	tree: string;
	onProgress?: OnProgress;
	workerFile: string | null;
	signal?: AbortSignal;
}): Promise<TreeSurvey> {
	const {tree, onProgress, workerFile, signal} = options;
	const version = readTreeVersion(tree);
	assertDrivers(tree);
	const date = statSync(path.join(tree, 'Makefile')).mtime.toISOString().slice(0, 10);
	const giveWay = async (stage: string): Promise<void> => {
		onProgress?.({stage, done: 0, total: null});
		await new Promise(resolve => setImmediate(resolve));
		signal?.throwIfAborted();
	};

	await giveWay('files');
	const files = listTreeFiles(tree, surveyedFolders);
	const scanned = listScanned(files);
	const scanning = scanSources({
		tree,
		files: scanned,
		workerFile,
		signal,
		onFiles: done => onProgress?.({stage: 'sources', done, total: scanned.length}),
	});
	// The other parsers run meanwhile; a failure of theirs must not leave this one unheard.
	scanning.catch(() => {});

	await giveWay('kbuild');
	const kbuild = readKbuild(tree, files);
	await giveWay('kconfig');
	const kconfig = readKconfig(tree, listKconfigFiles(files));
	const ended = findEndedSymbols(kconfig.symbols);
	await giveWay('maintainers');
	const maintainers = readMaintainers(tree);
	const scan = await scanning;
	signal?.throwIfAborted();

	onProgress?.({stage: 'joining', done: 0, total: null});
	const joiner = new TreeJoiner(files, kbuild, kconfig, maintainers.index, scan.facts, {
		symbols: kconfig.symbols,
		impossible: ended,
		todoRemovals: findTodoRemovals(tree, files),
	});
	const drivers = joiner.joinDrivers();
	return {
		version,
		date,
		drivers,
		directories: joiner.joinDirectories(drivers),
		options: new Set(kconfig.symbols.keys()),
		problems: [
			...files.problems,
			...kbuild.problems,
			...kconfig.problems,
			...maintainers.problems,
			...scan.problems,
		],
	};
}

function listScanned(files: TreeFiles): string[] {
	const found: string[] = [];
	for (const [directory, names] of files.directories) {
		for (const name of names) {
			if (isSourceFile(name)) {
				found.push(`${directory}/${name}`);
			}
		}
	}
	return found;
}

function listKconfigFiles(files: TreeFiles): string[] {
	const found: string[] = [];
	for (const [directory, names] of files.directories) {
		for (const name of names) {
			if (/^Kconfig(?:\.|$)/.test(name)) {
				found.push(`${directory}/${name}`);
			}
		}
	}
	return found.sort();
}

interface Weight {
	files: number;
	sourceLines: number;
	sources: {file: string; lines: number}[];
	drivers: number;
}

class TreeJoiner {
	private readonly files: TreeFiles;
	private readonly kbuild: KbuildSurvey;
	private readonly kconfig: KconfigSurvey;
	private readonly options: OptionChoice;
	private readonly maintainers: MaintainerIndex | null;
	private readonly facts: Map<string, SourceFacts>;
	private readonly context: SignContext;

	constructor(
		files: TreeFiles,
		kbuild: KbuildSurvey,
		kconfig: KconfigSurvey,
		maintainers: MaintainerIndex | null,
		facts: Map<string, SourceFacts>,
		context: SignContext,
	) {
		this.files = files;
		this.kbuild = kbuild;
		this.kconfig = kconfig;
		this.options = new OptionChoice(kconfig, kbuild);
		this.maintainers = maintainers;
		this.facts = facts;
		this.context = context;
	}

	joinDrivers(): TreeDriver[] {
		const owners = findOwnSources(this.files, this.kbuild, file => {
			const facts = this.facts.get(file);
			return {quoted: facts?.quotedIncludes ?? [], angled: facts?.angledIncludes ?? []};
		});
		const files = assignDriverFiles(this.files, this.kbuild, owners);
		const drivers = this.kbuild.objects
			.map(object => {
				const id = `${object.directory}/${object.name}`;
				return this.joinDriver(object, files.get(id) ?? [], owners.ofDriver(id));
			})
			.sort((one, other) => compare(one.id, other.id));
		return withoutFlatSections(drivers);
	}

	joinDirectories(drivers: readonly TreeDriver[]): TreeDirectory[] {
		const weights = new Map<string, Weight>();
		const counts = countByDirectory(drivers);
		for (const top of surveyedFolders.filter(name => this.files.directories.has(name))) {
			this.weigh(top, counts, weights);
		}
		const found: TreeDirectory[] = [];
		for (const [directory, {files, sourceLines, sources, drivers}] of weights) {
			if (sources.length > 0 || drivers > 0) {
				found.push({
					directory,
					title: this.findDirectoryTitle(directory),
					drivers,
					files,
					sourceLines,
					maintainers: this.findMaintainers(directory, sources, null),
				});
			}
		}
		return found.sort((one, other) => compare(one.directory, other.directory));
	}

	private joinDriver(object: KbuildObject, files: string[], ownSources: readonly string[]): TreeDriver {
		const {directory, name} = object;
		const id = `${directory}/${name}`;
		const sources = this.orderSources(object).map(file => ({
			file,
			facts: this.facts.get(file) ?? countedOnly(0),
		}));
		const symbol = this.options.symbolOf(object);
		const definition = symbol === null ? null : this.options.definitionOf(symbol, object);
		const hasEntryPoint = sources.some(({facts}) => facts.entryLine !== null);
		const description = sources.find(({facts}) => facts.description !== null)?.facts.description ?? null;
		return {
			id,
			module: name,
			directory,
			title: description ?? definition?.prompt ?? null,
			kconfig: symbol === null ? null : describeKconfig(symbol, definition),
			buses: [...new Set(sources.flatMap(({facts}) => facts.buses.map(({value}) => value)))].sort(),
			sources: sources.map(({file}) => file),
			ownSources: [...ownSources],
			files,
			sourceLines: this.countLines(ownSources),
			hasEntryPoint,
			maintainers: this.findMaintainers(
				directory,
				sources.map(({file, facts}) => ({file, lines: facts.lines})),
				// Where all is shared, what it is linked from still says who looks after it.
				ownSources.length > 0 ? ownSources : object.sources,
			),
			signs: readSigns(
				{id, module: name, directory, at: object.at, symbol, definition, sources, hasEntryPoint},
				this.context,
			),
		};
	}

	/** The main file first: it has the entry point, or the object's name. */
	private orderSources({name, sources}: KbuildObject): string[] {
		const isNamed = (file: string): boolean =>
			path.posix.basename(file).replace(/\..*$/, '').replaceAll('-', '_') === name.replaceAll('-', '_');
		const rank = (file: string): number => {
			const facts = this.facts.get(file);
			const entry = facts?.entryLine === null || facts === undefined ? 0 : 4;
			return entry + (isNamed(file) ? 2 : 0) + (facts?.description == null ? 0 : 1);
		};
		let main = sources[0];
		for (const file of sources) {
			if (main !== undefined && rank(file) > rank(main)) {
				main = file;
			}
		}
		return main === undefined ? [] : [main, ...sources.filter(file => file !== main)];
	}

	private countLines(files: readonly string[]): number {
		let total = 0;
		for (const file of files) {
			if (isSourceFile(file)) {
				total += this.facts.get(file)?.lines ?? 0;
			}
		}
		return total;
	}

	private findMaintainers(
		directory: string,
		sources: readonly {file: string; lines: number}[],
		ownSources: readonly string[] | null,
	): Maintainers | null {
		return this.maintainers === null
			? null
			: chooseMaintainers(this.maintainers, directory, sources, ownSources);
	}

	private findDirectoryTitle(directory: string): string | null {
		const gate = this.kbuild.directories.get(directory)?.ownGate ?? null;
		const prompt =
			gate === null ? null : (this.options.definitionOf(gate, {directory, gates: []})?.prompt ?? null);
		return prompt ?? this.kconfig.menus.get(`${directory}/Kconfig`) ?? null;
	}

	private weigh(
		directory: string,
		counts: ReadonlyMap<string, number>,
		weights: Map<string, Weight>,
	): Weight {
		const names = this.files.directories.get(directory) ?? [];
		const weight: Weight = {
			files: names.length,
			sourceLines: 0,
			sources: [],
			drivers: counts.get(directory) ?? 0,
		};
		weights.set(directory, weight);
		for (const name of names) {
			if (isSourceFile(name)) {
				const file = `${directory}/${name}`;
				const lines = this.facts.get(file)?.lines ?? 0;
				weight.sourceLines += lines;
				weight.sources.push({file, lines});
			}
		}
		for (const child of this.files.children.get(directory) ?? []) {
			const below = this.weigh(child, counts, weights);
			weight.files += below.files;
			weight.sourceLines += below.sourceLines;
			weight.drivers += below.drivers;
			for (const source of below.sources) {
				weight.sources.push(source);
			}
		}
		return weight;
	}
}

function countByDirectory(drivers: readonly TreeDriver[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const {directory} of drivers) {
		counts.set(directory, (counts.get(directory) ?? 0) + 1);
	}
	return counts;
}

function describeKconfig(symbol: string, definition: Definition | null): Kconfig {
	return {
		symbol,
		prompt: definition?.prompt ?? null,
		tristate: definition?.type === 'tristate',
		dependsOn: definition === null ? null : joinConditions(definition),
		at: definition?.at ?? null,
	};
}

function compare(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}

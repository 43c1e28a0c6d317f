/** The survey of one kernel tree: Kbuild, Kconfig, MAINTAINERS and the sources, joined into drivers. */
import {statSync} from 'node:fs';
import path from 'node:path';
import {utcDay} from '../../dossier/months.ts';
import type {Kconfig, Maintainers} from '../../dossier/schema.ts';
import {surveyedFolders} from '../../dossier/surveyed-folders.ts';
import type {OnProgress} from '../facts.ts';
import {assignDriverFiles} from './driver-files.ts';
import type {TreeDirectory, TreeDriver, TreeSurvey} from './facts.ts';
import {isSourceFile, listTreeFiles, type TreeFiles} from './files.ts';
import {
	chooseLoading,
	chooseTitle,
	countTitles,
	type DriverSource,
	listNames,
	orderSources,
	withIncluded,
} from './identity.ts';
import type {KbuildObject, KbuildSurvey} from './kbuild/facts.ts';
import {readKbuild} from './kbuild/kbuild.ts';
import {driverlessConditions} from './kconfig/driverless.ts';
import {type Definition, joinConditions, type KconfigSurvey, readKconfig} from './kconfig/kconfig.ts';
import {decideKind, type KindFinding} from './kinds.ts';
import {
	chooseMaintainers,
	type MaintainerIndex,
	readMaintainers,
	withoutFlatSections,
} from './maintainers.ts';
import {joinUses, listOffers, NeedFinder, type NeedingObject, type SymbolUses} from './needs.ts';
import {OptionChoice} from './option-choice.ts';
import {findOwnSources} from './own-sources.ts';
import {readDeviceTrees} from './platforms/device-trees.ts';
import {findEndedPlatforms} from './platforms/ends.ts';
import {listPlatforms} from './platforms/platforms.ts';
import {findNamesElsewhere} from './signs/names-elsewhere.ts';
import {readSigns, type SignContext} from './signs/signs.ts';
import {countedOnly, type SourceFacts} from './sources/facts.ts';
import {scanSources, scanUses} from './sources/scan-pool.ts';
import {findTodoRemovals} from './staging-todo.ts';
import {statementsOf} from './statements.ts';
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
	const date = utcDay(statSync(path.join(tree, 'Makefile')).mtimeMs / 1000);
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
	const ended = findEndedPlatforms(kconfig.symbols, () =>
		kconfig.problems.push({
			source: 'kconfig',
			where: 'Kconfig',
			problem: 'the options hang together too closely: some that nobody can set count as if one could',
		}),
	);
	await giveWay('maintainers');
	const maintainers = readMaintainers(tree);
	const scan = await scanning;
	signal?.throwIfAborted();

	onProgress?.({stage: 'joining', done: 0, total: null});
	const joiner = new TreeJoiner(files, kbuild, kconfig, maintainers.index, scan.facts);
	const objects = joiner.listObjects();
	const offers = listOffers(objects);
	const sources = [...new Set(objects.flatMap(object => object.sources.map(({file}) => file)))];
	const used = await scanUses(
		{tree, files: sources, workerFile, signal},
		offers.map(({name}) => name),
	);
	const isNamedElsewhere = await findNamesElsewhere({tree, files, workerFile, signal}, objects);
	const drivers = joiner.joinDrivers(objects, joinUses(objects, offers, used), {
		symbols: kconfig.symbols,
		ended,
		todoRemovals: findTodoRemovals(tree, files),
		isNamedElsewhere,
	});
	const gates = new Map(objects.map(({id, object}) => [id, object.gates]));
	return {
		version,
		date,
		drivers,
		directories: joiner.joinDirectories(drivers),
		options: new Set(kconfig.symbols.keys()),
		driverlessConditions: driverlessConditions(kconfig.symbols, drivers),
		platforms: listPlatforms(ended, readDeviceTrees(tree), drivers, id => gates.get(id) ?? []),
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

/** A Kbuild object with its sources, the main file first, and the option that speaks for it. */
interface TreeObject extends NeedingObject {
	object: KbuildObject;
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
	/** How many objects are linked from a file. */
	private readonly linkers = new Map<string, number>();

	constructor(
		files: TreeFiles,
		kbuild: KbuildSurvey,
		kconfig: KconfigSurvey,
		maintainers: MaintainerIndex | null,
		facts: Map<string, SourceFacts>,
	) {
		this.files = files;
		this.kbuild = kbuild;
		this.kconfig = kconfig;
		this.options = new OptionChoice(kconfig, kbuild);
		this.maintainers = maintainers;
		this.facts = facts;
		for (const file of kbuild.objects.flatMap(({sources}) => sources)) {
			this.linkers.set(file, (this.linkers.get(file) ?? 0) + 1);
		}
	}

	/** Every object with its sources and its option. */
	listObjects(): TreeObject[] {
		return this.kbuild.objects.map(object => {
			const {directory, name} = object;
			const symbol = this.options.symbolOf(object);
			const definition = symbol === null ? null : this.options.definitionOf(symbol, object);
			const linked = object.sources.map(file => ({file, facts: this.facts.get(file) ?? countedOnly(0)}));
			const sources = orderSources(name, linked);
			return {object, id: `${directory}/${name}`, module: name, symbol, definition, sources};
		});
	}

	joinDrivers(objects: readonly TreeObject[], uses: SymbolUses, context: SignContext): TreeDriver[] {
		const owners = findOwnSources(this.files, this.kbuild, file => {
			const facts = this.facts.get(file);
			return {quoted: facts?.quotedIncludes ?? [], angled: facts?.angledIncludes ?? []};
		});
		const owned = assignDriverFiles(this.files, this.kbuild, owners);
		const needs = new NeedFinder(objects, uses);
		const bound = new Set(objects.filter(hasDeviceTable).map(({id}) => id));
		const sharing = countTitles(objects);
		const drivers = objects
			.map(object => {
				const sources = withIncluded(object.sources, this.facts);
				const finding = decideKind({
					...object,
					directory: object.object.directory,
					sources,
					uses,
					hasDeviceTable: id => bound.has(id),
				});
				const own = {files: owned.get(object.id) ?? [], sources: owners.ofDriver(object.id)};
				return {
					...this.joinDriver(object, sources, own, finding, context),
					title: chooseTitle(sources, object.definition, sharing, object.module),
					kind: finding.kind,
					names: listNames(object.module, sources),
					needs: needs.find(object),
					loads: chooseLoading(sources, {
						isTristate: object.definition === null ? null : object.definition.type === 'tristate',
						isNeeded: uses.users.has(object.id),
					}),
				};
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

	private joinDriver(
		{object, id, symbol, definition, sources: linked}: TreeObject,
		sources: readonly DriverSource[],
		own: {files: string[]; sources: readonly string[]},
		{sign}: KindFinding,
		context: SignContext,
	): Omit<TreeDriver, 'title' | 'kind' | 'names' | 'needs' | 'loads'> {
		const {directory, name} = object;
		return {
			id,
			module: name,
			directory,
			kconfig: symbol === null ? null : describeKconfig(symbol, definition),
			statements: statementsOf(definition),
			buses: [...new Set(sources.flatMap(({facts}) => facts.buses.map(({value}) => value)))].sort(),
			sources: linked.map(({file}) => file),
			includeDirectories: this.kbuild.directories.get(object.namedIn)?.includeDirectories ?? [],
			ownSources: [...own.sources],
			files: own.files,
			sourceLines: this.countLines(own.sources),
			maintainers: this.findMaintainers(
				directory,
				// What several are linked from speaks for each of them with its share: i915's display code is not most of xe.
				linked.map(({file, facts}) => ({file, lines: facts.lines / (this.linkers.get(file) ?? 1)})),
				// Where all is shared, what it is linked from still says who looks after it.
				own.sources.length > 0 ? own.sources : object.sources,
			),
			signs: readSigns(
				{
					id,
					module: name,
					directory,
					at: object.at,
					symbol,
					definition,
					sources,
					ownSources: own.sources,
					kind: sign,
				},
				context,
			),
		};
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

function hasDeviceTable({sources}: TreeObject): boolean {
	return sources.some(({facts}) => facts.idTables.length > 0 || facts.hasMatchTable);
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

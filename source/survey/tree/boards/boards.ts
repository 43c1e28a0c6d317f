/** Which boards use a driver: the device trees of a kernel tree that name one of its compatibles. */
import path from 'node:path';
import {deviceTreeParts} from '../../../dossier/devices/modalias.ts';
import {findNeeded} from '../../../dossier/options/expression.ts';
import type {Boards, DriverRecord, Problem, SurveySource} from '../../../dossier/schema.ts';
import type {OnProgress} from '../../facts.ts';
import {languageLargest, readTreeFile} from '../../input-file.ts';
import {describeError} from '../file-errors.ts';
import {listTreeFiles, type TreeFiles} from '../files.ts';
import {readCondition} from '../kconfig/kconfig.ts';
import {type DeviceTreeText, readDeviceTreeText} from './device-tree-text.ts';

/** Files that one device tree is made of at most; of Linux 7.3 the most is 31. */
const mostIncluded = 400;
/** Families that a record names. */
const mostFamilies = 5;

/**
 * Options of machines that hand their device tree to the kernel themselves (Open Firmware, OPAL) or keep it elsewhere: that
 * no board of the tree has such a device says nothing of them.
 */
const describedElsewhere: ReadonlySet<string> = new Set([
	...['CSKY', 'SBUS', 'SPARC', 'SPARC32', 'SPARC64'],
	...['PPC_CHRP', 'PPC_PMAC', 'PPC_PMAC64', 'PPC_POWERNV', 'PPC_PSERIES'],
]);

/** What the device trees of a tree say. */
export interface BoardSurvey {
	/**
	 * The boards that name a compatible which a driver's modalias patterns claim; null where none of them is of a device tree,
	 * and where the machines that it is for bring device trees of their own.
	 */
	of(id: string): Boards | null;
	source: SurveySource;
	problems: Problem[];
}

/**
 * Reads every device tree under arch/, with what it includes: a .dts file is a board, a .dtso file an overlay. Links are not
 * followed, and no include leads out of arch/. Null where the tree has no .dts file at all.
 */
export async function surveyBoards(options: {
	tree: string;
	version: string;
	/** The modalias patterns of a driver. */
	aliasesOf(id: string): readonly string[] | null;
	/** With the whole conditions of their options. */
	drivers: readonly Pick<DriverRecord, 'id' | 'kconfig'>[];
	onProgress?: OnProgress;
	signal?: AbortSignal;
}): Promise<BoardSurvey | null> {
	const files = listTreeFiles(options.tree, ['arch']);
	const listed = [...files.directories].flatMap(([directory, names]) =>
		names.filter(name => /\.dts[io]?$/.test(name)).map(name => `${directory}/${name}`),
	);
	const tops = listed.filter(file => !file.endsWith('.dtsi')).sort();
	if (!tops.some(file => file.endsWith('.dts'))) return null;
	const {texts, problems} = await readTexts(listed, options);
	const index = indexBoards(tops, texts, files);
	const trees = tops.map((file): DeviceTree => ({family: familyOf(file), isBoard: file.endsWith('.dts')}));
	const boards = trees.filter(({isBoard}) => isBoard).length;
	const conditions = new Map(options.drivers.map(({id, kconfig}) => [id, kconfig?.dependsOn ?? null]));
	return {
		of: id => {
			const compatibles = compatiblesOf(options.aliasesOf(id) ?? []);
			if (compatibles.size === 0) return null;
			const boards = countBoards(compatibles, index, trees);
			return boards.boards === 0 && isDescribedElsewhere(conditions.get(id) ?? null) ? null : boards;
		},
		source: {
			name: 'device trees',
			origin: `Linux ${options.version}`,
			revision: null,
			since: null,
			until: null,
			counts: {boards, overlays: tops.length - boards, compatibles: index.size},
		},
		problems,
	};
}

function isDescribedElsewhere(condition: string | null): boolean {
	const expression = condition === null ? null : readCondition(condition);
	return expression !== null && findNeeded(expression).some(symbol => describedElsewhere.has(symbol));
}

function readText(tree: string, file: string): DeviceTreeText {
	const text = readTreeFile(tree, file, {largest: languageLargest});
	const {compatibles, includes} = readDeviceTreeText(text);
	return {compatibles: compatibles.map(foldCompatible), includes};
}

/** A device tree that stands by itself, or an overlay. */
interface DeviceTree {
	family: string;
	isBoard: boolean;
}

async function readTexts(
	listed: readonly string[],
	{tree, onProgress, signal}: Parameters<typeof surveyBoards>[0],
): Promise<{texts: Map<string, DeviceTreeText>; problems: Problem[]}> {
	const texts = new Map<string, DeviceTreeText>();
	const problems: Problem[] = [];
	const refuse = (where: string, problem: string) => problems.push({source: 'device trees', where, problem});
	for (const [done, file] of listed.entries()) {
		if (done % 200 === 0) {
			await new Promise(resolve => setImmediate(resolve));
			signal?.throwIfAborted();
			onProgress?.({stage: 'device trees', done, total: listed.length});
		}
		try {
			texts.set(file, readText(tree, file));
		} catch (error) {
			refuse(file, `can't be read: ${describeError(error)}`);
		}
	}
	return {texts, problems};
}

/** Which device trees name a compatible, as the kernel compares it; by their place in the list. */
type BoardIndex = ReadonlyMap<string, readonly number[]>;

function indexBoards(
	tops: readonly string[],
	texts: ReadonlyMap<string, DeviceTreeText>,
	files: TreeFiles,
): BoardIndex {
	const index = new Map<string, number[]>();
	for (const [board, top] of tops.entries()) {
		for (const included of includedBy(top, texts, files)) {
			for (const compatible of texts.get(included)?.compatibles ?? []) {
				const boards = index.get(compatible);
				if (boards === undefined) index.set(compatible, [board]);
				else if (boards.at(-1) !== board) boards.push(board);
			}
		}
	}
	return index;
}

/** A file and all that it includes, directly or through each other, each once. */
function includedBy(
	top: string,
	texts: ReadonlyMap<string, DeviceTreeText>,
	files: TreeFiles,
): ReadonlySet<string> {
	const found = new Set([top]);
	for (const file of found) {
		for (const name of texts.get(file)?.includes ?? []) {
			const target = found.size >= mostIncluded ? null : resolveInclude(file, name, files);
			if (target !== null) found.add(target);
		}
	}
	return found;
}

/** A file beside the one that includes it, else one below the architecture's device trees: `arm64/qcom/sdm845.dtsi`. */
function resolveInclude(from: string, name: string, files: TreeFiles): string | null {
	const beside = path.posix.join(path.posix.dirname(from), name);
	if (files.isWalked(beside)) return beside;
	const [architecture, ...rest] = name.split('/');
	const below = path.posix.join('arch', architecture!, 'boot/dts', ...rest);
	return files.isWalked(below) ? below : null;
}

/** The compatibles of modalias patterns such as `of:N*T*Cnxp,lpc1850-rgu`. */
function compatiblesOf(aliases: readonly string[]): Set<string> {
	const found = new Set<string>();
	for (const alias of aliases) {
		// What stands behind it is any further compatible of the device.
		const compatible = deviceTreeParts(alias)?.compatible.replace(/(?<=.)C?\*$/, '');
		if (compatible) found.add(foldCompatible(compatible));
	}
	return found;
}

/** The kernel compares without regard to case, and its patterns have `_` for a blank. */
function foldCompatible(compatible: string): string {
	return compatible.toLowerCase().replace(/\s/g, '_');
}

function countBoards(
	compatibles: ReadonlySet<string>,
	index: BoardIndex,
	tops: readonly DeviceTree[],
): Boards {
	const named = new Set<number>();
	for (const compatible of compatibles) for (const board of index.get(compatible) ?? []) named.add(board);
	const byFamily = new Map<string, number>();
	let boards = 0;
	for (const at of named) {
		const {family, isBoard} = tops[at]!;
		if (!isBoard) continue;
		boards++;
		byFamily.set(family, (byFamily.get(family) ?? 0) + 1);
	}
	const families = [...byFamily]
		.map(([family, count]) => ({family, boards: count}))
		.sort((a, b) => b.boards - a.boards || (a.family < b.family ? -1 : 1));
	return {
		boards,
		overlays: named.size - boards,
		families: families.slice(0, mostFamilies),
		moreFamilies: Math.max(families.length - mostFamilies, 0),
	};
}

/** `arm/nxp/lpc` of `arch/arm/boot/dts/nxp/lpc/lpc4337-ciaa.dts`: the folder, as the families of chips are put there. */
function familyOf(file: string): string {
	return path.posix
		.dirname(file)
		.replace(/^arch\//, '')
		.replace(/\/boot\/dts(?=\/|$)/, '');
}

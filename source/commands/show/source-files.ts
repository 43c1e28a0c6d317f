/** From a source file to the drivers that are built from it. */
import {posix} from 'node:path';
import type {Dataset} from '../../dataset/reader.ts';
import {lastGoneFirst} from '../../dossier/gone/keys.ts';
import {fateInWords} from '../../dossier/gone/words.ts';
import {normaliseName} from '../../dossier/query/names.ts';
import {joinPath} from '../../dossier/query/paths.ts';
import type {DriverRecord} from '../../dossier/schema.ts';
import {surveyedInWords} from '../../dossier/surveyed-folders.ts';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {kernelPaths, objectSources} from '../../machine/kernel-paths.ts';
import {sanitise} from '../../text/sanitise.ts';
import {type Answer, ambiguous, one, together} from './answers.ts';

/** Endings of sources, and of what is built from one; an object is built from a source of its name. */
const sourceEnding = /\.(?:c|h|S|rs)$/;
const objectEnding = /\.(?:mod\.)?[os]$/;
const moduleEnding = /\.(?:ko(?:\.(?:xz|gz|zst))?|mod(?:\.c)?)$/;

/** Drivers of a folder that are named. */
const mostNamed = 6;

/**
 * The driver that a file is an own source of: a path of the kernel, or of a build tree or a stack trace, whose beginning is
 * anybody's, with or without a line number; or a file's name alone. Null for what is no source file's name.
 */
export function lookUpSource(dataset: Dataset, name: string): Answer | null {
	const file = name.replace(/(?::\d+){1,2}:?$/, '').replaceAll('\\', '/');
	if (moduleEnding.test(file)) return lookUpModuleFile(dataset, name, file);
	if (!sourceEnding.test(file) && !objectEnding.test(file)) return null;
	const sources = sourceEnding.test(file)
		? [file]
		: objectSources.map(ending => file.replace(objectEnding, ending));
	if (!file.includes('/')) return lookUpBareName(dataset, name, sources);
	const paths = sources.flatMap(kernelPaths);
	const owner = ownersOf(dataset, sources, paths)[0];
	if (owner !== undefined) {
		const [path] = paths.filter(candidate => isOwn(owner, candidate));
		return one(name, owner, {lead: [`${path} is an own source of ${owner.module}`]});
	}
	const shown = paths.at(-1) ?? posix.normalize(file).replace(/^\.?\//, '');
	return paths.length === 0 ? elsewhere(dataset, name, shown) : shared(dataset, name, paths);
}

/** A module's file, wherever it lies: its name alone tells, and its folder where several bear it. */
function lookUpModuleFile(dataset: Dataset, name: string, file: string): Answer | null {
	const module = file.slice(file.lastIndexOf('/') + 1).replace(moduleEnding, '');
	const {drivers} = dataset.find(module);
	const folders = kernelPaths(file).map(path => path.slice(0, path.lastIndexOf('/')));
	const exact = drivers.filter(({directory}) => folders.includes(directory));
	const rows = exact.length > 0 ? exact : drivers;
	if (rows.length > 1) return ambiguous(name, rows);
	return rows.length === 1 ? one(name, dataset.driver(rows[0]!)) : null;
}

function lookUpBareName(dataset: Dataset, name: string, sources: readonly string[]): Answer | null {
	const ids = ownersOf(dataset, sources, null);
	const rows = ids.flatMap(({id}) => dataset.find(id).drivers);
	if (rows.length > 1) return ambiguous(name, rows);
	return rows.length === 1
		? together(dataset, name, rows, `${sources[0]} is an own source of ${rows[0]!.module}`)
		: null;
}

/** The drivers that own a file at one of these paths, or anywhere under its name; a file at a path has one owner at most. */
function ownersOf(
	dataset: Dataset,
	sources: readonly string[],
	paths: readonly string[] | null,
): DriverRecord[] {
	const owners: DriverRecord[] = [];
	for (const source of sources) {
		const base = source.slice(source.lastIndexOf('/') + 1);
		for (const record of dataset.recordsWith(`${base}"`)) {
			const isOwner =
				paths === null
					? record.files.some(own => own.slice(own.lastIndexOf('/') + 1) === base)
					: paths.some(path => isOwn(record, path));
			if (!isOwner) continue;
			owners.push(record);
			if (paths !== null) return owners;
		}
	}
	return owners;
}

function isOwn({directory, files}: DriverRecord, path: string): boolean {
	return files.some(file => joinPath(directory, file) === path);
}

/** A file that no driver has to itself: whose directory it lies in, living or gone. */
function shared(dataset: Dataset, name: string, paths: readonly string[]): Answer {
	const {treeVersion} = dataset.manifest;
	for (const path of paths) {
		const folder = path.slice(0, path.lastIndexOf('/'));
		const dead = (dataset.gone.all() ?? []).filter(({id}) => id.startsWith(`${folder}/`));
		if (dataset.find(folder).directory === null && dead.length > 0) {
			const [last] = lastGoneFirst(dead);
			const modules = [...new Set(dead.map(({module}) => module))];
			if (modules.length === 1) {
				return one(name, last!, {
					lead: [`${path} lies in ${folder}, which Linux ${treeVersion} has no more`],
				});
			}
			return nothing(
				name,
				`${path} is no source of Linux ${treeVersion}: all drivers of ${folder} are gone.`,
				`${listed(modules)}: ${last!.module} ${fateInWords(last!)}.`,
			);
		}
	}
	const path = paths[0]!;
	const folder = nearestFolder(dataset, path);
	if (folder === null) {
		return nothing(
			name,
			`No driver of Linux ${treeVersion} has the source ${path}, and no directory of drivers lies above it.`,
			'driverdex list path:WORD searches paths.',
		);
	}
	const rows = dataset.rows().filter(({directory}) => directory === folder);
	const below = rows.length > 0 ? rows : dataset.rows().filter(({id}) => id.startsWith(`${folder}/`));
	// Whoever shares a header of a chip bears the chip's name most often.
	const stem = normaliseName(path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, ''));
	const modules = below.map(({module}) => module).sort();
	const like = modules.filter(module => normaliseName(module).includes(stem));
	const first = [...like, ...modules.filter(module => !like.includes(module))];
	return nothing(
		name,
		`${path} is no driver's own source: several share it, or Linux ${treeVersion} has no such file.`,
		`It belongs to ${folder}/, whose drivers are ${listed(first)}; driverdex show ${folder} has its dossier.`,
	);
}

function nearestFolder(dataset: Dataset, path: string): string | null {
	for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
		const folder = path.slice(0, cut);
		// At the top of the tree everything lies.
		if (folder.includes('/') && dataset.find(folder).directory !== null) return folder;
	}
	return null;
}

/** A source of the kernel outside the surveyed folders: what its folder builds. */
function elsewhere(dataset: Dataset, name: string, path: string): Answer {
	const records = dataset.outside.all() ?? [];
	const [folder, built] = nearestBuilt(path, directory =>
		records.filter(one => one.directory === directory).map(one => one.name),
	);
	return nothing(
		name,
		`${path} does not lie under ${surveyedInWords}, and only what is there is surveyed.`,
		built.length === 0 ? 'No driver is built from it.' : `${folder}/ builds ${listed(built)}.`,
	);
}

/** The end of a path's folder that builds something, for its beginning may be a build tree's. */
function nearestBuilt(path: string, builtIn: (folder: string) => string[]): [string, string[]] {
	const folder = path.slice(0, path.lastIndexOf('/'));
	for (let end = folder; end !== ''; end = end.includes('/') ? end.slice(end.indexOf('/') + 1) : '') {
		const built = builtIn(end);
		if (built.length > 0) return [end, built];
	}
	return [folder, []];
}

const listed = (modules: readonly string[]): string => {
	const rest = modules.length - mostNamed;
	return rest > 1 ? `${modules.slice(0, mostNamed).join(', ')} and ${rest} more` : modules.join(', ');
};

function nothing(name: string, what: string, advice: string): Answer {
	return {
		name,
		error: new UserError(sanitise(what), sanitise(advice), exitStatus.negative),
		candidates: null,
	};
}

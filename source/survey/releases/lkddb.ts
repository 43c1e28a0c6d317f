import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {basename, dirname} from 'node:path/posix';
import {normaliseName} from '../../dossier/query/names.ts';
import type {Problem, SurveySource} from '../../dossier/schema.ts';
import {listsSourceName} from '../../dossier/source-names.ts';
import {UserError} from '../../dossier/user-error.ts';
import {linesOfInput} from '../input-file.ts';
import {describeError} from '../tree/file-errors.ts';
import {releaseDate} from './release-days.ts';
import {compareVersions} from './versions.ts';

/** What tells one driver from another in a list: module, option, and the folder of the Kconfig file. */
export interface ListedDriver {
	id: string;
	module: string;
	/** CONFIG symbol without its prefix; null where no option builds the driver. */
	symbol: string | null;
	directory: string;
	/** The files that it is linked from, the main one first. */
	sources: readonly string[];
}

/** How far back the lists know a driver. */
export interface ListedSince {
	/** The first kernel whose list has the driver by module name, option and place, or one of its sources. */
	release: string;
	/** UTC day on which that kernel was released. */
	date: string;
	/**
	 * The driver may be older: the first list has it, an earlier one knows its name with another option or place, it is
	 * known by a table of devices only, which drivers got in the course of time, or its folder filled up all at once.
	 */
	earliest: boolean;
	/** The list that says so, by its file name. */
	list: string;
	/** The first kernel whose list has a module of its name, with whatever option and place. */
	named: string;
}

export interface LkddbFacts {
	/**
	 * By driver id. A driver that no list names is missing, which says nothing of its age: the lists have what could be
	 * built as a module then.
	 */
	drivers: Map<string, ListedSince>;
	/** The oldest and the newest kernel that there is a list of. */
	first: string;
	last: string;
	source: SurveySource;
	problems: Problem[];
}

export interface LkddbOptions {
	/** A folder with files `lkddb-VERSION.list`. */
	directory: string;
	drivers: readonly ListedDriver[];
	signal?: AbortSignal | undefined;
}

const sourceName = listsSourceName;
const fileName = /^lkddb-(\d+(?:\.\d+)+)\.list$/;
/** `module e1000e "title" : CONFIG_E1000E : drivers/net/Kconfig`; the options are what its lines depend on. */
const moduleLine = /^module (\S+) (?:".*?") :((?: CONFIG_\w+)*) : (\S+)$/;

/** `pci 1023 2000 .... .... 0401.. : CONFIG_SND CONFIG_SND_TRIDENT : sound/pci/trident/trident.c`. */
const sourceLine = /^(\w+) .* :((?: CONFIG_\w+)+) : (\S+\.c)$/;
/** Buses whose drivers never did without a table. */
const alwaysTabled: ReadonlySet<string> = new Set(['pci', 'usb']);

/**
 * A folder that at least doubles from one list to the next, by so many lines or more, got drivers that were there before,
 * behind one option for all of them or elsewhere: Comedi's 5 lines of 2.6.34 are 121 in 2.6.35.
 */
const filledUp = 10;

/** One line of a list: the release it is of, and the folder whose Kconfig defines the option, or that of the source. */
interface Listing {
	release: number;
	folder: string;
	/** It came with that release, where none before has the line. */
	isExact: boolean;
}

/** A source that lines of devices name, with the options that they give. */
interface SourceListing extends Listing {
	path: string;
	options: Set<string>;
}

/**
 * Which drivers each kernel from 2.6.0 on had, from the lists that LKDDb (https://cateee.net/lkddb/) made of their
 * Kconfig files and Makefiles, as github.com/linuxhw/Drivers keeps them (CC BY 4.0). A driver is followed back from its
 * place today: the newest list that has its module name and option is taken, at a place that fits where there is one,
 * then every earlier one without a break, wherever the folder lay: what stands under the same name and option in the
 * very next kernel has moved. Lists name no module that is linked from several objects, but the sources of the devices
 * that it claims: a source of its own at its path, or of that name under its option, tells as much. Throws a UserError where the folder holds no list.
 */
export async function surveyLkddb(options: LkddbOptions): Promise<LkddbFacts> {
	const files = await listsOf(options.directory);
	const problems: Problem[] = [];
	const wanted = new Set(options.drivers.map(({module}) => normaliseName(module)));
	/** By module, then by option: the listings, oldest first. */
	const listings = new Map<string, Map<string, Listing[]>>();
	/** By option: the first list that has it with any module. */
	const firstOf = new Map<string, number>();
	const sources = new SourceListings(options.drivers);
	/** By folder: how many lines of modules each list has of it. */
	const sizes = new Map<string, number[]>();
	let lines = 0;
	for (const [release, {file}] of files.entries()) {
		const before = lines;
		let fault = '';
		try {
			for await (const line of readList(join(options.directory, file), options.signal)) {
				if ('path' in line) {
					sources.note(release, line);
					continue;
				}
				const {module, option, folder} = line;
				lines++;
				if (!firstOf.has(option)) firstOf.set(option, release);
				const size = sizes.get(folder) ?? [];
				sizes.set(folder, size);
				size[release] = (size[release] ?? 0) + 1;
				if (!wanted.has(module)) continue;
				const byOption = listings.get(module) ?? new Map<string, Listing[]>();
				listings.set(module, byOption);
				const listed = byOption.get(option) ?? [];
				byOption.set(option, listed);
				listed.push({release, folder, isExact: true});
			}
		} catch (error) {
			options.signal?.throwIfAborted();
			fault = `can't be read: ${describeError(error)}`;
		}
		if (fault !== '') problems.push({source: sourceName, where: file, problem: fault});
		else if (lines === before) {
			problems.push({source: sourceName, where: file, problem: 'names no module; left out'});
		}
	}
	const drivers = new Map<string, ListedSince>();
	for (const driver of options.drivers) {
		const byOption = listings.get(normaliseName(driver.module));
		const bySource = sources.of(driver);
		const own = [...((driver.symbol === null ? null : byOption?.get(driver.symbol)) ?? []), ...bySource];
		const first = followBack(driver, own);
		if (first === null) continue;
		const known = [...(byOption?.values() ?? []), bySource].flat();
		// Such a list is a parser's work: of several objects on one line the older ones name only the last.
		const optionFirst = driver.symbol === null ? undefined : firstOf.get(driver.symbol);
		const isOlder = (optionFirst ?? first) < first || known.some(({release}) => release < first);
		const isExact = own.some(line => line.release === first && line.isExact);
		const isOneOfMany = own.some(
			({release, folder}) => release === first && fillsUp(sizes.get(folder) ?? [], first),
		);
		const {version, file} = files[first]!;
		drivers.set(driver.id, {
			release: version,
			date: releaseDate(version)!,
			earliest: first === 0 || isOlder || !isExact || isOneOfMany,
			list: file,
			named: files[Math.min(first, ...known.map(({release}) => release))]!.version,
		});
	}
	const [first, last] = [files[0]!.version, files.at(-1)!.version];
	return {
		drivers,
		first,
		last,
		source: {
			name: sourceName,
			origin: 'https://github.com/linuxhw/Drivers',
			revision: first,
			since: releaseDate(first),
			until: releaseDate(last),
			counts: {lists: files.length, modules: lines, drivers: drivers.size},
		},
		problems,
	};
}

/** Whether a folder at least doubled with a release; one that the list before did not have is new. */
function fillsUp(size: readonly (number | undefined)[], release: number): boolean {
	const [before, now] = [size[release - 1] ?? 0, size[release] ?? 0];
	return before > 0 && now >= 2 * before && now - before >= filledUp;
}

/** The lists of a folder, oldest first. Throws a UserError where it holds none. */
export async function listsOf(directory: string): Promise<{file: string; version: string}[]> {
	let names: string[];
	try {
		names = await readdir(directory);
	} catch (error) {
		throw new UserError(
			`The folder of kernel lists ${directory} can't be read: ${(error as Error).message}.`,
			'Give --lkddb a folder with files lkddb-VERSION.list: the folder kernel of github.com/linuxhw/Drivers.',
		);
	}
	const files = names
		.flatMap(file => {
			const version = fileName.exec(file)?.[1];
			return version === undefined || releaseDate(version) === null ? [] : [{file, version}];
		})
		.sort((a, b) => compareVersions(a.version, b.version));
	if (files.length === 0) {
		throw new UserError(
			`${directory} holds no lists of earlier kernels.`,
			'Give --lkddb a folder with files lkddb-VERSION.list: the folder kernel of github.com/linuxhw/Drivers.',
		);
	}
	return files;
}

/**
 * The modules of one list, and the sources that its devices are from. Names of objects come with a path where their
 * Makefile gave one.
 */
async function* readList(
	path: string,
	signal: AbortSignal | undefined,
): AsyncGenerator<{module: string; option: string; folder: string} | SourceLine> {
	for await (const line of linesOfInput(path, signal)) {
		if (!line.startsWith('module ')) {
			const [, bus, options, source] = sourceLine.exec(line) ?? [];
			if (source !== undefined) yield {bus: bus!, path: source, options: namesOf(options!)};
			continue;
		}
		const match = moduleLine.exec(line);
		if (match === null) continue;
		const [, object, options, kconfig] = match;
		const module = normaliseName(object!.slice(object!.lastIndexOf('/') + 1));
		const folder = kconfig!.slice(0, Math.max(0, kconfig!.lastIndexOf('/')));
		for (const option of namesOf(options!)) yield {module, option, folder};
	}
}

/** ` CONFIG_SND CONFIG_SND_TRIDENT` without the prefixes. */
const namesOf = (options: string) =>
	options.split(' ').flatMap(option => (option === '' ? [] : option.slice('CONFIG_'.length)));

/** A line of a device: the source whose table claims it, and the options that this is built by. */
interface SourceLine {
	bus: string;
	path: string;
	options: string[];
}

/** The lines that name sources which drivers of the tree have. */
class SourceListings {
	private readonly byName = new Map<string, SourceListing[]>();
	/** Of each source, and of each name of one, the drivers that have it. */
	private readonly bearers = new Map<string, number>();

	constructor(drivers: readonly ListedDriver[]) {
		for (const {sources} of drivers) {
			const names = new Set(sources.map(path => basename(path)));
			for (const name of names) this.byName.set(name, []);
			for (const key of [...names, ...sources]) this.bearers.set(key, (this.bearers.get(key) ?? 0) + 1);
		}
	}

	note(release: number, {bus, path, options}: SourceLine): void {
		const listed = this.byName.get(basename(path));
		if (listed === undefined) return;
		const isExact = alwaysTabled.has(bus);
		const known = listed.findLast(one => one.path === path);
		if (known?.release === release) {
			known.isExact ||= isExact;
			for (const option of options) known.options.add(option);
		} else listed.push({release, folder: dirname(path), isExact, path, options: new Set(options)});
	}

	/**
	 * Those of a driver's sources that are no other's: of the main one where it is now, and under the driver's option of
	 * each that lies there, or in a folder so called, or has a name to itself.
	 */
	of({sources, symbol}: ListedDriver): SourceListing[] {
		return sources.flatMap((source, index) => {
			if (this.bearers.get(source) !== 1) return [];
			const name = basename(source);
			const isNameOwn = this.bearers.get(name) === 1;
			return this.byName.get(name)!.filter(({path, folder, options}) => {
				if (index === 0 && path === source) return true;
				if (symbol === null || !options.has(symbol)) return false;
				return isNameOwn || path === source || basename(folder) === basename(dirname(source));
			});
		});
	}
}

/** Whether a Kconfig file of a folder may speak of a driver in a directory: one lies in the other. */
function fits(folder: string, directory: string): boolean {
	return isWithin(folder, directory) || isWithin(directory, folder);
}

const isWithin = (inner: string, outer: string) => inner === outer || inner.startsWith(`${outer}/`);

/** The first list that has the driver, by its place among the lists; null where none of its own lines is there. */
function followBack({directory}: ListedDriver, lines: readonly Listing[]): number | null {
	if (lines.length === 0) return null;
	const listed = [...lines].sort((a, b) => a.release - b.release);
	// An option that another folder defines (arch/'s Kconfig, staging's once) is the same one under the same module.
	const fitting = listed.findLastIndex(({folder}) => fits(folder, directory));
	let at = fitting < 0 ? listed.length - 1 : fitting;
	let {release} = listed[at]!;
	// Several lines of one list can name a module: an option asked for in two architectures.
	for (; at >= 0 && listed[at]!.release >= release - 1; at--) release = listed[at]!.release;
	return release;
}

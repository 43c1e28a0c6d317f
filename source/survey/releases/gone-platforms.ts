/** Platforms that earlier releases had and the surveyed tree has no more, with the drivers that went with them. */

import {canBeTrue, findCulprits} from '../../dossier/options/expression.ts';
import type {GoneRecord, Platform, Source} from '../../dossier/schema.ts';
import {type Git, readGitLines} from '../git/process.ts';
import {parseKconfig} from '../tree/kconfig/file.ts';
import {type Definition, listConditions, readCondition} from '../tree/kconfig/kconfig.ts';
import {isListedPlatform} from '../tree/platforms/ends.ts';
import type {ArchOption} from './arch-options.ts';
import {BlobReader} from './chain/blob-reader.ts';
import {tagOf} from './chain/tags.ts';

type Release = {release: string; date: string};

/** What the search is given: the releases, oldest first, and which options of arch/ were seen in them. */
export interface GonePlatformFacts {
	releases: readonly Release[];
	seen: ReadonlyMap<string, ArchOption>;
	options: ReadonlySet<string>;
	gone: readonly GoneRecord[];
}

/** A platform as the last release that had it defines it. */
interface Lost {
	definition: Definition;
	last: number;
}

/**
 * Lists the platforms that are gone: options of arch/ named or placed like a platform, that no Kconfig file of the surveyed
 * tree defines. One that is there under another name says so: `ARCH_X` of what was `SOC_X`, or what came with the same
 * prompt as it left. `drivers` are the gone ones whose options could not be set without it in its last release, compile
 * tests aside, or that a Makefile built by its own.
 */
export async function listGonePlatforms(git: Git, facts: GonePlatformFacts): Promise<Platform[]> {
	const reader = new ReleaseFiles(git, facts.releases);
	try {
		const lost = await findLost(facts, reader);
		const found: Platform[] = [];
		for (const [last] of facts.releases.entries()) {
			const platforms = lost.filter(one => one.last === last);
			if (platforms.length === 0) continue;
			const names = new Set(platforms.map(({definition}) => definition.symbol));
			const needs = await findNeeding(git, reader, last, names);
			const boards = needsOf(
				platforms.map(({definition}) => definition),
				names,
			);
			for (const {definition} of platforms) {
				found.push(
					await describe(definition, last, {facts, reader, options: needs.get(definition.symbol), boards}),
				);
			}
		}
		return found;
	} finally {
		reader.close();
	}
}

/** Kconfig files of releases, each read once. */
class ReleaseFiles {
	private readonly blobs: BlobReader;
	private readonly releases: readonly Release[];
	private readonly read = new Map<string, Promise<Definition[]>>();

	constructor(git: Git, releases: readonly Release[]) {
		this.blobs = new BlobReader(git);
		this.releases = releases;
	}

	/** The definitions of one file of a release; none where it can't be read. */
	definitions(release: number, file: string): Promise<Definition[]> {
		const name = `${tagOf(this.releases[release]!.release)}:${file}`;
		let found = this.read.get(name);
		if (found === undefined) {
			const scope = {outer: null, conditions: [], menu: null};
			found = this.blobs
				.read(name)
				.then(bytes => (bytes === null ? [] : parseKconfig(bytes.toString('utf8'), file, scope).definitions));
			this.read.set(name, found);
		}
		return found;
	}

	nameOf(release: number): string {
		return this.releases[release]!.release;
	}

	close(): void {
		this.blobs.close();
	}
}

async function findLost({seen, options, releases}: GonePlatformFacts, reader: ReleaseFiles): Promise<Lost[]> {
	const lost: Lost[] = [];
	for (const [option, {last}] of seen) {
		// What the newest release has, and the surveyed tree has not, is the tree's own business.
		if (options.has(option) || last.release === releases.length - 1) continue;
		const definitions = await reader.definitions(last.release, last.file);
		const definition = definitions.find(one => one.symbol === option && isListedPlatform(one));
		if (definition !== undefined) lost.push({definition, last: last.release});
	}
	return lost;
}

/** The options of drivers that could not be set without platforms of a release, by platform. */
async function findNeeding(
	git: Git,
	reader: ReleaseFiles,
	release: number,
	platforms: ReadonlySet<string>,
): Promise<Map<string, Set<string>>> {
	const tag = tagOf(reader.nameOf(release));
	const files: string[] = [];
	const patterns = [...platforms].flatMap(name => ['-e', name]);
	const where = [':(glob)drivers/**/Kconfig*', ':(glob)sound/**/Kconfig*'];
	await readGitLines(git, ['grep', '-l', '-w', '-F', ...patterns, tag, '--', ...where], line => {
		files.push(line.slice(line.indexOf(':') + 1));
	});
	const definitions: Definition[] = [];
	for (const file of files) definitions.push(...(await reader.definitions(release, file)));
	return needsOf(definitions, platforms);
}

/** The symbols whose conditions can't be true without platforms and compile tests, by the platforms to blame. */
function needsOf(
	definitions: readonly Definition[],
	platforms: ReadonlySet<string>,
): Map<string, Set<string>> {
	const isPossible = (symbol: string) => symbol !== 'COMPILE_TEST' && !platforms.has(symbol);
	const found = new Map<string, Set<string>>();
	for (const definition of definitions) {
		for (const {text} of listConditions(definition)) {
			const expression = readCondition(text);
			if (expression === null || canBeTrue(expression, isPossible)) continue;
			for (const culprit of findCulprits(expression, isPossible)) {
				if (!platforms.has(culprit) || culprit === definition.symbol) continue;
				found.set(culprit, (found.get(culprit) ?? new Set()).add(definition.symbol));
			}
		}
	}
	return found;
}

async function describe(
	definition: Definition,
	last: number,
	beside: {
		facts: GonePlatformFacts;
		reader: ReleaseFiles;
		options: ReadonlySet<string> | undefined;
		boards: ReadonlyMap<string, ReadonlySet<string>>;
	},
): Promise<Platform> {
	const {facts, reader, boards} = beside;
	const {symbol, prompt, at, decline, ending} = definition;
	const {releases, gone} = facts;
	const [lastRelease, goneIn] = [releases[last]!, releases[last + 1]!];
	const options = new Set([symbol, ...(beside.options ?? [])]);
	const cite = (place: string, claim: string): Source => ({
		kind: 'release',
		url: releaseAddress(place, lastRelease.release),
		host: 'git.kernel.org',
		date: lastRelease.date,
		claim,
	});
	return {
		option: symbol,
		prompt,
		at,
		architectures: [at.split('/')[1]!],
		since: null,
		state: 'gone',
		goes: null,
		through: null,
		gone: {
			lastRelease: {release: lastRelease.release, date: lastRelease.date},
			goneIn: {release: goneIn.release, date: goneIn.date},
			now: await findLater(definition, last, facts, reader),
		},
		citations: [
			cite(at, `Linux ${lastRelease.release} has CONFIG_${symbol}, ${goneIn.release} has it no more`),
			...(ending === null ? [] : [cite(ending.at, `CONFIG_${symbol} was to go`)]),
			...(decline === null ? [] : [cite(decline.at, `CONFIG_${symbol} was called ${decline.word}`)]),
		],
		boards: [...(boards.get(symbol) ?? [])].sort(),
		deviceTrees: [],
		drivers: [
			...new Set(
				gone.flatMap(({id, option, fate, goneIn: left}) =>
					fate === 'removed' &&
					option !== null &&
					options.has(option) &&
					(left === null || left.date > lastRelease.date)
						? [id]
						: [],
				),
			),
		].sort(),
	};
}

/** The option that the same machines have now; null where none is known. */
async function findLater(
	{symbol, prompt}: Definition,
	last: number,
	{seen, options}: GonePlatformFacts,
	reader: ReleaseFiles,
): Promise<string | null> {
	const bare = bareName(symbol);
	for (const [option, {first, last: end}] of seen) {
		if (!options.has(option) || first.release > last + 1 || end.release <= last) continue;
		if (option !== symbol && bareName(option) === bare) return option;
		if (prompt === null || first.release <= last) continue;
		const definitions = await reader.definitions(first.release, first.file);
		const named = definitions.find(one => one.symbol === option);
		if (named !== undefined && named.prompt === prompt && isListedPlatform(named)) return option;
	}
	return null;
}

const bareName = (option: string) => option.replace(/^(?:ARCH|MACH|SOC|PLAT)_/, '');

function releaseAddress(place: string, release: string): string {
	const [file, line] = place.split(':');
	return `https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/${file}?h=v${release}#n${line}`;
}

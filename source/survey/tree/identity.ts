/** What a driver is called, where it starts and how it comes to be loaded, from the facts of its sources. */
import path from 'node:path';
import type {LoadingWay} from '../../dossier/query/vocabulary.ts';
import type {Definition} from './kconfig/kconfig.ts';
import type {SourceFacts} from './sources/facts.ts';

/** A source of a driver with its facts. */
export interface DriverSource {
	file: string;
	facts: SourceFacts;
}

/**
 * The sources with the main file first: the one with the module's own macros, else the one that says what the module is,
 * else the one that is called like the object, else one that starts or registers something.
 */
export function orderSources(name: string, sources: readonly DriverSource[]): DriverSource[] {
	const plain = (text: string): string => text.replaceAll('-', '_');
	const rank = ({file, facts}: DriverSource): number =>
		(facts.isModuleMain ? 8 : 0) +
		(facts.description === null ? 0 : 4) +
		(plain(path.posix.basename(file).replace(/\..*$/, '')) === plain(name) ? 2 : 0) +
		(facts.entryLine === null ? 0 : 1);
	return [...sources].sort((one, other) => rank(other) - rank(one));
}

/** Words that every driver could be called by. */
const generic =
	/^(?:(?:the|a|an|this|linux|kernel|generic|main|simple|new|device|core|hardware|platform|helper|common|low[- ]level)\W+)*(?:module|drivers?|targets?|core|library|support|framework|implementation|device|subsystem|unit ?tests?|tests?)?$/i;

/**
 * The title: MODULE_DESCRIPTION, the main file's before others, else the option's prompt, unless it is a platform's,
 * else what the comment at the main file's head calls it; null where none says more than "driver". What many objects say
 * of themselves (`isCommon`) comes last: a macro of a shared header, one option for a whole folder.
 */
export function chooseTitle(
	sources: readonly DriverSource[],
	definition: Definition | null,
	isCommon: (title: string) => boolean,
): string | null {
	const descriptions = sources.flatMap(({facts}) => facts.description ?? []);
	const prompt = definition === null || definition.at.startsWith('arch/') ? null : definition.prompt;
	const said = prompt === null ? descriptions : [...descriptions, prompt];
	const candidates = [
		...said.filter(title => !isCommon(title)),
		sources[0]?.facts.headTitle ?? null,
		...said.toReversed(),
	];
	for (const candidate of candidates) {
		const title = candidate === null ? null : tidyTitle(candidate);
		if (title !== null) {
			return title;
		}
	}
	return null;
}

/** A title without what hangs on to it; null where nothing remains that tells one driver from another. */
function tidyTitle(text: string): string | null {
	const title = text
		.replaceAll('KBUILD_MODNAME', '')
		.replace(/^[\s:,;.–-]+/, '')
		.replace(/[\s:,;–-]+$|\s*\(?\b(?:v|ver|version|rev)[.:]?\s*\)?$/i, '')
		.trim();
	return title.length < 3 || generic.test(title.replace(/\W+$/, '')) ? null : title;
}

/** The `.name` strings under which an object registers. */
export function listNames(module: string, sources: readonly DriverSource[]): string[] {
	const ownName = module.replaceAll('-', '_');
	const names = sources.flatMap(({facts}) => facts.driverNames);
	return [...new Set(names.map(name => name.replaceAll('KBUILD_MODNAME', ownName)))].sort();
}

/**
 * How an object comes to be loaded; null where it has no option. `isTristate` says whether it can be a module at all,
 * `isNeeded` whether other drivers bring it along.
 */
export function chooseLoading(
	sources: readonly DriverSource[],
	about: {isTristate: boolean | null; isNeeded: boolean},
): LoadingWay | null {
	if (about.isTristate === null) {
		return null;
	}
	if (!about.isTristate) {
		return 'built-in';
	}
	if (sources.some(({facts}) => facts.idTables.length > 0)) {
		return 'device';
	}
	const ways = new Set(sources.flatMap(({facts}) => facts.loads));
	for (const way of ['device', 'line-discipline', 'protocol', 'file-system', 'char-device'] as const) {
		if (ways.has(way)) {
			return way;
		}
	}
	return about.isNeeded ? 'dependency' : 'name';
}

/** So many objects may say the same in words of their own: a driver's front ends, a board's revisions. */
const fewObjects = 2;

/** The titles that too many objects share: by a macro of a header already two are too many. */
export function findCommonTitles(
	objects: readonly {sources: readonly DriverSource[]; definition: Definition | null}[],
): Set<string> {
	const counts = new Map<string, number>();
	const count = (title: string, weight: number): void => {
		counts.set(title, (counts.get(title) ?? 0) + weight);
	};
	for (const {sources, definition} of objects) {
		const titles = new Map<string, number>();
		for (const {facts} of sources) {
			if (facts.description !== null) {
				titles.set(facts.description, facts.isDescriptionShared ? (fewObjects + 1) / 2 : 1);
			}
		}
		if (definition !== null && definition.prompt !== null && !titles.has(definition.prompt)) {
			titles.set(definition.prompt, 1);
		}
		for (const [title, weight] of titles) {
			count(title, weight);
		}
	}
	return new Set([...counts].flatMap(([title, weight]) => (weight > fewObjects ? [title] : [])));
}

/** Sources, and the .c files that they include: what those register, the object registers. */
export function withIncluded(
	sources: readonly DriverSource[],
	known: ReadonlyMap<string, SourceFacts>,
): DriverSource[] {
	const included = new Map<string, DriverSource>();
	for (const {file, facts} of sources) {
		for (const name of facts.quotedIncludes) {
			const other =
				name.endsWith('.c') && !/test|mock/.test(name)
					? path.posix.join(path.posix.dirname(file), name)
					: null;
			const found = other === null ? undefined : known.get(other);
			if (found !== undefined && !sources.some(source => source.file === other)) {
				included.set(other!, {file: other!, facts: found});
			}
		}
	}
	return included.size === 0 ? [...sources] : [...sources, ...included.values()];
}

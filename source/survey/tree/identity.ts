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
	/^(?:(?:the|a|an|this|backend|interface|linux|kernel|generic|main|simple|new|device|core|hardware|platform|helper|common|low[- ]level)\W+)*(?:module|drivers?(?: support)?|targets?|core|library|support|framework|functions|implementation|device|subsystem|unit ?tests?|tests?)?$/i;

/**
 * The title: MODULE_DESCRIPTION, the main file's before others, else the option's prompt, unless it is a platform's,
 * else what the comment at the main file's head calls it; null where none says more than "driver". What many objects say
 * of themselves (`sharing`, how many do) comes last: a macro of a shared header, one option for a whole folder. Before what
 * says no more than the object's name goes what does, and before a description copied from another's driver the prompt.
 */
export function chooseTitle(
	sources: readonly DriverSource[],
	definition: Definition | null,
	sharing: (title: string) => number,
	name: string,
): string | null {
	const descriptions = sources.flatMap(({facts}) => facts.description ?? []);
	const prompt = definition === null || definition.at.startsWith('arch/') ? null : definition.prompt;
	const said =
		prompt === null
			? descriptions
			: namesSibling(descriptions[0] ?? '', name, prompt) ||
					isLikeAnother(descriptions[0] ?? '', name, prompt, sharing)
				? [prompt, ...descriptions]
				: [...descriptions, prompt];
	const own = said.filter(title => sharing(title) <= fewObjects);
	const tidied = (titles: readonly string[]) => titles.flatMap(title => tidyTitle(title) ?? []);
	const telling = tidied(own).find(title => !saysOnlyName(title, name) && !isRequest.test(title));
	if (telling !== undefined) return telling;
	const head = sources[0]?.facts.headTitle ?? null;
	return tidied([...own, ...(head === null ? [] : [head]), ...said.toReversed()])[0] ?? null;
}

/** What an option is asked to do, which is no name. */
const isRequest = /^(?:allow|build|compile|copy|enable|include|use)\b/i;

/** Whether a title is the object's name and words that any driver could be called by: `LM75 driver`, `qeth core functions`. */
function saysOnlyName(title: string, name: string): boolean {
	const plain = (text: string) => text.toLowerCase().replaceAll('-', '_');
	const rest = plain(title).replace(plain(name).replace(/^snd_(?:soc_)?/, ''), '');
	return rest !== plain(title) && generic.test(rest.replace(/ for\W*$/, '').trim());
}

/**
 * Whether a description names a sibling of the chip that the object is called after, and not that, which the prompt
 * names: it was copied with the source, `MediaTek MT2701 HIF clocks driver` of clk-mt7629-hif. What stands for a whole
 * family, `AD7416/17/18`, `ISP170x`, names no sibling.
 */
function namesSibling(description: string, name: string, prompt: string): boolean {
	const chips = name.toLowerCase().match(/[a-z]{2,}\d{3,}/g) ?? [];
	const [said, asked] = [description.toLowerCase(), prompt.toLowerCase()];
	if (chips.some(chip => said.includes(chip)) || !chips.some(chip => asked.includes(chip))) return false;
	return chips.some(chip => {
		const letters = /^[a-z]+/.exec(chip)![0];
		const named = said.match(new RegExp(`\\b${letters}\\d{3,}[\\w/()-]*`, 'g')) ?? [];
		return named.length > 0 && !named.some(one => /[x(]|[/-]\d/.test(one.slice(letters.length)));
	});
}

/**
 * Whether a description stands in another's source too, and lacks a word of the object's name that the prompt has: `MT6795
 * vdecsys clocks` of clk-mt6795-vencsys.
 */
function isLikeAnother(
	description: string,
	name: string,
	prompt: string,
	sharing: (title: string) => number,
): boolean {
	if (sharing(description) < 2 || sharing(prompt) > 1) return false;
	const [said, asked] = [description.toLowerCase(), prompt.toLowerCase()];
	const words = name.toLowerCase().split(/[-_]/);
	return words.some(word => word.length > 2 && asked.includes(word) && !said.includes(word));
}

/** A title without what hangs on to it; null where nothing remains that tells one driver from another. */
function tidyTitle(text: string): string | null {
	const title = text
		.replaceAll('KBUILD_MODNAME', '')
		.replace(/^[\s:,;.–-]+/, '')
		.replace(/[\s:,;–-]+$|\s+(?:\((?:v|ver|version|rev)[.:]?\s*\)|(?:v|ver|version|rev)[.:]?)$/i, '')
		.trim();
	// What goes on from a line above names nothing, nor does who has the rights.
	const isRest = /^(?:and|or|of|with|which) |^(?:\(C\)|©|Copyright\b)/.test(title);
	return title.length < 3 || isRest || generic.test(title.replace(/\W+$/, '')) ? null : title;
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

/** How many objects call themselves by a title; by a macro of a header already two are too many. */
export function countTitles(
	objects: readonly {sources: readonly DriverSource[]; definition: Definition | null}[],
): (title: string) => number {
	const counts = new Map<string, number>();
	const keyOf = (title: string) => title.replaceAll('KBUILD_MODNAME', '').trim();
	for (const {sources, definition} of objects) {
		const titles = new Map<string, number>();
		for (const {facts} of sources) {
			if (facts.description !== null) {
				titles.set(keyOf(facts.description), facts.isDescriptionShared ? (fewObjects + 1) / 2 : 1);
			}
		}
		const prompt = definition?.prompt ?? null;
		if (prompt !== null && !titles.has(keyOf(prompt))) titles.set(keyOf(prompt), 1);
		for (const [title, weight] of titles) counts.set(title, (counts.get(title) ?? 0) + weight);
	}
	return title => counts.get(keyOf(title)) ?? 0;
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

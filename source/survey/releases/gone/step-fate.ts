/** What became of a driver from the last release that had it to the next one. */
import {basename, dirname} from 'node:path/posix';
import {normaliseName} from '../../../dossier/query/names.ts';
import type {StepFiles} from '../chain/step-files.ts';
import type {ReleaseTrees} from '../chain/trees.ts';
import {shareTaken, tellingLines} from './lines.ts';
import type {ReleaseObject, ReleaseObjects} from './release-objects.ts';

/** What became of a driver in one step. `to` are ids of drivers of the later release, or paths of sources that none has. */
export interface StepFate {
	kind: 'removed' | 'followed';
	to: readonly string[];
	/** What says so, as a sentence on the path that it names; null where nothing is left to be named. */
	by: {at: string; claim: string} | null;
}

/** Two releases in a row. `before` and `after` are their indexes. */
export interface Step {
	before: number;
	after: number;
	was: ReleaseObjects;
	is: ReleaseObjects;
	files: StepFiles;
	/** Ids of the contents of every file of the earlier release. */
	idsBefore: ReadonlyMap<string, string>;
	has(path: string): boolean;
}

/** A source lives on where so much of its telling lines is found, a driver where so much of its sources does. */
const livingSource = 0.3;
const livingShare = 0.5;
/** Under the same name and option less will do: it was written anew. */
const rewrittenShare = 0.1;
/** So many edited files are compared with a source at most, those with most new lines first. */
const mostCandidates = 60;
/** Fewer telling lines tell nothing. */
const fewestLines = 4;
/** Characters of a source at most: larger ones are tables. */
const largestSource = 1_000_000;
/** Module names that say nothing. */
const shortestName = 5;

/** Finds what became of drivers, by what their sources say. */
export class FateFinder {
	private readonly trees: ReleaseTrees;
	private readonly common: ReadonlySet<string>;
	private indexed: {step: Step; lines: ReadonlyMap<string, readonly string[]>} | null = null;

	constructor(trees: ReleaseTrees, common: ReadonlySet<string>) {
		this.trees = trees;
		this.common = common;
	}

	async of(object: ReleaseObject, step: Step): Promise<StepFate> {
		const sources = await this.ownSources(object, step);
		const places = new Map<string, number>();
		let all = 0;
		let living = 0;
		let best: {path: string; from: string; lines: number} | null = null;
		for (const source of sources) {
			all += source.weight;
			const path = await this.follow(source, step);
			if (path === null) continue;
			living += source.weight;
			if (best === null || source.weight > best.lines) {
				best = {path, from: source.path, lines: source.weight};
			}
			for (const place of this.ownersOf(path, step)) {
				places.set(place, (places.get(place) ?? 0) + source.weight);
			}
		}
		if (best !== null && living >= all * livingShare) {
			const to = mostOf(places, object);
			const claim =
				best.path === best.from ? `${best.from} is a part of it now` : `${best.from} lives on here`;
			const self = selfOf(object, step);
			if (self !== null && !to.includes(self.id)) {
				const built = `CONFIG_${self.symbol} builds ${self.module} here; ${basename(best.path)} has most of ${best.from}`;
				return {kind: 'followed', to: [self.id, ...to], by: {at: self.at, claim: built}};
			}
			return {kind: 'followed', to: to.length > 0 ? to : [best.path], by: {at: best.path, claim}};
		}
		return (await this.byNames(object, sources, step)) ?? {kind: 'removed', to: [], by: null};
	}

	/** The sources that no other object of that release is linked from; all where others share every one. */
	private async ownSources(object: ReleaseObject, {was, idsBefore}: Step): Promise<OwnSource[]> {
		const own = object.sources.filter(source => was.owners.get(source)!.length === 1);
		const found: OwnSource[] = [];
		for (const path of own.length > 0 ? own : object.sources) {
			const id = idsBefore.get(path);
			const text = id === undefined ? null : await this.text(id);
			if (text !== null) found.push({path, text, weight: text.split('\n').length});
		}
		return found;
	}

	/** The path that a source has now; null where it is nowhere. */
	private async follow(source: OwnSource, step: Step): Promise<string | null> {
		const {path} = source;
		const at = step.files.moved.get(path) ?? (step.has(path) ? path : null);
		if (at !== null && ((step.is.owners.get(at)?.length ?? 0) > 0 || !at.startsWith(dirname(path)))) {
			return at;
		}
		return this.search(source, step);
	}

	/** The new or edited file that took most of a source's lines. */
	private async search({path, text}: OwnSource, step: Step): Promise<string | null> {
		const lines = tellingLines(text, this.common);
		if (lines.size < fewestLines) return null;
		let best: {path: string; share: number} | null = null;
		const offer = (candidate: string, share: number) => {
			if (share >= livingSource && share > (best?.share ?? 0)) best = {path: candidate, share};
		};
		const counts = new Map<string, number>();
		const index = await this.newLines(step);
		for (const line of lines) {
			for (const file of index.get(line) ?? []) counts.set(file, (counts.get(file) ?? 0) + 1);
		}
		for (const [file, count] of counts) offer(file, count / lines.size);
		for (const {path: file, before, after} of editedNear(path, lines.size, step)) {
			const [was, is] = [await this.text(before), await this.text(after)];
			if (is !== null) offer(file, shareTaken(lines, is, was));
		}
		return (best as {path: string} | null)?.path ?? null;
	}

	/** Every telling line of the sources that are new in a step, with those that have it. */
	private async newLines(step: Step): Promise<ReadonlyMap<string, readonly string[]>> {
		if (this.indexed?.step === step) return this.indexed.lines;
		const lines = new Map<string, string[]>();
		for (const [path, id] of step.files.added) {
			const text = /\.(?:[cS]|rs)$/.test(path) ? await this.text(id) : null;
			if (text === null || text.length > largestSource) continue;
			for (const line of tellingLines(text, this.common)) {
				const files = lines.get(line);
				if (files === undefined) lines.set(line, [path]);
				else files.push(path);
			}
		}
		this.indexed = {step, lines};
		return lines;
	}

	/** A new object of its option, of its name, or beside it of a name that is its own but for an ending; it need not keep a line. */
	private async byNames(
		object: ReleaseObject,
		sources: readonly OwnSource[],
		step: Step,
	): Promise<StepFate | null> {
		const {was, is} = step;
		const {module, symbol} = object;
		const name = normaliseName(module);
		const fresh = (id: string) => !was.objects.has(id);
		const heirs = (symbol === null ? [] : (is.bySymbol.get(symbol) ?? [])).filter(fresh);
		const built = symbol === null ? [] : (was.bySymbol.get(symbol) ?? []);
		if (heirs.length > 0 && heirs.length <= 8 && built.every(id => !is.objects.has(id))) {
			const same = heirs.filter(id => normaliseName(basename(id)) === name);
			const to = same.length > 0 ? same : heirs;
			return {
				kind: 'followed',
				to,
				by: {at: is.objects.get(to[0]!)!.at, claim: `CONFIG_${symbol} builds it`},
			};
		}
		const variant = variantOf(
			object,
			[...is.objects.values()].filter(({id}) => fresh(id)),
		);
		if (variant !== null) {
			const claim = `${variant.module} is built here, which ${module} was before`;
			return {kind: 'followed', to: [variant.id], by: {at: variant.at, claim}};
		}
		if (module.length < shortestName) return null;
		for (const other of is.objects.values()) {
			if (!fresh(other.id) || normaliseName(other.module) !== name) continue;
			if (symbol !== other.symbol && !(await this.isAlike(sources, other, step))) continue;
			return {kind: 'followed', to: [other.id], by: {at: other.at, claim: `${other.module} is built here`}};
		}
		return null;
	}

	/** Whether another object kept some of the main source. */
	private async isAlike(
		sources: readonly OwnSource[],
		other: ReleaseObject,
		{after}: Step,
	): Promise<boolean> {
		const [main] = sources;
		const [path] = other.sources;
		if (main === undefined || path === undefined) return false;
		const text = await this.trees.readPath(after, path);
		const lines = tellingLines(main.text, this.common);
		return text !== null && shareTaken(lines, text.toString('latin1'), null) >= rewrittenShare;
	}

	private ownersOf(path: string, {is}: Step): readonly string[] {
		return is.owners.get(path) ?? [];
	}

	private async text(id: string): Promise<string | null> {
		return (await this.trees.read(id))?.toString('latin1') ?? null;
	}
}

interface OwnSource {
	path: string;
	text: string;
	/** Its lines. */
	weight: number;
}

/** The new object that bears both the name and the option of one that was split: most of its lines may be in another. */
function selfOf({module, symbol}: ReleaseObject, {was, is}: Step): ReleaseObject | null {
	const built = symbol === null ? [] : (is.bySymbol.get(symbol) ?? []);
	const self = built
		.filter(id => !was.objects.has(id))
		.find(id => normaliseName(basename(id)) === normaliseName(module));
	return self === undefined ? null : is.objects.get(self)!;
}

/** So many letters two names must share from the front, and so few may follow in one of them. */
const sharedStart = 12;
const longestEnding = 2;

/** Of new objects in its folder or the one above, the one whose name or option is its own but for a letter or two. */
function variantOf(object: ReleaseObject, fresh: readonly ReleaseObject[]): ReleaseObject | null {
	const isVariant = (one: string | null, other: string | null) => {
		if (one === null || other === null || one === other) return false;
		const [short, long] = one.length < other.length ? [one, other] : [other, one];
		return (
			short.length >= sharedStart && long.length - short.length <= longestEnding && long.startsWith(short)
		);
	};
	const found = fresh.filter(
		({directory, module, symbol}) =>
			(directory === object.directory || directory === dirname(object.directory)) &&
			(isVariant(normaliseName(module), normaliseName(object.module)) || isVariant(symbol, object.symbol)),
	);
	return found.length === 1 ? found[0]! : null;
}

/** Edited files around a source that added as many lines as would make it live on there, most first. */
function editedNear(
	source: string,
	lines: number,
	{files}: Step,
): {path: string; before: string; after: string}[] {
	const folder = dirname(source);
	const isNear = (path: string) => {
		const other = dirname(path);
		return other === folder || other === dirname(folder) || dirname(other) === folder;
	};
	return [...files.edited]
		.filter(([path, {added}]) => added >= lines * livingSource * 0.8 && isNear(path))
		.sort(([, a], [, b]) => b.added - a.added)
		.slice(0, mostCandidates)
		.map(([path, {before, after}]) => ({path, before, after}));
}

/** The places that most of the sources went to: of several, that of the same name first; of equals, all. */
function mostOf(places: ReadonlyMap<string, number>, {module}: ReleaseObject): string[] {
	const most = Math.max(0, ...places.values());
	const found = [...places].filter(([, weight]) => weight === most).map(([id]) => id);
	const same = found.filter(id => normaliseName(basename(id)) === normaliseName(module));
	return same.length > 0 ? same : found.slice(0, 4);
}

/** The records of drivers that are gone, from the departures of a chain of releases. */
import {basename} from 'node:path/posix';
import {normaliseName} from '../../../dossier/query/names.ts';
import type {Fate} from '../../../dossier/query/vocabulary.ts';
import type {GoneRecord, LaterPlace} from '../../../dossier/schema.ts';
import {isOwnTree, type Release} from '../history.ts';
import type {Claimant, Claims} from './claims.ts';
import type {Departure, Departures, FormerOption, Resolved} from './departures.ts';
import type {ReleaseObject, ReleaseObjects} from './release-objects.ts';
import {successorsOf} from './successors.ts';

/** So many of its named parts another driver must claim to be called the one that it was merged into. */
const mergedShare = 0.5;

/** What records are made of. */
export interface RecordSources {
	releases: readonly Release[];
	departures: Departures;
	newest: ReleaseObjects;
	claims: Claims;
}

/** One record for each driver that left, and one for each option that drivers were built by and are not any more. */
export function goneRecords(sources: RecordSources): GoneRecord[] {
	const maker = new RecordMaker(sources);
	const records = new Map<string, GoneRecord>();
	const {departures, newest} = sources;
	const isGathered = !sources.releases.every(isOwnTree);
	const left = new Map(
		[...departures.left].filter(([, one]) => !(isGathered && isStrangers(one, sources.releases))),
	);
	for (const [id, departure] of left) {
		if (!newest.objects.has(id))
			records.set(`${id} ${departure.object.symbol}`, maker.ofDeparture(departure));
	}
	for (const option of departures.formerOptions.values()) {
		const {id, symbol, last} = option;
		if (last === sources.releases.length - 1 || newest.symbols.has(symbol)) continue;
		const key = `${id} ${symbol}`;
		if (records.has(key)) continue;
		const living = newest.objects.get(id);
		const departure = left.get(id);
		if (living !== undefined) records.set(key, maker.ofOption(option, living));
		else if (departure !== undefined) records.set(key, {...maker.ofDeparture(departure), option: symbol});
	}
	return [...records.values()];
}

/**
 * Whether a driver stands in one tree alone, between releases next to it without it, and nothing tells what became of it:
 * trees that were gathered from many hands hold what somebody added for a machine of theirs (drivers/ps4, *-aaeon), which
 * no release of Linux ever had. Where every tree is a release's own, so short a life is believed.
 */
function isStrangers({first, last, gone, fate}: Departure, releases: readonly Release[]): boolean {
	const isAlone = first > 0 && first === last && fate.kind === 'removed';
	return isAlone && releases[first]!.missing.length === 0 && releases[gone]!.missing.length === 0;
}

class RecordMaker {
	private readonly releases: readonly Release[];
	private readonly departures: Departures;
	private readonly newest: ReleaseObjects;
	private readonly claims: Claims;

	constructor({releases, departures, newest, claims}: RecordSources) {
		this.releases = releases;
		this.departures = departures;
		this.newest = newest;
		this.claims = claims;
	}

	ofDeparture(departure: Departure): GoneRecord {
		const {object, sight} = departure;
		const followed = this.departures.resolve(object.id, this.newest);
		// What it became and lost again later is gone since then, not since it moved.
		const end = followed.end ?? departure;
		const ids = sight.ids.length > 0 ? sight.ids : end.sight.ids;
		const heir = end.isLeftOut
			? null
			: followed.to.length === 0
				? this.heirOf(end, ids)
				: this.ownerOf(end, ids, followed.to);
		// Where its parts are elsewhere, what its lines say is no evidence.
		const isMisled = heir !== null && followed.to.length > 0;
		const resolved: Resolved = isMisled
			? {to: [], steps: [{...departure, fate: {kind: 'removed', to: [], by: null}}], end}
			: heir === null
				? followed
				: {...followed, to: []};
		const to = heir === null ? resolved.to : [heir.id];
		const fate = end.isLeftOut ? null : this.fateOf(object, to, resolved, heir);
		return {
			id: object.id,
			module: object.module,
			option: object.symbol,
			title: sight.title,
			ids: ids.length > 0 ? ids : null,
			section: sight.section,
			since: this.dated(departure.first),
			lastRelease: this.dated(end.last),
			goneIn: this.dated(end.gone),
			fate,
			to: to.map(id => this.placeOf(id)),
			successors:
				fate === 'removed'
					? successorsOf({id: object.id, ids}, this.claims, at => this.newest.objects.get(at))
					: [],
			deletion: null,
			evidence: [
				this.builtAt(departure),
				...resolved.steps.flatMap(({fate: {by}, gone}) =>
					by === null ? [] : [{release: this.releases[gone]!.release, ...by}],
				),
				...(resolved.to.length > 0
					? []
					: [
							{
								release: this.releases[end.gone]!.release,
								at: end.missedAt,
								claim: end.isLeftOut
									? `lists no ${end.object.module}.o; releases before that listed it, too, without having its sources, and later ones had them again`
									: `lists no ${end.object.module}.o`,
							},
						]),
				...(heir === null
					? []
					: [
							{
								release: this.releases.at(-1)!.release,
								at: this.newest.objects.get(heir.id)!.sources[0] ?? heir.id,
								claim: `claims ${heir.witness}, as ${object.module} did`,
							},
						]),
			],
		};
	}

	/** A driver that is there and was built by another option. */
	ofOption({symbol, first, last, object}: FormerOption, living: ReleaseObject): GoneRecord {
		return {
			id: living.id,
			module: living.module,
			option: symbol,
			title: object.prompt,
			ids: null,
			section: null,
			since: this.dated(first),
			lastRelease: this.dated(last),
			goneIn: this.dated(last + 1),
			fate: 'option-renamed',
			to: [{id: living.id, option: living.symbol}],
			successors: [],
			deletion: null,
			evidence: [
				{
					release: this.releases[last]!.release,
					at: object.optionAt ?? object.at,
					claim: `CONFIG_${symbol} builds ${living.module}`,
				},
				{
					release: this.releases.at(-1)!.release,
					at: living.at,
					claim: living.symbol === null ? 'is built always' : `CONFIG_${living.symbol} builds it`,
				},
			],
		};
	}

	private fateOf(
		object: ReleaseObject,
		to: readonly string[],
		{steps}: Resolved,
		heir: Claimant | null,
	): Fate {
		if (to.length === 0) return 'removed';
		const into = heir?.id ?? to[0]!;
		const step = heir === null ? steps[0]! : null;
		const wasThere = step?.fate.to.some(id => this.wasBefore(id, step.gone)) ?? false;
		const isMerged = heir === null ? wasThere : this.departures.firstOf(into)! < steps[0]!.gone;
		if (isMerged) return 'merged';
		return normaliseName(basename(into)) === normaliseName(object.module) ? 'moved' : 'renamed';
	}

	private wasBefore(id: string, release: number): boolean {
		const first = this.departures.firstOf(id) ?? this.departures.left.get(id)?.first;
		return first !== undefined && first < release;
	}

	/**
	 * The driver that took it over, no later than it left: one that claims half of its parts by their names, or one of
	 * them under its own name without a beginning; or one that came as it left and claims half of its devices.
	 */
	private heirOf({gone, object}: Departure, ids: readonly string[]): Claimant | null {
		const name = normaliseName(object.module);
		const first = ({id}: Claimant) => this.departures.firstOf(id) ?? Number.POSITIVE_INFINITY;
		const isOther = ({id}: Claimant) => id !== object.id && this.newest.objects.has(id);
		const named = this.claims.byNames(ids).find(one => {
			const isNamesake = name.endsWith(`_${normaliseName(basename(one.id))}`);
			return isOther(one) && (one.share >= mergedShare || isNamesake) && first(one) <= gone;
		});
		if (named !== undefined) return named;
		const fresh = (one: Claimant) => isOther(one) && one.share >= mergedShare && first(one) === gone;
		return this.claims.byNumbers(ids).find(fresh) ?? null;
	}

	/**
	 * The driver that claims all its parts by their names, where those that its lines went to claim none of them: what
	 * one family's drivers are alike in tells nothing of whose the hardware is (dispcc-sm8650 is in dispcc-sm8550, though
	 * dispcc-sm4450, new in that release, has more of its lines).
	 */
	private ownerOf(end: Departure, ids: readonly string[], to: readonly string[]): Claimant | null {
		const claimants = this.claims.byNames(ids);
		const name = normaliseName(end.object.module);
		// Under its own name it is itself, wherever its table went.
		if (to.some(id => normaliseName(basename(id)) === name)) return null;
		if (claimants[0]?.share !== 1 || claimants.some(({id}) => to.includes(id))) return null;
		const owner = this.heirOf(end, ids);
		return owner?.share === 1 ? owner : null;
	}

	private placeOf(id: string): LaterPlace {
		return {id, option: this.newest.objects.get(id)?.symbol ?? null};
	}

	private builtAt({object, last}: Departure): GoneRecord['evidence'][number] {
		const by = object.symbol === null ? '' : ` by CONFIG_${object.symbol}`;
		return {
			release: this.releases[last]!.release,
			at: object.at,
			claim: `${object.module}.o is built${by}`,
		};
	}

	private dated(index: number): {release: string; date: string} {
		const {release, date} = this.releases[index]!;
		return {release, date};
	}
}

/** Which drivers need which others: by symbols, by softdep lines, by options that select an option of theirs. */

import {normaliseName} from '../../dossier/query/names.ts';
import type {Need} from '../../dossier/schema.ts';
import {addTo} from '../key-sets.ts';
import type {DriverSource} from './identity.ts';
import type {Definition} from './kconfig/kconfig.ts';

/** What is known of an object when it is asked whom it needs. */
export interface NeedingObject {
	id: string;
	module: string;
	sources: readonly DriverSource[];
	/** The symbol and definition of its option; null where it has none. */
	symbol: string | null;
	definition: Definition | null;
}

/** Who uses what others offer. Names are symbols that exactly one object exports, or structs that it fills in. */
export interface SymbolUses {
	/** The objects whose exported symbols an object uses, by its id. */
	needed: ReadonlyMap<string, ReadonlySet<string>>;
	/** The objects that use an object's exported symbols, by its id. */
	users: ReadonlyMap<string, ReadonlySet<string>>;
	/** The same for structs that are filled in but not exported. */
	tableUsers: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A name, who offers it, and whether modules may use it. */
interface Offer {
	name: string;
	id: string;
	isExported: boolean;
}

const fewObjects = 3;

/**
 * The names to look for in every source, each with the one object that offers it. What two objects offer, and what
 * sources offer that go into several objects, is nobody's. Macros of headers call other
 * spellings: they count too, where nobody offers them himself.
 */
export function listOffers(objects: readonly NeedingObject[]): Offer[] {
	const linkers = new Map<string, number>();
	for (const {sources} of objects) {
		for (const {file} of sources) {
			linkers.set(file, (linkers.get(file) ?? 0) + 1);
		}
	}
	const offers = new Map<string, Offer | null>();
	for (const {id, sources} of objects) {
		for (const {file, facts} of sources) {
			const owner = linkers.get(file) === 1 ? id : null;
			const exported = new Set(facts.exports);
			for (const name of new Set([...exported, ...facts.tables])) {
				const known = offers.get(name);
				const isNew = known === undefined || (known !== null && known.id === owner);
				offers.set(
					name,
					isNew && owner !== null
						? {name, id: owner, isExported: exported.has(name) || known?.isExported === true}
						: null,
				);
			}
		}
	}
	for (const [name, offer] of [...offers]) {
		for (const spelling of offer?.isExported ? macroSpellings(name) : []) {
			if (!offers.has(spelling)) {
				offers.set(spelling, {...offer!, name: spelling});
			}
		}
	}
	return [...offers.values()].filter(offer => offer !== null);
}

/** How drivers spell a symbol that a macro of a header calls for them. */
function macroSpellings(name: string): string[] {
	const short = name.replace(/^_+/, '').replace(/_ext$/, '');
	const registering = /^(\w+?)_(?:register_drivers?|driver_register)$/.exec(short);
	return [
		...(short === name ? [] : [short]),
		...(registering === null ? [] : [`module_${registering[1]}_driver`]),
	];
}

/** Joins what each file uses (`uses` gives places in `offers`) to who uses whom. */
export function joinUses(
	objects: readonly NeedingObject[],
	offers: readonly Offer[],
	uses: ReadonlyMap<string, readonly number[]>,
): SymbolUses {
	const needed = new Map<string, Set<string>>();
	const users = new Map<string, Set<string>>();
	const tableUsers = new Map<string, Set<string>>();
	for (const {id, sources} of objects) {
		for (const {file} of sources) {
			for (const number of uses.get(file) ?? []) {
				const offer = offers[number]!;
				if (offer.id === id) {
					continue;
				}
				if (offer.isExported) {
					addTo(needed, id, offer.id);
					addTo(users, offer.id, id);
				} else {
					addTo(tableUsers, offer.id, id);
				}
			}
		}
	}
	return {needed, users, tableUsers};
}

/** Answers whom an object needs. */
export class NeedFinder {
	private readonly uses: SymbolUses;
	private readonly tristate = new Set<string>();
	/** The one object of a module's name; null where several bear it. */
	private readonly byModule = new Map<string, string | null>();
	private readonly bySymbol = new Map<string, string[]>();

	constructor(objects: readonly NeedingObject[], uses: SymbolUses) {
		this.uses = uses;
		for (const {id, module, symbol, definition} of objects) {
			const name = normaliseName(module);
			this.byModule.set(name, this.byModule.has(name) ? null : id);
			if (definition?.type === 'tristate' && symbol !== null) {
				this.tristate.add(id);
				this.bySymbol.set(symbol, [...(this.bySymbol.get(symbol) ?? []), id]);
			}
		}
	}

	/**
	 * The drivers that must be there before this one, by id; each with the strongest way it is needed by. What can only be
	 * built in is always there and not named; an option that builds more than a few objects says of none that it is needed.
	 */
	find({id, symbol, definition, sources}: NeedingObject): Need[] {
		const found = new Map<string, Need>();
		const note = (driver: string | null | undefined, by: Need['by']): void => {
			if (driver !== null && driver !== undefined && driver !== id && !found.has(driver)) {
				found.set(driver, {driver, by});
			}
		};
		for (const other of this.uses.needed.get(id) ?? []) {
			note(this.tristate.has(other) ? other : null, 'symbol');
		}
		for (const {facts} of sources) {
			for (const module of facts.softdeps) {
				note(this.byModule.get(normaliseName(module)), 'softdep');
			}
		}
		for (const {symbol: selected, isWeak} of definition?.selects ?? []) {
			const objects = isWeak || selected === symbol ? [] : (this.bySymbol.get(selected) ?? []);
			for (const other of objects.length > fewObjects ? [] : objects) {
				// A core that brings the parts along which need it does not need them.
				note(this.uses.needed.get(other)?.has(id) ? null : other, 'select');
			}
		}
		return [...found.values()].sort((one, other) => (one.driver < other.driver ? -1 : 1));
	}
}

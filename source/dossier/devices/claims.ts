/** Which devices a driver claims, by which pattern each, where that is known from, and since when. */
import {stepWords} from '../history/since.ts';
import {claimOfPattern, type DeviceQuery} from '../query/device-query.ts';
import type {AliasOrigin} from '../query/vocabulary.ts';
import type {DriverRecord, Manifest} from '../schema.ts';

/** One pattern of a driver. */
export interface Claim {
	pattern: string;
	/** Null where the data set doesn't say. */
	from: AliasOrigin | null;
	/** The first surveyed release that has it, `7.1`; `<=5.10`: then or before; null where that is not known. */
	since: string | null;
}

type Claiming = Pick<DriverRecord, 'aliases' | 'aliasFrom' | 'aliasSince'>;

/** All patterns of a driver; none where they are not known. */
export function claimsOf({aliases, aliasFrom, aliasSince}: Claiming): Claim[] {
	// A single entry counts for all of them.
	const at = <Entry>(list: readonly Entry[] | null | undefined, index: number): Entry | null =>
		(list?.length === 1 ? list[0] : list?.[index]) ?? null;
	return (aliases ?? []).map((pattern, index) => ({
		pattern,
		from: at(aliasFrom, index),
		since: at(aliasSince, index),
	}));
}

/** By which pattern a driver claims a device; the oldest of those that say most. Null where it doesn't. */
export function claimOn(
	record: Claiming,
	query: DeviceQuery,
): (Claim & {claim: 'claims' | 'may-claim'}) | null {
	let best: (Claim & {claim: 'claims' | 'may-claim'}) | null = null;
	for (const one of claimsOf(record)) {
		const claim = claimOfPattern(one.pattern, query);
		if (claim === null) continue;
		const isBetter =
			best === null || (claim === best.claim ? compareSince(one.since, best.since) < 0 : claim === 'claims');
		if (isBetter) best = {...one, claim};
	}
	return best;
}

/** The newest release in which a driver began to claim something more; null where none is known. */
export function newestSince({aliases, aliasSince}: Claiming): string | null {
	if ((aliases ?? []).length === 0) return null;
	let newest: string | null = null;
	// Hundreds of patterns came with a handful of releases.
	for (const since of new Set(aliasSince)) {
		if (since !== null && (newest === null || compareSince(since, newest) > 0)) newest = since;
	}
	return newest;
}

/**
 * Since when, for a sentence: `since 7.1`, `since 5.10 or earlier`, `since 6.15, 6.16 or 6.17` where the releases before
 * were not surveyed; null where that is not known.
 */
export function claimSinceText(since: string | null, releases: Manifest['releases']): string | null {
	if (since === null) return null;
	if (since.startsWith('<=')) return `since ${since.slice(2)} or earlier`;
	const step = releases.find(({release}) => release === since);
	return `since ${step === undefined ? since : stepWords(step)}`;
}

/** Older releases first, unknown ones last. */
export function compareSince(one: string | null, other: string | null): number {
	return rank(one) - rank(other);
}

function rank(since: string | null): number {
	if (since === null) return Number.POSITIVE_INFINITY;
	const [major, minor, more] = (since.startsWith('<=') ? since.slice(2) : since).split('.', 3);
	const rank = Number(major) * 1000 + Number(minor);
	return more === undefined && Number.isSafeInteger(rank) ? rank : Number.POSITIVE_INFINITY;
}

/**
 * Whether a pattern claims a class of devices, a vendor's devices or everything of a bus, rather than a device by its
 * number or name.
 */
export function isClassPattern(pattern: string): boolean {
	if (/^(?:vfio_)?pci:/.test(pattern)) return /^\w+:v[^d]*\*|d\*sv/.test(pattern);
	if (pattern.startsWith('usb:')) return /^usb:v\*|^usb:v[^p]*p\*/.test(pattern);
	if (pattern.startsWith('acpi')) return pattern.includes('?');
	if (pattern.startsWith('hid:')) return /v\*|p\*/.test(pattern.slice('hid:b'.length));
	if (/^(?:virtio|ssb|bcma|sdio|rapidio|ipack):/.test(pattern))
		return /(?:d|id)\*(?:v|rev|$|cl|a)/.test(pattern);
	return false;
}

/**
 * The six hex digits of the PCI class that a pattern claims whole, whatever the device: `0c0300`, `0106**` where a
 * part is free; null for every other pattern.
 */
export function pciClassOf(pattern: string): string | null {
	const [, base, sub, interfacing] =
		/^pci:v(?:\*|[0-9A-F]{8})d\*sv\*sd\*bc([0-9A-F]{2})sc([0-9A-F]{2}|\*)i([0-9A-F]{2}|\*)\*?$/.exec(
			pattern,
		) ?? [];
	if (base === undefined) return null;
	const digits = (part: string): string => (part === '*' ? '**' : part);
	return `${base}${digits(sub!)}${digits(interfacing!)}`.toLowerCase();
}

/** One class of devices as pci.ids lists it: `0c0300`, and the words for subclass and interface. */
export interface NamedClass {
	code: string;
	names: readonly string[];
}

/**
 * The class that a device's name speaks of, as `82801EB/ER (ICH5/ICH5R) USB UHCI Controller #1` does of UHCI and USB
 * controller: the one of which all words are there, and most of them. Null where none is.
 */
export function classNamed(name: string, classes: readonly NamedClass[]): NamedClass | null {
	const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
	const said = new Set(wordsOf(name));
	let best: NamedClass | null = null;
	let most = 0;
	for (const one of classes) {
		const words = new Set(one.names.flatMap(wordsOf));
		if (words.size > most && [...words].every(word => said.has(word))) {
			best = one;
			most = words.size;
		}
	}
	return best;
}

/** Which driver stands in for another, and where nothing does: each with the place that says so. */
import {rulesAssessment} from '../dossier/effective.ts';
import {isOvertaken, mailSource} from '../dossier/mail-address.ts';
import {normaliseName} from '../dossier/query/names.ts';
import {isJudgedKind} from '../dossier/query/vocabulary.ts';
import type {Assessment, DriverRecord, RemovalPatch, Source} from '../dossier/schema.ts';
import {endingPlatform, inTree} from './evidence.ts';

/** A finding with its sentence and its source. */
export interface Cited<Value> {
	value: Value;
	text: string;
	source: Source;
}

/** What stands in for a driver: the module's name, or null where it can be told that nothing does. */
export type FindSuccessor = (record: DriverRecord, verdict: Assessment) => Cited<string | null> | null;

/** Least share of a driver's device ids that another must claim to be called its replacement. */
const claimedShare = 0.5;
/** A driver that claims the same devices takes their place only where it is so much safer itself. */
const saferBy = 0.5;
/** From this risk on somebody asks what comes in a driver's place. */
const askedFrom = 0.04;
/** A device that so many drivers claim is a bridge or a class of things: it tells nothing of whose it is. */
const mostClaimants = 3;

/**
 * Reads all drivers once. What people say comes first: the mail that removes a driver or announces its end, then the
 * texts of the tree. Else, for drivers to be deprecated or removed and for those in staging, it is a much safer one of the
 * same category and bus that claims half of its device ids or more, pattern for pattern: functions of one card, other
 * interfaces of one USB device, a bridge's own id and the variants of a chip for another bus are left alone. Where the ids
 * of a driver to be deprecated or removed were read and no other claims one, nothing replaces it.
 */
export function successorsOf(records: readonly DriverRecord[]): FindSuccessor {
	const claimants = claimantsOf(records);
	const byId = new Map(records.map(record => [record.id, record]));
	const byName = namesOf(records);
	return (record, verdict) =>
		namedByMail(record, byId) ??
		announced(record, byName) ??
		namedByTree(record, byId) ??
		claimed(record, verdict, claimants) ??
		unclaimed(record, verdict, claimants);
}

const riskOf = (record: DriverRecord) => rulesAssessment(record)?.removalRisk ?? 1;

/** People name what they know; a name that is a driver of quite another kind was meant otherwise. */
function mayReplace(other: DriverRecord | undefined, record: DriverRecord): other is DriverRecord {
	return (
		other !== undefined &&
		other.id !== record.id &&
		isJudgedKind(other.kind) &&
		other.category === record.category
	);
}

/** So many releases without it, a year of them, and a merge that somebody posted is not coming. */
const mostReleasesToMerge = 6;

/** A merge has the other driver learn what this one does. Until it comes, that one serves none of its devices. */
const isMergeOfPaper = ({kind, answer, overtakenBy}: RemovalPatch) =>
	kind === 'merge' && (answer === 'objected' || (overtakenBy ?? 0) > mostReleasesToMerge);

function namedByMail(record: DriverRecord, byId: ReadonlyMap<string, DriverRecord>): Cited<string> | null {
	for (const patch of record.signals.removalPatches?.toReversed() ?? []) {
		const other = patch.replacement === null ? undefined : byId.get(patch.replacement);
		if (isMergeOfPaper(patch) || !mayReplace(other, record)) continue;
		return {
			value: other.module,
			text: `the patch that removes it names ${other.module} in its place`,
			source: mailSource(patch.list, patch.messageId, patch.date, `names ${other.module}`),
		};
	}
	return null;
}

/** A mail that announced the end and named what comes instead: a driver of the tree, or one that is still to come. */
function announced(
	record: DriverRecord,
	byName: ReadonlyMap<string, DriverRecord | null>,
): Cited<string> | null {
	for (const {successor, list, messageId, date} of record.signals.announcements?.toReversed() ?? []) {
		const other = successor === null ? null : (byName.get(keyOf(successor)) ?? null);
		if (other === null || !mayReplace(other, record)) continue;
		return {
			value: other.module,
			text: `a mail that announces its end names ${other.module} in its place`,
			source: mailSource(list, messageId, date, `names ${other.module}`),
		};
	}
	return null;
}

function namedByTree(record: DriverRecord, byId: ReadonlyMap<string, DriverRecord>): Cited<string> | null {
	for (const {driver, at} of record.signals.successors ?? []) {
		const other = byId.get(driver);
		if (!mayReplace(other, record)) continue;
		return {
			value: other.module,
			text: `its option's text names ${other.module} in its place`,
			source: inTree(at, `names ${other.module}`),
		};
	}
	return null;
}

const keyOf = (name: string) => (name.startsWith('CONFIG_') ? name : normaliseName(name));

/** Drivers by module and CONFIG symbol; null for a name that several have. */
function namesOf(records: readonly DriverRecord[]): Map<string, DriverRecord | null> {
	const names = new Map<string, DriverRecord | null>();
	for (const record of records) {
		if (!isJudgedKind(record.kind)) continue;
		const symbol = record.kconfig === null ? [] : [`CONFIG_${record.kconfig.symbol}`];
		for (const name of [record.module, ...symbol]) {
			const key = keyOf(name);
			names.set(key, names.has(key) ? null : record);
		}
	}
	return names;
}

/** Drivers by each device that their patterns name. */
function claimantsOf(records: readonly DriverRecord[]): Map<string, DriverRecord[]> {
	const claimants = new Map<string, DriverRecord[]>();
	for (const record of records) {
		if (!isJudgedKind(record.kind)) continue;
		for (const id of exactIds(record)) {
			const known = claimants.get(id);
			if (known === undefined) claimants.set(id, [record]);
			else known.push(record);
		}
	}
	return claimants;
}

/**
 * A pattern that names one device: vendor and number on PCI, USB and HID, with whatever else it asks for; a compatible
 * with its vendor; an ACPI or PNP id. Names that code gives to devices (platform, i2c, spi) are no evidence of one chip.
 */
const exactPattern =
	/^(?:pci:v0000[0-9A-F]{4}d0000[0-9A-F]{4}sv|usb:v[0-9A-F]{4}p[0-9A-F]{4}d|hid:b\S*?v0000[0-9A-F]{4}p0000[0-9A-F]{4}|of:N\S*?C[^*]+,|acpi\*?:[A-Z]{3,4}[0-9A-F]{4}:|pnp:d[A-Z]{3}[0-9A-F]{4})/i;

function exactIds({aliases}: DriverRecord): Set<string> {
	const exact = (aliases ?? []).filter(pattern => exactPattern.test(pattern));
	// Compatibles come with and without what may follow them.
	return new Set(exact.map(pattern => (pattern.startsWith('of:') ? pattern.replace(/C?\*$/, '') : pattern)));
}

const isAtRisk = (recommendation: Assessment['recommendation']) =>
	recommendation === 'deprecate' || recommendation === 'remove';

function claimed(
	record: DriverRecord,
	{recommendation}: Assessment,
	claimants: ReadonlyMap<string, readonly DriverRecord[]>,
): Cited<string> | null {
	const risk = riskOf(record);
	const isAsked = isAtRisk(recommendation) || record.directory.startsWith('drivers/staging/');
	if (!isAsked || risk < askedFrom) return null;
	const own = exactIds(record);
	const shared = new Map<DriverRecord, number>();
	for (const id of own) {
		const others = claimants.get(id) ?? [];
		if (others.length > mostClaimants) continue;
		for (const other of others) {
			if (
				mayReplace(other, record) &&
				isOfSameFunction(record, other) &&
				isOnSameBus(record, other, id) &&
				riskOf(other) <= risk * saferBy
			)
				shared.set(other, (shared.get(other) ?? 0) + 1);
		}
	}
	const best = [...shared]
		.filter(([, count]) => count >= own.size * claimedShare)
		.sort(([a, m], [b, n]) => n - m || riskOf(a) - riskOf(b))[0];
	if (best === undefined) return null;
	const [other, count] = best;
	const which =
		own.size === 1
			? 'its device id'
			: count === own.size
				? `all ${count} of its device ids`
				: `${count} of its ${own.size} device ids`;
	const claim = `${other.module} claims ${which}`;
	return {
		value: other.module,
		text: `${claim} too`,
		source: inTree(other.kconfig?.at ?? other.directory, `${claim} (MODULE_DEVICE_TABLE)`),
	};
}

/**
 * One device has several functions: a host controller and a gadget behind one port, the bus and what tests it. Drivers
 * of one subsystem's different folders serve different ones; staging has no folders by function.
 */
function isOfSameFunction(record: DriverRecord, other: DriverRecord): boolean {
	if (/(?:^|[-_])test(?:s|er)?$/.test(other.module)) return false;
	const [, own, ownPart] = record.directory.split('/');
	const [, its, itsPart] = other.directory.split('/');
	return own === 'staging' || own !== its || ownPart === itsPart;
}

/** Variants for I2C, SPI and memory share one table of compatibles, but not one device. */
function isOnSameBus(record: DriverRecord, other: DriverRecord, id: string): boolean {
	const bus = /^[a-z]+/.exec(id)![0];
	const wanted = bus === 'of' || bus === 'acpi' ? ['platform', 'i2c', 'spi', 'mdio', 'soundwire'] : [bus];
	const common = record.buses.filter(one => other.buses.includes(one));
	return common.some(one => wanted.includes(one)) && !isVariant(record.module, other.module);
}

/** Names that differ in the word for a bus or a generation only. */
function isVariant(one: string, other: string): boolean {
	const words = (name: string) =>
		normaliseName(name).replace(/[_-]?(?:i2c|spi|usb|pci|sdio|mmio|platform|sdw|acpi|of|i3c)\b/g, '');
	return words(one) === words(other);
}

function unclaimed(
	record: DriverRecord,
	{recommendation}: Assessment,
	claimants: ReadonlyMap<string, readonly DriverRecord[]>,
): Cited<null> | null {
	if (!isAtRisk(recommendation)) return null;
	const own = exactIds(record);
	if (isPostedAlone(record)) return null;
	// An announced successor may be on its way.
	if (record.signals.announcements?.some(({successor}) => successor !== null)) return null;
	if (own.size === 0) return goesWithItsPlatform(record);
	if (![...own].every(id => claimants.get(id)!.length === 1)) return null;
	const count = own.size === 1 ? 'its device id' : `any of its ${own.size} device ids`;
	return {
		value: null,
		text: `nothing replaces it: no other driver claims ${count}`,
		source: inTree(
			record.kconfig?.at ?? record.directory,
			`no other driver claims ${count} (MODULE_DEVICE_TABLE)`,
		),
	};
}

/**
 * Whether somebody posted a deletion of this driver alone, which no release has overtaken: the same series may bring what
 * takes its place into a driver that claims its devices from then on.
 */
function isPostedAlone({signals}: DriverRecord): boolean {
	const newest = signals.removalPatches?.at(-1);
	return newest?.series?.drivers === 1 && !isOvertaken(newest);
}

/** What can't be enabled without a platform that goes serves machines that go: nothing takes their place. */
function goesWithItsPlatform(record: DriverRecord): Cited<null> | null {
	const end = endingPlatform(record);
	if (end === null) return null;
	const {platform, at} = end;
	return {
		value: null,
		text: `nothing replaces it: the machines that it serves go with CONFIG_${platform}`,
		source: inTree(at, `CONFIG_${platform} is to go`),
	};
}

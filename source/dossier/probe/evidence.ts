import {mailAddress} from '../mail-address.ts';
import type {DirectoryRecord, DriverRecord, Manifest, Source} from '../schema.ts';
import {sourceAddress, treeAddress} from '../source-links.ts';

/** One address that an answer may cite, with what stands there. `date` is null where it is not known. */
export interface Citation {
	number: number;
	address: string;
	date: string | null;
	claim: string;
}

/** What is sent of a record: what is known of it, never what the rules or anybody else conclude from it. */
export interface Evidence {
	asked: string;
	linux: {tree: string; evidenceUntil: string};
	identity: object;
	signals: object;
	/** Of a directory: the drivers at and below it, as many as there is room for. */
	drivers: readonly {path: string; kind: string; title: string | null}[] | null;
	citations: readonly Citation[];
}

/** As much of each list is sent: with more, the question drowns. */
const mostAliases = 40;
const mostCitations = 120;
const mostDrivers = 60;

/** The path that a record is asked about by. */
export function pathOf(record: DriverRecord | DirectoryRecord): string {
	return 'module' in record ? record.id : record.directory;
}

/**
 * The evidence of a record. `below` are the drivers at or below a directory: their sources are cited too. Computed from
 * the record alone, so that the same record is always asked about in the same words.
 */
export function evidenceOf(
	record: DriverRecord | DirectoryRecord,
	below: readonly DriverRecord[],
	manifest: Pick<Manifest, 'treeVersion' | 'asOf' | 'releases' | 'distributions'>,
): Evidence {
	const {signals, assessments: _, ...identity} = record;
	const aliases = 'aliases' in identity ? identity.aliases : null;
	const isDirectory = !('module' in record);
	return {
		asked: pathOf(record),
		linux: {tree: manifest.treeVersion, evidenceUntil: manifest.asOf},
		identity: {
			...identity,
			...(aliases !== null &&
				aliases.length > mostAliases && {
					aliases: [...aliases.slice(0, mostAliases), `and ${aliases.length - mostAliases} more`],
				}),
			aliasFrom: undefined,
			aliasSince: undefined,
		},
		signals: {
			...signals,
			releases:
				signals.releases === null
					? null
					: {inStepWith: manifest.releases.map(({release}) => release), ...signals.releases},
			distributions: shippers(signals.distributions ?? null, manifest.distributions ?? []),
		},
		drivers: isDirectory
			? below.slice(0, mostDrivers).map(({id, kind, title}) => ({path: id, kind, title}))
			: null,
		citations: citationsOf(record, below, manifest.treeVersion),
	};
}

/** Who ships it, by the names of the distributions: y built in, m a module, n off. Those that don't tell are left out. */
function shippers(
	reach: {values: string} | null,
	distributions: NonNullable<Manifest['distributions']>,
): Record<string, string> | null {
	if (reach === null) return null;
	const named = distributions.map(({label}, index) => [label, reach.values.charAt(index)] as const);
	return Object.fromEntries(named.filter(([, value]) => /[ymn]/.test(value)));
}

function citationsOf(
	record: DriverRecord | DirectoryRecord,
	below: readonly DriverRecord[],
	treeVersion: string,
): Citation[] {
	const seen = new Set<string>();
	const citations: Citation[] = [];
	const add = (address: string, date: string | null, claim: string) => {
		const key = `${address} ${claim}`;
		if (seen.has(key) || citations.length === mostCitations) return;
		seen.add(key);
		citations.push({number: citations.length + 1, address, date, claim});
	};
	for (const one of [record, ...('module' in record ? [] : below)]) {
		for (const {assessor, sources} of one.assessments) {
			// What other models or persons cite is their word, no evidence.
			if (assessor === 'rules' || assessor === 'dossier') for (const source of sources) cite(source);
		}
		signalsOf(one);
	}
	return citations;

	function cite(source: Source) {
		add(sourceAddress(source, treeVersion), 'at' in source ? null : source.date, source.claim);
	}

	function signalsOf({signals}: DriverRecord | DirectoryRecord) {
		for (const {list, messageId, date, title, kind} of signals.removalPatches ?? [])
			add(mailAddress(list, messageId), date, `patch (${kind}): ${title}`);
		for (const {list, messageId, date, title} of signals.announcements ?? [])
			add(mailAddress(list, messageId), date, `announces its end: ${title}`);
		const last = signals.patches?.substantive.last ?? null;
		if (last !== null) add(mailAddress('all', last.messageId), last.date, 'the last patch for it');
		for (const [index, id] of (signals.cves ?? []).entries())
			add(cveAddress(id), signals.cveDates?.[index] ?? null, `${id} was in its files`);
		const at = signals.maintainers?.at;
		if (at) add(treeAddress(at, treeVersion), null, `MAINTAINERS: ${signals.maintainers?.section ?? ''}`);
		for (const {sign, value, at: place} of signals.signs ?? [])
			add(treeAddress(place, treeVersion), null, value === null ? sign : `${sign}: ${value}`);
	}
}

const cveAddress = (id: string) => `https://www.cve.org/CVERecord?id=${id}`;

/**
 * Whether an address is one of those that were sent: as it is written, or, of a mail or a CVE record, by its name, since
 * they stand on several pages.
 */
export function isAmong(address: string, citations: readonly Citation[]): boolean {
	const wanted = namesOf(address);
	return citations.some(citation => namesOf(citation.address).some(name => wanted.includes(name)));
}

function namesOf(address: string): string[] {
	const [, id] = /^https?:\/\/lore\.kernel\.org\/[^/]+\/([^/]+)(?:\/|$)/.exec(address) ?? [];
	if (id !== undefined) return [`mail ${plainly(id)}`];
	const [, cve] =
		/^https?:\/\/(?:www\.)?(?:cve\.org\/CVERecord\?id=|nvd\.nist\.gov\/vuln\/detail\/)(CVE-\d{4}-\d{4,})$/.exec(
			address,
		) ?? [];
	return [cve ?? address.replace(/\/$/, '')];
}

function plainly(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

import {type Dossier, isDriver} from '../../../dossier/dossier.ts';
import {commitsOf, effectiveAssessment} from '../../../dossier/effective.ts';
import {awayText, sinceText} from '../../../dossier/history/since.ts';
import {familyCount, familyReach, machinesOf, shippedBy} from '../../../dossier/reach/shipped.ts';
import type {DriverRecord, Support} from '../../../dossier/schema.ts';
import {counted, grouped} from '../../../text/numbers.ts';
import type {Theme} from '../../../text/theme.ts';
import {cellWidth, truncate} from '../../../text/width.ts';
import {linesText} from './activity.ts';
import {clean, type Drawing, packed} from './drawing.ts';

/** The signals in a few dense lines, `most` at most: only what is known, each figure with its noun. */
export function digest({theme, dossier, width}: Drawing, most = Number.POSITIVE_INFINITY): string[] {
	const items = [...sizeItems(theme, dossier), ...placeItems(dossier), ...reachItems(dossier)].map(item =>
		clean(theme, item),
	);
	const {separator, ellipsis} = theme.glyphs;
	const lines = packed(items, separator, width);
	if (lines.length <= most) return lines;
	// What is left out stands in the table of all signals.
	const last = truncate(lines[most - 1]!, width - cellWidth(separator + ellipsis), '').trimEnd();
	return [...lines.slice(0, most - 1), last + separator + ellipsis];
}

/** How large it is and how much was done to it. */
function sizeItems(theme: Theme, {record}: Dossier): string[] {
	const {tree, patches, cves} = record.signals;
	const items: string[] = [];
	if (!isDriver(record)) items.push(counted(record.drivers, 'driver'));
	if (tree !== null) items.push(counted(tree.files, 'file'), counted(tree.sourceLines, 'line'));
	const commits = commitsOf(record)?.value;
	if (commits !== undefined) {
		const {total, linesAdded, linesRemoved, authors} = commits;
		const lines =
			linesAdded === null || linesRemoved === null ? '' : ` ${linesText(theme, linesAdded, linesRemoved)}`;
		items.push(`${counted(total, 'commit')}${lines}${authors === null ? '' : ` by ${grouped(authors)}`}`);
	}
	if (patches !== null) {
		const {total, authors, elsewhere} = patches;
		const by = authors === 0 ? '' : ` by ${grouped(authors)}`;
		// Nothing on its own lists is not nothing.
		const others =
			total > 0 || elsewhere.total === 0 ? '' : ` on its lists, ${grouped(elsewhere.total)} elsewhere`;
		items.push(`${counted(total, 'patch', 'patches')}${by}${others}`);
	}
	if (cves !== null) items.push(cves.length === 0 ? 'no CVE' : counted(cves.length, 'CVE'));
	return items;
}

/** Where it stands: who keeps it, since when it is there, what it serves and who has it. */
function placeItems({record, releases}: Dossier): string[] {
	const {maintainers, since, away} = record.signals;
	const items: string[] = [];
	if (maintainers !== null) {
		items.push(
			maintainers.section === null ? 'in no section of MAINTAINERS' : (maintainers.status ?? 'no status'),
		);
	}
	if (since !== null) {
		const gap = awayText(away, releases);
		items.push(`since ${sinceText(since, releases)}`, ...(gap === null ? [] : [gap]));
	}
	if (!isDriver(record)) return items;
	const {buses, aliases} = record;
	const ids = aliases === null || aliases.length === 0 ? '' : counted(aliases.length, 'id');
	const bound = [buses.join(' '), ids].filter(text => text !== '').join(', ');
	if (bound !== '') items.push(bound);
	return items;
}

/** Who has it, what is said of its future by those who ship it, and what serves its hardware instead. */
function reachItems({record, distributions}: Dossier): string[] {
	const {support, population} = record.signals;
	const effective = effectiveAssessment(record);
	const items: string[] = [];
	if (isDriver(record)) {
		const shipped = shippedItem(record, distributions);
		if (shipped !== null) items.push(shipped);
		const machines = machinesOf(population);
		if (machines !== null && machines > 0) items.push(`seen in ${counted(machines, 'machine')}`);
		const boards = record.signals.boards?.boards ?? 0;
		if (boards > 0) items.push(`on ${counted(boards, 'board')}`);
	}
	if (effective !== null && effective.deployments !== 'unknown')
		items.push(`deployments ${effective.deployments}`);
	items.push(...supportItems(support ?? []));
	if (effective !== null && effective.replacement !== null)
		items.push(`replacement ${effective.replacement}`);
	return items;
}

function shippedItem(record: DriverRecord, list: Dossier['distributions']): string | null {
	const {distributions} = record.signals;
	if (!distributions || list === undefined || list.length === 0) return null;
	const {on, off} = familyReach(shippedBy(distributions, list));
	if (on.length + off.length === 0) return null;
	return `on in ${on.length} of ${familyCount(list)} distributions`;
}

/** `RHEL 7 unmaintained, 8 9 10 removed`: each vendor's releases by what it says of the whole driver in them. */
function supportItems(support: readonly Support[]): string[] {
	const vendors = new Map<string, Map<string, string[]>>();
	for (const {vendor, release, state, device} of support) {
		if (device !== null) continue;
		const states = vendors.get(vendor) ?? new Map<string, string[]>();
		states.set(state, [...(states.get(state) ?? []), release]);
		vendors.set(vendor, states);
	}
	return [...vendors].map(
		([vendor, states]) =>
			`${vendor} ${[...states].map(([state, releases]) => `${releases.join(' ')} ${state}`).join(', ')}`,
	);
}

/** What the published dossiers call tags: those that are known. */
export function tags({theme, dossier: {record}, width}: Drawing): string[] {
	const effective = effectiveAssessment(record);
	const pairs: [name: string, value: string | null][] = [
		['deploy', effective?.deployments ?? null],
		['replacement', effective?.replacement ?? null],
		['subsystem', record.subsystem],
		['category', record.category],
		...(record.signals.support ?? [])
			.filter(({device}) => device === null)
			.map(({vendor, release, state}): [string, string] => [`${vendor.toLowerCase()}${release}`, state]),
	];
	const known = pairs.filter(([, value]) => value !== null && value !== 'unknown');
	return packed(
		known.map(([name, value]) => `${name}=${clean(theme, value!)}`),
		'  ',
		width,
	).map(line => theme.paint('quiet', line));
}

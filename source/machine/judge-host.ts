import {type AliasTable, createAliasTable} from '../dossier/devices/alias-table.ts';
import {fateInWords, goneInWords, isLost} from '../dossier/gone/words.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import {normaliseName} from '../dossier/query/names.ts';
import {recommendationUrgency} from '../dossier/recommendations.ts';
import type {GoneRecord, OutsideRecord, Support} from '../dossier/schema.ts';
import {isSurveyed, surveyedInWords} from '../dossier/surveyed-folders.ts';
import {driverModule, fitsBus, type Offer, offersOf} from './device-drivers.ts';
import {idOfModalias} from './device-names.ts';
import {type HostDevice, type HostFacts, type HostModule, isOlder} from './facts.ts';
import {moduleNameOf} from './modules.ts';
import {inTreeInWords, makerInWords} from './out-of-tree.ts';
import type {Claimants} from './partial-claims.ts';
import {presentRow, type ReleaseState, statesOfDevice} from './present-row.ts';

/**
 * How a driver is used: `bound` to a device, `loaded` without one, `configured` to be loaded, `named` by a list or a
 * warning, a `candidate` for a device that has no driver, a `spare` for one that has another or that a likelier one claims, or
 * spoken of by a `directive` of modprobe.d alone, most often to keep it out.
 */
export const driverUses = [
	'bound',
	'loaded',
	'configured',
	'named',
	'candidate',
	'spare',
	'directive',
] as const;
export type DriverUse = (typeof driverUses)[number];

/**
 * What the data set can say of it. `judged`: it has a dossier. `gone`: it stands under drivers/ or sound/ in an older kernel
 * than the data set's, which has it no more. `moved`: it is there under another name or as part of another; in use it has
 * the row of the driver that it has become, where that is one. `out-of-tree`: built outside the kernel's sources. `not-surveyed`: part
 * of the kernel, but not under drivers/ or sound/ (file systems, crypto). `not-in-source`: the source that was surveyed is known to
 * leave it out. `unknown`: none of this can be told.
 */
export const standings = [
	'judged',
	'gone',
	'moved',
	'out-of-tree',
	'not-in-source',
	'unknown',
	'not-surveyed',
] as const;
export type Standing = (typeof standings)[number];

/** A device that a driver drives, or could. */
export interface RowDevice {
	bus: string;
	address: string;
	/** `15b3:1003`; null on buses without such numbers. */
	id: string | null;
	modalias: string | null;
	name: string | null;
	/** A node that the device tree switches off. */
	isDisabled?: boolean;
	/** What RHEL's lists say of the device itself, the oldest release first; absent where they say nothing. */
	rhel?: readonly ReleaseState[];
}

/** A driver of a machine. */
export interface HostRow {
	host: string;
	/** The module's name; the driver's own where no module is known. */
	driver: string;
	standing: Standing;
	use: DriverUse;
	isBuiltIn: boolean;
	devices: RowDevice[];
	/** Its dossier's row, with what RHEL says of the devices that are there. Also of a module built out of tree whose name the kernel's own driver bears. */
	row: IndexRow | null;
	/** What is said instead of a reason, for what has no verdict, and before it of what bears another name now. */
	remark: string | null;
	isAtRisk: boolean;
	/** What is known of a driver that the surveyed tree has not, or not by this name; null for all others. */
	gone: GoneRecord | null;
	/** What the input says of it beside: firmware that is missing. */
	notes: readonly string[];
}

/** What a host's drivers are held against. */
export interface DriverIndex {
	treeVersion: string;
	rows: readonly IndexRow[];
	isAtRisk(row: IndexRow): boolean;
	/** The dead of a module's name, and what lies outside the survey under it; both empty where nothing is known. */
	goneOf(module: string): readonly GoneRecord[];
	outsideOf(module: string): readonly OutsideRecord[];
	/** Whether the data set knows the dead at all. */
	knowsGone: boolean;
	/** Who claims a device; by the rows' own patterns where this is not given. */
	claimantsOf?(device: HostDevice): Claimants;
	/** The names under which a driver registers. */
	namesOf?(row: IndexRow): readonly string[];
	/** The drivers that register under a name, `hub` of usbcore; none where the data set does not know. */
	registeringAs?(name: string): readonly IndexRow[];
	/** What vendors say of a driver and of its devices. */
	supportOf?(row: IndexRow): readonly Support[];
}

/** Rows of the index by module name and by path, and the patterns of all; made once for any number of hosts. */
export interface DriverLookup extends DriverIndex {
	byName: ReadonlyMap<string, readonly IndexRow[]>;
	byPath: ReadonlyMap<string, IndexRow>;
	claimantsOf(device: HostDevice): Claimants;
	namesOf(row: IndexRow): readonly string[];
}

export function createLookup(index: DriverIndex): DriverLookup {
	const byName = new Map<string, IndexRow[]>();
	const byPath = new Map<string, IndexRow>();
	for (const row of index.rows) {
		const name = normaliseName(row.module);
		const sharing = byName.get(name);
		if (sharing === undefined) byName.set(name, [row]);
		else sharing.push(row);
		byPath.set(normaliseName(row.id), row);
	}
	let table: AliasTable<IndexRow> | undefined;
	const claimantsOf = ({modalias}: HostDevice): Claimants => {
		if (modalias === null) return {drivers: [], gone: []};
		if (table === undefined) {
			table = createAliasTable<IndexRow>();
			for (const row of index.rows) {
				for (const pattern of row.aliases ?? []) if (pattern.includes(':')) table.add(pattern, row);
			}
		}
		return {drivers: table.match(modalias).map(row => ({row, by: 'id' as const})), gone: []};
	};
	return {claimantsOf, namesOf: () => [], ...index, byName, byPath};
}

/** What a host is called in a table: its name, else where its facts came from. */
export type NamedFacts = {name: string; facts: HostFacts};

/** The drivers of a host, worst first. Pure. */
export function judgeHost({name, facts}: NamedFacts, lookup: DriverLookup): HostRow[] {
	const modules = new Map(facts.modules.map(module => [module.name, module]));
	const drafts = new Map<string, Draft>();
	const draft = (key: string, driver: string, offer?: Offer): Draft => {
		let known = drafts.get(key);
		if (known === undefined) {
			const {row = null, gone = null} = offer ?? {};
			known = {driver, module: modules.get(key) ?? null, use: 'spare', devices: [], bound: null, row, gone};
			drafts.set(key, known);
		}
		return known;
	};
	for (const {name: module, state} of facts.modules) {
		if (state !== 'built-in' && state !== 'available') draft(module, module).use = state;
	}
	for (const device of facts.devices ?? []) {
		const own =
			device.driver === null
				? null
				: (driverModule(device, facts, lookup) ?? `${device.bus}:${device.driver}`);
		if (own !== null) {
			const used = draft(own, own.startsWith(`${device.bus}:`) ? device.driver! : own);
			used.use = 'bound';
			used.bound ??= device;
			used.devices.push(device);
		}
		for (const offer of offersOf(device, facts, lookup)) {
			const {name: candidate} = offer;
			if (candidate === own || (device.module === null && normaliseName(device.driver ?? '') === candidate))
				continue;
			const possible = draft(candidate, candidate, offer);
			if (possible.use === 'bound') continue;
			if (possible.use === 'loaded') {
				// A list of devices that tells no drivers, beside one of what is loaded: it is most likely this one's.
				if (facts.input && device.driver === null && !offer.isSecond) possible.devices.push(device);
				continue;
			}
			const isWanted = device.driver === null && !offer.isSecond;
			if (isWanted && possible.use !== 'candidate') {
				possible.use = 'candidate';
				possible.devices = [];
			}
			if (possible.use === 'candidate' && !isWanted) continue;
			possible.devices.push(device);
		}
	}
	return [...drafts.values()].map(one => judge(name, one, facts, lookup)).sort(compareHostRows);
}

interface Draft {
	driver: string;
	module: HostModule | null;
	use: DriverUse;
	devices: HostDevice[];
	/** A device it is bound to, for what the driver's name alone does not tell. */
	bound: HostDevice | null;
	/** Which driver it is, where a device's id told. */
	row: IndexRow | null;
	gone: GoneRecord | null;
}

function rowDevice(device: HostDevice, support: readonly Support[]): RowDevice {
	const {bus, address, modalias, name, partial, compatible, isDisabled} = device;
	const rhel = statesOfDevice(support, device);
	const id = compatible?.[0] ?? partial?.id ?? idOfModalias(modalias)?.id ?? null;
	return {
		bus,
		address,
		id,
		modalias,
		name,
		...(isDisabled === true && {isDisabled}),
		...(rhel.length > 0 && {rhel}),
	};
}

function judge(host: string, draft: Draft, facts: HostFacts, lookup: DriverLookup): HostRow {
	const {driver, module, use, devices} = draft;
	const found = laterSelf(identify(draft, facts, lookup), use, lookup);
	const support = found.row === null || devices.length === 0 ? [] : (lookup.supportOf?.(found.row) ?? []);
	const row = found.row && presentRow(found.row, devices, support);
	const isUsed = use !== 'spare' && use !== 'directive';
	return {
		host,
		driver: found.gone ? driver : (found.row?.module ?? driver),
		standing: found.standing,
		use,
		// Where what is loaded was not told, a driver in use may be either.
		isBuiltIn:
			module === null
				? use === 'bound' && (!facts.input || facts.modulesFrom !== null)
				: module.state === 'built-in',
		devices: devices.map(device => rowDevice(device, support)),
		row,
		remark: found.remark,
		isAtRisk: isUsed && (found.standing === 'gone' || (row !== null && lookup.isAtRisk(row))),
		gone: found.gone ?? null,
		notes: module?.notes ?? [],
	};
}

interface Identity {
	standing: Standing;
	row: IndexRow | null;
	remark: string | null;
	gone?: GoneRecord;
}

/** Which driver of the data set a module is, by its path, else by a name that only one driver bears. */
function identify(draft: Draft, facts: HostFacts, lookup: DriverLookup): Identity {
	const {module, driver, bound} = draft;
	const {treeVersion} = lookup;
	if (module === null && draft.row !== null) return {standing: 'judged', row: draft.row, remark: null};
	if (module === null && draft.gone !== null) return tellGone([draft.gone])!;
	const path = module?.path ?? null;
	const taint = module?.taint ?? '';
	const name = normaliseName(driver);
	const named = lookup.byName.get(name) ?? [];
	const sharing = named.some(isDriver) ? named.filter(isDriver) : named;
	const inTree = path?.startsWith('kernel/') ?? null;
	if (taint.includes('O') || inTree === false) {
		const own = sharing.length === 1 ? sharing[0]! : null;
		const licence = taint.includes('P') ? 'proprietary, built out of tree' : 'built out of tree';
		const beside =
			own === null
				? inTreeInWords(name, lookup.byPath)
				: `Linux ${treeVersion} has a driver of this name, which is another`;
		const remark = beside === null ? licence : `${licence}; ${beside}`;
		return {standing: 'out-of-tree', row: null, remark};
	}
	if (path !== null && inTree && !isSurveyed(path.slice('kernel/'.length))) {
		const [, area = ''] = path.split('/');
		return {
			standing: 'not-surveyed',
			row: null,
			remark: `part of the kernel (${area}/), but not under ${surveyedInWords}`,
		};
	}
	if (path !== null) {
		const folder = path.slice('kernel/'.length, path.lastIndexOf('/'));
		const row = lookup.byPath.get(`${normaliseName(folder)}/${moduleNameOf(path)}`);
		if (row !== undefined) return {standing: 'judged', row, remark: null};
	}
	const fitting = module === null ? sharing.filter(row => fitsBus(row, bound?.bus ?? null)) : sharing;
	if (fitting.length === 1) return {standing: 'judged', row: fitting[0]!, remark: null};
	if (fitting.length > 1) {
		return {
			standing: 'unknown',
			row: null,
			remark: `${fitting.length} drivers of Linux ${treeVersion} bear this name`,
		};
	}
	const outside = outsideRecord(name, lookup);
	// What is a module there now is meant, not what once bore its name here: rds is a protocol.
	const dead = path === null && outside?.option != null ? null : identifyGone(name, path, lookup);
	if (dead !== null) return dead;
	if (path !== null) {
		if (lookup.knowsGone || !isOlder(facts.release, treeVersion)) {
			const remark = lookup.knowsGone
				? `not in Linux ${treeVersion} nor in an earlier kernel that is known: a vendor's own, or of a kernel that was not surveyed`
				: `not in Linux ${treeVersion}: newer than the data, or a vendor's own`;
			return {standing: 'unknown', row: null, remark};
		}
		return {
			standing: 'gone',
			row: null,
			remark: `in this kernel, not in Linux ${treeVersion}: removed, renamed or merged`,
		};
	}
	if (module === null && bound?.modalias && !facts.input) {
		const claiming = lookup.claimantsOf(bound).drivers.filter(({row}) => isDriver(row));
		if (claiming.length === 1) return {standing: 'judged', row: claiming[0]!.row, remark: null};
	}
	const made = makerInWords(name, lookup.byPath);
	if (made !== null) return {standing: 'out-of-tree', row: null, remark: made};
	if (outside !== null) {
		const remark = `part of the kernel (${outside.directory}/), but not under ${surveyedInWords}`;
		return {standing: 'not-surveyed', row: null, remark};
	}
	// Logs and lists name drivers as they register, not as their modules are called.
	const registering = lookup.registeringAs?.(driver) ?? [];
	if (registering.length === 1) return {standing: 'judged', row: registering[0]!, remark: null};
	return {
		standing: 'unknown',
		row: null,
		remark:
			module === null && !facts.input
				? 'a driver inside the kernel; no module is named for it'
				: `no driver of Linux ${treeVersion} bears this name${facts.input ? '' : ', and no path says where it is from'}`,
	};
}

/** A driver in use that bears another name now, or lies elsewhere: judged as what it has become, which is told with it. */
function laterSelf(found: Identity, use: DriverUse, {byPath}: DriverLookup): Identity {
	const places = found.standing === 'moved' && use !== 'directive' ? (found.gone?.to ?? []) : [];
	const [row, ...others] = places.flatMap(({id}) => byPath.get(normaliseName(id)) ?? []);
	if (row === undefined || others.length > 0 || !isDriver(row)) return found;
	const fate = fateInWords(found.gone!);
	return {...found, row, remark: found.gone!.fate === 'renamed' ? `now ${fate}` : fate};
}

/** Whether it has a verdict, its own or that of what it has become. */
export const isJudged = ({standing, row}: HostRow) =>
	standing === 'judged' || (standing === 'moved' && row !== null);

/** What lies outside the survey under a name: for all machines rather than for one architecture. */
function outsideRecord(name: string, {outsideOf}: DriverLookup): OutsideRecord | null {
	const records = outsideOf(name);
	return records.find(({directory}) => !directory.startsWith('arch/')) ?? records[0] ?? null;
}

/**
 * A driver that earlier kernels had, by its path, else by its name. Where several bore the name, those that are left say
 * that it need not be gone.
 */
function identifyGone(name: string, path: string | null, lookup: DriverLookup): Identity | null {
	const records = lookup.goneOf(name);
	const folder = path === null ? null : path.slice('kernel/'.length, path.lastIndexOf('/'));
	const placed = records.filter(
		({id}) => folder !== null && normaliseName(id) === `${normaliseName(folder)}/${name}`,
	);
	return tellGone(placed.length > 0 ? placed : records);
}

function tellGone(candidates: readonly GoneRecord[]): Identity | null {
	const told = candidates.find(record => !isLost(record)) ?? candidates[0];
	if (told === undefined) return null;
	const standing = isLost(told) ? 'gone' : told.fate === null ? 'not-in-source' : 'moved';
	return {standing, row: null, remark: goneInWords(told), gone: told};
}

export const isDriver = ({recommendation}: IndexRow) => recommendation !== 'not-a-driver';

/** Worst first: at risk, then by standing, then by verdict and risk. A total order for one host. */
export function compareHostRows(a: HostRow, b: HostRow): number {
	return (
		Number(b.isAtRisk) - Number(a.isAtRisk) ||
		urgency(a) - urgency(b) ||
		riskOf(b) - riskOf(a) ||
		standings.indexOf(a.standing) - standings.indexOf(b.standing) ||
		driverUses.indexOf(a.use) - driverUses.indexOf(b.use) ||
		(a.driver < b.driver ? -1 : a.driver > b.driver ? 1 : 0)
	);
}

/** What is gone is past any risk of going. */
function riskOf({row, standing}: HostRow): number {
	return standing === 'gone' ? 2 : (row?.risk ?? -1);
}

/** A driver that is gone ranks with removal; what has no verdict comes last. */
function urgency({row, standing}: HostRow): number {
	if (standing === 'gone') return recommendationUrgency.remove;
	return row === null ? 9 : recommendationUrgency[row.recommendation];
}

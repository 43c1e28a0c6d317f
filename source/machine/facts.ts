import * as v from 'valibot';
import {UserError} from '../dossier/user-error.ts';
import type {Directive} from './modprobe/directives.ts';

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

/** A module: one that is loaded, one that is built in and drives a device, or one that a device could use. */
export const hostModuleSchema = v.strictObject({
	name: text,
	/** `configured`: named in modules-load.d or /etc/modules, seen where nothing runs. */
	state: v.picklist(['loaded', 'built-in', 'configured', 'available']),
	/** Letters of /sys/module/NAME/taint: O out of tree, P proprietary, E unsigned, C staging. Null: not known. */
	taint: v.nullable(v.string()),
	/** Its file below /lib/modules/RELEASE, such as kernel/drivers/net/dummy.ko.xz. Null: not known. */
	path: v.nullable(text),
});

/** A device, as /sys/bus/BUS/devices/ADDRESS has it. */
export const hostDeviceSchema = v.strictObject({
	bus: text,
	address: text,
	modalias: v.nullable(text),
	/** Name of the driver that is bound to it. */
	driver: v.nullable(text),
	/** The module behind that driver, where the system tells. */
	module: v.nullable(text),
	/** What the system calls the device. */
	name: v.nullable(text),
	/** Modules that the system's own modules.alias gives for it. */
	candidates: v.array(text),
});

/**
 * What a machine's drivers are, as `driverdex host --save` and the collecting shell script write it and
 * `driverdex host --from` reads it: closed, version 1. Null is "could not be looked at".
 */
export const hostFactsSchema = v.strictObject({
	driverdexHost: v.literal(1),
	host: v.nullable(text),
	release: v.nullable(text),
	/** Where loaded modules were read from. */
	modulesFrom: v.nullable(v.picklist(['proc', 'sys'])),
	/** Who filled the candidates. */
	candidatesFrom: v.nullable(v.picklist(['modules.alias', 'modprobe'])),
	modules: v.array(hostModuleSchema),
	devices: v.nullable(v.array(hostDeviceSchema)),
	/** What could not be looked at, in words. */
	problems: v.array(text),
});

type SavedFacts = v.InferOutput<typeof hostFactsSchema>;
type SavedModule = v.InferOutput<typeof hostModuleSchema>;

/** What a list of devices tells of one that it gives no whole modalias of; hex digits in lower case, null not told. */
export interface PartialId {
	bus: 'pci' | 'usb';
	/** `14e4:1648`. */
	id: string;
	/** Of PCI: `1014:02e8`. */
	subsystem: string | null;
	/** Of PCI `0200`, with the programming interface `0c0330`; of USB the device's class, subclass and protocol. */
	classCode: string | null;
	/** Of USB: class, subclass and protocol of each interface, `080650`. */
	interfaces: readonly string[];
}

/**
 * A module of a machine; `named` by a list or a warning says nothing of whether it is loaded, `directive` that modprobe.d
 * speaks of it, which is no use of it either.
 */
export interface HostModule extends Omit<SavedModule, 'state'> {
	state: SavedModule['state'] | 'named' | 'directive';
	/** What else was said of it: firmware that is missing, that modprobe did not find it. */
	notes?: string[];
}

/** A device of a machine. */
export interface HostDevice extends v.InferOutput<typeof hostDeviceSchema> {
	partial?: PartialId | null;
	/** Its maker's name, where the text tells it apart from its own. */
	maker?: string | null;
	/** The text says by itself that no driver has taken it. */
	isUnclaimed?: boolean;
	/** Of a node of a device tree: what it calls itself, the most specific first. */
	compatible?: readonly string[];
	/** A node that the device tree switches off. */
	isDisabled?: boolean;
}

/** A device of which nothing is known yet but its place. */
export function bareDevice(bus: string, address: string): HostDevice {
	return {
		bus,
		address,
		modalias: null,
		driver: null,
		module: null,
		name: null,
		candidates: [],
		partial: null,
	};
}

/** What a text, an archive or a folder was taken for, and how much of it was read. */
export interface InputAccount {
	/** `lsmod`, `lspci -nnk`, in the order first met. */
	kinds: string[];
	/** Lines that nothing is known of; blank ones are not counted. */
	unread: number;
	/** Symbols that no module was found to export, as tools that build an initramfs warn. */
	symbols: string[];
	/** Lines of modprobe.d. */
	directives?: Directive[];
}

/** What is known of a machine. `input` is null for what driverdex or its collector wrote or looked at itself. */
export interface HostFacts extends Omit<SavedFacts, 'modules' | 'devices'> {
	modules: HostModule[];
	devices: HostDevice[] | null;
	input?: InputAccount | null;
}

/** Reads a host's facts from JSON. Throws a UserError that names the file, the field and what to do. */
export function parseHostFacts(json: string, where: string): HostFacts {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch (error) {
		const what = json.trim() === '' ? 'is empty' : `is not JSON: ${(error as Error).message}`;
		throw new UserError(`${where} ${what}.`, savingAdvice);
	}
	return checkHostFacts(value, where);
}

/** What to do about a list that is none. */
export const savingAdvice =
	'Write it with driverdex host --save, or with the script that driverdex host --collector prints.';

/** The same of parsed JSON. */
export function checkHostFacts(value: unknown, where: string): HostFacts {
	const advice = savingAdvice;
	const version = (value as {driverdexHost?: unknown} | null)?.driverdexHost;
	if (version === undefined) throw new UserError(`${where} is not a host's list of drivers.`, advice);
	if (version !== 1) {
		throw new UserError(
			`${where} is of ${versionText(version)}; this driverdex reads version 1.`,
			'Read it with the driverdex that wrote it, or collect it again.',
		);
	}
	const result = v.safeParse(hostFactsSchema, value, {abortEarly: true});
	if (result.success) return result.output;
	const [issue] = result.issues;
	const why =
		issue.type !== 'strict_object'
			? `is ${issue.received}: ${issue.message}`
			: issue.received === 'undefined'
				? 'is missing'
				: 'is not a field of such a file';
	const place = (v.getDotPath(issue) ?? 'the whole').slice(0, longestPlace);
	throw new UserError(`${where}: ${place} ${why.slice(0, longestPlace)}.`, advice);
}

/** Letters of a field's name, and of what stands in it, that are quoted: both are a stranger's. */
const longestPlace = 200;

function versionText(version: unknown): string {
	const isPlain = typeof version === 'number' || typeof version === 'string';
	return isPlain ? `version ${JSON.stringify(version).slice(0, 20)}` : 'no version that is a number';
}

/** Whether a kernel release (`6.12.117+deb12-amd64`) is of an older series than a tree's version (`7.3.4`). */
export function isOlder(release: string | null, treeVersion: string): boolean {
	const series = (text: string) => /^(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number) ?? null;
	const [mine, tree] = [series(release ?? ''), series(treeVersion)];
	if (mine === null || tree === null) return false;
	return mine[0]! < tree[0]! || (mine[0] === tree[0] && mine[1]! < tree[1]!);
}

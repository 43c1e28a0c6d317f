/**
 * Modalias patterns: how a kernel module says which devices it drives (`alias PATTERN MODULE` in modules.alias),
 * and how modprobe matches a device's modalias against them.
 */

/** One step of a compiled pattern: a literal code unit, any one, any run, or a class of code units. */
type Step = number | '?' | '*' | {negated: boolean; ranges: readonly (readonly [number, number])[]};

/**
 * Whether a device's modalias fits a pattern, with the rules of fnmatch(3) without flags, as kmod uses it: `*` and
 * `?` also match `/` and a leading dot, `[a-f]`, `[!0]` and `[^0]` are classes, `\` quotes. An unclosed `[` is
 * itself. Outside of brackets `-` and `_` are alike, since kmod writes both as `_` before it compares. What it took is
 * added to `spent`.
 */
export function matchesModalias(pattern: string, modalias: string, spent = {steps: 0}): boolean {
	const plain = literalLength(pattern);
	// Most patterns differ before their first wildcard: those are refused without being taken apart.
	if (!dashesAlike(modalias).startsWith(dashesAlike(pattern.slice(0, plain)))) return false;
	const steps = compile(pattern.slice(plain));
	const text = dashesAlike(modalias.slice(plain));
	let at = 0;
	let step = 0;
	// Where the last `*` stood, and how far it reached: going back there alone keeps this linear in practice.
	let starStep = -1;
	let starAt = 0;
	spent.steps += pattern.length;
	while (at < text.length) {
		spent.steps++;
		const current = steps[step];
		if (current === '*') {
			starStep = step++;
			starAt = at;
		} else if (current !== undefined && fits(current, text.charCodeAt(at))) {
			step++;
			at++;
		} else if (starStep >= 0) {
			step = starStep + 1;
			at = ++starAt;
		} else return false;
	}
	while (steps[step] === '*') step++;
	return step === steps.length;
}

/** How many letters of a pattern stand for themselves, from its beginning to its first `*`, `?`, `[` or `\\`. */
export function literalLength(pattern: string): number {
	const special = pattern.search(/[*?[\\]/);
	return special < 0 ? pattern.length : special;
}

/** A pattern or modalias as kmod compares them: `-` and `_` are one letter. */
export function dashesAlike(text: string): string {
	return text.includes('-') ? text.replaceAll('-', '_') : text;
}

function fits(step: Exclude<Step, '*'>, code: number): boolean {
	if (step === '?') return true;
	if (typeof step === 'number') return step === code;
	return step.ranges.some(([low, high]) => code >= low && code <= high) !== step.negated;
}

function compile(pattern: string): Step[] {
	const steps: Step[] = [];
	// Where one bracket is never closed, none behind it is: to look for its end again would take the square of a pattern.
	let mayClose = true;
	for (let at = 0; at < pattern.length; at++) {
		const letter = pattern[at]!;
		if (letter === '*') {
			if (steps.at(-1) !== '*') steps.push('*');
		} else if (letter === '?') steps.push('?');
		else if (letter === '\\' && at + 1 < pattern.length) steps.push(literal(pattern[++at]!));
		else if (letter === '[') {
			const closed: ReturnType<typeof readClass> = mayClose ? readClass(pattern, at) : null;
			mayClose = closed !== null;
			if (closed) {
				steps.push(closed.step);
				at = closed.end;
			} else steps.push(literal(letter));
		} else steps.push(literal(letter));
	}
	return steps;
}

function literal(letter: string): number {
	return dashesAlike(letter).charCodeAt(0);
}

function readClass(pattern: string, start: number): {step: Step; end: number} | null {
	let at = start + 1;
	const negated = pattern[at] === '!' || pattern[at] === '^';
	if (negated) at++;
	const ranges: [number, number][] = [];
	// A bracket that comes first is a member, not the end.
	for (let isFirst = true; at < pattern.length; isFirst = false) {
		if (pattern[at] === ']' && !isFirst) return {step: {negated, ranges}, end: at};
		if (pattern[at] === '\\' && at + 1 < pattern.length) at++;
		const low = pattern.charCodeAt(at++);
		if (pattern[at] === '-' && at + 1 < pattern.length && pattern[at + 1] !== ']') {
			at++;
			if (pattern[at] === '\\' && at + 1 < pattern.length) at++;
			ranges.push([low, pattern.charCodeAt(at++)]);
		} else ranges.push([low, low]);
	}
	return null;
}

/**
 * The parts of a pattern of device trees, `of:NnameTtypeCcompatible`, or of such a modalias; null for others. `compatible`
 * is all that stands behind: of a pattern maybe `C*`, which is any further compatible. Found from mark to mark, for a
 * pattern may be of any length.
 */
export function deviceTreeParts(pattern: string): {name: string; type: string; compatible: string} | null {
	if (!pattern.startsWith('of:N')) return null;
	const type = pattern.indexOf('T', 'of:N'.length);
	const compatible = type < 0 ? -1 : pattern.indexOf('C', type + 1);
	if (compatible < 0) return null;
	return {
		name: pattern.slice('of:N'.length, type),
		type: pattern.slice(type + 1, compatible),
		compatible: pattern.slice(compatible + 1),
	};
}

/** A device named by its vendor's and its own number, as `lspci -n` and `lsusb` print it. Lower case hex. */
export interface DeviceId {
	bus: 'pci' | 'usb';
	vendor: string;
	device: string;
	/** A PCI card's own maker and number, where they were told (`14e4:4311:103c:1363`). */
	subsystem?: {vendor: string; device: string};
}

/** `15b3:1003`, `[14e4:4311]`, `pci:0x14e4:0x4311`, and with a subsystem's numbers `14e4:4311:103c:1363`. */
const idShape =
	/^\[?(?:(pci|usb):)?(?:0x)?([0-9a-f]{4})(?::|\s+)(?:0x)?([0-9a-f]{4})(?:(?::|\s+)(?:0x)?([0-9a-f]{4}):(?:0x)?([0-9a-f]{4}))?\]?$/i;
/** The beginning of a PCI or USB modalias that tells no class, as people cut it off. */
const pciBeginning = /^pci:v0000([0-9a-f]{4})d0000([0-9a-f]{4})(?:\*|sv\*.*)?$/i;
const usbBeginning = /^usb:v([0-9a-f]{4})p([0-9a-f]{4})(?:\*|d\*.*)?$/i;

/**
 * Reads `15b3:1003`, with or without the bus before it (`pci:15b3:1003`, `usb:16ca:1502`), in brackets as `lspci -nn` prints
 * it, with a subsystem's numbers behind, or as the beginning of a modalias; null for anything else. Without a bus both are
 * possible, and both are given, PCI first; only PCI has subsystems.
 */
export function parseDeviceId(text: string): DeviceId[] | null {
	// As lsusb and lspci print it.
	const trimmed = text.trim().replace(/^ID\s+|(?<!\s)\s*\(rev [0-9a-f]+\)$/gi, '');
	const lower = (digits: string | undefined) => digits!.toLowerCase();
	for (const [bus, shape] of [
		['pci', pciBeginning],
		['usb', usbBeginning],
	] as const) {
		const [, vendor, device] = shape.exec(trimmed) ?? [];
		if (vendor !== undefined) return [{bus, vendor: lower(vendor), device: lower(device)}];
	}
	const match = idShape.exec(trimmed);
	if (!match) return null;
	const [, bus, vendor, device, maker, card] = match;
	const id = {vendor: lower(vendor), device: lower(device)};
	if (maker !== undefined) {
		if (bus?.toLowerCase() === 'usb') return null;
		return [{bus: 'pci', ...id, subsystem: {vendor: lower(maker), device: lower(card)}}];
	}
	const buses = bus === undefined ? (['pci', 'usb'] as const) : [bus.toLowerCase() as 'pci' | 'usb'];
	return buses.map(name => ({bus: name, ...id}));
}

/** The pattern of all devices with this PCI id (`15b3:1003`), whatever their subsystem and class; null for no id. */
export function patternForPciId(id: string): string | null {
	const found = parseDeviceId(id)?.find(({bus}) => bus === 'pci');
	return found
		? `pci:v0000${found.vendor.toUpperCase()}d0000${found.device.toUpperCase()}sv*sd*bc*sc*i*`
		: null;
}

/** The pattern of all devices with this USB id (`16ca:1502`), whatever their release and interfaces; null for no id. */
export function patternForUsbId(id: string): string | null {
	const found = parseDeviceId(id)?.find(({bus}) => bus === 'usb');
	return found
		? `usb:v${found.vendor.toUpperCase()}p${found.device.toUpperCase()}d*dc*dsc*dp*ic*isc*ip*in*`
		: null;
}

/**
 * The device a PCI or USB pattern names by vendor and number, e.g. `pci:15b3:1003`; null for patterns of a class,
 * of a vendor, or of another bus. Two drivers whose patterns give the same answer claim an overlapping id.
 */
export function deviceIdOfPattern(pattern: string): string | null {
	const pci = /^pci:v0000([0-9A-F]{4})d0000([0-9A-F]{4})(?:sv|\*)/i.exec(pattern);
	if (pci) return `pci:${pci[1]!.toLowerCase()}:${pci[2]!.toLowerCase()}`;
	const usb = /^usb:v([0-9A-F]{4})p([0-9A-F]{4})(?:d|\*)/i.exec(pattern);
	return usb ? `usb:${usb[1]!.toLowerCase()}:${usb[2]!.toLowerCase()}` : null;
}

/**
 * How a pattern stands to a device of which only vendor and number are known: `claims` it by name, `may-claim` it
 * where the device's class, interface or subsystem decides, or null: never.
 */
export function claimOnDevice(pattern: string, id: DeviceId): 'claims' | 'may-claim' | null {
	const shape = id.bus === 'pci' ? pciShape : usbShape;
	const match = shape.exec(pattern);
	if (!match) return null;
	const [, vendor, device, rest] = match;
	const pad = id.bus === 'pci' ? '0000' : '';
	const named = (field: string, value: string) =>
		field === '*' || matchesModalias(field.toUpperCase(), pad + value.toUpperCase());
	if (!named(vendor!, id.vendor) || !named(device!, id.device)) return null;
	const untold = id.subsystem === undefined ? rest! : restAfterSubsystem(rest!, id.subsystem);
	if (untold === null) return null;
	// A field that is not free pins what the id does not tell.
	const isPinned = /[a-z][0-9A-F[]/.test(untold);
	return device === '*' || vendor === '*' || isPinned ? 'may-claim' : 'claims';
}

/** What a PCI pattern asks for behind a subsystem's numbers; null where it asks for another subsystem. */
function restAfterSubsystem(rest: string, {vendor, device}: {vendor: string; device: string}): string | null {
	const [, maker, card, others] = /^sv(\*|[0-9A-F]{8})sd(\*|[0-9A-F]{8})(.*)$/i.exec(rest) ?? [];
	if (maker === undefined) return rest;
	const fits = (field: string, value: string) => field === '*' || field.toLowerCase() === `0000${value}`;
	return fits(maker, vendor) && fits(card!, device) ? others! : null;
}

const pciShape = /^pci:v(\*|[0-9A-F]{8})d(\*|[0-9A-F]{8})(sv.*)$/i;
const usbShape = /^usb:v(\*|[0-9A-F]{4})p(\*|[0-9A-F]{4})(d.*)$/i;

import {normaliseName} from '../../dossier/query/names.ts';
import {grouped} from '../../text/numbers.ts';
import {bareDevice, type HostDevice, type HostFacts, type HostModule, type PartialId} from '../facts.ts';
import type {Directive} from '../modprobe/directives.ts';

/**
 * Reads lines of one kind of text. `take` is handed every line that is not blank, without the space at its end and with
 * the tabs at its beginning, and says whether it understood it: the line is then that kind's.
 */
export interface LineReader {
	/** What the text is called in an answer: `lsmod`, `lspci -nnk`. Read when all lines are taken. */
	name(): string;
	take(line: string): boolean;
	/** All lines were seen. */
	end?(): void;
	/** Set where lines are taken only when no other reader does, and believed when all are seen. */
	believe?(others: {read: number; unread: number}): boolean;
	/**
	 * Is handed the lines that nobody understood, where this is the only kind that was met, and says whether it makes
	 * something of them.
	 */
	strays?(lines: readonly Stray[]): boolean;
}

/** A line that nobody understood, with its number from 1. */
export interface Stray {
	line: number;
	text: string;
}

/** One kind of text that people have in hand. */
export interface InputKind {
	name: string;
	/** Set where a line may list things without end: its patterns must take no longer than its length. */
	hasLongLines?: true;
	/** A reader that puts what it understands into a gathering. */
	read(gathering: Gathering): LineReader;
}

/** Most modules and devices that are kept of one machine; a large server has a few thousand. */
const mostKept = 50_000;
/** Letters of a name that are kept. */
const longestName = 200;
/** Of what is said of a module so many remarks are kept. */
const mostNotes = 20;

/** How firmly a module's state is known: the firmer is kept where several texts speak of it. */
const firmness: readonly HostModule['state'][] = [
	'directive',
	'available',
	'named',
	'configured',
	'built-in',
	'loaded',
];

/** What one machine's texts say, piece by piece; a device that several speak of is one. */
export class Gathering {
	host: string | null = null;
	release: string | null = null;
	/** Whether a list of loaded modules was among the texts. */
	hasLoaded = false;
	/** The line that is read, from 1, and the file of a folder that it stands in; null where there is but one. */
	line = 0;
	file: string | null = null;
	readonly directives: Directive[] = [];
	readonly symbols = new Set<string>();
	readonly problems: string[] = [];
	private readonly modules = new Map<string, HostModule>();
	private readonly devices = new Map<string, HostDevice>();
	private dropped = 0;

	/** Keeps a module, or makes what is known of it firmer. */
	module(
		name: string,
		state: HostModule['state'],
		more: {path?: string; taint?: string; note?: string} = {},
	): void {
		const key = normaliseName(name);
		if (key === '' || key.length > longestName) return;
		let known = this.modules.get(key);
		if (known === undefined) {
			if (this.modules.size >= mostKept) {
				this.dropped += 1;
				return;
			}
			known = {name: key, state, taint: null, path: null};
			this.modules.set(key, known);
		} else if (firmness.indexOf(state) > firmness.indexOf(known.state)) known.state = state;
		if (more.path !== undefined) known.path ??= more.path.slice(0, 4096);
		if (more.taint !== undefined) known.taint ??= more.taint;
		if (more.note === undefined) return;
		known.notes ??= [];
		if (known.notes.length < mostNotes && !known.notes.includes(more.note)) known.notes.push(more.note);
	}

	/** The device at an address, to be filled in; a new one where none was spoken of. */
	device(bus: string, address: string): HostDevice {
		const key = `${bus} ${address}`;
		let known = this.devices.get(key);
		if (known === undefined) {
			known = bareDevice(bus, address);
			if (this.devices.size < mostKept) this.devices.set(key, known);
			else this.dropped += 1;
		}
		return known;
	}

	/** All that was gathered as a machine's facts. */
	facts(account: {kinds: string[]; unread: number}): HostFacts {
		const devices = [...this.devices.values()];
		return {
			driverdexHost: 1,
			host: this.host,
			release: this.release,
			modulesFrom: this.hasLoaded ? 'proc' : null,
			candidatesFrom: null,
			modules: [...this.modules.values()],
			devices: devices.length > 0 ? devices : null,
			problems: [
				...this.problems,
				...(this.dropped > 0
					? [`modules or devices beyond the first ${grouped(mostKept)}, not kept: ${grouped(this.dropped)}`]
					: []),
			],
			input: {
				...account,
				symbols: [...this.symbols].slice(0, mostKept),
				...(this.directives.length > 0 && {directives: this.directives}),
			},
		};
	}
}

/** `0000:02:01.0` of an address with or without its domain, lower case. */
export function pciAddress(text: string): string {
	const lower = text.toLowerCase();
	return /^[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/.test(lower) ? `0000:${lower}` : lower;
}

/** `002:004` of a bus and a device's number on it. */
export function usbAddress(bus: string, device: string): string {
	return `${Number(bus).toString().padStart(3, '0')}:${Number(device).toString().padStart(3, '0')}`;
}

/** A text as a device's name: nothing where it is empty. */
export function nameText(text: string | undefined): string | null {
	return text?.trim().slice(0, longestName) || null;
}

/** Notes the ids of a device; what is known already stays. */
export function setId(device: HostDevice, bus: PartialId['bus'], id: string): PartialId {
	const known = device.partial;
	if (known !== null && known !== undefined && known.id === id.toLowerCase()) return known;
	const partial: PartialId = {bus, id: id.toLowerCase(), subsystem: null, classCode: null, interfaces: []};
	device.partial = partial;
	return partial;
}

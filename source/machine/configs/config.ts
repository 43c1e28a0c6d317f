import type {BuiltThing} from '../sbom/spdx.ts';

/** The forms in which people have a kernel's configuration in hand. */
export type ConfigKind =
	| 'config'
	| 'fragment'
	| 'image'
	| 'annotations'
	| 'nix'
	| 'openwrt'
	| 'config-script'
	| 'diff'
	| 'diffconfig'
	| 'spdx';

/** What an option is set to, and where. */
export interface Written {
	/** `n` for everything that switches no driver on: off, numbers, texts. */
	value: 'y' | 'm' | 'n';
	/** Of the text that was given, unpacked, from 1; of a diff, that of the new file. */
	line: number;
	/** Only in a diff: it was on before as well, as `m` where it is `y` now or the other way round. */
	wasOn?: boolean;
}

/** What was read out of a text, before anybody named it. */
export interface ReadConfig {
	kind: ConfigKind;
	/** What it was taken for, in words: `a defconfig`. */
	label: string;
	/** `6.12.117` of its head, where there is one. */
	version: string | null;
	/** Only what is written was judged; what the rest of the kernel's options are is not known. */
	isPartial: boolean;
	/** By symbol, without `CONFIG_`. */
	written: Map<string, Written>;
	/** Oddities that were survived, in words. */
	problems: string[];
	/** What a reader should know of how it was read, in words. */
	notes: string[];
	/** Of a diff: the file that it changes. */
	file: string | null;
	/** Of an SPDX document, which sets no options: what it says was built. See sbom/built-drivers.ts. */
	built?: readonly BuiltThing[];
}

/** What was read of a form that writes some options only and says nothing of its kernel. */
export function partialConfig(
	kind: ConfigKind,
	label: string,
	written: ReadConfig['written'],
	notes: string[] = [],
): ReadConfig {
	return {kind, label, version: null, isPartial: true, written, problems: [], notes, file: null};
}

/** The options that a kernel configuration turns on. */
export interface KernelConfig extends ReadConfig {
	/** What it is called in a table. */
	name: string;
	/** The file that a person opens to change it, as it was named; in a diff the file that it changes. */
	path: string;
	/** `y` or `m` by symbol, without `CONFIG_`: what is judged. */
	enabled: Map<string, 'y' | 'm'>;
	/** What fills the options that are not written here; null where nothing does. */
	defaults: KernelConfig | null;
	/** Ids of the drivers that are known to be built: of an option that builds several the others are not. */
	only?: ReadonlySet<string>;
}

/** How a kind is told from the others, and what is read out of it. */
export interface ConfigReader {
	/** Whether a text is of this kind, by its look. `name` is that of its file. */
	recognises(text: string, name: string): boolean;
	/** One, or of a diff one for each file that it changes. Throws a UserError. */
	read(text: string, asked: Asked): ReadConfig[];
}

/** What is asked of a text that speaks of several kernels. */
export interface Asked {
	/** The file's name, or `standard input`. */
	name: string;
	/** `amd64` or `amd64-generic`; null for the usual one. */
	architecture: string | null;
}

/** Longest line that is read: strings of a configuration are paths and command lines. */
export const longestLine = 65_536;

/** A configuration under its name. */
export function nameConfig(read: ReadConfig, name: string, path: string): KernelConfig {
	const enabled = new Map<string, 'y' | 'm'>();
	for (const [option, {value, wasOn}] of read.written) {
		if (value !== 'n' && wasOn !== true) enabled.set(option, value);
	}
	return {...read, name, path, enabled, defaults: null};
}

/** A partial configuration over one that says what it does not write. */
export function fillFrom(config: KernelConfig, defaults: KernelConfig): KernelConfig {
	const enabled = new Map(defaults.enabled);
	for (const [option, {value}] of config.written) {
		if (value === 'n') enabled.delete(option);
		else enabled.set(option, value);
	}
	return {
		...config,
		enabled,
		defaults,
		isPartial: defaults.isPartial,
		version: config.version ?? defaults.version,
	};
}

/** Where a person would change an enabled option. */
export function placeOf(config: KernelConfig, option: string): {path: string; line: number} {
	const own = config.written.get(option);
	if (own !== undefined) return {path: config.path, line: own.line};
	if (config.defaults !== null) return placeOf(config.defaults, option);
	return {path: config.path, line: 1};
}

/** Calls back with each line of a text, without its end and the space around it, and its number from 1. */
export function eachLine(text: string, visit: (line: string, number: number) => void): void {
	let start = 0;
	for (let number = 1; start < text.length; number++) {
		let end = text.indexOf('\n', start);
		if (end < 0) end = text.length;
		visit(text.slice(start, end), number);
		start = end + 1;
	}
}

/** `3 options are …` as a list of none or one. */
export function said(count: number, one: string, many: string): string[] {
	return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}

import {closeSync, fstatSync, openSync, readSync} from 'node:fs';
import {release} from 'node:os';
import {gunzipSync} from 'node:zlib';
import {UserError} from '../dossier/user-error.ts';

/** The options that a kernel configuration turns on. */
export interface KernelConfig {
	/** What it is called in a table. */
	name: string;
	/** `6.12.117` of its head, where there is one. */
	version: string | null;
	/** `y` or `m` by symbol, without `CONFIG_`. */
	enabled: Map<string, 'y' | 'm'>;
	/** Oddities that were survived, in words. */
	problems: string[];
}

/** Most bytes of a configuration: a distribution's has 300 thousand. */
const mostBytes = 64 << 20;
/** Longest line that is read: strings of a configuration are paths and command lines. */
const longestLine = 65_536;

const prefix = 'CONFIG_';
const unsetPrefix = '# CONFIG_';
const unsetSuffix = ' is not set';

/** Where the running kernel's configuration may be found, in the order in which they are tried. */
export function ownConfigs(): string[] {
	const running = release();
	return [
		'/proc/config.gz',
		`/boot/config-${running}`,
		`/lib/modules/${running}/config`,
		`/usr/lib/modules/${running}/config`,
	];
}

/** Reads a configuration, plain or gzip; `-` is standard input. Throws a UserError with what to do. */
export function readKernelConfig(file: string): KernelConfig {
	const bytes = readBytes(file);
	const name = file === '-' ? 'standard input' : file;
	let text: string;
	if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
		try {
			text = gunzipSync(bytes, {maxOutputLength: mostBytes}).toString('utf8');
		} catch (error) {
			throw new UserError(
				`${name} is damaged: it can't be unpacked (${(error as Error).message}).`,
				'Copy it again.',
			);
		}
	} else text = bytes.toString('utf8');
	return parseKernelConfig(text, name);
}

/** Reads the text of a `.config`. Throws a UserError where it is none. */
export function parseKernelConfig(text: string, name: string): KernelConfig {
	const enabled = new Map<string, 'y' | 'm'>();
	const seen = new Set<string>();
	let version: string | null = null;
	const odd = {long: 0, reassigned: 0, strange: 0};
	let start = 0;
	const set = (symbol: string, value: string) => {
		if (!/^\w+$/.test(symbol)) {
			odd.strange += 1;
			return;
		}
		if (seen.has(symbol)) odd.reassigned += 1;
		seen.add(symbol);
		// The last line of a symbol is the one that counts, as Kconfig reads it.
		if (value === 'y' || value === 'm') enabled.set(symbol, value);
		else enabled.delete(symbol);
	};
	// Eleven thousand lines: one expression for all of them would take as long as all the rest.
	while (start < text.length) {
		let end = text.indexOf('\n', start);
		if (end < 0) end = text.length;
		const isLong = end - start > longestLine;
		const line = isLong ? '' : text.slice(start, end).trim();
		if (isLong) odd.long += 1;
		start = end + 1;
		const equals = line.indexOf('=');
		if (line === '') continue;
		if (line.startsWith(prefix) && equals > prefix.length)
			set(line.slice(prefix.length, equals), line.slice(equals + 1));
		else if (!line.startsWith('#')) odd.strange += 1;
		else if (line.startsWith(unsetPrefix) && line.endsWith(unsetSuffix)) {
			set(line.slice(unsetPrefix.length, -unsetSuffix.length), 'n');
		} else version ??= /^# Linux\/\S+ (\d\S*) Kernel Configuration/.exec(line)?.[1] ?? null;
	}
	if (seen.size === 0) {
		throw new UserError(
			`${name} is no kernel configuration: no line of it is CONFIG_NAME=value.`,
			'Name a .config, /proc/config.gz or a /boot/config-RELEASE.',
		);
	}
	const said = (count: number, one: string, many: string) =>
		count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
	return {
		name,
		version,
		enabled,
		problems: [
			...said(odd.strange, 'line is not an option, left out', 'lines are not options, left out'),
			...said(
				odd.long,
				`line is over ${longestLine} letters long, left out`,
				`lines are over ${longestLine} letters long, left out`,
			),
			...said(
				odd.reassigned,
				'option is set again later: the last value counts',
				'options are set again later: the last value counts',
			),
		],
	};
}

function readBytes(file: string): Buffer {
	let descriptor: number | undefined;
	try {
		descriptor = file === '-' ? 0 : openSync(file, 'r');
		if (file !== '-' && fstatSync(descriptor).isDirectory()) {
			throw new UserError(`${file} is a folder.`, `Name the configuration in it, such as ${file}/.config.`);
		}
		const chunks: Buffer[] = [];
		let total = 0;
		for (;;) {
			const chunk = Buffer.allocUnsafe(1 << 16);
			const count = readSync(descriptor, chunk, 0, chunk.length, null);
			if (count === 0) return Buffer.concat(chunks);
			chunks.push(chunk.subarray(0, count));
			total += count;
			if (total > mostBytes) {
				throw new UserError(
					`${file} is over ${mostBytes >> 20} MB: no kernel configuration is that large.`,
					'Name a .config, /proc/config.gz or a /boot/config-RELEASE.',
				);
			}
		}
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw new UserError(
			`${file === '-' ? 'Standard input' : file} can't be read: ${(error as Error).message}.`,
			'Name a .config, /proc/config.gz or a /boot/config-RELEASE; - reads standard input.',
		);
	} finally {
		if (descriptor !== undefined && descriptor !== 0) closeSync(descriptor);
	}
}

/**
 * One pass over the bytes of a source file. Newlines are counted over the bytes, and while doing so the first
 * byte of each line tells whether the line may matter: the macros that declare a driver stand in column 0.
 */
import {closeSync, openSync, readSync} from 'node:fs';
import path from 'node:path';
import {describeError} from '../file-errors.ts';
import {namesToBuses, tableToBus} from './buses.ts';
import {joinLiterals} from './c-strings.ts';
import {countedOnly, type Sighting, type SourceFacts} from './facts.ts';

/**
 * Interfaces the kernel is leaving, in the kernel's own words: integer GPIO numbers ("legacy GPIO bulk include
 * file" in linux/gpio.h itself), the IDE core ("DEPRECATED" in drivers/ide/Kconfig), videobuf ("deprecated in
 * favor of videobuf2", Documentation/driver-api/media/v4l2-videobuf.rst), and the first DRM interface ("legacy
 * driver interfaces" in drm/drm_legacy.h itself).
 */
const legacyHeaders = new Set([
	'asm/gpio.h',
	'drm/drm_legacy.h',
	'linux/gpio.h',
	'linux/ide.h',
	'linux/of_gpio.h',
	'media/videobuf-core.h',
	'media/videobuf-dma-contig.h',
	'media/videobuf-dma-sg.h',
	'media/videobuf-vmalloc.h',
]);

/** How much of a header is searched for includes, and of a file for its copyright head. */
const headBytes = 16_384;
const newline = 10;

/** Reads files one after another into one buffer that grows to the largest. */
export class SourceScanner {
	private readonly tree: string;
	private bytes = Buffer.from(new ArrayBuffer(1 << 20));
	/** The same bytes, four at a time. */
	private words = new Int32Array(this.bytes.buffer);
	private length = 0;
	private lineEnds = new Int32Array(1 << 15);
	private lineCount = 0;
	/** usb_register() alone has no `_driver` in its name: it is looked for only beside such a header. */
	private includesUsb = false;
	/** Offsets of lines that may matter. */
	private readonly candidates: number[] = [];

	/** `tree` is the kernel's top directory. */
	constructor(tree: string) {
		this.tree = tree;
	}

	/** The facts of one file, or why it can't be read. */
	scan(file: string): SourceFacts | string {
		try {
			this.load(path.join(this.tree, file));
		} catch (error) {
			return describeError(error);
		}
		if (file.endsWith('.h')) {
			return countedOnly(this.countNewlines(), this.findQuotedIncludes());
		}
		if (file.endsWith('.rs')) {
			return this.readRust();
		}
		return this.readC();
	}

	private load(file: string): void {
		const descriptor = openSync(file, 'r');
		try {
			this.length = 0;
			for (;;) {
				const room = this.bytes.length - this.length;
				const read = readSync(descriptor, this.bytes, this.length, room, null);
				this.length += read;
				if (read < room) {
					return;
				}
				const larger = Buffer.from(new ArrayBuffer(this.bytes.length * 2));
				this.bytes.copy(larger, 0, 0, this.length);
				this.bytes = larger;
				this.words = new Int32Array(larger.buffer);
			}
		} finally {
			closeSync(descriptor);
		}
	}

	private findQuotedIncludes(): string[] {
		const head = this.bytes.subarray(0, Math.min(this.length, headBytes));
		if (head.indexOf('include "') < 0) {
			return [];
		}
		return [...head.toString('latin1').matchAll(/^[ \t]*#[ \t]*include "([^"\n]+)"/gm)].map(
			found => found[1]!,
		);
	}

	private readC(): SourceFacts {
		this.indexLines();
		const facts = countedOnly(this.lineCount);
		this.includesUsb = false;
		for (const offset of this.candidates) {
			this.readLine(offset, facts);
		}
		this.findRegistrations(facts);
		this.readHead(facts);
		this.findLateCopyrights(facts);
		if (facts.platformLine !== null) {
			facts.hasMatchTable = this.hasAny(['_match_table', 'platform_device_id', 'of_device_id', '.id_table']);
		}
		return facts;
	}

	/** Finds line ends and the lines that start with a byte of interest. */
	private indexLines(): void {
		const {bytes, words, length, candidates} = this;
		this.lineCount = 0;
		candidates.length = 0;
		if (length > 0 && interesting[bytes[0]!] === 1 && isCandidate(bytes, 0)) {
			candidates.push(0);
		}
		const wholeWords = length >> 2;
		for (let word = 0; word < wholeWords; word++) {
			if (hasNewline(words[word]!)) {
				const start = word << 2;
				for (let index = start; index < start + 4; index++) {
					if (bytes[index] === newline) {
						this.endLine(index);
					}
				}
			}
		}
		for (let index = wholeWords << 2; index < length; index++) {
			if (bytes[index] === newline) {
				this.endLine(index);
			}
		}
	}

	private endLine(index: number): void {
		if (this.lineCount === this.lineEnds.length) {
			const larger = new Int32Array(this.lineEnds.length * 2);
			larger.set(this.lineEnds);
			this.lineEnds = larger;
		}
		this.lineEnds[this.lineCount++] = index;
		const next = index + 1;
		if (next < this.length && interesting[this.bytes[next]!] === 1 && isCandidate(this.bytes, next)) {
			this.candidates.push(next);
		}
	}

	private countNewlines(): number {
		const {bytes, words, length} = this;
		const wholeWords = length >> 2;
		let count = 0;
		for (let word = 0; word < wholeWords; word++) {
			if (hasNewline(words[word]!)) {
				const start = word << 2;
				for (let index = start; index < start + 4; index++) {
					if (bytes[index] === newline) {
						count++;
					}
				}
			}
		}
		for (let index = wholeWords << 2; index < length; index++) {
			if (bytes[index] === newline) {
				count++;
			}
		}
		return count;
	}

	private lineAt(offset: number): number {
		let low = 0;
		let high = this.lineCount;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.lineEnds[middle]! < offset) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return low + 1;
	}

	private startOfLine(offset: number): number {
		const line = this.lineAt(offset);
		return line === 1 ? 0 : this.lineEnds[line - 2]! + 1;
	}

	private endOfLine(offset: number): number {
		const line = this.lineAt(offset);
		return line <= this.lineCount ? this.lineEnds[line - 1]! : this.length;
	}

	private readLine(offset: number, facts: SourceFacts): void {
		const text = this.bytes.toString('latin1', offset, this.endOfLine(offset));
		if (text.charCodeAt(0) === 35) {
			this.readInclude(text, offset, facts);
			return;
		}
		const name = /^(\w+)\s*\(\s*(\w*)/.exec(text);
		if (!name) {
			return;
		}
		const [, macro, argument] = name as unknown as [string, string, string];
		if (macro === 'MODULE_DESCRIPTION') {
			facts.description ??= this.readDescription(offset);
		} else if (macro === 'MODULE_DEVICE_TABLE') {
			note(facts.idTables, argument, this.lineAt(offset));
			const bus = tableToBus(argument);
			if (bus !== null) {
				note(facts.buses, bus, this.lineAt(offset));
			}
		} else {
			this.readEntry(macro, offset, facts);
		}
	}

	private readInclude(text: string, offset: number, facts: SourceFacts): void {
		const include = /^#[ \t]*include[ \t]*(["<])([^">]+)/.exec(text);
		if (!include) {
			return;
		}
		this.includesUsb ||= include[2]!.includes('usb');
		if (include[1] === '"') {
			facts.quotedIncludes.push(include[2]!);
		} else if (legacyHeaders.has(include[2]!)) {
			note(facts.legacyIncludes, include[2]!, this.lineAt(offset));
		}
	}

	private readEntry(macro: string, offset: number, facts: SourceFacts): void {
		const registering = /^(?:module|builtin)_(\w*?)_?drivers?(?:_\w+)?$/.exec(macro);
		const declaring = /^\w*_DECLARE(?:_DRIVER|_HI|_EARLY)?$|^IRQCHIP_PLATFORM_DRIVER_BEGIN$/.exec(macro);
		const isEntry =
			registering !== null || (declaring !== null && !notDrivers.test(macro)) || entryMacro.test(macro);
		if (!isEntry) {
			return;
		}
		const line = this.lineAt(offset);
		facts.entryLine = Math.min(facts.entryLine ?? line, line);
		if (registering) {
			this.noteBuses(registering[1]!, line, facts);
		} else if (declaring) {
			const isAcpi = /(?:^|_)ACPI_/.test(macro);
			const isOf = /(?:^|_)(?:OF|IRQCHIP|RESERVEDMEM)_/.test(macro) && !macro.startsWith('IRQCHIP_PLATFORM');
			if (isAcpi || isOf) {
				note(facts.buses, isAcpi ? 'acpi' : 'of', line);
			}
		} else if (macro.startsWith('FBTFT')) {
			note(facts.buses, 'spi', line);
		}
	}

	private noteBuses(name: string, line: number, facts: SourceFacts): void {
		for (const bus of namesToBuses(name)) {
			note(facts.buses, bus, line);
			if (bus === 'platform') {
				facts.platformLine ??= line;
			}
		}
	}

	/** Calls such as pci_register_driver(): they stand inside a function, so never in column 0. */
	private findRegistrations(facts: SourceFacts): void {
		for (const needle of this.includesUsb ? ['_driver', 'usb_register('] : ['_driver']) {
			for (let found = this.find(needle, 0); found >= 0; found = this.find(needle, found + needle.length)) {
				this.readRegistration(found, facts);
			}
		}
	}

	private readRegistration(found: number, facts: SourceFacts): void {
		// Most of what is found is `struct x_driver`: told apart by the bytes behind it, before any string is made.
		let after = found;
		while (after < this.length && isWord(this.bytes[after]!)) {
			after++;
		}
		if (this.bytes[after] !== 40) {
			return;
		}
		let before = found;
		while (before > 0 && isWord(this.bytes[before - 1]!)) {
			before--;
		}
		const name = this.bytes.toString('latin1', before, after);
		const call = registerCall.exec(name);
		if (!call || name.includes('unregister')) {
			return;
		}
		const start = this.startOfLine(found);
		const first = this.bytes[start];
		const lead = this.bytes.toString('latin1', start, before);
		if ((first !== 9 && first !== 32) || /^\s*(?:\*|\/\/|\/\*)/.test(lead) || lead.includes('"')) {
			return;
		}
		const line = this.lineAt(found);
		facts.entryLine ??= line;
		this.noteBuses(name === 'usb_register' ? 'usb' : (call[1] ?? call[2] ?? call[3] ?? ''), line, facts);
	}

	private readHead(facts: SourceFacts): void {
		const head = this.bytes.toString('latin1', 0, Math.min(this.length, headBytes));
		const spdx = head.indexOf('SPDX-License-Identifier:');
		// The licence line is the first or second of a file (Documentation/process/license-rules.rst).
		facts.hasSpdx = spdx >= 0 && this.lineAt(spdx) <= 15;
		let seen = -1;
		for (const found of head.matchAll(/[Cc]opyright|COPYRIGHT|\([cC]\)/g)) {
			if (found.index > seen) {
				seen = this.endOfLine(found.index);
				this.noteCopyright(head.slice(this.startOfLine(found.index), seen), found.index, facts);
			}
		}
	}

	private findLateCopyrights(facts: SourceFacts): void {
		const needle = 'opyright';
		for (let found = this.find(needle, headBytes); found >= 0; found = this.find(needle, found + 8)) {
			const start = this.startOfLine(found);
			this.noteCopyright(this.bytes.toString('latin1', start, this.endOfLine(found)), start, facts);
		}
	}

	private noteCopyright(text: string, offset: number, facts: SourceFacts): void {
		for (const [found] of text.matchAll(/(?<!\d)(?:19[7-9]|20[0-4])\d(?!\d)/g)) {
			const year = Number(found);
			if (facts.newestCopyright === null || year > facts.newestCopyright.year) {
				facts.newestCopyright = {year, line: this.lineAt(offset)};
			}
		}
	}

	private readDescription(offset: number): string | null {
		const text = this.bytes.toString('utf8', offset, Math.min(this.length, offset + 2000));
		return joinLiterals(text.slice(text.indexOf('(') + 1), name => this.resolveMacro(name));
	}

	/** A string macro of the same file. */
	private resolveMacro(name: string): string | null {
		const text = this.bytes.toString('utf8', 0, this.length);
		const define = new RegExp(
			`^#[ \\t]*define[ \\t]+${name}[ \\t\\\\\\n]+((?:"(?:[^"\\\\\\n]|\\\\[^])*"[ \\t\\\\\\n]*)+)`,
			'm',
		);
		const found = define.exec(text);
		return found ? joinLiterals(found[1]!.replace(/\\\n/g, ' '), () => null) : null;
	}

	private readRust(): SourceFacts {
		const facts = countedOnly(this.countNewlines());
		this.indexLines();
		const text = this.bytes.toString('latin1', 0, this.length);
		const entry = /^\s*(?:kernel::)?(?:prelude::)?module(?:_(\w+?)_driver)?!\s*[{(]/m.exec(text);
		this.readHead(facts);
		if (entry) {
			const line = this.lineAt(entry.index + entry[0].length - 1);
			facts.entryLine = line;
			this.noteBuses(entry[1] ?? '', line, facts);
			const description = /^\s*description:\s*("(?:[^"\\]|\\.)*")/m.exec(text.slice(entry.index));
			facts.description = description ? joinLiterals(description[1]!, () => null) : null;
			facts.hasMatchTable = true;
		}
		return facts;
	}

	private find(needle: string, from: number): number {
		if (from >= this.length) {
			return -1;
		}
		const found = this.bytes.subarray(from, this.length).indexOf(needle, 0, 'latin1');
		return found < 0 ? -1 : found + from;
	}

	private hasAny(needles: readonly string[]): boolean {
		return needles.some(needle => this.find(needle, 0) >= 0);
	}
}

const entryMacro =
	/^(?:module_(?:init|misc_device|dm|w1_family|spk_synth|mtd_part_parser|led_trigger|mtd_blktrans|cpu_feature_match|scmi_protocol|vfio_reset_handler|intel_th_msu_buffer|pcmcia_socket|kernel_module)|builtin_misc_device|\w*initcall(?:_sync)?|FBTFT_REGISTER\w*DRIVER|DECLARE_USB_FUNCTION_INIT|DEFINE_SCMI_TRANSPORT_DRIVER)$/;
/** Declarations that end like a driver's but only fill tables. */
const notDrivers = /PKT|ETHTOOL|DEBUGFS|LINK_MODE|RFK|UVERBS|RTL|INFO_DECLARE|OVERLAY/;
/** `x_register_driver(s)`, `x_driver_register`, `x_add_driver` or `register_x_driver(s)`. */
const registerCall =
	/^(?:_*register_(\w+)_drivers?|_*(\w+?)_(?:register|add)(?:_\w+?)??_drivers?(?:_probe)?|_*(\w*?)_?drivers?_(?:register|probe)\w*|usb_register)$/;

const interesting = new Uint8Array(256);
for (const character of '#_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
	interesting[character.charCodeAt(0)] = 1;
}

function isWord(byte: number): boolean {
	return interesting[byte] === 1 ? byte !== 35 : byte >= 48 && byte <= 57;
}

/**
 * Whether a line may matter: `#i`, or a word that runs straight into a parenthesis. Function definitions have
 * a space in their return type; `MODULE_…`, `module_…`, initcalls and declarations don't.
 */
function isCandidate(bytes: Uint8Array, start: number): boolean {
	const first = bytes[start]!;
	if (first === 35) {
		const second = bytes[start + 1];
		return second === 105 || second === 32 || second === 9;
	}
	let index = start + 1;
	while (isWord(bytes[index] ?? 0)) {
		index++;
	}
	if (bytes[index] === 32 || bytes[index] === 9) {
		index++;
	}
	return bytes[index] === 40;
}

/** Whether one of four bytes is a newline: a zero byte after the exclusive or, found without a branch a byte. */
function hasNewline(word: number): boolean {
	const difference = word ^ 0x0a0a0a0a;
	return ((difference - 0x01010101) & ~difference & 0x80808080) !== 0;
}

function note(sightings: Sighting[], value: string, line: number): void {
	if (!sightings.some(sighting => sighting.value === value)) {
		sightings.push({value, line});
	}
}

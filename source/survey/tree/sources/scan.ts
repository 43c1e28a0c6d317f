/** One pass over a source file: what it says of itself. */
import path from 'node:path';
import {describeError} from '../file-errors.ts';
import {namesToBuses, tableToBus} from './buses.ts';
import {joinLiterals} from './c-strings.ts';
import {busesOfCall, busesOfMacro} from './entry-points.ts';
import {countedOnly, type Sighting, type SourceFacts} from './facts.ts';
import {SourceText} from './source-text.ts';

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

/** Folders of headers that all of the kernel includes: what they hold is no driver's own. */
const kernelWide = /^(?:linux|asm|asm-generic|uapi|generated|dt-bindings|trace|net|media|sound|drm)\//;

/** How much of a header is searched for includes, and of a file for its copyright head. */
const headBytes = 16_384;

/** Reads files one after another, through one buffer. */
export class SourceScanner {
	private readonly tree: string;
	private readonly text = new SourceText();
	/** usb_register() alone has no `_driver` in its name: it is looked for only beside such a header. */
	private includesUsb = false;

	/** `tree` is the kernel's top directory. */
	constructor(tree: string) {
		this.tree = tree;
	}

	/** The facts of one file, or why it can't be read. */
	scan(file: string): SourceFacts | string {
		try {
			this.text.load(path.join(this.tree, file));
		} catch (error) {
			return describeError(error);
		}
		if (file.endsWith('.h')) {
			return this.readHeader();
		}
		if (file.endsWith('.rs')) {
			return this.readRust();
		}
		return this.readC();
	}

	private readHeader(): SourceFacts {
		const facts = countedOnly(this.text.countNewlines());
		if (this.text.find('include', 0, headBytes) >= 0) {
			const head = this.text.latin1(0, headBytes);
			for (const found of head.matchAll(/^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)/gm)) {
				noteInclude(found[1] === undefined ? '<' : '"', (found[1] ?? found[2])!, facts);
			}
		}
		return facts;
	}

	private readC(): SourceFacts {
		this.text.indexLines();
		const facts = countedOnly(this.text.lineCount);
		this.includesUsb = false;
		for (const offset of this.text.candidates) {
			this.readLine(offset, facts);
		}
		this.findRegistrations(facts);
		this.readHead(facts);
		this.findLateCopyrights(facts);
		if (facts.platformLine !== null) {
			facts.hasMatchTable = this.text.hasAny([
				'_match_table',
				'platform_device_id',
				'of_device_id',
				'.id_table',
			]);
		}
		return facts;
	}

	private readLine(offset: number, facts: SourceFacts): void {
		const text = this.text.latin1(offset, this.text.endOfLine(offset));
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
			note(facts.idTables, argument, this.text.lineAt(offset));
			const bus = tableToBus(argument);
			if (bus !== null) {
				note(facts.buses, bus, this.text.lineAt(offset));
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
		noteInclude(include[1]!, include[2]!, facts);
		if (include[1] === '<' && legacyHeaders.has(include[2]!)) {
			note(facts.legacyIncludes, include[2]!, this.text.lineAt(offset));
		}
	}

	private readEntry(macro: string, offset: number, facts: SourceFacts): void {
		const buses = busesOfMacro(macro);
		if (buses === null) {
			return;
		}
		const line = this.text.lineAt(offset);
		facts.entryLine = Math.min(facts.entryLine ?? line, line);
		noteBuses(buses, line, facts);
	}

	/** Calls such as pci_register_driver(): they stand inside a function, so never in column 0. */
	private findRegistrations(facts: SourceFacts): void {
		for (const needle of this.includesUsb ? ['_driver', 'usb_register('] : ['_driver']) {
			for (
				let found = this.text.find(needle, 0);
				found >= 0;
				found = this.text.find(needle, found + needle.length)
			) {
				this.readRegistration(found, facts);
			}
		}
	}

	private readRegistration(found: number, facts: SourceFacts): void {
		const {text} = this;
		const end = text.endOfWord(found);
		// Most of what is found is `struct x_driver`: told apart by the byte behind it, before any string is made.
		if (text.byteAt(end) !== 40) {
			return;
		}
		const start = text.startOfWord(found);
		const buses = busesOfCall(text.latin1(start, end));
		if (buses === null) {
			return;
		}
		const lineStart = text.startOfLine(found);
		const first = text.byteAt(lineStart);
		const lead = text.latin1(lineStart, start);
		if ((first !== 9 && first !== 32) || /^\s*(?:\*|\/\/|\/\*)/.test(lead) || lead.includes('"')) {
			return;
		}
		const line = text.lineAt(found);
		facts.entryLine ??= line;
		noteBuses(buses, line, facts);
	}

	private readHead(facts: SourceFacts): void {
		const head = this.text.latin1(0, headBytes);
		const spdx = head.indexOf('SPDX-License-Identifier:');
		// The licence line is the first or second of a file (Documentation/process/license-rules.rst).
		facts.hasSpdx = spdx >= 0 && this.text.lineAt(spdx) <= 15;
		let seen = -1;
		for (const found of head.matchAll(/[Cc]opyright|COPYRIGHT|\([cC]\)/g)) {
			if (found.index > seen) {
				seen = this.text.endOfLine(found.index);
				this.noteCopyright(head.slice(this.text.startOfLine(found.index), seen), found.index, facts);
			}
		}
	}

	private findLateCopyrights(facts: SourceFacts): void {
		const needle = 'opyright';
		for (
			let found = this.text.find(needle, headBytes);
			found >= 0;
			found = this.text.find(needle, found + 8)
		) {
			const start = this.text.startOfLine(found);
			this.noteCopyright(this.text.latin1(start, this.text.endOfLine(found)), start, facts);
		}
	}

	private noteCopyright(text: string, offset: number, facts: SourceFacts): void {
		for (const [found] of text.matchAll(/(?<!\d)(?:19[7-9]|20[0-4])\d(?!\d)/g)) {
			const year = Number(found);
			if (facts.newestCopyright === null || year > facts.newestCopyright.year) {
				facts.newestCopyright = {year, line: this.text.lineAt(offset)};
			}
		}
	}

	private readDescription(offset: number): string | null {
		const text = this.text.utf8(offset, offset + 2000);
		return joinLiterals(text.slice(text.indexOf('(') + 1), name => this.resolveMacro(name));
	}

	/** A string macro of the same file. */
	private resolveMacro(name: string): string | null {
		const text = this.text.utf8();
		const define = new RegExp(
			`^#[ \\t]*define[ \\t]+${name}[ \\t\\\\\\n]+((?:"(?:[^"\\\\\\n]|\\\\[^])*"[ \\t\\\\\\n]*)+)`,
			'm',
		);
		const found = define.exec(text);
		return found ? joinLiterals(found[1]!.replace(/\\\n/g, ' '), () => null) : null;
	}

	private readRust(): SourceFacts {
		const facts = countedOnly(this.text.countNewlines());
		this.text.indexLines();
		const text = this.text.latin1();
		facts.quotedIncludes = [...text.matchAll(/^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?mod[ \t]+(\w+);/gm)].map(
			found => found[1]!,
		);
		const entry = /^\s*(?:kernel::)?(?:prelude::)?module(?:_(\w+?)_driver)?!\s*[{(]/m.exec(text);
		this.readHead(facts);
		if (entry) {
			const line = this.text.lineAt(entry.index + entry[0].length - 1);
			facts.entryLine = line;
			noteBuses(namesToBuses(entry[1] ?? ''), line, facts);
			const description = /^\s*description:\s*("(?:[^"\\]|\\.)*")/m.exec(text.slice(entry.index));
			facts.description = description ? joinLiterals(description[1]!, () => null) : null;
			facts.hasMatchTable = true;
		}
		return facts;
	}
}

function noteInclude(mark: string, name: string, facts: SourceFacts): void {
	if (mark === '"') {
		facts.quotedIncludes.push(name);
	} else if (!kernelWide.test(name)) {
		facts.angledIncludes.push(name);
	}
}

function noteBuses(buses: readonly string[], line: number, facts: SourceFacts): void {
	for (const bus of buses) {
		note(facts.buses, bus, line);
		if (bus === 'platform') {
			facts.platformLine ??= line;
		}
	}
}

function note(sightings: Sighting[], value: string, line: number): void {
	if (!sightings.some(sighting => sighting.value === value)) {
		sightings.push({value, line});
	}
}

/** One pass over a source file: what it says of itself. */
import path from 'node:path';
import type {LoadingWay} from '../../../dossier/query/vocabulary.ts';
import {UnfitInput} from '../../input-file.ts';
import {describeError} from '../file-errors.ts';
import {tableToBus} from './buses.ts';
import {joinLiterals} from './c-strings.ts';
import {busesOfMacro, isModuleMacro, isStartMacro} from './entry-points.ts';
import {countedOnly, note, noteRegistration, type SourceFacts} from './facts.ts';
import {readHeadTitle} from './head-title.ts';
import {loadingWayOf, loadingWayOfAlias} from './loading.ts';
import {MacroReader} from './macros.ts';
import {RegistrationReader} from './registrations.ts';
import {readRust} from './rust.ts';
import {SourceText} from './source-text.ts';
import {findMatchTable, readStyle} from './style.ts';

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

/** Calls that make a platform device. */
const deviceMakers = [
	'platform_device_register',
	'platform_device_alloc',
	'platform_device_add',
	'platform_add_devices',
	'platform_create_bundle',
];

/** How much of a file is searched for its copyright head. */
const headBytes = 16_384;
/** How far behind the word an include's name ends. */
const longestInclude = 300;
const backslash = 92;
/** How far a macro's argument reaches at most. */
const argumentBytes = 2000;

/** Reads files one after another, through one buffer. */
export class SourceScanner {
	private readonly tree: string;
	private readonly text = new SourceText();
	private readonly macros: MacroReader;
	private file = '';
	/** The whole file as a string, made at most once a file, and only where a macro is looked up. */
	private whole: string | null = null;
	/** usb_register() alone has no `_driver` in its name: it is looked for only beside such a header. */
	private includesUsb = false;

	/** `tree` is the kernel's top directory. */
	constructor(tree: string) {
		this.tree = tree;
		this.macros = new MacroReader(tree);
	}

	/** The facts of one file, or why it can't be read. */
	scan(file: string): SourceFacts | string {
		try {
			this.text.load(path.join(this.tree, file));
			return this.read(file);
		} catch (error) {
			if (error instanceof UnfitInput || (error as NodeJS.ErrnoException).code !== undefined)
				return describeError(error);
			throw error;
		}
	}

	private read(file: string): SourceFacts {
		this.file = file;
		this.whole = null;
		this.macros.begin();
		if (file.endsWith('.h')) {
			return this.readHeader();
		}
		if (file.endsWith('.rs')) {
			const facts = readRust(this.text);
			this.readHead(facts);
			return facts;
		}
		return this.readC();
	}

	private readHeader(): SourceFacts {
		const facts = countedOnly(this.text.countNewlines());
		// A header may include another below thousands of lines (e1000e/hw.h, line 734; qla_def.h, line 5698).
		for (
			let found = this.text.find('include', 0);
			found >= 0;
			found = this.text.find('include', found + 'include'.length)
		) {
			const start = this.text.findLineStart(found);
			const include = readIncludeLine(this.text.latin1(start, found + longestInclude));
			if (include !== null) {
				noteInclude(include.mark, include.name, facts);
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
		const registrations = new RegistrationReader(
			this.text,
			facts,
			text => this.readString(text)?.text ?? null,
		);
		registrations.readCalls(this.file, this.includesUsb);
		if (facts.entryLine === null) {
			registrations.readTables();
		}
		this.readHead(facts);
		this.findLateCopyrights(facts);
		readStyle(this.text, facts);
		facts.makesDevice = this.text.hasAny(deviceMakers);
		facts.matchTableLine = findMatchTable(this.text);
		if (facts.platformLine !== null) {
			registrations.readPlatformNames();
			facts.hasBusTable = this.text.hasAny([
				'of_match_table',
				'of_device_id',
				'acpi_match_table',
				'acpi_device_id',
				'pci_device_id',
			]);

			facts.hasMatchTable = this.text.hasAny([
				'_match_table',
				'platform_device_id',
				'of_device_id',
				'.id_table',
			]);
		} else if (facts.entryLine !== null && facts.registersLine === null) {
			// What walks the device tree by itself when the kernel starts.
			facts.hasMatchTable = this.text.hasAny(['of_device_id']);
		}
		return facts;
	}

	private readLine(offset: number, facts: SourceFacts): void {
		const text = this.text.latin1(offset, this.text.endOfLine(offset));
		const first = text.charCodeAt(0);
		if (first === 35 || first === 32 || first === 9) {
			this.readInclude(text, offset, facts);
			return;
		}
		const name = /^(\w+)\s*\(\s*(\w*)/.exec(text);
		if (!name) {
			return;
		}
		const [, macro, argument] = name as unknown as [string, string, string];
		if (macro.startsWith('MODULE_')) {
			this.readModuleLine(macro, argument, offset, facts);
		} else if (macro.startsWith('EXPORT_')) {
			// A line of a macro's body exports whatever the macro is given.
			if (argument.includes('_') && this.text.byteAt(offset - 2) !== backslash) {
				facts.exports.push(argument);
			}
		} else {
			this.readEntry(macro, text, offset, facts);
		}
	}

	private readModuleLine(macro: string, argument: string, offset: number, facts: SourceFacts): void {
		if (macro === 'MODULE_DESCRIPTION') {
			const found = facts.description === null ? this.readString(this.argumentAt(offset)) : null;
			if (found !== null) {
				facts.description = found.text;
				facts.isDescriptionShared = found.isShared;
			}
		} else if (macro === 'MODULE_DEVICE_TABLE') {
			const line = this.text.lineAt(offset);
			note(facts.idTables, argument, line);
			const bus = tableToBus(argument);
			if (bus !== null) {
				note(facts.buses, bus, line);
			}
		} else if (macro === 'MODULE_SOFTDEP') {
			const text = this.readString(this.argumentAt(offset))?.text ?? '';
			const [, names = '', mark] = /\bpre:([^:]*)(:?)/.exec(text) ?? [];
			const words = names.split(/\s+/).filter(Boolean);
			// The last may be the next mark, `post:`.
			facts.softdeps.push(...(mark === ':' ? words.slice(0, -1) : words));
		} else if (macro === 'MODULE_ALIAS') {
			noteWay(loadingWayOfAlias(this.readString(this.argumentAt(offset))?.text ?? ''), facts);
		} else if (macro.startsWith('MODULE_ALIAS_')) {
			noteWay(loadingWayOf(macro), facts);
		}
	}

	private readInclude(text: string, offset: number, facts: SourceFacts): void {
		const include = readIncludeLine(text);
		if (include === null) {
			return;
		}
		this.includesUsb ||= include.name.includes('usb');
		noteInclude(include.mark, include.name, facts);
		if (include.mark === '<' && legacyHeaders.has(include.name)) {
			note(facts.legacyIncludes, include.name, this.text.lineAt(offset));
		}
	}

	private readEntry(macro: string, text: string, offset: number, facts: SourceFacts): void {
		if (macro === 'module_exit') {
			facts.isModuleMain = true;
			return;
		}
		const isStart = isStartMacro(macro);
		const buses = isStart ? [] : busesOfMacro(macro);
		if (buses === null) {
			if (/^kunit_\w*test_suites?\w*$/.test(macro)) {
				note(facts.marks, 'kunit', this.text.lineAt(offset));
			}
			return;
		}
		// A function of that name, its return type on the line before, is no macro.
		if (!isStart && /^\w+\s*\([^)]*\w[ *]+\w[^)]*\)?\s*\{?$/.test(text) && !text.includes(';')) {
			const call = this.argumentAt(offset);
			if (/^[^;]*\)\s*\{/.test(call)) {
				return;
			}
		}
		const line = this.text.lineAt(offset);
		facts.isModuleMain ||= isModuleMacro(macro);
		facts.entryLine = Math.min(facts.entryLine ?? line, line);
		if (!isStart) {
			noteRegistration(buses, line, facts);
		}
	}

	private readHead(facts: SourceFacts): void {
		const head = this.text.latin1(0, headBytes);
		const spdx = head.indexOf('SPDX-License-Identifier:');
		// The licence line is the first or second of a file (Documentation/process/license-rules.rst).
		facts.hasSpdx = spdx >= 0 && this.text.lineAt(spdx) <= 15;
		if (facts.description === null) {
			facts.headTitle = readHeadTitle(this.text.utf8(0, argumentBytes), this.file);
		}
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

	/** What stands behind the parenthesis of a macro in column 0. */
	private argumentAt(offset: number): string {
		const text = this.text.utf8(offset, offset + argumentBytes);
		return text.slice(text.indexOf('(') + 1);
	}

	/** The literals at the start of `text`, joined, macros looked up; unknown ones are left out where they end it. */
	private readString(text: string): {text: string; isShared: boolean} | null {
		let isShared = false;
		let isKnown = true;
		const joined = joinLiterals(text, (name, isLast) => {
			if (name === 'KBUILD_MODNAME') {
				return name;
			}
			this.whole ??= this.text.utf8();
			const found = this.macros.resolve(name, this.file, this.whole);
			isShared ||= found?.isShared === true;
			isKnown &&= found !== null || isLast;
			return found?.text ?? null;
		});
		return joined === null || !isKnown ? null : {text: joined, isShared};
	}
}

/** What a line that begins the text includes; null where it includes nothing. */
function readIncludeLine(text: string): {mark: string; name: string} | null {
	const include = /^[ \t]*#[ \t]*include(?:_next)?[ \t]*(?:(")([^"\n]+)"|(<)([^>\n]+)>)/.exec(text);
	return include === null ? null : {mark: (include[1] ?? include[3])!, name: (include[2] ?? include[4])!};
}

function noteInclude(mark: string, name: string, facts: SourceFacts): void {
	if (mark === '"') {
		facts.quotedIncludes.push(name);
	} else if (!kernelWide.test(name)) {
		facts.angledIncludes.push(name);
	}
}

function noteWay(way: LoadingWay | null, facts: SourceFacts): void {
	if (way !== null && !facts.loads.includes(way)) {
		facts.loads.push(way);
	}
}

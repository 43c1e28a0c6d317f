/** The calls and structs of a C source that register a driver, and what else it makes or gives away. */
import {busesOfCall, busesOfStruct} from './entry-points.ts';
import {type KindMark, note, noteRegistration, type SourceFacts} from './facts.ts';
import type {SourceText} from './source-text.ts';

const parenthesis = 40;
const tab = 9;
const space = 32;

/** Calls that show what an object is beside a driver. */
const markCalls = new Map<string, KindMark>([
	['bus_register', 'bus'],
	['subsys_system_register', 'bus'],
	['class_register', 'class'],
	['class_create', 'class'],
	['rc_map_register', 'keymap'],
	['snd_soc_register_component', 'codec'],
	['devm_snd_soc_register_component', 'codec'],
]);

const structHead =
	/^(?:(?:static|const|__\w+)\s+)*struct\s+(\w+_driver)\s+(?:\w+\s+)*?\w+\s*(\[[^\]]*\])?\s*(?:\b__\w+(?:\([^)]*\))?\s*)*=\s*\{/;
const tableHead = /^\n(?:const )?struct \w+ (\w+)\s*(?:\[[^\]]*\])*\s*(?:\b__\w+\s*)*=\s*\{?\s*$/;
/** A name in a driver's own fields, not in those of what it holds. */
const nameField = /\.(?:driver_name|(?:driver|drv|core)\s*=\s*\{[^}]*?\.name|(?:\w+\.)*?name)\s*=\s*/g;
/** How far above a call its function may begin. */
const functionBytes = 3000;
const structBytes = 3000;
const arrayBytes = 20_000;

/** Reads one loaded source into its facts. `readString` gives the string that an expression begins with. */
export class RegistrationReader {
	private readonly text: SourceText;
	private readonly facts: SourceFacts;
	private readonly readString: (text: string) => string | null;

	constructor(text: SourceText, facts: SourceFacts, readString: (text: string) => string | null) {
		this.text = text;
		this.facts = facts;
		this.readString = readString;
	}

	/** Calls such as pci_register_driver(), which stand inside a function, so never in column 0; and driver structs. */
	readCalls(file: string, includesUsb: boolean): void {
		this.readWords(includesUsb ? ['_driver', 'usb_register('] : ['_driver']);
		if (file.startsWith('drivers/acpi/')) {
			this.readWords(['_add_handler']);
		}
		// Who offers nothing and starts nothing has no bus, class or keymap of its own; ntb and ALSA have other words.
		if (
			this.facts.exports.length > 0 ||
			(this.facts.entryLine !== null && this.facts.registersLine === null) ||
			/\/ntb\/|^sound\//.test(file)
		) {
			this.readWords(['_register', 'class_create(']);
		}
	}

	private readWords(needles: readonly string[]): void {
		for (const needle of needles) {
			for (
				let found = this.text.find(needle, 0);
				found >= 0;
				found = this.text.find(needle, found + needle.length)
			) {
				this.readWord(found, needle === '_driver');
			}
		}
	}

	private readWord(found: number, isDriver: boolean): void {
		const {text} = this;
		const end = text.endOfWord(found);
		// Most of what is found is no call: told apart by the byte behind it, before any string is made.
		const behind = text.byteAt(end);
		if (behind !== parenthesis) {
			if (isDriver && behind === space && end === found + '_driver'.length) {
				this.readStruct(found);
			}
			return;
		}
		const name = text.latin1(text.startOfWord(found), end);
		const mark = markCalls.get(name);
		const buses = mark === undefined ? busesOfCall(name) : null;
		if ((mark === undefined && buses === null) || !this.isCode(found, name.length)) {
			return;
		}
		// What the file defines itself is no call of a bus's: what stands in its body is looked at.
		if (buses !== null && this.isDefinedHere(name)) {
			return;
		}
		const line = text.lineAt(found);
		if (buses === null) {
			note(this.facts.marks, mark!, line);
		} else if (!this.isForCallers(found)) {
			this.facts.entryLine ??= line;
			noteRegistration(buses, line, this.facts);
		}
	}

	/** Whether a word stands in a function's body, outside comments and messages. */
	private isCode(found: number, length: number): boolean {
		const {text} = this;
		const lineStart = text.startOfLine(found);
		const first = text.byteAt(lineStart);
		const lead = text.latin1(lineStart, Math.min(text.startOfWord(found), lineStart + 200 + length));
		return (first === tab || first === space) && !/^\s*(?:\*|\/\/|\/\*)/.test(lead) && !lead.includes('"');
	}

	/** Whether a static function of this name stands in the file. */
	private isDefinedHere(name: string): boolean {
		const {text} = this;
		const needle = `${name}(`;
		for (let at = text.find(needle, 0); at >= 0; at = text.find(needle, at + needle.length)) {
			const head = text.latin1(text.startOfLine(at), at);
			if (/^static\s[\w\s*]*$/.test(head)) {
				return true;
			}
		}
		return false;
	}

	/** Whether the call stands in an exported function that is itself called to register: then it is its callers' driver. */
	private isForCallers(found: number): boolean {
		const before = this.text.latin1(Math.max(0, found - functionBytes), found);
		const body = before.lastIndexOf('\n{');
		const head = body < 0 ? '' : before.slice(0, body).replace(/^[\s\S]*\n(?:|[}#].*|.*\*\/|.*;)\n/, '');
		const name = /(\w+)\s*\(/.exec(head)?.[1];
		return name !== undefined && busesOfCall(name) !== null && this.facts.exports.includes(name);
	}

	private readStruct(found: number): void {
		const {text} = this;
		const start = text.startOfLine(found);
		const first = text.byteAt(start)!;
		// `static`, `struct`, `const` or an attribute, in column 0.
		if (first !== 115 && first !== 99 && first !== 95) {
			return;
		}
		const head = structHead.exec(text.latin1(start, start + 240));
		const buses = head === null ? null : busesOfStruct(head[1]!);
		if (head === null || buses === null) {
			return;
		}
		const line = text.lineAt(start);
		this.facts.entryLine = Math.min(this.facts.entryLine ?? line, line);
		noteRegistration(buses, line, this.facts);
		const isArray = head[2] !== undefined;
		const from = start + head[0].length;
		const closing = text.find('\n}', from, from + (isArray ? arrayBytes : structBytes));
		const bodyEnd = closing < 0 ? from + structBytes : closing;
		const body = text.utf8(from, bodyEnd);
		this.readMatchTables(from, bodyEnd);
		for (const field of body.matchAll(nameField)) {
			const name = this.readString(body.slice(field.index + field[0].length).split(/[,}\n]/, 1)[0]!);
			if (name !== null && !this.facts.driverNames.includes(name)) {
				this.facts.driverNames.push(name);
			}
			if (!isArray) {
				break;
			}
		}
		if (head[1] === 'device_driver') {
			const bus = /\.bus\s*=\s*&(\w+?)_bus(?:_type)?\b/.exec(body);
			noteRegistration(bus === null ? [] : (busesOfStruct(`${bus[1]}_driver`) ?? []), line, this.facts);
		}
	}

	/** The names of its platform ids: the first field of each entry, or the one called so. */
	readPlatformNames(): void {
		const {text, facts} = this;
		const needle = 'platform_device_id ';
		for (let found = text.find(needle, 0); found >= 0; found = text.find(needle, found + needle.length)) {
			const closing = text.find('};', found);
			const body = text.utf8(found, closing < 0 ? found + arrayBytes : Math.min(closing, found + arrayBytes));
			if (!/^[^;{]*\[[^\]]*\][^;{]*=\s*\{/.test(body)) {
				continue;
			}
			for (const [, name] of body
				.replace(/\/\*[\s\S]*?\*\//g, ' ')
				.matchAll(/\{\s*(?:\.name\s*=\s*)?("[^"\n]*"|[A-Za-z_]\w*)/g)) {
				const read = this.readString(name!);
				if (read !== null && !facts.platformNames.includes(read)) {
					facts.platformNames.push(read);
				}
			}
		}
	}

	/** Tables that a driver struct names: what can only be built in has no MODULE_DEVICE_TABLE for them. */
	private readMatchTables(from: number, end: number): void {
		for (const bus of ['of', 'acpi']) {
			const found = this.text.find(`.${bus}_match_table`, from, end);
			if (found >= 0 && !/=\s*NULL\b/.test(this.text.latin1(found, this.text.endOfLine(found)))) {
				note(this.facts.buses, bus, this.text.lineAt(found));
			}
		}
	}

	/** Structs in column 0 that are not static: another source has them by name. */
	readTables(): void {
		const isOffering = this.facts.exports.length > 0;
		for (const needle of isOffering ? ['\nconst struct ', '\nstruct '] : ['\nconst struct ']) {
			for (
				let found = this.text.find(needle, 0);
				found >= 0;
				found = this.text.find(needle, found + needle.length)
			) {
				const head = tableHead.exec(this.text.latin1(found, this.text.endOfLine(found + 1)));
				if (head !== null) {
					this.facts.tables.push(head[1]!);
				}
			}
		}
	}
}

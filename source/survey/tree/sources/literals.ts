/** Which of many names stand in a file as a whole string literal, or are put together from one. */
import path from 'node:path';
import {UnfitInput} from '../../input-file.ts';
import {describeError} from '../file-errors.ts';
import {SourceText} from './source-text.ts';

const quote = 34;
const percent = 37;
const space = 32;
const longestName = 64;
/** A part of a name as short as this is a part of many. */
const shortestPart = 4;
/** A conversion of printk's formats, as names are made by: `%s-adc`, `HID-SENSOR-%s-%x`. */
const conversion = /%[-+ #0]*\d*(?:hh|h|ll|l|z)?[sduxXic]/;

/** Looks for names between quotes, one file after another. */
export class LiteralScanner {
	private readonly tree: string;
	private readonly text = new SourceText();
	/** Whether the file makes devices, so that its formats and macros may make names; null before it was asked. */
	private makesDevices: boolean | null = null;
	private readonly names: readonly string[];
	private readonly numbers: ReadonlyMap<string, number>;
	/** First byte and length of the names: most of what stands between quotes ends here, before a string is made. */
	private readonly filter = new Uint8Array(256 * (longestName + 1));

	constructor(tree: string, names: readonly string[]) {
		this.tree = tree;
		this.names = names;
		this.numbers = new Map(names.map((name, number) => [name, number]));
		for (const name of names) {
			if (name.length > 0 && name.length <= longestName) {
				this.filter[(name.charCodeAt(0) & 255) * (longestName + 1) + name.length] = 1;
			}
		}
	}

	/** The numbers of the names that a file holds, or why it can't be read. */
	scan(file: string): number[] | string {
		try {
			this.text.load(path.join(this.tree, file));
			return this.read();
		} catch (error) {
			if (error instanceof UnfitInput || (error as NodeJS.ErrnoException).code !== undefined)
				return describeError(error);
			throw error;
		}
	}

	private read(): number[] {
		const {text} = this;
		const found = new Set<number>();
		this.makesDevices = null;
		// Every quote may open one: an escaped quote, or one that is a character, must not turn in and out around.
		let open = text.findByte(quote, 0);
		while (open >= 0) {
			const close = text.findByte(quote, open + 1);
			if (close - open > 1 && close - open - 1 <= longestName) {
				this.readLiteral(open + 1, close, found);
			}
			open = close;
		}
		return [...found];
	}

	private readLiteral(start: number, end: number, found: Set<number>): void {
		const {text} = this;
		if (this.filter[text.byteAt(start)! * (longestName + 1) + end - start] === 1) {
			const number = this.numbers.get(text.latin1(start, end));
			if (number !== undefined) {
				found.add(number);
			}
		}
		let hasPercent = false;
		for (let index = start; index < end; index++) {
			const byte = text.byteAt(index)!;
			// A name has no blanks; a message has.
			if (byte <= space) {
				return;
			}
			hasPercent ||= byte === percent;
		}
		this.makesDevices ??= text.hasAny(['platform_device_', 'mfd_', 'mfd/']);
		if (!this.makesDevices) {
			return;
		}
		if (hasPercent) {
			this.addMade(text.latin1(start, end).split(conversion), found);
		} else if (end - start >= shortestPart) {
			this.addJoined(start, end, found);
		}
	}

	/** Names that a format makes. */
	private addMade(parts: readonly string[], found: Set<number>): void {
		const known = parts.reduce((sum, part) => sum + part.length, 0);
		const [first, last] = [parts[0]!, parts.at(-1)!];
		if (parts.length < 2 || known < shortestPart) {
			return;
		}
		for (const [number, name] of this.names.entries()) {
			if (name.length > known && name.startsWith(first) && name.endsWith(last)) {
				let from = first.length;
				const isMade = parts.slice(1, -1).every(part => {
					const at = name.indexOf(part, from);
					from = at + part.length;
					return at >= 0;
				});
				if (isMade) {
					found.add(number);
				}
			}
		}
	}

	/** Names that a literal makes with the macro before or behind it: `KBUILD_MODNAME "_leds"`. */
	private addJoined(start: number, end: number, found: Set<number>): void {
		const {text} = this;
		const before = /[A-Z]\w*[ \t]*$/.test(text.latin1(Math.max(0, start - 40), start - 1));
		const behind = /^[ \t]*[A-Z]/.test(text.latin1(end + 1, end + 10));
		if (!before && !behind) {
			return;
		}
		const part = text.latin1(start, end);
		for (const [number, name] of this.names.entries()) {
			if (
				name.length > part.length &&
				((before && name.endsWith(part)) || (behind && name.startsWith(part)))
			) {
				found.add(number);
			}
		}
	}
}

import type {HostFacts} from '../facts.ts';
import {Gathering, type LineReader, type Stray} from './gathering.ts';
import {inputKinds} from './registry.ts';

/** From so many lines on a text is judged by how little of it is understood: less than one line in so many is chance. */
const hopelessLines = 10_000;
const leastShare = 1000;
/** Escapes by which terminals are coloured. */
const colours = /\u001b\[[\d;]*[A-Za-z]/g;
/** What forums and mails put before a quoted line. */
const quote = /^(?:> ?)+|^\s*(?:\[\/?(?:code|quote)\]|```\w*$|`+)/i;

/** Letters of a line that tells of one thing: nobody's is longer, and a pattern may go back over what it read. */
const longestLine = 4096;

/** Lines that nobody understood, of which so many are kept. */
const mostStrays = 200;

/**
 * Reads the lines of one machine's text, whatever kinds it mixes: each goes to the reader of the kind before it, else to
 * the first that understands it; the others are counted.
 */
export class LinesReading {
	private readonly gathering: Gathering;
	private readonly readers: {reader: LineReader; longest: number; taken: number; first: number}[];
	private current: LinesReading['readers'][number] | null = null;
	private lines = 0;
	private unread = 0;
	private readonly strays: Stray[] = [];

	constructor(gathering: Gathering = new Gathering()) {
		this.gathering = gathering;
		this.gathering.line = 0;
		this.readers = inputKinds.map(kind => ({
			reader: kind.read(gathering),
			longest: kind.hasLongLines ? Number.POSITIVE_INFINITY : longestLine,
			taken: 0,
			first: 0,
		}));
	}

	take(raw: string): void {
		const line = (raw.includes('\u001b') ? raw.replace(colours, '') : raw)
			.replace(quote, '')
			.replace(/(?<!`)`+$/, '')
			.trimEnd();
		this.gathering.line += 1;
		if (line === '') return;
		this.lines += 1;
		const takes = ({reader, longest}: LinesReading['readers'][number]) =>
			line.length <= longest && reader.take(line);
		if (this.current !== null && takes(this.current)) {
			this.current.taken += 1;
			return;
		}
		for (const one of this.readers) {
			const isGuess = one.reader.believe !== undefined;
			// A guess is believed where nothing was sure: there is no use in more of them.
			if (one === this.current || (isGuess && this.current !== null) || !takes(one)) continue;
			one.taken += 1;
			if (one.first === 0) one.first = this.lines;
			// Whoever takes any word must not stand before those who know theirs.
			if (!isGuess) this.current = one;
			else this.stray(line);
			return;
		}
		this.stray(line);
		this.unread += 1;
	}

	private stray(text: string): void {
		if (this.strays.length < mostStrays) this.strays.push({line: this.gathering.line, text});
	}

	/** Whether so many lines went by that what was understood of them is chance. */
	get isHopeless(): boolean {
		if (this.lines < hopelessLines) return false;
		const guessed = this.readers.reduce(
			(sum, {reader, taken}) => sum + (reader.believe === undefined ? 0 : taken),
			0,
		);
		return this.understood * leastShare < this.lines && guessed * 2 < this.lines;
	}

	/** How many lines were understood so far, by readers that are sure of theirs. */
	get understood(): number {
		return this.readers.reduce((sum, {reader, taken}) => sum + (reader.believe === undefined ? taken : 0), 0);
	}

	get seen(): number {
		return this.lines;
	}

	/** What the lines told; null where nothing was understood. */
	end(): HostFacts | null {
		if (this.isHopeless) return null;
		const read = this.understood;
		let {unread} = this;
		for (const one of this.readers) {
			one.reader.end?.();
			if (one.taken === 0 || one.reader.believe === undefined) continue;
			if (one.reader.believe({read, unread})) continue;
			unread += one.taken;
			one.taken = 0;
		}
		const sure = this.readers.filter(({reader, taken}) => taken > 0 && reader.believe === undefined);
		if (sure.length === 1 && sure[0]!.reader.strays?.(this.strays)) unread = 0;
		const met = this.readers.filter(({taken}) => taken > 0).sort((a, b) => a.first - b.first);
		if (met.length === 0) return null;
		return this.gathering.facts({kinds: met.map(({reader}) => reader.name()), unread});
	}
}

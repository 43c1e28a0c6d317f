/** A key as the program speaks of it: a name (`j`, `down`, `ctrl+c`, `enter`), or pasted text. */
export interface Key {
	name: string;
	/** What it types: one printable character, or the whole of a paste. Absent for keys that type nothing. */
	text?: string;
	/** Where a mouse did it, in cells from 0. */
	at?: {column: number; row: number};
}

/** Final letters and numbers of CSI and SS3 sequences, as xterm's control sequence list gives them. */
const csiLetters: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	E: 'begin',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
	Z: 'shift+tab',
};
const csiNumbers: Readonly<Record<string, string>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
	11: 'f1',
	12: 'f2',
	13: 'f3',
	14: 'f4',
	15: 'f5',
	17: 'f6',
	18: 'f7',
	19: 'f8',
	20: 'f9',
	21: 'f10',
	23: 'f11',
	24: 'f12',
};

const controlNames: Readonly<Record<string, string>> = {
	'\r': 'enter',
	'\n': 'enter',
	'\t': 'tab',
	'\b': 'backspace',
	'\u007f': 'backspace',
	'\u001b': 'esc',
	'\0': 'ctrl+space',
};

/** Leaves the program within a paste too, as long as that has no end: it may never have one. */
const interruptKey = '\u0003';
const pasteStart = '\u001b[200~';
const pasteEnd = '\u001b[201~';
/** A paste beyond this is cut: nobody means to filter by a megabyte. */
const longestPaste = 10_000;
/** Milliseconds after which a lone ESC was the Escape key: over a slow link its sequence may come in two parts. */
const escapeWait = 40;
/** Milliseconds after which a paste has lost its end: until then, keys would be taken for its text. */
const pasteWait = 2000;
/** Longest sequence that is waited for; anything longer is not one of ours. */
const longestSequence = 32;

// biome-ignore lint/complexity/useRegexLiterals: the escape is clearer spelt out
const wholeSequence = new RegExp('^\\x1b(?:\\[\\[?[0-9:;<=>?]*[ -/]*[@-~]|O[0-9;]*[A-Za-z])');

/**
 * Turns what a terminal sends into keys. A chunk may hold many keys (a held arrow over a slow link), or a part of
 * one: what is not whole yet waits for the next chunk. A lone ESC waits too, since its sequence may come apart
 * from it: `flush` after a moment makes it the Escape key.
 */
export class KeyDecoder {
	#pending = '';
	#paste: string | null = null;

	/** Milliseconds to wait for the rest of what came in part, before `flush`; null where nothing waits. */
	get wait(): number | null {
		if (this.#paste !== null) return pasteWait;
		return this.#pending === '' ? null : escapeWait;
	}

	/** Every key that the chunk completes. */
	feed(chunk: string): Key[] {
		this.#pending += chunk;
		const keys: Key[] = [];
		while (this.#pending !== '') {
			const before = this.#pending;
			const key = this.#paste === null ? this.#next() : this.#readPaste();
			if (key === null) break;
			if (key.name !== '') keys.push(key);
			if (this.#pending === before) break;
		}
		return keys;
	}

	/** Nothing more came: a waiting ESC was the Escape key; a broken sequence is dropped; a paste has lost its end. */
	flush(): Key[] {
		if (this.#paste !== null) {
			const text = this.#paste + this.#pending;
			this.#paste = null;
			this.#pending = '';
			return [{name: 'paste', text}];
		}
		if (this.#pending === '') return [];
		const waited = this.#pending;
		this.#pending = '';
		if (waited === '\u001b') return [{name: 'esc'}];
		return waited.startsWith('\u001b\u001b') ? [{name: 'esc'}] : [];
	}

	/** One key from the front; null when it is not whole. A name of '' is a sequence that means nothing here. */
	#next(): Key | null {
		const text = this.#pending;
		if (text.startsWith(pasteStart)) {
			this.#take(pasteStart.length);
			this.#paste = '';
			return {name: ''};
		}
		if (text[0] === '\u001b') return this.#escape(text);
		const character = String.fromCodePoint(text.codePointAt(0)!);
		this.#take(character.length);
		const named = controlNames[character];
		if (named !== undefined) return {name: named};
		if (character < ' ') return {name: `ctrl+${String.fromCharCode(character.charCodeAt(0) + 96)}`};
		return {name: character === ' ' ? 'space' : character, text: character};
	}

	#escape(text: string): Key | null {
		if (text.length === 1) return null;
		const second = text[1]!;
		// Nobody holds Alt with a control key here; Escape and then Ctrl-C must quit, however fast.
		if (second < ' ') {
			this.#take(1);
			return {name: 'esc'};
		}
		if (second !== '[' && second !== 'O') {
			this.#take(1);
			const key = this.#next();
			return key === null ? null : {name: `alt+${key.name}`};
		}
		const sequence = wholeSequence.exec(text)?.[0];
		if (sequence === undefined) {
			// A control character cannot be part of a sequence: what was begun is dropped, and the key behind it counts.
			const broken = /[^ -~]/.exec(text.slice(1));
			if (broken !== null) this.#take(1 + broken.index);
			else if (text.length < longestSequence) return null;
			else this.#take(longestSequence);
			return {name: ''};
		}
		this.#take(sequence.length);
		return mouseKey(sequence) ?? {name: sequenceName(sequence)};
	}

	#readPaste(): Key | null {
		const end = this.#pending.indexOf(pasteEnd);
		const interrupt = this.#pending.indexOf(interruptKey);
		if (interrupt >= 0 && end < 0) {
			this.#paste = null;
			this.#take(interrupt);
			return this.#next();
		}
		// Without its end, all but what may be the beginning of the end is taken in.
		const take = end >= 0 ? end : Math.max(0, this.#pending.length - pasteEnd.length);
		this.#paste = `${this.#paste}${this.#pending.slice(0, take)}`.slice(0, longestPaste);
		this.#take(end >= 0 ? end + pasteEnd.length : take);
		if (end < 0) return null;
		const text = this.#paste;
		this.#paste = null;
		return {name: 'paste', text};
	}

	#take(length: number): void {
		this.#pending = this.#pending.slice(length);
	}
}

/** What buttons of a mouse are called, by the number that xterm's SGR encoding (mode 1006) has for them. */
const mouseNames: Readonly<Record<string, string>> = {0: 'click', 64: 'wheel-up', 65: 'wheel-down'};

/** A button that was pressed: `ESC [ < button ; column ; row M`; null for any other sequence. */
function mouseKey(sequence: string): Key | null {
	const [, button, column, row, end] = /^.\[<(\d+);(\d+);(\d+)([Mm])$/.exec(sequence) ?? [];
	if (button === undefined) return null;
	const name = end === 'M' ? (mouseNames[button] ?? '') : '';
	return {name, at: {column: Number(column) - 1, row: Number(row) - 1}};
}

function sequenceName(sequence: string): string {
	const final = sequence.at(-1)!;
	const numbers = sequence
		.slice(2, -1)
		.split(';')
		.map(part => part.split(':')[0]!);
	const name = final === '~' ? csiNumbers[numbers[0] ?? ''] : csiLetters[final];
	if (name === undefined) return '';
	// The second number is 1 plus a bit each for shift, alt and control.
	const modifiers = (Number(numbers[1] ?? '1') || 1) - 1;
	return `${modifiers & 4 ? 'ctrl+' : ''}${modifiers & 2 ? 'alt+' : ''}${modifiers & 1 ? 'shift+' : ''}${name}`;
}

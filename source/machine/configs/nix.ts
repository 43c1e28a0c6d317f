import {type ConfigReader, eachLine, partialConfig, said, type Written} from './config.ts';

const values: Readonly<Record<string, Written['value']>> = {yes: 'y', module: 'm', no: 'n'};
/** Longest text that is read, in letters: nixpkgs' common configuration has 60 thousand, and taking strings apart costs memory. */
const longestText = 4 << 20;
const conditions = /\b(?:when\w+|mkIf|if|optional\w*)\b/;

/**
 * NixOS: `structuredExtraConfig = with lib.kernel; { E1000 = module; FLOPPY = lib.mkForce no; }`, and the older texts of
 * lines such as `E1000 m`. The language is not evaluated: conditions count as true, and what stands in other files is
 * not seen.
 */
export const nix: ConfigReader = {
	recognises: text =>
		text.length <= longestText &&
		(/\b(?:structuredExtraConfig|extraStructuredConfig|extraConfig)\b/.test(text) ||
			/^[ \t]*"?[A-Z0-9][A-Z0-9_]+"?[ \t]*=[^;\n\r\u2028\u2029]*\b(?:yes|module|no)[ \t]*\)*;/m.test(text) ||
			/=[ \t]*''[ \t]*\n(?:[ \t]*\n)*[ \t]*[A-Z0-9][A-Z0-9_]+\??[ \t]+[ymn][ \t]*\n/.test(text)),
	read(text) {
		const {masked, strings} = mask(text);
		const written = new Map<string, Written>();
		let conditional = 0;
		const set = (name: string, value: Written['value'], line: number, isConditional: boolean) => {
			const option = name.replace(/^CONFIG_/, '');
			if (isConditional) conditional += 1;
			const isOn = (written.get(option)?.value ?? 'n') !== 'n';
			if (!(isConditional && value === 'n' && isOn)) written.set(option, {value, line});
		};
		const lineOf = lineFinder(text);
		for (const found of masked.matchAll(/(?<![\w.'-])([A-Z0-9]\w+)\s*=(?!=)([^;{}=]*);/g)) {
			const [, name, expression] = found;
			const words = expression!.match(/\b(?:yes|module|no)\b/g) ?? [];
			if (words.length === 0) continue;
			// Of `if … then yes else no` the one that switches on.
			const value = values[words.find(word => word !== 'no') ?? 'no']!;
			set(name!, value, lineOf(found.index), words.length > 1 || conditions.test(expression!));
		}
		for (const {from, to} of strings) {
			const first = lineOf(from);
			eachLine(text.slice(from, to), (line, number) => {
				const [, name, value] = /^\s*([A-Z0-9]\w+)\??\s+([ymn])\s*$/.exec(line) ?? [];
				if (name !== undefined) set(name, value as Written['value'], first + number - 1, false);
			});
		}
		return [
			partialConfig('nix', 'a NixOS kernel configuration', written, [
				...said(
					conditional,
					'option stands under a condition: judged as if it held',
					'options stand under conditions: judged as if they held',
				),
				...(/\boptionalAttrs\b/.test(masked)
					? ['sets of options under conditions (optionalAttrs) were judged as if they held']
					: []),
			]),
		];
	},
};

/** Says on which line a place of a text lies; asked in rising order or not. */
function lineFinder(text: string): (at: number) => number {
	const starts = [0];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	return at => {
		let low = 0;
		let high = starts.length;
		while (low + 1 < high) {
			const middle = (low + high) >> 1;
			if (starts[middle]! <= at) low = middle;
			else high = middle;
		}
		return low + 1;
	};
}

/**
 * The text with comments and strings as spaces of the same length, and where its long strings (`''…''`) lie. A quoted
 * name (`"9P_FS" = yes;`) stays, without its quotes.
 */
function mask(text: string): {masked: string; strings: {from: number; to: number}[]} {
	const strings: {from: number; to: number}[] = [];
	const parts: string[] = [];
	let kept = 0;
	const blank = (from: number, to: number, shown = '') => {
		const gap = text.slice(from + shown.length, to).replace(/[^\n]/g, ' ');
		parts.push(text.slice(kept, from), shown, gap);
		kept = to;
	};
	const opening = /#|\/\*|"|''/g;
	for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
		const from = found.index;
		let to: number;
		if (found[0] === '#') to = endOf(text, '\n', from);
		else if (found[0] === '/*') to = endOf(text, '*/', from + 2);
		else if (found[0] === '"') to = endOfString(text, from + 1);
		else {
			to = endOfLongString(text, from + 2);
			strings.push({from: from + 2, to: Math.max(from + 2, to - 2)});
		}
		const name =
			found[0] === '"' ? /^"(\w+)"$/.exec(text.slice(from, Math.min(to, from + 200)))?.[1] : undefined;
		if (name !== undefined && /^\s*=/.test(text.slice(to, to + 20))) blank(from, to, name);
		else blank(from, to);
		opening.lastIndex = to;
	}
	parts.push(text.slice(kept));
	return {masked: parts.join(''), strings};
}

function endOf(text: string, mark: string, from: number): number {
	const at = text.indexOf(mark, from);
	return at < 0 ? text.length : at + mark.length;
}

function endOfString(text: string, from: number): number {
	let at = from;
	while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
	return Math.min(at + 1, text.length);
}

/** `'''`, `''$` and `''\` stand for themselves within. */
function endOfLongString(text: string, from: number): number {
	for (let at = text.indexOf("''", from); at >= 0; at = text.indexOf("''", at)) {
		const next = text[at + 2];
		if (next === "'") at += 3;
		else if (next === '$') at += 3;
		else if (next === '\\') at += 4;
		else return at + 2;
	}
	return text.length;
}

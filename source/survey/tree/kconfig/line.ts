/** How one line of a Kconfig file is cut up. */

export function measureIndent(line: string): number {
	let width = 0;
	for (const character of line) {
		if (character === '\t') {
			width += 8 - (width % 8);
		} else if (character === ' ') {
			width++;
		} else {
			break;
		}
	}
	return width;
}

export function stripComment(line: string): string {
	if (!line.includes('#')) {
		return line;
	}
	let quote = '';
	for (let index = 0; index < line.length; index++) {
		const character = line[index]!;
		if (quote !== '') {
			if (character === '\\') {
				index++;
			} else if (character === quote) {
				quote = '';
			}
		} else if (character === '"' || character === "'") {
			quote = character;
		} else if (character === '#') {
			return line.slice(0, index);
		}
	}
	return line;
}

/** Splits `"text" if CONDITION`; the text is unquoted and null when there is none. */
export function readPrompt(rest: string): {text: string | null; condition: string | null} {
	const quoted = /^(["'])((?:\\.|(?!\1)[^\\])*)\1\s*([\s\S]*)$/.exec(rest);
	const text = quoted ? quoted[2]!.replace(/\\(.)/g, '$1').replace(/\s+/g, ' ').trim() : null;
	const condition = /^if\s+(\S[\s\S]*)$/.exec(quoted ? quoted[3]! : rest)?.[1] ?? null;
	return {text: text === '' ? null : text, condition};
}

export function splitIf(rest: string): {value: string; condition: string | null} {
	for (const {index} of rest.matchAll(/\sif\b/g)) {
		const condition = rest.slice(index + 3).trim();
		if (condition !== '') return {value: rest.slice(0, index).trim(), condition};
	}
	return {value: rest.trim(), condition: null};
}

/** C string literals, as MODULE_DESCRIPTION carries them. */

const simpleEscapes = new Map([
	['n', '\n'],
	['t', '\t'],
	['r', '\r'],
	['a', ''],
	['b', ''],
	['f', ' '],
	['v', ' '],
	['0', ''],
]);

/** Decodes the escapes of one literal's inside. */
export function decodeEscapes(text: string): string {
	return text.replace(
		/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|\r?\n|([\s\S]))/g,
		(_, hex?: string, octal?: string, other?: string) => {
			if (hex !== undefined) {
				return String.fromCharCode(Number.parseInt(hex, 16));
			}
			if (octal !== undefined) {
				const code = Number.parseInt(octal, 8);
				return code === 0 ? '' : String.fromCharCode(code);
			}
			return other === undefined ? '' : (simpleEscapes.get(other) ?? other);
		},
	);
}

/**
 * Joins the literals of a macro's argument, `text` starting behind its opening parenthesis. Names between them
 * are looked up with `resolve`, which is told whether the name ends the argument; one it doesn't know is left out. Null
 * where no literal remains. Space is collapsed, and left out at both ends.
 */
export function joinLiterals(
	text: string,
	resolve: (name: string, isLast: boolean) => string | null,
): string | null {
	const joined = joinPieces(text, resolve)?.trim() ?? '';
	return joined === '' ? null : joined;
}

/** The same with the space at its ends, which parts it from what it is put into; null where there is no text at all. */
export function joinPieces(
	text: string,
	resolve: (name: string, isLast: boolean) => string | null,
): string | null {
	const token = /\s+|\/\*[\s\S]*?\*\/|\/\/.*|"((?:[^"\\]|\\[\s\S])*)"|([A-Za-z_]\w*)/y;
	let joined = '';
	let index = 0;
	while (index < text.length && text[index] !== ')') {
		token.lastIndex = index;
		const found = token.exec(text);
		if (!found) {
			break;
		}
		index = token.lastIndex;
		if (found[1] !== undefined) {
			joined += decodeEscapes(found[1]);
		} else if (found[2] !== undefined) {
			joined += resolve(found[2], joined !== '' && /^\s*\)/.test(text.slice(index, index + 80))) ?? '';
		}
	}
	return joined === '' ? null : joined.replace(/[\s\u0000-\u001f\u007f]+/g, ' ');
}

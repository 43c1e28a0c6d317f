/** What one device-tree source says: the compatibles that it names, and the files that it includes. */

/** One .dts, .dtsi or .dtso file, by its own text. */
export interface DeviceTreeText {
	/** Every string of a `compatible` property, whatever the status of its node; each once. */
	compatibles: string[];
	/** As written, in order: `#include "…"`, `#include <…>` and `/include/ "…"`. */
	includes: string[];
}

const property = /(?<![\w,.+?#-])compatible\s*=\s*("[^"\n]*"(?:[\s,]*"[^"\n]*")*)/g;
const string = /"([^"\n]*)"/g;
const include = /^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+)[">]|\/include\/\s*"([^"\n]+)"/gm;

/**
 * Reads one file. Conditions of the preprocessor are not weighed: what stands in any branch counts. Macros in the place of
 * strings are passed over.
 */
export function readDeviceTreeText(text: string): DeviceTreeText {
	const spoken = withoutComments(text);
	const found = new Set<string>();
	for (const [, values] of spoken.matchAll(property)) {
		for (const [, value] of values!.matchAll(string)) {
			// Several strings may be written as one, apart by a zero byte.
			for (const one of value!.split('\\0')) if (one !== '') found.add(one);
		}
	}
	return {
		compatibles: [...found],
		includes: [...spoken.matchAll(include)].map(([, quoted, plain]) => (quoted ?? plain)!),
	};
}

/** The text with a blank in the place of each comment; what stands in strings is none. In one pass, however it is made. */
function withoutComments(text: string): string {
	const next = /"|\/\*|\/\//g;
	const kept: string[] = [];
	let from = 0;
	for (let mark = next.exec(text); mark !== null; mark = next.exec(text)) {
		if (mark[0] === '"') {
			// Past its end; a string that is not closed ends with its line.
			const end = /["\n]/g;
			end.lastIndex = mark.index + 1;
			next.lastIndex = end.exec(text) === null ? text.length : end.lastIndex;
			continue;
		}
		const close = mark[0] === '/*' ? '*/' : '\n';
		const end = text.indexOf(close, mark.index + 2);
		kept.push(text.slice(from, mark.index), ' ');
		// A line ends behind its comment.
		from = end < 0 ? text.length : end + (close === '\n' ? 0 : close.length);
		next.lastIndex = from;
	}
	kept.push(text.slice(from));
	return kept.join('');
}

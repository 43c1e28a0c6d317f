/**
 * The line, from 1, on which a value of a JSON document stands, found by the keys and indices that lead to it. Of a path
 * that is not there, the line of what of it is. The text must be JSON.
 */
export function lineOfPath(text: string, path: readonly (string | number)[]): number {
	let at = 0;
	const space = () => {
		while (/\s/.test(text[at] ?? '')) at++;
	};
	const word = (): string => {
		const start = at;
		if (text[at] === '"') {
			for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++;
			at++;
		} else while (at < text.length && /[^\s,\]}:]/.test(text[at]!)) at++;
		return text.slice(start, at);
	};
	/** Goes past a value that nothing is looked for in, however deep it is. */
	const pass = () => {
		let depth = 0;
		do {
			space();
			if (text[at] === '{' || text[at] === '[') depth += 1;
			else if (text[at] === '}' || text[at] === ']') depth -= 1;
			else if (text[at] !== ',' && text[at] !== ':') {
				word();
				continue;
			}
			at += 1;
		} while (depth > 0);
	};
	/** Walks over a value; where `wanted` leads into it, stops at that value and says so. */
	const walk = (wanted: readonly (string | number)[]): boolean => {
		space();
		if (wanted.length === 0) return true;
		const opening = text[at];
		if (opening !== '{' && opening !== '[') {
			word();
			return false;
		}
		const start = at++;
		for (let index = 0; ; index++) {
			space();
			if (text[at] === '}' || text[at] === ']') break;
			const place = at;
			const key = opening === '{' ? (JSON.parse(word()) as string) : index;
			if (opening === '{') {
				space();
				at++;
			}
			const isOn = wanted[0] === key;
			// A value is looked for where its key stands.
			if (isOn && wanted.length === 1) {
				at = place;
				return true;
			}
			if (!isOn) pass();
			else if (walk(wanted.slice(1))) return true;
			space();
			if (text[at] === ',') at++;
		}
		at = start;
		return true;
	};
	if (!walk(path)) at = 0;
	return text.slice(0, at).split('\n').length;
}

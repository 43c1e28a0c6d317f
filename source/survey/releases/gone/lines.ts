/** Lines by which one source is known again in another. */

/** Shorter lines are braces, returns and labels. */
const shortestLine = 9;

/** The distinct lines of a text that tell files apart: nothing short, no includes, nothing that the whole tree shares. */
export function tellingLines(text: string, common: ReadonlySet<string>): Set<string> {
	const found = new Set<string>();
	for (const raw of text.split('\n')) {
		const line = raw.trim();
		if (line.length < shortestLine || line.startsWith('#include') || line.startsWith('*')) continue;
		if (!common.has(line)) found.add(line);
	}
	return found;
}

/** Lines that several of some texts have: what every driver says. */
export function commonLines(texts: readonly string[]): Set<string> {
	const seen = new Set<string>();
	const common = new Set<string>();
	const none = new Set<string>();
	for (const text of texts) {
		for (const line of tellingLines(text, none)) {
			if (seen.has(line)) common.add(line);
			else seen.add(line);
		}
	}
	return common;
}

/** How much of some lines another text has that it had not before: from 0 to 1. */
export function shareTaken(lines: ReadonlySet<string>, after: string, before: string | null): number {
	if (lines.size === 0) return 0;
	const none = new Set<string>();
	const old = before === null ? none : tellingLines(before, none);
	let taken = 0;
	for (const line of tellingLines(after, none)) if (lines.has(line) && !old.has(line)) taken++;
	return taken / lines.size;
}

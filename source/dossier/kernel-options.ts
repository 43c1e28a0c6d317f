/**
 * `options.txt` of a data set: every CONFIG symbol of the surveyed tree, a line each, so that an option of a
 * configuration that the tree has no more can be told from one that builds no driver. Sorted. What became of those that
 * earlier kernels had stands in gone.ndjson.
 */

/** The text of options.txt. */
export function formatOptions(names: Iterable<string>): string {
	return [...new Set(names)]
		.sort()
		.map(name => `${name}\n`)
		.join('');
}

/** What is wrong with a line of options.txt; null where nothing is. `before` is the line above it. */
export function misfitOfOption(line: string, before: string | null): string | null {
	// Data sets of earlier versions have more behind a tab.
	if (!/^\w+(?:\t.*)?$/.test(line)) return 'is not a CONFIG symbol';
	const symbol = line.split('\t', 1)[0]!;
	if (before !== null && before.split('\t', 1)[0]! >= symbol) return `${symbol}: not sorted, or twice`;
	return null;
}

/** Those of some symbols that the tree of an options.txt does not define. */
export function findUndefined(text: string, symbols: Iterable<string>): string[] {
	const wanted = [...symbols];
	// One is looked for in the text; V8 makes the set of all lines in one go, which pays for many.
	if (wanted.length === 1) {
		const line = `${wanted[0]}\n`;
		return text.startsWith(line) || text.includes(`\n${line}`) ? [] : wanted;
	}
	const lines = new Set(text.split('\n'));
	return wanted.filter(symbol => !lines.has(symbol));
}

/**
 * `options.txt` of a data set: every CONFIG symbol of the surveyed tree, a line each, so that an option of a
 * configuration that the tree has no more can be told from one that builds no driver. Sorted. What became of those that
 * earlier kernels had stands in gone.ndjson. Behind a tab stands the condition of one that builds no driver, where the
 * condition of a driver's option hangs of it.
 */

/** The text of options.txt; `conditions` are those that stand beside their options. */
export function formatOptions(
	names: Iterable<string>,
	conditions: ReadonlyMap<string, string> = new Map(),
): string {
	return [...new Set(names)]
		.sort()
		.map(name => {
			const condition = conditions.get(name);
			return condition === undefined ? `${name}\n` : `${name}\t${condition.replaceAll(/\s+/g, ' ')}\n`;
		})
		.join('');
}

/** The options that stand with a condition in an options.txt, and these. */
export function conditionsIn(text: string): Map<string, string> {
	return new Map([...text.matchAll(/^(\w+)\t(.+)$/gm)].map(([, name, condition]) => [name!, condition!]));
}

/** What is wrong with a line of options.txt; null where nothing is. `before` is the line above it. */
export function misfitOfOption(line: string, before: string | null): string | null {
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
		const [name] = wanted;
		return ['\n', '\t'].some(end => text.startsWith(name + end) || text.includes(`\n${name}${end}`))
			? []
			: wanted;
	}
	const lines = new Set(text.replaceAll(/\t.*/g, '').split('\n'));
	return wanted.filter(symbol => !lines.has(symbol));
}

/**
 * `options.txt` of a data set: every CONFIG symbol of the surveyed tree, a line each, so that an option of a
 * configuration that the tree has no more can be told from one that builds no driver. Symbols of drivers that an
 * earlier tree had and this one has not carry what they built, and what builds it now. Sorted by symbol.
 *
 *     ACENIC	6.12	drivers/net/ethernet/alteon/acenic
 *     ACPI
 *     OLD_NAME	6.12	drivers/misc/thing	NEW_NAME
 */

/** A driver's option that an earlier tree had and the surveyed one has not. */
export interface RetiredOption {
	symbol: string;
	/** Series of the newest earlier tree that had it, e.g. `6.12`. */
	series: string;
	/** Ids of the drivers that it built there. */
	built: readonly string[];
	/** Symbols that build their later selves; empty where the drivers are gone. */
	now: readonly string[];
}

/** The text of options.txt. */
export function formatOptions(names: Iterable<string>, retired: Iterable<RetiredOption>): string {
	const lines = new Map<string, string>();
	for (const {symbol, series, built, now} of retired) {
		const cells = [symbol, series, built.toSorted().join(' '), now.toSorted().join(' ')];
		lines.set(symbol, cells.join('\t').trimEnd());
	}
	// A symbol of the tree is never retired.
	for (const name of names) lines.set(name, name);
	const order = (a: [string, string], b: [string, string]) => (a[0] < b[0] ? -1 : 1);
	return [...lines]
		.sort(order)
		.map(([, line]) => `${line}\n`)
		.join('');
}

const lineShape = /^\w+(?:\t[\d.]+\t[^\t\s]+(?: [^\t\s]+)*(?:\t\w+(?: \w+)*)?)?$/;

/** What is wrong with a line of options.txt; null where nothing is. `before` is the line above it. */
export function misfitOfOption(line: string, before: string | null): string | null {
	if (!lineShape.test(line)) return 'is not SYMBOL, or SYMBOL, series, drivers and symbols parted by tabs';
	const symbol = line.split('\t', 1)[0]!;
	if (before !== null && before.split('\t', 1)[0]! >= symbol) return `${symbol}: not sorted, or twice`;
	return null;
}

/**
 * Those of some symbols that the tree of an options.txt does not define, each with what is known of it. The lines
 * are made a set as they are, which V8 does in one go; the few hundred with more than a symbol are looked at one by one.
 */
export function findUndefined(text: string, symbols: Iterable<string>): Map<string, RetiredOption | null> {
	const lines = new Set(text.split('\n'));
	const retired = new Map<string, string>();
	for (let tab = text.indexOf('\t'); tab >= 0; ) {
		const start = text.lastIndexOf('\n', tab) + 1;
		const newline = text.indexOf('\n', tab);
		const end = newline < 0 ? text.length : newline;
		retired.set(text.slice(start, tab), text.slice(start, end));
		tab = text.indexOf('\t', end);
	}
	const missing = new Map<string, RetiredOption | null>();
	for (const symbol of symbols) {
		if (lines.has(symbol)) continue;
		const line = retired.get(symbol);
		missing.set(symbol, line === undefined ? null : readRetired(line));
	}
	return missing;
}

function readRetired(line: string): RetiredOption {
	const [symbol = '', series = '', built = '', now = ''] = line.split('\t');
	const words = (cell: string) => cell.split(' ').filter(word => word !== '');
	return {symbol, series, built: words(built), now: words(now)};
}

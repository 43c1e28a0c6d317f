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
	/** Symbols that build them now; empty where the drivers are gone. */
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
 * Those of some symbols that the tree of an options.txt does not define, each with what is known of it. Both lists
 * are gone through side by side: a table of all 22 thousand symbols would cost a look at a configuration 20 ms.
 */
export function findUndefined(text: string, symbols: Iterable<string>): Map<string, RetiredOption | null> {
	const missing = new Map<string, RetiredOption | null>();
	let start = 0;
	let tab = text.indexOf('\t');
	for (const symbol of [...symbols].sort()) {
		for (;;) {
			const end = text.indexOf('\n', start);
			if (end < 0) {
				missing.set(symbol, null);
				break;
			}
			if (tab >= 0 && tab < start) tab = text.indexOf('\t', start);
			const isRetired = tab >= 0 && tab < end;
			const name = text.slice(start, isRetired ? tab : end);
			if (name < symbol) {
				start = end + 1;
				continue;
			}
			if (name > symbol) missing.set(symbol, null);
			else if (isRetired) missing.set(symbol, readRetired(text.slice(start, end)));
			break;
		}
	}
	return missing;
}

function readRetired(line: string): RetiredOption {
	const [symbol = '', series = '', built = '', now = ''] = line.split('\t');
	const words = (cell: string) => cell.split(' ').filter(word => word !== '');
	return {symbol, series, built: words(built), now: words(now)};
}

/** A module name as modprobe compares them: lower case, `-` and `_` alike. */
export function normaliseName(name: string): string {
	return name.toLowerCase().replaceAll('-', '_');
}

/** A CONFIG symbol without its prefix, upper case as Kconfig writes most of them. */
export function bareSymbol(name: string): string {
	return name.replace(/^CONFIG_/i, '');
}

/**
 * How many letters must be added, left out, changed or swapped with their neighbour to get from one name to
 * the other (Damerau-Levenshtein, optimal string alignment); stops counting beyond `limit` and returns limit + 1.
 */
export function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) > limit) return limit + 1;
	let before: number[] = [];
	let previous = Array.from({length: b.length + 1}, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const current = [i];
		let best = i;
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let cost = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				cost = Math.min(cost, before[j - 2]! + 1);
			}
			current.push(cost);
			best = Math.min(best, cost);
		}
		if (best > limit) return limit + 1;
		before = previous;
		previous = current;
	}
	return previous[b.length]!;
}

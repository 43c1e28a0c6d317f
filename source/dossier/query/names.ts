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
 * the other (Damerau-Levenshtein, optimal string alignment); `limit + 1` where it is more than that.
 */
export function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) > limit) return limit + 1;
	const distance = b.length > wordBits ? distanceByRows(a, b, limit) : distanceByBits(a, b);
	return Math.min(distance, limit + 1);
}

/** As many letters fit into an integer. */
const wordBits = 31;

/**
 * By a bit for each letter of `b`, after H. Hyyro, A bit-vector algorithm for computing Levenshtein and Damerau edit
 * distances (2003): each letter of `a` is a dozen operations, however long `b` is. A name that nobody has is compared with hundreds.
 */
function distanceByBits(a: string, b: string): number {
	if (b === '') return a.length;
	const last = 1 << (b.length - 1);
	let distance = b.length;
	// Where a row of the table of distances goes up, or down, from the letter before; where it stays along the diagonal.
	let up = -1;
	let down = 0;
	let same = 0;
	let matchBefore = 0;
	for (let place = 0; place < a.length; place++) {
		const letter = a[place]!;
		let match = 0;
		for (let at = b.indexOf(letter); at >= 0; at = b.indexOf(letter, at + 1)) match |= 1 << at;
		const swapped = ((~same & match) << 1) & matchBefore;
		same = (((match & up) + up) ^ up) | match | down | swapped;
		const right = down | ~(same | up);
		const left = up & same;
		if (right & last) distance++;
		if (left & last) distance--;
		const shifted = (right << 1) | 1;
		up = (left << 1) | ~(same | shifted);
		down = shifted & same;
		matchBefore = match;
	}
	return distance;
}

/** By the table of the distances of all beginnings, a row for each letter of `a`; ends where all of a row are beyond the limit. */
function distanceByRows(a: string, b: string, limit: number): number {
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

/** Releases of Linux in a query: `6.3`, `<4.0`, `6.3..7.1`. */

const release = /^v?\d+(?:\.\d+){1,3}$/;

/** Which of two releases came first: below 0, 0 or above, as their numbers go. */
export function compareReleases(one: string, other: string): number {
	const [left, right] = [one, other].map(text => text.replace(/^v/, '').split('.').map(Number));
	for (let part = 0; part < Math.max(left!.length, right!.length); part++) {
		const difference = (left![part] ?? 0) - (right![part] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

/** The last release of each line of numbers, and the one that came next, as Linus Torvalds counted on. */
const turns: Record<string, string> = {
	'2.6.39': '3.0',
	'3.19': '4.0',
	'4.20': '5.0',
	'5.19': '6.0',
	'6.19': '7.0',
};

/** The release that came after another: 3.0 after 2.6.39, 6.18 after 6.17. */
export function releaseAfter(release: string): string {
	return turns[release] ?? release.replace(/(?<!\d)\d+$/, last => String(Number(last) + 1));
}

/**
 * Reads what is asked of a release. The value that is asked may be `<=5.10`, that one or an earlier: then only what holds
 * of every earlier one does. A string is a complaint.
 */
export function readReleases(text: string): ((value: string) => boolean) | string {
	const [, first, last] = /^(.*?)\.\.([\s\S]*)$/.exec(text) ?? [];
	const [, sign = '=', one] = /^(<=|>=|<|>|=)?(.+)$/.exec(text) ?? [];
	const bounds = first === undefined ? [one!] : [first, last!].filter(bound => bound !== '');
	if (bounds.length === 0 || !bounds.every(bound => release.test(bound))) {
		return `since: wants releases such as 6.3, <5.0 or 6.3..7.1, not "${text}"`;
	}
	const tests: ((value: string) => boolean)[] = [];
	const from = (bound: string, isOpen: boolean) =>
		tests.push(value => {
			const order = value.startsWith('<=') ? -1 : compareReleases(value, bound);
			return isOpen ? order > 0 : order >= 0;
		});
	const until = (bound: string, isOpen: boolean) =>
		tests.push(value => {
			const order = compareReleases(value.replace('<=', ''), bound);
			return isOpen ? order < 0 : order <= 0;
		});
	if (first !== undefined) {
		if (first !== '') from(first, false);
		if (last !== '') until(last!, false);
	} else if (sign.startsWith('>')) from(one!, sign === '>');
	else if (sign.startsWith('<')) until(one!, sign === '<');
	else {
		from(one!, false);
		until(one!, false);
	}
	return value => tests.every(test => test(value));
}

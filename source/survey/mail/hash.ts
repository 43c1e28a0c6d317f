/**
 * A 53-bit hash of a text, as a number that a Map can hold without a string: for sets of Message-IDs, patches and
 * authors that must stay small and keep no address. Two multiplicative 32-bit halves; not for secrets. Among
 * three million texts the chance that any two fall together is about 1 in 2,000.
 */
export function hashText(text: string): number {
	let high = 0x9e3779b9;
	let low = 0x85ebca6b;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		high = Math.imul(high ^ code, 0x9e3779b1);
		low = Math.imul(low ^ code, 0x5f356495);
	}
	high = Math.imul(high ^ (high >>> 15), 0x735a2d97) ^ Math.imul(low ^ (low >>> 13), 0xcaf649a9);
	low = Math.imul(low ^ (low >>> 15), 0xcaf649a9) ^ Math.imul(high ^ (high >>> 13), 0x735a2d97);
	return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);
}

/**
 * The same text in memory of its own. What is cut from a mail's text holds all of that text as long as it lives;
 * whatever is kept beyond its mail goes through here first.
 */
export function ownCopy(text: string): string {
	return Buffer.from(text, 'utf8').toString('utf8');
}

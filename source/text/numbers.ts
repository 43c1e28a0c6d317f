/** A count with its thousands grouped: 17,060. */
export function grouped(count: number): string {
	if (!Number.isInteger(count)) return String(count);
	const digits = String(Math.abs(count));
	let out = '';
	for (let end = digits.length; end > 0; end -= 3) {
		out = digits.slice(Math.max(0, end - 3), end) + (out === '' ? '' : `,${out}`);
	}
	return count < 0 ? `-${out}` : out;
}

/** A count with its noun in the right number: `1 commit`, `5 commits`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${grouped(count)} ${count === 1 ? one : many}`;
}

/**
 * A share as per cent: whole above 10 %, one decimal below, so that small risks can be told apart. 100 % is all, and no
 * chance is: what lies just under it is 99 %.
 */
export function percent(share: number): string {
	const value = share * 100;
	if (value === 0) return '0 %';
	if (value < 0.1) return '<0.1 %';
	if (value > 99 && value < 100) return '99 %';
	if (value >= 9.95) return `${Math.round(value)} %`;
	const decimal = value.toFixed(1);
	return `${decimal.endsWith('.0') ? decimal.slice(0, -2) : decimal} %`;
}

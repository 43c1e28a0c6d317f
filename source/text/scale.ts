/** Rows of a chart above its zero line, and what each stands for. */
export interface Scale {
	kind: 'linear' | 'log';
	/** The value of each row above zero, the lowest first; at least one. */
	ticks: readonly number[];
}

/** How many times the typical value the largest may be before a linear scale would lay the typical one flat. */
const flattens = 5;

/**
 * A scale of at most `height` rows for whole counts. It is linear, unless the largest is more than `flattens` times the
 * median of those above zero: then each row is some times the one below it, from the smallest to the largest, so that one
 * big month leaves the small ones to be seen. The values of the rows are round numbers.
 */
export function scaleFor(values: readonly (number | null)[], height: number): Scale {
	const positive = values
		.filter(value => value !== null && value > 0)
		.toSorted((a, b) => a! - b!) as number[];
	const least = positive[0] ?? 1;
	const most = positive.at(-1) ?? 1;
	const median = positive[(positive.length - 1) >> 1] ?? 1;
	if (most > height && most > flattens * median) return {kind: 'log', ticks: logTicks(least, most, height)};
	const step = wholeStep(most / height);
	const rows = Math.max(1, Math.round(most / step));
	return {kind: 'linear', ticks: Array.from({length: rows}, (_, row) => step * (row + 1))};
}

/** The row of a value, 0 for none at all: the nearest tick, and never 0 for what is more. */
export function rowOf({kind, ticks}: Scale, value: number): number {
	if (value <= 0) return 0;
	let nearest = 0;
	let least = Number.POSITIVE_INFINITY;
	for (let index = 0; index < ticks.length; index++) {
		const tick = ticks[index]!;
		const distance = kind === 'log' ? Math.abs(Math.log(value / tick)) : Math.abs(value - tick);
		if (distance > least) continue;
		least = distance;
		nearest = index;
	}
	return nearest + 1;
}

/** Leading figures of steps and ticks that people read easily. */
const roundFigures = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;

/** The smallest round whole number that is not less. */
function wholeStep(least: number): number {
	const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
	return roundFigures.map(figure => figure * power).find(step => step >= least && Number.isInteger(step))!;
}

/** Round numbers from the smallest value to the largest, each about as many times the one before. */
function logTicks(least: number, most: number, rows: number): number[] {
	const ticks: number[] = [];
	for (let row = 0; row < rows; row++) {
		const tick = nearestRound(least * (most / least) ** (row / Math.max(1, rows - 1)));
		if (tick > (ticks.at(-1) ?? 0)) ticks.push(tick);
	}
	return ticks;
}

function nearestRound(value: number): number {
	const power = 10 ** Math.floor(Math.log10(value));
	const off = (candidate: number) => Math.abs(Math.log(candidate / value));
	return roundFigures
		.map(figure => figure * power)
		.filter(Number.isInteger)
		.reduce((best, candidate) => (off(candidate) < off(best) ? candidate : best));
}

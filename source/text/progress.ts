import {bar} from './bar.ts';
import {grouped} from './numbers.ts';
import type {Theme} from './theme.ts';
import {fit} from './width.ts';

/** One line that says how far a step has come, at most `width` cells wide: `reading sources ▰▰▱▱ 12,000/34,886`. */
export function progressLine(
	theme: Theme,
	progress: {stage: string; done: number; total: number | null},
	width: number,
): string {
	const {stage, done, total} = progress;
	const count = total === null ? grouped(done) : `${grouped(done)}/${grouped(total)}`;
	const name = fit(stage, Math.min(28, Math.max(10, width - 36)), 'left', theme.glyphs.ellipsis);
	if (total === null || width < 50) return fit(`${name} ${count}`, width - 1).trimEnd();
	return `${name} ${bar(theme, total === 0 ? 1 : done / total, 20, 'bar')} ${count}`;
}

import type {Style, Theme} from './theme.ts';

/** A bar of `width` cells, filled in proportion to `share` (0 to 1); null draws the sign for unknown. */
export function bar(theme: Theme, share: number | null, width: number, style: Style): string {
	const {barFull, barEmpty, unknown} = theme.glyphs;
	if (share === null) return theme.paint('quiet', unknown.repeat(width));
	const full = Math.round(Math.min(1, Math.max(0, share)) * width);
	return theme.paint(style, barFull.repeat(full)) + theme.paint('quiet', barEmpty.repeat(width - full));
}

/** A solid bar for comparing counts: `value` of `most` takes that share of `width`; above zero, at least one cell. */
export function countBar(theme: Theme, value: number, most: number, width: number, style: Style): string {
	if (value <= 0 || most <= 0) return '';
	const cells = Math.max(1, Math.round((value / most) * width));
	return theme.paint(style, (theme.ascii ? '#' : '█').repeat(Math.min(width, cells)));
}

/**
 * A line of blocks, one cell a value, each on its own merits: 0 is blank, an unknown value a dot. Heights are
 * logarithmic, since activity spans orders of magnitude and one month's flood must not hide the rest.
 */
export function sparkline(theme: Theme, values: readonly (number | null)[], most: number): string {
	const {steps, unknown} = theme.glyphs;
	const top = Math.log1p(Math.max(1, most));
	return values
		.map(value => {
			if (value === null) return unknown;
			if (value <= 0) return ' ';
			return steps[Math.min(7, Math.max(0, Math.ceil((Math.log1p(value) / top) * 8) - 1))];
		})
		.join('');
}

declare module 'asciichart' {
	/** What asciichart 1.5 takes; it ships no types of its own. */
	export interface PlotConfig {
		height?: number;
		min?: number;
		max?: number;
		offset?: number;
		padding?: string;
		symbols?: string[];
		format?: (value: number, index: number) => string;
	}
	export function plot(
		series: readonly number[] | readonly (readonly number[])[],
		config?: PlotConfig,
	): string;
}

import {percent} from '../../text/numbers.ts';
import {type Column, table} from '../../text/table.ts';
import type {Theme} from '../../text/theme.ts';
import type {Backtest, Tried} from '../../verdict/backtest.ts';
import type {Measure} from '../../verdict/measures.ts';

const right = (heading: string): Column => ({heading, align: 'right'});
const left = (heading: string): Column => ({heading});

/** A figure with its interval: `0.856 (0.820 to 0.887)`. */
export function measureText({value, low, high}: Measure, digits = 3): string {
	return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

const shareText = ({value, low, high}: Measure) => `${percent(value)} (${percent(low)} to ${percent(high)})`;

/** The tables of a backtest; intervals are 95 %, by resampling directories. */
export function backtestText(theme: Theme, report: Backtest): string[] {
	const {ranking} = report;
	const heading = (text: string) => ['', theme.paint('heading', text)];
	const lines: string[] = [];
	if (ranking === null) lines.push('All or none are gone: there is no ranking to measure.');
	else {
		lines.push(
			...heading('How well the risk ranks'),
			`AUC ${measureText(ranking.auc)}`,
			`average precision ${measureText(ranking.averagePrecision)}`,
			`gone among the first 50 ${measureText(ranking.precisionAt50, 2)}`,
			`of all gone, among the first 200 ${measureText(ranking.recallAt200, 2)}`,
		);
	}
	lines.push(
		...heading('Risk said, and what happened'),
		...table(
			theme,
			[
				left('band'),
				right('drivers'),
				right('mean risk'),
				right('gone'),
				right('share gone'),
				right('when fitted'),
			],
			report.bands.map(({from, to, drivers, gone, meanRisk, share, stated}) => [
				`${percent(from)} to ${percent(to)}`,
				String(drivers),
				meanRisk === null ? '-' : percent(meanRisk),
				String(gone),
				share === null ? '-' : shareText(share),
				stated === null ? '-' : `${percent(stated.low)} to ${percent(stated.high)}`,
			]),
		),
		...heading('Recommendations, and what happened'),
		...table(
			theme,
			[
				left('recommendation'),
				right('drivers'),
				right('gone'),
				right('quiet'),
				right('worked on'),
				right('came true'),
				right('mean confidence'),
			],
			report.recommendations.map(row => [
				row.recommendation,
				String(row.drivers),
				String(row.gone),
				String(row.quiet),
				String(row.workedOn),
				row.right === null ? '-' : shareText(row.right),
				row.meanConfidence === null ? '-' : percent(row.meanConfidence),
			]),
		),
		...heading('Worst misses: gone, and nothing said so'),
		...named(theme, report.misses),
		...heading('Worst false alarms: still there'),
		...named(theme, report.falseAlarms),
	);
	return lines;
}

function named(theme: Theme, those: readonly Tried[]): string[] {
	if (those.length === 0) return ['none'];
	return table(
		theme,
		[right('risk'), left('recommendation'), left('driver')],
		those.map(({risk, recommendation, id}) => [percent(risk), recommendation, id]),
	);
}

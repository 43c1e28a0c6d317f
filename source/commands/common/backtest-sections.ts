import {percent} from '../../text/numbers.ts';
import type {Backtest, Tried} from '../../verdict/backtest.ts';
import type {Measure} from '../../verdict/measures.ts';
import {figure, type Section, text} from './sections.ts';

/** A figure with its interval: `0.856 (0.820 to 0.887)`. */
export function measureText({value, low, high}: Measure, digits = 3): string {
	return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

const shareText = ({value, low, high}: Measure) => `${percent(value)} (${percent(low)} to ${percent(high)})`;

/** The parts of a backtest; intervals are 95 %, by resampling directories. */
export function backtestSections(report: Backtest): Section[] {
	return [
		...rankingSection(report),
		bandsSection(report),
		recommendationsSection(report),
		verdictsSection(report),
		named('Worst misses: gone, and nothing said so', report.misses),
		named('Worst false alarms: still there', report.falseAlarms),
	];
}

/** What is said instead of a ranking where there is none; null where there is one. */
export function noRanking({ranking}: Backtest): string | null {
	return ranking === null ? 'All or none are gone: there is no ranking to measure.' : null;
}

function rankingSection({ranking}: Backtest): Section[] {
	if (ranking === null) return [];
	return [
		{
			title: 'How well the risk ranks',
			lines: [
				`AUC ${measureText(ranking.auc)}`,
				`average precision ${measureText(ranking.averagePrecision)}`,
				`gone among the first 50 ${measureText(ranking.precisionAt50, 2)}`,
				`of all gone, among the first 200 ${measureText(ranking.recallAt200, 2)}`,
			],
		},
	];
}

function bandsSection({bands}: Backtest): Section {
	return {
		title: 'Risk said, and what happened',
		columns: [text('band'), ...['drivers', 'mean risk', 'gone', 'share gone', 'when fitted'].map(figure)],
		rows: bands.map(({from, to, drivers, gone, meanRisk, share, stated}) => [
			`${percent(from)} to ${percent(to)}`,
			String(drivers),
			meanRisk === null ? '-' : percent(meanRisk),
			String(gone),
			share === null ? '-' : shareText(share),
			stated === null ? '-' : `${percent(stated.low)} to ${percent(stated.high)}`,
		]),
	};
}

function recommendationsSection({recommendations}: Backtest): Section {
	const figures = ['drivers', 'gone', 'quiet', 'worked on', 'came true', 'mean confidence'];
	return {
		title: 'Recommendations, and what happened',
		columns: [text('recommendation'), ...figures.map(figure)],
		rows: recommendations.map(row => [
			row.recommendation,
			String(row.drivers),
			String(row.gone),
			String(row.quiet),
			String(row.workedOn),
			row.right === null ? '-' : shareText(row.right),
			row.meanConfidence === null ? '-' : percent(row.meanConfidence),
		]),
	};
}

function verdictsSection({confidenceAuc, warned}: Backtest): Section {
	const {drivers, gone, precision, recall} = warned;
	return {
		title: 'What the verdicts are worth',
		lines: [
			confidenceAuc === null
				? 'All or none proved right: their confidence can’t be measured.'
				: `confidence, right against wrong: AUC ${measureText(confidenceAuc)}`,
			precision === null || recall === null
				? 'no deprecate or remove'
				: `deprecate and remove: ${gone} of ${drivers} gone (${percent(precision)}), ${percent(recall)} of all that are`,
		],
	};
}

function named(title: string, those: readonly Tried[]): Section {
	if (those.length === 0) return {title, lines: ['none']};
	return {
		title,
		columns: [figure('risk'), text('recommendation'), text('driver')],
		rows: those.map(({risk, recommendation, id}) => [percent(risk), recommendation, id]),
	};
}

/** A review of modprobe.d in the forms that commands print. */
import type {Value} from '../../../text/delimited.ts';
import {type FittedCell, type FittedColumn, fittedTable} from '../../../text/fitted-table.ts';
import {counted, grouped} from '../../../text/numbers.ts';
import type {Theme} from '../../../text/theme.ts';
import {riskCell, textCell, verdictCell, verdictFields} from '../risk-output.ts';
import {effectWords, type ReviewLine, type ReviewState} from './review.ts';

const stateWords: Readonly<Record<ReviewState, string>> = {
	there: 'there',
	library: 'library',
	gone: 'gone',
	moved: 'moved',
	'not-in-source': 'not in source',
	outside: 'not surveyed',
	'out-of-tree': 'out of tree',
	alias: 'alias',
	'built-in': 'built in',
	unknown: 'unknown',
	none: 'no directive',
};

const placeOf = ({directive: {file, line}}: ReviewLine) => (file === null ? String(line) : `${file}:${line}`);

/** One row for a module of a line, as a table; empty where there is none. */
export function reviewTable(
	theme: Theme,
	lines: readonly ReviewLine[],
	{width, several}: {width: number | null; several: boolean},
): string[] {
	if (lines.length === 0) return [];
	const columns: FittedColumn[] = [
		{heading: several ? 'host' : '', priority: 2, least: 8},
		{heading: 'line', align: 'right', priority: 0},
		{heading: 'module', priority: 0, least: 14},
		{heading: 'does', priority: 4, isExtra: true},
		{heading: 'state', priority: 0},
		{heading: 'risk', align: 'right', priority: 3},
		{heading: 'said', priority: 1, least: 24},
	];
	const cells = lines.map((one): FittedCell[] => [
		several ? textCell(theme, one.host) : {text: ''},
		textCell(theme, placeOf(one)),
		textCell(theme, one.module ?? one.directive.text, one.wantsLook ? 'strong' : undefined),
		{text: one.state === 'none' ? '' : effectWords[one.directive.effect], style: 'quiet'},
		stateCell(theme, one),
		one.row?.row && one.state === 'there' ? riskCell(one.row.row) : {text: ''},
		textCell(theme, one.said),
	]);
	return [theme.paint('heading', 'modprobe.d, line by line'), ...fittedTable(theme, columns, cells, width)];
}

function stateCell(theme: Theme, {state, row}: ReviewLine): FittedCell {
	if (state === 'there' && row?.row) return verdictCell(theme, row.row);
	if (state === 'gone') return {text: `${theme.glyphs.verdict.remove} gone`, style: 'remove'};
	return {text: `${theme.glyphs.arrow} ${stateWords[state]}`, style: 'accent'};
}

/** `10 directives of modprobe.d: 5 want a look (3 gone, 1 unknown, 1 no directive)`. */
export function reviewCounts(lines: readonly ReviewLine[]): string {
	const keyOf = (one: ReviewLine) => `${one.host} ${placeOf(one)}`;
	const directives = new Set(lines.map(keyOf)).size;
	const wanting = lines.filter(({wantsLook}) => wantsLook);
	if (wanting.length === 0) return `${counted(directives, 'directive')} of modprobe.d: none wants a look`;
	const byState = new Map<string, number>();
	for (const {state, directive} of wanting) {
		const word = directive.effect === 'none' ? 'no directive' : stateWords[state];
		byState.set(word, (byState.get(word) ?? 0) + 1);
	}
	const parts = [...byState].map(([word, count]) => `${grouped(count)} ${word}`);
	const places = new Set(wanting.map(keyOf)).size;
	return `${counted(directives, 'directive')} of modprobe.d: ${grouped(places)} ${places === 1 ? 'wants' : 'want'} a look (${parts.join(', ')})`;
}

/** As JSON has it. */
export function plainReview(one: ReviewLine) {
	const {host, directive, module, state, row, near, wantsLook, said} = one;
	const {file, line, text, effect} = directive;
	return {
		host,
		file,
		line,
		text,
		effect,
		module,
		state,
		wantsLook,
		near,
		...verdictFields(row?.row ?? null, said),
	};
}

export const reviewColumns = [
	{heading: 'host'},
	{heading: 'file'},
	{heading: 'line', align: 'right'},
	{heading: 'directive'},
	{heading: 'effect'},
	{heading: 'module'},
	{heading: 'state'},
	{heading: 'wants_look'},
	{heading: 'recommendation'},
	{heading: 'risk', align: 'right'},
	{heading: 'said'},
	{heading: 'path'},
] as const;

export function reviewRow(one: ReviewLine): Value[] {
	const {host, directive, module, state, row, wantsLook, said} = one;
	return [
		...[host, directive.file, directive.line, directive.text, directive.effect, module],
		...[state, wantsLook ? 'yes' : 'no', row?.row?.recommendation ?? null, row?.row?.risk ?? null],
		...[said, row?.row?.id ?? null],
	];
}

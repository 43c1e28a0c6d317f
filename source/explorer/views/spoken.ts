import type {IndexRow} from '../../dossier/index-row.ts';
import {overviewRows, overviewVerdicts} from '../../dossier/query/overview.ts';
import {recommendationWords} from '../../dossier/recommendations.ts';
import type {DriverRecord, Manifest} from '../../dossier/schema.ts';
import {grouped, percent} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import {plainTheme} from '../../text/theme.ts';
import {withoutStyle} from '../../text/width.ts';
import type {ExplorerState, KeyGuide, PaletteEntry} from '../model.ts';
import {compareRows} from './compare.ts';
import type {Block} from './dossier/blocks.ts';
import {helpLines} from './help.ts';
import {listColumns} from './list-columns.ts';
import {orderLabel} from './order.ts';
import {spokenNews, spokenPrompt} from './own.ts';

/** What is said beside the state. */
export interface SpokenMaterial {
	keys: KeyGuide;
	/** The open dossier, drawn without colours or with them. */
	blocks(): readonly Block[];
	/** The records of the marked drivers. */
	compared(): readonly DriverRecord[];
	/** The releases surveyed, in which they came. */
	releases: Manifest['releases'];
}

/** Lines of a longer text that are given at once. */
const linesAtOnce = 12;

/**
 * The explorer in words, for a screen reader: what the cursor is on first, no bars, charts or columns, nothing beside
 * anything else. Little enough to be heard again at every key.
 */
export function spokenLines(state: ExplorerState, material: SpokenMaterial): string[] {
	const {hints} = material.keys;
	const lines = bodyOf(state, material);
	if (state.prompt === 'filter') lines.push(`Filter: ${sanitise(state.queryText)}`);
	if (state.problem !== null && state.prompt === 'filter') lines.push(sanitise(state.problem.message));
	const keys = hints.map(({key, label}) => `${key} ${label}`).join(', ');
	lines.push(...spokenPrompt(state, hints));
	if (state.prompt === 'sort') lines.push(`Order by: ${keys}`);
	if (state.prompt === 'then') lines.push(`Then order by: ${keys}`);
	if (state.prompt === 'copy') lines.push(`Copy: ${keys}`);
	if (state.prompt === 'palette') lines.push(actionWords(state, material.keys.actions()));
	if (state.prompt === 'columns') lines.push(columnWords(state));
	if (state.message !== null) lines.push(sanitise(state.message));
	else if (state.prompt === null) lines.push(`Keys: ${keys}`);
	return lines;
}

function bodyOf(state: ExplorerState, material: SpokenMaterial): string[] {
	switch (state.screen) {
		case 'list':
			return listWords(state);
		case 'detail':
			return part('Dossier', dossierWords(material.blocks()), state.detailScroll);
		case 'help':
			return part(
				'Help',
				helpLines(plainTheme, {filter: state.helpFilter, width: 80, keys: material.keys}),
				state.scroll,
			);
		case 'overview': {
			const {group, cursor, order} = state.overview;
			const rows = overviewRows(state.found, group, order);
			const row = rows[cursor];
			if (row === undefined) return [`Overview by ${group}: empty.`];
			const risk = row.risk === null ? '' : `, mean risk ${percent(row.risk)}`;
			const verdicts = overviewVerdicts.flatMap(verdict =>
				row.verdicts[verdict] === 0 ? [] : [`${grouped(row.verdicts[verdict])} ${verdict}`],
			);
			const name = sanitise(row.name);
			return [
				`Overview by ${group}, ${cursor + 1} of ${rows.length}: ${name}, ${grouped(row.drivers)} drivers: ${verdicts.join(', ')}${risk}.`,
			];
		}
		case 'news':
			return spokenNews(state);
		case 'compare': {
			const lines = compareRows(plainTheme, material.compared(), {
				width: 400,
				releases: material.releases,
				onlyDiffering: state.onlyDiffering,
			}).map(({compare, [plainTheme.glyphs.differs]: differ, ...values}) => {
				const said = Object.entries(values).map(([name, value]) => `${name} ${value}`);
				return `${compare}${differ === '' ? '' : ', different'}: ${said.join('; ')}`;
			});
			return part('Comparison', lines, state.scroll);
		}
	}
}

/** The chosen action, and what was typed to find it. */
function actionWords({palette}: ExplorerState, actions: readonly PaletteEntry[]): string {
	const entry = actions[palette.cursor];
	const lead = `Action ${palette.text}: `;
	if (entry === undefined) return `${lead}none is called so.`;
	const why = entry.why === null ? '' : ` Not now: ${entry.why}.`;
	return `${lead}${entry.about}, key ${entry.key}.${why} ${palette.cursor + 1} of ${actions.length}.`;
}

/** The column that the cursor of their menu is on. */
function columnWords({columns, columnCursor}: ExplorerState): string {
	const column = columns[columnCursor];
	if (column === undefined) return 'No column.';
	const {about} = listColumns[column.name];
	return `Column ${columnCursor + 1} of ${columns.length}: ${column.name}, ${about}; ${column.isShown ? 'shown' : 'hidden'}.`;
}

function listWords(state: ExplorerState): string[] {
	const count = state.isComplete ? state.found.length : state.head.drivers;
	const row = state.found[state.cursor];
	if (row === undefined) return [state.isComplete ? 'No driver matches.' : 'Reading the index.'];
	const isWatched = state.own.watched.has(row.id);
	const marked = (state.marks.includes(row.id) ? ', marked' : '') + (isWatched ? ', watched' : '');
	return [
		`${grouped(state.cursor + 1)} of ${grouped(count)}, ${orderLabel(state)}${marked}: ${driverWords(row)}`,
	];
}

function driverWords(row: IndexRow): string {
	const words = [`${sanitise(row.module)}. ${recommendationWords[row.recommendation].label.toLowerCase()}`];
	if (row.confidence !== null) words.push(`confidence ${percent(row.confidence)}`);
	if (row.risk !== null) words.push(`gone in two years ${percent(row.risk)}`);
	if (row.differs) words.push('two assessments differ');
	if (row.fading) words.push('fading');
	words.push(sanitise(row.subsystem));
	return `${words.join(', ')}.${row.title === null ? '' : ` ${sanitise(row.title)}.`}`;
}

/** The dossier's summary, then its lines without its pictures: of a chart, its heading and what is said below it. */
function dossierWords(blocks: readonly Block[]): string[] {
	// What a listener wants to know first.
	const ordered = blocks.toSorted(
		(a, b) => Number(b.section === 'summary') - Number(a.section === 'summary'),
	);
	return ordered.flatMap(block => {
		const {picture, spoken} = block;
		if (spoken !== undefined && spoken.length > 0) return spoken.map(bare).filter(line => line !== '');
		return block.lines
			.filter((_, index) => picture === undefined || index < picture.first || index > picture.last)
			.map(bare)
			.filter(line => line !== '');
	});
}

/** A drawn line without what is only drawn: colours, bars, signs, the air between columns. */
function bare(line: string): string {
	return withoutStyle(line)
		.replace(/[▰▱▁-█●◆▲✖○▸▾]/g, '')
		.replace(/≠/g, 'differs:')
		.replace(/ +/g, ' ')
		.trim();
}

/** As much of a text as is given at once, and where in it that is. */
function part(name: string, lines: readonly string[], scroll: number): string[] {
	const said = lines.map(bare).filter(line => line !== '');
	const first = Math.max(0, Math.min(scroll, said.length - linesAtOnce));
	const last = Math.min(said.length, first + linesAtOnce);
	return [`${name}, lines ${first + 1} to ${last} of ${said.length}.`, ...said.slice(first, last)];
}

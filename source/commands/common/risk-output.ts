import type {Dataset} from '../../dataset/reader.ts';
import type {IndexRow} from '../../dossier/index-row.ts';
import {mainReason} from '../../dossier/main-reason.ts';
import type {Query} from '../../dossier/query/query.ts';
import {search} from '../../dossier/query/search.ts';
import {compareRows, defaultSort, type Sort} from '../../dossier/query/sort.ts';
import type {Audience} from '../../dossier/summary/advice.ts';
import {sentenceFor} from '../../dossier/summary/sentence.ts';
import {exitStatus, isUserError, UserError} from '../../dossier/user-error.ts';
import type {FittedCell} from '../../text/fitted-table.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import {wrap} from '../../text/width.ts';
import type {Context} from './context.ts';
import {readQuery, readSort} from './read-query.ts';

/** What counts as at risk unless --fail-on says otherwise. */
export const defaultFailOn = 'rec:deprecate,remove';

/** What host and audit share: the data set, what is at risk, and the reasons. */
export interface Judgement {
	dataset: Dataset;
	failOn: string;
	isAtRisk(row: IndexRow): boolean;
	/** Whether `--query` lets a driver through; all where none was given. */
	isWanted(row: IndexRow | null): boolean;
	/** The order that `--sort` asks for; null for worst first. */
	sort: Sort | null;
	/** Why a driver's verdict is what it is, in a clause, from its record. */
	why(row: IndexRow): string;
	/** The one sentence that matters to whoever asks; null where nothing can be said. */
	sentence(row: IndexRow, audience: Audience): string | null;
}

/** Opens the data set and reads --fail-on, --query and --sort. The caller closes the data set. */
export function startJudgement(context: Context): Judgement {
	const {flags} = context;
	const failOn = (flags.failOn as string | undefined) ?? defaultFailOn;
	const sort = flags.sort === undefined && flags.reverse !== true ? null : readSort(flags);
	const dataset = context.openDataset();
	const {families} = dataset.start().head;
	const atRisk = readQuery(failOn, families);
	const wanted = flags.query === undefined ? null : readQuery(flags.query as string, families);
	const reasons = new Map<string, string>();
	const judged = new WeakMap<IndexRow, boolean>();
	return {
		dataset,
		failOn,
		isAtRisk(row) {
			let answer = judged.get(row);
			if (answer === undefined) {
				answer = matches(row, atRisk);
				judged.set(row, answer);
			}
			return answer;
		},
		isWanted: row => wanted === null || (row !== null && matches(row, wanted)),
		sort,
		why(row) {
			let reason = reasons.get(row.id);
			if (reason === undefined) {
				try {
					reason = mainReason(dataset.driver(row));
				} catch (error) {
					// One damaged record must not hide the others; what is wrong with it is said in its place.
					if (!isUserError(error)) throw error;
					reason = error.message;
				}
				reasons.set(row.id, reason);
			}
			return reason;
		},
		sentence(row, audience) {
			try {
				return sentenceFor(dataset.driver(row), dataset.manifest, audience);
			} catch (error) {
				// Its reason says what is wrong with it.
				if (!isUserError(error)) throw error;
				return null;
			}
		},
	};
}

function matches(row: IndexRow, query: Query): boolean {
	return (
		search([row], query, {sort: defaultSort, libraries: true, byMatch: false, sorted: true}).rows.length > 0
	);
}

/** Widest that sentences are printed: longer lines are hard to read. */
export const widestWords = 100;
/** So many drivers are told in words; the table has them all. */
const mostTold = 20;

/** Below a table: of each driver at risk the sentence that matters to whoever asks, as lines of at most some width. */
export function sentenceLines(
	theme: Theme,
	rows: readonly IndexRow[],
	{judgement, audience, width}: {judgement: Judgement; audience: Audience; width: number},
): string[] {
	const different = [...new Map(rows.map(row => [row.id, row])).values()];
	const told = different.slice(0, mostTold).flatMap(row => {
		const sentence = judgement.sentence(row, audience);
		if (sentence === null) return [];
		const plain = sanitise(`${row.module}: ${sentence}`, {ascii: theme.ascii});
		return wrap(plain, width - 2).map((line, index) => `${index === 0 ? '' : '  '}${line}`);
	});
	if (told.length === 0) return [];
	const rest = different.length - mostTold;
	const more = rest > 0 ? [theme.paint('quiet', `and ${rest} more: driverdex show NAME`)] : [];
	return ['', theme.paint('heading', 'In words'), ...told, ...more];
}

/** Rows in the order of --sort, those without a dossier last; unchanged where none was asked for. */
export function inOrder<Row extends {row: IndexRow | null}>(
	rows: readonly Row[],
	sort: Sort | null,
): readonly Row[] {
	if (sort === null) return rows;
	return rows.toSorted((a, b) =>
		a.row !== null && b.row !== null
			? compareRows(a.row, b.row, sort)
			: Number(a.row === null) - Number(b.row === null),
	);
}

/** The verdict with its sign, in its style. */
export function verdictCell(theme: Theme, {recommendation}: IndexRow): FittedCell {
	return {text: `${theme.glyphs.verdict[recommendation]} ${recommendation}`, style: recommendation};
}

export function riskCell({risk}: IndexRow): FittedCell {
	return {text: risk === null ? '-' : risk.toFixed(2)};
}

/** What the newest RHEL release that speaks of the driver says, with those before it that let go of it alike: `8 9 10 removed`. */
export function rhelCell({rhel}: IndexRow): FittedCell {
	const newestFirst = rhel?.toSorted((a, b) => Number(b.release) - Number(a.release)) ?? [];
	const [newest] = newestFirst;
	if (newest === undefined) return {text: ''};
	const {state} = newest;
	const others = newestFirst.findIndex(one => one.state !== state);
	const hasLetGo = state === 'removed' || state === 'unmaintained';
	const releases = newestFirst.slice(0, hasLetGo ? (others === -1 ? undefined : others) : 1);
	return {
		text: `${releases
			.reverse()
			.map(({release}) => release)
			.join(' ')} ${state}`,
		...(state === 'removed' && {style: 'bad' as const}),
	};
}

/** States in all RHEL releases, for a cell that machines read: `8:available 9:removed`. */
export function rhelText({rhel}: IndexRow): string | null {
	return rhel === null || rhel.length === 0
		? null
		: rhel.map(({release, state}) => `${release}:${state}`).join(' ');
}

/** Text from data as a cell. */
export function textCell(theme: Theme, text: string | null, style?: FittedCell['style']): FittedCell {
	return {text: sanitise(text ?? '', {ascii: theme.ascii}), ...(style !== undefined && {style})};
}

/** Fields of a dossier's row that every JSON output of the two commands has; null without a dossier. */
export function verdictFields(row: IndexRow | null, why: string | null) {
	return {
		path: row?.id ?? null,
		recommendation: row?.recommendation ?? null,
		confidence: row?.confidence ?? null,
		risk: row?.risk ?? null,
		why,
		replacement: row?.replacement ?? null,
		rhel: row?.rhel ?? null,
	};
}

/** Refuses words after a command that takes none. */
export function refuseWords({input}: Context, command: string, advice: string): void {
	if (input.length === 0) return;
	throw new UserError(
		`driverdex ${command} takes no word such as "${sanitise(input[0]!)}".`,
		advice,
		exitStatus.usage,
	);
}

/** A remark, broken at spaces where it goes to a terminal beside the table. */
export function remarkLine({remark, terminal, columns}: Context, text: string): void {
	remark(terminal.output ? wrap(sanitise(text), columns).join('\n') : sanitise(text));
}

/** Whether the explorer can be opened; says why not. */
export function canExplore({terminal, remark}: Context): boolean {
	if (terminal.input && terminal.output) return true;
	remark('--explore needs a terminal on standard input and output: the table is printed instead.');
	return false;
}

import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {csv, markdownTable, type Value} from '../../text/delimited.ts';
import {jsonText} from '../../text/sanitise.ts';
import type {Column} from '../../text/table.ts';
import type {Context} from './context.ts';

/** The forms that commands print what they found in. `table` is for people; for `show` it is the dossier's text. */
export const formats = ['table', 'json', 'ndjson', 'csv', 'markdown'] as const;
/** Forms in which a change is reviewed, of the commands that have them. */
export const reviewFormats = ['sarif', 'junit'] as const;
/** Of commands whose drivers can be blocked: a file for /etc/modprobe.d. */
export const blockFormats = ['modprobe'] as const;
export type Format =
	| (typeof formats)[number]
	| (typeof reviewFormats)[number]
	| (typeof blockFormats)[number];

/** Forms in which a command's answer makes no sense: why not, and what to do instead. */
export type Refusals = Partial<Readonly<Record<Format, {what: string; advice: string}>>>;

/**
 * The format asked for; `--json` and `--markdown` are short for `--format json` and `--format markdown`. Throws a
 * UserError where two are asked for, or one that the command refuses.
 */
export function readFormat({flags}: Pick<Context, 'flags'>, refusals: Refusals = {}): Format {
	const asked = [
		...(flags.json === true ? [{flag: '--json', format: 'json' as const}] : []),
		...(flags.markdown === true ? [{flag: '--markdown', format: 'markdown' as const}] : []),
		...(flags.format === undefined
			? []
			: [{flag: `--format ${String(flags.format)}`, format: flags.format as Format}]),
	];
	const format = asked[0]?.format ?? 'table';
	const other = asked.find(one => one.format !== format);
	if (other !== undefined) {
		throw new UserError(
			`${asked[0]!.flag} and ${other.flag} exclude each other.`,
			'Give one of them.',
			exitStatus.usage,
		);
	}
	const refusal = refusals[format];
	if (refusal !== undefined) throw new UserError(refusal.what, refusal.advice, exitStatus.usage);
	return format;
}

/** What a command found, in every form that it has; each is made only when it is printed. */
export interface Answer {
	/** Whole lines for a person; may be empty. */
	table(): string;
	/** One document. */
	json(): unknown;
	/** A document a line. */
	ndjson?(): Iterable<unknown>;
	/** One table of plain values: for CSV, and for Markdown where `markdown` says nothing else. */
	columns?: readonly Column[];
	rows?(): readonly (readonly Value[])[];
	markdown?(): string;
	/** A SARIF log. */
	sarif?(): unknown;
	/** A JUnit report, in XML. */
	junit?(): string;
}

/** Prints an answer in a format that readFormat let through. */
export function printAnswer({out}: Pick<Context, 'out'>, format: Format, answer: Answer): void {
	const {columns, rows} = answer;
	switch (format) {
		case 'table': {
			const text = answer.table();
			if (text !== '') out(text);
			return;
		}
		case 'json':
			out(`${jsonText(answer.json(), '\t')}\n`);
			return;
		case 'ndjson':
			if (answer.ndjson === undefined) break;
			for (const value of answer.ndjson()) out(`${jsonText(value)}\n`);
			return;
		case 'csv':
			if (columns === undefined || rows === undefined) break;
			out(
				csv(
					columns.map(({heading}) => heading),
					rows(),
				),
			);
			return;
		case 'markdown':
			if (answer.markdown !== undefined) out(answer.markdown());
			else if (columns === undefined || rows === undefined) break;
			else out(markdownTable(columns, rows()));
			return;
		case 'sarif':
			if (answer.sarif === undefined) break;
			out(`${jsonText(answer.sarif(), '\t')}\n`);
			return;
		case 'junit':
			if (answer.junit === undefined) break;
			out(answer.junit());
			return;
		case 'modprobe':
			break;
	}
	throw new Error(`the command has no ${format}, and did not refuse it`);
}

/** Lines as a text that ends in a newline; no lines are no text. */
export function linesText(lines: readonly string[]): string {
	return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

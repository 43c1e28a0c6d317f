/** What the bundle further.cjs exports: whatever `show` is asked beside the dossier of one living driver. */
import {goneClaims} from '../../dataset/gone-claims.ts';
import type {Dataset} from '../../dataset/reader.ts';
import type {DirectoryRecord, DriverRecord} from '../../dossier/schema.ts';
import {exitStatus, isUserError, UserError} from '../../dossier/user-error.ts';
import {goneLines} from '../../explorer/views/gone.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import {wrap} from '../../text/width.ts';
import type {Context} from '../common/context.ts';
import {type Format, printAnswer} from '../common/formats.ts';
import {type Answer, isGone, isPlatform, type NoAnswer, type Shown} from './answers.ts';
import {lookUp} from './look-up.ts';
import {namesFrom} from './names-from.ts';

/** How dossiers are printed: what `show` has made ready. */
export interface Printing {
	format: Format;
	theme: Theme;
	/** Cells that a line may take. */
	width: number;
	/** Cells that a table may take; null for any. */
	table: number | null;
	/** The text of a driver's or directory's dossier. */
	print(record: DriverRecord | DirectoryRecord): string;
}

/** Shows every name; returns the exit status. A single one that leads nowhere throws its UserError. */
export async function showFurther(context: Context, dataset: Dataset, printing: Printing): Promise<number> {
	const {names, isList, remarks} = await namesFrom(context);
	for (const remark of remarks) context.remark(remark);
	if (names.length === 0) {
		throw isList
			? new UserError(
					'No name in what was given.',
					'A name a line, or a text that names source files or modules.',
				)
			: new UserError(
					'show wants a name.',
					'Such as: driverdex show mlx4_ib, or CONFIG_E1000, or drivers/net/wan.',
					exitStatus.usage,
				);
	}
	const answers = names.map(name => answerOf(dataset, name));
	sayTakenFor(context, answers);
	if (!isList && answers.length === 1 && 'error' in answers[0]!) throw answers[0].error;
	for (const answer of answers) {
		if ('error' in answer) context.remark(`driverdex: ${inOneLine(answer.error)}`);
		else if (answer.remark !== null) context.remark(answer.remark);
	}
	const isArray = isList || names.length > 1;
	const forms = await formsFor(printing.format, answers);
	printAnswer(context, printing.format, {
		table: () =>
			withoutRepeats(answers)
				.flatMap(one => ('error' in one ? [] : [printed(dataset, one, printing, forms)]))
				.join('\n'),
		json: () => {
			const values = answers.flatMap(answer => forms!.plain(dataset, answer));
			return values.length === 1 && !isArray ? values[0] : values;
		},
		ndjson: () => answers.flatMap(answer => forms!.plain(dataset, answer)),
		markdown: () =>
			withoutRepeats(answers)
				.flatMap(answer => ('error' in answer ? [] : [forms!.markdownOf(dataset, answer)]))
				.join('\n'),
	});
	return statusOf(answers);
}

function answerOf(dataset: Dataset, name: string): Answer {
	try {
		return lookUp(dataset, name);
	} catch (error) {
		if (!isUserError(error)) throw error;
		return {name, error, candidates: null};
	}
}

/** 2 where any was ambiguous, or not in the source that was surveyed; else 1 where any was unknown. */
function statusOf(answers: readonly Answer[]): number {
	const statuses = answers.map(answer => {
		if ('error' in answer) return answer.error.status;
		// Nothing is known of the fate of what the surveyed source leaves out.
		const isLeftOut = 'found' in answer && isGone(answer.found) && answer.found.fate === null;
		return isLeftOut ? exitStatus.failed : exitStatus.ok;
	});
	return Math.max(...statuses);
}

/** What names were taken for, said once for all of them. */
function sayTakenFor(context: Context, answers: readonly Answer[]): void {
	const taken = answers.filter(answer => answer.takenFor !== undefined);
	if (taken.length === 0) return;
	const pairs = taken.slice(0, 4).map(({name, takenFor}) => `${sanitise(name)} as ${sanitise(takenFor!)}`);
	const more = taken.length > pairs.length ? ` and ${taken.length - pairs.length} more` : '';
	context.remark(`Taken for packages of modules: ${pairs.join(', ')}${more}.`);
}

/** Text and Markdown print a record once, however many names lead to it, with all that leads to it above. */
function withoutRepeats(answers: readonly Answer[]): Answer[] {
	const byRecord = new Map<string, Answer>();
	for (const [index, answer] of answers.entries()) {
		const key = 'found' in answer ? keyOf(answer.found) : String(index);
		const known = byRecord.get(key);
		if (known === undefined || !('found' in known) || !('found' in answer)) byRecord.set(key, answer);
		else byRecord.set(key, {...known, lead: [...new Set([...known.lead, ...answer.lead])]});
	}
	return [...byRecord.values()];
}

function keyOf(record: Shown): string {
	if ('id' in record) return `${record.id} ${isGone(record)}`;
	return 'directory' in record ? record.directory : record.option;
}

type Forms = typeof import('./answer-forms.ts');

/** What prints the answers in forms that lie in another bundle; null where all are texts of single drivers, or none. */
async function formsFor(format: Format, answers: readonly Answer[]): Promise<Forms | null> {
	const isText = (answer: Answer) =>
		'error' in answer || ('found' in answer && (isGone(answer.found) || 'module' in answer.found));
	return format === 'table' && answers.every(isText) ? null : await import('./answer-forms.ts');
}

function printed(
	dataset: Dataset,
	answer: Exclude<Answer, NoAnswer>,
	printing: Printing,
	forms: Forms | null,
): string {
	const {theme, width, print} = printing;
	const lead = answer.lead.flatMap(line => wrap(sanitise(line, {ascii: theme.ascii}), width));
	const head = lead.length === 0 ? '' : `${lead.join('\n')}\n\n`;
	if ('rows' in answer) return `${head}${forms!.rowsText(theme, answer.rows, width)}\n`;
	const record = answer.found;
	if (isGone(record)) {
		const lines = goneLines(theme, record, width, goneClaims(dataset, record)).map(line => line.trimEnd());
		return `${head}${lines.join('\n')}\n`;
	}
	if (isPlatform(record)) return head + forms!.platformText(theme, dataset, record, printing.table);
	if ('module' in record) return head + print(record);
	const drivers = dataset.rows().filter(({id}) => id.startsWith(`${record.directory}/`));
	const list = forms!.rowsText(theme, drivers, width, `path:${record.directory}`);
	return `${head}${print(record)}\n${theme.paint('heading', 'Drivers')}\n${list}\n`;
}

/** An error among many names: what is wrong and what helps, cut where it is long. */
function inOneLine({message, advice}: UserError): string {
	// How lists are searched is said to who asks for one name.
	const [first = '', ...candidates] = advice.startsWith('driverdex list WORD') ? [] : advice.split('\n');
	const shown = candidates.slice(0, 4).map(line => line.trim().replace(/\s+/g, ' '));
	const rest = candidates.length - shown.length;
	const more = rest > 0 ? [`and ${rest} more`] : [];
	return [message, first, [...shown, ...more].join(', ')].filter(part => part !== '').join(' ');
}

/** `driverdex audit` of files of modprobe.d: the configurations beside them tell what is built in. */
import {exitStatus, UserError} from '../../../dossier/user-error.ts';
import type {KernelConfig} from '../../../machine/configs/config.ts';
import {type DriverLookup, judgeHost} from '../../../machine/judge-host.ts';
import {withColumns} from '../columns.ts';
import {type Context, themeOf} from '../context.ts';
import {type Answer, type Format, linesText, printAnswer, reviewFormats} from '../formats.ts';
import type {InUse} from '../machines/in-use.ts';
import {type Judgement, remarkLine} from '../risk-output.ts';
import {plainReview, reviewColumns, reviewCounts, reviewRow, reviewTable} from './print.ts';
import {isAnyWanting, reviewDirectives} from './review.ts';

/** A file of modprobe.d that an audit was given. */
export interface ModprobeFile {
	name: string;
	text: string;
}

/** Reviews files of modprobe.d; the exit status is 1 where a line wants a look. */
export async function auditModprobe(
	context: Context,
	format: Format,
	{files, configs}: {files: readonly ModprobeFile[]; configs: readonly KernelConfig[]},
	{judgement, lookup, inUse}: {judgement: Judgement; lookup: DriverLookup; inUse: InUse | null},
): Promise<number> {
	refuseForms(context, format);
	const {readWords} = await import('../../../machine/inputs/read-input.ts');
	const lines = files.flatMap(({name, text}) => {
		const facts = readWords(text);
		if (facts === null) return [];
		const rows = judgeHost({name, facts}, lookup);
		const reviewing = {judgement, lookup, inUse, configs};
		return reviewDirectives(name, facts.input?.directives ?? [], rows, reviewing);
	});
	const {treeVersion, asOf} = judgement.dataset.manifest;
	const answer: Answer = {
		table: () =>
			linesText(
				reviewTable(themeOf(context), lines, {
					width: context.terminal.output ? context.columns : null,
					several: files.length > 1,
				}),
			),
		json: () => ({treeVersion, asOf, directives: lines.map(plainReview)}),
		ndjson: () => lines.map(plainReview),
		columns: reviewColumns,
		rows: () => lines.map(reviewRow),
	};
	printAnswer(context, format, withColumns(context, format, answer));
	if (format !== 'json') {
		for (const {name} of files) remarkLine(context, `${name} is a file of modprobe.d`);
		for (const {name} of configs) remarkLine(context, `${name} only tells what is built in`);
		remarkLine(context, reviewCounts(lines));
	}
	return isAnyWanting(lines) ? exitStatus.negative : exitStatus.ok;
}

function refuseForms({flags}: Context, format: Format): void {
	const asked = (
		[
			['--fragment', flags.fragment === true],
			['--against', flags.against !== undefined],
			['--explore', flags.explore === true],
			[`--format ${format}`, (reviewFormats as readonly string[]).includes(format) || format === 'modprobe'],
		] as const
	).find(([, isAsked]) => isAsked)?.[0];
	if (asked === undefined) return;
	throw new UserError(
		`A file of modprobe.d is reviewed line by line: ${asked} is for kernel configurations.`,
		'Leave it out; table, json, ndjson, csv and markdown have the review.',
		exitStatus.usage,
	);
}

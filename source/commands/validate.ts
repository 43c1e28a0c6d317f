import {validateDataset} from '../dataset/validate.ts';
import {exitStatus} from '../dossier/user-error.ts';
import {counted, grouped} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import type {Context} from './common/context.ts';
import {linesText, printAnswer, readFormat} from './common/formats.ts';

/** Findings that a table shows before the rest is only counted. */
const mostShown = 50;

/** `driverdex validate [DATASET]`: everything that is wrong with a data set, by file, line and field. */
export function validate(context: Context): number {
	const directory = context.input[0] ?? context.data;
	const format = readFormat(context);
	const {findings, drivers, directories, sources: citations} = validateDataset(directory);
	const isValid = findings.length === 0;
	printAnswer(context, format, {
		table: () => {
			const lines = findings
				.slice(0, mostShown)
				.map(({file, line, what}) => `${file}${line === null ? '' : `:${line}`}: ${sanitise(what)}`);
			if (findings.length > mostShown) {
				lines.push(`and ${counted(findings.length - mostShown, 'more finding')}`);
			}
			const looked = `${grouped(drivers)} drivers, ${grouped(directories)} directories, ${grouped(citations)} citations`;
			return linesText([
				...lines,
				isValid
					? `${directory} is valid: ${looked}.`
					: `${directory} is not valid: ${counted(findings.length, 'finding')} in ${looked}.`,
			]);
		},
		json: () => ({dataset: directory, valid: isValid, drivers, directories, citations, findings}),
		ndjson: () => findings,
		columns: [{heading: 'file'}, {heading: 'line', align: 'right'}, {heading: 'what'}],
		rows: () => findings.map(({file, line, what}) => [file, line, what]),
	});
	return isValid ? exitStatus.ok : exitStatus.negative;
}

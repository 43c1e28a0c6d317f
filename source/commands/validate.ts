import {validateDataset} from '../dataset/validate.ts';
import {exitStatus} from '../dossier/user-error.ts';
import {counted, grouped} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import type {Context} from './common/context.ts';

/** Findings printed before the rest is only counted. */
const mostShown = 50;

/** `driverdex validate [DATASET]`: everything that is wrong with a data set, by file, line and field. */
export function validate(context: Context): number {
	const directory = context.input[0] ?? context.data;
	const {findings, drivers, directories, sources} = validateDataset(directory);
	for (const {file, line, what} of findings.slice(0, mostShown)) {
		context.out(`${file}${line === null ? '' : `:${line}`}: ${sanitise(what)}\n`);
	}
	if (findings.length > mostShown)
		context.out(`and ${counted(findings.length - mostShown, 'more finding')}\n`);
	const looked = `${grouped(drivers)} drivers, ${grouped(directories)} directories, ${grouped(sources)} citations`;
	context.out(
		findings.length === 0
			? `${directory} is valid: ${looked}.\n`
			: `${directory} is not valid: ${counted(findings.length, 'finding')} in ${looked}.\n`,
	);
	return findings.length === 0 ? exitStatus.ok : exitStatus.negative;
}

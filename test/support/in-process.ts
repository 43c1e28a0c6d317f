import {withVerdicts} from '../../source/build/overlay-bundle.ts';
import {readWords} from '../../source/commands/common/command-lines/read-words.ts';
import type {Command} from '../../source/commands/common/context.ts';
import {machineDrivers} from '../../source/commands/common/machine-drivers.ts';
import {openChecked} from '../../source/dataset/open-checked.ts';
import {hasModels, hasVerdicts, ownPlaces} from '../../source/dataset/overlay/places.ts';
import {adviceOnSystemError, isUserError} from '../../source/dossier/user-error.ts';
import {fitToPrint, sanitise} from '../../source/text/sanitise.ts';
import type {Outcome} from './run.ts';

/**
 * A command run within the test, thousands of times where the program would take minutes to start as often. What it
 * prints goes by the same door as the program's, and mistakes are told in the same two lines; any other error is a fault
 * of the program and comes out here.
 */
export async function runHere(
	command: Command,
	words: readonly string[],
	{data, environment}: {data: string; environment: Record<string, string>},
): Promise<Outcome> {
	const {input, flags, check} = readWords(words, '0');
	const outcome = {out: '', remarks: ''};
	try {
		check();
		const places = ownPlaces(environment, flags.overlay as string | undefined);
		const {overlay} = places;
		const status = await command({
			...{input, environment: {...environment, LANG: 'C.UTF-8'}, data, places, columns: 80},
			flags: {...flags, color: 'auto'},
			openDataset(directory = data) {
				const dataset = openChecked(directory);
				try {
					return hasVerdicts(overlay) || hasModels(overlay) ? withVerdicts(dataset, overlay!) : dataset;
				} catch (error) {
					// The program ends there.
					dataset.close();
					throw error;
				}
			},
			machineDrivers: async (dataset, root) => machineDrivers(dataset, root),
			terminal: {input: false, output: false},
			out(text) {
				outcome.out += fitToPrint(text, {styled: false, ascii: false});
			},
			remark(text) {
				outcome.remarks += fitToPrint(`${text}\n`, {styled: false, ascii: false});
			},
		});
		return {...outcome, status};
	} catch (error) {
		if (isUserError(error)) {
			outcome.remarks += `driverdex: ${error.message}\n${error.advice}\n`
				.split('\n')
				.map(line => sanitise(line))
				.join('\n');
			return {...outcome, status: error.status};
		}
		const advice = adviceOnSystemError(error);
		if (advice === null) throw error;
		outcome.remarks += `driverdex: ${sanitise((error as Error).message)}\n${advice}\n`;
		return {...outcome, status: 2};
	}
}

import {statSync} from 'node:fs';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {readRegularText} from '../../files/regular.ts';
import {type Calibration, readCalibration, shippedCalibration} from '../../verdict/calibration.ts';
import {rules} from '../../verdict/rules.ts';

/** Refuses a path that is not there, or not of the kind that a flag or a word takes. */
export function assertReadable(path: string, flag: string, kind: 'folder' | 'file', command: string): void {
	let isFolder: boolean;
	try {
		isFolder = statSync(path).isDirectory();
	} catch (error) {
		throw new UserError(`${flag} ${path} can't be read: ${(error as Error).message}.`, 'Check the path.');
	}
	if (isFolder !== (kind === 'folder')) {
		throw new UserError(
			`${flag} ${path} is not a ${kind}.`,
			`driverdex ${command} --help says what ${flag} takes.`,
		);
	}
}

/** The value of a flag that is given once at most; null where it is not. */
export const single = (value: unknown): string | null => (typeof value === 'string' ? value : null);
/** The values of a flag that may be repeated. */
export const several = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** A word that a command can't do without. */
export function requiredWord(input: readonly string[], index: number, command: string, what: string): string {
	const word = input[index];
	if (word !== undefined) return word;
	throw new UserError(
		`${command} wants ${what}.`,
		`driverdex ${command} --help says more.`,
		exitStatus.usage,
	);
}

/** What `--weights FILE` changes of the shipped calibration; null where it is not given. */
export function readWeights(file: unknown): Calibration | null {
	if (typeof file !== 'string') return null;
	const text = readRegularText(file, {
		...{most: 1 << 20, what: 'list of weights', name: `--weights ${file}`},
		advice: 'Check the path.',
	});
	return readCalibration(text, file, rules);
}

/** The calibration to judge with: the shipped one, changed by `--weights`. */
export function calibrationOf(flags: Readonly<Record<string, unknown>>): Calibration {
	return readWeights(flags.weights) ?? shippedCalibration;
}

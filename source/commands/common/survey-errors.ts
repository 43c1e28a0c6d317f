import {isUserError, UserError} from '../../dossier/user-error.ts';
import {GitSurveyError} from '../../survey/git/errors.ts';
import {SurveyInputError} from '../../survey/survey.ts';
import {NotAKernelTreeError} from '../../survey/tree/kernel-tree.ts';

/**
 * Errors of the survey's sources that a user can do something about. All others are passed on as they are: those of
 * the operating system, and the program's own faults, are told apart where the program ends.
 */
export function asUserError(error: unknown): unknown {
	if (isUserError(error) || !(error instanceof Error)) return error;
	if (error instanceof NotAKernelTreeError) {
		return new UserError(
			`${error.message}.`,
			'Give the top folder of an unpacked kernel source, the one that holds Kconfig, MAINTAINERS and drivers/.',
		);
	}
	if (error instanceof SurveyInputError) {
		return new UserError(`${error.message}.`, 'driverdex survey --help says what each flag takes.');
	}
	if (error instanceof GitSurveyError) return new UserError(`${error.message}.`, error.advice);
	return error;
}

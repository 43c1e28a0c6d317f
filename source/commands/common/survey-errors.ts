import {isUserError, UserError} from '../../dossier/user-error.ts';
import {GitSurveyError} from '../../survey/git/errors.ts';
import {NotAKernelTreeError} from '../../survey/tree/kernel-tree.ts';

/** Errors of the survey's sources that a user can do something about; others are passed on. */
export function asUserError(error: unknown): unknown {
	if (isUserError(error) || !(error instanceof Error)) return error;
	if (error instanceof NotAKernelTreeError) {
		return new UserError(
			`${error.message}.`,
			'Give the top folder of an unpacked kernel source, the one that holds Kconfig, MAINTAINERS and drivers/.',
		);
	}
	if (error instanceof GitSurveyError) return new UserError(`${error.message}.`, error.advice);
	if (error.name === 'AbortError') return error;
	return new UserError(
		`${error.message}.`,
		'Nothing was written: the data set that was there is still whole.',
	);
}

import {isUserError, UserError} from '../../dossier/user-error.ts';
import {GitSurveyError} from '../../survey/git/errors.ts';

/** Errors of the survey's sources that a user can do something about; others are passed on. */
export function asUserError(error: unknown): unknown {
	if (isUserError(error) || !(error instanceof Error)) return error;
	if (error instanceof GitSurveyError) return new UserError(`${error.message}.`, error.advice);
	if (error.name === 'AbortError') return error;
	return new UserError(
		`${error.message}.`,
		'Nothing was written: the data set that was there is still whole.',
	);
}

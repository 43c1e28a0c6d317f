import {isUserError, UserError} from '../../dossier/user-error.ts';
import {GitSurveyError} from '../../survey/git/errors.ts';

/**
 * Errors of the survey's sources that a user can do something about. All others are passed on as they are: those of
 * the operating system, and the program's own faults, are told apart where the program ends.
 */
export function asUserError(error: unknown): unknown {
	if (isUserError(error) || !(error instanceof Error)) return error;
	if (error instanceof GitSurveyError) return new UserError(`${error.message}.`, error.advice);
	return error;
}

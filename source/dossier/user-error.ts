/** Exit statuses, as the README lists them. */
export const exitStatus = {
	ok: 0,
	/** Nothing matched, unknown name, data sets differ, a data set is not valid. */
	negative: 1,
	/** Ambiguous name, or what was asked for could not be looked at or built. */
	failed: 2,
	/** Misused command line (EX_USAGE of sysexits.h). */
	usage: 64,
	interrupted: 130,
} as const;

/**
 * A mistake or misfortune that the user can do something about: shown as two lines, what was wrong and what to
 * do, without a stack trace.
 */
export class UserError extends Error {
	readonly advice: string;
	readonly status: number;

	constructor(what: string, advice: string, status: number = exitStatus.failed) {
		super(what);
		this.name = 'UserError';
		this.advice = advice;
		this.status = status;
	}
}

/** Whether an error is a UserError; by name, since each of the program's bundles has a class of its own. */
export function isUserError(error: unknown): error is UserError {
	return error instanceof Error && error.name === 'UserError';
}

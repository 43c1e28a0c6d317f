/** Exit statuses, as the README lists them. */
export const exitStatus = {
	ok: 0,
	/** Nothing matched, unknown name, data sets differ, a data set is not valid. */
	negative: 1,
	/** Ambiguous name, or what was asked for could not be looked at or built. */
	failed: 2,
	/** Misused command line (EX_USAGE of sysexits.h). */
	usage: 64,
	/** A fault of driverdex itself (EX_SOFTWARE). */
	internal: 70,
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
		super(inOneLine(what));
		this.name = 'UserError';
		this.advice = inOneLine(advice);
		this.status = status;
	}
}

/**
 * A text as one line: most of it quotes strangers, and no line of theirs may pass for one of the program's. Lines
 * that are set in, as lists are, stay.
 */
function inOneLine(what: string): string {
	return what.replace(/(?<!\s)\s*[\n\r\u0085\u2028\u2029]+(?! {2})\s*/g, ' ');
}

/** Whether an error is a UserError; by name, since each of the program's bundles has a class of its own. */
export function isUserError(error: unknown): error is UserError {
	return error instanceof Error && error.name === 'UserError';
}

const noRoom = 'Make room there, or choose another place.';
const noRight = 'See that you have the right to it.';
const tooMany = 'Close other programs, or raise the limit (ulimit -n).';
const noMedium = 'Check the disk or the network that it lies on.';

/** What can be done about an error of the operating system. Codes that only a fault of ours brings about are not here. */
const systemAdvice: Readonly<Record<string, string>> = {
	ENOSPC: noRoom,
	EDQUOT: noRoom,
	EFBIG: noRoom,
	EACCES: noRight,
	EPERM: noRight,
	EROFS: 'It lies on a file system that is mounted read-only: choose another place.',
	ENOENT: 'Check the path, and that nothing takes it away meanwhile.',
	ENOTDIR: 'Check the path: a part of it is a file.',
	EISDIR: 'Check the path: it is a folder.',
	ELOOP: 'Check the path: its symbolic links go round in a circle.',
	ENAMETOOLONG: 'Choose a shorter path.',
	EBUSY: 'Something else uses it: try again later.',
	EMFILE: tooMany,
	ENFILE: tooMany,
	ENOMEM: 'Close other programs, or use a machine with more memory.',
	EAGAIN: 'The system is at a limit of processes or memory: try again later.',
	EIO: noMedium,
	ENXIO: noMedium,
	ENODEV: noMedium,
	ESTALE: noMedium,
	ETIMEDOUT: noMedium,
};

/**
 * What to do about an error that the operating system reported (no room, no right to a file); null for any other:
 * that one is a fault of the program.
 */
export function adviceOnSystemError(error: unknown): string | null {
	if (!(error instanceof Error)) return null;
	const {code, errno} = error as NodeJS.ErrnoException;
	return typeof errno === 'number' && code !== undefined ? (systemAdvice[code] ?? null) : null;
}

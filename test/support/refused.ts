import {expect} from 'vitest';
import {isUserError, type UserError} from '../../source/dossier/user-error.ts';

/**
 * What a reader made of a stranger's input: what it read, or the two lines by which it refuses. Whatever else it throws is a
 * fault of the program, and fails the test.
 */
export async function readOrRefused<Read>(read: () => Read | Promise<Read>): Promise<Read | UserError> {
	try {
		return await read();
	} catch (error) {
		if (!isUserError(error)) throw error;
		expect(error.message).not.toBe('');
		expect(error.advice).not.toBe('');
		expect(error.status).toBeGreaterThan(0);
		return error;
	}
}

/** The words of a refusal; fails where something was read. */
export async function refusalOf(read: () => unknown): Promise<string> {
	const found = await readOrRefused(read);
	expect(isUserError(found), `it was read: ${JSON.stringify(found)?.slice(0, 300)}`).toBe(true);
	return (found as UserError).message;
}

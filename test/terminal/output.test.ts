import {beforeEach, expect, it, vi} from 'vitest';
import {isReaderGone, write} from '../../source/terminal/output.ts';

const trouble = (code: string) => Object.assign(new Error(code), {code});
const {writeSync} = vi.hoisted(() => ({writeSync: vi.fn()}));
vi.mock('node:fs', () => ({writeSync}));
beforeEach(() => {
	writeSync.mockReset();
});

it('writes all of a text, however little of it a pipe takes at a time', () => {
	const taken: Buffer[] = [];
	let calls = 0;
	writeSync.mockImplementation((_: number, bytes: Buffer, from: number) => {
		if (++calls % 2 === 1) throw trouble('EAGAIN');
		taken.push(bytes.subarray(from, from + 3));
		return taken.at(-1)!.length;
	});
	write(1, 'zwölf Boxkämpfer');
	expect(Buffer.concat(taken).toString()).toBe('zwölf Boxkämpfer');
});

it.each(['EPIPE', 'EIO'])('ends quietly when its reader is gone (%s)', code => {
	writeSync.mockImplementation(() => {
		throw trouble(code);
	});
	let error: unknown;
	try {
		write(1, 'x');
	} catch (thrown) {
		error = thrown;
	}
	expect(isReaderGone(error)).toBe(true);
});

it.each(['EPIPE', 'EIO', 'ENOSPC'])('goes on when nobody hears its remarks (%s)', code => {
	writeSync.mockImplementation(() => {
		throw trouble(code);
	});
	expect(() => write(2, 'x')).not.toThrow();
});

it('does not hide that there is no room', () => {
	writeSync.mockImplementation(() => {
		throw trouble('ENOSPC');
	});
	expect(() => write(1, 'x')).toThrow('ENOSPC');
	expect(isReaderGone(trouble('ENOSPC'))).toBe(false);
});

import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {interruptible} from '../../source/commands/common/interruptible.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const listeners = () => signals.map(signal => process.listenerCount(signal));
const none = listeners();
let kill: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
	kill = vi.spyOn(process, 'kill').mockImplementation(() => true);
});
afterEach(() => vi.restoreAllMocks());

/** Work that ends only when it is told to. */
const endless = (signal: AbortSignal) =>
	new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

it('is told of the first signal, leaves the second one alone, and dies by the first', async () => {
	const work = interruptible(endless);
	expect(listeners()).toEqual(none.map(count => count + 1));
	process.listeners('SIGHUP').at(-1)!('SIGHUP');
	expect(listeners()).toEqual(none);
	await expect(work).rejects.toMatchObject({name: 'AbortError'});
	expect(kill.mock.calls).toEqual([[process.pid, 'SIGHUP']]);
});

it('leaves nothing behind when the work ends by itself', async () => {
	expect(await interruptible(async () => 7)).toBe(7);
	await expect(interruptible(() => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
	expect(listeners()).toEqual(none);
	expect(kill).not.toHaveBeenCalled();
});

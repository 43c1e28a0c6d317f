import {expect, it} from 'vitest';
import {Keyboard} from '../../source/explorer/keyboard.ts';

/** A keyboard whose keys are obeyed some at a time. */
function listen(atOnce = Number.POSITIVE_INFINITY) {
	const obeyed: string[] = [];
	const keyboard = new Keyboard(keys => {
		const taken = keys.slice(0, atOnce);
		obeyed.push(...taken.map(({name}) => name));
		return taken.length;
	});
	return {keyboard, obeyed};
}
const turns = () => new Promise(resolve => setTimeout(resolve, 20));

it('keeps what is typed ahead until it is listened to, in its order', async () => {
	const {keyboard, obeyed} = listen();
	expect(keyboard.hasHeard).toBe(false);
	keyboard.feed('/ab');
	keyboard.feed('\r');
	await turns();
	expect(keyboard.hasHeard).toBe(true);
	expect(obeyed).toEqual([]);
	keyboard.listen();
	keyboard.feed('j');
	expect(obeyed).toEqual(['/', 'a', 'b', 'enter', 'j']);
});

it('lets Ctrl-C through before what waits, which is dropped', async () => {
	const {keyboard, obeyed} = listen();
	keyboard.feed('jj');
	keyboard.feed('kk\u0003k');
	keyboard.listen();
	expect(obeyed).toEqual(['ctrl+c']);

	const slow = listen(2);
	slow.keyboard.listen();
	slow.keyboard.feed('abcdefgh');
	slow.keyboard.feed('x\u0003');
	await turns();
	expect(slow.obeyed).toEqual(['a', 'b', 'ctrl+c']);
});

it('has what is typed faster than it is obeyed wait for its turn', async () => {
	const {keyboard, obeyed} = listen(2);
	keyboard.listen();
	keyboard.feed('abcde');
	keyboard.feed('fg');
	await turns();
	expect(obeyed.join('')).toBe('abcdefg');
	keyboard.feed('ab');
	keyboard.stop();
	await turns();
	expect(obeyed).toHaveLength(9);
});

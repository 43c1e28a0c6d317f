import {describe, expect, it} from 'vitest';
import {KeyDecoder} from '../../source/terminal/keys.ts';

const decoded = (text: string) => new KeyDecoder().feed(text);

describe('a mouse', () => {
	it('is told by name and place: presses of the first button and the wheel', () => {
		expect(decoded('\u001b[<0;3;7M')).toEqual([{name: 'click', at: {column: 2, row: 6}}]);
		expect(decoded('\u001b[<64;1;1M\u001b[<65;120;40M').map(({name}) => name)).toEqual([
			'wheel-up',
			'wheel-down',
		]);
	});

	it('is not listened to otherwise: releases, other buttons', () => {
		expect(decoded('\u001b[<0;3;7m\u001b[<2;3;7M\u001b[<35;3;7Mx')).toEqual([{name: 'x', text: 'x'}]);
	});
});

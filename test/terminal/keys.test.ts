import {describe, expect, it} from 'vitest';
import {KeyDecoder} from '../../source/terminal/keys.ts';

const names = (...chunks: string[]) => {
	const decoder = new KeyDecoder();
	return [...chunks.flatMap(chunk => decoder.feed(chunk)), ...decoder.flush()].map(({name}) => name);
};

describe('keys', () => {
	it('come one by one out of a chunk that holds many', () => {
		expect(names('jjj')).toEqual(['j', 'j', 'j']);
		expect(names('\u001b[B\u001b[B\u001b[A')).toEqual(['down', 'down', 'up']);
		expect(names('/intel\r')).toEqual(['/', 'i', 'n', 't', 'e', 'l', 'enter']);
		expect(names('jj\u0003')).toEqual(['j', 'j', 'ctrl+c']);
		expect(names('\u001bOA\u001b[1;5C\u001b[Z\u001b[5~\u001bOP')).toEqual([
			'up',
			'ctrl+right',
			'shift+tab',
			'pageup',
			'f1',
		]);
	});

	it('are put together again when a slow link cut them', () => {
		const sequence = '\u001b[1;3D';
		for (let cut = 1; cut < sequence.length; cut++) {
			expect(names(sequence.slice(0, cut), sequence.slice(cut))).toEqual(['alt+left']);
		}
		expect(names(...'\u001b[B'.split(''))).toEqual(['down']);
	});

	it('know a lone ESC only after a while', () => {
		const decoder = new KeyDecoder();
		expect(decoder.feed('\u001b')).toEqual([]);
		expect(decoder.wait).not.toBeNull();
		expect(decoder.flush()).toEqual([{name: 'esc'}]);
		expect(names('\u001b\u001b[A')).toEqual(['esc', 'up']);
		expect(names('\u001bx')).toEqual(['alt+x']);
	});

	it('keep a paste in one piece, whatever is in it', () => {
		const decoder = new KeyDecoder();
		const keys = [
			...decoder.feed('\u001b[200~q\u001b[B\r'),
			...decoder.feed('jj\u001b[20'),
			...decoder.feed('1~k'),
		];
		expect(keys).toEqual([
			{name: 'paste', text: 'q\u001b[B\rjj'},
			{name: 'k', text: 'k'},
		]);
	});

	it('leave a paste that has no end by Ctrl-C', () => {
		expect(names('\u001b[200~ab\u0003j')).toEqual(['ctrl+c', 'j']);
		expect(names('\u001b[200~ab\u0003c\u001b[201~')).toEqual(['paste']);
		const decoder = new KeyDecoder();
		decoder.feed(`\u001b[200~${'x'.repeat(20_000)}`);
		expect(decoder.feed('y\u0003')).toEqual([{name: 'ctrl+c'}]);
		expect(decoder.wait).toBeNull();
	});

	it('are not lost with a paste that has no end, nor with a broken sequence', () => {
		const decoder = new KeyDecoder();
		expect(decoder.feed('\u001b[200~net')).toEqual([]);
		expect(decoder.wait).not.toBeNull();
		expect(decoder.flush()).toEqual([{name: 'paste', text: 'net'}]);
		expect(decoder.wait).toBeNull();
		expect(names('\u001b[1;\u0003j')).toEqual(['ctrl+c', 'j']);
		expect(names('\u001b\u0003')).toEqual(['esc', 'ctrl+c']);
		expect(names('\u001bO\u001b[B')).toEqual(['down']);
	});

	it('type what is typed, in every script', () => {
		const decoder = new KeyDecoder();
		expect(decoder.feed('é網👩').map(({text}) => text)).toEqual(['é', '網', '👩']);
	});

	it('survive noise without getting stuck', () => {
		let seed = 1;
		const random = () => {
			seed = (seed * 1103515245 + 12345) % 2147483648;
			return seed / 2147483648;
		};
		const decoder = new KeyDecoder();
		for (let round = 0; round < 2000; round++) {
			let chunk = '';
			for (let length = random() * 12; length > 0; length--)
				chunk += String.fromCharCode(random() < 0.3 ? 27 : random() * 128);
			decoder.feed(chunk);
			if (random() < 0.2) decoder.flush();
		}
		decoder.feed('\u001b[201~');
		decoder.flush();
		decoder.feed('x'.repeat(64));
		expect(decoder.feed('jk').map(({name}) => name)).toEqual(['j', 'k']);
	});
});

import {describe, expect, it} from 'vitest';
import {copySequence, longestCopy} from '../../source/terminal/clipboard.ts';

describe('copying', () => {
	it('is an OSC 52 sequence, wrapped for tmux and screen', () => {
		const base64 = Buffer.from('mlx4_ib').toString('base64');
		expect(copySequence('mlx4_ib', {})).toBe(`\u001b]52;c;${base64}\u0007`);
		expect(copySequence('mlx4_ib', {TMUX: '/tmp/x'})).toBe(
			`\u001b]52;c;${base64}\u0007\u001bPtmux;\u001b\u001b]52;c;${base64}\u0007\u001b\\`,
		);
		const long = copySequence('x'.repeat(2000), {TERM: 'screen-256color'})!;
		const pieces = long.split('\u001b\\');
		expect(pieces.pop()).toBe('');
		for (const piece of pieces) expect(piece).toMatch(/^\u001bP[\s\S]{1,764}$/);
		const joined = pieces.map(piece => piece.slice(2)).join('');
		expect(joined).toBe(copySequence('x'.repeat(2000), {}));
		expect(copySequence('x'.repeat(2000), {STY: '1.tty', TERM: 'xterm'})).toBe(long);
	});

	it('says no to what terminals would cut', () => {
		expect(copySequence('x'.repeat(longestCopy + 1), {})).toBeNull();
	});
});

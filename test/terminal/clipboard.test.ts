import {describe, expect, it} from 'vitest';
import {copySequence, longestCopy} from '../../source/terminal/clipboard.ts';

describe('copying', () => {
	it('is an OSC 52 sequence, wrapped for tmux and screen', () => {
		const base64 = Buffer.from('mlx4_ib').toString('base64');
		expect(copySequence('mlx4_ib', {})).toBe(`\u001b]52;c;${base64}\u0007`);
		expect(copySequence('mlx4_ib', {TMUX: '/tmp/x'})).toBe(
			`\u001bPtmux;\u001b\u001b]52;c;${base64}\u0007\u001b\\`,
		);
		const long = copySequence('x'.repeat(2000), {TERM: 'screen-256color'})!;
		for (const piece of long.split('\u001b\\')) expect(piece.length).toBeLessThanOrEqual(768);
	});

	it('says no to what terminals would cut', () => {
		expect(copySequence('x'.repeat(longestCopy + 1), {})).toBeNull();
	});
});

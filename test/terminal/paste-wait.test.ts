import {expect, it} from 'vitest';
import {KeyDecoder} from '../../source/terminal/keys.ts';

it('waits long for the rest of a paste, a moment for that of a key, and for nothing otherwise', () => {
	const decoder = new KeyDecoder();
	expect(decoder.wait).toBeNull();
	decoder.feed('\u001b');
	const moment = decoder.wait!;
	expect(moment).toBeLessThanOrEqual(100);
	decoder.flush();
	decoder.feed('\u001b[200~');
	expect(decoder.wait).toBeGreaterThan(10 * moment);
	decoder.feed('over a slow link');
	expect(decoder.wait).toBeGreaterThan(10 * moment);
	decoder.feed('\u001b[201~');
	expect(decoder.wait).toBeNull();
});

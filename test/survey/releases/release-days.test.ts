import {expect, it} from 'vitest';
import {releasesShippedAfter} from '../../../source/survey/releases/release-days.ts';

it('counts the releases after a day, up to the tree’s own', () => {
	// 5.9 came on 2020-10-11, 5.10 on 2020-12-13.
	expect(releasesShippedAfter('2020-10-10', '5.10')).toBe(2);
	expect(releasesShippedAfter('2020-10-11', '5.10')).toBe(1);
	// What came later is not to be known there.
	expect(releasesShippedAfter('2020-12-13', '5.10')).toBe(0);
	expect(releasesShippedAfter('2020-12-13', '99.1')).toBeNull();
});

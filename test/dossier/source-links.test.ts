import {expect, it} from 'vitest';
import {treeAddress} from '../../source/dossier/source-links.ts';

const top = 'https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git';

it('leads to a line at the tag of its release, to the history of a path without one', () => {
	expect(treeAddress('drivers/net/a.c:12', '7.3.4')).toBe(`${top}/tree/drivers/net/a.c?h=v7.3.4#n12`);
	expect(treeAddress('drivers/net', '7.3.0')).toBe(`${top}/log/drivers/net?h=v7.3`);
	expect(treeAddress('drivers/net', '7.3.4-vendor')).toBe(`${top}/log/drivers/net`);
});

it('is an address whatever a path holds', () => {
	expect(treeAddress('drivers/a?b#c/d e\u001b\\f', '7.3.4')).toBe(
		`${top}/log/drivers/a%3Fb%23c/d%20e%1B%5Cf?h=v7.3.4`,
	);
	expect(treeAddress('drivers/\ud83d', '7.3.4')).toMatch(/^[\x21-\x7e]+$/);
});

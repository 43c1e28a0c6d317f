import {expect, it} from 'vitest';
import {movedIds, putsIds, takersOf} from '../../../../source/survey/mail/removals/device-ids.ts';

const moved = (...lines: string[]) => {
	const files = movedIds(lines.join('\n'));
	return Object.fromEntries([...files].map(([path, {put, taken}]) => [path, [put.size, taken.size]]));
};
const gone = ['--- a/drivers/clk/old.c', '+++ /dev/null', '@@ -1,9 +0,0 @@'];
const grown = ['--- a/drivers/clk/new.c', '+++ b/drivers/clk/new.c', '@@ -1,9 +1,10 @@'];

it('finds ids of tables that a diff puts in and takes out, by file', () => {
	const compatible = '{ .compatible = "acme,mt1-eth", .data = &eth },';
	expect(moved(...gone, `-	${compatible}`, ...grown, `+	${compatible}`, ` 	${compatible}`)).toEqual({
		'drivers/clk/old.c': [0, 1],
		'drivers/clk/new.c': [1, 0],
	});
	expect(moved(...grown, '+	{ PCI_VDEVICE(ACME, 0x1234) },', '+	{ PCI_DEVICE(1, 2) },')).toEqual({
		'drivers/clk/new.c': [2, 0],
	});
	expect(moved(...grown, '+	{ "ACME0001", 0 },', '+	{ "acme-one" },')).toEqual({
		'drivers/clk/new.c': [1, 0],
	});
	expect(moved(...grown, '+MODULE_DEVICE_TABLE(of, match);')).toEqual({});
	expect(moved('+	{ .compatible = "acme,words" },')).toEqual({});
	expect(moved(...grown, `+${' '.repeat(400)}${compatible}`)).toEqual({});
});

it('knows without reading whether a text may have a table', () => {
	expect(putsIds('+	.compatible = "acme,one",')).toBe(true);
	expect(putsIds('+	{ USB_DEVICE(1, 2) },')).toBe(true);
	expect(putsIds('+static DEVICE_ATTR_RO(one);')).toBe(false);
});

it('names those who take most in first, and neither itself nor who takes none', () => {
	const lost = new Set([1, 2, 3]);
	const gained = [
		{module: 'one', ids: [1]},
		{module: 'own', ids: [1, 2, 3]},
		{module: 'other', ids: [4]},
		{module: 'two', ids: [2]},
		{module: 'two', ids: [3, 4]},
	];
	expect(takersOf(lost, gained, 'own')).toEqual(['two', 'one']);
});

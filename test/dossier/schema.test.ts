import {describe, expect, it} from 'vitest';
import {findMisfit} from '../../source/dataset/record-check.ts';
import {makeDirectory, makeDriver} from '../support/sample.ts';

describe('names in a record', () => {
	const misfit = (id: string) => findMisfit('driver', makeDriver(id, {symbol: 'X'}))?.field ?? null;

	it('are those that kernels have', () => {
		for (const name of ['8250', 'snd-hda', 'gpio-74xx-mmio', 'ti,lp8788', 'mmc_core.o', 'c++', '_x', 'NCR']) {
			expect(misfit(`drivers/a-b/c.d/${name}`), name).toBeNull();
		}
	});

	it('are nothing that a shell or a terminal takes for more', () => {
		for (const name of [
			'a$(touch x)',
			'a`b`',
			'a;b',
			'a b',
			'a\u001b[2J',
			'a\n',
			'ü',
			'-rf',
			'.x',
			'a*',
			'',
		]) {
			expect(misfit(`drivers/a/${name}`), JSON.stringify(name)).toBe('id');
		}
		for (const directory of ['drivers/../etc', 'drivers/a;b', 'drivers/a/', 'drivers/.x', 'net']) {
			expect(findMisfit('directory', makeDirectory(directory, 1))?.field, directory).toBe('directory');
		}
		for (const symbol of ['X$(y)', 'X Y', 'X-Y', '', 'X\u0007']) {
			expect(findMisfit('driver', makeDriver('drivers/a/b', {symbol}))?.field, symbol).toBe('kconfig.symbol');
		}
		const driver = {...makeDriver('drivers/a/b'), module: 'b;c'};
		expect(findMisfit('driver', driver)?.field).toBe('module');
	});
});

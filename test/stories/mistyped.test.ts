import {beforeAll, describe, expect, it} from 'vitest';
import {run} from '../support/run.ts';
import {makeDriver, sampleRecords, writeSample} from '../support/sample.ts';

let data = '';
beforeAll(() => {
	const {drivers, directories} = sampleRecords();
	drivers.push(makeDriver('drivers/misc/lis3lv02d'), makeDriver('drivers/misc/cost-meter'));
	data = writeSample({drivers, directories});
});

describe('a command with a letter wrong', () => {
	it.each([
		['shwo', 'show'],
		['lst', 'list'],
		['audti', 'audit'],
		['hots', 'host'],
		['survye', 'survey'],
		['completoin', 'completion'],
	])('is refused, and the command named: %s', async (word, command) => {
		expect(await run([word], {data})).toEqual({
			out: '',
			remarks: `driverdex: "${word}" is no command of driverdex, and no module's name begins so.\nIs it driverdex ${command}? driverdex list ${word} searches for the word.\n`,
			status: 64,
		});
	});

	it('is named with what follows it, whatever flags there are', async () => {
		const {remarks, status} = await run(['shwo', 'mlx4_ib', 'a b', '--json'], {data});
		expect(status).toBe(64);
		expect(remarks).toContain("Is it driverdex show mlx4_ib 'a b'?");
	});

	it('is a query where a module’s name begins so, or it was asked for as one', async () => {
		for (const words of [['lis'], ['cost'], ['meter'], ['list', 'lst'], ['--', 'shwo']]) {
			const {remarks, status} = await run(words, {data});
			expect(status).not.toBe(64);
			expect(remarks).toMatch(/^\d+ of \d+ drivers/);
		}
	});
});

import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {passingLines, surveyChurn} from '../../../../source/survey/releases/unpacked/churn.ts';
import {lines, removeScratch, scratchDirectory} from '../../git-history/scratch.ts';

let scratch = '';
beforeEach(() => {
	scratch = scratchDirectory();
});
afterEach(() => removeScratch(scratch));

function tree(name: string, content: string): string {
	const path = join(scratch, name, 'drivers/net/a.c');
	mkdirSync(dirname(path), {recursive: true});
	writeFileSync(path, content);
	return join(scratch, name);
}

it.each([
	[passingLines, 0],
	[passingLines + 1, passingLines + 1],
])('of a file that %i lines changed in, %i count as work', async (changed, substantive) => {
	const survey = {
		version: '2',
		date: '2026-01-01',
		drivers: [
			{
				id: 'drivers/net/a',
				module: 'a',
				directory: 'drivers/net',
				title: null,
				kconfig: null,
				buses: [],
				sources: ['drivers/net/a.c'],
				ownSources: ['drivers/net/a.c'],
				files: ['drivers/net/a.c'],
				sourceLines: 0,
				kind: 'driver' as const,
				names: [],
				needs: [],
				loads: null,
				maintainers: null,
				signs: [],
			},
		],
		directories: [],
		options: new Set<string>(),
		driverlessConditions: new Map(),
		platforms: [],
		problems: [],
	};
	const {drivers} = await surveyChurn({
		from: {tree: tree('before', lines(40)), version: '1'},
		to: {tree: tree('after', lines(40 + changed)), version: '2', survey},
	});
	expect(drivers.get('drivers/net/a')).toMatchObject({filesChanged: 1, linesAdded: changed, substantive});
});

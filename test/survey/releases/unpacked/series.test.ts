import {rmSync} from 'node:fs';
import {afterEach, describe, expect, it} from 'vitest';
import {surveySeries} from '../../../../source/survey/releases/unpacked/series.ts';
import {compareVersions, seriesOf} from '../../../../source/survey/releases/versions.ts';
import {surveyTree} from '../../../../source/survey/tree/kernel-tree.ts';
import {lines} from '../../git-history/scratch.ts';
import {writeTree} from '../../kernel-trees.ts';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true});
});

/** A kernel tree of drivers, each given as `path CONFIG_SYMBOL` with its source. */
function kernel(version: string, drivers: Record<string, string>): string {
	const [major, minor, patch] = version.split('.');
	const files: Record<string, string> = {
		Makefile: `VERSION = ${major}\nPATCHLEVEL = ${minor}\nSUBLEVEL = ${patch}\n`,
		Kconfig: 'source "drivers/Kconfig"\n',
		'drivers/Kconfig': '',
		'drivers/Makefile': '',
	};
	for (const [driver, source] of Object.entries(drivers)) {
		const [path, symbol] = driver.split(' ') as [string, string];
		const [, folder, name] = /^(.*)\/([^/]+)$/.exec(path)!;
		const makefile = `drivers/${folder}/Makefile`;
		files[makefile] = `${files[makefile] ?? ''}obj-$(${symbol}) += ${name}.o\n`;
		files['drivers/Makefile'] += `obj-y += ${folder}/\n`;
		files['drivers/Kconfig'] += `config ${symbol.replace('CONFIG_', '')}\n\ttristate "A driver"\n`;
		files[`drivers/${path}.c`] = `${source}module_init(start);\n`;
	}
	const tree = writeTree(files);
	folders.push(tree);
	return tree;
}

async function series(tree: string, ...previous: string[]) {
	const survey = await surveyTree({tree, workerFile: null});
	return surveySeries({tree, survey, previous, workerFile: null});
}

describe('the change over several releases', () => {
	it('follows a driver back by its main file, through another folder and name, oldest pair first', async () => {
		const body = lines(60);
		const oldest = kernel('5.10.7', {'misc/fish CONFIG_FISH': body});
		const older = kernel('6.1.3', {'pond/fish CONFIG_FISH': body});
		const newest = kernel('6.12.1', {'lake/carp CONFIG_CARP': `${body}more\n`});
		const facts = await series(newest, older, oldest);
		expect(facts.drivers.get('drivers/lake/carp')).toMatchObject({
			added: [null, 0, 1],
			since: {release: '5.10', date: '2020-12-13', earliest: true, source: 'drivers/misc/fish.c'},
		});
		expect(facts.releases).toMatchObject([
			{release: '5.10', snapshot: '5.10.7', missing: []},
			{release: '6.1', missing: expect.arrayContaining(['5.11', '5.19', '6.0'])},
			{release: '6.12', date: '2024-11-17'},
		]);
		expect(facts.gone).toMatchObject([
			{
				id: 'drivers/pond/fish',
				option: 'FISH',
				lastRelease: {release: '6.1'},
				goneIn: {release: '6.12'},
				fate: 'renamed',
				to: [{id: 'drivers/lake/carp', option: 'CARP'}],
			},
			{
				id: 'drivers/misc/fish',
				lastRelease: {release: '5.10'},
				goneIn: {release: '6.1'},
				fate: 'renamed',
				to: [{id: 'drivers/lake/carp'}],
			},
		]);
		expect(facts.sources.map(({origin}) => origin)).toEqual(['Linux 5.10.7', 'Linux 6.1.3']);
	});

	it('has no entry from before a driver was there, and does not take another one for it', async () => {
		const oldest = kernel('5.10.1', {'misc/fish CONFIG_FISH': lines(40)});
		const older = kernel('6.1.1', {
			'misc/fish CONFIG_FISH': lines(40),
			'misc/newt CONFIG_NEWT': lines(9, 'n'),
		});
		const newest = kernel('6.12.1', {'misc/newt CONFIG_NEWT': lines(9, 'n')});
		const facts = await series(newest, oldest, older);
		expect(facts.drivers.get('drivers/misc/newt')).toMatchObject({
			files: [null, null, expect.any(Number)],
			since: {release: '6.1', earliest: false},
		});
		expect(facts.gone).toMatchObject([
			{id: 'drivers/misc/fish', option: 'FISH', since: {release: '5.10'}, fate: 'removed', to: []},
		]);
	});

	it('refuses an earlier tree that is none, by name', async () => {
		const newest = kernel('6.12.1', {'misc/fish CONFIG_FISH': lines(4)});
		const none = writeTree({README: ''});
		folders.push(none);
		await expect(series(newest, none)).rejects.toMatchObject({
			name: 'UserError',
			message: `${none} is not a kernel tree: it has no Makefile.`,
		});
	});
});

it('orders versions by number, and names their series', () => {
	const versions = ['6.12.1', '5.10', '6.2', '6.1.99', '6.1', '7.0-rc1'];
	expect(versions.toSorted(compareVersions)).toEqual(['5.10', '6.1', '6.1.99', '6.2', '6.12.1', '7.0-rc1']);
	expect(['6.12.117', '7.3-rc2', 'next'].map(seriesOf)).toEqual(['6.12', '7.3', 'next']);
});

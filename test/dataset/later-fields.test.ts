import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {readManifest} from '../../source/dataset/open-files.ts';
import {sampleRecords, writeSample} from '../support/sample.ts';

const configuration = (release: string) => ({
	distribution: 'reed',
	release,
	kernel: '6.1.0 {"configurations": [',
	date: '2024-01-12',
	architecture: 'amd64',
	kind: 'general',
	form: 'full',
	testsCompiling: false,
	source: `reed/configs@0123456789ab:${release}.config`,
	enabled: 1769,
});
const distributions = [
	{family: 'reed', label: 'Reed', kind: 'general', enabled: 0.2, configurations: [configuration('1')]},
	{
		family: 'sedge',
		label: 'Ségge',
		kind: 'server',
		enabled: 0.1,
		configurations: ['a', 'b', 'c'].map(configuration),
	},
];

/** A folder with the manifest of a data set that names these distributions, laid out with this indentation. */
function folderWith(indentation: string | number): string {
	const manifest = JSON.parse(readFileSync(join(writeSample(sampleRecords()), 'manifest.json'), 'utf8'));
	const folder = mkdtempSync(join(tmpdir(), 'driverdex-later-'));
	const text = JSON.stringify({...manifest, distributions}, null, indentation);
	writeFileSync(join(folder, 'manifest.json'), `${text}\n`);
	return folder;
}

it('a configuration that is asked for by its index is the one that stands there, without the others', () => {
	const [, sedge] = readManifest(folderWith('\t')).distributions!;
	expect(sedge?.configurations[2]).toEqual(configuration('c'));
	expect(sedge?.configurations[0]).toEqual(configuration('a'));
	expect(sedge?.configurations[3]).toBeUndefined();
	expect(sedge?.configurations[2]).toBe(sedge?.configurations[2]);
	const [first] = sedge!.configurations;
	expect(first).toBe(sedge?.configurations[0]);
});

it.each(['\t', 2, ''])('a manifest indented by %j names the same distributions', indentation => {
	const read = readManifest(folderWith(indentation)).distributions!;
	expect(read.map(({configurations}) => configurations.length)).toEqual([1, 3]);
	expect(JSON.parse(JSON.stringify(read))).toEqual(distributions);
	expect(read[1]?.configurations.map(({release}) => release)).toEqual(['a', 'b', 'c']);
});

it('a list that is cut off is refused by the name of its file', () => {
	const folder = folderWith('\t');
	const path = join(folder, 'manifest.json');
	const text = readFileSync(path, 'utf8').replace('"release": "b"', '"release": "b');
	writeFileSync(path, text);
	expect(() => readManifest(folder).distributions?.[1]?.configurations[1]).toThrow(
		/manifest\.json is not JSON/,
	);
});

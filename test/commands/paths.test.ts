import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {assertReadable, readWeights, requiredWord} from '../../source/commands/common/paths.ts';

let folder = '';
let file = '';
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'driverdex-paths-'));
	file = join(folder, 'file');
	writeFileSync(file, '{"removal": {"weights": {"orphaned": 2}}}');
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

it('refuses what is not there, or not of the kind that a flag takes', () => {
	expect(() => assertReadable(folder, '--tree', 'folder', 'survey')).not.toThrow();
	expect(() => assertReadable(file, '--leapp', 'file', 'survey')).not.toThrow();
	expect(() => assertReadable(folder, '--leapp', 'file', 'survey')).toThrow(
		`--leapp ${folder} is not a file.`,
	);
	expect(() => assertReadable(file, '--tree', 'folder', 'survey')).toThrow(`--tree ${file} is not a folder.`);
	expect(() => assertReadable(join(folder, 'none'), '--tree', 'folder', 'survey')).toThrow("can't be read");
});

it('names a word that is missing', () => {
	expect(requiredWord(['a'], 0, 'diff', 'two data sets')).toBe('a');
	expect(() => requiredWord(['a'], 1, 'diff', 'two data sets')).toThrow('diff wants two data sets.');
});

it('reads weights where a file is named', () => {
	expect(readWeights(undefined)).toBeNull();
	expect(readWeights(file)!.removal.weights.orphaned).toBe(2);
	expect(() => readWeights(join(folder, 'none'))).toThrow("can't be read");
});

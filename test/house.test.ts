import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {top} from './support/sample.ts';

/** What the rules of the house say of a source/ folder, a line each. */
function faultsOf(source: string): string[] {
	const {stdout, stderr} = spawnSync(process.execPath, [join(top, 'source/build/house-rules.mjs'), source], {
		encoding: 'utf8',
	});
	expect(stdout).toBe('');
	return stderr.split('\n').filter(Boolean);
}

describe('the rules of the house', () => {
	let scratch: string | undefined;
	afterEach(() => {
		if (scratch !== undefined) rmSync(scratch, {recursive: true});
		scratch = undefined;
	});
	const houseOf = (files: Readonly<Record<string, string>>) => {
		scratch = mkdtempSync(join(tmpdir(), 'driverdex-house-'));
		for (const [path, text] of Object.entries(files)) {
			mkdirSync(dirname(join(scratch, path)), {recursive: true});
			writeFileSync(join(scratch, path), text);
		}
		return scratch;
	};

	it('are kept by source/', () => {
		expect(faultsOf(join(top, 'source'))).toEqual([]);
	});

	it('name file, import and direction: of values, types, what is handed on and what is imported later', () => {
		const source = houseOf({
			'dossier/months.ts': "import {readFileSync} from 'node:fs';\nimport {pad} from '../text/width.ts';\n",
			'text/width.ts':
				"import stringWidth from 'string-width';\nexport type {Month} from '../dossier/months.ts';\n",
			'verdict/rules.ts': "export const read = async () => (await import('../dataset/reader.ts')).read;\n",
			'survey/tree/files.ts':
				"import type {\n\tFacts,\n\tOther,\n} from '../facts.ts';\nimport * as git from '../git/process.ts';\n",
			'survey/mail/archive.ts': "import {ask} from '../git/process.ts';\nimport './words.ts';\n",
			'explorer/views/list.ts': "import {reduce} from '../state.ts';\nimport {Text} from 'ink';\n",
			'commands/show.ts': "import {list} from './list.ts';\nimport {render} from 'ink';\n",
			'attic/old.ts': 'export {};\n',
		});
		expect(faultsOf(source).map(line => line.replace(/: (.*) knows .*/, ': $1 does not'))).toEqual([
			'source/attic/old.ts belongs to no room: source/build/house-rules.mjs names them',
			'source/commands/show.ts imports ink: ink is loaded in explorer only',
			'source/dossier/months.ts imports node:fs: dossier only computes',
			'source/dossier/months.ts imports ../text/width.ts: dossier does not',
			'source/explorer/views/list.ts imports ../state.ts: explorer/views does not',
			'source/survey/tree/files.ts imports ../git/process.ts: survey/tree does not',
			'source/text/width.ts imports ../dossier/months.ts: text does not',
			'source/verdict/rules.ts imports ../dataset/reader.ts: verdict does not',
		]);
	});

	it('name a folder that is too full and a file that is too long', () => {
		const source = houseOf({
			...Object.fromEntries(
				Array.from({length: 21}, (_, index) => [`text/file-${index}.ts`, 'export {};\n']),
			),
			...Object.fromEntries(
				Array.from({length: 20}, (_, index) => [`dossier/file-${index}.ts`, '\n'.repeat(400)]),
			),
			'dossier/query/words.ts': '\n'.repeat(401),
		});
		expect(faultsOf(source)).toEqual([
			'source/dossier/query/words.ts has 401 lines: 400 at most',
			'source/text holds 21 files beside its folders: 20 at most',
		]);
	});
});

describe('docs/architecture.md', () => {
	const folders = readdirSync(join(top, 'source'), {recursive: true, withFileTypes: true})
		.filter(entry => entry.isDirectory())
		.map(entry => join(entry.parentPath, entry.name).slice(join(top, 'source/').length));
	const rooms = [
		...readFileSync(join(top, 'docs/architecture.md'), 'utf8').matchAll(/^\| `([\w/-]+)\/` \|/gm),
	];

	it('names every folder of source/, and none that is not there', () => {
		expect(rooms.map(([, room]) => room).sort()).toEqual(folders.sort());
	});
});

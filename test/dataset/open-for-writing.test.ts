import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {incomingFolder, markFile, markText} from '../../source/dataset/files.ts';
import {lockFile} from '../../source/dataset/lock.ts';
import {openForWriting} from '../../source/dataset/open-for-writing.ts';
import {openDataset} from '../../source/dataset/reader.ts';
import {validateDataset} from '../../source/dataset/validate.ts';
import {isUserError} from '../../source/dossier/user-error.ts';
import {makeDriver, writeSample} from '../support/sample.ts';

const place = mkdtempSync(join(tmpdir(), 'driverdex-writing-'));
afterAll(() => rmSync(place, {recursive: true, force: true}));
let made = 0;
const scratch = () => {
	const folder = join(place, String(made++));
	mkdirSync(folder);
	return folder;
};

const command = 'driverdex test';
const open = (folder: string, isNew = true) => openForWriting(folder, {command, isNew});

/** Both lines that a user would get, or null where nothing was wrong. */
function complaint(action: () => unknown): string | null {
	try {
		action();
		return null;
	} catch (error) {
		if (isUserError(error)) return `${error.message}\n${error.advice}`;
		throw error;
	}
}

/** Every file below a folder with its text. */
function contentsOf(folder: string): [string, string][] {
	return readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map((entry): [string, string] => {
			const path = join(entry.parentPath, entry.name);
			return [path, readFileSync(path, 'utf8')];
		})
		.sort();
}

function makeMarked(folder: string): void {
	mkdirSync(folder);
	writeFileSync(join(folder, markFile), markText);
	writeFileSync(join(folder, 'drivers.ndjson'), 'half');
}

describe("somebody else's folder", () => {
	it('is refused, and nothing in it is touched', () => {
		const folder = scratch();
		writeFileSync(join(folder, 'manifest.json'), '{"name": "a web application", "files": {}}');
		mkdirSync(join(folder, '.draft-letter'));
		writeFileSync(join(folder, '.draft-letter/text'), 'Dear Sir');
		const before = contentsOf(folder);
		expect(complaint(() => open(folder))).toMatch(
			/is not empty and holds no data set of driverdex.*\nGive --out a new folder/,
		);
		expect(complaint(() => open(folder, false))).toMatch(/it is not a manifest of driverdex/);
		expect(contentsOf(folder)).toEqual(before);
	});

	it('is refused with one stray file in it', () => {
		const folder = scratch();
		writeFileSync(join(folder, 'thesis.tex'), '');
		expect(complaint(() => open(folder))).toMatch(/is not empty/);
		expect(readdirSync(folder)).toEqual(['thesis.tex']);
	});

	it('keeps drafts and an incoming folder that are not ours, in a data set of ours too', () => {
		const folder = writeSample();
		mkdirSync(join(folder, '.draft-letter'));
		writeFileSync(join(folder, '.draft-letter/text'), 'Dear Sir');
		open(folder).close();
		expect(readFileSync(join(folder, '.draft-letter/text'), 'utf8')).toBe('Dear Sir');
		const incoming = join(folder, incomingFolder);
		mkdirSync(incoming);
		writeFileSync(join(incoming, 'drivers.ndjson'), 'post');
		expect(complaint(() => open(folder))).toMatch(/\.incoming was not made by driverdex/);
		expect(readFileSync(join(incoming, 'drivers.ndjson'), 'utf8')).toBe('post');
		// A reader does not take it for the data set either.
		openDataset(folder).close();
		rmSync(incoming, {recursive: true});
		const elsewhere = scratch();
		makeMarked(join(elsewhere, 'theirs'));
		symlinkSync(join(elsewhere, 'theirs'), incoming);
		expect(complaint(() => open(folder))).toMatch(/\.incoming was not made by driverdex/);
	});
});

describe('opening for writing', () => {
	it('takes an empty folder, a new one, and what a writer that was stopped left in one', () => {
		const empty = scratch();
		makeMarked(join(empty, '.draft-abc'));
		mkdirSync(join(empty, '.draft-def'));
		open(empty).close();
		expect(readdirSync(empty)).toEqual([]);
		const fresh = join(scratch(), 'a/b/c');
		const writing = open(fresh);
		expect(existsSync(fresh)).toBe(true);
		writing.close();
		// It was made for nothing.
		expect(existsSync(join(fresh, '../..'))).toBe(false);
	});

	it('wants a data set where one is to be written anew', () => {
		expect(complaint(() => open(join(place, 'nowhere'), false))).toMatch(/nowhere does not exist/);
		expect(complaint(() => open(scratch(), false))).toMatch(/has no manifest\.json/);
		writeFileSync(join(place, 'a-file'), '');
		expect(complaint(() => open(join(place, 'a-file')))).toMatch(/a-file is not a folder/);
	});

	it('finishes what an earlier writer left between two renames', () => {
		const folder = writeSample();
		const fresh = writeSample({drivers: [makeDriver('drivers/new/one')], directories: []});
		const incoming = join(folder, incomingFolder);
		mkdirSync(incoming);
		writeFileSync(join(incoming, markFile), markText);
		for (const name of readdirSync(fresh)) renameSync(join(fresh, name), join(incoming, name));
		open(folder).close();
		expect(existsSync(incoming)).toBe(false);
		expect(validateDataset(folder)).toMatchObject({findings: [], drivers: 1});
	});

	it('sweeps up the drafts of writers that were killed', () => {
		const folder = writeSample();
		makeMarked(join(folder, '.draft-abc'));
		open(folder).close();
		expect(readdirSync(folder).filter(name => name.startsWith('.'))).toEqual([]);
	});

	it('lets one write at a time', () => {
		const folder = writeSample();
		const first = open(folder);
		expect(complaint(() => open(folder))).toMatch(
			new RegExp(`is being written by ${command} \\(process ${process.pid} on .*\\)\\.\nNothing was read\\.`),
		);
		first.close();
		first.close();
		open(folder).close();
		expect(existsSync(join(folder, lockFile))).toBe(false);
	});
});

import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'vitest';
import {parseRowLine} from '../../source/dataset/index-file.ts';
import {openDataset} from '../../source/dataset/reader.ts';
import {checkRecord} from '../../source/dataset/record-check.ts';
import {packRow} from '../../source/dossier/index-row.ts';
import type {DirectoryRecord, DriverRecord, Manifest} from '../../source/dossier/schema.ts';
import {isUserError} from '../../source/dossier/user-error.ts';
import {dossierMarkdown} from '../../source/explorer/views/dossier-markdown.ts';
import {dossierText} from '../../source/explorer/views/dossier-text.ts';
import {goneLines, goneMarkdown} from '../../source/explorer/views/gone.ts';
import {plainTheme} from '../../source/text/theme.ts';
import {actingIn, attack} from '../support/attack.ts';
import {mutated} from '../support/mutations.ts';
import {createRandom} from '../support/random.ts';
import {makePlatform, removedAndRenamed, sampleRecords, writeSample} from '../support/sample.ts';

const folder = writeSample({
	...sampleRecords(),
	gone: removedAndRenamed(),
	outside: [{name: 'ext4', directory: 'fs/ext4', option: 'EXT4_FS', prompt: 'The Extended 4 file system'}],
	platforms: [makePlatform('ARCH_X')],
});
const whole = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
const linesOf = (file: string) => readFileSync(join(folder, file), 'utf8').split('\n').slice(0, -1);
/** The unspoilt lines of each file, so that every test may write others. */
const lines = {
	'drivers.ndjson': linesOf('drivers.ndjson'),
	'directories.ndjson': linesOf('directories.ndjson'),
	'gone.ndjson': linesOf('gone.ndjson'),
	'platforms.ndjson': linesOf('platforms.ndjson'),
	'outside.ndjson': linesOf('outside.ndjson'),
} as const;
type LinesFile = keyof typeof lines;

/** Opens the data set with other lines in one of its files, whose length the manifest tells; the digests stay. */
function withLines(file: LinesFile, own: readonly string[]) {
	const text = `${own.join('\n')}\n`;
	const files = {...whole.files, [file]: {...whole.files[file], bytes: Buffer.byteLength(text)}};
	writeFileSync(join(folder, file), text);
	writeFileSync(join(folder, 'manifest.json'), JSON.stringify({...whole, files}));
	return openDataset(folder, checkRecord);
}

const random = createRandom(2207);
const batch = 25;

/** What a line that can't be used is refused with: a UserError that names its file and line. Anything else is a fault. */
function isRefusal(error: unknown, file: string): boolean {
	return isUserError(error) && new RegExp(`${file}(?:, |: )line \\d+`).test(error.message);
}

function tryRecords(file: 'drivers.ndjson' | 'directories.ndjson', count: number) {
	const faults: string[] = [];
	let read = 0;
	for (let done = 0; done < count; done += batch) {
		const own = Array.from({length: batch}, () => mutated(random.pick(lines[file]), random));
		const dataset = withLines(file, own);
		const beside = {...dataset.manifest, directory: null};
		let offset = 0;
		for (const line of own) {
			const length = Buffer.byteLength(line);
			try {
				const id = nameIn(line, file === 'drivers.ndjson' ? 'id' : 'directory');
				const record: DriverRecord | DirectoryRecord =
					file === 'drivers.ndjson'
						? dataset.driver({id, offset, length})
						: dataset.directoryRecord([id, offset, length]);
				read++;
				const printed = [dossierText(plainTheme, {record, ...beside}, 80), dossierMarkdown(record, beside)];
				if ('module' in record) packRow(record, offset, length, beside.distributions);
				if (printed.some(text => actingIn(text).length > 0)) faults.push(`acts: ${line}`);
			} catch (error) {
				if (!isRefusal(error, file))
					faults.push(`${(error as Error).stack?.slice(0, 400)}\n${line.slice(0, 600)}`);
			}
			offset += length + 1;
		}
		dataset.close();
	}
	withLines(file, lines[file]).close();
	return {faults: faults.slice(0, 3), read};
}

function nameIn(line: string, field: string): string {
	try {
		return String((JSON.parse(line) as Record<string, unknown>)[field]);
	} catch {
		return 'drivers/net/none';
	}
}

attack('data set', '13,000 mutated lines of drivers are each refused by name, or read and shown', tried => {
	const {faults, read} = tryRecords('drivers.ndjson', 13_000);
	expect(faults).toEqual([]);
	expect(read).toBeGreaterThan(500);
	tried(13_000);
});

attack('data set', '3,000 of directories', tried => {
	const {faults, read} = tryRecords('directories.ndjson', 3_000);
	expect(faults).toEqual([]);
	expect(read).toBeGreaterThan(100);
	tried(3_000);
});

attack('data set', '1,500 of what is gone, outside and of platforms', tried => {
	const faults: string[] = [];
	for (const file of ['gone.ndjson', 'outside.ndjson', 'platforms.ndjson'] as const) {
		for (let done = 0; done < 500; done++) {
			const line = mutated(random.pick(lines[file]), random);
			const dataset = withLines(file, [line]);
			try {
				if (file === 'platforms.ndjson') dataset.platforms();
				else if (file === 'outside.ndjson') dataset.outside.all();
				else {
					for (const record of dataset.gone.all()!) {
						const printed = [...goneLines(plainTheme, record, 80), goneMarkdown(record)];
						if (printed.some(text => actingIn(text).length > 0)) faults.push(`acts: ${line}`);
					}
				}
			} catch (error) {
				if (!isRefusal(error, file))
					faults.push(`${(error as Error).stack?.slice(0, 400)}\n${line.slice(0, 600)}`);
			}
			dataset.close();
		}
		withLines(file, lines[file]).close();
	}
	expect(faults.slice(0, 3)).toEqual([]);
	tried(1_500);
});

attack('data set', '2,500 rows of the index', tried => {
	const rows = readFileSync(join(folder, 'index.json'), 'utf8')
		.split('\n')
		.filter(line => line.startsWith('["') && line.length > 80);
	const faults: string[] = [];
	let read = 0;
	for (let done = 0; done < 2_500; done++) {
		const line = mutated(random.pick(rows).replace(/,$/, ''), random);
		let row: ReturnType<typeof parseRowLine>;
		try {
			row = parseRowLine(line, {isChecked: true, families: ['a', 'b']});
		} catch {
			// The reader of the index names the file, see data-set.test.ts.
			continue;
		}
		read++;
		try {
			const prototype = Object.getPrototypeOf(row) as object;
			for (const name of Object.keys(Object.getOwnPropertyDescriptors(prototype))) Reflect.get(row, name);
		} catch (error) {
			faults.push(`${(error as Error).message}\n${line}`);
		}
	}
	expect(faults.slice(0, 3)).toEqual([]);
	expect(read).toBeGreaterThan(100);
	tried(2_500);
});

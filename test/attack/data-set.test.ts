import {spawn, spawnSync} from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {checkRecord} from '../../source/dataset/record-check.ts';
import {validateDataset} from '../../source/dataset/validate.ts';
import type {Manifest} from '../../source/dossier/schema.ts';
import {isUserError} from '../../source/dossier/user-error.ts';
import {actingIn, attack} from '../support/attack.ts';
import {run} from '../support/run.ts';
import {makePlatform, removedAndRenamed, sampleRecords, top, writeSample} from '../support/sample.ts';
import {program} from '../support/terminal.ts';

const whole = writeSample({
	...sampleRecords(),
	options: 'E1000\nVORTEX\n',
	gone: removedAndRenamed(),
	outside: [{name: 'ext4', directory: 'fs/ext4', option: 'EXT4_FS', prompt: 'The Extended 4 file system'}],
	platforms: [makePlatform('ARCH_X')],
});
const manifest = JSON.parse(readFileSync(join(whole, 'manifest.json'), 'utf8')) as Manifest;
const tables = ['names.idx', 'ids.idx', 'links.idx', 'joins.idx'] as const;
const place = mkdtempSync(join(tmpdir(), 'driverdex-attack-'));
afterAll(() => rmSync(place, {recursive: true, force: true}));

let made = 0;
const copy = () => {
	const folder = join(place, String(made++));
	cpSync(whole, folder, {recursive: true});
	return folder;
};
const withManifest = (value: unknown) => {
	const folder = copy();
	writeFileSync(join(folder, 'manifest.json'), typeof value === 'string' ? value : JSON.stringify(value));
	return folder;
};
/** A copy in which one file has other bytes, whose number the manifest tells. */
const withFile = (file: keyof Manifest['files'], bytes: Buffer | string) => {
	const folder = withManifest({
		...manifest,
		files: {...manifest.files, [file]: {...manifest.files[file], bytes: Buffer.byteLength(bytes)}},
	});
	writeFileSync(join(folder, file), bytes);
	return folder;
};
/** A number that is none, to be written over in JSON's text. */
const hugeNumber = 1e300;

/** Everything that a reader is asked, each in its turn; what is not refused must come to an end, too. */
function readAll(folder: string): unknown[] {
	const errors: unknown[] = [];
	const attempt = (look: (dataset: ReturnType<typeof openDataset>) => unknown) => {
		let dataset: ReturnType<typeof openDataset> | undefined;
		try {
			dataset = openDataset(folder, checkRecord);
			look(dataset);
		} catch (error) {
			errors.push(error);
		} finally {
			dataset?.close();
		}
	};
	const looks: ((dataset: ReturnType<typeof openDataset>) => unknown)[] = [
		dataset => dataset.start(),
		dataset =>
			dataset.rows().map(row => [dataset.driver(row), row.aliases, row.activity, row.rhel, row.reach]),
		dataset => dataset.directories().map(entry => dataset.directoryRecord(entry)),
		dataset => dataset.rowsBySymbol(() => true),
		dataset => ['e1000', 'E1000', 'drivers/net', '8086:100e', 'zzz', 'of:Nx'].map(name => dataset.find(name)),
		dataset => ['e1000', 'acenic', 'OLD_NAME', '8086:100e'].map(name => dataset.gone.find(name)),
		dataset => dataset.gone.bySymbols(new Set(['ACENIC', 'OLD_NAME'])),
		dataset => dataset.outside.find('ext4'),
		dataset => dataset.nearest('e1001'),
		dataset => [dataset.platforms(), dataset.platform('ARCH_X'), dataset.optionsText()],
		dataset => [...dataset.recordsWith('e1000')],
		dataset => (['cve', 'firmware', 'name'] as const).map(kind => dataset.links.keys(kind)),
		dataset => dataset.rows().map(({id}) => dataset.links.dependents(id)),
		dataset => dataset.claimantsOf(['pci:v00008086d0000100Esv*sd*bc*sc*i*', 'usb:v0CF3p0001d*']),
		dataset => {
			const joins = dataset.rows()[0]?.joins;
			for (const column of ['section', 'list', 'cve', 'file', 'since', 'depends', 'loads', 'rhel'] as const) {
				joins?.values(column);
				joins?.match(column, () => true);
			}
			joins?.matchDevices(['pci:'], () => true);
		},
	];
	for (const look of looks) attempt(look);
	attempt(() => validateDataset(folder));
	return errors;
}

/** What of reading a folder is no refusal that names it. */
const faults = (folder: string) =>
	readAll(folder)
		.filter(error => !isUserError(error))
		.map(error => (error as Error).stack?.slice(0, 400));

attack('data set', 'manifests of odd shapes are refused by name', tried => {
	const {files, ...rest} = manifest;
	const odd: unknown[] = [
		...['', 'null', '[]', '"x"', '0', '{', '\u0000', '{"schemaVersion":1}', `${'['.repeat(100_000)}`],
		`{"schemaVersion":1,"files":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
		...[null, [], 'x', 7, {}].map(value => ({...rest, files: value})),
		...Object.keys(files).flatMap(file =>
			[null, [], 'x', {}, {bytes: '10'}, {bytes: -1}, {bytes: hugeNumber}, {bytes: 0.5}].map(value => ({
				...rest,
				files: {...files, [file]: value},
			})),
		),
		...Object.keys(rest).flatMap(name =>
			[null, [], 'x', -1, {}, [null], [[]], {since: 1}].map(value => ({...manifest, [name]: value})),
		),
		{...manifest, packing: {bases: [null], lists: [null]}},
		{...manifest, distributions: [null]},
	];
	for (const value of odd)
		expect(faults(withManifest(value)), JSON.stringify(value).slice(0, 300)).toEqual([]);
	for (const bytes of ['10', -1, hugeNumber, 0.5, null]) {
		const unsized = {...rest, files: {...files, 'drivers.ndjson': {...files['drivers.ndjson'], bytes}}};
		expect(String(readAll(withManifest(unsized))[0])).toContain(
			'files.drivers.ndjson has no number of bytes that driverdex reads',
		);
	}
	const refused = ['', 'null', '[]', '{"schemaVersion":1}', {...rest, files: null}];
	for (const value of refused) expect(readAll(withManifest(value)).length).toBeGreaterThan(10);
	tried(odd.length);
});

attack(
	'data set',
	'tables that are cut off, empty, unsorted, longer or of other bytes come to an end',
	tried => {
		for (const file of tables) {
			const bytes = readFileSync(join(whole, file));
			const head = bytes.subarray(0, bytes.indexOf(0x0a) + 1);
			const lines = bytes.toString('latin1').split('\n').slice(1, -1);
			const text = (own: readonly string[]) =>
				Buffer.concat([head, Buffer.from(`${own.join('\n')}\n`, 'latin1')]);
			const odd: (Buffer | string)[] = [
				'',
				'\n',
				'{}',
				'null\n',
				'[]\n',
				head.subarray(0, -1),
				head,
				bytes.subarray(0, -1),
				bytes.subarray(0, bytes.length >> 1),
				Buffer.concat([bytes, Buffer.from('zzz')]),
				Buffer.concat([bytes, Buffer.alloc(10_000, 0x61)]),
				Buffer.concat([head, Buffer.alloc(20_000, 0x61)]),
				Buffer.concat([head, Buffer.alloc(20_000, 0x0a)]),
				text(lines.toReversed()),
				text(lines.map(line => line.replaceAll('\t', ' '))),
				text(lines.map(line => `${line.split('\t')[0]}\t`)),
				...['-1', '1e9', 'NaN', '99999999', '0.5', 'x', '1+-5', '0+99999999', 'g99999999'].map(at =>
					text(lines.map(line => `${line.split('\t')[0]}\t${at}`)),
				),
				head.toString().replace(/"lengths":\{[^}]*\}/, '"lengths":7') + lines.join('\n'),
			];
			for (const [number, content] of odd.entries()) {
				expect(faults(withFile(file, content)), `${file} ${number}`).toEqual([]);
				tried();
			}
		}
	},
);

attack('data set', 'so do indexes, and offsets that lead nowhere', tried => {
	const text = readFileSync(join(whole, 'index.json'), 'utf8');
	const index = JSON.parse(text) as {head: object; rows: unknown[][]; directories: unknown[][]};
	const rows = (change: (row: unknown[]) => unknown) =>
		text.replace(/^\["[^\n]*,\d[^\n]*\](?=,?$)/gm, line => {
			const row = JSON.parse(line) as unknown[];
			return row.length < 20 ? line : JSON.stringify(change(row));
		});
	const odd = [
		...[
			'',
			'[',
			'["',
			'{"rows":[',
			'null',
			'[]',
			'{}',
			'"rows":[\n["',
			text.slice(0, -4),
			text.slice(0, 900),
		],
		text.replaceAll('\n', ''),
		text.replaceAll('\n', '\n\n'),
		'["a"\n'.repeat(1000),
		JSON.stringify({...index, rows: null}),
		JSON.stringify({...index, rows: [null, [], {}]}),
		JSON.stringify({...index, directories: {}}),
		JSON.stringify({...index, directories: [null, ['drivers', -1, 2], ['drivers', 'x', null]]}),
		JSON.stringify({...index, head: null}),
		`{"head":{"schemaVersion":1},\n"rows":[\n${'['.repeat(60_000)}`,
		...[-1, 1e15, 0.5, null, 'x', 7].flatMap(value => [
			rows(row => row.with(19, value)),
			rows(row => row.with(20, value)),
		]),
		...[...index.rows[0]!.keys()].flatMap(at => [
			rows(row => row.with(at, {})),
			rows(row => row.with(at, '\u001b[2J')),
			rows(row => row.with(at, 1e9)),
		]),
		rows(row => row.slice(0, 3)),
		rows(() => null),
	];
	for (const [number, content] of odd.entries()) {
		expect(faults(withFile('index.json', content)), String(number)).toEqual([]);
		tried();
	}
});

/** Runs the program, which must end by itself soon; `within` is what only a hang takes. */
const within = 60_000;
const files = [
	'manifest.json',
	'index.json',
	'drivers.ndjson',
	'directories.ndjson',
	'gone.ndjson',
	...tables,
] as const;

attack('data set', 'what is no plain file is refused at once, by its name, in two lines', async tried => {
	const kinds: ((path: string) => void)[] = [
		path => spawnSync('mkfifo', [path]),
		path => mkdirSync(path),
		path => symlinkSync('/dev/zero', path),
		path => symlinkSync('/dev/null', path),
		path => symlinkSync(path, path),
		path => {
			writeFileSync(path, '');
			// Sparse: it takes no room.
			truncateSync(path, 200_000_000_000);
		},
	];
	for (const file of files) {
		for (const [number, make] of kinds.entries()) {
			const folder = copy();
			rmSync(join(folder, file));
			make(join(folder, file));
			expect(faults(folder), `${file} ${number}`).toEqual([]);
			// The manifest says how long the others are; how long it may be itself is fixed.
			if (file === 'manifest.json' && number === 5)
				expect(String(readAll(folder)[0])).toContain('has 200000000000 bytes, more than driverdex reads');
			// One of each kind through the program itself.
			if (number === files.indexOf(file) % kinds.length) {
				const {out, remarks, status} = await run(['show', 'e1000'], {data: folder});
				// A table that a manifest need not have is done without.
				if (status === 0) continue;
				expect(remarks).toContain(file);
				// A pipe, a folder and two devices: told as what they are, not by what came out of them.
				if (number < 4) expect(remarks).toContain(`${file}: it is no plain file`);
				expect(remarks.trimEnd().split('\n')).toHaveLength(2);
				expect(actingIn(remarks)).toEqual([]);
				expect({out, status}).toEqual({out: '', status: 2});
			}
			tried();
		}
	}
});

attack('data set', 'a pipe without a writer keeps no command waiting', async tried => {
	const folder = copy();
	rmSync(join(folder, 'manifest.json'));
	spawnSync('mkfifo', [join(folder, 'manifest.json')]);
	const commands = [
		...[['show', 'e1000'], ['list'], ['validate'], ['--version'], ['rank'], ['news'], ['assess', folder]],
		...[
			['assess', folder, '--explain', 'e1000'],
			['diff', folder, whole],
			['verify', folder, '--tree', join(top, 'test/fixtures/kernel')],
		],
		['completion', 'query', 'section:'],
	];
	for (const words of commands) {
		const child = spawn(process.execPath, [program, ...words, '--data', folder], {timeout: within});
		let remarks = '';
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			remarks += text;
		});
		const status = await new Promise(resolve => child.on('close', resolve));
		expect([status, words]).toEqual([2, words]);
		expect(remarks).toContain('manifest.json');
		expect(remarks.trimEnd().split('\n')).toHaveLength(2);
		tried();
	}
});

attack(
	'data set',
	'a manifest that says it is the one of the program itself is checked all the same',
	async tried => {
		const folder = copy();
		const shipped = JSON.parse(readFileSync(join(top, 'data/manifest.json'), 'utf8')) as Manifest;
		const own = Object.fromEntries(
			Object.entries(manifest.files).map(([file, named]) => [
				file,
				{
					bytes: named!.bytes,
					sha256: shipped.files[file as keyof Manifest['files']]?.sha256 ?? '0'.repeat(64),
				},
			]),
		);
		// Nor is it told apart by a file that it lacks.
		for (const [file, named] of Object.entries(shipped.files)) {
			if (!file.endsWith('.ndjson') || own[file] !== undefined) continue;
			own[file] = {bytes: 0, sha256: named!.sha256};
			writeFileSync(join(folder, file), '');
		}
		// The tables say of which files they are: they are told the same.
		for (const table of tables) {
			let bytes = readFileSync(join(folder, table), 'latin1');
			for (const [file, named] of Object.entries(manifest.files))
				bytes = bytes.replaceAll(named!.sha256, own[file]!.sha256);
			writeFileSync(join(folder, table), bytes, 'latin1');
		}
		const lines = readFileSync(join(folder, 'drivers.ndjson'), 'utf8');
		writeFileSync(join(folder, 'drivers.ndjson'), lines.replaceAll('"kind":"driver"', '"kind":"device"'));
		writeFileSync(join(folder, 'manifest.json'), JSON.stringify({...manifest, files: own}));
		const {remarks, status} = await run(['show', 'e1000'], {data: folder});
		expect(remarks).not.toContain('internal error');
		expect(status).toBe(2);
		tried();
	},
);

attack('data set', 'an older data set whose rows are spoilt is compared with by no command', async tried => {
	const rows = readFileSync(join(whole, 'index.json'), 'utf8').split('\n');
	const at = rows.findIndex(line => line.startsWith('["'));
	const row = JSON.parse(rows[at]!.replace(/,$/, '')) as unknown[];
	for (const spoilt of [null, [], [7], row.with(0, null), row.with(1, {}), row.with(2, -1)]) {
		const folder = copy();
		const text = rows.with(at, JSON.stringify(spoilt) + (rows[at]!.endsWith(',') ? ',' : '')).join('\n');
		writeFileSync(join(folder, 'index.json'), text);
		const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
		manifest.files['index.json'].bytes = Buffer.byteLength(text);
		writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
		for (const words of [
			['diff', folder, whole],
			['diff', whole, folder],
		]) {
			const {remarks, status} = await run(words, {data: whole});
			expect([status, remarks.trimEnd().split('\n').length], `${words[0]}: ${remarks}`).toEqual([2, 2]);
			expect(remarks).toContain('index.json');
			tried();
		}
	}
});

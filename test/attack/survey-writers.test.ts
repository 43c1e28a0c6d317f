import {spawn, spawnSync} from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {build} from 'esbuild';
import {afterAll, beforeAll, describe, expect} from 'vitest';
import {lockFile} from '../../source/dataset/lock.ts';
import {openForWriting} from '../../source/dataset/open-for-writing.ts';
import {readSeen} from '../../source/dataset/overlay/seen.ts';
import {readVerdicts} from '../../source/dataset/overlay/verdicts.ts';
import {readWatched} from '../../source/dataset/overlay/watched.ts';
import {validateDataset} from '../../source/dataset/validate.ts';
import {attack} from '../support/attack.ts';
import {createRandom, type Random} from '../support/random.ts';
import {run} from '../support/run.ts';
import {mlx4Dossier, top} from '../support/sample.ts';

const fixture = join(top, 'test/fixtures/kernel');
const place = mkdtempSync(join(tmpdir(), 'driverdex-attack-'));
const surveyed = join(place, 'surveyed');
const writer = join(place, 'writer.cjs');
/** One of a driver that the surveyed tree has. */
const eddyDossier = join(place, 'dossier.json');
let made = 0;

/** Writes a data set, and what is a person's own, over and over until it is killed. */
const endless = `
import {openForWriting} from './source/dataset/open-for-writing.ts';
import {loadDataset} from './source/dataset/load.ts';
import {changeWatched} from './source/dataset/overlay/watched.ts';
import {keepVerdicts} from './source/dataset/overlay/verdicts.ts';
import {writeSeen, nothingSeen} from './source/dataset/overlay/seen.ts';
import {writeSync} from 'node:fs';
const [folder, overlay, dossier] = process.argv.slice(2);
let isTold = false;
for (let round = 0; ; round++) {
	const writing = openForWriting(folder, {command: 'an attack', isNew: true});
	const {manifest, ...rest} = loadDataset(folder);
	const {counts, files, schemaVersion, ...kept} = manifest;
	writing.write({manifest: kept, ...rest, options: round % 2 === 0 ? rest.options : null});
	writing.close();
	keepVerdicts(overlay, [{assessor: 'person', origin: null, date: '2026-01-01', dossier: JSON.parse(dossier)}]);
	writeSeen(overlay, {...nothingSeen, treeVersion: String(round)});
	changeWatched(overlay, () => [{id: 'drivers/misc/x', since: String(round)}]);
	if (!isTold) writeSync(1, 'writing');
	isTold = true;
}
`;

beforeAll(async () => {
	const dossier = JSON.parse(readFileSync(mlx4Dossier, 'utf8'));
	writeFileSync(eddyDossier, JSON.stringify({...dossier, driver_path: 'drivers/net/eddy'}));
	expect(await run(['survey', '--tree', fixture, '--out', surveyed])).toMatchObject({status: 0});
	await build({
		stdin: {contents: endless, resolveDir: top, loader: 'ts'},
		outfile: writer,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		logLevel: 'error',
	});
});
afterAll(() => rmSync(place, {recursive: true, force: true}));

const copy = () => {
	const folder = join(place, String(made++));
	cpSync(surveyed, folder, {recursive: true});
	return folder;
};

/** Whole for who reads now, and for the next writer. */
function expectWhole(folder: string): void {
	expect(validateDataset(folder).findings).toEqual([]);
	openForWriting(folder, {command: 'the next one', isNew: false}).close();
	expect(readdirSync(folder).filter(name => name.startsWith('.'))).toEqual([]);
	expect(validateDataset(folder).findings).toEqual([]);
}

const preload = {NODE_OPTIONS: `--require ${join(top, 'test/support/kill-at.cjs')}`};

/** Several at once, so that writers are held up by each other as on a machine that does much else. */
const sideBySide = 4;
const everywhere = (work: (at: number, random: Random) => Promise<void>) =>
	Promise.all(Array.from({length: sideBySide}, (_, at) => work(at, createRandom(22 + at))));

describe('SIGKILL', () => {
	attack(
		'writers',
		'at any moment of writing leaves one data set whole, and what is the person’s own',
		async tried => {
			const dossier = readFileSync(eddyDossier, 'utf8');
			await everywhere(async (at, random) => {
				const folder = copy();
				const overlay = join(place, `overlay${at}`);
				mkdirSync(overlay);
				for (let round = 0; round < 19; round++) {
					const delayMs = random.below(60);
					const child = spawn(process.execPath, [writer, folder, overlay, dossier]);
					const end = new Promise(resolve => child.on('close', (_, signal) => resolve(signal)));
					child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), delayMs));
					expect(await end).toBe('SIGKILL');
					expectWhole(folder);
					expect(readVerdicts(overlay)).toHaveLength(1);
					expect(readSeen(overlay).treeVersion).toMatch(/^\d+$/);
					expect(readWatched(overlay)).toMatchObject([{id: 'drivers/misc/x'}]);
					tried();
				}
			});
		},
	);

	attack(
		'writers',
		'before any change on disk that survey, assess and import make leaves one whole',
		async tried => {
			const commands = [
				['survey', '--tree', fixture, '--out'],
				['assess'],
				['import', eddyDossier, '--data'],
			];
			for (const words of commands) {
				const changes = join(place, `changes-${words[0]}`);
				const {status} = await run([...words, copy()], {environment: {...preload, CHANGES: changes}});
				expect([words[0], status]).toEqual([words[0], 0]);
				const count = Math.max(...readFileSync(changes, 'utf8').trim().split('\n').map(Number));
				expect(count).toBeGreaterThan(20);
				await everywhere(async (at, random) => {
					const folder = copy();
					for (let half = 0; half < 2; half++) {
						const share = (2 * at + half + random.below(100) / 100) / (2 * sideBySide);
						const environment = {...preload, KILL_AT: String(1 + Math.floor(share * count))};
						const {status} = await run([...words, folder], {environment});
						expect([words[0], environment.KILL_AT, status]).toEqual([words[0], environment.KILL_AT, null]);
						expectWhole(folder);
						tried();
					}
				});
			}
		},
	);
});

describe('--out', () => {
	attack('writers', 'over a stranger’s folder, file, link, pipe or lock touches nothing', async tried => {
		const folder = join(place, String(made++));
		const strange: [string, () => void][] = [
			['a folder with a file', () => writeFileSync(join(folder, 'thesis.txt'), 'years of work')],
			['a manifest of somebody else', () => writeFileSync(join(folder, 'manifest.json'), '{"name": "app"}')],
			[
				'a draft without our mark',
				() => {
					mkdirSync(join(folder, '.draft-x'));
					writeFileSync(join(folder, '.draft-x/drivers.ndjson'), '');
				},
			],
			['links in the place of our folders', () => symlinkSync(top, join(folder, '.incoming'))],
		];
		for (const [what, make] of strange) {
			rmSync(folder, {recursive: true, force: true});
			mkdirSync(folder);
			make();
			const before = readdirSync(folder, {recursive: true}).sort();
			const {status, remarks} = await run(['survey', '--tree', fixture, '--out', folder]);
			expect([what, status, remarks.trimEnd().split('\n').length]).toEqual([what, 2, 2]);
			expect(readdirSync(folder, {recursive: true}).sort()).toEqual(before);
			tried();
		}
		const pipe = join(place, 'pipe');
		spawnSync('mkfifo', [pipe]);
		for (const path of [pipe, '/dev/null', mlx4Dossier]) {
			expect((await run(['survey', '--tree', fixture, '--out', path])).status).toBe(2);
			tried();
		}
		expect(existsSync(join(surveyed, lockFile))).toBe(false);
	});
});

attack('writers', 'problems without end are counted in a manifest, not kept', async tried => {
	const leapp = join(place, 'leapp.json');
	writeFileSync(leapp, JSON.stringify({data: Array.from({length: 3000}, () => 'junk')}));
	const configs = join(place, 'configs');
	mkdirSync(configs);
	const head = 'file distribution release kernel arch date source form family kind era enabled off'.split(
		' ',
	);
	const row = head.map(column => (column === 'form' ? 'x'.repeat(20_000) : 'x')).join('\t');
	writeFileSync(join(configs, 'index.tsv'), `${head.join('\t')}\n${row}\n`);
	const out = join(place, 'problems');
	const words = ['survey', '--tree', fixture, '--leapp', leapp, '--configs', configs, '--out', out];
	const {status} = await run(words);
	expect(status).toBe(0);
	const {problems} = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as {
		problems: {source: string; problem: string}[];
	};
	const ofLeapp = problems.filter(({source}) => source.startsWith('Leapp'));
	expect(ofLeapp).toHaveLength(2001);
	expect(ofLeapp.at(-1)!.problem).toMatch(/1000 further problems|1,000 further problems/);
	for (const {problem} of problems) expect(problem.length).toBeLessThanOrEqual(500);
	expect(validateDataset(out).findings).toEqual([]);
	tried(2);
});

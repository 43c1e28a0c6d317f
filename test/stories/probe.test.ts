import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {makePerson, type Person} from '../support/person.ts';
import {run} from '../support/run.ts';
import {makeDirectory, makeDriver, sampleReleases, top, writeSample} from '../support/sample.ts';
import {program} from '../support/terminal.ts';

const script = join(top, 'test/fixtures/probe/model.mjs');
const data = writeSample();
const e1000 = 'drivers/net/ethernet/intel/e1000/e1000';

/** A person with a scripted model that notes what it is asked. */
function makeAsker(): Person & {
	log: string;
	noted(what: string): string[];
	with(how: string, ...more: string[]): string[];
	kept(): string[];
	answer(path?: string): Record<string, unknown>;
} {
	const person = makePerson();
	const log = join(person.folder, 'log');
	const folder = join(person.overlay, 'models');
	return {
		...person,
		log,
		noted: what =>
			(existsSync(log) ? readFileSync(log, 'utf8') : '')
				.split('\n')
				.filter(line => line.startsWith(`${what} `))
				.map(line => line.slice(what.length + 1)),
		with: (how, ...more) => [
			'--with',
			[`'${process.execPath}' '${script}' ${how} '${log}'`, ...more].join(' '),
		],
		kept: () => (existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.json')) : []),
		answer: (path = e1000) =>
			JSON.parse(readFileSync(join(folder, `${path.replaceAll('/', '~')}.json`), 'utf8')).answers[0],
	};
}

async function shown({environment}: Person): Promise<Record<string, unknown>[]> {
	const {out} = await run(['show', 'e1000', '--json'], {data, environment});
	return JSON.parse(out).assessments;
}

describe('somebody who has a model', () => {
	it('asks it, and sees its dossier beside the verdict, which stays what it was', async () => {
		const asker = makeAsker();
		const {environment} = asker;
		const before = await run(['list', 'e1000', '--format', 'csv'], {data, environment});
		const asked = await run(['probe', 'e1000', ...asker.with('answers')], {data, environment});
		expect(asked.status).toBe(0);
		expect(asked.out).toMatch(
			/remove +90 % +2 +0 +[\d.]+ +0\.25 +answered +drivers\/net\/ethernet\/intel\/e1000\/e1000/,
		);
		expect(asked.remarks).toContain(`1 answer kept in ${asker.overlay}, 0.25 USD`);

		const [rules, model] = await shown(asker);
		expect(rules).toMatchObject({assessor: 'rules', recommendation: 'keep'});
		expect(model).toMatchObject({
			assessor: 'model',
			recommendation: 'remove',
			confidence: 0.9,
			removalRisk: null,
			probe: {cost: {amount: 0.25, currency: 'USD'}, model: 'script-1', unchecked: [], saidConfidence: null},
		});
		expect((model!.probe as {seconds: number}).seconds).toBeGreaterThan(0);
		const text = await run(['show', 'e1000'], {data, environment});
		expect(text.out).toContain('KEEP');
		expect(text.out).toMatch(
			/the model of ".+" says\s+✖\s+remove 90 %, \d{4}-\d{2}-\d{2}, in [\d.]+ s, 0\.25 USD/,
		);
		// Nor does it decide anything.
		expect((await run(['list', 'e1000', '--format', 'csv'], {data, environment})).out).toBe(before.out);
		expect((await run(['list', 'is:dossier e1000'], {data, environment})).status).not.toBe(0);
		const config = join(asker.folder, 'config');
		writeFileSync(config, 'CONFIG_E1000=m\n');
		expect((await run(['audit', config, '--query', 'e1000'], {data, environment})).status).toBe(0);
	});

	it('takes a dossier over as a verdict of her own', async () => {
		const asker = makeAsker();
		const {environment} = asker;
		await run(['probe', 'e1000', ...asker.with('answers')], {data, environment});
		const {out} = await run(['probe', 'e1000', '--kept'], {data, environment});
		const file = join(asker.folder, 'e1000.ndjson');
		writeFileSync(file, out);
		const taken = await run(['import', file, '--assessor', 'person', '--origin', 'Ada'], {environment});
		expect(taken.status).toBe(0);
		expect((await shown(asker)).map(({assessor}) => assessor)).toEqual(['person', 'rules', 'model']);
		const {out: row} = await run(['list', 'e1000', '--format', 'csv'], {data, environment});
		expect(row).toContain('remove');
	});

	it('reads what would be sent, and nobody is asked', async () => {
		const asker = makeAsker();
		const {environment} = asker;
		const dry = await run(['probe', 'e1000', '--dry-run', ...asker.with('answers')], {data, environment});
		expect(dry.status).toBe(0);
		const [evidence, schema] = [...dry.out.matchAll(/```json\n(.+?)\n```/gs)].map(([, json]) =>
			JSON.parse(json!),
		);
		expect(evidence).toMatchObject({asked: e1000, identity: {module: 'e1000'}});
		expect(JSON.stringify(evidence)).not.toMatch(/recommendation|removalRisk|"weight"/);
		expect(schema).toMatchObject({
			properties: {
				driver_path: {const: e1000},
				recommendation_hint: {enum: expect.arrayContaining(['keep'])},
			},
			additionalProperties: false,
		});
		expect(existsSync(asker.log)).toBe(false);
		expect(existsSync(asker.overlay)).toBe(false);
	});

	it('asks about whatever a query matches, or about the most dormant directories', async () => {
		const asker = makeAsker();
		const {environment} = asker;
		const words = ['--query', 'sub:net', '--limit', '2', ...asker.with('answers')];
		const asked = await run(['probe', ...words], {data, environment});
		expect(asked.status).toBe(0);
		expect(asker.noted('asked')).toHaveLength(2);
		expect(asker.noted('asked').every(path => path.startsWith('drivers/net/'))).toBe(true);

		const sleepy = 'drivers/scsi/sleepy';
		const counts = sampleReleases.map((_, index) => (index === 0 ? null : 0));
		const directory = makeDirectory(sleepy, 1);
		const signals = {releases: {files: counts, added: counts, removed: counts, substantive: counts}};
		const since = {release: '2.6.0', date: '2003-12-18', earliest: true, source: 'lkddb-2.6.0.list'};
		const dormant = writeSample({
			drivers: [makeDriver(`${sleepy}/nap`, {signals: {since}}), makeDriver('drivers/net/awake/awake')],
			directories: [
				{...directory, signals: {...directory.signals, ...signals}},
				makeDirectory('drivers/net/awake', 1),
			],
		});
		await run(['probe', ...asker.with('answers')], {data: dormant, environment});
		expect(asker.noted('asked').slice(2)).toEqual([sleepy]);
		const {out} = await run(['show', sleepy, '--json'], {data: dormant, environment});
		expect(JSON.parse(out).assessments).toMatchObject([{assessor: 'model', covers: sleepy}]);
	});
});

describe('a model that', () => {
	const probe = async (how: string, ...words: string[]) => {
		const asker = makeAsker();
		const {environment} = asker;
		const outcome = await run(['probe', 'e1000', ...asker.with(how), ...words], {data, environment});
		return {...outcome, asker};
	};

	it('cites addresses nobody sent has them marked, and little confidence', async () => {
		const {status, asker} = await probe('lies');
		expect(status).toBe(0);
		expect(asker.answer()).toMatchObject({unchecked: [1], saidConfidence: 0.9, dossier: {confidence: 0.3}});
		expect((await shown(asker))[1]).toMatchObject({
			confidence: 0.3,
			sources: [{claim: '(unchecked) the vendor ended it'}],
		});
		const half = await probe('half-lies');
		expect(half.asker.answer()).toMatchObject({
			unchecked: [2],
			saidConfidence: null,
			dossier: {confidence: 0.9},
		});
		const nothing = await probe('cites-nothing');
		expect(nothing.asker.answer()).toMatchObject({
			unchecked: [],
			saidConfidence: 0.9,
			dossier: {confidence: 0.3},
		});
	});

	it('answers for another driver, twice, has answered nothing', async () => {
		const {status, remarks, asker} = await probe('another');
		expect(status).toBe(2);
		expect(remarks).toContain(`driver_path is not the one that was asked about, ${e1000}`);
		expect(asker.noted('asked')).toHaveLength(2);
		expect(asker.kept()).toEqual([]);
	});

	it('answers badly is told why, and may answer once more', async () => {
		const {status, asker} = await probe('mends');
		expect(status).toBe(0);
		expect(asker.noted('asked')).toHaveLength(2);
		const {dossier, cost} = asker.answer();
		expect((dossier as {reasoning_notes: string}).reasoning_notes).toMatch(
			/confidence: Invalid value: Expected <=1/,
		);
		expect(cost).toEqual({amount: 0.75, currency: 'USD'});
	});

	it('talks around its dossier is understood', async () => {
		expect((await probe('chats')).status).toBe(0);
	});

	it('means harm to a terminal does none', async () => {
		const {out, remarks, asker} = await probe('hostile');
		const {out: text} = await run(['show', 'e1000'], {data, environment: asker.environment});
		const {out: markdown} = await run(['show', 'e1000', '--markdown'], {
			data,
			environment: asker.environment,
		});
		expect(text).toContain('␛[31mred␇');
		for (const printed of [out, remarks, text, markdown]) {
			expect(printed).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
		}
	});

	it('floods is stopped', async () => {
		const {status, remarks} = await probe('floods');
		expect(status).toBe(2);
		expect(remarks).toContain('it wrote more than 1024 KiB');
	});

	it('dies is told with its last words', async () => {
		const {status, remarks} = await probe('dies');
		expect(status).toBe(2);
		expect(remarks).toContain('it ended with status 3: ␛[31mno key is configured');
	});

	it('hangs is ended with all its children when its time is up', async () => {
		const {status, remarks, asker} = await probe('hangs', '--time-limit', '2');
		expect(status).toBe(2);
		expect(remarks).toContain('no answer within 2 seconds');
		expect(isGroupAlive(asker)).toBe(false);
	});

	it('is not there is told in two lines', async () => {
		const {environment} = makePerson();
		const {status, remarks} = await run(['probe', 'e1000', '--with', 'nonsuch-model --fast'], {
			data,
			environment,
		});
		expect(status).toBe(2);
		expect(remarks).toMatch(
			/The command of --with can't be started: nonsuch-model: there is no such program\.\nCheck/,
		);
	});

	it('fails for some leaves the others, and is status 1', async () => {
		const asker = makeAsker();
		const {environment} = asker;
		const words = ['--query', 'sub:net', ...asker.with('dies-on', e1000)];
		const {status, remarks} = await run(['probe', ...words], {data, environment});
		expect(status).toBe(1);
		expect(remarks).toContain(`${e1000}: no dossier: it ended with status 1`);
		expect(asker.kept().length).toBe(asker.noted('answered').length);
	});
});

it('starts no shell unless it is asked to', async () => {
	const asker = makeAsker();
	const {environment} = asker;
	const line = `'${process.execPath}' '${script}' answers '${asker.log}' ; touch '${join(asker.folder, 'shell')}'`;
	await run(['probe', 'e1000', '--with', line], {data, environment});
	expect(existsSync(join(asker.folder, 'shell'))).toBe(false);
	await run(['probe', 'e1000', '--with', line, '--shell', '--again'], {data, environment});
	expect(existsSync(join(asker.folder, 'shell'))).toBe(true);
});

it('refuses a command line that says nothing', async () => {
	const {environment} = makePerson();
	const status = async (...words: string[]) => (await run(['probe', ...words], {data, environment})).status;
	expect(await status('e1000')).toBe(64);
	expect(await status('e1000', '--with', "an 'open quote")).toBe(64);
	expect(await status('e1000', '--query', 'sub:net', '--with', 'true')).toBe(64);
	expect(await status('nonsuch', '--with', 'true')).toBe(1);
	expect(await status('--query', 'nonsuchdriveranywhere', '--with', 'true')).toBe(2);
});

it('is told of a file of answers that is none', async () => {
	const asker = makeAsker();
	const folder = join(asker.overlay, 'models');
	mkdirSync(folder, {recursive: true});
	writeFileSync(join(folder, `${e1000.replaceAll('/', '~')}.json`), '{"driverdexModels":1,"answers":[{}]}');
	const {status, remarks} = await run(['show', 'e1000'], {data, environment: asker.environment});
	expect(status).toBe(2);
	expect(remarks).toMatch(/is not what driverdex wrote: "answers" wants/);
});

/** Whether anybody of the group that the script noted runs. */
function isGroupAlive({noted}: {noted(what: string): string[]}): boolean {
	const [group] = noted('group');
	try {
		process.kill(-Number(group!.split(' ')[0]), 0);
		return true;
	} catch {
		return false;
	}
}

describe('fifty drivers', () => {
	const ids = Array.from({length: 50}, (_, index) => `drivers/net/pond/fish${index}`);
	const pond = writeSample({
		drivers: ids.map(id => makeDriver(id)),
		directories: [makeDirectory('drivers/net/pond', ids.length)],
	});
	const begin = (asker: ReturnType<typeof makeAsker>, ...words: string[]): ChildProcess =>
		spawn(process.execPath, [program, 'probe', ...words, '--jobs', '4'], {
			env: {...process.env, ...asker.environment, DRIVERDEX_DATA: pond, LANG: 'C.UTF-8'},
			stdio: 'ignore',
		});
	const ended = (child: ChildProcess) =>
		new Promise<string | number | null>(resolve => {
			child.on('exit', (status, signal) => resolve(signal ?? status));
		});
	const until = async (holds: () => boolean) => {
		while (!holds()) await pause(20);
	};

	it.each(['SIGKILL', 'SIGINT'] as const)(
		'ended by %s are taken up again, none is lost or asked twice',
		async signal => {
			const asker = makeAsker();
			const words = ['--query', 'sub:net', ...asker.with('waits', '50')];
			const first = begin(asker, ...words);
			const end = ended(first);
			await until(() => asker.kept().length >= 12);
			first.kill(signal);
			expect(await end).toBe(signal);
			const kept = asker.kept();
			expect(kept.length).toBeLessThan(50);
			// Those that were in the middle of an answer when nobody was left to hear it.
			await pause(500);
			const asked = asker.noted('asked').length;
			expect(asked - kept.length).toBeLessThanOrEqual(4);
			const times = kept.map(name => statSync(join(asker.overlay, 'models', name)).mtimeMs);

			expect(await ended(begin(asker, ...words))).toBe(0);
			expect(asker.kept()).toHaveLength(50);
			expect(asker.noted('asked')).toHaveLength(asked + 50 - kept.length);
			expect(kept.map(name => statSync(join(asker.overlay, 'models', name)).mtimeMs)).toEqual(times);
			expect(readdirSync(join(asker.overlay, 'models')).filter(name => name.startsWith('.'))).toEqual([]);

			expect(await ended(begin(asker, ...words))).toBe(0);
			expect(asker.noted('asked')).toHaveLength(asked + 50 - kept.length);
		},
		60_000,
	);

	it('are stopped with the whole group of the command', async () => {
		const asker = makeAsker();
		const child = begin(asker, 'fish0', ...asker.with('hangs'));
		const end = ended(child);
		await until(() => asker.noted('group').length > 0);
		child.kill('SIGTERM');
		expect(await end).toBe('SIGTERM');
		expect(isGroupAlive(asker)).toBe(false);
	}, 20_000);

	it('are asked about by one driverdex at a time', async () => {
		const asker = makeAsker();
		const child = begin(asker, 'fish0', ...asker.with('hangs'));
		const end = ended(child);
		await until(() => asker.noted('group').length > 0);
		const {status, remarks} = await run(['probe', 'fish1', ...asker.with('answers')], {
			data: pond,
			environment: asker.environment,
		});
		child.kill('SIGINT');
		await end;
		expect(status).toBe(2);
		expect(remarks).toContain('is being written by driverdex probe');
	}, 20_000);
});

import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'vitest';
import {ask} from '../../source/commands/probing/ask.ts';
import {readAnswers} from '../../source/dataset/overlay/models.ts';
import {modelsFolder} from '../../source/dataset/overlay/places.ts';
import {priceOf, readAnswer} from '../../source/dossier/probe/answer.ts';
import {actingIn, attack} from '../support/attack.ts';
import {makePerson} from '../support/person.ts';
import {refusalOf} from '../support/refused.ts';
import {run} from '../support/run.ts';
import {mlx4Dossier, writeSample} from '../support/sample.ts';

const data = writeSample();
const e1000 = 'drivers/net/ethernet/intel/e1000/e1000';
/** One as it is published, with the figures of its page. */
const paged = JSON.parse(readFileSync(mlx4Dossier, 'utf8'));
const escapes = '\\u001b]52;c;aGk=\\u0007\\u009b31m\\u202e';

/** A dossier that would be taken, with some fields as an attacker has them. */
const dossier = (fields: Readonly<Record<string, unknown>>) =>
	JSON.stringify({
		driver_path: e1000,
		chipset_family: 'x',
		hardware_still_sold_new_in_2025: null,
		last_widely_available_year: 2009,
		deployments_today: 'low',
		replacement_driver: null,
		recommendation_hint: 'remove',
		confidence: 0.9,
		sources: [],
		reasoning_notes: 'x',
		...fields,
	});

const answers: readonly string[] = [
	'',
	'null',
	'[]',
	'{}',
	'{"dossier": null}',
	`${'['.repeat(200_000)}${']'.repeat(200_000)}`,
	'{"dossier": '.repeat(50_000),
	'```json\n'.repeat(50_000),
	`${'{'.repeat(100_000)}`,
	`\u001b]52;c;aGk=\u0007 not JSON`,
	dossier({confidence: 1e308}),
	dossier({confidence: -1}),
	dossier({last_widely_available_year: 1e21}),
	dossier({recommendation_hint: '__proto__'}),
	dossier({driver_path: '../../../../etc/passwd'}),
	dossier({driver_path: `${e1000}/../../../x`}),
	dossier({sources: [{url: 'javascript:alert(1)', claim: 'x'}]}),
	dossier({sources: [{url: 'file:///etc/shadow', claim: 'x'}]}),
	dossier({sources: [{url: 'https://good.example@evil.example/', claim: 'x'}]}),
	dossier({sources: Array.from({length: 20_000}, () => ({url: 'https://x.example/', claim: 'y'}))}),
	dossier({reasoning_notes: 'x'.repeat(2_000_000)}),
	dossier({chipset_family: 'ESC', reasoning_notes: 'ESC', replacement_driver: 'ESC'}).replaceAll(
		'ESC',
		escapes,
	),
	`{"__proto__": {"recommendation_hint": "keep"}, "dossier": ${dossier({})}, "cost": -5, "currency": "${escapes}"}`,
	`{"dossier": ${dossier({})}, "cost": 1e400, "currency": "USD"}`,
	`{"dossier": ${dossier({})}, "model": "${escapes}"}`,
];

attack(
	'models',
	'what a model answers is taken or refused; nothing of it acts, decides or leaves its folder',
	async tried => {
		const person = makePerson();
		const {environment} = person;
		const before = (await run(['list', 'e1000', '--format', 'csv'], {data, environment})).out;
		for (const [index, answer] of answers.entries()) {
			tried();
			const file = join(person.folder, `answer${index}`);
			writeFileSync(file, answer);
			const words = ['probe', 'e1000', '--again', '--time-limit', '60', '--with', `cat ${file}`];
			const asked = await run(words, {data, environment});
			expect([0, 1, 2], answer.slice(0, 80)).toContain(asked.status);
			// What was refused changes nothing that is shown.
			const shown = asked.status === 0 ? await run(['show', 'e1000'], {data, environment}) : asked;
			expect(shown.status).toBe(asked.status);
			for (const {out, remarks} of [asked, shown]) {
				expect(actingIn(out + remarks)).toEqual([]);
				expect(remarks).not.toMatch(/internal error/);
			}
		}
		expect((await run(['list', 'e1000', '--format', 'csv'], {data, environment})).out).toBe(before);
	},
);

/** Answers that are no dossier, or none that anybody needs; each for one reason alone. */
const refused: readonly [string, RegExp][] = [
	[dossier({driver_path: `${e1000}e`}), /is not the one that was asked/],
	[dossier({page: paged.page}), /page is not asked for/],
	[
		dossier({sources: Array.from({length: 101}, () => ({url: 'https://x.example/', claim: 'y'}))}),
		/100 sources/,
	],
	[dossier({reasoning_notes: 'x'.repeat(20_001)}), /reasoning_notes has more/],
	[dossier({chipset_family: 'x'.repeat(501)}), /chipset_family has more/],
	[dossier({replacement_driver: 'x'.repeat(501)}), /replacement_driver has more/],
	[dossier({sources: [{url: 'https://x.example/', claim: 'x'.repeat(2001)}]}), /sources\.0 has more/],
	[dossier({sources: [{url: `https://x.example/${'x'.repeat(2000)}`, claim: 'x'}]}), /sources\.0 has more/],
	[dossier({sources: [{url: 'https://[', claim: 'x'}]}), /url is no address/],
];

attack(
	'models',
	'what is no dossier is refused by what is wrong with it, and no price is believed',
	async tried => {
		expect(readAnswer(dossier({}), e1000, []).dossier.driver_path).toBe(e1000);
		for (const [answer, why] of refused) {
			expect(await refusalOf(() => readAnswer(answer, e1000, []))).toMatch(why);
			tried();
		}
		for (const cost of ['-5', '1e400', '"7"', 'null', '[]']) {
			expect(priceOf(`{"cost": ${cost}}`)).toBe(null);
			tried();
		}
		const long = `{"dossier": ${dossier({})}, "model": "${'m'.repeat(101)}", "cost": 1, "currency": "${'c'.repeat(101)}"}`;
		expect(readAnswer(long, e1000, []).model).toBe(null);
		expect(priceOf(long)).toEqual({amount: 1, currency: null});
		tried(2);
	},
);

attack(
	'models',
	'a command that never answers, floods, complains in escapes or leaves others behind is ended',
	async tried => {
		const {signal} = new AbortController();
		const askFor = (script: string, timeLimitMs = 60_000) =>
			ask('x'.repeat(1 << 20), {words: ['sh', '-c', script], timeLimitMs, signal});
		expect(await askFor('sleep 100', 300)).toEqual({problem: 'no answer within 0 seconds'});
		expect(await askFor("trap '' TERM; while :; do sleep 1; done", 300)).toEqual({
			problem: 'no answer within 0 seconds',
		});
		expect(await askFor('cat /dev/zero')).toEqual({problem: 'it wrote more than 1024 KiB'});
		const complaint = await askFor("cat >/dev/null; printf '\\033]52;c;aGk=\\007%01000000d' 7 >&2; exit 3");
		expect(JSON.stringify(complaint).length).toBeLessThan(1000);
		const escapes = await askFor("printf '\\033]52;c;aGk=\\007\\302\\2331m' >&2; exit 3");
		expect('problem' in escapes && actingIn(escapes.problem)).toEqual([]);
		const started = Date.now();
		expect(await askFor('sleep 100 & echo {}')).toEqual({text: '{}\n'});
		expect(Date.now() - started).toBeLessThan(50_000);
		tried(6);
	},
);

attack(
	'models',
	'a file of answers that is none is refused by name, and no pipe is waited for',
	async tried => {
		const {folder} = makePerson();
		mkdirSync(modelsFolder(folder), {recursive: true});
		const file = (path: string) => join(modelsFolder(folder), `${path.replaceAll('/', '~')}.json`);
		spawnSync('mkfifo', [file('drivers/pipe')]);
		mkdirSync(file('drivers/folder'));
		const texts: Record<string, string> = {
			large: ' '.repeat((16 << 20) + 1),
			empty: '',
			other: '{"answers": []}',
			shape: '{"driverdexModels": 1, "answers": 7}',
			holes: '{"driverdexModels": 1, "answers": [null]}',
			fields: '{"driverdexModels": 1, "answers": [{"command": 1}]}',
		};
		for (const [name, text] of Object.entries(texts)) writeFileSync(file(`drivers/${name}`), text);
		for (const name of ['pipe', 'folder', ...Object.keys(texts)]) {
			expect(await refusalOf(() => readAnswers(folder, `drivers/${name}`)), name).toMatch(/drivers~/);
			tried();
		}
	},
);

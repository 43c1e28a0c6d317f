import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'vitest';
import {actingIn, attack} from '../support/attack.ts';
import {makePerson} from '../support/person.ts';
import {run} from '../support/run.ts';
import {writeSample} from '../support/sample.ts';

const data = writeSample();
const e1000 = 'drivers/net/ethernet/intel/e1000/e1000';
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
			const shown = await run(['show', 'e1000'], {data, environment});
			expect(shown.status).toBe(0);
			for (const {out, remarks} of [asked, shown]) {
				expect(actingIn(out + remarks)).toEqual([]);
				expect(remarks).not.toMatch(/internal error/);
			}
		}
		expect((await run(['list', 'e1000', '--format', 'csv'], {data, environment})).out).toBe(before);
	},
);

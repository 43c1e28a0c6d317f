import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect} from 'vitest';
import type {Command} from '../../source/commands/common/context.ts';
import {config} from '../../source/commands/config.ts';
import {importDossiers} from '../../source/commands/import.ts';
import {list} from '../../source/commands/list.ts';
import {news} from '../../source/commands/news.ts';
import {show} from '../../source/commands/show.ts';
import {readLastQuery} from '../../source/dataset/overlay/last-query.ts';
import {editVerdict} from '../../source/dataset/overlay/own-verdict.ts';
import {modelsFolder} from '../../source/dataset/overlay/places.ts';
import {readVerdicts} from '../../source/dataset/overlay/verdicts.ts';
import {openDataset} from '../../source/dataset/reader.ts';
import type {IndexRow} from '../../source/dossier/index-row.ts';
import {isUserError} from '../../source/dossier/user-error.ts';
import {faultOfCommand, wordsFor} from '../../source/explorer/personal/custom-command.ts';
import {watchedIds} from '../../source/explorer/personal/person.ts';
import {runForeground} from '../../source/terminal/foreground.ts';
import {actingIn, attack, type Tried} from '../support/attack.ts';
import {familiesOf, wrongJson} from '../support/families.ts';
import {harmful} from '../support/hostile.ts';
import {runHere} from '../support/in-process.ts';
import {mutated} from '../support/mutations.ts';
import {makePerson} from '../support/person.ts';
import {createRandom} from '../support/random.ts';
import {writeSample} from '../support/sample.ts';

const data = writeSample();
const e1000 = 'drivers/net/ethernet/intel/e1000/e1000';
const person = makePerson();
const {environment, overlay, state, noMachine} = person;
const configFolder = person.config;

/** What commands make of a file of a person's own, whatever is in it. */
async function told(
	path: string,
	content: string | Buffer,
	commands: readonly (readonly [Command, ...string[]])[],
	tried: Tried,
	longestRefusal = 3000,
): Promise<number[]> {
	const statuses: number[] = [];
	for (const [command, ...words] of commands) {
		mkdirSync(dirname(path), {recursive: true});
		writeFileSync(path, content);
		tried();
		const what = `${words[0]}: ${String(content).slice(0, 200)}`;
		const start = process.cpuUsage();
		const {out, remarks, status} = await runHere(command, words, {data, environment});
		expect(process.cpuUsage(start).user, what).toBeLessThan(4_000_000);
		expect([0, 1, 2], what).toContain(status);
		expect(actingIn(out + remarks), what).toEqual([]);
		if (remarks.startsWith('driverdex: ')) expect(remarks.length, what).toBeLessThan(longestRefusal);
		statuses.push(status!);
	}
	rmSync(path, {force: true});
	return statuses;
}

/** Every field of a value, by its keys. */
function fieldsOf(value: unknown, at: readonly string[] = []): string[][] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => [[...at, key], ...fieldsOf(inner, [...at, key])]);
}

/** JSON of a value with each of its fields, in turn, one of the wrong ones. */
function* spoilt(value: object, wanted = wrongJson): Generator<string> {
	for (const field of fieldsOf(value)) {
		for (const wrong of wanted) {
			const copy = JSON.parse(JSON.stringify(value));
			let holder = copy;
			for (const key of field.slice(0, -1)) holder = holder[key];
			holder[field.at(-1)!] = '⟦⟧';
			const [before, after] = JSON.stringify(copy).split('"⟦⟧"');
			yield before + wrong + after;
		}
	}
}

/** What nobody may hide in a key of an object. */
const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '', '\u001b[2J', '\u202e'];

const dossier = {
	driver_path: e1000,
	chipset_family: 'x',
	hardware_still_sold_new_in_2025: null,
	last_widely_available_year: 2009,
	deployments_today: 'low',
	replacement_driver: 'igb',
	recommendation_hint: 'remove',
	confidence: 0.9,
	sources: [{url: 'https://x.example/', claim: 'y, 6 April 2026'}],
	reasoning_notes: 'x',
};
const addresses = [
	'https://[',
	'http://%',
	'https://a:b:c/',
	'https://\u001b[2J',
	'http://x.example:99999/',
	'https://',
];

attack(
	'own files',
	'own verdicts with anything anywhere are read over the data, or refused by their file',
	async tried => {
		const path = join(overlay, 'verdicts.ndjson');
		const kept = {assessor: 'person', origin: null, date: '2026-01-01', dossier};
		const page = {
			...{
				driver_path: e1000,
				page_url: 'https://x.example/',
				recommendation: 'keep',
				confidence: 0.5,
				last_sold: 2001,
			},
			...{
				subsystem: 'x',
				category: 'y',
				commits_5y: 3,
				lines_added_5y: 1,
				lines_removed_5y: 1,
				authors_5y: 1,
			},
			...{
				active_months: '1/61',
				monthly_commits: {'2022-01': [3, 1, 1]},
				deployments: 'low',
				replacement: null,
			},
		};
		const shown: [Command, ...string[]][] = [
			[show, 'show', 'e1000'],
			[list, 'list', 'e1000', '--json'],
		];
		const read = (content: string | Buffer, commands = shown) => told(path, content, commands, tried);
		expect(await read(`${JSON.stringify(kept)}\n`)).toEqual([0, 0]);
		for (const content of familiesOf(
			`${JSON.stringify(kept)}\n${JSON.stringify({...kept, dossier: page})}\n`,
		))
			await read(content);
		const random = createRandom(91);
		for (let round = 0; round < 400; round++)
			await read(mutated(JSON.stringify(kept), random), [shown[round % 2]!]);
		for (const content of spoilt(kept)) await read(content, [shown[random.below(2)]!]);
		for (const content of spoilt({...kept, assessor: 'dossier', origin: 'o', dossier: page}))
			await read(content, [shown[random.below(2)]!]);
		for (const url of addresses)
			await read(JSON.stringify({...kept, dossier: {...dossier, sources: [{url, claim: 'x'}]}}));
		for (const driver_path of [
			'drivers/../../etc',
			'drivers/__proto__',
			'drivers/x\u001b[2J',
			`drivers/${'a/'.repeat(50_000)}b`,
			'sound/x',
		])
			await read(JSON.stringify({...kept, dossier: {...dossier, driver_path}}));
	},
);

attack(
	'own files',
	'what is imported with anything anywhere is kept or refused, and nothing of a refused one is kept',
	async tried => {
		const path = join(person.folder, 'in', 'dossier.json');
		const random = createRandom(92);
		const announcement = {
			subject: 'e1000',
			claim: 'x',
			date: '2026-01-01',
			url: 'https://x.example/',
			release: '7.5',
			year: 2027,
		};
		const command = (): [Command, ...string[]][] => [[importDossiers, 'import', path]];
		const read = async (content: string | Buffer) => {
			rmSync(overlay, {recursive: true, force: true});
			const [status] = await told(path, content, command(), tried);
			const files = existsSync(overlay) ? readdirSync(overlay) : [];
			// What reaches no driver of this data set may reach one of another.
			if (status !== 0 && status !== 2) expect(files, String(content).slice(0, 200)).toEqual([]);
		};
		for (const value of [dossier, announcement]) {
			for (const content of familiesOf(JSON.stringify(value))) await read(content);
			for (let round = 0; round < 200; round++) await read(mutated(JSON.stringify(value), random));
			for (const content of spoilt(value)) await read(content);
		}
		for (const url of addresses) {
			await read(JSON.stringify({...dossier, sources: [{url, claim: 'x'}]}));
			await read(JSON.stringify({...announcement, url}));
		}
	},
);

attack(
	'own files',
	'announcements, watched drivers and what was seen, with anything anywhere, are read or refused',
	async tried => {
		const random = createRandom(93);
		const noted = {recommendation: 'keep', risk: 0.1, deletions: ['a'], cves: ['CVE-2024-1']};
		const look: [Command, ...string[]] = [news, 'news', '--root', noMachine];
		const both: [Command, ...string[]][] = [look, [news, 'news', '--root', noMachine, '--json']];
		const files: [string, object, [Command, ...string[]][]][] = [
			[
				join(overlay, 'announcements.ndjson'),
				{
					subject: 'e1000',
					claim: 'x',
					date: '2026-01-01',
					url: 'https://x.example/',
					release: '7.5',
					year: 2027,
				},
				[
					[show, 'show', 'e1000'],
					[show, 'show', 'e1000', '--json'],
				],
			],
			[
				join(overlay, 'watched.json'),
				{driverdexWatched: 1, drivers: [{id: e1000, since: '2026-01-01'}]},
				both,
			],
			[
				join(state, 'seen.json'),
				{
					driverdexSeen: 1,
					at: '2026-01-01T00:00:00Z',
					treeVersion: '7.1',
					asOf: '2026-01-01',
					drivers: {[e1000]: noted, 'drivers/x': noted},
				},
				both,
			],
		];
		for (const [path, value, commands] of files) {
			const read = async (content: string | Buffer) => {
				rmSync(state, {recursive: true, force: true});
				if (path.includes('seen.json')) {
					const ids = [e1000, 'drivers/x', ...keys];
					mkdirSync(overlay, {recursive: true});
					const drivers = ids.map(id => ({id, since: '2026-01-01'}));
					writeFileSync(join(overlay, 'watched.json'), JSON.stringify({driverdexWatched: 1, drivers}));
				}
				await told(path, content, commands, tried);
			};
			const text = JSON.stringify(value);
			for (const content of familiesOf(text)) await read(content);
			for (let round = 0; round < 250; round++) await read(mutated(text, random));
			for (const content of spoilt(value)) await read(content);
			for (const key of keys) {
				await read(JSON.stringify(value).replaceAll('drivers/net', key));
				await read(
					text.replace('"drivers":{', () => `"drivers":{${JSON.stringify(key)}:${JSON.stringify(noted)},`),
				);
			}
		}
		// Ids that every object has something under were never seen before, and are seen from then on.
		const drivers = keys.map(id => ({id, since: '2026-01-01'}));
		writeFileSync(join(overlay, 'watched.json'), JSON.stringify({driverdexWatched: 1, drivers}));
		const before = {
			driverdexSeen: 1,
			at: '2026-01-01T00:00:00Z',
			treeVersion: '7.1',
			asOf: '2026-01-01',
			drivers: {},
		};
		mkdirSync(state, {recursive: true});
		writeFileSync(join(state, 'seen.json'), JSON.stringify(before));
		const first = await runHere(news, ['news', '--root', noMachine, '--json'], {data, environment});
		expect(JSON.parse(first.out).news).toEqual([]);
		const seen = JSON.parse(readFileSync(join(state, 'seen.json'), 'utf8'));
		expect(Object.keys(seen.drivers).sort()).toEqual([...keys].sort());
		tried(keys.length);
		rmSync(join(overlay, 'watched.json'), {force: true});
		for (const content of spoilt({driverdexWatched: 1, drivers: [{id: 'x', since: 'y'}]})) {
			writeFileSync(join(overlay, 'watched.json'), content);
			for (const id of watchedIds({overlay, state, config: null})) expect(typeof id).toBe('string');
			tried();
		}
		rmSync(join(overlay, 'watched.json'), {force: true});
		for (const content of [
			...spoilt({driverdexLastQuery: 1, query: 'net'}),
			...familiesOf('{"driverdexLastQuery": 1, "query": "net"}'),
		]) {
			mkdirSync(state, {recursive: true});
			writeFileSync(join(state, 'last-query.json'), content);
			const query = readLastQuery(state);
			if (query !== null) expect(query.length).toBeLessThanOrEqual(1000);
			tried();
		}
	},
);

attack(
	'own files',
	'what a model answered, with anything anywhere in its file, is shown or refused',
	async tried => {
		const answer = {
			...{command: 'c', asked: 'a', date: '2026-01-01', treeVersion: '7.3', asOf: '2026-01-01', seconds: 3},
			...{cost: {amount: 1, currency: 'USD'}, model: 'm', unchecked: [1], saidConfidence: 0.9, dossier},
		};
		const path = join(modelsFolder(overlay), `${e1000.replaceAll('/', '~')}.json`);
		const random = createRandom(94);
		const shown: [Command, ...string[]][] = [
			[show, 'show', 'e1000'],
			[show, 'show', 'e1000', '--markdown'],
			[show, 'show', 'e1000', '--json'],
		];
		const read = (content: string | Buffer) => told(path, content, [shown[random.below(3)]!], tried);
		const whole = {driverdexModels: 1, answers: [answer]};
		expect(await read(JSON.stringify(whole))).toEqual([0]);
		for (const content of familiesOf(JSON.stringify(whole))) await read(content);
		for (let round = 0; round < 300; round++) await read(mutated(JSON.stringify(whole), random));
		for (const content of spoilt(whole)) await read(content);
		rmSync(modelsFolder(overlay), {recursive: true});
	},
);

attack(
	'own files',
	'a configuration with anything anywhere is what is in force, or refused by its line',
	async tried => {
		const path = join(configFolder, 'config.json');
		const good = {
			...{$schema: 's', theme: 'dark', query: 'sub:net risk:>0.3', columns: ['risk', 'verdict'], mouse: true},
			keys: {down: ['j', 'ctrl+n'], watch: ['W']},
			commands: [{key: 'L', command: 'lei q dfn:{path}', about: 'mail', shell: false, wait: true}],
		};
		const shown: [Command, ...string[]][] = [
			[config, 'config'],
			[config, 'config', '--json'],
		];
		const random = createRandom(95);
		// Five faults are told, each in its own length; one alone is short.
		const read = (content: string | Buffer, longest = 6000) =>
			told(path, content, [shown[random.below(2)]!], tried, longest);
		expect(await read(JSON.stringify(good))).toEqual([0]);
		for (const content of familiesOf(JSON.stringify(good, null, 1))) await read(content);
		for (let round = 0; round < 400; round++) await read(mutated(JSON.stringify(good), random));
		for (const content of spoilt(good)) await read(content);
		for (const key of [...keys, 'x'.repeat(100_000), '字'.repeat(50_000)]) {
			for (const value of ['1', '["x"]', '{}'])
				for (const [from, to] of [
					['"theme":', `${JSON.stringify(key)}:${value},"theme":`],
					['"down":', `${JSON.stringify(key)}:${value},"down":`],
					['"key":', `${JSON.stringify(key)}:${value},"key":`],
				])
					await read(
						JSON.stringify(good).replace(from!, () => to!),
						2000,
					);
			await read(JSON.stringify({...good, commands: [{key: 'L', command: `x {${key}}`}]}));
			await read(JSON.stringify({...good, commands: [{key, command: 'x'}]}));
			await read(JSON.stringify({...good, query: key}));
		}
	},
);

attack('own files', 'a text that an editor left with anything in it is kept, dropped or told', tried => {
	const dataset = openDataset(data);
	const record = dataset.driver(dataset.find('e1000').drivers[0]!);
	rmSync(overlay, {recursive: true, force: true});
	const random = createRandom(96);
	const text = JSON.stringify(dossier, null, '\t');
	const contents = [
		...familiesOf(text),
		...Array.from({length: 300}, () => mutated(JSON.stringify(dossier), random)),
		...spoilt(dossier),
		...addresses.map(url => JSON.stringify({...dossier, sources: [{url, claim: 'x'}]})),
		`${'//'.repeat(200_000)}\n${text}`,
		`${' '.repeat(200_000)}x`,
		`${' \t'.repeat(100_000)}//`,
	];
	for (const content of contents) {
		tried();
		const start = process.cpuUsage();
		const edited = (() => {
			try {
				return editVerdict(overlay, record, {
					...{treeVersion: '7.3', today: '2026-01-01'},
					edit(path) {
						writeFileSync(path, content);
						return null;
					},
				});
			} catch (error) {
				// What the system or a file of the person's own says.
				if (!isUserError(error)) throw error;
				return {problem: error.message};
			}
		})();
		expect(process.cpuUsage(start).user, String(content).slice(0, 80)).toBeLessThan(4_000_000);
		if (typeof edited === 'object') expect(edited.problem.length).toBeLessThan(5000);
		readVerdicts(overlay);
	}
	dataset.close();
});

attack('shell', 'no template and no field of a driver makes more words, a shell or a crash', tried => {
	const texts = [
		...harmful,
		...keys,
		'{title}',
		'{path}',
		'$1',
		'$@',
		'`x`',
		'$(x)',
		';',
		'|',
		'&',
		'\n',
		"'",
		'"',
		'\\',
		'-x',
		'--',
	];
	const templates = [
		...['true {title}', 'true "{title}" {path}', "true '{module}'", 'true x{title}y', 'true {title}{title}'],
		...texts.map(text => `true ${text} {title}`),
		...[
			'\0',
			'true \0',
			'tr\0ue',
			'{title}',
			'"{title}"',
			'{path} {title}',
			'{__proto__}',
			'{constructor}',
			'{toString}',
			'{}',
			'{ title }',
		],
	];
	for (const template of templates) {
		for (const shell of [false, true]) {
			if (faultOfCommand(template, shell) !== null) continue;
			for (const title of texts) {
				const row = {id: 'drivers/x', directory: 'drivers', module: 'x', symbol: null, title} as IndexRow;
				const words = wordsFor({command: template, shell}, row);
				tried();
				if (typeof words === 'string') continue;
				const plain = wordsFor({command: template, shell}, {...row, title: 'plain'});
				expect(words.length, JSON.stringify([template, title])).toBe(plain.length);
				if (shell) expect(words.slice(0, 3)).toEqual(plain.slice(0, 3));
				else expect(words[0] === 'sh' && words[1] === '-c').toBe(false);
				expect(words.join('').includes('\0'), JSON.stringify([template, title])).toBe(false);
			}
		}
	}
	for (const words of [
		['tr\0ue'],
		['true', '\0'],
		['true', 'x'.repeat(5 << 20)],
		['/'],
		['/etc/passwd'],
		[''],
	] as const) {
		tried();
		const ended = runForeground(words as never, process.env);
		expect('failure' in ended && ended.failure, JSON.stringify(words).slice(0, 40)).toMatch(/./);
	}
	expect(readFileSync('/etc/passwd', 'utf8')).toContain('root');
});

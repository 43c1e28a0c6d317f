import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {makePerson, type Person} from '../support/person.ts';
import {run} from '../support/run.ts';
import {top, writeSample} from '../support/sample.ts';
import {killTerminals, startTerminal} from '../support/terminal.ts';

let data = '';
beforeAll(() => {
	data = writeSample();
});
afterEach(killTerminals);

function configured(value: object | string): Person {
	const person = makePerson();
	mkdirSync(person.config, {recursive: true});
	const text = typeof value === 'string' ? value : JSON.stringify(value, null, '\t');
	writeFileSync(join(person.config, 'config.json'), text);
	return person;
}
const open = (person: Person, words: string[] = [], columns = 100) =>
	startTerminal([...words, '--data', data], {environment: person.environment, columns});
const isReady = (screen: string) => /\b1\/\d\b/.test(screen);

describe('somebody with habits of their own', () => {
	it('has own keys, in hints and help too, and own columns', async () => {
		const terminal = open(
			configured({keys: {down: ['t'], mark: ['j']}, columns: ['risk', 'subsystem', 'verdict']}),
		);
		await terminal.until('the list is there', screen => isReady(screen) && screen.includes('t/k move'));
		expect(terminal.text()).toMatch(/driver +risk subsystem +verdict *$/m);
		terminal.send('ttj');
		await terminal.until('they are obeyed', screen => screen.includes('1 marked') && /4\/7/.test(screen));
		terminal.send('?down');
		await terminal.until('the help has them', screen => /^ +t +down, in a list/m.test(screen));
	});

	it('is told in a dossier by which key of theirs it unfolds', async () => {
		const terminal = open(configured({keys: {'all-signals': ['I']}}), ['e1000']);
		await terminal.until('the list is there', isReady);
		terminal.send('\rG');
		await terminal.until('the end of the dossier is', screen => screen.includes('All signals · I unfolds'));
	});

	it('begins with a query of their own, unless another is given', async () => {
		const person = configured({query: 'sub:net'});
		const terminal = open(person);
		await terminal.until(
			'the query is in force',
			screen => screen.includes('/ sub:net') && /2 shown/.test(screen),
		);
		const other = open(person, ['mlx4']);
		await other.until('another one is', screen => screen.includes('/ mlx4') && /1 shown/.test(screen));
	});

	it('has a theme: none has no colour, high contrast nothing dim', async () => {
		const plain = open(configured({theme: 'none'}));
		await plain.until('the list is there', isReady);
		expect(plain.raw()).not.toMatch(/\u001b\[[0-9;]*3[0-9][;0-9]*m/);
		const strong = open(configured({theme: 'high-contrast'}));
		await strong.until('the list is there', isReady);
		expect(strong.raw()).not.toMatch(/\u001b\[(?:[0-9;]*;)?2[;m]/);
		expect(strong.raw()).not.toMatch(/38;5/);
		const dark = open(configured({theme: 'dark'}));
		await dark.until('the list is there', isReady);
		expect(dark.raw()).toContain('38;5;203');
	});

	it('is told by line and field what is wrong, and has the defaults', async () => {
		const person = configured('{\n\t"theme": "dark",\n\t"mouse": "yes"\n}');
		const terminal = open(person, [], 140);
		await terminal.until('it is told', screen =>
			screen.includes('line 3: mouse: is "yes", not true or false'),
		);
		expect(terminal.raw()).not.toContain('38;5;203');
		terminal.send('j');
		await terminal.until('it runs', screen => /2\/7/.test(screen));
		const {status, remarks} = await run(['config'], {environment: person.environment});
		expect(status).toBe(1);
		expect(remarks).toMatch(/config\.json, line 3: mouse: .*\n.*--schema/);
	});

	it('sees what is in force and where it is from', async () => {
		const person = configured({theme: 'light', commands: [{key: 'L', command: 'lei q dfn:{path}'}]});
		const {environment} = person;
		const {out, status} = await run(['config'], {environment, data});
		expect(status).toBe(0);
		expect(out).toMatch(/^theme +light +\S+\/config\.json:2$/m);
		expect(out).toMatch(/^mouse +false +default$/m);
		expect(out).toMatch(/^data +\S+ +DRIVERDEX_DATA$/m);
		expect(out).toMatch(/^overlay +\S+\/data\/driverdex +XDG_DATA_HOME$/m);
		const json = JSON.parse((await run(['config', '--json', '--color', 'never'], {environment})).out);
		expect(json.theme).toEqual({value: 'none', from: '--color'});
		expect(json.commands.value).toMatchObject([{key: 'L', shell: false, wait: true}]);
		const schema = await run(['config', '--schema'], {environment});
		expect(schema.out).toBe(readFileSync(join(top, 'docs/config.schema.json'), 'utf8'));
		expect(readFileSync(join(top, 'dist/config.schema.json'), 'utf8')).toBe(schema.out);
	});
});

it('prints no row of what is in force that is wider than the terminal', async () => {
	const person = configured({query: 'sub:net '.repeat(20).trim(), columns: ['risk', 'subsystem', 'verdict']});
	const terminal = startTerminal(['config'], {environment: person.environment, columns: 60, rows: 60});
	await terminal.exit;
	const rows = terminal.text().trimEnd().split('\n');
	expect(rows.length).toBeGreaterThan(11);
	// A terminal breaks a row that is too wide at its edge: what is left begins in the first column.
	const names = rows.flatMap(row => /^\S+/.exec(row)?.[0] ?? []);
	expect(names).toEqual('name theme query columns mouse keys commands data config overlay seen'.split(' '));
});

describe('somebody with a mouse', () => {
	it('has it left alone unless they ask', async () => {
		const terminal = open(makePerson());
		await terminal.until('the list is there', isReady);
		expect(terminal.raw()).not.toContain('?1000h');
	});

	it('wheels, chooses and opens, and has it back in the end', async () => {
		const terminal = open(configured({mouse: true}));
		await terminal.until('the list is there', isReady);
		expect(terminal.raw()).toContain('\u001b[?1000h\u001b[?1006h');
		terminal.send('\u001b[<65;10;10M');
		await terminal.until('the wheel moves', screen => /4\/7/.test(screen));
		// The header has three lines and the list its headings: the second driver is on the sixth.
		terminal.send('\u001b[<0;10;6M\u001b[<0;10;6m');
		await terminal.until('a press chooses', screen => /2\/7/.test(screen));
		terminal.send('\u001b[<0;10;6M');
		await terminal.until('a second one opens', screen => screen.includes('DEPRECATE'));
		terminal.send('qq');
		await terminal.exit;
		expect(terminal.raw()).toContain('\u001b[?1006l\u001b[?1000l');
	});
});

describe('somebody with commands of their own', () => {
	it('runs one with the terminal, fields in one argument each, and comes back', async () => {
		const person = configured({
			commands: [
				{
					key: 'L',
					command: `node -e 'console.log(process.stdout.isTTY, process.argv.slice(1))' dfn:{path} "{title}" ; {module}`,
					about: 'look it up',
				},
			],
		});
		const terminal = open(person);
		await terminal.until('the list is there', isReady);
		terminal.send('/e1000\r');
		await terminal.until('the driver is found', screen => /1 shown/.test(screen));
		terminal.send(':look');
		await terminal.until('it is among all actions', screen => /▸ L +look it up/.test(screen));
		terminal.send('\r');
		await terminal.until('it has run', screen =>
			screen.includes('[driverdex: exit status 0; Enter goes back]'),
		);
		expect(terminal.isAlternate()).toBe(false);
		const said = terminal.text().replace(/\s+/g, ' ');
		expect(said).toContain(
			`true [ 'dfn:drivers/net/ethernet/intel/e1000/e1000', 'Intel(R) PRO/1000 Network Driver', ';', 'e1000' ]`,
		);
		terminal.send('\r');
		await terminal.until(
			'the explorer is back',
			screen => screen.includes('▸ e1000') && screen.includes('exit status 0'),
		);
		expect(terminal.isAlternate()).toBe(true);
		terminal.send('?look');
		await terminal.until('the help has it', screen => /^ +L +look it up/m.test(screen));
	});

	it('may be interrupted without losing the explorer, and runs by a shell where that is asked for', async () => {
		const person = configured({
			commands: [
				{key: 'S', command: "sh -c 'echo begun; sleep 60'", wait: false},
				{key: 'P', command: 'echo {title} | tr a-z A-Z', shell: true},
				{key: 'X', command: 'no-such-program {module}', wait: false},
			],
		});
		const terminal = open(person);
		await terminal.until('the list is there', isReady);
		terminal.send('S');
		await terminal.until('it runs', screen => screen.includes('begun'));
		terminal.send('\u0003');
		await terminal.until(
			'the explorer is back',
			screen => screen.includes('ended by SIGINT: sh -c') && terminal.isAlternate(),
		);
		terminal.send('P');
		await terminal.until(
			'it has run',
			screen => screen.includes('DRIVER OF GONE') && screen.includes('Enter goes back'),
		);
		terminal.send('\r');
		await terminal.until('the explorer is back again', () => terminal.isAlternate());
		terminal.send('X');
		await terminal.until('a program that is not there is told', screen =>
			screen.includes('no-such-program is not there'),
		);
		terminal.send('q');
		expect((await terminal.exit).exitCode).toBe(0);
	});
});

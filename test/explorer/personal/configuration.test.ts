import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {isUserError} from '../../../source/dossier/user-error.ts';
import {keymap} from '../../../source/explorer/keymap.ts';
import {keysOf} from '../../../source/explorer/keys/binding.ts';
import {readConfiguration} from '../../../source/explorer/personal/configuration.ts';
import {configurationJsonSchema} from '../../../source/explorer/personal/configuration-json-schema.ts';
import {lineOfPath} from '../../../source/explorer/personal/json-places.ts';
import {makePerson} from '../../support/person.ts';
import {top} from '../../support/sample.ts';

function read(text: string) {
	const {config} = makePerson();
	mkdirSync(config, {recursive: true});
	writeFileSync(join(config, 'config.json'), text);
	return readConfiguration(config);
}
function refusal(text: string): string {
	try {
		read(text);
	} catch (error) {
		if (isUserError(error)) return error.message.replace(/^\S+\//, '');
		throw error;
	}
	return 'taken';
}
const keysFor = (action: string, text: string) =>
	keymap.filter(binding => binding.action === action).map(binding => keysOf(binding, read(text)!.settings));

describe('a configuration', () => {
	it('is not there for most people, and may be empty', () => {
		expect(readConfiguration(makePerson().config)).toBeNull();
		expect(readConfiguration(null)).toBeNull();
		expect(read('{}')).toMatchObject({theme: 'auto', query: '', mouse: false});
	});

	it('says of each value on which line it stands', () => {
		const configuration = read(
			'{\n\t"theme": "dark",\n\t"columns": [\n\t\t"risk"\n\t],\n\t"mouse": true\n}',
		)!;
		expect(configuration).toMatchObject({theme: 'dark', mouse: true, settings: {columns: ['risk']}});
		expect(configuration.lineOf('theme')).toBe(2);
		expect(configuration.lineOf('mouse')).toBe(6);
		expect(configuration.lineOf('keys')).toBeNull();
		expect(lineOfPath('{"a": {"}": "\\"]"},\n"b": [1,\n[2,\n3]]}', ['b', 1, 1])).toBe(4);
		expect(lineOfPath('{"a": 1,\n"b": {\n}}', ['b', 'none'])).toBe(2);
	});

	it('is refused by line and field', () => {
		expect(refusal('{\n"theme": "dark",\n')).toMatch(/^config\.json, line 3: it is not JSON/);
		expect(refusal('{\n\n"theme": "pink"}')).toMatch(
			/^config\.json, line 3: theme: "pink" is none of auto, dark, /,
		);
		expect(refusal('{"mouse": false,\n"colour": 1}')).toBe('config.json, line 2: colour: no such field.');
		expect(refusal('{"keys": {\n"fly": ["x"]}}')).toBe('config.json, line 2: keys.fly: no such field.');
		expect(refusal('{"keys": {"up": ["k",\n"ctrl+"]}}')).toMatch(/line 2: keys\.up\.1: not a key such as/);
		expect(refusal('{"commands": [\n{"key": "L"}]}')).toBe(
			'config.json, line 2: commands.0.command: is missing.',
		);
		expect(refusal('{"commands": [{"key": "L",\n"command": "lei {paths}"}]}')).toMatch(
			/line 2: commands\.0\.command: has no field \{paths\}/,
		);
		expect(refusal('{\n"query": "risk:x"}')).toMatch(/line 2: query: risk: wants a number/);
		expect(refusal('{"columns": ["risk",\n"rick"]}')).toMatch(/line 2: columns\.1/);
	});

	it('names all that is wrong, in the order of the file, as far as it can be read', () => {
		expect(refusal('{"mouse": "yes",\n"colour": 1,\n"theme": "pink"}')).toMatch(
			/^config\.json, line 1: mouse: is "yes", not true or false; line 2: colour: no such field; line 3: theme: "pink"/,
		);
		expect(refusal('{"query": "risk:x",\n"keys": {"up": ["x"],\n"down": ["x", "ctrl+c"]}}')).toMatch(
			/line 1: query: .*; line 3: keys\.down\.0: "x" is given to up already; line 3: keys\.down\.1: .*leaves/,
		);
		const many = Array.from({length: 8}, (_, at) => `"field${at}": 1`).join(',\n');
		expect(refusal(`{${many}}`)).toMatch(/line 5: field4: no such field; and 3 more\.$/);
	});

	it('gives a key once', () => {
		expect(refusal('{"keys": {"up": ["x"],\n"down": ["j", "x"]}}')).toBe(
			'config.json, line 2: keys.down.1: "x" is given to up already.',
		);
		expect(refusal('{"keys": {"up": ["x"]},\n"commands": [{"key": "x", "command": "y"}]}')).toMatch(
			/line 2: commands\.0\.key: "x" is given to up already/,
		);
		expect(refusal('{"commands": [{"key": "ctrl+c", "command": "y"}]}')).toMatch(/always leaves/);
	});

	it('takes keys that it gives away from whoever had them, and leaves lines and menus alone', () => {
		const text = '{"keys": {"down": ["n", "down"], "moment-left": ["h"]}}';
		expect(keysFor('down', text)).toEqual([
			['n', 'down'],
			['down', 'ctrl+n'],
			['j', 'down'],
			['down', 'ctrl+n'],
		]);
		expect(keysFor('notes', text)).toEqual([[]]);
		expect(keysFor('overview-left', text)).toEqual([['h', 'left']]);
		expect(keysFor('export-ndjson', text)).toEqual([['n']]);
		const command = '{"commands": [{"key": "j", "command": "true"}]}';
		expect(keysFor('down', command)).toEqual([
			['down'],
			['down', 'ctrl+n'],
			['j', 'down'],
			['down', 'ctrl+n'],
		]);
	});

	it('has the schema that docs/config.schema.json holds (README=write npm test writes it)', () => {
		const path = join(top, 'docs/config.schema.json');
		const text = `${JSON.stringify(configurationJsonSchema(), null, '\t')}\n`;
		if (process.env.README === 'write') writeFileSync(path, text);
		else expect(readFileSync(path, 'utf8')).toBe(text);
		const {properties, additionalProperties} = JSON.parse(text);
		expect(additionalProperties).toBe(false);
		expect(Object.keys(properties)).toContain('commands');
		expect(properties.keys.properties.watch.description).toContain('watch the driver');
	});
});

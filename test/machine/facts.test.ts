import {expect, it} from 'vitest';
import {parseHostFacts} from '../../source/machine/facts.ts';

const facts = {
	driverdexHost: 1,
	host: 'box',
	release: '6.12.1',
	modulesFrom: 'proc',
	candidatesFrom: null,
	modules: [{name: 'a', state: 'loaded', taint: null, path: null}],
	devices: null,
	problems: [],
};
const read = (value: unknown) => () =>
	parseHostFacts(typeof value === 'string' ? value : JSON.stringify(value), 'list.json');

it('reads what was saved', () => {
	expect(read(facts)()).toEqual(facts);
});

it.each([
	['', 'list.json is empty'],
	['{', 'list.json is not JSON'],
	['null', "list.json is not a host's list of drivers"],
	['{"other": 1}', "list.json is not a host's list of drivers"],
	[JSON.stringify({...facts, driverdexHost: 2}), 'list.json is of version 2; this driverdex reads version 1'],
	[JSON.stringify({...facts, driverdexHost: '1'}), 'list.json is of version "1"'],
	[JSON.stringify({...facts, colour: 'blue'}), 'list.json: colour is not a field of such a file'],
	[JSON.stringify({...facts, modules: [{name: 'a'}]}), 'list.json: modules.0.state is missing'],
])('refuses %j', (text, complaint) => expect(read(text)).toThrow(complaint));

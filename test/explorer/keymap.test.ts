import {beforeAll, describe, expect, it} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {defaultSort} from '../../source/dossier/query/sort.ts';
import {keyGuide, keyTable} from '../../source/explorer/key-guide.ts';
import {actionFor, isMeant, keymap, takesText, whyNot} from '../../source/explorer/keymap.ts';
import type {ExplorerState} from '../../source/explorer/model.ts';
import {initialState, reduce} from '../../source/explorer/state.ts';
import {createWorld, type ExplorerWorld} from '../../source/explorer/world.ts';
import {type Key, KeyDecoder} from '../../source/terminal/keys.ts';
import {plainTheme} from '../../source/text/theme.ts';
import {writeSample} from '../support/sample.ts';

let world: ExplorerWorld;
/** A state of every kind that keys mean something of their own in. */
let states: Record<string, ExplorerState>;

beforeAll(() => {
	const dataset = openDataset(writeSample());
	const rows = dataset.rows();
	const byId = new Map(rows.map(row => [row.id, row]));
	world = createWorld(dataset, plainTheme, () => byId);
	const first = initialState({
		head: dataset.start().head,
		rows,
		isComplete: true,
		size: {columns: 140, rows: 40},
		queryText: '',
		sort: defaultSort,
		isSortChosen: false,
	});
	const press = (keys: string) => {
		const decoder = new KeyDecoder();
		return [...decoder.feed(keys), ...decoder.flush()].reduce(
			(state, key) => reduce(state, {type: 'key', key}, world),
			first,
		);
	};
	states = {
		list: first,
		'filtered list': press('/mlx\r'),
		dossier: press('\r'),
		'dossier with a chart': press('/mlx4_ib\r\r'),
		'zoomed dossier': press('\rz'),
		overview: press('v'),
		comparison: press('  c'),
		help: press('?'),
		'filtered help': press('?month'),
		'filter line': press('/mlx'),
		'empty filter line': press('/'),
		'sort menu': press('s'),
		'copy menu': press('y'),
		'second sort menu': press('S'),
		'columns menu': press('|'),
		'all actions': press(':'),
		'too small': reduce(first, {type: 'resize', columns: 20, rows: 5}, world),
	};
});

/** Every key that a keyboard has, near enough. */
const keyboard: Key[] = [
	...Array.from({length: 94}, (_, index) => String.fromCharCode(33 + index)).map(name => ({
		name,
		text: name,
	})),
	{name: 'space', text: ' '},
	...[...'abcdefghijklmnopqrstuvwxyz'].map(letter => ({name: `ctrl+${letter}`})),
	...[
		'up',
		'down',
		'left',
		'right',
		'home',
		'end',
		'pageup',
		'pagedown',
		'insert',
		'delete',
		'backspace',
	].map(name => ({name})),
	...['enter', 'esc', 'tab', 'shift+tab', 'alt+left', 'alt+right', 'ctrl+left', 'f1', 'f5'].map(name => ({
		name,
	})),
];

describe('the key map', () => {
	it('gives no key two meanings at once', () => {
		for (const [name, state] of Object.entries(states)) {
			for (const {name: key} of keyboard) {
				const meanings = keymap.filter(binding => isMeant(binding, state, key)).map(({action}) => action);
				expect(meanings.length, `${key} on ${name}: ${meanings}`).toBeLessThanOrEqual(1);
			}
		}
		expect(actionFor(states.list!, 'esc')).toBeNull();
	});

	it('has every key that does anything: the others type, or close a menu, or do nothing', () => {
		for (const [name, state] of Object.entries(states)) {
			for (const key of keyboard) {
				if (actionFor(state, key.name) !== null) continue;
				const next = reduce(state, {type: 'key', key}, world);
				const what = `${key.name} on ${name}`;
				if (key.text !== undefined && state.prompt === 'palette') {
					expect(next.palette.text, what).toBe(state.palette.text + key.text);
				} else if (key.text !== undefined && takesText(state)) {
					const field = state.screen === 'help' ? 'helpFilter' : 'queryText';
					expect(next[field], what).toBe(state[field] + key.text);
				} else if (['sort', 'then', 'copy'].includes(state.prompt ?? '')) {
					expect(next, what).toEqual({...state, prompt: null, message: null});
				} else expect(next, what).toEqual({...state, message: whyNot(state, key.name)});
			}
		}
	});

	it('is obeyed everywhere by what leaves or redraws', () => {
		for (const [name, state] of Object.entries(states)) {
			const effects = (key: string) => reduce(state, {type: 'key', key: {name: key}}, world).effects;
			expect(effects('ctrl+c'), name).toEqual([{kind: 'quit', status: 130}]);
			expect(effects('ctrl+z'), name).toEqual([{kind: 'suspend'}]);
			expect(effects('ctrl+l'), name).toEqual([{kind: 'redraw'}]);
		}
		const {effects} = reduce(states['too small']!, {type: 'key', key: {name: 'q', text: 'q'}}, world);
		expect(effects).toEqual([{kind: 'quit', status: 0}]);
	});

	it('gives the hints, those of menus and filter line too', () => {
		const hinted = (name: string) => keyGuide(states[name]!).hints.map(({key, label}) => `${key} ${label}`);
		expect(hinted('list').slice(0, 4)).toEqual(['j/k move', 'enter open', '/ filter', 's sort']);
		expect(hinted('dossier with a chart')).toEqual(expect.arrayContaining(['h/l chart', ',/. source']));
		expect(hinted('dossier').filter(hint => hint.startsWith('h/l'))).toEqual([]);
		expect(hinted('filter line')).toEqual(['enter keeps it', 'esc drops it', 'tab completes']);
		expect(hinted('sort menu').slice(0, 2)).toEqual(['r risk', 'v verdict']);
		expect(hinted('copy menu')).toContain('v command for this view');
	});

	it('is the table of the README, key by key', () => {
		const lines = keyTable().split('\n').slice(2);
		expect(lines).toHaveLength(keymap.length);
		for (const {about, group} of keymap)
			expect(
				lines.some(line => line.endsWith(` | ${about} | ${group} |`)),
				about,
			).toBe(true);
	});
});

import {beforeAll, describe, expect, it} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {defaultSort} from '../../source/dossier/query/sort.ts';
import type {ExplorerState} from '../../source/explorer/model.ts';
import {initialState, reduce} from '../../source/explorer/state.ts';
import {createWorld, type ExplorerWorld} from '../../source/explorer/world.ts';
import {KeyDecoder} from '../../source/terminal/keys.ts';
import {plainTheme} from '../../source/text/theme.ts';
import {writeSample} from '../support/sample.ts';

let first: ExplorerState;
let world: ExplorerWorld;

beforeAll(() => {
	const dataset = openDataset(writeSample());
	const rows = dataset.rows();
	const byId = new Map(rows.map(row => [row.id, row]));
	world = createWorld(dataset, plainTheme, () => byId);
	first = initialState({
		head: dataset.start().head,
		rows,
		isComplete: true,
		size: {columns: 80, rows: 24},
		queryText: '',
		sort: defaultSort,
		isSortChosen: false,
	});
});

function press(keys: string, state = first): ExplorerState {
	const decoder = new KeyDecoder();
	const decoded = [...decoder.feed(keys), ...decoder.flush()];
	return decoded.reduce((before, key) => reduce(before, {type: 'key', key}, world), state);
}
const modules = (ids: readonly string[]) => ids.map(id => id.split('/').at(-1));
const shown = () => modules(first.found.map(({id}) => id));

describe('marks', () => {
	it('have no limit, and may be a range, both ends included, either way', () => {
		expect(press('       ').marks).toHaveLength(7);
		expect(modules(press('j jjV').marks)).toEqual(shown().slice(1, 5));
		expect(modules(press('jjjj kkkV').marks).sort()).toEqual(shown().slice(2, 5).sort());
		expect(press('V').marks).toEqual([]);
		expect(press('/mlx4\r \u001b').marks).toHaveLength(1);
		const elsewhere = press('/e1000\rV', press(' '));
		expect(elsewhere.marks).toHaveLength(1);
		expect(elsewhere.message).toContain('not shown');
	});

	it('may be all that are shown, and are taken away the same way', () => {
		const all = press('A');
		expect(all.marks).toHaveLength(7);
		expect(all.message).toBe('7 marked');
		expect(press('A', all).marks).toEqual([]);
		const filtered = press('/mlx\r', all);
		expect(press('A', filtered).marks).toHaveLength(5);
	});

	it('are what is copied: a line each, or a dossier each', () => {
		const [names] = press(' jj yn').effects;
		expect(names).toMatchObject({kind: 'copy', what: 'the names of 2 marked drivers'});
		expect((names as {text: string}).text.split('\n')).toHaveLength(2);
		const [paths] = press('Ayp').effects;
		expect((paths as {text: string}).text.split('\n')).toEqual(first.found.map(({id}) => id));
		const [dossiers] = press(' jj ym').effects;
		expect((dossiers as {text: string}).text.match(/^# /gm)).toHaveLength(2);
	});
});

describe('an export', () => {
	it('takes what is shown, or what is marked wherever it is', () => {
		const [shownRows] = press('xc\r').effects;
		expect(shownRows).toMatchObject({
			kind: 'export',
			mayReplace: false,
			exporting: {form: 'csv', text: 'drivers.csv'},
		});
		expect(shownRows).toHaveProperty('rows.length', 7);
		const [marked] = press('/e1000\rxj\r', press('  ')).effects;
		expect(marked).toHaveProperty('rows.length', 2);
	});

	it('lets its file be named as any line is edited, and keys are text there', () => {
		const named = press('xn\u0015out q.x\u001b[D\u007fz');
		expect(named.own.exporting).toMatchObject({form: 'ndjson', text: 'out qzx'});
		expect(press('\u001b', named).prompt).toBeNull();
		expect(press('xn\u0015\r')).toMatchObject({message: 'a file wants a name', prompt: 'file'});
		expect(press('x?').prompt).toBeNull();
	});

	it('asks before it writes over a file', () => {
		const asked = reduce(press('xm\r'), {type: 'file-is-there'}, world);
		expect(asked.prompt).toBe('overwrite');
		expect(press('j', asked).prompt).toBe('overwrite');
		expect(press('n', asked).prompt).toBe('file');
		expect(press('y', asked).effects).toMatchObject([{kind: 'export', mayReplace: true}]);
	});
});

describe('what is mine', () => {
	const watched = (state: ExplorerState, ...names: string[]) => {
		const ids = state.rows.filter(({module}) => names.includes(module)).map(({id}) => id);
		return reduce(state, {type: 'watched', ids: new Set(ids)}, world);
	};

	it('is asked for once, is what is watched or the machine has, and follows', () => {
		expect(press('m').effects).toEqual([{kind: 'look-at-machine'}]);
		const machine = new Set(['drivers/net/ethernet/intel/e1000/e1000', 'drivers/net/none/none']);
		const mine = reduce(watched(first, 'mlx4_ib'), {type: 'machine', ids: machine, note: null}, world);
		expect(modules(mine.found.map(({id}) => id)).sort()).toEqual(['e1000', 'mlx4_ib']);
		expect(watched(mine, 'mlx4_ib', 'mlx5_ib').found).toHaveLength(3);
		expect(press('m', mine).found).toHaveLength(7);
		expect(press('mm', mine).effects).toEqual([]);
		expect(press('mm', mine).found).toHaveLength(2);
	});

	it('says so where there is nothing', () => {
		const none = reduce(first, {type: 'machine', ids: new Set(), note: 'this is a container'}, world);
		expect(none.message).toBe('no driver is watched, this is a container');
	});

	it('has news that lead to their drivers', () => {
		const about = {module: 'mlx4_ib', date: null, from: null, to: null, text: '', address: null};
		const item = {...about, kind: 'risk' as const, id: 'drivers/infiniband/hw/mlx4/mlx4_ib'};
		const items = [{...item, kind: 'gone' as const, id: 'drivers/x/x', module: 'x'}, item];
		const told = reduce(press('/e1000\r'), {type: 'news', items, said: 'two'}, world);
		expect(told.screen).toBe('news');
		const opened = press('jj\r', told);
		expect(opened).toMatchObject({screen: 'detail', cursorId: item.id, queryText: ''});
		const back = press('\u001b', opened);
		expect(back).toMatchObject({screen: 'news', own: {newsCursor: 1}});
		expect(press('\u001b', back).screen).toBe('list');
		expect(press('\u001b', press('\r', press('\u001b', back))).screen).toBe('list');
		expect(press('\r', told).queryText).toBe('state:gone module:x');
		expect(press('\u001b', told).screen).toBe('list');
	});
});

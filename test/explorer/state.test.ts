import {beforeAll, describe, expect, it} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {defaultSort} from '../../source/dossier/query/sort.ts';
import type {ExplorerState} from '../../source/explorer/model.ts';
import {viewCommand} from '../../source/explorer/state/copying.ts';
import {initialState, reduce} from '../../source/explorer/state.ts';
import {createWorld, type ExplorerWorld} from '../../source/explorer/world.ts';
import {KeyDecoder} from '../../source/terminal/keys.ts';
import {plainTheme} from '../../source/text/theme.ts';
import {changes, sampleRecords, writeSample} from '../support/sample.ts';

let first: ExplorerState;
let world: ExplorerWorld;

beforeAll(() => {
	const records = sampleRecords();
	const driver = (name: string) => records.drivers.find(({module}) => module === name)!;
	driver('e1000').signals.releases = changes(0, 12);
	driver('3c59x').signals.releases = changes(0, 0);
	const dataset = openDataset(writeSample(records));
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
const module = (state: ExplorerState) => state.cursorId?.split('/').at(-1);

describe('the list', () => {
	it('moves the cursor and stops at both ends', () => {
		expect(module(first)).toBe('gone');
		expect(module(press('jj'))).toBe('3c59x');
		expect(module(press('jjkkkk'))).toBe('gone');
		expect(press('G').cursor).toBe(6);
		expect(press('Gg').cursor).toBe(0);
		expect(press('G\u001b[B\u001b[B').cursor).toBe(6);
	});

	it('keeps the cursor on its driver through sort and filter', () => {
		const onMlx4 = press('jjjj');
		expect(module(onMlx4)).toBe('mlx4_ib');
		expect(module(press('sn', onMlx4))).toBe('mlx4_ib');
		expect(module(press('r', onMlx4))).toBe('mlx4_ib');
		expect(module(press('a', onMlx4))).toBe('mlx4_ib');
		expect(press('snr', onMlx4).found.map(({module: name}) => name)[0]).toBe('sbc60xxwdt');
	});

	it('shows libraries only when asked', () => {
		expect(first.found).toHaveLength(7);
		expect(first.hiddenLibraries).toBe(1);
		expect(press('a').found).toHaveLength(8);
		expect(press('aa').found).toHaveLength(7);
	});

	it('keeps the cursor in the window at any height', () => {
		for (const rows of [10, 11, 14, 24]) {
			const small = reduce(first, {type: 'resize', columns: 60, rows}, world);
			for (const keys of ['G', 'Gk', 'Ggjj', 'jjjjjj']) {
				const state = press(keys, small);
				const room = rows - (rows >= 14 ? 3 : 2) - 2;
				expect(state.cursor).toBeGreaterThanOrEqual(state.top);
				expect(state.cursor).toBeLessThan(state.top + room);
			}
		}
	});
});

describe('the filter', () => {
	it('follows each key, keeps on enter and drops on esc', () => {
		expect(
			press('/mlx')
				.found.map(({module: name}) => name)
				.sort(),
		).toEqual(['mlx4_ib', 'mlx5_ib']);
		expect(press('/mlx\r').prompt).toBeNull();
		expect(press('/mlx\r').found).toHaveLength(2);
		expect(press('/mlx\u001b').found).toHaveLength(7);
		expect(press('/mlx\r\u001b').found).toHaveLength(7);
		expect(press('/mlx\u007f\u007f\u007f').found).toHaveLength(7);
	});

	it('says what is wrong while the last good result stays', () => {
		const state = press('/mlx\u001b[200~ foo:\u001b[201~');
		expect(state.problem?.message).toContain('no field "foo:"');
		expect(state.found).toHaveLength(2);
		expect(press('\u0015', state).problem).toBeNull();
	});

	it('is edited as a line is', () => {
		expect(press('/abc\u001b[D\u001b[DX').queryText).toBe('aXbc');
		expect(press('/one two\u0017').queryText).toBe('one ');
		expect(press('/abc\u0001X').queryText).toBe('Xabc');
		expect(press('/網路\u007f').queryText).toBe('網');
		expect(press('/abc\u001b[D\u001b[3~').queryText).toBe('ab');
	});

	it('takes pastes, and only the filter does', () => {
		const state = press('\u001b[200~mlx4_ib\n\u001b[201~');
		expect(state.prompt).toBe('filter');
		expect(state.queryText.trim()).toBe('mlx4_ib');
		expect(press('\u001b[200~qqq\u0003\u001b[201~').effects).toEqual([]);
	});

	it('obeys a burst of keys across modes', () => {
		const state = press('/mlx4\r\rhh');
		expect(state.screen).toBe('detail');
		expect(state.view.moment).toBe(59);
	});
});

describe('the dossier', () => {
	const opened = () => press('/mlx4\r\r');

	it('opens, scrolls to its end and no further, and closes', () => {
		const state = opened();
		expect(state.screen).toBe('detail');
		const end = press('G', state);
		expect(end.detailScroll).toBeGreaterThan(0);
		expect(press('jjj', end).detailScroll).toBe(end.detailScroll);
		expect(press('g', end).detailScroll).toBe(0);
		expect(press('\u001b', end).screen).toBe('list');
	});

	it('reads months out and stops at the first and the last', () => {
		expect(press('h', opened()).view.moment).toBe(60);
		expect(press(`h${'h'.repeat(99)}`, opened()).view.moment).toBe(0);
		expect(press('hl', opened()).view.moment).toBe(60);
	});

	it('reads releases out where its chart is of releases, and only those that are known', () => {
		const state = press('/e1000\r\r');
		expect(press('h', state).view.moment).toBe(2);
		expect(press('hh', state).view.moment).toBe(1);
		expect(press('hhhhh', state).view.moment).toBe(1);
		expect(press('hhhl', state).view.moment).toBe(2);
	});

	it('says why where there is no chart', () => {
		expect(press('/3c59x\r\rh').message).toBe('no chart: no line changed since 6.1');
		expect(press('/3c59x\r\rh').view.moment).toBeNull();
		expect(press('/sbc60\r\rh').message).toBe('no chart: no history was surveyed');
	});

	it('walks round its sources and brings them into view', () => {
		const state = press('.', opened());
		expect(state.view.source).toBe(0);
		expect(press('......', state).view.source).toBe(6);
		expect(press('.......', state).view.source).toBe(0);
		expect(state.detailScroll).toBeGreaterThan(0);
	});

	it('opens and copies sources by their address', () => {
		expect(press('..o', opened()).effects).toEqual([
			{kind: 'open', address: 'https://cateee.net/lkddb/web-lkddb/MLX4_INFINIBAND.html'},
		]);
		const [copied] = press('yp', opened()).effects;
		expect(copied).toMatchObject({kind: 'copy', text: 'drivers/infiniband/hw/mlx4/mlx4_ib'});
		const [markdown] = press('ym', opened()).effects;
		expect(markdown).toMatchObject({kind: 'copy'});
		expect((markdown as {text: string}).text).toContain('**keep-annotate**, confidence 88 %');
	});

	it('goes on to the next driver', () => {
		const state = press('\r');
		expect(module(press('J', state))).toBe('old-thing');
		expect(press('J', state).detailId).toContain('old-thing');
	});
});

describe('views', () => {
	it('go back and forward', () => {
		const filtered = press('/mlx\r');
		const state = press('/e1000\r', press('\u001b', filtered));
		expect(state.found).toHaveLength(1);
		const back = press('[[', state);
		expect(back.queryText).toBe('mlx');
		expect(press(']', back).queryText).not.toBe('mlx');
		expect(press('[').message).toBe('no view before this one');
		expect(press('[', filtered)).toMatchObject({queryText: '', message: null});
		expect(press('[', press('/\u0015\r', filtered)).queryText).toBe('mlx');
		expect(press('/\r[').message).toBe('no view before this one');
	});

	it('are not gone forward to once another was made', () => {
		const back = press('/mlx\r\u001b/e1000\r[[');
		expect(back.future.length).toBeGreaterThan(0);
		const other = press('/\u0015old\r', back);
		expect(other.queryText).toBe('old');
		const state = press(']', other);
		expect(state.queryText).toBe('old');
		expect(state.message).toBe('no view after this one');
	});

	it('are given as the command that opens them', () => {
		expect(viewCommand(first)).toBe('driverdex');
		expect(viewCommand(press("/sub:net 'x\r"))).toBe("driverdex 'sub:net '\\''x'");
		expect(viewCommand(press('snrg'))).toBe('driverdex --sort name --reverse');
		expect(viewCommand(press('snSlSlg'))).toBe('driverdex --sort name,-lines');
		expect(viewCommand(press(' '))).toMatch(/^driverdex --at 'drivers\/\S+' --marked 'drivers\/\S+'$/);
		const scope = {label: 'host x', note: null, command: 'driverdex host --explore --root /mnt'};
		expect(viewCommand({...press('/sub:net\r'), scope})).toBe(
			"driverdex host --explore --root /mnt --query 'sub:net'",
		);
	});

	it('count, and filter by a line', () => {
		const overview = press('v');
		expect(overview.screen).toBe('overview');
		const filtered = press('\r', overview);
		expect(filtered.queryText).toMatch(/^sub:/);
		expect(press('v\t\r').queryText).toMatch(/^cat:/);
		expect(press('v\t\t\r').queryText).toMatch(/^dir:/);
		// On a verdict's column the verdict is part of it.
		expect(press('vl\r').queryText).toMatch(/^sub:\S+ rec:keep$/);
		expect(press('v\u001b').screen).toBe('list');
	});

	it('compare the first four marked drivers', () => {
		expect(press('c').screen).toBe('list');
		expect(press('  ').marks).toHaveLength(2);
		expect(press('  c').screen).toBe('compare');
		expect(press('     ').marks).toHaveLength(5);
		expect(press('     c').message).toContain('the first 4 of 5 marked');
		expect(press('  u').marks).toHaveLength(0);
	});

	it('help is filtered by typing and closed by esc', () => {
		const help = press('?');
		expect(press('month', help).helpFilter).toBe('month');
		expect(press('month\u001b', help).helpFilter).toBe('');
		expect(press('\u001b', help).screen).toBe('list');
		expect(press('q', help).screen).toBe('list');
		expect(press('mq', help).helpFilter).toBe('mq');
	});
});

describe('leaving', () => {
	it('is q on the list and ctrl-c anywhere, also in the middle of a chunk', () => {
		expect(press('q').effects).toEqual([{kind: 'quit', status: 0}]);
		expect(press('jj\u0003').effects).toEqual([{kind: 'quit', status: 130}]);
		expect(press('/mlx\u0003').effects).toEqual([{kind: 'quit', status: 130}]);
		expect(press('?\u0003').effects).toEqual([{kind: 'quit', status: 130}]);
	});
});

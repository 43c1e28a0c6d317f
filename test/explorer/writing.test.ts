import {expect, it} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {replaceFields} from '../../source/dossier/query/query.ts';
import {defaultSort} from '../../source/dossier/query/sort.ts';
import {longestLine} from '../../source/explorer/line-editor.ts';
import type {ExplorerState} from '../../source/explorer/model.ts';
import {writtenAhead} from '../../source/explorer/state/writing.ts';
import {initialState, reduce} from '../../source/explorer/state.ts';
import {createWorld} from '../../source/explorer/world.ts';
import {type Key, KeyDecoder} from '../../source/terminal/keys.ts';
import {plainTheme} from '../../source/text/theme.ts';
import {createRandom} from '../support/random.ts';
import {makeGone, sampleRecords, writeSample} from '../support/sample.ts';

const dataset = openDataset(writeSample({...sampleRecords(), gone: [makeGone('drivers/net/dead')]}));
const rows = dataset.rows();
const world = createWorld(dataset, plainTheme, () => new Map(rows.map(row => [row.id, row])));
const first = (queryText = '') =>
	initialState({
		head: dataset.start().head,
		rows,
		isComplete: true,
		size: {columns: 120, rows: 30},
		queryText,
		sort: defaultSort,
		isSortChosen: false,
	});
const keysOf = (typed: string): Key[] => {
	const decoder = new KeyDecoder();
	return [...decoder.feed(typed), ...decoder.flush()];
};
const alone = (state: ExplorerState, keys: readonly Key[]) =>
	keys.reduce((before, key) => reduce(before, {type: 'key', key}, world), state);
/** With the dossier that belongs to it: on the way, there may have been no driver to have one. */
const settled = (state: ExplorerState) => ({
	...reduce(state, {type: 'settle'}, world),
	query: state.query.words,
});
const press = (typed: string, state = first()) => alone(state, keysOf(typed));
/** The keys as the explorer takes them: what is written in a row at once. */
function together(state: ExplorerState, keys: readonly Key[]): ExplorerState {
	let next = state;
	for (let at = 0; at < keys.length; ) {
		const count = writtenAhead(next, keys, at);
		next =
			count > 1
				? reduce(next, {type: 'written', keys: keys.slice(at, at + count)}, world)
				: reduce(next, {type: 'key', key: keys[at]!}, world);
		at += Math.max(1, count);
	}
	return next;
}

it('takes keys in a row as it would take each alone', () => {
	const random = createRandom(7);
	const pieces = [
		...'/mlx4:?e',
		' ',
		'"',
		'\u007f',
		'\u007f',
		'\u0001',
		'\u0005',
		'\u0017',
		'\u0015',
		'\u001b[D',
		'\r',
		'\u001b',
		'x',
		'網',
		'🏳',
	];
	for (let round = 0; round < 300; round++) {
		let typed = random.pick(['/', '?', ':', 'xc', '']);
		for (let count = random.below(30); count > 0; count--) typed += random.pick(pieces);
		const keys = keysOf(typed);
		expect(settled(together(first(), keys)), JSON.stringify(typed)).toEqual(settled(alone(first(), keys)));
	}
	expect(writtenAhead(press('/'), keysOf('abc\u007fd\rx'), 0)).toBe(5);
});

it('takes 1,000 characters and says so, however they come', () => {
	const long = 'abcdefghi '.repeat(1638);
	for (const state of [
		together(first(), keysOf(`/${long}`)),
		press(`\u001b[200~${long}\u001b[201~`),
		press('\r', together(first(), keysOf(`/${long}`))),
	]) {
		expect(state.queryText).toBe(long.slice(0, longestLine));
		expect(state.message).toContain('1,000 characters');
	}
	for (const [line, opened] of [
		[(state: ExplorerState) => state.palette.text, ':'],
		[(state: ExplorerState) => state.helpFilter, '?'],
		[(state: ExplorerState) => state.own.exporting!.text, 'xc'],
	] as const) {
		const state = together(first(), keysOf(opened + long));
		expect(line(state)).toHaveLength(longestLine);
		expect(state.message).toContain('1,000 characters');
	}
	const pair = press(`/${'x'.repeat(longestLine - 1)}🏳`);
	expect(pair.queryText.isWellFormed()).toBe(true);
	expect(press('\u007f', pair).message).toBeNull();
});

it('leaves the blanks of a phrase alone when a field comes or goes', () => {
	const phrase = '"a   b" section:"C  D" net';
	const gone = press('d', first(phrase));
	expect(gone.queryText).toBe(`${phrase} state:gone`);
	expect(press('d', gone).queryText).toBe(phrase);
	expect(replaceFields('"x  y" sub:net  state=gone -sub:usb', ['sub', 'state'], ['sub:ata'])).toBe(
		'"x  y" -sub:usb sub:ata',
	);
	expect(replaceFields('"x  y', ['sub'], ['sub:ata'])).toBe('"x  y" sub:ata');
	expect(replaceFields('"sub:net"', ['sub'], [])).toBe('"sub:net"');
});

it('has the dead at hand as soon as they are asked for', () => {
	const opened = press('d\r');
	expect(opened).toMatchObject({screen: 'detail', message: null});
	expect(opened.detailId).toContain('dead');
});

it('has no dossier where there is no driver', () => {
	expect(press('/zzzz').detailId).toBeNull();
});

it('begins as a filter is read: what can be read counts', () => {
	expect(first('risk:x sub:net').found.length).toBeLessThan(first('').found.length);
	expect(first('risk:x').problem?.message).toContain('risk: wants a number');
});

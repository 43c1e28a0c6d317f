import {describe, expect, it} from 'vitest';
import type {IndexRow} from '../../source/dossier/index-row.ts';
import {type BlockWorld, blockListText, chooseBlocked} from '../../source/machine/modprobe/block-list.ts';

const rowOf = (id: string, recommendation = 'keep') =>
	({id, module: id.slice(id.lastIndexOf('/') + 1), symbol: 'X', recommendation}) as IndexRow;
const world = (more: Partial<BlockWorld> & {needs?: Record<string, string[]>} = {}): BlockWorld => ({
	canBeModule: () => true,
	needsOf: ({id}) => more.needs?.[id] ?? [],
	others: [],
	named: () => [],
	usedOn: () => null,
	used: [],
	...more,
});
const choose = (rows: readonly IndexRow[], inWorld: BlockWorld) => {
	const {blocked, leftOut} = chooseBlocked(
		rows.map(row => ({row, value: null})),
		inWorld,
	);
	return {
		blocked: blocked.map(({id}) => id),
		leftOut: Object.fromEntries(leftOut.map(({row, why}) => [row.id, why])),
	};
};

describe('what a block list may hold', () => {
	it('is nothing that is in use, nor what that needs by however many steps', () => {
		const rows = [rowOf('d/a'), rowOf('d/b'), rowOf('d/c')];
		const used = {row: rowOf('d/user'), on: 'srv1'};
		const {blocked, leftOut} = choose(
			rows,
			world({
				used: [used],
				usedOn: ({id}) => (id === 'd/a' ? 'srv1' : null),
				needs: {'d/user': ['d/library'], 'd/library': ['d/b']},
			}),
		);
		expect(blocked).toEqual(['d/c']);
		expect(leftOut).toEqual({
			'd/a': 'in use on srv1',
			'd/b': 'user needs it, which is in use on srv1',
		});
	});

	it('is nothing that another driver needs that stays, also because it was left out itself', () => {
		const rows = ['d/a', 'd/b', 'd/c', 'd/d'].map(id => rowOf(id));
		const {blocked, leftOut} = choose(
			rows,
			world({
				others: [...rows, rowOf('d/stays')],
				needs: {'d/stays': ['d/a'], 'd/a': ['d/b'], 'd/d': ['d/c']},
			}),
		);
		expect(blocked).toEqual(['d/c', 'd/d']);
		expect(leftOut).toEqual({'d/a': 'stays needs it', 'd/b': 'a needs it'});
	});

	it('is no library, no part of the kernel, no odd name, none that another driver bears', () => {
		const rows = [rowOf('d/core', 'not-a-driver'), rowOf('d/part'), rowOf('d/a b'), rowOf('d/twin')];
		const {blocked, leftOut} = choose(
			rows,
			world({
				canBeModule: ({id}) => id !== 'd/part',
				named: name => (name === 'twin' ? [rows[3]!, rowOf('e/twin')] : []),
			}),
		);
		expect(blocked).toEqual([]);
		expect(Object.keys(leftOut)).toEqual(rows.map(({id}) => id));
		expect(leftOut['d/twin']).toBe('e/twin bears the same name');
	});

	it('has lines that say nothing but what they are to say', () => {
		const text = blockListText(
			{blocked: [rowOf('d/some-name')], leftOut: [{row: rowOf('d/x'), why: 'because\ninstall y /bin/false'}]},
			{head: ['a\r\nb\\'], reason: () => 'evil \u2028blacklist z\\', plain: one => one},
		);
		expect(text.split('\n')).toEqual([
			'# a b\\.',
			'',
			'# evil  blacklist z\\.',
			'install some_name /bin/false',
			'',
			'# Left out:',
			'# x: because install y /bin/false',
			'',
		]);
	});
});

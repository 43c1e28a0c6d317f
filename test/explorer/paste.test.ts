import {expect, it} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {defaultSort} from '../../source/dossier/query/sort.ts';
import {initialState, reduce} from '../../source/explorer/state.ts';
import {createWorld} from '../../source/explorer/world.ts';
import {plainTheme} from '../../source/text/theme.ts';
import {writeSample} from '../support/sample.ts';

it('is one line of text, and presses no key', () => {
	const dataset = openDataset(writeSample());
	const world = createWorld(dataset, plainTheme, () => new Map(dataset.rows().map(row => [row.id, row])));
	const first = initialState({
		head: dataset.start().head,
		rows: dataset.rows(),
		isComplete: true,
		size: {columns: 80, rows: 24},
		queryText: '',
		sort: defaultSort,
		isSortChosen: false,
	});
	const paste = (text: string) => reduce(first, {type: 'key', key: {name: 'paste', text}}, world);
	const state = paste('mlx4\r\n\tq\n');
	expect(state.queryText).toBe('mlx4 q ');
	expect(state.effects).toEqual([]);
	expect(state.prompt).toBe('filter');
	expect(paste(' \n\t ')).toMatchObject({queryText: '', prompt: null});
	dataset.close();
});

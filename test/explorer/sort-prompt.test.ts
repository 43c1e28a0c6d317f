import {expect, it} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {defaultSort, sortKeys} from '../../source/dossier/query/sort.ts';
import {columnNames} from '../../source/explorer/model.ts';
import {initialState, reduce} from '../../source/explorer/state.ts';
import {createWorld} from '../../source/explorer/world.ts';
import {KeyDecoder} from '../../source/terminal/keys.ts';
import {plainTheme} from '../../source/text/theme.ts';
import {writeSample} from '../support/sample.ts';

it('takes an order as it is at first, and turns it round when it is chosen again', () => {
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
	const sortAfter = (keys: string) =>
		new KeyDecoder().feed(keys).reduce((state, key) => reduce(state, {type: 'key', key}, world), first).sort;
	expect(sortAfter('sr')).toEqual({key: 'risk', reverse: false});
	expect(sortAfter('srsr')).toEqual({key: 'risk', reverse: true});
	expect(sortAfter('srsrsr')).toEqual({key: 'risk', reverse: false});
	expect(sortAfter('snsr')).toEqual({key: 'risk', reverse: false});
	expect(sortAfter('sx')).toEqual(defaultSort);
	dataset.close();
});

it('has every column that the list can show', () => {
	expect(columnNames.filter(name => !(sortKeys as readonly string[]).includes(name))).toEqual([]);
});

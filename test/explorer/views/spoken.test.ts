import {expect, it} from 'vitest';
import {openDataset} from '../../../source/dataset/reader.ts';
import {defaultSort} from '../../../source/dossier/query/sort.ts';
import {keyGuide} from '../../../source/explorer/key-guide.ts';
import {freshView} from '../../../source/explorer/model.ts';
import {initialState} from '../../../source/explorer/state.ts';
import {drawDossier} from '../../../source/explorer/views/dossier/dossier.ts';
import {spokenLines} from '../../../source/explorer/views/spoken.ts';
import {createWorld} from '../../../source/explorer/world.ts';
import {plainTheme} from '../../../source/text/theme.ts';
import {writeSample} from '../../support/sample.ts';

it('says the summary first, and once', () => {
	const dataset = openDataset(writeSample());
	const found = dataset.rows().find(({module}) => module === 'e1000')!;
	const {manifest} = dataset;
	const record = dataset.driver(found);
	const summary =
		'e1000 is the network driver that this is about, in the kernel since Linux 2.6.0 or earlier. Nothing to do.';
	const told = {...record, assessments: record.assessments.map(one => ({...one, summary}))};
	const state = initialState({
		head: dataset.start().head,
		rows: dataset.rows(),
		isComplete: true,
		size: {columns: 80, rows: 24},
		queryText: '',
		sort: defaultSort,
		isSortChosen: false,
	});
	const {blocks} = drawDossier(
		plainTheme,
		{record: told, directory: null, ...manifest},
		{view: freshView, width: 60, height: null, keys: {signals: 't', notes: 'n'}},
	);
	const lines = spokenLines(
		{...state, screen: 'detail'},
		{keys: keyGuide(state), blocks: () => blocks, compared: () => [], releases: []},
	);
	expect(lines[1]).toBe(`e1000: keep. ${summary}`);
	expect(lines.slice(2).join(' ')).not.toContain('Nothing to do');
	expect(lines[2]).toContain('e1000');
});

it('leaves out what is a picture, and says what stands around it', () => {
	const dataset = openDataset(writeSample());
	const state = initialState({
		head: dataset.start().head,
		rows: dataset.rows(),
		isComplete: true,
		size: {columns: 80, rows: 24},
		queryText: '',
		sort: defaultSort,
		isSortChosen: false,
	});
	const lines = spokenLines(
		{...state, screen: 'detail'},
		{
			keys: keyGuide(state),
			blocks: () => [
				{
					section: 'activity',
					lines: [
						'',
						'Lines changed a release',
						'9 ┤╭╮',
						'0 ┼╯╰',
						'  2021',
						'linear scale',
						'arrived in 6.1',
					],
					picture: {first: 2, last: 4},
				},
			],
			compared: () => [],
			releases: [],
		},
	);
	expect(lines.slice(0, 4)).toEqual([
		'Dossier, lines 1 to 3 of 3.',
		'Lines changed a release',
		'linear scale',
		'arrived in 6.1',
	]);
});

it('tells the summary first, and in words which reasons speak for a driver and which against it', () => {
	const dataset = openDataset(writeSample());
	const rows = dataset.rows();
	const world = createWorld(dataset, plainTheme, () => new Map(rows.map(row => [row.id, row])));
	const state = initialState({
		head: dataset.start().head,
		rows,
		isComplete: true,
		size: {columns: 80, rows: 24},
		queryText: 'old-thing',
		sort: defaultSort,
		isSortChosen: false,
	});
	const opened = {...state, screen: 'detail'} as const;
	const lines = spokenLines(opened, {
		keys: keyGuide(opened),
		blocks: () => world.blocks(opened),
		compared: () => [],
		releases: [],
	});
	expect(lines[1]).toMatch(/^old-thing: deprecate\. \S/);
	expect(lines.some(line => line.startsWith('against it: '))).toBe(true);
});

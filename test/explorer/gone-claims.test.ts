import {describe, expect, it} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {defaultSort} from '../../source/dossier/query/sort.ts';
import type {ExplorerState} from '../../source/explorer/model.ts';
import {copied} from '../../source/explorer/state/copying.ts';
import {initialState, reduce} from '../../source/explorer/state.ts';
import {goneMarkdown} from '../../source/explorer/views/gone.ts';
import {createWorld} from '../../source/explorer/world.ts';
import {KeyDecoder} from '../../source/terminal/keys.ts';
import {plainTheme} from '../../source/text/theme.ts';
import {makeDriver, makeGone, writeSample} from '../support/sample.ts';

const usb = (device: string) => `usb:v0BDAp${device}d*dc*dsc*dp*ic*isc*ip*in*`;

describe('who claims the devices of a driver that is gone', () => {
	const dataset = openDataset(
		writeSample({
			drivers: [{...makeDriver('drivers/net/one'), aliases: [usb('8171'), usb('8172')]}],
			directories: [],
			gone: [makeGone('drivers/staging/dead/dead', {ids: [usb('8171'), usb('8172'), usb('9999')]})],
		}),
	);
	const world = createWorld(dataset, plainTheme, () => new Map(dataset.rows().map(row => [row.id, row])));
	const press = (state: ExplorerState, keys: string) =>
		new KeyDecoder().feed(keys).reduce((before, key) => reduce(before, {type: 'key', key}, world), state);
	const first = initialState({
		head: dataset.start().head,
		rows: dataset.rows(),
		isComplete: true,
		size: {columns: 100, rows: 30},
		queryText: '',
		sort: defaultSort,
		isSortChosen: false,
	});
	const listed = press(first, '/state:gone\r');
	const sentence = `In Linux ${dataset.manifest.treeVersion} drivers/net/one claims 2 of its 3 ids.`;

	it('is said where it is open', () => {
		const opened = press(listed, '\r');
		const [block] = world.blocks(opened);
		expect(block).toMatchObject({
			section: 'gone',
			lines: expect.arrayContaining([expect.stringContaining(sentence)]),
		});
	});

	it('stays open while the query leads back to the living, until another is settled on', () => {
		const opened = press(listed, '\r');
		const [block] = world.blocks({...opened, query: first.query});
		expect(block).toMatchObject({section: 'gone'});
	});

	it('goes with what is copied', () => {
		const {effects} = copied(listed, 'markdown', world);
		expect(effects).toMatchObject([{kind: 'copy', text: expect.stringContaining(`- Devices: ${sentence}`)}]);
	});
});

it('says of none that nothing serves its devices whose fate is not known', () => {
	const gone = (fate: 'removed' | 'unknown') =>
		goneMarkdown(makeGone('drivers/net/dead/dead', {fate, successors: []}));
	expect(gone('removed')).toContain('No other driver is known to serve its devices');
	expect(gone('unknown')).not.toContain('Instead');
});

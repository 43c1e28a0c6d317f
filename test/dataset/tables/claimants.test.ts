import {describe, expect, it} from 'vitest';
import {openDataset} from '../../../source/dataset/reader.ts';
import {formatTable, openTable} from '../../../source/dataset/tables/sorted-table.ts';
import {claimsInWords} from '../../../source/dossier/gone/words.ts';
import type {GoneRecord} from '../../../source/dossier/schema.ts';
import {makeDriver, writeSample} from '../../support/sample.ts';

const usb = (device: string, rest = 'd*dc*dsc*dp*ic*isc*ip*in*') => `usb:v0BDAp${device}${rest}`;
const withIds = (id: string, ...aliases: string[]) => ({...makeDriver(id), aliases});

describe('who claims the devices of a driver that is gone', () => {
	const dataset = openDataset(
		writeSample({
			drivers: [
				withIds('drivers/net/one', usb('8171'), usb('8172'), usb('0001')),
				withIds('drivers/net/two', usb('8171'), 'dmi*:rvnA*:'),
				// Only one interface of the device, and another board: neither claims what the dead one did.
				withIds('drivers/net/three', usb('8172', 'd*dc*dsc*dp*icFFisc*ip*in*'), 'dmi*:rvnB*:'),
			],
			directories: [],
		}),
	);
	const record = (...ids: string[]) => ({ids}) as GoneRecord;
	const say = (...ids: string[]) => claimsInWords(record(...ids), dataset.claimantsOf(ids), '7.3');

	it('is told by number, or by the very same pattern', () => {
		const found = dataset.claimantsOf([usb('8171'), usb('8172'), usb('9999'), 'dmi*:rvnA*:']);
		expect(found.map(({row, patterns}) => [row.id, patterns.length])).toEqual([
			['drivers/net/one', 2],
			['drivers/net/two', 2],
		]);
	});

	it('is said in a sentence', () => {
		expect(say(usb('8171'), usb('8172'), usb('9999'))).toBe(
			'In Linux 7.3 drivers/net/one claims 2 of its 3 ids, drivers/net/two 1 (usb:0bda:8171).',
		);
		expect(say(usb('9999'), usb('9998'))).toBe('No driver of Linux 7.3 claims any of its 2 ids.');
		expect(say(usb('9999'))).toBe('No driver of Linux 7.3 claims its only id.');
		expect(say(usb('0001'))).toBe('In Linux 7.3 drivers/net/one claims its only id.');
		expect(claimsInWords({ids: null} as GoneRecord, [], '7.3')).toBeNull();
	});
});

it('many keys are found as each alone', () => {
	const entries = new Map(
		Array.from({length: 500}, (_, index) => [`k:${(index * 7919) % 1000}`, [String(index)]] as const),
	);
	const bytes = Buffer.from(formatTable({schemaVersion: 1, of: {}}, entries));
	const table = openTable((offset, length) => bytes.subarray(offset, offset + length), bytes.length);
	const wanted = Array.from({length: 60}, (_, index) => `k:${index * 17}`);
	const found = table.findMany([...wanted, 'a', 'z']);
	for (const key of wanted) expect(found.get(key) ?? []).toEqual(table.find(key));
	expect(found.has('a') || found.has('z')).toBe(false);
	expect(table.findMany([]).size).toBe(0);
});

import {createHash} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {mostMistakes} from '../../../source/dataset/nearest-names.ts';
import {openDataset} from '../../../source/dataset/reader.ts';
import {validateDataset} from '../../../source/dataset/validate.ts';
import {editDistance} from '../../../source/dossier/query/names.ts';
import {makeDriver, writeSample} from '../../support/sample.ts';

/** Writes a file of a data set anew and makes the manifest agree. */
function put(folder: string, file: string, text: string): void {
	writeFileSync(join(folder, file), text);
	const path = join(folder, 'manifest.json');
	const manifest = JSON.parse(readFileSync(path, 'utf8'));
	manifest.files[file] = {
		bytes: Buffer.byteLength(text),
		sha256: createHash('sha256').update(text).digest('hex'),
	};
	writeFileSync(path, JSON.stringify(manifest));
}

const withId = (id: string, ...aliases: string[]) => ({...makeDriver(id), aliases});
const drivers = [
	withId('drivers/net/one', 'pci:v000015B3d00001003sv*sd*bc*sc*i*'),
	withId('drivers/net/two-b', 'pci:v000015B3d00001003sv*sd*bc02sc*i*', 'of:N*T*Cvendor,part'),
	withId('drivers/ata/host', 'pci:v*d*sv*sd*bc01sc06i01*'),
];

describe('the tables of a data set', () => {
	it('lead from names and devices to the drivers', () => {
		const dataset = openDataset(writeSample({drivers, directories: []}));
		const [one, two, host] = drivers.map(({id}) => id);
		const led: [name: string, ...ids: string[]][] = [
			['one', one!],
			['Two_B', two!],
			['TWO-B.ko', two!],
			['net/one', one!],
			['drivers/net/two_b.c', two!],
			['nothing'],
			['15b3:1003', one!],
			['vendor,part', two!],
			['pci:v00001B4Bd00009170sv00000000sd00000000bc01sc06i01', host!],
			['15b3:1004'],
		];
		for (const [name, ...ids] of led) expect(dataset.find(name).drivers.map(({id}) => id)).toEqual(ids);
		dataset.close();
	});

	it('are asked for where a data set has none', () => {
		const folder = writeSample({drivers, directories: []});
		const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
		delete manifest.files['names.idx'];
		writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
		expect(() => openDataset(folder).find('one')).toThrow(/names\.idx: .*driverdex assess/);
	});

	it('are refused beside other files, and told apart from the records', () => {
		const folder = writeSample({drivers, directories: []});
		const index = readFileSync(join(folder, 'index.json'), 'utf8');
		put(folder, 'index.json', index.replace('"drivers":3', '"drivers":4'));
		const dataset = openDataset(folder);
		expect(() => dataset.find('one')).toThrow('names.idx: it is the table of another index.json');
		expect(() => dataset.find('15b3:1003')).toThrow('ids.idx: it is the table of another index.json');
		dataset.close();
		const other = writeSample({drivers, directories: []});
		const ids = readFileSync(join(other, 'ids.idx'), 'utf8');
		put(other, 'ids.idx', ids.replace('pci:15b3:1003', 'pci:15b3:1004'));
		expect(validateDataset(other).findings).toMatchObject([
			{file: 'ids.idx', what: 'is not what the records give'},
		]);
	});

	it('name what is nearest, and miss nothing that few letters tell apart', () => {
		const letters = 'abcxyz_1';
		let seed = 7;
		const next = (below: number) => {
			seed = (seed * 48271) % 0x7fffffff;
			return seed % below;
		};
		const word = () => Array.from({length: 3 + next(7)}, () => letters[next(letters.length)]).join('');
		const modules = [...new Set(Array.from({length: 300}, word))];
		const dataset = openDataset(
			writeSample({drivers: modules.map(name => makeDriver(`drivers/a/${name}`)), directories: []}),
		);
		for (let round = 0; round < 200; round++) {
			const wanted = word();
			const limit = mostMistakes(wanted);
			const distances = modules
				.map(name => Math.min(editDistance(name, wanted, limit), name.includes(wanted) ? limit : 9))
				.filter(distance => distance <= limit);
			const near = dataset.nearest(wanted);
			expect(near.length, wanted).toBe(Math.min(5, distances.length));
			expect(near.map(name => Math.min(editDistance(name, wanted, limit), limit))).toEqual(
				distances.sort((a, b) => a - b).slice(0, 5),
			);
		}
		dataset.close();
	});
});

import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {surveyLeapp} from '../../source/survey/leapp.ts';
import {temporaryFolder} from './mail/inbox.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const row = (driver: string, available: unknown, maintained: unknown, device = '') => ({
	available_in_rhel: available,
	deprecation_announced: '',
	device_id: device,
	device_name: device === '' ? '' : 'A card',
	device_type: 'pci',
	driver_name: driver,
	maintained_in_rhel: maintained,
});
const file = path.join(folder, 'data.json');
writeFileSync(
	file,
	JSON.stringify({
		provided_data_streams: ['5.0'],
		data: [
			row('', [7], [7], 'x86_64:intel:6:23'),
			row('aacraid', [7, 8, 9, 10], [7, 8, 9]),
			row('aacraid', [7], [7], '0x9005:0x0285:0x9005:0x0294'),
			row('pata-sis', [7, 8], [7]),
			row('siw', [8, 9], []),
			row('late', [10], [10]),
			row('mlx5', [9, 10], [9, 10], '0x15B3:0x1023'),
			row('mpt2sas (mpt3sas)', [7], [7], '0x1000:0x0064'),
			row('mthca', [7], [7]),
			row('gone', [7], [7]),
			row('broken', 'all', []),
			'junk',
		],
	}),
);
const modules = ['aacraid', 'pata_sis', 'siw', 'late', 'mlx5_core', 'mpt3sas', 'ib_mthca', 'other'];
const drivers = modules.map(module => ({id: `drivers/x/${module}`, module}));
const states = (support: readonly {release: string; state: string}[] | undefined) =>
	support?.map(({release, state}) => `${release} ${state}`).join(', ');

it('takes a row with no id of a device for broken, not for one of the whole driver', async () => {
	const odd = path.join(folder, 'odd.json');
	const ids = ['0x', ' ', 'any text', '0x15b3:0x1003\u001b[2J'];
	writeFileSync(odd, JSON.stringify({data: ids.map(id => row('siw', [8], [8], id))}));
	const facts = await surveyLeapp({file: odd, asOf: null, drivers});
	expect(facts.problems).toHaveLength(ids.length);
	expect(facts.drivers.size).toBe(0);
});

it('gives each release its state, and says nothing of releases before the first', async () => {
	const facts = await surveyLeapp({file, asOf: null, drivers});
	expect(states(facts.drivers.get('drivers/x/aacraid')?.filter(({device}) => device === null))).toBe(
		'7 maintained, 8 maintained, 9 maintained, 10 unmaintained',
	);
	expect(states(facts.drivers.get('drivers/x/pata_sis'))).toBe(
		'7 maintained, 8 unmaintained, 9 removed, 10 removed',
	);
	expect(states(facts.drivers.get('drivers/x/siw'))).toBe('8 unmaintained, 9 unmaintained, 10 removed');
	expect(states(facts.drivers.get('drivers/x/ib_mthca'))).toBe(
		'7 maintained, 8 removed, 9 removed, 10 removed',
	);
	expect(states(facts.drivers.get('drivers/x/late'))).toBe('10 maintained');
	expect(facts.source).toMatchObject({
		revision: '5.0',
		counts: {rows: 12, driverRows: 6, deviceRows: 3, namesWithoutDriver: 1},
	});
	expect(facts.problems.map(({where}) => where)).toEqual(['row 11', 'row 12']);
});

it('keeps rows of single devices apart, under the name the driver has now', async () => {
	const facts = await surveyLeapp({file, asOf: null, drivers});
	const devices = (id: string) => facts.drivers.get(id)?.filter(({device}) => device !== null);
	expect(devices('drivers/x/aacraid')?.[0]).toMatchObject({device: '9005:0285:9005:0294'});
	expect(states(devices('drivers/x/mlx5_core'))).toBe('9 maintained, 10 maintained');
	expect(devices('drivers/x/mpt3sas')?.[0]?.device).toBe('1000:0064');
});

it('knows only the releases that were out', async () => {
	const facts = await surveyLeapp({file, asOf: '2022-05-01', drivers});
	expect(states(facts.drivers.get('drivers/x/pata_sis'))).toBe('7 maintained, 8 unmaintained, 9 removed');
	expect(facts.drivers.has('drivers/x/late')).toBe(false);
	expect(states((await surveyLeapp({file, asOf: '2022-04-30', drivers})).drivers.get('drivers/x/siw'))).toBe(
		'8 unmaintained',
	);
});

it('refuses what is no table', async () => {
	const other = path.join(folder, 'other.json');
	writeFileSync(other, '[]');
	const refused = () =>
		surveyLeapp({file: other, asOf: null, drivers}).then(
			() => '',
			({name, message, advice}) => `${name}: ${message} ${advice}`,
		);
	expect(await refused()).toMatch(/^UserError: .* no table of Leapp: it has no list "data"\. Give the /);
	writeFileSync(other, '{"data": [');
	expect(await refused()).toMatch(/^UserError: .* no table of Leapp: it is not JSON\. Give the /);
	rmSync(other);
	expect(await refused()).toMatch(/^UserError: .*other\.json can't be read: no such file\. Give the /);
});

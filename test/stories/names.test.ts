import {expect, it} from 'vitest';
import {run} from '../support/run.ts';
import {makeDirectory, makeDriver, sampleRecords, writeSample} from '../support/sample.ts';

it('says which drivers a name stands for, and shows none of them', async () => {
	const drivers = [makeDriver('drivers/a/twin'), makeDriver('drivers/b/twin', {symbol: null})];
	const {out, remarks, status} = await run(['show', 'twin'], {data: writeSample({drivers, directories: []})});
	expect(status).toBe(2);
	expect(out).toBe('');
	expect(remarks).toContain('"twin" stands for 2 drivers.');
	expect(remarks).toContain('  drivers/a/twin  CONFIG_TWIN\n  drivers/b/twin\n');
});

it('names what is nearest to an unknown name, the nearest first', async () => {
	const names = ['mlx4_ib', 'mlx4_ab', 'mlx4_ibz', 'other'];
	const drivers = names.map(name => makeDriver(`drivers/net/${name}`, {symbol: null}));
	const {remarks, status} = await run(['show', 'mlx4_ibx'], {
		data: writeSample({...sampleRecords(), drivers}),
	});
	expect(status).toBe(1);
	expect(remarks).toContain('Nearest: mlx4_ib, mlx4_ibz, mlx4_ab');
	expect(remarks).not.toContain('other');
});

it('finds drivers and folders of sound/ by path, and lists them below it', async () => {
	const drivers = [makeDriver('drivers/soundwire/bus'), makeDriver('sound/pci/snd-one')];
	const data = writeSample({drivers, directories: [makeDirectory('sound', 1)]});
	const shown = await run(['show', 'sound/pci/snd-one', '--json'], {data});
	expect(JSON.parse(shown.out)).toMatchObject({
		id: 'sound/pci/snd-one',
		category: 'sound',
		subsystem: 'sound',
	});
	expect(JSON.parse((await run(['show', 'sound', '--json'], {data})).out)).toMatchObject({
		directory: 'sound',
	});
	const listed = await run(['list', 'path:sound', '--format', 'csv'], {data});
	expect(listed.out).toContain('snd-one');
	expect(listed.out).not.toContain('soundwire');
});

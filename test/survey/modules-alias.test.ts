import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {surveyModulesAlias} from '../../source/survey/modules-alias.ts';
import {temporaryFolder} from './mail/inbox.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const file = path.join(folder, 'modules.alias');
writeFileSync(
	file,
	'# Aliases extracted from modules themselves.\nalias pci:v000015B3d00001003sv*sd*bc*sc*i* mlx4_core\nalias pci:v000015B3d00001002sv*sd*bc*sc*i* mlx4_core\nalias of:N*T*Cx,one snd_one\nalias of:N*T*Cx,two twice\njunk\n',
);
const drivers = ['net/mlx4/mlx4_core', 'sound/snd-one', 'a/twice', 'b/twice', 'c/plain', 'c/absent'].map(
	name => ({
		id: `drivers/${name}`,
		module: path.basename(name),
	}),
);

it('leaves out a name that several drivers share, unless modules.dep tells which was built', async () => {
	const alone = await surveyModulesAlias({files: [file], drivers});
	expect(Object.fromEntries(alone.drivers)).toEqual({
		'drivers/net/mlx4/mlx4_core': [
			'pci:v000015B3d00001002sv*sd*bc*sc*i*',
			'pci:v000015B3d00001003sv*sd*bc*sc*i*',
		],
		'drivers/sound/snd-one': ['of:N*T*Cx,one'],
	});
	expect(alone.problems.map(({where}) => where)).toEqual(['modules.alias', 'twice']);
	const built = ['net/mlx4/mlx4_core', 'sound/snd-one', 'b/twice', 'c/plain'];
	writeFileSync(
		path.join(folder, 'modules.dep'),
		built.map(name => `kernel/drivers/${name}.ko.xz: kernel/drivers/a/twice.ko.xz\n`).join(''),
	);
	const facts = await surveyModulesAlias({files: [file], drivers});
	expect(facts.drivers.get('drivers/b/twice')).toEqual(['of:N*T*Cx,two']);
	expect(facts.drivers.has('drivers/a/twice')).toBe(false);
	expect(facts.drivers.get('drivers/c/plain')).toEqual([]);
	expect(facts.drivers.has('drivers/c/absent')).toBe(false);
	expect(facts.sources[0]!.counts).toEqual({patterns: 4, modules: 3, drivers: 4, driversWithPatterns: 3});
});

it('refuses a file that is not there, and says which one is meant', async () => {
	await expect(surveyModulesAlias({files: [path.join(folder, 'none')], drivers})).rejects.toMatchObject({
		name: 'UserError',
		message: `${path.join(folder, 'none')} can't be read: no such file.`,
		advice: expect.stringContaining('depmod'),
	});
});

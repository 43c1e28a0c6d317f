import {execFileSync} from 'node:child_process';
import {mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, it} from 'vitest';
import {listReleases, moduleNameOf, readLoadedModules} from '../../source/machine/modules.ts';
import {SystemFiles} from '../../source/machine/system-files.ts';
import {type MachineRoot, makeRoot} from '../support/machine.ts';

const made: MachineRoot[] = [];
const machine = () => {
	const fresh = makeRoot();
	made.push(fresh);
	return fresh;
};
afterEach(() => {
	for (const {root} of made.splice(0)) rmSync(root, {recursive: true, force: true});
});

it('reads loaded modules with the letters of their taint', () => {
	const {root, write} = machine();
	write('proc/modules', 'a 1 0 - Live 0x0\nb 1 0 - Live 0x0 (POE+)\nc 1 0 - Unloading 0x0 (C-)\njunk\n');
	expect(readLoadedModules(new SystemFiles(root))).toEqual({
		from: 'proc',
		modules: [
			{name: 'a', taint: ''},
			{name: 'b', taint: 'POE'},
			{name: 'c', taint: 'C'},
		],
	});
});

it('does without a list that is no file', () => {
	const {root, write} = machine();
	write('sys/module/a/initstate', 'live\n');
	write('sys/module/a/taint', 'O\n');
	write('sys/module/built-in/parameters/x', '1\n');
	mkdirSync(join(root, 'proc'));
	execFileSync('mkfifo', [join(root, 'proc/modules')]);
	expect(readLoadedModules(new SystemFiles(root))).toEqual({from: 'sys', modules: [{name: 'a', taint: 'O'}]});
	expect(readLoadedModules(new SystemFiles(machine().root))).toBeNull();
});

it('has the newest release last', () => {
	const {root, write} = machine();
	for (const release of ['6.12.1', '6.9.0', '5.10.200', 'extra'])
		write(`lib/modules/${release}/modules.dep`, '');
	expect(listReleases(new SystemFiles(root))).toEqual(['5.10.200', '6.9.0', '6.12.1']);
});

it('tells a module by its file', () => {
	expect(moduleNameOf('kernel/drivers/infiniband/hw/mlx4/mlx4-ib.ko.xz')).toBe('mlx4_ib');
	expect(moduleNameOf('dummy.ko')).toBe('dummy');
});

import {mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {SystemFiles} from '../../source/machine/system-files.ts';

const root = mkdtempSync(join(tmpdir(), 'driverdex-root-'));
afterAll(() => rmSync(root, {recursive: true, force: true}));

it('follows links as the other system would, and never out of it', () => {
	for (const folder of ['usr/lib/modules/6.12', 'etc', 'run'])
		mkdirSync(join(root, folder), {recursive: true});
	for (const [target, path] of [
		['/usr/lib', 'lib'],
		['../../../../../etc', 'usr/up'],
		['/run/a', 'run/b'],
		['b', 'run/a'],
		['/proc/self/root/etc/hostname', 'etc/hostname'],
	] as const) {
		symlinkSync(target, join(root, path));
	}
	const within = (path: string) => new SystemFiles(root).place(path)?.slice(root.length);
	expect(within('lib/modules/6.12')).toBe('/usr/lib/modules/6.12');
	expect(within('/usr/../lib//modules/./6.12/')).toBe('/usr/lib/modules/6.12');
	expect(within('../../..')).toBe('');
	expect(within('usr/up/modules')).toBe('/etc/modules');
	expect(within('etc/hostname')).toBe('/proc/self/root/etc/hostname');
	expect(within('lib/modules/none/modules.alias')).toBe('/usr/lib/modules/none/modules.alias');
	// In circles: it leads nowhere, for as it is written the system here would follow it out.
	expect(within('run/a/x')).toBeUndefined();
	expect(new SystemFiles('/').place('lib/modules')).toBe('/lib/modules');
});

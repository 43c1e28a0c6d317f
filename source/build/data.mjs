/**
 * Makes data/ again from local inputs: npm run data -- INPUTS [--as-of DATE]. INPUTS is a folder with
 *
 *   linux-7.3, linux-6.12, linux-6.1, linux-5.10   kernel trees: Debian's linux-source packages, unpacked. The newest
 *                                                  is surveyed, the others give the options that are gone
 *   releases.git                                   a git repository with the tags v5.10 to v7.3: a clone of the kernel,
 *                                                  or one made of release trees
 *   lkddb                                          lists of the drivers of 2.6.0 to 4.8: the folder kernel of
 *                                                  https://github.com/linuxhw/Drivers (CC BY 4.0)
 *   lists/                                         mailing-list archives, public-inbox git repositories, one folder
 *                                                  each, such as lists/linux-rdma.vger.kernel.org.0: mirrors of
 *                                                  https://lore.kernel.org/LIST/ by git clone --mirror
 *   vulns                                          https://git.kernel.org/pub/scm/linux/security/vulns.git
 *   device_driver_deprecation_data.json            from https://github.com/oamg/leapp-repository, etc/leapp/files/
 *   images/                                        of Debian's newest linux-images, one folder each that is, or leads
 *                                                  to, lib/modules/RELEASE: modules.alias and modules.dep, made by
 *                                                  depmod, and modules.builtin.modinfo
 *   modules.alias (and modules.dep beside it)      of a single one
 *
 * What is missing is left out and said.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, realpathSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const top = join(dirname(fileURLToPath(import.meta.url)), '../..');
const [inputs, ...rest] = process.argv.slice(2);
if (inputs === undefined || !existsSync(inputs)) {
	console.error(
		'npm run data -- INPUTS: wants a folder of inputs.\nThe head of source/build/data.mjs says what goes into it.',
	);
	process.exit(64);
}
const words = [];
const take = (flag, name) => {
	const path = join(inputs, name);
	// Some sources are called after the folder that they really lie in.
	if (existsSync(path)) words.push(flag, realpathSync(path));
	else console.error(`${name} is not in ${inputs}: left out`);
};
take('--tree', 'linux-7.3');
for (const tree of ['linux-5.10', 'linux-6.1', 'linux-6.12']) take('--previous', tree);
take('--releases', 'releases.git');
take('--lkddb', 'lkddb');
take('--cves', 'vulns');
take('--leapp', 'device_driver_deprecation_data.json');
const images = join(inputs, 'images');
if (existsSync(images)) {
	for (const image of readdirSync(images).sort()) {
		for (const file of ['modules.alias', 'modules.builtin.modinfo']) {
			take('--modules-alias', join('images', image, file));
		}
	}
} else take('--modules-alias', 'modules.alias');
const lists = join(inputs, 'lists');
if (existsSync(lists)) for (const list of readdirSync(lists).sort()) words.push('--lore', join(lists, list));
else console.error(`lists is not in ${inputs}: left out`);
const dossiers = ['drivers/infiniband/hw/mlx4/dossier.json', 'linux-drivers.com.ndjson'].flatMap(name => [
	'--dossier',
	join(top, 'data/dossiers', name),
]);
const {status} = spawnSync(
	process.execPath,
	[join(top, 'dist/cli.cjs'), 'survey', ...words, ...dossiers, '--out', join(top, 'data'), ...rest],
	{stdio: 'inherit'},
);
process.exit(status ?? 1);

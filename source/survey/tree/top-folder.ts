/** The top folder of a kernel tree: how it is known, and which version it says it is. */
import path from 'node:path';
import {UserError} from '../../dossier/user-error.ts';
import {isDirectory, languageLargest, readTreeFile} from '../input-file.ts';
import {describeError} from './file-errors.ts';

function notAKernelTree(tree: string, lack: string): UserError {
	return new UserError(
		`${tree} is not a kernel tree: ${lack}.`,
		'Give the top folder of an unpacked kernel source, the one that holds Kconfig, MAINTAINERS and drivers/.',
	);
}

/**
 * The version of a tree as its top Makefile spells it, e.g. `7.3.4` or `6.1-rc2`.
 * @throws {UserError} where there is no such Makefile.
 */
export function readTreeVersion(tree: string): string {
	let text: string;
	try {
		text = readTreeFile(tree, 'Makefile', {largest: languageLargest});
	} catch (error) {
		const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
		throw notAKernelTree(
			tree,
			isMissing ? 'it has no Makefile' : `its Makefile can't be read: ${describeError(error)}`,
		);
	}
	const read = (name: string): string => new RegExp(`^${name}\\s*=[ \\t]*(\\S*)`, 'm').exec(text)?.[1] ?? '';
	const [version, patchLevel] = [read('VERSION'), read('PATCHLEVEL')];
	if (!/^\d+$/.test(version) || !/^\d+$/.test(patchLevel)) {
		throw notAKernelTree(tree, 'its Makefile names no VERSION and PATCHLEVEL');
	}
	const subLevel = read('SUBLEVEL');
	return `${version}.${patchLevel}${subLevel === '' ? '' : `.${subLevel}`}${read('EXTRAVERSION')}`;
}

/**
 * Makes sure that a tree has drivers at all.
 * @throws {UserError} where it has no folder drivers/.
 */
export function assertDrivers(tree: string): void {
	if (isDirectory(path.join(tree, 'drivers'))) return;
	throw notAKernelTree(tree, 'it has no directory drivers');
}

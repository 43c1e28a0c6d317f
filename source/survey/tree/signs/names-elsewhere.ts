/** Whether anybody in the tree may make a device for a platform driver that waits for one of its name. */
import {listTreeFiles, type TreeFiles} from '../files.ts';
import {type ScanOptions, scanLiterals} from '../sources/scan-pool.ts';
import type {SignContext, SignInput} from './input.ts';
import {hasOtherWay, namesOf} from './source-signs.ts';

/** Folders besides the surveyed ones whose code makes devices, or holds the names that it makes them by. */
const otherFolders = ['arch', 'include'];

/**
 * Looks for the names of platform drivers that come by devices in no other way, as whole string literals, in all
 * C sources and headers of arch/, include/ and the surveyed folders. The answer for a name that was not looked for is yes.
 */
export async function findNamesElsewhere(
	options: Omit<ScanOptions, 'files'> & {files: TreeFiles},
	objects: readonly Pick<SignInput, 'module' | 'sources'>[],
): Promise<SignContext['isNamedElsewhere']> {
	const waiting = objects.filter(
		({sources}) =>
			sources.some(({facts}) => facts.platformLine !== null) &&
			!sources.some(({facts}) => hasOtherWay(facts)),
	);
	const names = [...new Set(waiting.flatMap(namesOf))];
	const places = new Map<string, string[]>(names.map(name => [name, []]));
	if (names.length > 0) {
		const {tree, files} = options;
		const searched = [files, listTreeFiles(tree, otherFolders)].flatMap(listCode);
		for (const [file, numbers] of await scanLiterals({...options, files: searched}, names)) {
			for (const number of numbers) {
				places.get(names[number]!)!.push(file);
			}
		}
	}
	return (name, own) => places.get(name)?.some(file => !own.includes(file)) ?? true;
}

function listCode({directories}: TreeFiles): string[] {
	return [...directories].flatMap(([directory, names]) =>
		names.filter(name => /\.[chS]$/.test(name)).map(name => `${directory}/${name}`),
	);
}

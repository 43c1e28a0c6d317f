/** Paths of the kernel's sources, as people, builds and documents write them. */
import {posix} from 'node:path';
import {surveyedFolders} from '../dossier/surveyed-folders.ts';

/** Endings of the sources that an object may be built from. */
export const objectSources = ['.c', '.S', '.rs'] as const;

/** The paths from the kernel's top folder that the end of a path may be, the longest first. */
export function kernelPaths(file: string): string[] {
	const path = posix.normalize(`/${file}`);
	const found: {at: number; path: string}[] = [];
	for (const folder of surveyedFolders) {
		for (let at = path.indexOf(`/${folder}/`); at >= 0; at = path.indexOf(`/${folder}/`, at + 1)) {
			found.push({at, path: path.slice(at + 1)});
		}
	}
	return found.sort((a, b) => a.at - b.at).map(({path: own}) => own);
}

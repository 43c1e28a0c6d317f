/** The device trees that a kernel tree builds, by the option that builds them: `dtb-$(CONFIG_X) += board.dtb`. */

import path from 'node:path';
import {languageLargest, readTreeFile} from '../../input-file.ts';
import {addTo} from '../../key-sets.ts';
import {listTreeFiles} from '../files.ts';

const rule = /^dtb-\$[({]CONFIG_(\w+)[)}]\s*[+:]?=\s*([\s\S]*)$/;

/** Paths of .dts files that exist, sorted, by CONFIG symbol. */
export function readDeviceTrees(tree: string): Map<string, string[]> {
	const files = listTreeFiles(tree, ['arch']);
	const found = new Map<string, Set<string>>();
	for (const [directory, names] of files.directories) {
		if (!/^arch\/[^/]+\/boot\/dts(?:\/|$)/.test(directory) || !names.includes('Makefile')) {
			continue;
		}
		for (const line of readLines(tree, `${directory}/Makefile`)) {
			const [, symbol, built] = rule.exec(line) ?? [];
			for (const word of built?.split(/\s+/) ?? []) {
				const source = path.posix.join(directory, word.replace(/\.dtb$/, '.dts'));
				if (word.endsWith('.dtb') && files.isWalked(source)) {
					addTo(found, symbol!, source);
				}
			}
		}
	}
	return new Map([...found].map(([symbol, sources]) => [symbol, [...sources].sort()]));
}

/** The lines of a Makefile, continued ones joined; none where it can't be read. */
function readLines(tree: string, file: string): string[] {
	try {
		return readTreeFile(tree, file, {largest: languageLargest})
			.replace(/\\\r?\n/g, ' ')
			.split('\n');
	} catch {
		return [];
	}
}

/** Trees whose sources under drivers/ and sound/ are read from end to end. */

import {isSurveyed, surveyedFolders} from '../../../../dossier/surveyed-folders.ts';
import {gitAt} from '../../../git/git-directory.ts';
import {listTreeFiles} from '../../../tree/files.ts';
import {UnpackedTree} from '../../../tree/ids/source-tree.ts';
import {BlobReader} from '../../chain/blob-reader.ts';
import {listFiles} from '../../chain/tree-files.ts';
import type {SearchedTree} from './name-traces.ts';

const isSource = (path: string) => /\.(?:[chS]|rs)$/.test(path);
/** So many files are asked for at a time. */
const atATime = 200;

/** A tree that lies unpacked. */
export function unpackedTree(top: string, release: string): SearchedTree {
	return {
		release,
		*sources() {
			const tree = new UnpackedTree(top);
			for (const [directory, names] of listTreeFiles(top, surveyedFolders).directories) {
				for (const name of names) {
					const path = `${directory}/${name}`;
					const text = isSource(path) ? tree.read(path) : null;
					if (text !== null) yield {path, text};
				}
			}
		},
	};
}

/** A release of a repository; it rejects as `listFiles` does. */
export function taggedTree(
	repository: string,
	release: string,
	signal: AbortSignal | undefined,
): SearchedTree {
	return {
		release,
		async *sources() {
			const git = await gitAt(repository, signal);
			const files = await listFiles(git, release, 'Name a whole clone (git fsck tells more).');
			const wanted = [...files].filter(([path]) => isSurveyed(path) && isSource(path));
			const blobs = new BlobReader(git);
			try {
				for (let at = 0; at < wanted.length; at += atATime) {
					signal?.throwIfAborted();
					const some = wanted.slice(at, at + atATime);
					const texts = await Promise.all(some.map(([, id]) => blobs.read(id)));
					for (const [index, text] of texts.entries()) {
						if (text !== null) yield {path: some[index]![0], text: text.toString('latin1')};
					}
				}
			} finally {
				blobs.close();
			}
		},
	};
}

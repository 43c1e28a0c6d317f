import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {Git} from '../../git/process.ts';
import type {TreeFiles} from '../../tree/files.ts';
import type {BlobReader} from '../chain/blob-reader.ts';
import {listFiles} from '../chain/tree-files.ts';

/** Whether Kbuild or Kconfig reads a file, or the reader of MAINTAINERS: what Makefiles include is called so too. */
const isBuildFile = /(?:^|\/)(?:Kbuild|Makefile|Kconfig)[^/]*$|\.(?:mk|make|include)$|^MAINTAINERS$/;

/** A release's files, and where those lie unpacked that say how it is built. */
export interface ReleaseFiles {
	/** A folder with the build files of the release that was asked for last. */
	tree: string;
	/** Every file of the release by its path, with the id of its contents. */
	ids: ReadonlyMap<string, string>;
	files: TreeFiles;
}

/**
 * The Makefiles and Kconfig files of one release after another, unpacked into a folder of their own, so that the
 * readers of trees can read them. From release to release only what changed is written.
 */
export class BuildFiles {
	private readonly git: Git;
	private readonly blobs: BlobReader;
	private readonly folder: string;
	private readonly written = new Map<string, string>();

	constructor(git: Git, blobs: BlobReader) {
		this.git = git;
		this.blobs = blobs;
		this.folder = mkdtempSync(join(tmpdir(), 'driverdex-build-files-'));
	}

	/** The files of a release; `tops` are the folders whose other files are listed too. */
	async of(release: string, tops: readonly string[]): Promise<ReleaseFiles> {
		const ids = await listFiles(this.git, release, 'Name a whole clone (git fsck tells more).');
		const wanted = new Map([...ids].filter(([path]) => isBuildFile.test(path)));
		for (const path of this.written.keys()) {
			if (wanted.has(path)) continue;
			rmSync(join(this.folder, path), {force: true});
			this.written.delete(path);
		}
		await Promise.all(
			[...wanted].map(async ([path, id]) => {
				if (this.written.get(path) === id) return;
				const body = await this.blobs.read(id);
				if (body === null) return;
				mkdirSync(join(this.folder, dirname(path)), {recursive: true});
				writeFileSync(join(this.folder, path), body);
				this.written.set(path, id);
			}),
		);
		return {tree: this.folder, ids, files: treeFilesOf(ids, tops)};
	}

	/** Takes the folder away. */
	close(): void {
		rmSync(this.folder, {recursive: true, force: true});
	}
}

function treeFilesOf(ids: ReadonlyMap<string, string>, tops: readonly string[]): TreeFiles {
	const directories = new Map<string, string[]>();
	const children = new Map<string, Set<string>>();
	const isWalked = (path: string) => tops.some(top => path.startsWith(`${top}/`));
	const enter = (directory: string): string[] => {
		let names = directories.get(directory);
		if (names === undefined) {
			names = [];
			directories.set(directory, names);
			const cut = directory.lastIndexOf('/');
			if (cut > 0) {
				const above = directory.slice(0, cut);
				enter(above);
				children.set(above, (children.get(above) ?? new Set()).add(directory));
			}
		}
		return names;
	};
	for (const path of ids.keys()) {
		if (!isWalked(path)) continue;
		const cut = path.lastIndexOf('/');
		if (path[cut + 1] !== '.') enter(path.slice(0, cut)).push(path.slice(cut + 1));
	}
	for (const names of directories.values()) names.sort();
	return {
		directories,
		children: new Map([...children].map(([directory, below]) => [directory, [...below].sort()])),
		has: file => ids.has(file),
		isWalked: file => isWalked(file) && ids.has(file),
		problems: [],
	};
}

import {isOwnTree, type Release} from '../history.ts';
import type {BlobReader} from './blob-reader.ts';
import {tagOf} from './tags.ts';

/** Single files of the releases' trees, by the index of the release. */
export class ReleaseTrees {
	private readonly releases: readonly Release[];
	private readonly blobs: BlobReader;

	constructor(releases: readonly Release[], blobs: BlobReader) {
		this.releases = releases;
		this.blobs = blobs;
	}

	/** A file's contents by blob id. */
	read(id: string): Promise<Buffer | null> {
		return this.blobs.read(id);
	}

	/** A file of a release; null where it has none at that path. */
	readPath(release: number, path: string): Promise<Buffer | null> {
		return this.blobs.read(`${tagOf(this.releases[release]!.release)}:${path}`);
	}

	async has(release: number, path: string): Promise<boolean> {
		return (await this.readPath(release, path)) !== null;
	}

	/** Whether a tree is the release's own, see `isOwnTree`. */
	isMainline(release: number): boolean {
		return isOwnTree(this.releases[release]!);
	}
}

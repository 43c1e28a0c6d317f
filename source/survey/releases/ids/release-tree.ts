/** The tree of a release's tag, as the reader of device ids asks for it. */
import type {Git} from '../../git/process.ts';
import type {SourceTree} from '../../tree/ids/source-tree.ts';
import type {BlobReader} from '../chain/blob-reader.ts';
import {listFiles} from '../chain/tree-files.ts';

const blobsAtOnce = 400;
/** Lists of registers, which name no device. */
const largestFile = 4_000_000;

/** One release's tree. Texts are fetched by `load` and kept as long as the tree. */
export class ReleaseTree implements SourceTree {
	private readonly ids: ReadonlyMap<string, string>;
	private readonly below: ReadonlyMap<string, readonly string[]>;
	private readonly blobs: BlobReader;
	private readonly texts = new Map<string, string>();

	private constructor(ids: ReadonlyMap<string, string>, blobs: BlobReader) {
		this.ids = ids;
		this.blobs = blobs;
		const below = new Map<string, Set<string>>();
		for (const path of ids.keys()) {
			const [top, next, more] = path.split('/', 3);
			if (top !== 'arch' || more === undefined) continue;
			const known = below.get(top) ?? new Set();
			below.set(top, known.add(next!));
		}
		this.below = new Map([...below].map(([folder, names]) => [folder, [...names]]));
	}

	/**
	 * Lists the tree of a release, `6.12`.
	 * @throws {GitSurveyError} where the repository can't be read, or lacks the tag.
	 */
	static async open(git: Git, release: string, blobs: BlobReader): Promise<ReleaseTree> {
		const advice = 'Name a clone of the kernel that has its release tags.';
		return new ReleaseTree(await listFiles(git, release, advice), blobs);
	}

	has(file: string): boolean {
		return this.ids.has(file);
	}

	read(file: string): string | null {
		return this.texts.get(file) ?? null;
	}

	revision(file: string): string | null {
		return this.ids.get(file) ?? null;
	}

	folders(folder: string): readonly string[] {
		return this.below.get(folder) ?? [];
	}

	async load(files: readonly string[]): Promise<void> {
		const wanted = files.filter(file => this.ids.has(file) && !this.texts.has(file));
		for (let at = 0; at < wanted.length; at += blobsAtOnce) {
			const lot = wanted.slice(at, at + blobsAtOnce);
			const bodies = await Promise.all(lot.map(file => this.blobs.read(this.ids.get(file)!)));
			for (const [index, body] of bodies.entries()) {
				if (body !== null && body.length <= largestFile) this.texts.set(lot[index]!, body.toString('latin1'));
			}
		}
	}

	/** Gives up the text of a file that was read. */
	forget(file: string): void {
		this.texts.delete(file);
	}
}

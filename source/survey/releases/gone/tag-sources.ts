import type {SourceTree} from '../../tree/ids/source-tree.ts';
import type {ReleaseTrees} from '../chain/trees.ts';

/** The tree of one release as the reader of device ids wants it: its files are fetched before they are read. */
export class TagSources implements SourceTree {
	private readonly trees: ReleaseTrees;
	private readonly ids: ReadonlyMap<string, string>;
	private readonly texts = new Map<string, string>();
	private readonly below = new Map<string, Set<string>>();

	/** `ids` are those of the contents of every file, by path. */
	constructor(trees: ReleaseTrees, ids: ReadonlyMap<string, string>) {
		this.trees = trees;
		this.ids = ids;
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
		if (this.below.size === 0) this.listFolders();
		return [...(this.below.get(folder) ?? [])];
	}

	async load(files: readonly string[]): Promise<void> {
		await Promise.all(
			files.map(async file => {
				const id = this.ids.get(file);
				if (id === undefined || this.texts.has(file)) return;
				const body = await this.trees.read(id);
				if (body !== null) this.texts.set(file, body.toString('latin1'));
			}),
		);
	}

	private listFolders(): void {
		for (const path of this.ids.keys()) {
			for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
				const folder = path.slice(0, at);
				const above = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
				let names = this.below.get(above);
				if (names === undefined) {
					names = new Set();
					this.below.set(above, names);
				}
				const name = folder.slice(above === '' ? 0 : above.length + 1);
				if (names.has(name)) break;
				names.add(name);
			}
		}
	}
}

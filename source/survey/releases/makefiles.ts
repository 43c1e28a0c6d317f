import {basename, dirname} from 'node:path/posix';
import type {BlobReader} from './blob-reader.ts';
import {type Release, tagOf} from './release-tags.ts';

/** What the Makefiles of the releases name: how a source that a package leaves out is told from a removed one. */
export class Makefiles {
	private readonly words = new Map<string, Promise<ReadonlySet<string> | null>>();
	private readonly releases: readonly Release[];
	private readonly blobs: BlobReader;

	constructor(releases: readonly Release[], blobs: BlobReader) {
		this.releases = releases;
		this.blobs = blobs;
	}

	/**
	 * Whether a release's Makefile in a folder names one of these objects (without `.o`). A folder that is
	 * missing there with its Makefile, while the one above still descends into it, counts as naming all.
	 */
	async names(release: number, folder: string, objects: readonly string[]): Promise<boolean> {
		const words = await this.wordsOf(release, folder);
		if (words !== null) return objects.some(object => words.has(`${object}.o`));
		return this.descends(release, folder);
	}

	/** Whether it names the object that a source of that name gives, not a composite that is linked from others. */
	async namesSource(release: number, source: string): Promise<boolean> {
		const [folder, object] = [dirname(source), basename(source).replace(/\.\w+$/, '')];
		const words = await this.wordsOf(release, folder);
		if (words === null) return this.descends(release, folder);
		if (!words.has(`${object}.o`)) return false;
		for (const word of words) {
			if (word.startsWith(`${object}-`) && /^(?:objs|[ym]$|\$)/.test(word.slice(object.length + 1)))
				return false;
		}
		return true;
	}

	/** Whether the Makefile above names a folder that has none itself, or that is not there. */
	private async descends(release: number, folder: string): Promise<boolean> {
		const above = dirname(folder);
		if (above === '.' || above === folder) return false;
		const words = await this.wordsOf(release, above);
		return words?.has(`${basename(folder)}/`) ?? false;
	}

	private wordsOf(release: number, folder: string): Promise<ReadonlySet<string> | null> {
		const key = `${release}:${folder}`;
		let words = this.words.get(key);
		if (words === undefined) {
			words = this.readWords(release, folder);
			this.words.set(key, words);
		}
		return words;
	}

	private async readWords(release: number, folder: string): Promise<ReadonlySet<string> | null> {
		const tree = tagOf(this.releases[release]!.release);
		const bodies = await Promise.all(
			['Makefile', 'Kbuild'].map(name => this.blobs.read(`${tree}:${folder}/${name}`)),
		);
		if (bodies.every(body => body === null)) return null;
		const text = bodies.map(body => body?.toString('latin1') ?? '').join('\n');
		return new Set(text.replace(/#.*/g, '').split(/[\s=:+]+/));
	}
}

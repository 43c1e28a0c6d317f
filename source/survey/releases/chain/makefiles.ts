import {basename, dirname} from 'node:path/posix';
import type {ReleaseTrees} from './trees.ts';

/** One assignment of objects, e.g. `mlx4_core-y := main.o fw.o`: the name before `-y`, `-objs` or `-$(CONFIG_…)`. */
export interface ObjectList {
	/** The composite, or `obj` or `lib`. */
	name: string;
	objects: readonly string[];
}

/** The words of one folder's Makefile, and its lists of objects. */
interface Makefile {
	words: ReadonlySet<string>;
	lists: readonly ObjectList[];
}

/**
 * What the Makefiles of the releases name. They are read as text, a folder at a time and only where one is asked
 * for: whether a condition holds does not matter to what is asked.
 */
export class Makefiles {
	private readonly read = new Map<string, Promise<Makefile | null>>();
	private readonly trees: ReleaseTrees;

	constructor(trees: ReleaseTrees) {
		this.trees = trees;
	}

	/**
	 * Whether a release's Makefile in a folder names one of these objects (without `.o`). A folder that is
	 * missing there with its Makefile, while the one above still descends into it, counts as naming all.
	 */
	async names(release: number, folder: string, objects: readonly string[]): Promise<boolean> {
		const makefile = await this.makefileOf(release, folder);
		if (makefile !== null) return objects.some(object => makefile.words.has(`${object}.o`));
		return this.descends(release, folder);
	}

	/** Whether it names the object that a source of that name gives, not a composite that is linked from others. */
	async namesSource(release: number, source: string): Promise<boolean> {
		const [folder, object] = [dirname(source), basename(source).replace(/\.\w+$/, '')];
		const makefile = await this.makefileOf(release, folder);
		if (makefile === null) return this.descends(release, folder);
		return makefile.words.has(`${object}.o`) && !makefile.lists.some(({name}) => name === object);
	}

	/** The lists of a folder's Makefile that have an object (`x.o`, `sub/x.o`); null where there is no Makefile. */
	async listsOf(release: number, folder: string, object: string): Promise<ObjectList[] | null> {
		const makefile = await this.makefileOf(release, folder);
		return makefile?.lists.filter(({objects}) => objects.includes(object)) ?? null;
	}

	/** Whether the Makefile above names a folder that has none itself, or that is not there. */
	private async descends(release: number, folder: string): Promise<boolean> {
		const above = dirname(folder);
		if (above === '.' || above === folder) return false;
		const makefile = await this.makefileOf(release, above);
		return makefile?.words.has(`${basename(folder)}/`) ?? false;
	}

	private makefileOf(release: number, folder: string): Promise<Makefile | null> {
		const key = `${release}:${folder}`;
		let makefile = this.read.get(key);
		if (makefile === undefined) {
			makefile = this.readMakefile(release, folder);
			this.read.set(key, makefile);
		}
		return makefile;
	}

	private async readMakefile(release: number, folder: string): Promise<Makefile | null> {
		const bodies = await Promise.all(
			['Makefile', 'Kbuild'].map(name => this.trees.readPath(release, `${folder}/${name}`)),
		);
		if (bodies.every(body => body === null)) return null;
		return parseMakefile(bodies.map(body => body?.toString('latin1') ?? '').join('\n'));
	}
}

function parseMakefile(text: string): Makefile {
	const plain = text.replace(/\\\r?\n/g, ' ').replace(/#.*/g, '');
	const lists: ObjectList[] = [];
	for (const line of plain.split('\n')) {
		const [, name, value] =
			/^\s*([\w./+-]+?)-(?:y|m|objs|\$[({][^)}]*[)}]\S*)\s*[:+?]?=(.*)$/.exec(line) ?? [];
		if (name === undefined) continue;
		const objects = value!.split(/\s+/).filter(word => word.endsWith('.o'));
		if (objects.length > 0) lists.push({name, objects});
	}
	return {words: new Set(plain.split(/[\s=:+]+/)), lists};
}

/**
 * Which of many names a source file uses: every word of it that has an underscore and stands in no comment is looked up.
 * What the file itself defines under such a name, and members of structs, are not what others export: isst_tpmi has a
 * static intel_sst_pm, which a sound driver exports.
 */
import path from 'node:path';
import {UnfitInput} from '../../input-file.ts';
import {describeError} from '../file-errors.ts';
import {hashWord, SourceText} from './source-text.ts';

/** A power of two. */
const filterSize = 1 << 20;
/** What stands in the filter where several names have one hash. */
const shared = 2;
/** Characters before a word that are looked at for what it is there. */
const lookBehind = 160;
/** What stands before a name on its line where the file defines or declares one of its own. */
const ownName = /^(?:static\s[\w\s*]*|(?:static\s+)?DEFINE_\w+\(\s*)$/;
/** What stands before a member of a struct, which may be called like anything. */
const memberAccess = /(?:\.|->)\s*$/;
/** What stands before the tag of a type, which may be called like a function: snd_pcm_hw_constraint_list is both. */
const typeTag = /\b(?:struct|union|enum)\s+$/;

/** Looks up the words of files, one file after another. */
export class UseScanner {
	private readonly tree: string;
	private readonly text = new SourceText();
	private readonly numbers: ReadonlyMap<string, number>;
	/** How many names have a hash: a word whose hash none has is no name, and most words end here. */
	private readonly filter = new Uint8Array(filterSize);

	constructor(tree: string, names: readonly string[]) {
		this.tree = tree;
		this.numbers = new Map(names.map((name, number) => [name, number]));
		for (const name of names) {
			const slot = hashWord(name) & (filterSize - 1);
			this.filter[slot] = Math.min(shared, this.filter[slot]! + 1);
		}
	}

	/** The numbers of the names that a file uses, or why it can't be read. */
	scan(file: string): number[] | string {
		try {
			this.text.load(path.join(this.tree, file));
			return this.read();
		} catch (error) {
			if (error instanceof UnfitInput || (error as NodeJS.ErrnoException).code !== undefined)
				return describeError(error);
			throw error;
		}
	}

	private read(): number[] {
		const found = new Set<number>();
		const own = new Set<number>();
		const closed: number[] = [];
		this.text.eachWord(this.filter, (start, end, slot) => {
			const number = this.numbers.get(this.text.latin1(start, end));
			if (number === undefined || this.text.isComment(start)) {
				return;
			}
			const before = this.text.latin1(Math.max(0, start - lookBehind), start);
			if (memberAccess.test(before) || typeTag.test(before)) {
				return;
			}
			if (ownName.test(before.slice(before.lastIndexOf('\n') + 1))) {
				own.add(number);
				return;
			}
			found.add(number);
			// Once is enough: a word that a file uses often is not looked up again.
			if (this.filter[slot] !== shared) {
				this.filter[slot] = 0;
				closed.push(slot);
			}
		});
		for (const slot of closed) {
			this.filter[slot] = 1;
		}
		return [...found].filter(number => !own.has(number));
	}
}

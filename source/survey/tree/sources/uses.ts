/** Which of many names a source file uses: every word of it that has an underscore and stands in no comment is looked up. */
import path from 'node:path';
import {describeError} from '../file-errors.ts';
import {hashWord, SourceText} from './source-text.ts';

/** A power of two. */
const filterSize = 1 << 20;
/** What stands in the filter where several names have one hash. */
const shared = 2;

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
		} catch (error) {
			return describeError(error);
		}
		const found = new Set<number>();
		const closed: number[] = [];
		this.text.eachWord(this.filter, (start, end, slot) => {
			const number = this.numbers.get(this.text.latin1(start, end));
			if (number === undefined || this.text.isComment(start)) {
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
		return [...found];
	}
}

/** Which of many names stand in a file as a whole string literal. */
import path from 'node:path';
import {describeError} from '../file-errors.ts';
import {SourceText} from './source-text.ts';

const quote = 34;
const longestName = 64;

/** Looks for names between quotes, one file after another. */
export class LiteralScanner {
	private readonly tree: string;
	private readonly text = new SourceText();
	private readonly numbers: ReadonlyMap<string, number>;
	/** First byte and length of the names: most of what stands between quotes ends here, before a string is made. */
	private readonly filter = new Uint8Array(256 * (longestName + 1));

	constructor(tree: string, names: readonly string[]) {
		this.tree = tree;
		this.numbers = new Map(names.map((name, number) => [name, number]));
		for (const name of names) {
			if (name.length > 0 && name.length <= longestName) {
				this.filter[(name.charCodeAt(0) & 255) * (longestName + 1) + name.length] = 1;
			}
		}
	}

	/** The numbers of the names that a file holds, or why it can't be read. */
	scan(file: string): number[] | string {
		try {
			this.text.load(path.join(this.tree, file));
		} catch (error) {
			return describeError(error);
		}
		const {text} = this;
		const found = new Set<number>();
		// Every quote may open one: an escaped quote, or one that is a character, must not turn in and out around.
		let open = text.findByte(quote, 0);
		while (open >= 0) {
			const close = text.findByte(quote, open + 1);
			const length = close - open - 1;
			if (
				length > 0 &&
				length <= longestName &&
				this.filter[text.byteAt(open + 1)! * (longestName + 1) + length] === 1
			) {
				const number = this.numbers.get(text.latin1(open + 1, close));
				if (number !== undefined) {
					found.add(number);
				}
			}
			open = close;
		}
		return [...found];
	}
}

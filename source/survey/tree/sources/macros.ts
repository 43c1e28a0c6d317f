/** String macros, looked up in a source and in the headers that it includes. */
import path from 'node:path';
import {readTreeFile} from '../../input-file.ts';
import {joinPieces} from './c-strings.ts';

/** What a macro stands for, and whether a header says so. */
interface Found {
	text: string;
	isShared: boolean;
}

const deepest = 4;
/** Names that are looked up for one source, each in its whole text and in headers; one of Linux 7.3 has up to 140. */
const mostLookUps = 500;
/** Characters of what a name stands for. */
const longestValue = 4000;
/** Headers of headers are read this deep: descriptions stand near to what they describe. */
const deepestHeader = 3;
const cachedHeaders = 1000;
const largestHeader = 200_000;
const include = /^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)/gm;

/** Reads headers on demand and keeps the last ones. */
export class MacroReader {
	private readonly tree: string;
	/** Names that are still looked up for the present source. */
	private left = mostLookUps;
	private readonly headers = new Map<string, string | null>();
	/** The headers that a header includes, by its path. */
	private readonly included = new Map<string, readonly string[]>();

	constructor(tree: string) {
		this.tree = tree;
	}

	/** Begins with another source. */
	begin(): void {
		this.left = mostLookUps;
	}

	/** The string that `name` stands for in a source, `text` being all of it; null where it is no string. */
	resolve(name: string, file: string, text: string, depth = 0): Found | null {
		if (depth > deepest || this.left-- <= 0) {
			return null;
		}
		const defined = this.findDefinition(name, file, text);
		if (defined === null) {
			return null;
		}
		let isShared = defined.place !== file;
		let isWhole = true;
		const joined = joinPieces(defined.value, inner => {
			const found = this.resolve(inner, file, text, depth + 1);
			isShared ||= found?.isShared === true;
			isWhole &&= found !== null;
			return found?.text ?? null;
		});
		return joined === null || !isWhole ? null : {text: joined, isShared};
	}

	private findDefinition(name: string, file: string, text: string): {value: string; place: string} | null {
		const pattern = new RegExp(
			`^[ \\t]*#[ \\t]*define[ \\t]+${name}[ \\t]+((?:[^\\\\\\n]|\\\\[^]){1,${longestValue}})|\\bchar[ \\t*]+(?:const[ \\t]+)?${name}(?:\\[\\w*\\])?[ \\t]*=\\s*([^;]{1,${longestValue}});`,
			'm',
		);
		const seen = new Set<string>([file]);
		let level = [{place: file, content: text}];
		for (let depth = 0; depth < deepestHeader && level.length > 0; depth++) {
			const next: typeof level = [];
			for (const {place, content} of level) {
				const found = content.includes(name) ? pattern.exec(content) : null;
				if (found) {
					return {value: (found[1] ?? found[2]!).slice(0, longestValue).replace(/\\\r?\n/g, ' '), place};
				}
				this.addHeaders(place, content, seen, next);
			}
			level = next;
		}
		return null;
	}

	private addHeaders(
		place: string,
		content: string,
		seen: Set<string>,
		into: {place: string; content: string}[],
	): void {
		for (const header of this.listHeaders(place, content)) {
			const found = seen.has(header) ? null : this.readHeader(header);
			if (found !== null) {
				seen.add(header);
				into.push({place: header, content: found});
			}
		}
	}

	/** Where the headers of a file may lie: -I flags are not known here, so beside it and one folder up. */
	private listHeaders(place: string, content: string): readonly string[] {
		const known = this.included.get(place);
		if (known !== undefined) {
			return known;
		}
		const beside = path.posix.dirname(place);
		const found: string[] = [];
		for (const [, kind, name] of content.matchAll(include)) {
			if (kind === '"') {
				found.push(path.posix.join(beside, name!), path.posix.join(beside, '..', name!));
			} else if (!place.endsWith('.h') && name === 'linux/device-mapper.h') {
				found.push(`include/${name}`);
			}
		}
		if (place.endsWith('.h')) {
			this.included.set(place, found);
		}
		return found;
	}

	private readHeader(header: string): string | null {
		let content = this.headers.get(header);
		if (content === undefined) {
			try {
				content = readTreeFile(this.tree, header, {encoding: 'latin1'});
				// Register lists of a megabyte name no driver.
				content = content.length > largestHeader ? null : content;
			} catch {
				content = null;
			}
			if (this.headers.size >= cachedHeaders) {
				this.headers.clear();
				this.included.clear();
			}
			this.headers.set(header, content);
		}
		return content;
	}
}

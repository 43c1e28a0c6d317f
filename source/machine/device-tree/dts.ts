/** Device tree source: the text that dtc compiles, with what the C preprocessor would take out of it. */
import {
	type DeviceTree,
	deepestNode,
	isDisabledStatus,
	longestName,
	mostNodes,
	mostStrings,
	type TreeNode,
} from './nodes.ts';

/** Whether a text is device tree source: it says so, or its braces hold what only nodes have. */
export function isDts(text: string): boolean {
	if (/^[ \t]*\/dts-v1\/[ \t]*;/m.test(text)) return true;
	return (
		/^[ \t]*(?:[\w]+:[ \t]*)*(?:\/|&[\w{][\w/@,.{}-]*|[\w,.+-]+(?:@[\w,.]+)?)[ \t]*\{[ \t]*$/m.test(text) &&
		/^[ \t]*(?:compatible|status|reg|#address-cells)\s*=\s*["<&]/m.test(text)
	);
}

const preprocessor =
	/^[ \t]*#[ \t]*(?:include|define|undef|ifdef|ifndef|if|elif|else|endif|error|warning|pragma|line)\b|^[ \t]*#[ \t]*\d+[ \t]+"/;
/** Everything that has a meaning of its own; what lies between is a word. */
const token =
	/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|$)|\/(?:delete-node|delete-property|omit-if-no-ref|dts-v1|plugin|memreserve|include|bits|incbin)\/|[{};=<>[\]():,]|&\{[^{}\n]*\}|[^\s"{};=<>[\]():,]+/g;

/** Words of a statement that are kept. */
const mostWords = 128;

/** A node that is being read, and everything said of it anywhere in the text. */
interface Open {
	path: string;
	compatible: string[] | null;
	status: string | null;
	isDeleted: boolean;
	parent: Open | null;
}

/** Whether a node or one around it was deleted: what is made later under its name is another. */
function isGone({isDeleted, parent}: Open): boolean {
	return isDeleted || (parent !== null && isGone(parent));
}

/** Nodes below one that is not used are not used, either. */
function isOff({status, parent}: Open): boolean {
	return isDisabledStatus(status) || (parent !== null && isOff(parent));
}

/** Reads a text; includes are not followed. */
export function readDts(text: string): DeviceTree {
	const {source, includes} = withoutPreprocessor(text);
	const reading = new DtsReading();
	let previous: string[] = [];
	for (const [word] of source.matchAll(token)) {
		if (word.startsWith('/*') || word.startsWith('//')) continue;
		previous = reading.take(word, previous);
		if (reading.isFull) break;
	}
	return reading.end(includes);
}

/** Lines of the preprocessor taken out: all branches stay. Names of files that it would include. */
function withoutPreprocessor(text: string): {source: string; includes: string[]} {
	const includes: string[] = [];
	const lines: string[] = [];
	let isDirective = false;
	for (const line of text.split('\n')) {
		isDirective = isDirective || preprocessor.test(line);
		if (isDirective) {
			const file = /^\s*#\s*include\s*[<"]([^>"]+)[>"]/.exec(line)?.[1];
			if (file !== undefined) includes.push(file);
		} else {
			const file = /^\s*\/include\/\s*"([^"]+)"/.exec(line)?.[1];
			if (file !== undefined) includes.push(file);
			lines.push(line);
		}
		isDirective = isDirective && line.trimEnd().endsWith('\\');
	}
	return {source: lines.join('\n'), includes};
}

class DtsReading {
	private readonly byPath = new Map<string, Open>();
	private readonly labels = new Map<string, Open>();
	private readonly stack: (Open | null)[] = [];
	private tooDeep = 0;

	get isFull(): boolean {
		return this.byPath.size >= mostNodes;
	}

	/** Takes the next token; `before` are those since the last `;`, `{` or `}`. */
	take(word: string, before: string[]): string[] {
		if (word === '{') {
			this.open(before);
			return [];
		}
		if (word === '}') {
			this.stack.pop();
			return [];
		}
		if (word !== ';') {
			// A table is long: of use are its beginning, which names it, and the end before a brace.
			if (before.length >= mostWords) before.splice(mostWords / 2, 1);
			before.push(word);
			return before;
		}
		this.statement(before);
		return [];
	}

	private open(words: readonly string[]): void {
		if (this.stack.length >= deepestNode) {
			this.tooDeep += 1;
			this.stack.push(null);
			return;
		}
		const plain = words.filter(word => word !== '/omit-if-no-ref/');
		const labels = plain.flatMap((word, index) => (plain[index + 1] === ':' ? [word] : []));
		const name = nameOf(plain);
		const node = name === '' ? null : this.node(name);
		if (node !== null) for (const label of labels) this.labels.set(label, node);
		this.stack.push(node);
	}

	private node(name: string): Open | null {
		const parent = this.stack.at(-1);
		if (name.startsWith('&')) {
			const reference = name.startsWith('&{') ? name.slice(2, -1) : name;
			return this.labels.get(name.slice(1)) ?? this.at(reference);
		}
		if (parent === null) return null;
		if (parent === undefined) return name === '/' ? this.at('/') : null;
		return this.at(`${parent.path === '/' ? '' : parent.path}/${name}`);
	}

	private at(path: string): Open {
		const short = path.slice(0, longestName * 4);
		let known = this.byPath.get(short);
		if (known === undefined || isGone(known)) {
			const above = this.byPath.get(short.slice(0, Math.max(short.lastIndexOf('/'), 0)) || '/') ?? null;
			const parent = short === '/' || (short.startsWith('&') && !short.includes('/')) ? null : above;
			known = {path: short, compatible: null, status: null, isDeleted: false, parent};
			this.byPath.set(short, known);
		}
		return known;
	}

	private statement(words: readonly string[]): void {
		const node = this.stack.at(-1);
		if (words[0] === '/delete-node/') this.remove(words.slice(1).join(''));
		if (words[0] === '/delete-node/' || node === undefined || node === null) return;
		if (words[0] === '/delete-property/') {
			if (words[1] === 'compatible') node.compatible = null;
			if (words[1] === 'status') node.status = null;
			return;
		}
		// A macro without a semicolon may stand before the property's name.
		const equals = words.indexOf('=');
		const property = words[equals - 1];
		if (equals < 1 || (property !== 'compatible' && property !== 'status')) return;
		const strings = words.slice(equals + 1).flatMap(word => (word.startsWith('"') ? stringsOf(word) : []));
		if (property === 'compatible') node.compatible = strings.slice(0, mostStrings);
		else node.status = strings[0] ?? null;
	}

	private remove(name: string): void {
		const parent = this.stack.at(-1);
		const node = name.startsWith('&')
			? (this.labels.get(name.slice(1)) ?? this.byPath.get(name.startsWith('&{') ? name.slice(2, -1) : name))
			: parent && this.byPath.get(`${parent.path === '/' ? '' : parent.path}/${name}`);
		if (node) node.isDeleted = true;
	}

	end(includes: readonly string[]): DeviceTree {
		const all = [...this.byPath.values()].filter(node => !isGone(node));
		const nodes = all.flatMap((node): TreeNode[] =>
			node.compatible === null || node.compatible.length === 0
				? []
				: [{path: node.path, compatible: node.compatible, isDisabled: isOff(node)}],
		);
		// An overlay or a board says of nodes that its includes define whether they are used, not what they are.
		const extended = all.filter(({path, compatible}) => /^&[^/]*$/.test(path) && compatible === null).length;
		// Headers define macros, no nodes.
		const trees = includes.filter(name => !name.endsWith('.h'));
		const unknown =
			extended === 0
				? ''
				: `what ${extended === 1 ? 'a node is that it extends' : `${extended} nodes are that it extends`} is not known`;
		const more = trees.length > 4 ? ` and ${trees.length - 4} more` : '';
		const whole = 'its .dtb holds the whole tree (make dtbs)';
		const told = [
			...(trees.length > 0 ? [`includes are not followed (${trees.slice(0, 4).join(', ')}${more})`] : []),
			...(unknown === '' ? [] : [unknown]),
			...(trees.length > 0 ? [whole] : []),
		];
		return {
			nodes,
			problems: [
				...(told.length > 0 ? [told.join('; ')] : []),
				...(this.tooDeep > 0 ? [`nodes more than ${deepestNode} deep, left out: ${this.tooDeep}`] : []),
				...(this.isFull ? [`only the first ${mostNodes} nodes were read`] : []),
			],
		};
	}
}

/** `pmic,led@4008,1000`: the last word, with those before it that a comma parts from it. Others are labels and macros. */
function nameOf(words: readonly string[]): string {
	let start = words.length - 1;
	while (words[start - 1] === ',' && start >= 2) start -= 2;
	return words.slice(Math.max(start, 0)).join('');
}

/** The string behind a quote; `\0` parts several. */
function stringsOf(quoted: string): string[] {
	return quoted
		.slice(1, quoted.endsWith('"') && quoted.length > 1 ? -1 : undefined)
		.split('\\0')
		.map(text => text.replace(/\\(.)/g, '$1').slice(0, longestName))
		.filter(text => text !== '');
}

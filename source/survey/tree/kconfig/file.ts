/**
 * One Kconfig file, read into entries: the language of the kernel's Documentation/kbuild/kconfig-language.rst.
 * Help texts are searched for a few words and thrown away.
 */

import {type Decline, type Ending, type HelpLine, readWords} from './words.ts';

/** A condition as written, and the line that states it. */
export interface Condition {
	text: string;
	at: string;
}

/** The conditions of the if, menu and choice blocks around an entry, innermost first by `outer`. */
export interface Scope {
	outer: Scope | null;
	conditions: Condition[];
	/** The prompt of a menu; null for if and choice. */
	menu: string | null;
}

/** One `config` or `menuconfig` entry. A symbol may have several. */
export interface Definition {
	symbol: string;
	type: 'bool' | 'tristate' | 'other' | null;
	prompt: string | null;
	promptCondition: Condition | null;
	dependsOn: Condition[];
	selects: {symbol: string; condition: string | null; isWeak: boolean; at: string}[];
	/** Values of `default` and `def_…`, with their conditions. */
	defaults: {value: string; condition: string | null}[];
	scope: Scope;
	/** `file:line` of the entry. */
	at: string;
	/** Where its prompt or help calls the thing itself deprecated, legacy, obsolete, orphaned or unused. */
	decline: Decline | null;
	/** Where its prompt or help announces the end of the thing itself, and no condition for it. */
	ending: Ending | null;
}

/** A `source` line: the path as written and the blocks it stands in. */
export interface SourceLine {
	path: string;
	isRelative: boolean;
	isOptional: boolean;
	scope: Scope;
	at: string;
}

/** What one file says, in order. */
export interface KconfigFile {
	definitions: Definition[];
	sources: SourceLine[];
	/** Prompts of the menus opened, in order. */
	menus: string[];
	problems: {where: string; problem: string}[];
}

/** Reads one file. `file` is its path in the tree; `scope` the blocks around the line that sources it. */
export function parseKconfig(text: string, file: string, scope: Scope): KconfigFile {
	const reader = new KconfigReader(file, scope);
	reader.read(text);
	return reader.result;
}

function measureIndent(line: string): number {
	let width = 0;
	for (const character of line) {
		if (character === '\t') {
			width += 8 - (width % 8);
		} else if (character === ' ') {
			width++;
		} else {
			break;
		}
	}
	return width;
}

function stripComment(line: string): string {
	if (!line.includes('#')) {
		return line;
	}
	let quote = '';
	for (let index = 0; index < line.length; index++) {
		const character = line[index]!;
		if (quote !== '') {
			if (character === '\\') {
				index++;
			} else if (character === quote) {
				quote = '';
			}
		} else if (character === '"' || character === "'") {
			quote = character;
		} else if (character === '#') {
			return line.slice(0, index);
		}
	}
	return line;
}

/** Splits `"text" if CONDITION`; the text is unquoted and null when there is none. */
function readPrompt(rest: string): {text: string | null; condition: string | null} {
	const quoted = /^(["'])((?:\\.|(?!\1).)*)\1\s*(.*)$/.exec(rest);
	const text = quoted ? quoted[2]!.replace(/\\(.)/g, '$1').replace(/\s+/g, ' ').trim() : null;
	const condition = /^if\s+(.+)$/.exec(quoted ? quoted[3]! : rest)?.[1] ?? null;
	return {text: text === '' ? null : text, condition};
}

function splitIf(rest: string): {value: string; condition: string | null} {
	const found = /^(.*?)\s+if\b\s*(.+)$/.exec(rest);
	return found
		? {value: found[1]!.trim(), condition: found[2]!.trim()}
		: {value: rest.trim(), condition: null};
}

type Target = {kind: 'definition'; definition: Definition} | {kind: 'scope'; scope: Scope} | null;

class KconfigReader {
	readonly result: KconfigFile = {definitions: [], sources: [], menus: [], problems: []};
	private readonly file: string;
	private scope: Scope;
	private target: Target = null;
	/** Where the prompt of the definition that is being read stands. */
	private promptAt = '';
	private readonly blocks: {kind: string; at: string}[] = [];

	constructor(file: string, scope: Scope) {
		this.file = file;
		this.scope = scope;
	}

	read(text: string): void {
		const lines = text.split('\n');
		for (let index = 0; index < lines.length; index++) {
			const at = `${this.file}:${index + 1}`;
			let line = lines[index]!;
			while (line.endsWith('\\') && index + 1 < lines.length) {
				index++;
				line = line.slice(0, -1) + lines[index]!;
			}
			line = stripComment(line).trim();
			if (line === '') {
				continue;
			}
			if (/^(?:---)?help(?:---)?$/.test(line)) {
				index = this.readHelp(lines, index + 1) - 1;
				continue;
			}
			this.readLine(line, at);
		}
		for (const block of this.blocks) {
			this.result.problems.push({where: block.at, problem: `${block.kind} is never closed`});
		}
	}

	/** Returns the index of the first line after the help text. */
	private readHelp(lines: readonly string[], start: number): number {
		const definition = this.target?.kind === 'definition' ? this.target.definition : null;
		let indent = -1;
		let index = start;
		const help: HelpLine[] = [];
		for (; index < lines.length; index++) {
			const line = lines[index]!;
			if (line.trim() === '') {
				help.push({text: '', at: ''});
				continue;
			}
			const width = measureIndent(line);
			if (indent < 0) {
				indent = width;
				if (width === 0) {
					break;
				}
			} else if (width < indent) {
				break;
			}
			help.push({text: line, at: `${this.file}:${index + 1}`});
		}
		if (definition !== null) {
			Object.assign(definition, readWords(definition.symbol, this.promptOf(definition), help));
		}
		return index;
	}

	private promptOf({prompt}: Definition): {text: string; at: string} | null {
		return prompt === null ? null : {text: prompt, at: this.promptAt};
	}

	private readLine(line: string, at: string): void {
		const [, keyword = '', rest = ''] = /^([a-z_]+)(?![\w-])\s*(.*)$/.exec(line) ?? [];
		switch (keyword) {
			case 'config':
			case 'menuconfig':
				this.openDefinition(rest.trim(), at);
				break;
			case 'if':
				this.openBlock('if', [{text: rest, at}], null, at);
				break;
			case 'menu': {
				const title = readPrompt(rest).text;
				this.openBlock('menu', [], title, at);
				if (title !== null) {
					this.result.menus.push(title);
				}
				this.target = {kind: 'scope', scope: this.scope};
				break;
			}
			case 'choice':
				this.openBlock('choice', [], null, at);
				this.target = {kind: 'scope', scope: this.scope};
				break;
			case 'endif':
			case 'endmenu':
			case 'endchoice':
				this.closeBlock(keyword.slice(3), at);
				break;
			case 'comment':
			case 'mainmenu':
				this.target = null;
				break;
			case 'source':
			case 'rsource':
			case 'osource':
			case 'orsource':
				this.readSource(keyword, rest, at);
				break;
			case 'depends':
				this.readDepends(rest.replace(/^on\b\s*/, ''), at);
				break;
			default:
				if (this.target?.kind === 'definition') {
					this.readAttribute(this.target.definition, keyword, rest, at);
				}
		}
	}

	private openDefinition(symbol: string, at: string): void {
		if (!/^\w+$/.test(symbol)) {
			this.result.problems.push({where: at, problem: `config without a symbol's name`});
			this.target = null;
			return;
		}
		const definition: Definition = {
			symbol,
			type: null,
			prompt: null,
			promptCondition: null,
			dependsOn: [],
			selects: [],
			defaults: [],
			scope: this.scope,
			at,
			decline: null,
			ending: null,
		};
		this.result.definitions.push(definition);
		this.target = {kind: 'definition', definition};
	}

	private openBlock(kind: string, conditions: Condition[], menu: string | null, at: string): void {
		this.scope = {outer: this.scope, conditions, menu};
		this.blocks.push({kind, at});
		this.target = null;
	}

	private closeBlock(kind: string, at: string): void {
		this.target = null;
		if (this.blocks.at(-1)?.kind !== kind) {
			this.result.problems.push({where: at, problem: `end${kind} closes no ${kind}`});
			return;
		}
		this.blocks.pop();
		this.scope = this.scope.outer ?? this.scope;
	}

	private readSource(keyword: string, rest: string, at: string): void {
		this.target = null;
		this.result.sources.push({
			path: rest.trim().replace(/^["']|["']$/g, ''),
			isRelative: keyword.includes('r') && keyword !== 'source' && keyword !== 'osource',
			isOptional: keyword.startsWith('o'),
			scope: this.scope,
			at,
		});
	}

	private readDepends(rest: string, at: string): void {
		const {value, condition} = splitIf(rest);
		if (value === '') {
			return;
		}
		// `depends on A if B` constrains only where B is set: the same as `A || !B`.
		const text = condition === null ? value : `${value} || !(${condition})`;
		if (this.target?.kind === 'definition') {
			this.target.definition.dependsOn.push({text, at});
		} else if (this.target?.kind === 'scope') {
			this.target.scope.conditions.push({text, at});
		}
	}

	private readAttribute(definition: Definition, keyword: string, rest: string, at: string): void {
		switch (keyword) {
			case 'bool':
			case 'boolean':
			case 'tristate':
			case 'int':
			case 'hex':
			case 'string':
				definition.type = readType(keyword);
				this.setPrompt(definition, rest, at);
				break;
			case 'prompt':
				this.setPrompt(definition, rest, at);
				break;
			case 'def_bool':
			case 'def_tristate':
				definition.type = readType(keyword.slice(4));
				definition.defaults.push(splitIf(rest));
				break;
			case 'default':
				definition.defaults.push(splitIf(rest));
				break;
			case 'select':
			case 'imply': {
				const {value, condition} = splitIf(rest);
				definition.selects.push({symbol: value, condition, isWeak: keyword === 'imply', at});
				break;
			}
			default:
		}
	}

	private setPrompt(definition: Definition, rest: string, at: string): void {
		const {text, condition} = readPrompt(rest.trim());
		if (text === null) {
			return;
		}
		definition.prompt = text;
		definition.promptCondition = condition === null ? null : {text: condition, at};
		this.promptAt = at;
		Object.assign(definition, readWords(definition.symbol, {text, at}, []));
	}
}

function readType(keyword: string): Definition['type'] {
	return keyword === 'tristate' ? 'tristate' : keyword.startsWith('bool') ? 'bool' : 'other';
}

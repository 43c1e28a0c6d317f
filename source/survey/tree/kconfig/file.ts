/**
 * One Kconfig file, read into entries: the language of the kernel's Documentation/kbuild/kconfig-language.rst.
 * Help texts are searched for a few words and thrown away.
 */

import {measureIndent, readPrompt, splitIf, stripComment} from './line.ts';
import {type Decline, type Ending, type HelpLine, readWords} from './words.ts';

/**
 * What one file may hold. The rule: a line, a condition, a list of them and the nesting of blocks have a length that no
 * kernel comes near, for what is said of an option is weighed again and again, and goes into its record.
 */
const longestLine = 16_384;
const longestCondition = 4000;
const longestPrompt = 1000;
/** Conditions, choices and defaults of one entry; X86 selects 280. */
const mostLines = 2000;
/** Conditions of one entry or block. */
const mostConditions = 200;
/** Blocks in each other, over all files; in Linux 7.3 up to 9. */
const deepestBlock = 100;

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
	/** How many blocks are around it. */
	depth?: number;
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

type Target = {kind: 'definition'; definition: Definition} | {kind: 'scope'; scope: Scope} | null;

class KconfigReader {
	readonly result: KconfigFile = {definitions: [], sources: [], menus: [], problems: []};
	private readonly file: string;
	private scope: Scope;
	private target: Target = null;
	/** Where the prompt of the definition that is being read stands. */
	private promptAt = '';
	private readonly blocks: {kind: string; at: string}[] = [];
	/** The scopes around the blocks that are open here. */
	private readonly outers: Scope[] = [];

	constructor(file: string, scope: Scope) {
		this.file = file;
		this.scope = scope;
	}

	read(text: string): void {
		const lines = text.split('\n');
		for (let index = 0; index < lines.length; index++) {
			const at = `${this.file}:${index + 1}`;
			let line = lines[index]!;
			if (line.endsWith('\\')) {
				const parts: string[] = [];
				while (line.endsWith('\\') && index + 1 < lines.length) {
					parts.push(line.slice(0, -1));
					line = lines[++index]!;
				}
				line = [...parts, line].join('');
			}
			if (line.length > longestLine) {
				this.refuse(at, `has a line of ${line.length} characters: left out`);
				continue;
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
			help.push({text: line.slice(0, longestLine), at: `${this.file}:${index + 1}`});
		}
		if (definition !== null) {
			Object.assign(definition, readWords(definition.symbol, this.promptOf(definition), help));
		}
		return index;
	}

	private refuse(where: string, problem: string): void {
		this.result.problems.push({where, problem});
	}

	private promptOf({prompt}: Definition): {text: string; at: string} | null {
		return prompt === null ? null : {text: prompt, at: this.promptAt};
	}

	private readLine(line: string, at: string): void {
		const [, keyword = '', rest = ''] = /^([a-z_]+)(?![\w-])\s*([\s\S]*)$/.exec(line) ?? [];
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
		const depth = (this.scope.depth ?? 0) + 1;
		if (depth === deepestBlock + 1) {
			this.refuse(at, `blocks nest deeper than ${deepestBlock}: their conditions are left out`);
		}
		// The block is closed like any other; what it says is not weighed.
		const kept = depth > deepestBlock ? [] : conditions.filter(condition => this.isFit(condition));
		const outer = depth > deepestBlock ? this.scope.outer : this.scope;
		this.outers.push(this.scope);
		this.scope = {outer, conditions: kept, menu, depth};
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
		this.scope = this.outers.pop()!;
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
		if (this.target === null || !this.isFit({text, at})) {
			return;
		}
		const {kind} = this.target;
		const conditions =
			kind === 'definition' ? this.target.definition.dependsOn : this.target.scope.conditions;
		if (conditions.length < mostConditions) {
			conditions.push({text, at});
		} else if (conditions.length === mostConditions) {
			this.refuse(at, `has more than ${mostConditions} conditions: the others are left out`);
		}
	}

	/** Whether a condition is short enough to be weighed. */
	private isFit({text, at}: Condition): boolean {
		if (text.length <= longestCondition) {
			return true;
		}
		this.refuse(at, `has a condition of ${text.length} characters: left out`);
		return false;
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
				if (this.hasRoom(definition.defaults, rest, at)) {
					definition.defaults.push(splitIf(rest));
				}
				break;
			case 'default':
				if (this.hasRoom(definition.defaults, rest, at)) {
					definition.defaults.push(splitIf(rest));
				}
				break;
			case 'select':
			case 'imply':
				if (this.hasRoom(definition.selects, rest, at)) {
					const {value, condition} = splitIf(rest);
					definition.selects.push({symbol: value, condition, isWeak: keyword === 'imply', at});
				}
				break;
			default:
		}
	}

	/** Whether a list of an entry takes another line. */
	private hasRoom(list: readonly unknown[], rest: string, at: string): boolean {
		if (list.length === mostLines) {
			this.refuse(at, `has more than ${mostLines} lines of a kind: the others are left out`);
		}
		return list.length < mostLines && this.isFit({text: rest, at});
	}

	private setPrompt(definition: Definition, rest: string, at: string): void {
		const {text, condition} = readPrompt(rest.trim());
		if (text === null) {
			return;
		}
		definition.prompt = text.slice(0, longestPrompt);
		definition.promptCondition =
			condition === null || !this.isFit({text: condition, at}) ? null : {text: condition, at};
		this.promptAt = at;
		Object.assign(definition, readWords(definition.symbol, {text: definition.prompt, at}, []));
	}
}

function readType(keyword: string): Definition['type'] {
	return keyword === 'tristate' ? 'tristate' : keyword.startsWith('bool') ? 'bool' : 'other';
}

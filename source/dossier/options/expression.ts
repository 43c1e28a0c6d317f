/**
 * Conditions of Kconfig, as far as they can be judged without a configuration: can this ever be true? The
 * grammar is that of the kernel's Documentation/kbuild/kconfig-language.rst, "Menu dependencies".
 */

/** A parsed condition. `unknown` is what only a build can tell: a macro call, a comparison of strings. */
export type Expression =
	| {kind: 'symbol'; name: string}
	| {kind: 'constant'; isTrue: boolean}
	| {kind: 'unknown'}
	| {kind: 'not'; inner: Expression}
	| {kind: 'and' | 'or'; left: Expression; right: Expression};

const token = /\s*(&&|\|\||!=|<=|>=|[!()=<>]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\$\(|[A-Za-z0-9_.\-$/]+)/y;
const unknown: Expression = {kind: 'unknown'};

/** Words and signs of a condition: those of kernels have up to a hundred, and a tree of them is walked by functions that call themselves. */
const mostTokens = 1000;

/** Parses a condition. Null when it is not one, or too long; the caller then knows nothing about it. */
export function parseExpression(text: string): Expression | null {
	const tokens = readTokens(text);
	if (tokens === null || tokens.length === 0 || tokens.length > mostTokens) {
		return null;
	}
	const parser = new Parser(tokens);
	const expression = parser.readOr();
	return expression !== null && parser.isAtEnd() ? expression : null;
}

function readTokens(text: string): string[] | null {
	const tokens: string[] = [];
	let index = 0;
	const end = text.trimEnd().length;
	while (index < end) {
		token.lastIndex = index;
		const found = token.exec(text);
		if (!found) {
			return null;
		}
		index = token.lastIndex;
		if (found[1] === '$(') {
			index = skipMacro(text, index);
			tokens.push('$()');
		} else {
			tokens.push(found[1]!);
		}
	}
	return tokens;
}

function skipMacro(text: string, start: number): number {
	let depth = 1;
	let index = start;
	while (index < text.length && depth > 0) {
		depth += text[index] === '(' ? 1 : text[index] === ')' ? -1 : 0;
		index++;
	}
	return index;
}

class Parser {
	private readonly tokens: readonly string[];
	private position = 0;

	constructor(tokens: readonly string[]) {
		this.tokens = tokens;
	}

	isAtEnd(): boolean {
		return this.position === this.tokens.length;
	}

	readOr(): Expression | null {
		let left = this.readAnd();
		while (left !== null && this.take('||')) {
			const right = this.readAnd();
			left = right === null ? null : {kind: 'or', left, right};
		}
		return left;
	}

	private readAnd(): Expression | null {
		let left = this.readFactor();
		while (left !== null && this.take('&&')) {
			const right = this.readFactor();
			left = right === null ? null : {kind: 'and', left, right};
		}
		return left;
	}

	private readFactor(): Expression | null {
		if (this.take('!')) {
			const inner = this.readFactor();
			return inner === null ? null : {kind: 'not', inner};
		}
		if (this.take('(')) {
			const inner = this.readOr();
			return inner !== null && this.take(')') ? inner : null;
		}
		const left = this.takeOperand();
		if (left === null) {
			return null;
		}
		const operator = ['=', '!=', '<', '>', '<=', '>='].find(sign => this.take(sign));
		if (operator === undefined) {
			return readOperand(left);
		}
		const right = this.takeOperand();
		return right === null ? null : compare(left, operator, right);
	}

	private take(wanted: string): boolean {
		if (this.tokens[this.position] !== wanted) {
			return false;
		}
		this.position++;
		return true;
	}

	private takeOperand(): string | null {
		const found = this.tokens[this.position];
		if (found === undefined || /^(?:&&|\|\||[!()=<>]+)$/.test(found)) {
			return null;
		}
		this.position++;
		return found;
	}
}

function isQuoted(operand: string): boolean {
	return operand.startsWith('"') || operand.startsWith("'");
}

function readOperand(operand: string): Expression {
	if (operand.includes('$') || (isQuoted(operand) && !/^["'][ymn]?["']$/.test(operand))) {
		return unknown;
	}
	const bare = operand.replace(/^["']|["']$/g, '');
	if (bare === 'y' || bare === 'm' || bare === 'n' || bare === '') {
		return {kind: 'constant', isTrue: bare === 'y' || bare === 'm'};
	}
	return {kind: 'symbol', name: bare};
}

/** `A=y` needs A, `A=n` needs its absence; anything else compares values that only a build knows. */
function compare(left: string, operator: string, right: string): Expression {
	const [symbol, value] = /^["']?[ymn]["']?$/.test(left) ? [right, left] : [left, right];
	const bare = value.replace(/["']/g, '');
	const operand = readOperand(symbol);
	if (operand.kind !== 'symbol' || !/^[ymn]$/.test(bare) || (operator !== '=' && operator !== '!=')) {
		return unknown;
	}
	const isSet = operator === '=' ? bare !== 'n' : bare === 'n';
	// A != y (or m) holds for the other two values, so it needs nothing.
	if (operator === '!=' && bare !== 'n') {
		return unknown;
	}
	return isSet ? operand : {kind: 'not', inner: operand};
}

/** Whether a symbol may be set at all; those that may not are off for good. */
export type IsPossible = (symbol: string) => boolean;

/** Whether the condition can be true while every possible symbol is free to be on or off. */
export function canBeTrue(expression: Expression, isPossible: IsPossible): boolean {
	switch (expression.kind) {
		case 'symbol':
			return isPossible(expression.name);
		case 'constant':
			return expression.isTrue;
		case 'unknown':
			return true;
		case 'not':
			return canBeFalse(expression.inner, isPossible);
		case 'and':
			return canBeTrue(expression.left, isPossible) && canBeTrue(expression.right, isPossible);
		case 'or':
			return canBeTrue(expression.left, isPossible) || canBeTrue(expression.right, isPossible);
	}
}

function canBeFalse(expression: Expression, isPossible: IsPossible): boolean {
	switch (expression.kind) {
		case 'symbol':
		case 'unknown':
			return true;
		case 'constant':
			return !expression.isTrue;
		case 'not':
			return canBeTrue(expression.inner, isPossible);
		case 'and':
			return canBeFalse(expression.left, isPossible) || canBeFalse(expression.right, isPossible);
		case 'or':
			return canBeFalse(expression.left, isPossible) && canBeFalse(expression.right, isPossible);
	}
}

/** The symbols to blame for a condition that can't be true; empty when it can. */
export function findCulprits(expression: Expression, isPossible: IsPossible): string[] {
	if (canBeTrue(expression, isPossible)) {
		return [];
	}
	switch (expression.kind) {
		case 'symbol':
			return [expression.name];
		case 'and':
		case 'or':
			return [...findCulprits(expression.left, isPossible), ...findCulprits(expression.right, isPossible)];
		default:
			return [];
	}
}

/** The symbols without which a condition can't be true: those of every `&&`, and what all sides of an `||` share. */
export function findNeeded(expression: Expression): string[] {
	switch (expression.kind) {
		case 'symbol':
			return [expression.name];
		case 'and':
			return [...new Set([...findNeeded(expression.left), ...findNeeded(expression.right)])];
		case 'or': {
			const right = new Set(findNeeded(expression.right));
			return findNeeded(expression.left).filter(name => right.has(name));
		}
		default:
			return [];
	}
}

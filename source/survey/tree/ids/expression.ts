/** Constant expressions and strings, evaluated from tokens whose macros are expanded. */
import {decodeEscapes} from '../sources/c-strings.ts';
import {closing, isWord, spend} from './tokens.ts';

/** A value: a number as far as 32 bits reach, beyond that a bigint. */
export type Value = number | bigint;

/** Gives the value of a word that is no macro: an enumerator; null where it is none. */
export type FindValue = (name: string) => Value | null;

/** Characters that are told of what was not understood. */
const longestMessage = 200;

/** Says that something is no constant this evaluator knows. */
export class NotConstant extends Error {
	constructor(what: string) {
		super(what.slice(0, longestMessage));
	}
}

const typeWords = new Set([
	'unsigned',
	'signed',
	'int',
	'long',
	'short',
	'char',
	'bool',
	'_Bool',
	'const',
	'kernel_ulong_t',
	'ulong',
	'uint',
	'size_t',
	'uintptr_t',
	'unsigned',
	'__force',
]);
const sizedType = /^(?:__)?(?:u|s|be|le)(8|16|32|64)$|^u?int(8|16|32|64)_t$/;

const levels: readonly (readonly string[])[] = [
	['||'],
	['&&'],
	['|'],
	['^'],
	['&'],
	['==', '!='],
	['<', '>', '<=', '>='],
	['<<', '>>'],
	['+', '-'],
	['*', '/', '%'],
];

/**
 * The value of a constant expression.
 * @throws {NotConstant} where it names something unknown, or is none.
 */
export function evaluate(tokens: readonly string[], find: FindValue): Value {
	const reader = new ExpressionReader(tokens, find);
	const value = reader.conditional();
	if (reader.at < tokens.length) throw new NotConstant(tokens.join(' '));
	return value;
}

class ExpressionReader {
	at = 0;
	private readonly tokens: readonly string[];
	private readonly find: FindValue;

	constructor(tokens: readonly string[], find: FindValue) {
		this.tokens = tokens;
		this.find = find;
	}

	conditional(): Value {
		const condition = this.binary(0);
		if (this.tokens[this.at] !== '?') return condition;
		this.at++;
		// GNU C's `a ?: b`.
		const yes = this.tokens[this.at] === ':' ? condition : this.attempt();
		if (this.tokens[this.at++] !== ':') throw new NotConstant('?:');
		const no = this.attempt();
		const chosen = condition ? yes : no;
		if (chosen === null) throw new NotConstant('?:');
		return chosen;
	}

	/** A branch that is not taken need not be known; null where it isn't. */
	private attempt(): Value | null {
		const start = this.at;
		spend(1);
		try {
			return this.conditional();
		} catch (error) {
			if (!(error instanceof NotConstant)) throw error;
			this.at = start;
			let depth = 0;
			while (this.at < this.tokens.length) {
				const token = this.tokens[this.at]!;
				if (token === '(' || token === '{' || token === '[') this.at = closing(this.tokens, this.at);
				else if (token === '?') depth++;
				else if (token === ':' && depth-- === 0) break;
				else if (token === ',' || token === ')') break;
				this.at++;
			}
			return null;
		}
	}

	private binary(level: number): Value {
		const operators = levels[level];
		if (operators === undefined) return this.unary();
		let left = this.binary(level + 1);
		for (;;) {
			const operator = this.tokens[this.at];
			if (operator === undefined || !operators.includes(operator)) return left;
			this.at++;
			left = compute(operator, left, this.binary(level + 1));
		}
	}

	private unary(): Value {
		spend(1);
		const token = this.tokens[this.at++];
		switch (token) {
			case '-':
				return negate(this.unary());
			case '+':
				return this.unary();
			case '~': {
				const value = this.unary();
				return typeof value === 'number' ? -1 - value : -1n - value;
			}
			case '!':
				return this.unary() ? 0 : 1;
			case '(':
				return this.parenthesis();
			default:
				return this.primary(token);
		}
	}

	private parenthesis(): Value {
		const end = closing(this.tokens, this.at - 1);
		const inner = this.tokens.slice(this.at, end);
		const bits = castBits(inner);
		if (bits !== null) {
			this.at = end + 1;
			const value = this.unary();
			return bits === 0 ? value : truncate(value, bits);
		}
		const value = this.conditional();
		if (this.tokens[this.at++] !== ')') throw new NotConstant(inner.join(' '));
		return value;
	}

	private primary(token: string | undefined): Value {
		if (token === undefined) throw new NotConstant('nothing');
		if (/^\d/.test(token)) return readNumber(token);
		if (token.startsWith("'")) return decodeEscapes(token.slice(1, -1)).charCodeAt(0) || 0;
		if (token.startsWith('"')) return this.character(token);
		if (!isWord(token)) throw new NotConstant(token);
		if (this.tokens[this.at] === '(') return this.call(token);
		const value = token === 'true' ? 1 : token === 'false' ? 0 : this.find(token);
		if (value === null) throw new NotConstant(token);
		return value;
	}

	/** `"AMD"[1]`, by which a few tables spell their numbers. */
	private character(token: string): Value {
		if (this.tokens[this.at] !== '[') throw new NotConstant(token);
		const end = closing(this.tokens, this.at);
		const place = evaluate(this.tokens.slice(this.at + 1, end), this.find);
		this.at = end + 1;
		return decodeEscapes(token.slice(1, -1)).charCodeAt(Number(place)) || 0;
	}

	private call(name: string): Value {
		const end = closing(this.tokens, this.at);
		const start = this.at + 1;
		this.at = end + 1;
		const inner = this.tokens.slice(start, end);
		if (name === 'sizeof') return sizeOf(inner);
		if (name === '__builtin_constant_p') return 1;
		if (name === '__builtin_choose_expr') {
			const reader = new ExpressionReader(inner, this.find);
			const condition = reader.conditional();
			reader.at++;
			const yes = reader.attempt();
			reader.at++;
			const chosen = condition ? yes : reader.attempt();
			if (chosen === null) throw new NotConstant(name);
			return chosen;
		}
		throw new NotConstant(name);
	}
}

/** How many bits a cast leaves: 0 for all; null where the words in parentheses are no type. */
function castBits(words: readonly string[]): number | null {
	let bits = 0;
	let isType = false;
	for (const word of words) {
		const sized = sizedType.exec(word);
		if (sized !== null) bits = Number(sized[1] ?? sized[2]);
		else if (word === 'char') bits = 8;
		else if (word === 'short') bits = 16;
		else if (!typeWords.has(word) && word !== '*' && word !== 'void') return null;
		if (word !== '*') isType = true;
	}
	return isType ? (words.includes('*') ? 0 : bits) : null;
}

function sizeOf(words: readonly string[]): number {
	const bits = castBits(words);
	if (bits === null || words.length === 0) throw new NotConstant('sizeof');
	if (bits > 0 && !words.includes('*')) return bits / 8;
	return words.includes('long') || words.includes('*') || words.includes('kernel_ulong_t') ? 8 : 4;
}

/** A value cut down to some bits, never negative. */
export function truncate(value: Value, bits: number): Value {
	if (bits >= 64) return value < 0 ? BigInt.asUintN(64, BigInt(value)) : value;
	if (typeof value === 'number' && Math.abs(value) < 2 ** 53) {
		const size = 2 ** bits;
		return ((value % size) + size) % size;
	}
	return Number(BigInt.asUintN(bits, BigInt(value)));
}

function readNumber(token: string): Value {
	const digits = token.replace(/[uUlL]+$/, '');
	if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
	if (!/^(?:0[xX][\da-fA-F]+|0[bB][01]+|\d+)$/.test(digits)) throw new NotConstant(token);
	const value = Number(digits);
	return Number.isSafeInteger(value) ? value : BigInt(digits);
}

function negate(value: Value): Value {
	return typeof value === 'number' ? 0 - value : -value;
}

function compute(operator: string, left: Value, right: Value): Value {
	switch (operator) {
		case '||':
			return left || right ? 1 : 0;
		case '&&':
			return left && right ? 1 : 0;
		case '==':
			return BigInt(left) === BigInt(right) ? 1 : 0;
		case '!=':
			return BigInt(left) !== BigInt(right) ? 1 : 0;
		case '<':
			return left < right ? 1 : 0;
		case '>':
			return left > right ? 1 : 0;
		case '<=':
			return left <= right ? 1 : 0;
		case '>=':
			return left >= right ? 1 : 0;
		default:
			return calculate(operator, BigInt(left), BigInt(right));
	}
}

function calculate(operator: string, left: bigint, right: bigint): Value {
	if ((operator === '/' || operator === '%') && right === 0n) throw new NotConstant('division by 0');
	if ((operator === '<<' || operator === '>>') && (right < 0n || right > 63n))
		throw new NotConstant(operator);
	const results: Record<string, () => bigint> = {
		'|': () => left | right,
		'^': () => left ^ right,
		'&': () => left & right,
		'<<': () => left << right,
		'>>': () => left >> right,
		'+': () => left + right,
		'-': () => left - right,
		'*': () => left * right,
		'/': () => left / right,
		'%': () => left % right,
	};
	const value = BigInt.asIntN(65, results[operator]!());
	return value >= -0x1fffffffffffffn && value <= 0x1fffffffffffffn ? Number(value) : value;
}

/** Stands in a string for the module's own name, which the file doesn't know: several modules may be built from it. */
export const moduleNameMark = '\u0001';

/** A string: literals side by side, in parentheses or not; null where it is anything else. */
export function readString(tokens: readonly string[]): string | null {
	let text = '';
	let hasLiteral = false;
	for (const token of tokens) {
		if (token.startsWith('"')) {
			text += decodeEscapes(token.slice(1, -1)).replaceAll('KBUILD_MODNAME', moduleNameMark);
			hasLiteral = true;
		} else if (token === 'KBUILD_MODNAME') {
			text += moduleNameMark;
			hasLiteral = true;
		} else if (token !== '(' && token !== ')') return null;
	}
	return hasLiteral ? text : null;
}

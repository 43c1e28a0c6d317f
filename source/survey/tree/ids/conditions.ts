/**
 * `#if` as a survey sees it, which is no compiler of one configuration: what a CONFIG symbol, an architecture or a
 * compiler decides may be either way, all else is as it is.
 */
import {evaluate, NotConstant} from './expression.ts';
import {expand, type FindMacro} from './macros.ts';
import {closing, tokenise} from './tokens.ts';

/** What a condition says where every CONFIG symbol is set, and whether it says so for every configuration. */
export interface Verdict {
	holds: boolean;
	isSure: boolean;
}

const never =
	/^(?:__ASSEMBLY__|__ASSEMBLER__|__cplusplus|__CHECKER__|__GENKSYMS__|__DTS__|__clang_analyzer__)$/;
const asked = /^(?:IS_ENABLED|IS_BUILTIN|IS_MODULE|IS_REACHABLE)$/;

/**
 * The options of one configuration, as the compiler sees them: `CONFIG_X`, or `CONFIG_X_MODULE` for a module. Null: of
 * every configuration.
 */
export type Options = ReadonlySet<string> | null;

/** Judges one `#if`, `#ifdef`, `#ifndef` or `#elif`. `find` is null where it isn't known which macros there are. */
export function judge(
	directive: string,
	text: string,
	find: FindMacro | null,
	options: Options = null,
): Verdict {
	const plain = text
		.replace(/\\\r?\n/g, ' ')
		.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/.*/g, ' ')
		.trim();
	if (directive === 'ifdef' || directive === 'ifndef') {
		const verdict = isDefined(plain, find, options);
		return directive === 'ifdef' ? verdict : {...verdict, holds: !verdict.holds};
	}
	if (plain === '0' || plain === '1') return {holds: plain === '1', isSure: true};
	return judgeExpression(plain, find, options);
}

function isDefined(name: string, find: FindMacro | null, options: Options): Verdict {
	if (options !== null && name.startsWith('CONFIG_')) return {holds: options.has(name), isSure: true};
	if (name.startsWith('CONFIG_') || name === 'MODULE') return {holds: true, isSure: false};
	if (name === '__KERNEL__') return {holds: true, isSure: true};
	if (never.test(name)) return {holds: false, isSure: true};
	if (find?.(name)) return {holds: true, isSure: true};
	// Architectures and compilers announce themselves with underscores.
	return {holds: false, isSure: find !== null && !/^_|^[a-z]|^DEBUG|BIG_ENDIAN|LITTLE_ENDIAN/.test(name)};
}

function isEnabled(question: string, option: string, options: Options): Verdict {
	if (options === null) return {holds: true, isSure: false};
	const [builtIn, module] = [options.has(option), options.has(`${option}_MODULE`)];
	const holds = question === 'IS_BUILTIN' ? builtIn : question === 'IS_MODULE' ? module : builtIn || module;
	return {holds, isSure: true};
}

function judgeExpression(text: string, find: FindMacro | null, options: Options): Verdict {
	let isSure = true;
	const note = (verdict: Verdict): string => {
		isSure &&= verdict.isSure;
		return verdict.holds ? '1' : '0';
	};
	const answer = (tokens: readonly string[]): string[] => {
		const plain: string[] = [];
		for (let at = 0; at < tokens.length; at++) {
			const token = tokens[at]!;
			if (token === 'defined') {
				const isCall = tokens[at + 1] === '(';
				plain.push(note(isDefined(tokens[at + (isCall ? 2 : 1)] ?? '', find, options)));
				at += isCall ? 3 : 1;
			} else if (asked.test(token) && tokens[at + 1] === '(') {
				const option = tokens[at + 2] ?? '';
				plain.push(note(isEnabled(token, option, options)));
				at = closing(tokens, at + 1);
			} else plain.push(token);
		}
		return plain;
	};
	// Macros may ask too.
	const direct = answer(tokenise(text));
	const known =
		find === null ? direct : answer(expand(direct, name => (asked.test(name) ? null : find(name))));
	try {
		const value = evaluate(known, name => {
			if (options !== null && name.startsWith('CONFIG_')) return options.has(name) ? 1 : 0;
			if (find === null || /^CONFIG_|^_|^[a-z]|VERSION|BITS/.test(name)) isSure = false;
			if (name.startsWith('CONFIG_')) return 1;
			return name === 'BITS_PER_LONG' ? 64 : 0;
		});
		return {holds: Boolean(value), isSure};
	} catch (error) {
		if (!(error instanceof NotConstant)) throw error;
		return {holds: true, isSure: false};
	}
}

/** Which branch of nested conditionals a line stands in. */
export class Branches {
	private readonly open: {wasTaken: boolean; wasLikely: boolean; mayBe: boolean; isLikely: boolean}[] = [];

	/** Whether some configuration has the lines that come now. */
	get mayBe(): boolean {
		return this.open.every(({mayBe}) => mayBe);
	}

	/** Whether a configuration with everything set has them. */
	get isLikely(): boolean {
		return this.open.every(({isLikely}) => isLikely);
	}

	get depth(): number {
		return this.open.length;
	}

	/** Takes a directive of conditionals; `judgeIt` is asked only where the answer matters. */
	take(directive: string, judgeIt: () => Verdict): void {
		if (directive === 'endif') {
			this.open.pop();
			return;
		}
		if (directive.startsWith('if')) {
			const {holds, isSure} = this.mayBe ? judgeIt() : {holds: false, isSure: true};
			this.open.push({
				wasTaken: holds && isSure,
				wasLikely: holds,
				mayBe: holds || !isSure,
				isLikely: holds,
			});
			return;
		}
		const last = this.open.at(-1);
		if (last === undefined) return;
		if (last.wasTaken) {
			last.mayBe = false;
			last.isLikely = false;
			return;
		}
		const {holds, isSure} = directive === 'else' ? {holds: true, isSure: true} : judgeIt();
		last.mayBe = holds || !isSure;
		last.isLikely = holds && !last.wasLikely;
		last.wasTaken = holds && isSure;
		last.wasLikely ||= holds;
	}
}

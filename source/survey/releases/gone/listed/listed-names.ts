/** Whether two drivers are one under two names, by what they are called. */

import {normaliseName} from '../../../../dossier/query/names.ts';

/** What a driver is called. */
export interface Called {
	module: string;
	title: string | null;
}

/** So alike two names must be, where their titles are alike too: cp2101 and cp210x are, ide-disk and ide-cs are not. */
const alikeNames = 0.75;
/** So alike where no title says more. */
const alikeNamesAlone = 0.85;
/** So much of the words of the shorter title must stand in the other. */
const alikeTitles = 0.5;

/**
 * How likely a driver that came where another went is the same one under another name: from 0, not, to 1. Only those
 * that came in the release that lacks the other, into the folder that it lay in, may be asked about: two drivers of one
 * folder often have names that differ in a letter.
 */
export function likeness(one: Called, other: Called): number {
	const [left, right] = [normaliseName(one.module), normaliseName(other.module)];
	if (isOtherPart(left, right)) return 0;
	const share = Math.min(
		shareOfLetters(left, right),
		0.25 + shareOfLetters(...withoutSharedStart(left, right)),
	);
	if (one.title === null && other.title === null) return share >= alikeNamesAlone ? share : 0;
	if (share < alikeNames || one.title === null || other.title === null) return 0;
	return sharedWords(one.title, other.title) >= alikeTitles ? share : 0;
}

/** Whether one name has another's number of a part, or its beginning: whoever took its devices is what it is called now. */
export function isNamedAlike(one: string, other: string): boolean {
	const [left, right] = [normaliseName(one), normaliseName(other)];
	if (shareOfLetters(left, right) >= alikeNames) return true;
	const parts = new Set(partNumbers(left));
	return partNumbers(right).some(part => parts.has(part));
}

/** Words of a name that number a part: `mcp23s08` of `pinctrl_mcp23s08_i2c`. */
export function partNumbers(name: string): string[] {
	return name
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter(word => word.length >= 4 && /\d/.test(word) && /[a-z]/.test(word));
}

/** Whether a number in one name is another one in the other: wm8915 and wm8983. An x may be any digit: cp2101 and cp210x. */
function isOtherPart(one: string, other: string): boolean {
	const numbersOf = (name: string): string[] => name.match(/[\dx]*\d[\dx]*/g) ?? [];
	const right = numbersOf(other);
	return numbersOf(one).some((number, index) => {
		const its = right[index];
		if (its === undefined || its.length !== number.length) return false;
		return [...number].some((digit, at) => digit !== its[at] && digit !== 'x' && its[at] !== 'x');
	});
}

/** Two names from the first word that differs. */
function withoutSharedStart(one: string, other: string): [string, string] {
	const [left, right] = [one.split('_'), other.split('_')];
	let at = 0;
	while (at < left.length - 1 && at < right.length - 1 && left[at] === right[at]) at++;
	return [left.slice(at).join('_'), right.slice(at).join('_')];
}

/** The letters that two names have in the same order, as a share of both. */
function shareOfLetters(one: string, other: string): number {
	const row = new Array<number>(other.length + 1).fill(0);
	for (const letter of one) {
		let diagonal = 0;
		for (let at = 1; at <= other.length; at++) {
			const above = row[at]!;
			row[at] = letter === other[at - 1] ? diagonal + 1 : Math.max(above, row[at - 1]!);
			diagonal = above;
		}
	}
	return (2 * row[other.length]!) / (one.length + other.length);
}

/** Words of both titles, as a share of the words of the shorter one. */
function sharedWords(one: string, other: string): number {
	const [left, right] = [titleWords(one), titleWords(other)];
	return [...left].filter(word => right.has(word)).length / Math.max(1, Math.min(left.size, right.size));
}

function titleWords(title: string): Set<string> {
	return new Set(title.toLowerCase().match(/[a-z0-9]+/g) ?? []);
}

/** So much of the longer of two titles must stand in the shorter. */
const nearTitles = 0.7;

/** Whether two titles say the same but for a word or so, which may be the number of a part. */
export function areTitlesNear(one: string, other: string): boolean {
	const [left, right] = [titleWords(one), titleWords(other)];
	const shared = [...left].filter(word => right.has(word)).length;
	return shared >= 4 && shared >= Math.max(left.size, right.size) * nearTitles;
}

/**
 * Whether a module is not what its option is called after, while another one that the option builds is. Of several
 * objects on one line of a Makefile lists name the last, which may be what the others share.
 */
export function isHelperBeside(module: string, other: string, option: string): boolean {
	const name = normaliseName(option).toLowerCase();
	const isOfOption = (one: string) => {
		const words = normaliseName(one)
			.toLowerCase()
			.split('_')
			.filter(word => word.length >= 3 && word !== 'snd');
		return words.length === 0 || words.some(word => name.includes(word));
	};
	return !isOfOption(module) && (isOfOption(other) || normaliseName(other).toLowerCase().includes(name));
}

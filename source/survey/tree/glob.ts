/**
 * Shell patterns (`*`, `?`, `[…]`) for paths, matched in steps that a pattern and a path bound together: as a regular
 * expression a few dozen stars take longer than anybody waits.
 */

/** One place of a pattern: any letter it is given, or a star. */
type Place = {isStar: true; crosses: boolean} | {isStar: false; fits(letter: string): boolean};

/** How a pattern is read. */
interface Reading {
	/** Whether one star crosses slashes, as in get_maintainer; two do wherever `crosses` is not false. */
	crosses: boolean;
	/** Whether the beginning of a path is enough. */
	isPrefix: boolean;
}

/** A pattern that can be asked about paths. */
export interface Glob {
	test(path: string): boolean;
}

/** A shell pattern for one path; `*` doesn't cross a slash. */
export function compileGlob(pattern: string): Glob {
	return compile(pattern, {crosses: false, isPrefix: false});
}

/** A pattern of MAINTAINERS, as get_maintainer reads it: `*` crosses slashes, and the beginning of a path is enough. */
export function compilePrefixGlob(pattern: string): Glob {
	return compile(pattern, {crosses: true, isPrefix: true});
}

function compile(pattern: string, {crosses, isPrefix}: Reading): Glob {
	const places = placesOf(pattern, crosses);
	return {test: path => matches(places, path, isPrefix)};
}

function placesOf(pattern: string, crosses: boolean): Place[] {
	const places: Place[] = [];
	for (let at = 0; at < pattern.length; at++) {
		const letter = pattern[at]!;
		if (letter === '*') {
			const last = places.at(-1);
			if (last?.isStar !== true) places.push({isStar: true, crosses});
		} else if (letter === '?') {
			places.push({isStar: false, fits: other => crosses || other !== '/'});
		} else {
			const end = letter === '[' ? endOfClass(pattern, at) : -1;
			const letters = end < 0 ? null : readClass(pattern.slice(at, end + 1));
			if (letters === null) places.push({isStar: false, fits: other => other === letter});
			else {
				places.push({isStar: false, fits: other => letters.test(other)});
				at = end;
			}
		}
	}
	return places;
}

function endOfClass(pattern: string, start: number): number {
	// As in regular expressions, a bracket right behind the opening one closes it.
	return pattern.indexOf(']', start + 1);
}

/** The letters that `[…]` stands for, as a regular expression on one letter; null where it is none. */
function readClass(text: string): RegExp | null {
	try {
		return new RegExp(`^${text.replace(/[.+^${}()|\\]/g, '\\$&')}$`);
	} catch {
		return null;
	}
}

/** Goes back to the last star only: an earlier one has taken as little as it could, and that is enough. */
function matches(places: readonly Place[], path: string, isPrefix: boolean): boolean {
	let place = 0;
	let at = 0;
	let star = -1;
	let taken = 0;
	for (;;) {
		if (place === places.length && (isPrefix || at === path.length)) return true;
		const next = places[place];
		if (next?.isStar) {
			star = place++;
			taken = at;
			continue;
		}
		if (next !== undefined && at < path.length && next.fits(path[at]!)) {
			place++;
			at++;
			continue;
		}
		const last = places[star];
		if (last === undefined || !last.isStar || taken >= path.length) return false;
		if (!last.crosses && path[taken] === '/') return false;
		at = ++taken;
		place = star + 1;
	}
}

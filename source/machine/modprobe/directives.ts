/** Directives of modprobe.d, as modprobe.d(5) of kmod describes them. */
import {editDistance, normaliseName} from '../../dossier/query/names.ts';

/**
 * What a directive does. `blocks`: the module can't be loaded, by whatever name. `ignores-aliases`: it is loaded by its name
 * and for what needs it, but not for its devices. `alias-off`: a name under which something is asked for leads nowhere.
 * `runs`: a command takes the place of loading. `speaks`: of the module, its options or what else it wants. `none`: it is no
 * directive, and does nothing.
 */
export const directiveEffects = ['blocks', 'ignores-aliases', 'alias-off', 'runs', 'speaks', 'none'] as const;
export type DirectiveEffect = (typeof directiveEffects)[number];

/** One line of modprobe.d, continuation lines joined. */
export interface Directive {
	/** The file of a folder that it stands in; null where there is but one. */
	file: string | null;
	/** Its first line, from 1. */
	line: number;
	effect: DirectiveEffect;
	/** As it was written, cut: `install usb-storage /bin/false`. */
	text: string;
	/** The modules that it speaks of, normalised: none of an alias that is off, whose name is no module's. */
	modules: string[];
	/** What is odd about it, in words; null where nothing is. */
	problem: string | null;
}

const verbs = ['alias', 'blacklist', 'install', 'options', 'remove', 'softdep', 'weakdep'];
/** Of module-init-tools, which kmod took the place of in 2012, and of kmod itself: no module is named. */
const others = ['include', 'config', 'binary_indexes'];
/** Commands that only say whether they succeeded: nothing is loaded. */
const nothing =
	/^(?:exec\s+)?(?:(?:\/usr)?\/s?bin\/)?(?:true|false|:|echo(?:\s+[^;&|`$]*)?|exit(?:\s+[0-9]+)?|nologin)\s*;?\s*(?:exit\s+\d+\s*)?(?:#.*)?$/;
const devNull = /^\/dev\/null\b|^\/\S*\/disabled-[\w-]+$/;
const moduleName = /^[\w-]{1,100}$/;
/** Letters of a line that are kept. */
const longest = 200;

/** Whether a line looks like a directive wherever it stands: prose begins with `install` and `options`, too. */
export function looksLikeDirective(line: string): boolean {
	const [verb = '', name = '', ...rest] = line.trim().split(/\s+/);
	const tail = rest.join(' ');
	switch (verb) {
		case 'blacklist':
			return moduleName.test(name) && (rest.length === 0 || tail.startsWith('#'));
		case 'install':
		case 'remove':
			return (
				moduleName.test(name) &&
				/^(?:\/\S+|true|false|:|\{|exec\b|modprobe\b|insmod\b|rmmod\b|\(|echo\b|test\b)/.test(tail)
			);
		case 'options':
			return moduleName.test(name) && /^[\w-]+=\S/.test(tail);
		case 'alias':
			return !/[='"]/.test(name) && rest.length === 1 && moduleName.test(rest[0]!);
		case 'softdep':
		case 'weakdep':
			return moduleName.test(name) && rest.length > 0 && (verb === 'weakdep' || /^(?:pre|post):/.test(tail));
		default:
			return false;
	}
}

/** Whether a line that goes on in the next one begins as a directive does. */
export function opensDirective(line: string): boolean {
	const [verb = '', name = ''] = line.trim().split(/\s+/);
	return verbs.includes(verb) && moduleName.test(name);
}

/** Reads a whole line that is known to stand in modprobe.d: null for nothing but a comment. */
export function readDirective(whole: string, at: {file: string | null; line: number}): Directive | null {
	const text = whole.trim().replace(/\s+/g, ' ');
	if (text === '' || text.startsWith('#')) return null;
	const [verb = '', name, ...rest] = text.split(' ');
	const made = (effect: DirectiveEffect, modules: string[], problem: string | null = null): Directive => ({
		...at,
		effect,
		text: text.slice(0, longest),
		modules: modules.map(normaliseName),
		problem,
	});
	if (others.includes(verb)) return made('speaks', [], `modprobe does not read ${verb} any more`);
	if (!verbs.includes(verb)) return made('none', [], oddWord(verb, name === undefined));
	if (name === undefined) return made('none', [], `${verb} of nothing`);
	if (verb === 'alias') return readAlias(name, rest, made);
	if (!moduleName.test(name)) {
		const [, plain] = /^(?:.*\/)?([\w-]+)\.ko(?:\.\w+)?$/.exec(name) ?? [];
		return plain === undefined
			? made('none', [], 'a name that no module has')
			: made('none', [plain], `modprobe knows it as ${normaliseName(plain)}`);
	}
	const tail = rest.join(' ');
	switch (verb) {
		case 'blacklist':
			return made('ignores-aliases', [name]);
		case 'options':
			return tail === '' ? made('none', [name], 'no option is given') : made('speaks', [name]);
		case 'remove':
			return made('speaks', [name]);
		case 'install':
			if (tail === '') return made('none', [name], 'no command: modprobe ignores the line');
			return made(nothing.test(tail) || devNull.test(tail) ? 'blocks' : 'runs', [name]);
		default: {
			const beside = rest.filter(word => moduleName.test(word));
			return made('speaks', [name, ...beside]);
		}
	}
}

type Make = (effect: DirectiveEffect, modules: string[], problem?: string | null) => Directive;

function readAlias(name: string, rest: readonly string[], made: Make): Directive {
	const [target] = rest;
	if (target === undefined) return made('none', [], 'an alias of nothing');
	// What is switched off may be a module's own name: `alias usb-storage off`.
	if (target === 'off') return made('alias-off', moduleName.test(name) ? [name] : []);
	return moduleName.test(target)
		? made('speaks', [target])
		: made('none', [], 'an alias of what is no module name');
}

function oddWord(word: string, isAlone: boolean): string {
	const near = verbs.find(verb => editDistance(verb, word.toLowerCase(), 2) <= 2);
	const meant = near !== undefined && word.length > 3 ? `; ${near} is one` : '';
	return isAlone && moduleName.test(word)
		? 'no directive: blacklist or install is missing before it'
		: `no directive of modprobe.d${meant}`;
}

import * as v from 'valibot';
import {readOwn} from '../../dataset/overlay/own-files.ts';
import {configurationFile} from '../../dataset/overlay/places.ts';
import {parseQuery} from '../../dossier/query/query.ts';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {keymap} from '../keymap.ts';
import type {Settings} from '../own-model.ts';
import {type Configuration, configurationSchema, type themeNames} from './configuration-schema.ts';
import {faultOfCommand} from './custom-command.ts';
import {lineOfPath} from './json-places.ts';

export type ThemeName = (typeof themeNames)[number];

/** A configuration that was read: every value, and the line on which the file has it. */
export interface ReadConfiguration {
	path: string;
	theme: ThemeName;
	query: string;
	mouse: boolean;
	settings: Settings;
	/** The line of a value in the file; null for one that is as it is by default. */
	lineOf(name: keyof Configuration): number | null;
}

/**
 * Reads a person's configuration; null where there is none. Throws a UserError, of status 1, that names the line and the
 * field of what is wrong.
 */
export function readConfiguration(config: string | null): ReadConfiguration | null {
	if (config === null) return null;
	const path = configurationFile(config);
	const text = readOwn(path);
	if (text === null) return null;
	const value = parse(text, path);
	const faults = new Map<string, number>();
	let untold = 0;
	const refuse = (at: readonly (string | number)[], why: string) => {
		// The line of each is looked for from the beginning: a list of a hundred thousand would take for ever.
		if (faults.size >= mostPlaced) {
			untold += 1;
			return;
		}
		const line = lineOfPath(text, at);
		const place = at.length === 0 ? 'the whole' : at.join('.');
		const fault = `line ${line}: ${place.slice(0, longestFault)}: ${why.slice(0, longestFault)}`;
		faults.set(fault, faults.get(fault) ?? line);
	};
	/** All that is wrong, in the order of the file, as far as there is room to read it. */
	const assertNone = () => {
		if (faults.size === 0) return;
		const inOrder = [...faults].sort(([, a], [, b]) => a - b).map(([fault]) => fault);
		const rest = inOrder.length + untold - mostFaults;
		const more = rest > 0 ? `; and ${rest} more` : '';
		throw refused(`${path}, ${inOrder.slice(0, mostFaults).join('; ')}${more}.`);
	};
	// Read again, not copied: a copy of what is nested deep enough overflows the stack.
	const known = parse(text, path);
	let result = v.safeParse(configurationSchema, known);
	// Of foreign fields the schema names the first alone: the others come to light without it.
	for (let looks = 0; !result.success && looks < mostLooks; looks++) {
		let hasForeign = false;
		for (const issue of result.issues) {
			const at = (issue.path ?? []).map(({key}) => key as string | number);
			const isForeign = issue.type === 'strict_object' && issue.expected === 'never';
			const isMissing = issue.received === 'undefined';
			refuse(at, isForeign ? 'no such field' : isMissing ? 'is missing' : misfitIn(issue));
			if (isForeign) {
				removeAt(known, at);
				hasForeign = true;
			}
		}
		if (!hasForeign) break;
		result = v.safeParse(configurationSchema, known);
	}
	assertNone();
	const given = result.output as Configuration;
	checkQuery(given, refuse);
	const settings = settingsOf(given, Object.keys((value as Configuration).keys ?? {}), refuse);
	assertNone();
	return {
		path,
		theme: given.theme ?? 'auto',
		query: given.query ?? '',
		mouse: given.mouse ?? false,
		settings,
		lineOf: name => (given[name] === undefined ? null : lineOfPath(text, [name])),
	};
}

/** So many foreign fields are looked for in one place. */
const mostLooks = 20;

function removeAt(value: unknown, at: readonly (string | number)[]): void {
	let holder = value as Record<string | number, unknown>;
	for (const key of at.slice(0, -1)) holder = holder[key] as typeof holder;
	delete holder[at.at(-1)!];
}

/** What stands there and what may: the wrong word first, since a line of a terminal may end before all that is right. */
function misfitIn({type, received, expected, message}: v.BaseIssue<unknown>): string {
	if (type === 'picklist')
		return `${received} is none of ${expected?.replace(/^\(|\)$|"/g, '').replaceAll(' | ', ', ')}`;
	if (received === null || !['array', 'boolean', 'object', 'strict_object', 'string'].includes(type))
		return message;
	const wanted = {array: 'a list', boolean: 'true or false', string: 'a text'}[type] ?? 'an object';
	return `is ${received}, not ${wanted}`;
}

/** Takes note of what is wrong. */
type Refuse = (at: readonly (string | number)[], why: string) => void;

/** So many faults are told at once, of those whose lines are looked for, each in so many letters. */
const mostFaults = 5;
const mostPlaced = 100;
const longestFault = 500;

function refused(what: string): UserError {
	return new UserError(
		what,
		'Mend it; driverdex config says what is in force, and driverdex config --schema what may be written.',
		exitStatus.negative,
	);
}

function parse(text: string, path: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		// V8 names the place by its offset, or by line and column: the line is told in either case.
		const {message} = error as Error;
		const offset = /at position (\d+)/.exec(message)?.[1];
		const end = offset === undefined ? text.length : Number(offset);
		const line = text.slice(0, end).split('\n').length;
		const why = message.replace(/ in JSON.*| \(line.*/s, '').replace(/, "[\s\S]*/, '');
		throw refused(`${path}, line ${line}: it is not JSON: ${why}.`);
	}
}

function checkQuery({query}: Configuration, refuse: Refuse): void {
	const parsed = parseQuery(query ?? '');
	if (!parsed.ok) refuse(['query'], parsed.problem.message);
}

/** Keys and commands as the explorer takes them, `actions` in the order of the file; no key may be given twice. */
function settingsOf(
	{keys = {}, commands = [], columns}: Configuration,
	actions: readonly string[],
	refuse: Refuse,
): Settings {
	const owners = new Map<string, string>();
	const take = (key: string, owner: string, at: readonly (string | number)[]) => {
		if (key === 'ctrl+c') refuse(at, '"ctrl+c" always leaves the program');
		const other = owners.get(key);
		if (other !== undefined) refuse(at, `"${key}" is given to ${other} already`);
		owners.set(key, owner);
	};
	const taken = new Set<string>();
	const lists = keys as Readonly<Record<string, readonly string[] | undefined>>;
	const given = actions.map(action => [action, lists[action] ?? []] as const);
	for (const [action, list] of given) {
		const own = keymap.filter(binding => binding.action === action).flatMap(binding => binding.keys);
		for (const [index, key] of list.entries()) {
			take(key, action, ['keys', action, index]);
			if (!own.includes(key)) taken.add(key);
		}
	}
	const custom = commands.map(({key, command, about, shell = false, wait = true}, index) => {
		take(key, `commands.${index}`, ['commands', index, 'key']);
		taken.add(key);
		const fault = faultOfCommand(command, shell);
		if (fault !== null) refuse(['commands', index, 'command'], fault);
		return {key, command, about: about ?? command, shell, wait};
	});
	return {keys: Object.fromEntries(given), commands: custom, taken: [...taken], columns: columns ?? null};
}

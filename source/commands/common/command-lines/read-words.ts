/** What the words of a command line say: which command, its words and its flags. */
import meow from 'meow';
import {editDistance} from '../../../dossier/query/names.ts';
import {exitStatus, UserError} from '../../../dossier/user-error.ts';
import {type CommandLine, commandLines, commonFlags, type Flag, flagName, helpText} from '../flags.ts';

/** A command line that was read. */
export interface CommandWords {
	/** The command's name; empty for none. */
	name: string;
	/** Words that are no flags, after the command's name. */
	input: string[];
	flags: Readonly<Record<string, unknown>>;
	/** What --help prints; null where it was not asked for. */
	help: string | null;
	/** Commands of nearly the name of a query's first word; none of a query behind `--`, whatever it is. */
	near: string[];
	/** Throws a UserError for flags that the command has not. */
	check(): void;
}

/** The query language writes `-sub:net`, and `-` is standard input: a parser of flags would take them for flags. */
const negatedField = /^-[a-z]+:|^-"/;
const shield = '\u0001';
const unshield = <Value>(value: Value): Value | string =>
	typeof value === 'string' && value.startsWith(shield) ? value.slice(1) : value;

/** Reads the words of a command line; `version` is the program's. */
export function readWords(words: readonly string[], version: string): CommandWords {
	const command = commandOf(words);
	const known: Readonly<Record<string, Flag>> = {...command.flags, ...commonFlags};
	const parsed = meow(helpText(command.name), {
		// Only to find a package.json, which we hand over; a CommonJS bundle has no import.meta.
		importMeta: {url: 'file:///driverdex'} as ImportMeta,
		pkg: {name: 'driverdex', version},
		argv: words.map(word => (negatedField.test(word) || word === '-' ? shield + word : word)),
		autoHelp: false,
		autoVersion: false,
		flags: Object.fromEntries(
			Object.entries(known).map(([key, {type, isMultiple, shortFlag}]) => [
				key,
				{type, ...(isMultiple && {isMultiple}), ...(shortFlag && {shortFlag})},
			]),
		) as never,
	});
	const flags = Object.fromEntries(
		Object.entries<unknown>(parsed.flags).flatMap(([key, value]) => {
			if (!Array.isArray(value)) return [[key, unshield(value)]];
			// A flag that may be repeated is an empty list where nobody gave it.
			return value.length === 0 ? [] : [[key, value.map(unshield)]];
		}),
	);
	const input = parsed.input.map(unshield).slice(command.name === '' ? 0 : 1);
	return {
		name: command.name,
		input,
		near: command.name === '' && !words.includes('--') ? nearCommands(input[0] ?? '') : [],
		check: () => checkFlags(command.name, known, flags, parsed.unnormalizedFlags),
		flags,
		help: flags.help ? helpText(command.name) : null,
	};
}

function nearCommands(word: string): string[] {
	if (!/^[a-z]{3,12}$/.test(word)) return [];
	return commandLines
		.map(({name}) => name)
		.filter(name => name !== '' && editDistance(name, word, 2) <= (name.length > 5 ? 2 : 1));
}

/** The command that the words name, flags before it or not: `--data DIR show NAME` is `show NAME --data DIR`. */
function commandOf(words: readonly string[]): CommandLine {
	for (let at = 0; at < words.length && words[at] !== '--'; at++) {
		const word = words[at]!;
		if (takesValue(word)) at++;
		else if (!word.startsWith('-')) return commandLines.find(line => line.name === word) ?? commandLines[0]!;
	}
	return commandLines[0]!;
}

/** Whether a word is a flag, of whatever command, that the next word is the value of. */
function takesValue(word: string): boolean {
	return commandLines.some(line =>
		Object.entries<Flag>({...line.flags, ...commonFlags}).some(
			([key, {type}]) => type !== 'boolean' && flagName(key) === word,
		),
	);
}

function checkFlags(
	command: string,
	known: Readonly<Record<string, Flag>>,
	flags: Readonly<Record<string, unknown>>,
	given: Readonly<Record<string, unknown>>,
): void {
	const help = `driverdex ${command}${command === '' ? '' : ' '}--help`;
	for (const key of Object.keys(given)) {
		const camel = key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
		if (camel in known || Object.values(known).some(({shortFlag}) => shortFlag === key)) continue;
		const near = Object.keys(known).filter(name => editDistance(name, camel, 2) <= 2);
		throw new UserError(
			`${key.length === 1 ? `-${key}` : flagName(key)} is not a flag of driverdex${command === '' ? '' : ` ${command}`}.`,
			`${near.length > 0 ? `Is it ${near.map(flagName).join(' or ')}? ` : ''}${help} lists them.`,
			exitStatus.usage,
		);
	}
	for (const [key, flag] of Object.entries(known)) {
		const value = flags[key];
		if (value === undefined) continue;
		const wants = (what: string) =>
			new UserError(`${flagName(key)} wants ${what}.`, `${help} says more.`, exitStatus.usage);
		if (flag.type === 'number' && !(Number.isInteger(value) && (value as number) > 0)) {
			throw wants('a whole number above 0');
		}
		if (flag.type === 'string') {
			const values = Array.isArray(value) ? value : [value];
			if (values.some(one => one === '')) throw wants(flag.value ?? 'a value');
			if (!flag.isMultiple && values.length > 1) throw wants('one value only');
			if (flag.choices !== undefined && !flag.choices.includes(String(value))) {
				throw wants(`one of ${flag.choices.join(', ')}, not "${String(value)}"`);
			}
		}
	}
}

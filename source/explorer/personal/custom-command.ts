import type {IndexRow} from '../../dossier/index-row.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {CustomCommand} from '../own-model.ts';

/** The fields of a driver that a command line may hold in braces, each with what it stands for. */
export const commandFields = {
	path: {about: 'its path in the tree', read: ({id, gone}: IndexRow) => gone?.id ?? id},
	directory: {about: 'its directory', read: ({directory}: IndexRow) => directory},
	module: {about: "the module's name", read: ({module}: IndexRow) => module},
	config: {
		about: 'its option, with CONFIG_',
		read: ({symbol}: IndexRow) => (symbol === null ? null : `CONFIG_${symbol}`),
	},
	title: {about: 'what it is', read: ({title}: IndexRow) => title},
	subsystem: {about: 'its subsystem', read: ({subsystem}: IndexRow) => subsystem},
	verdict: {about: 'the recommendation', read: ({recommendation}: IndexRow) => recommendation},
} as const satisfies Record<string, {about: string; read(row: IndexRow): string | null}>;

type FieldName = keyof typeof commandFields;
const field = /\{([a-z]+)\}/g;
const isField = (name: string): name is FieldName => Object.hasOwn(commandFields, name);

/** What is wrong with a command line; null where nothing is. */
export function faultOfCommand(command: string, isShell: boolean): string | null {
	if (command.includes('\0')) return 'holds a NUL, which no word of a command can';
	const unknown = [...command.matchAll(field)].find(([, name]) => !isField(name!));
	if (unknown !== undefined)
		return `has no field ${unknown[0]}: it knows ${Object.keys(commandFields).join(', ')}`;
	if (isShell) {
		if (command.trim() === '') return 'is empty';
		const quoted = [...command.matchAll(field)].find(
			({index}) => splitWords(command.slice(0, index)) === null,
		);
		return quoted === undefined ? null : `has ${quoted[0]} within quotes: without them it is one word, too`;
	}
	const words = splitWords(command);
	if (words === null) return 'has a quote that is not closed';
	return words.length === 0 ? 'is empty' : null;
}

/**
 * A command line's words, as a shell parts them and without anything else that a shell does: spaces part, quotes hold
 * together, a backslash takes the next character as it is. Null where a quote is not closed.
 */
export function splitWords(text: string): string[] | null {
	const words: string[] = [];
	let word: string | null = null;
	let quote = '';
	for (let at = 0; at < text.length; at++) {
		const character = text[at]!;
		if (character === '\\' && quote !== "'" && at + 1 < text.length) word = (word ?? '') + text[++at]!;
		else if (quote !== '') {
			if (character === quote) quote = '';
			else word += character;
		} else if (character === '"' || character === "'") {
			quote = character;
			word ??= '';
		} else if (/\s/.test(character)) {
			if (word !== null) words.push(word);
			word = null;
		} else word = (word ?? '') + character;
	}
	if (quote !== '') return null;
	return word === null ? words : [...words, word];
}

/**
 * The words to run for a driver; a field stays within its word, whatever its text holds. By a shell only where the
 * command asks for one: then it gets the fields as its parameters, so that their text is never read as a command. A text
 * says why it can't be run: the driver lacks a field, or a program would take its text for an option.
 */
export function wordsFor(
	{command, shell}: Pick<CustomCommand, 'command' | 'shell'>,
	row: IndexRow,
): [string, ...string[]] | string {
	const names = [...command.matchAll(field)].map(([, name]) => name!).filter(isField);
	const textOf = (name: FieldName) => commandFields[name].read(row);
	const lacking = names.find(name => textOf(name) === null);
	if (lacking !== undefined) return `${row.module} has no ${lacking}`;
	const filled = (text: string, told: (name: FieldName) => string) =>
		text.replace(field, (whole, name: string) => (isField(name) ? told(name) : whole));
	const told = (name: FieldName) => sanitise(textOf(name) ?? '');
	const asOption = names.find(name => told(name).startsWith('-'));
	const words = shell ? [] : (splitWords(command) ?? []);
	if (asOption !== undefined && (shell || words.some(word => word.startsWith(`{${asOption}}`))))
		return `the ${asOption} of ${row.module} begins with "-": a program would take it for an option`;
	if (shell) {
		const parameters: FieldName[] = [...new Set(names)];
		const script = filled(command, name => `"$${parameters.indexOf(name) + 1}"`);
		return ['sh', '-c', script, 'sh', ...parameters.map(told)];
	}
	const [program = '', ...rest] = words.map(word => filled(word, told));
	return [program, ...rest];
}

import type {IndexRow} from '../../dossier/index-row.ts';
import {sanitise} from '../../text/sanitise.ts';
import {shellQuoted} from '../../text/shell.ts';
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
	const unknown = [...command.matchAll(field)].find(([, name]) => !isField(name!));
	if (unknown !== undefined)
		return `has no field ${unknown[0]}: it knows ${Object.keys(commandFields).join(', ')}`;
	if (isShell) return command.trim() === '' ? 'is empty' : null;
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
 * command asks for one: then each field is quoted for it. A text says which field the driver lacks.
 */
export function wordsFor(
	{command, shell}: Pick<CustomCommand, 'command' | 'shell'>,
	row: IndexRow,
): [string, ...string[]] | string {
	const lacking = [...command.matchAll(field)].find(
		([, name]) => isField(name!) && commandFields[name].read(row) === null,
	);
	if (lacking !== undefined) return `${row.module} has no ${lacking[1]}`;
	const filled = (text: string, quoted: (value: string) => string) =>
		text.replace(field, (whole, name: string) =>
			isField(name) ? quoted(sanitise(commandFields[name].read(row) ?? '')) : whole,
		);
	if (shell) return ['sh', '-c', filled(command, shellQuoted)];
	const [program = '', ...words] = (splitWords(command) ?? []).map(word => filled(word, value => value));
	return [program, ...words];
}

import * as v from 'valibot';
import {keymap} from '../keymap.ts';
import {isConfigurable} from '../keys/binding.ts';
import {columnNames} from '../model.ts';
import {commandFields} from './custom-command.ts';

/** Themes by name: `auto` can be read on dark and on light, `none` has no colour. */
export const themeNames = ['auto', 'dark', 'light', 'high-contrast', 'none'] as const;

/** Names of keys that no character stands for, as the key decoder gives them. */
const keyNames =
	'up down left right home end insert delete pageup pagedown begin tab enter esc backspace space f\\d{1,2}'.replaceAll(
		' ',
		'|',
	);
const key = v.pipe(
	v.string(),
	v.regex(
		new RegExp(`^(?:(?:(?:ctrl|alt|shift)\\+)*(?:[!-~]|${keyNames})|[^\\x00-\\x20\\x7f])$`),
		'not a key such as "x", "G", "ctrl+d", "alt+left", "f5" or "space"',
	),
);

/** Actions whose keys may be chosen, each with a line about it. */
export const configurableActions: ReadonlyMap<string, string> = new Map(
	keymap.filter(isConfigurable).map(({action, about}) => [action, about]),
);

const described = <Schema extends v.GenericSchema>(schema: Schema, about: string) =>
	v.optional(v.pipe(schema, v.description(about)));

const commandSchema = v.strictObject({
	key: v.pipe(key, v.description('The key, in a list or a dossier; it does nothing else then.')),
	command: v.pipe(
		v.string(),
		v.minLength(1),
		v.description(
			`A program and its words, such as "lei q dfn:{path}". Fields: ${Object.entries(commandFields)
				.map(([name, {about}]) => `{${name}} ${about}`)
				.join(', ')}. No shell reads them.`,
		),
	),
	about: described(v.string(), 'What it does, for the help.'),
	shell: described(v.boolean(), 'Run it by sh -c, each field one word, whatever is in it. Default: false.'),
	wait: described(v.boolean(), 'Wait for Enter before the explorer comes back. Default: true.'),
});

/** config.json. Closed: a field that is not here is refused. */
export const configurationSchema = v.strictObject({
	$schema: described(v.string(), 'Where this schema lies, for editors.'),
	theme: described(
		v.picklist(themeNames),
		'Colours of the explorer: for a dark or a light background, in high contrast, or none. Default: auto, which suits both.',
	),
	query: described(v.string(), 'The query that the explorer begins with where none is given. Default: none.'),
	columns: described(
		v.pipe(v.array(v.picklist(columnNames)), v.minLength(1)),
		'Columns of the list behind the name, in order, as many as fit. Default: those that fit.',
	),
	mouse: described(v.boolean(), 'Take the wheel and the first button of a mouse. Default: false.'),
	keys: described(
		v.strictObject(
			Object.fromEntries(
				[...configurableActions].map(([action, about]) => [
					action,
					described(v.pipe(v.array(key), v.minLength(1)), about),
				]),
			),
		),
		'Keys of actions, in the place of their own.',
	),
	commands: described(v.array(commandSchema), 'Keys that run a command for the driver at the cursor.'),
});

export type Configuration = v.InferOutput<typeof configurationSchema>;

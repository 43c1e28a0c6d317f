import {hintedBindings, keymap} from './keymap.ts';
import type {ActionName, ExplorerState, Hint, KeyGroup, KeyGuide} from './model.ts';

const names: Readonly<Record<string, string>> = {
	down: '↓',
	up: '↑',
	left: '←',
	right: '→',
	pagedown: 'PgDn',
	pageup: 'PgUp',
	home: 'Home',
	end: 'End',
	delete: 'Del',
	'shift+tab': 'shift-tab',
	f1: 'F1',
};

/** A key as a person reads it: `ctrl+c` is `^C`. */
export function keyLabel(key: string): string {
	if (/^ctrl\+[a-z]$/.test(key)) return `^${key.at(-1)!.toUpperCase()}`;
	if (key.startsWith('alt+')) return `alt-${keyLabel(key.slice(4))}`;
	return names[key] ?? key;
}

/** The first key of an action, as a person reads it; '' for one that has none. */
export function keyOf(action: ActionName): string {
	const key = keymap.find(binding => binding.action === action)?.keys[0];
	return key === undefined ? '' : keyLabel(key);
}

/** The keys of the moment, each with its word. */
function hints(state: ExplorerState): Hint[] {
	return hintedBindings(state).map(({action, keys, hint: {label, beside}}) => ({
		action,
		key: beside === undefined ? keyLabel(keys[0]!) : `${keyLabel(keys[0]!)}/${keyOf(beside)}`,
		label: typeof label === 'string' ? label : label(state),
	}));
}

/** The whole key map, as the help shows it. */
export const keyGroups: readonly KeyGroup[] = [...new Set(keymap.map(({group}) => group))].map(name => ({
	name,
	entries: keymap
		.filter(({group}) => group === name)
		.map(({keys, about}) => ({keys: keys.map(keyLabel), about})),
}));

/** What the views are told of the keys in a state. */
export function keyGuide(state: ExplorerState): KeyGuide {
	return {hints: hints(state), groups: keyGroups, keyOf};
}

/** The key map as a table in Markdown, for the README; a test fails when the README's is another. */
export function keyTable(): string {
	const rows = keyGroups.flatMap(({name, entries}) =>
		entries.map(({keys, about}) => `| ${keys.map(key => `\`${key}\``).join(' ')} | ${about} | ${name} |`),
	);
	return ['| key | does | group |', '|---|---|---|', ...rows].join('\n');
}

import {hintedBindings, keymap} from './keymap.ts';
import {keyLabel} from './keys/label.ts';
import {paletteEntries} from './keys/palette.ts';
import type {ActionName, ExplorerState, Hint, KeyGroup, KeyGuide} from './model.ts';

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
	return {hints: hints(state), groups: keyGroups, keyOf, actions: () => paletteEntries(state)};
}

/** The key map as a table in Markdown, for the README; a test fails when the README's is another. */
export function keyTable(): string {
	const rows = keyGroups.flatMap(({name, entries}) =>
		entries.map(({keys, about}) => `| ${keys.map(key => `\`${key}\``).join(' ')} | ${about} | ${name} |`),
	);
	return ['| key | does | group |', '|---|---|---|', ...rows].join('\n');
}

import {hintedBindings, keymap} from './keymap.ts';
import {keysOf} from './keys/binding.ts';
import {firstLabel, keyLabel} from './keys/label.ts';
import {paletteEntries} from './keys/palette.ts';
import type {ActionName, ExplorerState, Hint, KeyGroup, KeyGuide, PaletteEntry} from './model.ts';
import {noSettings, type Settings} from './own-model.ts';

/** The first key of an action, as a person reads it; '' for one that has none. */
export function keyOf(action: ActionName, settings: Settings = noSettings): string {
	const binding = keymap.find(binding => binding.action === action);
	return binding === undefined ? '' : firstLabel(keysOf(binding, settings));
}

/** The keys of the moment, each with its word. */
function hints(state: ExplorerState): Hint[] {
	const {settings} = state.own;
	return hintedBindings(state).map(binding => {
		const {label, beside} = binding.hint;
		const key = keyLabel(keysOf(binding, settings)[0]!);
		return {
			action: binding.action,
			key: beside === undefined ? key : `${key}/${keyOf(beside, settings)}`,
			label: typeof label === 'string' ? label : label(state),
		};
	});
}

/** The whole key map, as the help shows it; commands of the configuration come first. */
function keyGroupsOf(settings: Settings): readonly KeyGroup[] {
	const own = settings.commands.map(({key, about}) => ({keys: [keyLabel(key)], about}));
	const groups = [...new Set(keymap.map(({group}) => group))].map(name => ({
		name,
		entries: keymap
			.filter(({group}) => group === name)
			.map(binding => ({keys: keysOf(binding, settings).map(keyLabel), about: binding.about})),
	}));
	return own.length === 0 ? groups : [{name: 'Your commands', entries: own}, ...groups];
}

/** The key map as it is without a configuration. */
export const keyGroups: readonly KeyGroup[] = keyGroupsOf(noSettings);

/** What the views are told of the keys in a state; found when it is asked for, as most frames want little of it. */
export function keyGuide(state: ExplorerState): KeyGuide {
	const {settings} = state.own;
	let found: readonly PaletteEntry[] | undefined;
	return {
		get hints() {
			return hints(state);
		},
		get groups() {
			return settings === noSettings ? keyGroups : keyGroupsOf(settings);
		},
		keyOf: action => keyOf(action, settings),
		actions() {
			found ??= paletteEntries(state);
			return found;
		},
	};
}

/** The key map as a table in Markdown, for the README; a test fails when the README's is another. */
export function keyTable(): string {
	const rows = keyGroups.flatMap(({name, entries}) =>
		entries.map(({keys, about}) => `| ${keys.map(key => `\`${key}\``).join(' ')} | ${about} | ${name} |`),
	);
	return ['| key | does | group |', '|---|---|---|', ...rows].join('\n');
}

import {keymap} from '../keymap.ts';
import type {ExplorerState, PaletteEntry} from '../model.ts';
import {type Binding, keysOf} from './binding.ts';
import {firstLabel} from './label.ts';

/** Menus by the action that opens them, each with what is said before its own actions. */
const leads = {sort: 'order ', copy: 'copy '} as const;

/** The actions that what is typed finds, each once, with why it can't be done now. */
export function paletteEntries(state: ExplorerState): readonly PaletteEntry[] {
	const here: ExplorerState = {...state, prompt: null};
	const seen = new Set<string>();
	const entries = keymap.flatMap((binding): PaletteEntry[] => {
		const {action, about, modes} = binding;
		const {settings} = state.own;
		const menu = (['sort', 'copy'] as const).find(mode => modes.includes(mode));
		const isOfScreen = modes.includes('screen') || modes.includes('anywhere');
		if ((menu === undefined && !isOfScreen) || action === 'palette' || action === 'close-menu') return [];
		if (seen.has(action)) return [];
		seen.add(action);
		// An action of a menu can be done where the menu can be opened.
		const opener = menu === undefined ? binding : keymap.find(({action}) => action === menu)!;
		const label = firstLabel(keysOf(binding, settings));
		return [
			{
				action,
				key: menu === undefined ? label : `${firstLabel(keysOf(opener, settings))} ${label}`,
				about: menu === undefined ? about : `${leads[menu]}${about}`,
				why: whyNotHere(opener, here),
			},
		];
	});
	const wanted = state.palette.text.toLowerCase().split(' ').filter(Boolean);
	const found = entries.filter(({action, key, about}) => {
		const text = `${about} ${action} ${key}`.toLowerCase();
		return wanted.every(word => text.includes(word));
	});
	// What is called so comes before what only speaks of it, what can be done before what can't.
	const rank = ({action, why}: PaletteEntry) =>
		(wanted.length > 0 && action.startsWith(wanted[0]!) ? 0 : 2) + (why === null ? 0 : 1);
	return found.toSorted((a, b) => rank(a) - rank(b));
}

function whyNotHere({applies, why}: Binding, state: ExplorerState): string | null {
	return applies(state) ? null : (why(state) ?? 'not here');
}

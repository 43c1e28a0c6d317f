import {keymap} from '../keymap.ts';
import type {ActionName, ExplorerState, PaletteEntry} from '../model.ts';
import {type Binding, keysOf, noDriver, onDriver} from './binding.ts';
import {firstLabel, keyLabel} from './label.ts';

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
	const all = [...ownCommands(here), ...entries];
	const found = all.filter(({action, key, about}) => {
		const called = typeof action === 'string' ? `${action} ${hintWord(action)}` : action.command;
		const text = `${about} ${called} ${key}`.toLowerCase();
		return wanted.every(word => text.includes(word));
	});
	// What is called so comes before what only speaks of it, what can be done before what can't.
	const isCalled = ({action, about}: PaletteEntry) =>
		wanted.length > 0 && (typeof action === 'string' ? action : about).startsWith(wanted[0]!);
	const rank = (entry: PaletteEntry) => (isCalled(entry) ? 0 : 2) + (entry.why === null ? 0 : 1);
	return found.toSorted((a, b) => rank(a) - rank(b));
}

/** The word that the hint line has for an action: what a reader of it looks for. */
function hintWord(action: ActionName): string {
	const label = keymap.find(binding => binding.action === action)?.hint?.label ?? '';
	return typeof label === 'string' ? label : '';
}

/** The commands of the configuration. */
function ownCommands(state: ExplorerState): PaletteEntry[] {
	const why = onDriver(state) ? null : noDriver(state);
	return state.own.settings.commands.map(command => ({
		action: command,
		key: keyLabel(command.key),
		about: command.about,
		why,
	}));
}

function whyNotHere({applies, why}: Binding, state: ExplorerState): string | null {
	return applies(state) ? null : (why(state) ?? 'not here');
}

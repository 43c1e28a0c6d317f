import {type Binding, type Entry, keysOf, type Mode, onDriver} from './keys/binding.ts';
import {ownBindings, ownMenus} from './keys/own.ts';
import {columnsMenu, copyMenu, filterLine, help, palette, sortMenu} from './keys/prompts.ts';
import {decide, find, move, program, read} from './keys/screens.ts';
import {isTooSmall} from './layout.ts';
import type {ActionName, ExplorerState} from './model.ts';
import type {CustomCommand} from './own-model.ts';

/** The only list of keys. */
export const keymap: readonly Binding[] = [
	...move,
	...find,
	...read,
	...decide,
	...ownBindings,
	...filterLine,
	...sortMenu,
	...copyMenu,
	...ownMenus,
	...columnsMenu,
	...palette,
	...help,
	...program,
];

/** The modes of a state. Whoever is asked first comes last. */
function modesOf({prompt, screen, size}: ExplorerState): readonly Mode[] {
	if (isTooSmall(size)) return ['anywhere', 'small'];
	if (prompt !== null) return ['anywhere', prompt];
	return screen === 'help' ? ['anywhere', 'help', 'screen'] : ['anywhere', 'screen'];
}

/** Whether a prompt is a line in which is typed. */
export function isLine(prompt: ExplorerState['prompt']): boolean {
	return prompt === 'filter' || prompt === 'palette' || prompt === 'file';
}

/** Whether a text is open that takes what is typed. */
export function takesText({prompt, screen, size}: ExplorerState): boolean {
	return !isTooSmall(size) && (isLine(prompt) || (prompt === null && screen === 'help'));
}

const isTyped = (key: string) => key === 'space' || [...key].length === 1;

/** Whether a key means a binding's action in a state. At most one binding is meant. */
export function isMeant(binding: Binding, state: ExplorerState, key: string): boolean {
	if (!keysOf(binding, state.own.settings).includes(key) || !isInForce(binding, state)) return false;
	// What can be typed is a letter of the help's filter, unless the help itself has a use for it.
	return !takesText(state) || !isTyped(key) || binding.modes.includes('help');
}

function isInForce(binding: Binding, state: ExplorerState): boolean {
	return isOfMode(binding, state) && binding.applies(state);
}

function isOfMode({modes}: Binding, state: ExplorerState): boolean {
	return modesOf(state).some(mode => modes.includes(mode));
}

/** The action of a key in a state; null where it means nothing. */
export function actionFor(state: ExplorerState, key: string): ActionName | null {
	return keymap.find(binding => isMeant(binding, state, key))?.action ?? null;
}

/** The command that the configuration binds to a key, where there is a driver to run it for. */
export function commandFor(state: ExplorerState, key: string): CustomCommand | null {
	if (state.prompt !== null || isTooSmall(state.size) || !onDriver(state)) return null;
	return state.own.settings.commands.find(command => command.key === key) ?? null;
}

/** Why a key does nothing in a state; null where it means something, or nothing at all. */
export function whyNot(state: ExplorerState, key: string): string | null {
	if (takesText(state) || actionFor(state, key) !== null) return null;
	for (const binding of keymap) {
		if (!keysOf(binding, state.own.settings).includes(key) || !isOfMode(binding, state)) continue;
		const why = binding.why(state);
		if (why !== null) return why;
	}
	return null;
}

/** The bindings that are worth a hint in a state, the most useful first. What is open already is not offered. */
export function hintedBindings(state: ExplorerState): (Binding & {hint: NonNullable<Entry['hint']>})[] {
	return keymap
		.filter((binding): binding is Binding & {hint: NonNullable<Entry['hint']>} => binding.hint !== undefined)
		.filter(binding => binding.action !== state.screen && isInForce(binding, state))
		.filter(binding => keysOf(binding, state.own.settings).length > 0)
		.filter(({hint}) => hint.applies?.(state) ?? true)
		.sort((a, b) => a.hint.rank - b.hint.rank);
}

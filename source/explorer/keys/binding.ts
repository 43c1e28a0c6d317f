import type {ActivityKind} from '../../dossier/history/activity.ts';
import type {ActionName, ExplorerState, Prompt} from '../model.ts';
import type {Settings} from '../own-model.ts';

/**
 * Where a key is meant: wherever one is, on a screen, on one that is too small to be drawn, in the help (whose filter
 * takes letters), in the filter line, in a menu.
 */
export type Mode = 'anywhere' | 'screen' | 'small' | 'help' | Prompt;

/** What a binding says of itself. */
export interface Entry {
	action: ActionName;
	/** Names that the key decoder gives. */
	keys: readonly string[];
	/** A line for the help and the README. */
	about: string;
	/** Where it is meant; absent: as its group is. */
	modes?: readonly Mode[];
	/** Whether it does something now; absent: as in its group. */
	applies?: (state: ExplorerState) => boolean;
	/** Why it does nothing, where it does nothing; absent: as in its group. Null where another says it better. */
	why?: (state: ExplorerState) => string | null;
	/** Its place among the hints, small first, and its word or two there; absent: not hinted. */
	hint?: {
		rank: number;
		label: string | ((state: ExplorerState) => string);
		/** The action whose key stands beside it, where one hint does for both: `j/k move`. */
		beside?: ActionName;
		/** Whether it is worth a hint now, where that is less often than the key does something. */
		applies?: (state: ExplorerState) => boolean;
	};
}

/** One entry of the key map. Dispatch, hints, help, palette and the README's table are all drawn from it. */
export interface Binding extends Entry {
	group: string;
	modes: readonly Mode[];
	applies: (state: ExplorerState) => boolean;
	why: (state: ExplorerState) => string | null;
}

export const always = () => true;
export const onList = ({screen}: ExplorerState) => screen === 'list';
export const onDetail = ({screen}: ExplorerState) => screen === 'detail';
export const onOverview = ({screen}: ExplorerState) => screen === 'overview';
export const onCompare = ({screen}: ExplorerState) => screen === 'compare';
export const onListOrDetail = (state: ExplorerState) => onList(state) || onDetail(state);
export const onDriver = (state: ExplorerState) => onListOrDetail(state) && state.cursorId !== null;
export const onLiving = (state: ExplorerState) => onDriver(state) && !state.query.wantsGone;
export const scrolls = (state: ExplorerState) => !onList(state) || state.found.length > 0;

/** What the chart of the driver under the cursor is of; null where it has none. */
export function chartKind({found, cursor}: ExplorerState): ActivityKind | null {
	const activity = found[cursor]?.activity ?? null;
	return activity === null || activity.recent.length === 0 ? null : activity.kind;
}

/** Why what is meant for a driver does nothing. */
export const noDriver = (state: ExplorerState) =>
	onListOrDetail(state) ? 'no driver is shown' : 'this is for the list and the dossier: esc leads back';
/** Why what is meant for a driver that is there does nothing: what is gone has a text, and nothing that moves in it. */
export const noLiving = (state: ExplorerState) =>
	onDriver(state) ? 'this is for drivers that are there, and this one is gone' : noDriver(state);
/** Why what is meant for the list does nothing. */
export const noList = (state: ExplorerState) =>
	onDetail(state) ? 'this is for the list: esc leads there' : 'this is for the list: esc leads back';

/** Entries of one group, which mean and apply the same unless they say otherwise. */
export function group(
	name: string,
	modes: readonly Mode[],
	applies: Binding['applies'],
	entries: readonly Entry[],
	why: Binding['why'] = () => null,
): Binding[] {
	return entries.map(entry => ({modes, applies, why, ...entry, group: name}));
}

/** Whether the configuration may give a binding other keys: those of lines and menus are fixed, and so is the way out. */
export function isConfigurable({modes, action}: Pick<Binding, 'modes' | 'action'>): boolean {
	return action !== 'interrupt' && modes.some(mode => mode === 'screen' || mode === 'anywhere');
}

/** The keys of a binding: those of the configuration, else its own that the configuration gave to nothing else. */
export function keysOf(binding: Binding, {keys, taken}: Settings): readonly string[] {
	if (!isConfigurable(binding)) return binding.keys;
	return keys[binding.action] ?? binding.keys.filter(key => !taken.includes(key));
}

import type {Event, ExplorerState, World} from './model.ts';
import {reduce} from './state.ts';

/** The explorer's state with its listeners; lives outside React, so that keys are obeyed before it is loaded. */
export interface Store {
	readonly state: ExplorerState;
	/** Applies events in order, each asked for when those before it are applied, then tells the listeners once. */
	dispatch(events: Iterable<Event>): void;
	subscribe(listener: () => void): () => void;
}

/** A store over a first state. */
export function createStore(first: ExplorerState, world: World): Store {
	let state = first;
	const listeners = new Set<() => void>();
	return {
		get state() {
			return state;
		},
		dispatch(events) {
			let effects: ExplorerState['effects'] = [];
			for (const event of events) {
				state = reduce(state, event, world);
				effects = [...effects, ...state.effects];
			}
			state = {...state, effects};
			for (const listener of listeners) listener();
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

import {render} from 'ink';
import type {ScreenStream} from '../terminal/screen-stream.ts';
import type {Theme} from '../text/theme.ts';
import {App, Spoken} from './app.tsx';
import type {Store} from './store.ts';
import type {ExplorerWorld} from './world.ts';

/** Resolves when the layout engine can be used; from the sources it is there as soon as it is imported. */
export const ready: Promise<unknown> = Promise.resolve();

/** The drawn explorer. */
export interface DrawnExplorer {
	/** The screen was used by somebody else: draws all of it again. */
	redraw(): void;
	/** Draws the frame that is there once more, which sends nothing, so that V8 compiles what draws the next one. */
	rehearse(): void;
	unmount(): void;
}

/**
 * Says the store's state in words, for a screen reader: Ink writes them to the terminal itself, below what stands
 * there, and replaces them when they change.
 */
export function speakExplorer(options: {
	store: Store;
	world: ExplorerWorld;
	failed(error: unknown): void;
}): DrawnExplorer {
	const {store, world} = options;
	const app = () => <Spoken store={store} world={world} />;
	const instance = render(app(), {exitOnCtrlC: false, patchConsole: false, isScreenReaderEnabled: true});
	instance.waitUntilExit().catch(options.failed);
	return {
		redraw: () => instance.rerender(app()),
		rehearse() {},
		unmount: instance.unmount,
	};
}

/** Draws the store's state with Ink, now and whenever it changes, until unmounted. */
export function drawExplorer(options: {
	store: Store;
	world: ExplorerWorld;
	theme: Theme;
	/** The screen, with whatever it shows already. */
	stream: ScreenStream;
	/** Drawing failed: nothing more will be drawn. */
	failed(error: unknown): void;
}): DrawnExplorer {
	const {store, world, theme, stream} = options;
	const app = () => <App store={store} world={world} theme={theme} />;
	// In its debug mode Ink hands over each frame whole and at once, and moves no cursor: the stream compares it
	// with the frame before. Keys never pass through Ink: they are decoded from the terminal's own chunks.
	const instance = render(app(), {
		stdout: stream as unknown as NodeJS.WriteStream,
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	// Ink catches what a component throws, draws it on the screen that we are about to leave, and rejects this.
	instance.waitUntilExit().catch(options.failed);
	return {
		redraw() {
			stream.forget();
			instance.rerender(app());
		},
		rehearse() {
			instance.rerender(app());
		},
		unmount() {
			stream.close();
			instance.unmount();
		},
	};
}

import {openDataset} from '../dataset/reader.ts';
import {checkRecord} from '../dataset/record-check.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import {search} from '../dossier/query/search.ts';
import {defaultSort} from '../dossier/query/sort.ts';
import {exitStatus} from '../dossier/user-error.ts';
import type {DrawnExplorer} from '../explorer/explorer.tsx';
import {type Effect, type Event, type ExplorerState, initialState, type Scope} from '../explorer/state.ts';
import {createStore} from '../explorer/store.ts';
import {listScreen} from '../explorer/views/frame.ts';
import {createWorld} from '../explorer/world.ts';
import {copySequence, longestCopy} from '../terminal/clipboard.ts';
import {KeyDecoder} from '../terminal/keys.ts';
import {ScreenStream} from '../terminal/screen-stream.ts';
import {startSession} from '../terminal/session.ts';
import {type Context, themeOf} from './common/context.ts';
import {readQuery, readSort} from './common/read-query.ts';
import {list} from './list.ts';

/** Milliseconds of rest after which the dossier follows a cursor that is held down. */
const restBeforeDossier = 90;

/** Some drivers only: those of a machine or of a configuration. */
export interface Selection {
	ids: ReadonlySet<string>;
	scope: Scope;
}

/** The size that texts are made for where they are spoken: no list beside a dossier, nothing too small. */
const spokenSize = {columns: 80, rows: 24};

/**
 * `driverdex [QUERY]`: the explorer. The first screen is painted from the beginning of the index before React is
 * loaded; keys typed meanwhile are obeyed as soon as the rest is there. Without a terminal it is `list`.
 */
export async function explore(context: Context, selection?: Selection): Promise<number> {
	const {environment, flags, input} = context;
	if (!context.terminal.input || !context.terminal.output) return list(context);
	const queryText = selection === undefined ? input.join(' ') : ((flags.query as string | undefined) ?? '');
	readQuery(queryText);
	const sort = readSort(flags);
	const theme = themeOf(context);
	const dataset = openDataset(context.data, checkRecord);
	const isDefaultView =
		selection === undefined && queryText === '' && flags.sort === undefined && flags.reverse !== true;
	const {head, rows} = dataset.start();
	const selected = selection && dataset.rows().filter(({id}) => selection.ids.has(id));
	const beginning = (size: {columns: number; rows: number}) =>
		initialState({
			head,
			rows: selected ?? (isDefaultView ? rows : dataset.rows()),
			scope: selection?.scope ?? null,
			isComplete: !isDefaultView,
			size,
			queryText,
			sort,
			isSortChosen: flags.sort !== undefined || flags.reverse === true,
		});

	let first: ExplorerState | undefined;
	let stream: ScreenStream | undefined;
	// The variable by which Ink is told that a screen reader follows.
	const isSpoken = environment.INK_SCREEN_READER === 'true';
	const session = startSession(isSpoken ? 'text' : 'screen', (size, send) => {
		first = beginning(isSpoken ? spokenSize : size);
		if (isSpoken) return;
		stream = new ScreenStream(size, send);
		stream.paint(listScreen(theme, first));
	});
	const screen = stream;
	return new Promise<number>((resolve, reject) => {
		let drawn: DrawnExplorer | null = null;
		let escapeTimer: NodeJS.Timeout | undefined;
		let restTimer: NodeJS.Timeout | undefined;
		let lastKey = 0;
		let isOver = false;
		let byId: Map<string, {id: string; offset: number; length: number}> | undefined;
		const world = createWorld(dataset, theme, () => {
			byId ??= new Map(dataset.rows().map(row => [row.id, row]));
			return byId;
		});
		const store = createStore(first!, world);
		/** Takes over the size that the terminal has now. */
		const fitScreen = () => {
			const size = isSpoken ? spokenSize : session.size();
			screen?.resize(size);
			store.dispatch([{type: 'resize', ...size}]);
		};

		const finish = (end: () => void) => {
			if (isOver) return;
			isOver = true;
			clearTimeout(escapeTimer);
			clearTimeout(restTimer);
			session.leave();
			dataset.close();
			end();
			// Whatever still runs, an opener that does not return, a timer of a crash: the person has left.
			setTimeout(() => process.exit(), 200).unref();
		};
		session.onLeave(() => drawn?.unmount());
		const fail = (error: unknown) => finish(() => reject(error));
		session.onCrash(fail);
		session.onResume(() => {
			fitScreen();
			drawn?.redraw();
		});

		const perform = (effect: Effect) => {
			switch (effect.kind) {
				case 'quit':
					finish(() => resolve(effect.status === 130 ? exitStatus.interrupted : exitStatus.ok));
					break;
				case 'suspend':
					session.suspend();
					break;
				case 'redraw':
					drawn?.redraw();
					break;
				case 'copy': {
					const sequence = copySequence(effect.text, environment);
					if (sequence !== null) session.send(sequence);
					const said =
						sequence === null
							? `too long to copy: over ${longestCopy} bytes; driverdex show prints it`
							: `sent ${effect.what} to the terminal's clipboard`;
					store.dispatch([{type: 'message', text: said}]);
					break;
				}
				case 'open':
					store.dispatch([{type: 'message', text: openAddress(effect.address, environment)}]);
					break;
			}
		};
		store.subscribe(() => {
			for (const effect of store.state.effects) perform(effect);
			clearTimeout(restTimer);
			if (isOver || store.state.detailId === store.state.cursorId) return;
			restTimer = setTimeout(() => store.dispatch([{type: 'settle'}]), restBeforeDossier);
		});

		const decoder = new KeyDecoder();
		// The dossier follows at once, in the same frame, when a key comes after a rest; when keys are held, after a rest.
		const press = (keys: ReturnType<KeyDecoder['feed']>) => {
			if (keys.length === 0) return;
			const now = Date.now();
			const wasResting = now - lastKey > restBeforeDossier;
			lastKey = now;
			const events: Event[] = keys.map(key => ({type: 'key', key}));
			// Whoever types a filter looks at the list.
			if (wasResting && store.state.prompt !== 'filter') events.push({type: 'settle'});
			store.dispatch(events);
		};
		session.onInput(chunk => {
			clearTimeout(escapeTimer);
			press(decoder.feed(chunk));
			if (decoder.wait !== null && !isOver)
				escapeTimer = setTimeout(() => press(decoder.flush()), decoder.wait);
		});
		session.onResize(fitScreen);

		import('../explorer/explorer.tsx').then(
			async ({drawExplorer, ready, speakExplorer}) => {
				await ready;
				if (isOver) return;
				keepMemorySmall();
				if (isDefaultView) store.dispatch([{type: 'rows', rows: dataset.rows()}, {type: 'settle'}]);
				if (isOver) return;
				if (screen === undefined) {
					drawn = speakExplorer({store, world, failed: fail});
					return;
				}
				// What was typed before the keyboard was ours has been written onto the screen.
				if (lastKey > 0) screen.forget();
				drawn = drawExplorer({store, world, theme, stream: screen, failed: fail});
				rehearse(store.state.rows, drawn, () => isOver);
			},
			error => finish(() => reject(error)),
		);
	});
}

/**
 * Keeps V8's space for new objects at its first size, 1 MB: reading the index would have it grow to 48 MB that are never
 * given back, 20 MB of them used, while the objects of a frame die young in any size.
 */
function keepMemorySmall(): void {
	process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
}

/** Rows that are searched between two looks at the keyboard: a few milliseconds of work. */
const rowsAhead = 800;
/** What is looked for: letters that most rows have, that few have, and that are scattered. */
const rehearsedWords = ['e', 'in', 'mlx', 'zq9'];

/**
 * Searches all rows, in small portions, and draws the screen again, while nobody types. It makes their texts ready
 * and lets V8 compile the search and the drawing, so that the first letter of a filter is about as fast as the others.
 */
function rehearse(rows: readonly IndexRow[], drawn: DrawnExplorer, isOver: () => boolean): void {
	const queries = rehearsedWords.map(readQuery);
	let next = 0;
	const go = () => {
		if (isOver()) return;
		drawn.rehearse();
		const portion = rows.slice(next, next + rowsAhead);
		for (const query of queries) {
			search(portion, query, {sort: defaultSort, libraries: false, byMatch: true, sorted: true});
		}
		next += rowsAhead;
		if (next < rows.length) setTimeout(go, 1);
	};
	setTimeout(go, restBeforeDossier);
}

/** Opens an address with the local opener, where there is a desktop; says what happened. */
function openAddress(address: string, environment: Context['environment']): string {
	const hasDesktop =
		process.platform === 'darwin' ||
		(environment.SSH_CONNECTION === undefined && (environment.DISPLAY || environment.WAYLAND_DISPLAY));
	if (!hasDesktop) return address;
	const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
	const {spawn} = process.getBuiltinModule('node:child_process');
	const child = spawn(opener, [address], {detached: true, stdio: 'ignore'});
	child.on('error', () => {});
	child.unref();
	return `opened ${address}`;
}

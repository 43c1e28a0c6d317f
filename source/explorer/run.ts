import {keepLastQuery, readLastQuery} from '../dataset/overlay/last-query.ts';
import {isReordered, type Sort} from '../dossier/query/sort.ts';
import {copySequence, longestCopy} from '../terminal/clipboard.ts';
import type {Key} from '../terminal/keys.ts';
import {openAddress} from '../terminal/opener.ts';
import {ScreenStream} from '../terminal/screen-stream.ts';
import {startSession, type TerminalSession} from '../terminal/session.ts';
import type {Theme} from '../text/theme.ts';
import type {RecordPlace} from './dossier-shelf.ts';
import type {DrawnExplorer} from './explorer.tsx';
import {keyGuide} from './key-guide.ts';
import {Keyboard} from './keyboard.ts';
import type {Effect, Event, ExplorerState, OpenedWith, Reopening, Scope, Size} from './model.ts';
import type {OwnEffect, Settings} from './own-model.ts';
import {type PersonalOptions, watchedIds} from './personal/person.ts';
import type {Personal} from './personal/personal.ts';
import {ColumnsAhead, rehearse} from './rehearse.ts';
import {queryToKeep} from './state/history.ts';
import {writtenAhead} from './state/writing.ts';
import {initialState, reduce} from './state.ts';
import {createStore, type Store} from './store.ts';
import {listScreen, offerWords} from './views/frame.ts';
import {createWorld, type ExplorerWorld} from './world.ts';

/** Some drivers only: those of a machine or of a configuration. */
export interface Selection {
	ids: ReadonlySet<string>;
	scope: Scope;
}

export interface ExplorerOptions extends PersonalOptions {
	theme: Theme;
	settings: Settings;
	takesMouse: boolean;
	/** What is to be said before anything else: a configuration that is not in force. */
	message: string | null;
	/** Opens with the person's own drivers only. */
	isMine: boolean;
	/** A query that can be read. */
	queryText: string;
	sort: Sort;
	isSortChosen: boolean;
	openedWith: OpenedWith;
	/** Null for all drivers. */
	selection: Selection | null;
	reopening: Reopening;
}

/** Milliseconds of rest after which the dossier follows a cursor that is held down. */
const restBeforeDossier = 90;
/** Milliseconds for which keys are obeyed before the screen is drawn and the terminal listened to. */
const longestTurn = 30;
/** Milliseconds that whatever still runs is given when the person has left: an opener that does not return, a timer of a crash. */
const longestGoodbye = 200;
/** The size that texts are made for where they are spoken: no list beside a dossier, nothing too small. */
const spokenSize: Size = {columns: 80, rows: 24};

/**
 * Runs the explorer until it is left; resolves to its exit status. The first screen is painted from the beginning of
 * the index before React is loaded; keys typed meanwhile are obeyed as soon as the rest is there.
 */
export function runExplorer(options: ExplorerOptions): Promise<number> {
	const firstRows = readFirstRows(options);
	// The variable by which Ink is told that a screen reader follows.
	const isSpoken = options.environment.INK_SCREEN_READER === 'true';
	let places: Map<string, RecordPlace> | undefined;
	const world = createWorld(options.dataset, options.theme, () => {
		places ??= new Map(options.dataset.rows().map(row => [row.id, row]));
		return places;
	});
	let first: ExplorerState | undefined;
	let screen: ScreenStream | null = null;
	const session = startSession(
		isSpoken ? 'text' : 'screen',
		(size, send) => {
			const own = {
				settings: options.settings,
				watched: watchedIds(options.places),
				lastQuery: isOffered(options) ? readLastQuery(options.places.state) : null,
			};
			const fresh = initialState({...options, ...firstRows, own, size: isSpoken ? spokenSize : size});
			// What is seen over the list is heard once.
			if (isSpoken) fresh.message ??= offerWords(fresh, keyGuide(fresh));
			// What the query asks for beside the index comes with it.
			first = reduce(fresh, {type: 'settle'}, world);
			if (isReopened(options.reopening)) first = reduce(first, reopeningEvent(options), world);
			if (isSpoken) return;
			screen = new ScreenStream(size, send);
			screen.paint(listScreen(options.theme, first, keyGuide(first)));
		},
		options.takesMouse && !isSpoken,
	);
	return new Promise((resolve, reject) => {
		new Run(options, session, screen, world, first!, resolve, reject).start();
	});
}

/** Whether what comes of it is another list or screen, for which the keys behind it are meant. */
const isAwaited = ({kind}: Effect) => kind === 'look-at-machine' || kind === 'tell-news';

/** The view of an earlier time, where one was asked for. */
const reopeningEvent = ({reopening}: ExplorerOptions): Event =>
	isReopened(reopening) ? {type: 'reopen', reopening} : {type: 'settle'};

const isReopened = ({at, marked}: Reopening) => at !== null || marked.length > 0;

/** Whoever asks for something is offered nothing else. */
const isOffered = ({isMine, queryText, reopening, selection}: ExplorerOptions) =>
	queryText === '' && selection === null && !isMine && !isReopened(reopening);

/** What is there before the index is read whole: for the view that it begins with its first rows, else all that is asked for. */
function readFirstRows({dataset, queryText, isSortChosen, sort, selection, reopening}: ExplorerOptions) {
	const {head, rows} = dataset.start();
	const scope = selection?.scope ?? null;
	const isBeginning =
		selection === null && queryText === '' && !isSortChosen && !isReordered(sort) && !isReopened(reopening);
	if (isBeginning) return {head, scope, rows, isComplete: false};
	const all = dataset.rows();
	const wanted = selection === null ? all : all.filter(({id}) => selection.ids.has(id));
	return {head, scope, rows: wanted, isComplete: true};
}

/** One run of the explorer: what is typed goes into the store, what the store wants done is done. */
class Run {
	readonly #options: ExplorerOptions;
	readonly #session: TerminalSession;
	/** Null where the explorer is spoken. */
	readonly #screen: ScreenStream | null;
	readonly #world: ExplorerWorld;
	readonly #store: Store;
	readonly #keyboard = new Keyboard(keys => this.#press(keys));
	/** Loaded when it is first needed. */
	#personal: Promise<Personal> | null = null;
	readonly #resolve: (status: number) => void;
	readonly #reject: (error: unknown) => void;
	#drawn: DrawnExplorer | null = null;
	readonly #columnsAhead = new ColumnsAhead();
	#restTimer: NodeJS.Timeout | undefined;
	#lastKeyMs = 0;
	#isOver = false;

	constructor(
		options: ExplorerOptions,
		session: TerminalSession,
		screen: ScreenStream | null,
		world: ExplorerWorld,
		first: ExplorerState,
		resolve: (status: number) => void,
		reject: (error: unknown) => void,
	) {
		this.#options = options;
		this.#session = session;
		this.#screen = screen;
		this.#resolve = resolve;
		this.#reject = reject;
		this.#world = world;
		this.#store = createStore(first, world);
	}

	start(): void {
		const session = this.#session;
		session.onLeave(() => this.#drawn?.unmount());
		session.onCrash(this.#fail);
		session.onResume(() => {
			this.#fitScreen();
			this.#drawn?.redraw();
		});
		session.onInput(chunk => this.#keyboard.feed(chunk));
		session.onResize(() => this.#fitScreen());
		this.#store.subscribe(() => this.#follow());
		import('./explorer.tsx')
			.then(async explorer => {
				await explorer.ready;
				if (!this.#isOver) this.#draw(explorer);
			})
			.catch(this.#fail);
	}

	/** The rest of the index is read, and Ink takes over. */
	#draw({drawExplorer, speakExplorer}: typeof import('./explorer.tsx')): void {
		const [store, world, screen, failed] = [this.#store, this.#world, this.#screen, this.#fail];
		keepMemorySmall();
		if (!store.state.isComplete)
			store.dispatch([{type: 'rows', rows: this.#options.dataset.rows()}, {type: 'settle'}]);
		if (this.#options.isMine) this.#openMine();
		else this.#keyboard.listen();
		if (this.#isOver) return;
		if (screen === null) {
			this.#drawn = speakExplorer({store, world, failed});
			return;
		}
		// What was typed before the keyboard was ours has been written onto the screen.
		if (this.#keyboard.hasHeard) screen.forget();
		const drawn = drawExplorer({store, world, theme: this.#options.theme, stream: screen, failed});
		this.#drawn = drawn;
		rehearse(store.state.rows, {
			draw: () => drawn.rehearse(),
			isOver: () => this.#isOver,
			delayMs: restBeforeDossier,
		});
	}

	/** Shows what is mine; what is not among it is only known then. */
	#openMine(): void {
		this.#performOwn({kind: 'look-at-machine'}).finally(() => {
			if (!this.#isOver) this.#store.dispatch([reopeningEvent(this.#options)]);
			this.#keyboard.listen();
		});
	}

	/**
	 * Obeys keys, the first at least and no more than a turn's, and returns how many. The dossier follows at once, in the
	 * same frame, when a key comes after a rest; when keys are held, after a rest. Keys behind one whose work is done
	 * outside wait for what comes of it.
	 */
	#press(keys: readonly Key[]): number {
		const now = Date.now();
		const wasResting = now - this.#lastKeyMs > restBeforeDossier;
		this.#lastKeyMs = now;
		const store = this.#store;
		// Whoever types a filter looks at the list.
		const follows = wasResting && store.state.prompt !== 'filter';
		let taken = 0;
		const events = function* (): Generator<Event> {
			while (taken < keys.length && (taken === 0 || Date.now() - now < longestTurn)) {
				const count = writtenAhead(store.state, keys, taken);
				if (count > 1) yield {type: 'written', keys: keys.slice(taken, taken + count)};
				else yield {type: 'key', key: keys[taken]!};
				taken += Math.max(1, count);
				if (store.state.effects.some(isAwaited)) break;
			}
			if (follows) yield {type: 'settle'};
		};
		store.dispatch(events());
		return taken;
	}

	/** Takes over the size that the terminal has now. */
	#fitScreen(): void {
		const size = this.#screen === null ? spokenSize : this.#session.size();
		this.#screen?.resize(size);
		this.#store.dispatch([{type: 'resize', ...size}]);
	}

	/** After each change: does what is to be done, and has the dossier follow when the keys rest. */
	#follow(): void {
		for (const effect of this.#store.state.effects) this.#perform(effect);
		const {prompt, queryText, rows} = this.#store.state;
		if (prompt === 'filter') this.#columnsAhead.follow(queryText, rows[0]?.joins);
		clearTimeout(this.#restTimer);
		const {detailId, cursorId} = this.#store.state;
		if (this.#isOver || detailId === cursorId) return;
		this.#restTimer = setTimeout(() => this.#store.dispatch([{type: 'settle'}]), restBeforeDossier);
	}

	/** Has done what is the person's own. */
	#performOwn(effect: OwnEffect): Promise<void> {
		this.#personal ??= import('./personal/personal.ts').then(
			({Personal}) =>
				new Personal(this.#options, {
					dispatch: events => {
						if (!this.#isOver) this.#store.dispatch(events);
					},
					forget: () => this.#world.forget(),
					lend: run => this.#session.lend(run),
				}),
		);
		return this.#personal.then(personal => personal.perform(effect)).catch(this.#fail);
	}

	#perform(effect: Effect): void {
		switch (effect.kind) {
			case 'quit':
				this.#keepQuery();
				this.#finish(() => this.#resolve(effect.status));
				break;
			case 'suspend':
				this.#session.suspend();
				break;
			case 'redraw':
				this.#drawn?.redraw();
				break;
			case 'copy': {
				const sequence = copySequence(effect.text, this.#options.environment);
				if (sequence !== null) this.#session.send(sequence);
				this.#say(
					sequence === null
						? `too long to copy: over ${longestCopy} bytes; driverdex show prints it`
						: `sent ${effect.what} to the terminal's clipboard`,
				);
				break;
			}
			case 'open': {
				const isOpened = openAddress(effect.address, this.#options.environment);
				this.#say(isOpened ? `opened ${effect.address}` : effect.address);
				break;
			}
			default:
				if (!isAwaited(effect)) {
					this.#performOwn(effect);
					break;
				}
				this.#keyboard.hold();
				this.#performOwn(effect).finally(() => this.#keyboard.listen());
		}
	}

	/** The query is offered the next time; not that of another list than the one of all drivers. */
	#keepQuery(): void {
		const {places, selection} = this.#options;
		const query = queryToKeep(this.#store.state);
		if (selection === null && places.state !== null && query !== null) keepLastQuery(places.state, query);
	}

	#say(text: string): void {
		this.#store.dispatch([{type: 'message', text}]);
	}

	readonly #fail = (error: unknown): void => this.#finish(() => this.#reject(error));

	#finish(end: () => void): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#keyboard.stop();
		clearTimeout(this.#restTimer);
		this.#session.leave();
		this.#options.dataset.close();
		end();
		setTimeout(() => process.exit(), longestGoodbye).unref();
	}
}

/**
 * Keeps V8's space for new objects at its first size, 1 MB: reading the index would have it grow to 48 MB that are never
 * given back, 20 MB of them used, while the objects of a frame die young in any size. Without it the explorer takes 22 %
 * more memory.
 */
function keepMemorySmall(): void {
	process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
}

import {createRequire} from 'node:module';
import {join} from 'node:path';
import xterm from '@xterm/headless';
import {expect} from 'vitest';
import {type Dataset, openDataset} from '../../source/dataset/reader.ts';
import {defaultSort} from '../../source/dossier/query/sort.ts';
import type {drawExplorer} from '../../source/explorer/explorer.tsx';
import type {Event, ExplorerState, Size} from '../../source/explorer/model.ts';
import {writtenAhead} from '../../source/explorer/state/writing.ts';
import {initialState} from '../../source/explorer/state.ts';
import {createStore} from '../../source/explorer/store.ts';
import {createWorld} from '../../source/explorer/world.ts';
import {parseCells} from '../../source/terminal/cells.ts';
import {KeyDecoder} from '../../source/terminal/keys.ts';
import {ScreenStream} from '../../source/terminal/screen-stream.ts';
import {createTheme} from '../../source/text/theme.ts';
import {attack} from '../support/attack.ts';
import {createRandom, type Random} from '../support/random.ts';
import {makeDriver, makeGone, sampleRecords, top, writeSample} from '../support/sample.ts';
import {nextStep} from '../support/walk.ts';

/** The Ink program as it is built, without what starts it. */
const ink: {drawExplorer: typeof drawExplorer; ready: Promise<unknown>} = createRequire(import.meta.url)(
	join(top, 'dist/cli.cjs'),
).loadBundle('explorer.cjs');

const keysInAll = 5000;
/** Keys until the window gets another size. */
const keysInSize = 60;
const seed = Number(process.env.DRIVERDEX_SEED ?? 20_261_129);
const sizes: readonly Size[] = [
	{columns: 40, rows: 10},
	{columns: 80, rows: 24},
	{columns: 119, rows: 40},
	{columns: 120, rows: 40},
	{columns: 140, rows: 13},
	{columns: 200, rows: 60},
];

/** Terminals disagree about how wide pictures are: a line without them, and the blanks beside them and at its end. */
const comparable = (line: string) =>
	line.replace(/ *(?:[\u{1f000}-\u{1ffff}\u2764]|\ufe0f)+ */gu, '').trimEnd();

/** A terminal with what a stream has sent to it. */
class Window {
	readonly #terminal = new xterm.Terminal({cols: 1, rows: 1, allowProposedApi: true});
	readonly stream: ScreenStream;

	constructor(size: Size) {
		this.#terminal.write('\u001b[?7l');
		this.stream = new ScreenStream(size, text => this.#terminal.write(text));
		this.resize(size);
	}

	/** Another size; what stands there is not known any more. */
	resize(size: Size): void {
		this.#terminal.resize(size.columns, size.rows);
		this.stream.resize(size);
	}

	async lines(): Promise<string[]> {
		await new Promise<void>(done => this.#terminal.write('', done));
		const {active} = this.#terminal.buffer;
		return Array.from({length: this.#terminal.rows}, (_, row) =>
			comparable(active.getLine(active.viewportY + row)!.translateToString(true)),
		);
	}
}

/** What Ink hands over, as the text of lines. */
class Paper extends ScreenStream {
	lines: string[] = [];

	override draw(lines: readonly string[]): void {
		this.lines = lines.map(line => comparable(parseCells(line, this.columns).texts.join('')));
	}
}

/** Whether two states show the same: they hold the same things, whatever was to be done outside. */
const isSame = (a: ExplorerState, b: ExplorerState | null) =>
	b !== null &&
	(Object.keys(a) as (keyof ExplorerState)[]).every(
		name => name === 'effects' || Object.is(a[name], b[name]),
	);

/** What the world outside might answer to what the explorer wants done. */
function answersTo({effects, rows}: ExplorerState, random: Random): Event[] {
	return effects.flatMap((effect): Event[] => {
		switch (effect.kind) {
			case 'watch':
				return [{type: 'watched', ids: new Set(effect.isWatched ? [effect.id] : [])}];
			case 'look-at-machine':
				return [{type: 'machine', ids: new Set([random.pick(rows).id, random.pick(rows).id]), note: null}];
			case 'tell-news':
				return [{type: 'news', items: [], said: 'nothing new'}];
			case 'edit-verdict':
				return [{type: 'rows', rows: [...rows]}, {type: 'settle'}];
			case 'export':
				return effect.mayReplace ? [{type: 'message', text: 'wrote it'}] : [{type: 'file-is-there'}];
			default:
				return [];
		}
	});
}

attack('screen', 'is after each of 5,000 keys what it is when drawn afresh, over six sizes', async tried => {
	await ink.ready;
	const random = createRandom(seed);
	const theme = createTheme({depth: 256, ascii: false});
	const gone = Array.from({length: 6}, (_, index) => makeGone(`drivers/staging/old/dead${index}`));
	const {drivers, directories} = sampleRecords();
	const others = Array.from({length: 50}, (_, index) =>
		makeDriver(`drivers/net/${index % 3}/x${index}`, {
			title: ['Ethernet', '網路驅動程式', 'a\u202eb'][index % 3]!,
		}),
	);
	const dataset = openDataset(writeSample({drivers: [...drivers, ...others], directories, gone}));
	const byId = new Map(dataset.rows().map(row => [row.id, row]));
	// Records are read once: what is drawn of them is not kept.
	const records = new Map(dataset.rows().map(row => [row.id, dataset.driver(row)]));
	const reader = Object.create(dataset, {
		driver: {value: ({id}: {id: string}) => records.get(id)},
	}) as Dataset;
	const createdWorld = () => createWorld(reader, theme, () => byId);
	const failed = (error: unknown) => {
		throw error;
	};
	const drawn = () => new Promise(resolve => setImmediate(resolve));

	const first = initialState({
		head: dataset.start().head,
		rows: dataset.rows(),
		isComplete: true,
		size: sizes[0]!,
		queryText: '',
		sort: defaultSort,
		isSortChosen: false,
	});
	const world = createdWorld();
	const store = createStore(first, world);
	const live = new Window(first.size);
	const {unmount} = ink.drawExplorer({store, world, theme, stream: live.stream, failed});
	/** The same state as a program draws it that has drawn nothing else before. */
	let known: {state: ExplorerState; lines: string[]} | null = null;
	const afresh = async (): Promise<string[]> => {
		const {state} = store;
		if (known !== null && isSame(state, known.state)) return known.lines;
		const paper = new Paper(state.size, () => {});
		const fresh = createdWorld();
		const again = ink.drawExplorer({
			store: createStore(state, fresh),
			world: fresh,
			theme,
			stream: paper,
			failed,
		});
		await drawn();
		again.unmount();
		known = {state, lines: paper.lines};
		return paper.lines;
	};

	const told: string[] = [];
	let left = keysInAll;
	for (let turn = 0; left > 0; turn++) {
		const size = sizes[turn % sizes.length]!;
		live.resize(size);
		store.dispatch([{type: 'resize', ...size}]);
		for (let here = keysInSize; here > 0 && left > 0; ) {
			const step = nextStep(random);
			const decoder = new KeyDecoder();
			const keys = 'keys' in step ? [...decoder.feed(step.keys), ...decoder.flush()].slice(0, here) : [];
			for (let at = 0; at < keys.length; ) {
				const count = Math.max(1, writtenAhead(store.state, keys, at));
				const taken = keys.slice(at, at + count);
				at += count;
				here -= count;
				left -= count;
				tried(count);
				told.push(taken.map(({name}) => name).join(' '));
				store.dispatch([count > 1 ? {type: 'written', keys: taken} : {type: 'key', key: taken[0]!}]);
				store.dispatch(answersTo(store.state, random));
				if (random.below(2) === 0) store.dispatch([{type: 'settle'}]);
				await drawn();
				const story = `seed ${seed}, ${size.columns}x${size.rows}, ${left} left: ${told.slice(-8).join(', ')}`;
				expect(await live.lines(), story).toEqual(await afresh());
				const {cursorId, detailId} = store.state;
				if (cursorId === null) expect(detailId, story).toBeNull();
			}
		}
	}
	unmount();
	dataset.close();
});

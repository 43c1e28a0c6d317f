import type {DirectoryEntry} from '../dataset/index-file.ts';
import type {Dataset} from '../dataset/reader.ts';
import type {DirectoryRecord} from '../dossier/schema.ts';
import {isUserError, type UserError} from '../dossier/user-error.ts';
import type {Theme} from '../text/theme.ts';
import {wrap} from '../text/width.ts';
import {bodyHeight, type ExplorerState, paneWidths, type World} from './state.ts';
import {blockHeight, tableHeight} from './views/block-size.ts';
import {compareRows} from './views/compare.ts';
import {type Block, type Dossier, dossierBlocks} from './views/detail.ts';
import {dossierMarkdown} from './views/dossier-markdown.ts';
import {helpLines} from './views/help.ts';

/** The world of a real explorer: dossiers come from the data set, heights from the views. */
export interface ExplorerWorld extends World {
	/** The blocks of the open dossier at the state's size; drawn once for each view of it. */
	blocks(state: ExplorerState): Block[];
	/** The section of the dossier that stands at the top of its pane. */
	section(state: ExplorerState): string | null;
}

/** Dossiers kept in memory: as many as a reader goes back and forth between. */
const mostKept = 60;

export function createWorld(
	dataset: Dataset,
	theme: Theme,
	rowsById: () => Map<string, {id: string; offset: number; length: number}>,
): ExplorerWorld {
	const kept = new Map<string, Dossier | UserError | null>();
	const directories = new Map<string, DirectoryRecord | null>();
	/** Where the directories' records lie: looked up in the index that is read anyway, not looked for in its bytes. */
	let places: Map<string, DirectoryEntry> | undefined;
	const directoryOf = (path: string): DirectoryRecord | null => {
		let record = directories.get(path);
		if (record === undefined) {
			places ??= new Map(dataset.directories().map(entry => [entry[0], entry]));
			const entry = places.get(path);
			record = entry === undefined ? null : dataset.directoryRecord(entry);
			directories.set(path, record);
		}
		return record;
	};
	const read = (id: string): Dossier | UserError | null => {
		const row = rowsById().get(id);
		if (row === undefined) return null;
		try {
			const record = dataset.driver(row);
			const {treeVersion, calibration} = dataset.manifest;
			return {record, directory: directoryOf(record.directory), treeVersion, calibration};
		} catch (error) {
			// One bad record is said in its place; the other twelve thousand can still be read.
			if (isUserError(error)) return error;
			throw error;
		}
	};
	const open = (id: string): Dossier | UserError | null => {
		let known = kept.get(id);
		if (known === undefined) {
			known = read(id);
			if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
			kept.set(id, known);
		}
		return known;
	};
	const dossier = (id: string): Dossier | null => {
		const opened = open(id);
		return isUserError(opened) ? null : opened;
	};

	const draw = (opened: Dossier | UserError | null, view: ExplorerState['view'], width: number): Block[] => {
		if (opened === null) return [];
		if (!isUserError(opened)) return dossierBlocks(theme, opened, view, width);
		const lines = [
			...wrap(opened.message, width).map(line => theme.paint('error', line)),
			...wrap(opened.advice, width),
		];
		return [{kind: 'lines', section: 'damaged', lines}];
	};

	let drawn: {key: string; blocks: Block[]} | null = null;
	const blocks = (state: ExplorerState): Block[] => {
		const {detailId, view} = state;
		if (detailId === null) return [];
		const width = dossierWidth(state);
		const key = JSON.stringify([detailId, width, view]);
		if (drawn?.key !== key) {
			drawn = {key, blocks: draw(open(detailId), view, width)};
		}
		return drawn.blocks;
	};

	const placeOf = (
		state: ExplorerState,
		section: string,
		pick: (lines: string[]) => [number, number] | null,
	) => {
		let line = 0;
		for (const block of blocks(state)) {
			if (block.section === section && block.kind === 'lines') {
				const picked = pick(block.lines);
				if (picked !== null) return {first: line + picked[0], last: line + picked[1]};
			}
			line += blockHeight(block);
		}
		return null;
	};

	return {
		dossier,
		blocks,
		section(state) {
			let line = 0;
			for (const block of blocks(state)) {
				line += blockHeight(block);
				// A heading's blank line at the very top still belongs to what follows it.
				if (line > state.detailScroll + 1) return block.section;
			}
			return null;
		},
		dossierMarkdown: ({record}) => dossierMarkdown(record, dataset.manifest),
		textHeight(state) {
			if (state.screen === 'help')
				return helpLines(theme, {filter: state.helpFilter, width: state.size.columns}).length;
			if (state.screen === 'compare') return tableHeight(compareRows(theme, [], 80).length);
			return blocks(state).reduce((sum, block) => sum + blockHeight(block), 0);
		},
		chartPlace: state => placeOf(state, 'activity', lines => [0, lines.length - 1]),
		sourcePlace(state) {
			const {source} = state.view;
			if (source === null) return null;
			return placeOf(state, 'sources', lines => {
				const first = lines.findIndex(line => line.includes(`[${source + 1}]`));
				if (first < 0) return null;
				const next = lines.findIndex((line, index) => index > first && line.includes(`[${source + 2}]`));
				return [first, Math.min((next < 0 ? lines.length : next) - 1, first + bodyHeight(state) - 1)];
			});
		},
	};
}

/** Cells that a dossier is drawn in: its pane, less a little air. */
export function dossierWidth(state: ExplorerState): number {
	return Math.min(
		100,
		paneWidths(state.isSplit ? state : {...state, screen: 'detail'}).detail - (state.isSplit ? 1 : 0),
	);
}

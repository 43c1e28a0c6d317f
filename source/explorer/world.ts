import {goneClaims} from '../dataset/gone-claims.ts';
import type {Dataset} from '../dataset/reader.ts';
import {type Dossier, isDriver} from '../dossier/dossier.ts';
import {goneRows} from '../dossier/gone/row.ts';
import type {DriverRecord, GoneRecord, Manifest} from '../dossier/schema.ts';
import {isUserError, type UserError} from '../dossier/user-error.ts';
import type {Theme} from '../text/theme.ts';
import {fit, wrap} from '../text/width.ts';
import {createShelf, type RecordPlace} from './dossier-shelf.ts';
import {keyGuide, keyOf} from './key-guide.ts';
import {bodyHeight, dossierWidth} from './layout.ts';
import {type DossierView, type ExplorerState, mostCompared, type World} from './model.ts';
import type {Settings} from './own-model.ts';
import {compareRows} from './views/compare.ts';
import {type Block, blocksHeight, type DrawnDossier, sectionAt} from './views/dossier/blocks.ts';
import {drawDossier} from './views/dossier/dossier.ts';
import {dossierMarkdown} from './views/dossier-markdown.ts';
import {goneLines, goneMarkdown} from './views/gone.ts';
import {helpLines} from './views/help.ts';

/** The world of a real explorer: dossiers come from the data set, heights and places from the views. */
export interface ExplorerWorld extends World {
	/** The blocks of the open dossier at the state's size; drawn once for each view of it. */
	blocks(state: ExplorerState): Block[];
	/** The section of the dossier that stands at the top of its pane. */
	section(state: ExplorerState): string | null;
	/** Dossiers are read anew from now on: what is said over the data set has changed. */
	forget(): void;
	/** The records of the first marked drivers, those that can be read. */
	compared(state: ExplorerState): DriverRecord[];
	/** The releases surveyed, in which they came. */
	releases: Manifest['releases'];
}

const nothing: DrawnDossier = {blocks: [], chart: null, sources: [], folds: {}};

/** A world over a data set; `placesById` says where each driver's record lies, and is asked at the first dossier. */
export function createWorld(
	dataset: Dataset,
	theme: Theme,
	placesById: () => ReadonlyMap<string, RecordPlace>,
): ExplorerWorld {
	let open = createShelf(dataset, placesById);
	const dossier = (id: string): Dossier | null => {
		const opened = open(id);
		return isUserError(opened) ? null : opened;
	};
	let drawn: {key: string; dossier: DrawnDossier} | null = null;
	const draw = (state: ExplorerState): DrawnDossier => {
		const {detailId, view} = state;
		if (detailId === null) return nothing;
		const width = dossierWidth(state);
		const height = bodyHeight(state);
		// The dossier of a driver stays what it is while the query leads from the dead to the living, or back.
		const mayBeGone = state.goneRows !== null && (state.query.wantsGone || open(detailId) === null);
		const key = JSON.stringify([detailId, width, height, view, mayBeGone]);
		if (drawn?.key !== key) {
			const gone = mayBeGone ? state.goneRows?.find(({id}) => id === detailId)?.gone : undefined;
			const dossier =
				gone === undefined
					? drawOpened(theme, open(detailId), {view, width, height, settings: state.own.settings})
					: drawGone(theme, gone, goneClaims(dataset, gone), width);
			drawn = {key, dossier};
		}
		return drawn.dossier;
	};
	const {releases} = dataset.manifest;
	return {
		dossier,
		releases,
		goneRows: () => goneRows(dataset.gone.all() ?? []),
		forget() {
			open = createShelf(dataset, placesById);
			drawn = null;
		},
		compared: ({marks}) =>
			marks.slice(0, mostCompared).flatMap(id => {
				const record = dossier(id)?.record;
				return record !== undefined && isDriver(record) ? [record] : [];
			}),
		blocks: state => draw(state).blocks,
		section: state => sectionAt(draw(state).blocks, state.detailScroll),
		dossierMarkdown: ({record}) => dossierMarkdown(record, dataset.manifest),
		goneMarkdown: record => goneMarkdown(record, goneClaims(dataset, record)),
		textHeight(state) {
			if (state.screen === 'help') {
				const {helpFilter: filter, size} = state;
				return helpLines(theme, {filter, width: size.columns, keys: keyGuide(state)}).length;
			}
			if (state.screen === 'compare') {
				const {onlyDiffering} = state;
				const width = state.size.columns - 2;
				return compareRows(theme, this.compared(state), {width, releases, onlyDiffering}).length + 1;
			}
			return blocksHeight(draw(state).blocks);
		},
		chartPlace: state => draw(state).chart,
		foldPlace: (state, fold) => draw(state).folds[fold] ?? null,
		isUnfolded(state, fold) {
			// A folded part is its heading alone.
			const place = draw(state).folds[fold];
			return place !== undefined && place.last > place.first;
		},
		sourcePlace: state => draw(state).sources[state.view.source ?? -1] ?? null,
	};
}

/** What is known of a driver that is gone. */
function drawGone(theme: Theme, record: GoneRecord, claims: string | null, width: number): DrawnDossier {
	const lines = goneLines(theme, record, width, claims).map(line => fit(line, width));
	return {...nothing, blocks: [{section: 'gone', lines}]};
}

/** A dossier; in the place of one whose record is damaged, what is wrong with it. */
function drawOpened(
	theme: Theme,
	opened: Dossier | UserError | null,
	{settings, ...options}: {view: DossierView; width: number; height: number; settings: Settings},
): DrawnDossier {
	if (opened === null) return nothing;
	const {width} = options;
	const keys = {signals: keyOf('all-signals', settings), notes: keyOf('notes', settings)};
	if (!isUserError(opened)) return drawDossier(theme, opened, {...options, keys});
	const lines = [
		...wrap(opened.message, width).map(line => theme.paint('error', line)),
		...wrap(opened.advice, width),
	];
	return {...nothing, blocks: [{section: 'damaged', lines}]};
}

import type {ExplorerState, Size} from './model.ts';

/** Least size that anything is drawn at. */
export const leastSize: Readonly<Size> = {columns: 40, rows: 10};
/** Columns from which list and dossier stand side by side. */
const splitFrom = 120;
/** Columns from which a dossier beside the list has the room of two columns. */
const spaciousFrom = 200;
/** Cells of a dossier's lines at most, in one column and in two: longer ones are hard to read. */
const [widestDossier, widestOfTwo] = [100, 203];
/** Cells from which a dossier is drawn in two columns: what it says beside what it shows. */
export const twoColumnsFrom = 130;

export const isTooSmall = ({columns, rows}: Size) => columns < leastSize.columns || rows < leastSize.rows;

/** Whether there is room for list and dossier side by side. */
export const canSplitAt = ({columns}: Size) => columns >= splitFrom;

/** Whether they stand side by side: where there is room, and neither has the screen to itself. */
export function isSplitNow(state: Pick<ExplorerState, 'canSplit' | 'isZoomed' | 'screen'>): boolean {
	return state.canSplit && !state.isZoomed && (state.screen === 'list' || state.screen === 'detail');
}

/** Title, filter, and a rule where there is room for one. */
export function headerHeight({size}: Pick<ExplorerState, 'size'>): number {
	return size.rows >= 14 ? 3 : 2;
}

/** Lines of the body, between the header and the line of hints. */
export function bodyHeight(state: Pick<ExplorerState, 'size'>): number {
	return state.size.rows - headerHeight(state) - 1;
}

/** Cells that each pane has at the least, however its reader moves the line between them. */
const [leastList, leastDetail] = [24, 40];

/** The widths of the panes in cells; a pane that is not shown has 0. */
export function paneWidths(state: Pick<ExplorerState, 'size' | 'isSplit' | 'screen' | 'listGrowth'>): {
	list: number;
	detail: number;
} {
	const {columns} = state.size;
	if (!state.isSplit)
		return state.screen === 'list' ? {list: columns, detail: 0} : {list: 0, detail: columns - 2};
	const most = columns - 3 - leastDetail;
	const list = Math.max(leastList, Math.min(ownListWidth(columns) + state.listGrowth, most));
	return {list, detail: columns - list - 3};
}

/** The width of the list beside a dossier that nobody has changed. */
function ownListWidth(columns: number): number {
	if (columns >= spaciousFrom) return Math.max(64, Math.floor(columns * 0.32));
	// A chart of 61 months and its scale take 66 cells: the dossier never gets fewer than 71, the list the rest.
	return Math.max(46, Math.min(columns - 3 - 72, Math.floor(columns * 0.48)));
}

/** Cells that a dossier is drawn in: its pane, less a little air. */
export function dossierWidth(state: Pick<ExplorerState, 'size' | 'isSplit' | 'listGrowth'>): number {
	const {detail} = paneWidths({...state, screen: 'detail'});
	const room = detail - (state.isSplit ? 1 : 0);
	return Math.min(room >= twoColumnsFrom ? widestOfTwo : widestDossier, room);
}

import type {LineRange} from '../../model.ts';

/** One row of the table of signals; every column is text, unknown is the sign for it. */
export interface SignalRow {
	signal: string;
	[column: string]: string;
}

/** A dossier is drawn as a column of blocks: lines of text, and the table of signals. */
export type Block =
	| {
			kind: 'lines';
			section: string;
			lines: string[];
			/** Which of the lines are a picture, that says nothing to who can't see it. */
			picture?: LineRange;
			/** What the dossier comes to in words: to be said before anything else where it is read aloud. */
			spoken?: string;
	  }
	| {kind: 'table'; section: string; rows: SignalRow[]};

/** A drawn dossier, and where in it stands what a reader goes to. */
export interface DrawnDossier {
	blocks: Block[];
	/** The first chart with its heading; null where there is none. */
	chart: LineRange | null;
	/** Each source, in the order of their numbers. */
	sources: LineRange[];
}

/** Lines of a table: its heading and its rows. */
export function tableHeight(rows: number): number {
	return rows === 0 ? 0 : rows + 1;
}

/** Lines that a block takes. */
export function blockHeight(block: Block): number {
	return block.kind === 'lines' ? block.lines.length : tableHeight(block.rows.length);
}

/** Lines that blocks take one below the other. */
export function blocksHeight(blocks: readonly Block[]): number {
	return blocks.reduce((sum, block) => sum + blockHeight(block), 0);
}

/** The section that shows at the top of a window that is scrolled down by some lines. */
export function sectionAt(blocks: readonly Block[], scroll: number): string | null {
	let line = 0;
	for (const block of blocks) {
		line += blockHeight(block);
		// A heading's blank line at the very top still belongs to what follows it.
		if (line > scroll + 1) return block.section;
	}
	return null;
}

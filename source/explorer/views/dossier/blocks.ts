import type {Fold, LineRange} from '../../model.ts';

/** A dossier is drawn as a column of blocks: the lines of a section, or of a part of one. */
export interface Block {
	section: string;
	lines: string[];
	/** Which of the lines are a picture, that says nothing to who can't see it. */
	picture?: LineRange;
	/** What is said in their place where they are heard; absent: the lines themselves. */
	spoken?: readonly string[];
}

/** A drawn dossier, and where in it stands what a reader goes to. */
export interface DrawnDossier {
	blocks: Block[];
	/** The first chart with its heading; null where there is none. */
	chart: LineRange | null;
	/** Each source, in the order of their numbers. */
	sources: LineRange[];
	/** Sections that unfold, where they stand. */
	folds: Partial<Record<Fold, LineRange>>;
}

/** Lines that blocks take one below the other. */
export function blocksHeight(blocks: readonly Block[]): number {
	return blocks.reduce((sum, {lines}) => sum + lines.length, 0);
}

/** The lines of blocks that show through a window of `height` lines, `scroll` lines down. */
export function linesInWindow(blocks: readonly Block[], scroll: number, height: number): string[] {
	const shown: string[] = [];
	let line = -scroll;
	for (const {lines} of blocks) {
		if (line + lines.length > 0 && line < height) {
			shown.push(...lines.slice(Math.max(0, -line), Math.max(0, height - line)));
		}
		line += lines.length;
	}
	return shown;
}

/** The section that shows at the top of a window that is scrolled down by some lines. */
export function sectionAt(blocks: readonly Block[], scroll: number): string | null {
	let line = 0;
	for (const {lines, section} of blocks) {
		line += lines.length;
		// A blank line at the very top still belongs to what follows it.
		if (line > scroll + 1) return section;
	}
	return null;
}

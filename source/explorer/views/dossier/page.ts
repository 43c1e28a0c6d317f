import {cellWidth} from '../../../text/width.ts';
import type {Fold, LineRange} from '../../model.ts';
import {type Block, blocksHeight, type DrawnDossier} from './blocks.ts';

/** What a reader goes to, and is brought into view. */
export type Landmark = 'chart' | 'sources' | Fold;

/** A part of a dossier before it has its place. */
export interface Section {
	name: string;
	lines: string[];
	/** A styled line over the others. */
	heading?: string;
	landmark?: Landmark;
	/** Which of the lines are a picture. */
	picture?: LineRange;
	spoken?: readonly string[];
	/** Belongs to the one before: no blank line between them. */
	isUnder?: boolean;
	/** Stands below the first screen, where there is room for air. */
	isBelow?: boolean;
	/** Blank lines before it, beside the one that parts it from what is above. */
	space?: number;
}

/** A section of lines under a heading, if they have one. */
export function section(name: string, lines: string[], more: Omit<Section, 'name' | 'lines'> = {}): Section {
	return {name, lines, ...more};
}

const shifted = (range: LineRange, by: number): LineRange => ({
	first: range.first + by,
	last: range.last + by,
});

/** Sections one below the other, the empty ones left out. */
function stacked(
	sections: readonly Section[],
	airy: boolean,
): {blocks: Block[]; at: Map<Landmark, LineRange>} {
	const blocks: Block[] = [];
	const at = new Map<Landmark, LineRange>();
	for (const {name, lines, heading, landmark, picture, spoken, isUnder, isBelow, space = 0} of sections) {
		if (lines.length === 0 && heading === undefined) continue;
		const isApart = blocks.length > 0 && !isUnder && (airy || isBelow);
		const blanks = Array<string>(space + (isApart ? 1 : 0)).fill('');
		const lead = [...blanks, ...(heading === undefined ? [] : [heading])];
		const top = blocksHeight(blocks);
		blocks.push({
			section: name,
			lines: [...lead, ...lines],
			...(picture && {picture: shifted(picture, lead.length)}),
			...(spoken && {spoken: [...(heading === undefined ? [] : [heading]), ...spoken]}),
		});
		if (landmark === undefined) continue;
		// The blank line before a list of sources is not the first of them.
		const first = top + (landmark === 'sources' ? lead.length : blanks.length);
		at.set(landmark, {first, last: blocksHeight(blocks) - 1});
	}
	return {blocks, at};
}

function drawn(
	blocks: Block[],
	at: ReadonlyMap<Landmark, LineRange>,
	places: readonly LineRange[],
): DrawnDossier {
	const top = at.get('sources')?.first ?? 0;
	const [signals, notes] = [at.get('signals'), at.get('notes')];
	return {
		blocks,
		chart: at.get('chart') ?? null,
		sources: places.map(place => shifted(place, top)),
		folds: {...(signals && {signals}), ...(notes && {notes})},
	};
}

/** Lines that sections take one below the other, with a blank line between them. */
export function airyHeight(sections: readonly Section[]): number {
	return blocksHeight(stacked(sections, true).blocks);
}

/** Sections in one column; `places` are those of the sources in their section. */
export function inOneColumn(
	sections: readonly Section[],
	options: {airy: boolean; places: readonly LineRange[]},
): DrawnDossier {
	const {blocks, at} = stacked(sections, options.airy);
	return drawn(blocks, at, options.places);
}

/** Sections in two columns that scroll together; the left one is `left` cells wide, `gap` cells before the right one. */
export function inTwoColumns(
	leftSections: readonly Section[],
	rightSections: readonly Section[],
	options: {left: number; gap: number; places: readonly LineRange[]},
): DrawnDossier {
	const [left, right] = [stacked(leftSections, true), stacked(rightSections, true)];
	const [said, shown] = [left, right].map(({blocks}) => blocks.flatMap(({lines}) => lines)) as [
		string[],
		string[],
	];
	const start = options.left + options.gap;
	const lines = Array.from({length: Math.max(said.length, shown.length)}, (_, row) => {
		const [text = '', beside = ''] = [said[row], shown[row]];
		return beside === '' ? text : text + ' '.repeat(Math.max(0, start - cellWidth(text))) + beside;
	});
	const at = new Map([...left.at, ...right.at]);
	return drawn([{section: 'dossier', lines}], at, options.places);
}

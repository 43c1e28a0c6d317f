import type {Dossier} from '../../../dossier/dossier.ts';
import {sanitise} from '../../../text/sanitise.ts';
import type {Theme} from '../../../text/theme.ts';
import {cellWidth, wrap} from '../../../text/width.ts';
import type {DossierView, Fold} from '../../model.ts';

/** The keys that unfold what is folded, as a person reads them. */
export type FoldKeys = Readonly<Record<Fold, string>>;

/** What each part of a dossier is drawn from. */
export interface Drawing {
	theme: Theme;
	dossier: Dossier;
	view: DossierView;
	/** Cells that a line may take. */
	width: number;
	/** Lines that are seen at once, which the first ones are fitted into; null on paper, where nothing is folded. */
	height: number | null;
	/** Null where there are no keys. */
	keys: FoldKeys | null;
}

/** Lines from which a screen has some to spare. */
export const roomyHeight = 30;
/** Every line of the screen counts; paper has as many as it takes. */
export const isLow = ({height}: Pick<Drawing, 'height'>) => height !== null && height < roomyHeight;

/** Text of a record, fit to be drawn. */
export const clean = (theme: Theme, text: string) => sanitise(text, {ascii: theme.ascii});

/** Unstyled text wrapped under an unstyled lead; following lines are indented to it. */
export function hanging(lead: string, text: string, width: number): string[] {
	const indent = cellWidth(lead);
	return wrap(text, width - indent).map((line, index) => (index === 0 ? lead : ' '.repeat(indent)) + line);
}

/** Short texts one after the other with a sign between them; a line ends between two of them wherever it can. */
export function packed(items: readonly string[], separator: string, width: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const item of items) {
		const longer = line === '' ? item : line + separator + item;
		if (line !== '' && cellWidth(longer) > width) {
			lines.push(line);
			line = item;
		} else line = longer;
	}
	if (line !== '') lines.push(line);
	return lines.flatMap(text => wrap(text, width));
}

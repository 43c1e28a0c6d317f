import type {Dossier} from '../../../dossier/dossier.ts';
import {sanitise} from '../../../text/sanitise.ts';
import type {Theme} from '../../../text/theme.ts';
import {cellWidth, wrap} from '../../../text/width.ts';
import type {DossierView} from '../../model.ts';

/** What each part of a dossier is drawn from. */
export interface Drawing {
	theme: Theme;
	dossier: Dossier;
	view: DossierView;
	/** Cells that a line may take. */
	width: number;
	/** The key that unfolds the notes; null where there are no keys. */
	notesKey: string | null;
}

/** Text of a record, fit to be drawn. */
export const clean = (theme: Theme, text: string) => sanitise(text, {ascii: theme.ascii});

/** Unstyled text wrapped under an unstyled lead; following lines are indented to it. */
export function hanging(lead: string, text: string, width: number): string[] {
	const indent = cellWidth(lead);
	return wrap(text, width - indent).map((line, index) => (index === 0 ? lead : ' '.repeat(indent)) + line);
}

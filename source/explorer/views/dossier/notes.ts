import {assessorName, type Dossier, orderedAssessments} from '../../../dossier/dossier.ts';
import type {Assessment} from '../../../dossier/schema.ts';
import {notesOf} from '../../../dossier/summary/notes.ts';
import {sanitise} from '../../../text/sanitise.ts';
import {wrap} from '../../../text/width.ts';
import {clean, type Drawing} from './drawing.ts';

/** Who wrote which notes; the rules' are made for the record. */
function writtenNotes({record, ...survey}: Dossier): {assessment: Assessment; text: string}[] {
	return orderedAssessments(record).flatMap(assessment => {
		const text = notesOf(assessment, record, survey);
		return text === null ? [] : [{assessment, text}];
	});
}

/** How many notes there are, and the key that unfolds them. */
export function notesHeading({theme, dossier, view, notesKey}: Drawing): string {
	const isFolded = !view.notes;
	const sign = isFolded ? theme.glyphs.folded : theme.glyphs.open;
	const count = writtenNotes(dossier).length;
	return `${sign} Technical notes${count > 1 ? ` (${count})` : ''}${isFolded && notesKey !== null ? `${theme.glyphs.separator}${notesKey} unfolds` : ''}`;
}

/** The assessors' technical notes; a blank line where they are folded. */
export function notes({theme, dossier, view, width}: Drawing): string[] {
	const written = writtenNotes(dossier);
	if (written.length === 0) return [];
	if (!view.notes) return [''];
	return written.flatMap(({assessment, text}) => [
		...(written.length > 1 ? [theme.paint('quiet', ` ${clean(theme, assessorName(assessment))}:`)] : []),
		...wrap(sanitise(text, {keepNewlines: true, ascii: theme.ascii}), width - 1).map(line => ` ${line}`),
	]);
}

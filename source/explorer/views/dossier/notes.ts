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
export function notesHeading({theme, dossier, view, keys}: Drawing): string {
	const isFolded = keys !== null && !view.notes;
	const sign = keys === null ? '' : `${isFolded ? theme.glyphs.folded : theme.glyphs.open} `;
	const count = writtenNotes(dossier).length;
	const how = keys === null ? '' : `${theme.glyphs.separator}${keys.notes} ${isFolded ? 'unfolds' : 'folds'}`;
	return `${sign}Technical notes${count > 1 ? ` (${count})` : ''}${how}`;
}

/** The assessors' technical notes; null where there are none, no line where they are folded. */
export function notes({theme, dossier, view, width, keys}: Drawing): string[] | null {
	const written = writtenNotes(dossier);
	if (written.length === 0) return null;
	if (keys !== null && !view.notes) return [];
	return written.flatMap(({assessment, text}) => [
		...(written.length > 1 ? [theme.paint('quiet', ` ${clean(theme, assessorName(assessment))}:`)] : []),
		...wrap(sanitise(text, {keepNewlines: true, ascii: theme.ascii}), width - 1).map(line => ` ${line}`),
	]);
}

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
function notesHeading({theme, view, keys}: Drawing, count: number): string {
	const isFolded = keys !== null && !view.notes;
	const sign = keys === null ? '' : `${isFolded ? theme.glyphs.folded : theme.glyphs.open} `;
	const how = keys === null ? '' : `${theme.glyphs.separator}${keys.notes} ${isFolded ? 'unfolds' : 'folds'}`;
	return `${sign}Technical notes${count > 1 ? ` (${count})` : ''}${how}`;
}

/** The assessors' technical notes under their heading; null where there are none, no line where they are folded. */
export function notes(drawing: Drawing): {heading: string; lines: string[]} | null {
	const {theme, dossier, view, width, keys} = drawing;
	const written = writtenNotes(dossier);
	if (written.length === 0) return null;
	const heading = notesHeading(drawing, written.length);
	if (keys !== null && !view.notes) return {heading, lines: []};
	const lines = written.flatMap(({assessment, text}) => [
		...(written.length > 1 ? [theme.paint('quiet', ` ${clean(theme, assessorName(assessment))}:`)] : []),
		...wrap(sanitise(text, {keepNewlines: true, ascii: theme.ascii}), width - 1).map(line => ` ${line}`),
	]);
	return {heading, lines};
}

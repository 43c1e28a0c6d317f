import {counted, grouped} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import type {ExplorerState, Hint, Scope} from '../model.ts';
import {formNames} from '../own-model.ts';

/** What the list is of: of the person's own drivers, of a selection that it was opened with; null for all. */
export function scopeNow({scope, own}: ExplorerState): Scope | null {
	if (own.mineRows === null) return scope;
	return {label: 'mine', note: own.machineNote, command: 'driverdex --mine'};
}

/** Whether the driver of the dossier is marked or watched, as signs; '' where it is neither. */
export function driverSigns(theme: Theme, {cursorId, marks, own}: ExplorerState): string {
	if (cursorId === null) return '';
	const signs = [
		...(marks.includes(cursorId) ? [`${theme.glyphs.mark} marked`] : []),
		...(own.watched.has(cursorId) ? [`${theme.glyphs.watched} watched`] : []),
	];
	return signs.join(theme.glyphs.separator);
}

/** `3 marked · `, before the count of what is shown; '' for none. */
export function markCount(theme: Theme, {marks}: ExplorerState): string {
	return marks.length === 0 ? '' : `${grouped(marks.length)} marked${theme.glyphs.separator}`;
}

/** What the line that names a file begins with: `CSV of 17 drivers to `. */
export function fileLead({own: {exporting}, marks, found}: ExplorerState): string {
	if (exporting === null) return '';
	const {form} = exporting;
	if (form === 'verdicts') return `${formNames[form]} to `;
	const what =
		marks.length > 0 ? counted(marks.length, 'marked driver') : `${counted(found.length, 'driver')} shown`;
	return `${formNames[form]} of ${what} to `;
}

/** The question whether a file may be written over, for the line of hints. */
export function overwriteLead(theme: Theme, {own: {exporting}}: ExplorerState): string {
	return ` ${sanitise(exporting?.text ?? '', {ascii: theme.ascii})} is there: `;
}

/** What a screen reader says of a prompt of one's own; none for any other. */
export function spokenPrompt({prompt, own}: ExplorerState, hints: readonly Hint[]): string[] {
	const keys = hints.map(({key, label}) => `${key} ${label}`).join(', ');
	if (prompt === 'export') return [`Export as: ${keys}`];
	const name = sanitise(own.exporting?.text ?? '');
	if (prompt === 'file') return [`File: ${name}`, `Keys: ${keys}`];
	return prompt === 'overwrite' ? [`${name} is there: ${keys}`] : [];
}

/** The news at the cursor, in words. */
export function spokenNews({own: {news, newsCursor}}: ExplorerState): string[] {
	const item = news?.items[newsCursor];
	if (news === null) return [];
	if (item === undefined) return [`News: ${sanitise(news.said)}.`];
	const place = `${newsCursor + 1} of ${news.items.length}`;
	return [`News, ${place}: ${sanitise(item.module)}, ${item.kind}: ${sanitise(item.text)}.`];
}

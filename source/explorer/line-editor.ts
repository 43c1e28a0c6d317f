/** A line of text that is being edited. */
export interface EditedLine {
	text: string;
	/** Where the next character goes, in code units from the start; never inside a code point. */
	caret: number;
}

const before = (line: EditedLine) => line.text.slice(0, line.caret);
const after = (line: EditedLine) => line.text.slice(line.caret);
/** Code units of the character before the caret, and of the one after it; 0 at the ends. */
const stepBack = (line: EditedLine) => [...before(line)].at(-1)?.length ?? 0;
const stepForward = (line: EditedLine) => [...after(line)][0]?.length ?? 0;

const withBefore = (line: EditedLine, kept: string): EditedLine => ({
	text: kept + after(line),
	caret: kept.length,
});

/** What can be done to a line beside typing. Where there is nothing to do, the line stays as it is. */
export const lineEdits = {
	'caret-left': line => ({...line, caret: line.caret - stepBack(line)}),
	'caret-right': line => ({...line, caret: line.caret + stepForward(line)}),
	'caret-to-start': line => ({...line, caret: 0}),
	'caret-to-end': line => ({...line, caret: line.text.length}),
	'erase-before': line => withBefore(line, before(line).slice(0, line.caret - stepBack(line))),
	'erase-after': line => ({...line, text: before(line) + after(line).slice(stepForward(line))}),
	'erase-word': line => withBefore(line, before(line).replace(/\S+\s*$/, '')),
	'erase-to-start': line => withBefore(line, ''),
} as const satisfies Record<string, (line: EditedLine) => EditedLine>;

export type LineEdit = keyof typeof lineEdits;

/** Characters that a line holds at most: nobody means more, and each costs whoever reads the line at every key. */
export const longestLine = 1000;

/**
 * The line with a text at its caret, which then stands behind it. Of a text that is too long, its beginning: the line
 * then holds `longestLine` code units, or one fewer, lest a character be cut in two.
 */
export function typeInto(line: EditedLine, text: string): EditedLine {
	const room = Math.max(0, longestLine - line.text.length);
	return withBefore(line, before(line) + (text.length <= room ? text : wholeBeginning(text, room)));
}

function wholeBeginning(text: string, room: number): string {
	const cut = text.slice(0, room);
	return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** Pasted text as one line: whatever parts its words becomes one space. */
export function asOneLine(text: string): string {
	return text.replace(/\s+/g, ' ');
}

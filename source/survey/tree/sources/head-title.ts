/** What the comment at the head of a file calls it. */

const longest = 80;
/** Lines that say who, when, where or under which terms, not what. */
const notTitle =
	/copyright|\(c\)|©|spdx|licen[sc]e|author|written by|e-?mail|@|https?:|based on|created|modified|version|revision|\$id|all rights|^\W*$|\.[chS]\b|\/\*|drivers\/|sound\/|^(?:this|these|it|we|if|when|see|note|todo|fixme|for|the code|the file|contains?)\b|\b(?:source|header) file\b/i;
/** What a name is not: half a sentence. */
const dangling = /[,;:(]$|\b(?:a|an|the|of|for|and|or|to|in|on|by|with|is|are|from|that|which)$/i;

/**
 * The first line of the comment that opens a file, where it reads like a name: `name.c - Pond cards` gives
 * `Pond cards`. Null where the line is a file's name, a sentence, somebody's rights.
 */
export function readHeadTitle(head: string, file: string): string | null {
	const base = file.slice(file.lastIndexOf('/') + 1);
	const stem = base.replace(/\.\w+$/, '');
	let seen = 0;
	// What is longer is no title, and its patterns would take the third power of a line of blanks.
	const lines = head.split('\n', 14).map(line => line.slice(0, longest * 3));
	for (const [index, line] of lines.entries()) {
		const comment = /^(?:\/\*+|\*+|\/\/+!?)(?!\/)\s?(.*?)\s*(?:\*+\/)?$/.exec(line.trim());
		if (comment === null) {
			if (line.trim() !== '') {
				return null;
			}
			continue;
		}
		let text = comment[1]!
			.replace(/^[\s*=#-]+|[\s*=#-]+$/g, '')
			.replace(/\s+/g, ' ')
			.replace(/^driver: /i, '');
		for (const own of [base, stem]) {
			if (text.toLowerCase().startsWith(own.toLowerCase())) {
				text = text.replace(new RegExp(`^.{${own.length}}(?:\\s*(?:[-–:,]+)\\s+|\\s*$)`), '');
			}
		}
		if (text === '' || /SPDX/.test(text)) {
			continue;
		}
		seen++;
		if (seen > 2) {
			return null;
		}
		if (notTitle.test(text)) {
			if (/copyright|\(c\)|\.[chS]\b|drivers\//i.test(text)) {
				continue;
			}
			return null;
		}
		const next = /^\s*\*\s?(.*?)\s*(?:\*+\/)?$/.exec(lines[index + 1] ?? '')?.[1] ?? '';
		const goesOn = /^[a-z]/.test(next) || dangling.test(text);
		const title = text.replace(/\.$/, '');
		return title.length < 6 || title.length > longest || goesOn || /[.!?] /.test(title) ? null : title;
	}
	return null;
}

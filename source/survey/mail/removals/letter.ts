/** What the letter at the head of a series tells of its patches. */

/** A source that loses all its lines, as the letter's table of files has it. */
const goneSource = /^ \S+\.(?:c|S|rs) +\| +\d+ -{2,}$/m;

/** Bytes without which no letter has such a line. */
export const goneSourceHints: readonly Buffer[] = [Buffer.from(' ---')];

/** `Ann Author (12):`, the titles of whose patches follow, indented; what is indented further goes on a long one. */
const authorLine = /^\S.*\(\d+\):$/;
const mostTitles = 200;

/** Titles of the patches that the letter lists, in its order; none where it deletes no source. */
export function listedTitles(text: string): string[] {
	if (!goneSource.test(text)) return [];
	const titles: string[] = [];
	let indent = -1;
	for (const line of text.split('\n')) {
		if (authorLine.test(line)) {
			indent = 0;
			continue;
		}
		const blanks = line.search(/\S/);
		if (indent < 0 || blanks <= 0) {
			indent = -1;
			continue;
		}
		if (indent === 0) indent = blanks;
		if (blanks > indent && titles.length > 0) titles.push(`${titles.pop()!} ${line.trim()}`);
		else if (titles.length < mostTitles) titles.push(line.trim());
	}
	return titles;
}

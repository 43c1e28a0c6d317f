// Appended to Ink's output.js by build.mjs, whose Output and OutputCaches it uses.
const kept = new OutputCaches();
/** For Output, in place of caches of its own. */
export function keptCaches() {
	for (const cache of [kept.styledChars, kept.widths, kept.blockWidths]) if (cache.size > 4000) cache.clear();
	return kept;
}

export default class JoinedOutput extends Output {
	get() {
		const rows = this.place();
		if (rows === null) return super.get();
		const lines = rows.map(pieces => {
			let line = '';
			let at = 0;
			for (const {x, width, text} of pieces) {
				line += ' '.repeat(x - at) + text;
				at = x + width;
			}
			return line;
		});
		return {output: lines.join('\n'), height: rows.length};
	}

	/** What stands in each row, from left to right; null where pieces overlap or a side cuts one. */
	place() {
		const rows = Array.from({length: this.height}, () => []);
		const clips = [];
		for (const operation of this.operations) {
			if (operation.type === 'clip') clips.push(operation.clip);
			else if (operation.type === 'unclip') clips.pop();
			else if (!this.placeText(rows, operation, clips.at(-1))) return null;
		}
		return rows;
	}

	placeText(rows, {x, y, text, transformers}, clip) {
		for (const [index, raw] of text.split('\n').entries()) {
			const row = y + index;
			if (rows[row] === undefined || row < (clip?.y1 ?? row) || row >= (clip?.y2 ?? row + 1)) continue;
			const line = transformers.reduce((changed, transform) => transform(changed, index), raw);
			const width = this.caches.getStringWidth(line);
			if (width === 0) continue;
			const last = rows[row].at(-1);
			const from = last === undefined ? 0 : last.x + last.width;
			if (x < from || x < (clip?.x1 ?? x) || x + width > (clip?.x2 ?? x + width)) return false;
			// Attributes that a text leaves on end with it.
			rows[row].push({x, width, text: line.includes('\u001b[') ? `${line}\u001b[m` : line});
		}
		return true;
	}
}

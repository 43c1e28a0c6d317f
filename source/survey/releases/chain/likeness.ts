/**
 * How much of a file another one keeps: bytes in lines that both have, as a share of the larger file. Lines without
 * a letter (blanks, braces) tell nothing and are left out; order does not count.
 */
export function shareKept(before: Buffer, after: Buffer): number {
	const lines = new Map<string, number>();
	const total = (bytes: Buffer, note: (line: string) => void) => {
		let size = 0;
		for (const text of bytes.toString('latin1').split('\n')) {
			const line = text.trim();
			if (!/[A-Za-z]/.test(line)) continue;
			size += line.length;
			note(line);
		}
		return size;
	};
	const sizeBefore = total(before, line => lines.set(line, (lines.get(line) ?? 0) + 1));
	let kept = 0;
	const sizeAfter = total(after, line => {
		const left = lines.get(line) ?? 0;
		if (left === 0) return;
		lines.set(line, left - 1);
		kept += line.length;
	});
	return kept / Math.max(sizeBefore, sizeAfter, 1);
}

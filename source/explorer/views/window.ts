/** Lines of a list that show its cursor, and how many there are above and below them. */
export function windowOf<Item>(
	items: readonly Item[],
	cursor: number,
	height: number,
): {shown: readonly Item[]; top: number; above: number; below: number} {
	const room = Math.max(1, height);
	const top = Math.max(0, Math.min(cursor - Math.floor(room / 2), items.length - room));
	const shown = items.slice(top, top + room);
	return {shown, top, above: top, below: items.length - top - shown.length};
}

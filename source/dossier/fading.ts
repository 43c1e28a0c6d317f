/**
 * Drivers that fade: recommended to be kept, with or without a caveat, though nothing but small or tree-wide edits came in
 * the newest twelve releases and their removal risk is among the highest tenth of all that are judged. Each alone is no
 * reason to leave a driver; together they are what to look at before it is too late.
 */
import {flag, type PackedRow, packedCells} from './index-row.ts';
import {recommendations} from './query/vocabulary.ts';

const kept: ReadonlySet<number> = new Set([
	recommendations.indexOf('keep'),
	recommendations.indexOf('keep-annotate'),
]);

/** The least risk of the riskiest tenth; ties are in it, so that it may be more. Null where no risk is known. */
function riskiestTenth(rows: readonly PackedRow[]): number | null {
	const risks = rows.flatMap(row => row[packedCells.risk] ?? []).sort((a, b) => b - a);
	return risks[Math.floor((risks.length - 1) / 10)] ?? null;
}

/** The rows of a whole data set, those that fade marked as that. */
export function markFading(rows: readonly PackedRow[]): PackedRow[] {
	const least = riskiestTenth(rows);
	return rows.map(row => {
		const [risk, flags] = [row[packedCells.risk], row[packedCells.flags]];
		const isFading =
			least !== null &&
			risk !== null &&
			risk >= least &&
			kept.has(row[packedCells.recommendation]) &&
			(flags & flag.quiet) !== 0;
		return isFading ? (row.with(packedCells.flags, flags | flag.fading) as PackedRow) : row;
	});
}

/** A row that was packed anew from a record judged otherwise: it fades where it did before, unless it is no longer kept. */
export function keepFading(row: PackedRow, didFade: boolean): PackedRow {
	if (!didFade || !kept.has(row[packedCells.recommendation])) return row;
	return row.with(packedCells.flags, row[packedCells.flags] | flag.fading) as PackedRow;
}

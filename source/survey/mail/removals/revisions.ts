/** Which posted deletions are revisions of one another. */
import {secondsPerDay} from '../date.ts';

interface Posting {
	subject: string;
	time: number;
	/** What its title makes it a part of. */
	piece: number;
	/** A hash of the author. */
	series: {author: number};
	targets: readonly {driver: {presentFile: string}}[];
}

/** A revision comes within so many seconds of the one before. */
const revisionSpan = 120 * secondsPerDay;

/**
 * The pieces of work that deletions belong to, oldest first: as their titles have it, and a later version under a title
 * that nobody used before goes on with what its author posted last to delete the same driver.
 */
export function piecesOf<Deletion extends Posting>(deletions: readonly Deletion[]): Map<Deletion, number> {
	const pieces = new Map<Deletion, number>();
	/** By what a title says, what its mails go on with. */
	const known = new Map<number, number>();
	const last = new Map<string, Deletion>();
	for (const deletion of deletions) {
		const {piece, series, subject, targets, time} = deletion;
		const keys = targets.map(({driver}) => [series.author, driver.presentFile].join(' '));
		const before = keys.map(key => last.get(key)).find(one => one !== undefined);
		const isRevision = before !== undefined && isLaterVersion(subject) && time - before.time <= revisionSpan;
		if (!known.has(piece)) known.set(piece, isRevision ? pieces.get(before)! : piece);
		pieces.set(deletion, known.get(piece)!);
		for (const key of keys) last.set(key, deletion);
	}
	return pieces;
}

function isLaterVersion(subject: string): boolean {
	// The tag first, then what is in it: one pattern for both takes minutes over a subject of nothing but `[v2 v2`.
	const tag = /^\s*\[([^\]]*)\]/.exec(subject)?.[1] ?? '';
	return /\bv(?:[2-9]|[1-9]\d)\b/i.test(tag);
}

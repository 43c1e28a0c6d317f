import {assessorName, orderedAssessments} from '../../../dossier/dossier.ts';
import {speaksOf} from '../../../dossier/effective.ts';
import {mailAddress} from '../../../dossier/mail-address.ts';
import type {Assessment, Reason} from '../../../dossier/schema.ts';
import {link} from '../../../text/link.ts';
import {fit} from '../../../text/width.ts';
import {clean, type Drawing, hanging} from './drawing.ts';
import {saidBy} from './verdict.ts';

/** Claims of an imported dossier that are listed; the rest stand among its sources. */
const mostClaims = 8;

/**
 * What an assessment rests on: its reasons, each with its source; an imported dossier, which has none, is told by what it
 * claims of its sources.
 */
function reasonsOf({assessor, reasons, sources}: Assessment): Pick<Reason, 'weight' | 'text' | 'source'>[] {
	if (reasons.length > 0 || (assessor !== 'dossier' && assessor !== 'model')) return reasons;
	return sources.slice(0, mostClaims).map(({claim}, index) => ({weight: 0, text: claim, source: index + 1}));
}

/** A reason as it is drawn; or, where several assessors give reasons, whose the next ones are. */
export interface DrawnReason {
	isReason: boolean;
	lines: string[];
	/** The same where it is heard: signs are words. */
	spoken: string;
}

/** An assessment with how many sources those before it have: its sources are numbered from there. */
function numbered({dossier: {record}}: Drawing): {assessment: Assessment; offset: number}[] {
	let offset = 0;
	return orderedAssessments(record).map(assessment => {
		const before = offset;
		offset += assessment.sources.length;
		return {assessment, offset: before};
	});
}

/** Every reason of those who speak of this driver, with the number of its source, in each assessor's own order: what decides first. */
export function why(drawing: Drawing): DrawnReason[] {
	const {theme, dossier, width} = drawing;
	const speaking = numbered(drawing).filter(
		({assessment}) => speaksOf(dossier.record, assessment) && reasonsOf(assessment).length > 0,
	);
	return speaking.flatMap(({assessment, offset}, index) => {
		const reasons = reasonsOf(assessment).map(reason => drawnReason(drawing, reason, offset));
		// The first ones are those of the verdict above, whose it is stands there.
		if (index === 0) return reasons;
		const name = fit(clean(theme, `${assessorName(assessment)}:`), width, 'left', theme.glyphs.ellipsis);
		const whose = {isReason: false, lines: [theme.paint('quiet', name.trimEnd())], spoken: name.trimEnd()};
		return [whose, ...reasons];
	});
}

function drawnReason(
	{theme, width}: Drawing,
	{weight, text, source}: ReturnType<typeof reasonsOf>[number],
	offset: number,
): DrawnReason {
	// Signs are read from the driver's side: what speaks for its staying is a plus.
	const [sign, style, side] =
		weight < 0
			? ([theme.glyphs.plus, 'good', 'for it: '] as const)
			: weight > 0
				? ([theme.glyphs.minus, 'bad', 'against it: '] as const)
				: ([theme.glyphs.bullet, 'quiet', ''] as const);
	const reference = source === null ? '' : ` [${source + offset}]`;
	// A number stays with the last word: alone on a line it says nothing.
	const stuck = clean(theme, text) + reference.replace(' ', '\u00a0');
	const [first = '', ...rest] = hanging('x ', stuck, width).map(line => line.replace('\u00a0[', ' ['));
	return {
		isReason: true,
		lines: [`${theme.paint(style, sign)} ${first.slice(2)}`, ...rest],
		spoken: `${side}${clean(theme, text)}${reference}`,
	};
}

/**
 * What is said of the whole directory, by those that speak of no driver in particular: their verdict with its source, and
 * their reasons. They are no reasons for this one.
 */
export function saidOfAll(drawing: Drawing): string[] {
	return numbered(drawing).flatMap(({assessment, offset}) => {
		if (speaksOf(drawing.dossier.record, assessment)) return [];
		const reasons = reasonsOf(assessment);
		// A single claim is the verdict itself.
		const isVerdict = assessment.reasons.length === 0 && reasons.length === 1;
		return [
			...saidBy(drawing, assessment, null, isVerdict ? ` [${offset + 1}]` : ''),
			...(isVerdict ? [] : reasons.flatMap(reason => drawnReason(drawing, reason, offset).lines)),
		];
	});
}

/** Deletions that are listed; a directory may have seen many. */
const mostDeletions = 12;

/** Every posted patch that deletes the driver's main file, the newest first. */
export function deletions({theme, dossier, width}: Drawing): string[] {
	const newestFirst = (dossier.record.signals.removalPatches ?? []).toSorted((a, b) =>
		a.date < b.date ? 1 : -1,
	);
	return newestFirst.slice(0, mostDeletions).map(({date, title, list, messageId}) => {
		const room = width - date.length - list.length - 5;
		const shown = fit(clean(theme, title), Math.max(8, room), 'left', theme.glyphs.ellipsis).trimEnd();
		return ` ${date}  ${link(theme, mailAddress(list, messageId), theme.paint('accent', shown))}  ${theme.paint('quiet', clean(theme, list))}`;
	});
}

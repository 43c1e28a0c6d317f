import {assessorName, orderedAssessments} from '../../../dossier/dossier.ts';
import {mailAddress} from '../../../dossier/mail-address.ts';
import type {Assessment, Reason} from '../../../dossier/schema.ts';
import {link} from '../../../text/link.ts';
import {fit} from '../../../text/width.ts';
import {clean, type Drawing, hanging} from './drawing.ts';

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

/** Every reason with the number of its source, in each assessor's own order: what decides first. */
export function why({theme, dossier, width}: Drawing): DrawnReason[] {
	const drawn: DrawnReason[] = [];
	let offset = 0;
	const assessments = orderedAssessments(dossier.record);
	const several = assessments.filter(one => reasonsOf(one).length > 0).length > 1;
	for (const assessment of assessments) {
		const reasons = reasonsOf(assessment);
		if (several && reasons.length > 0) {
			const name = fit(clean(theme, `${assessorName(assessment)}:`), width, 'left', theme.glyphs.ellipsis);
			drawn.push({isReason: false, lines: [theme.paint('quiet', name.trimEnd())], spoken: name.trimEnd()});
		}
		for (const reason of reasons) {
			// Signs are read from the driver's side: what speaks for its staying is a plus.
			const [sign, style, side] =
				reason.weight < 0
					? ([theme.glyphs.plus, 'good', 'for it: '] as const)
					: reason.weight > 0
						? ([theme.glyphs.minus, 'bad', 'against it: '] as const)
						: ([theme.glyphs.bullet, 'quiet', ''] as const);
			const reference = reason.source === null ? '' : ` [${reason.source + offset}]`;
			const [first = '', ...rest] = hanging('x ', clean(theme, reason.text) + reference, width);
			drawn.push({
				isReason: true,
				lines: [`${theme.paint(style, sign)} ${first.slice(2)}`, ...rest],
				spoken: `${side}${clean(theme, reason.text)}${reference}`,
			});
		}
		offset += assessment.sources.length;
	}
	return drawn;
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

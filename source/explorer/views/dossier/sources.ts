import {assessorName, type NumberedSource, numberedSources} from '../../../dossier/dossier.ts';
import {sourceAddress, sourceDate, sourceName} from '../../../dossier/source-links.ts';
import {link} from '../../../text/link.ts';
import {cellWidth, truncate, wrap} from '../../../text/width.ts';
import type {LineRange} from '../../model.ts';
import {clean, type Drawing} from './drawing.ts';

/**
 * All sources by number: where each is, its day and what it says, one after the other as in a footnote; and in which of
 * the lines each stands. With `isBrief` a line is all that a source gets, until it is chosen: of a claim that does not fit, and
 * that the reason with its number makes, it says what the source is, any other is cut. A host and a day alone tell nobody
 * what is there.
 */
export function sourceList(
	{theme, dossier, view, width, keys}: Drawing,
	isBrief: boolean,
): {
	lines: string[];
	places: LineRange[];
} {
	const lines: string[] = [];
	const places: LineRange[] = [];
	const sources = numberedSources(dossier.record);
	const numberWidth = String(sources.length).length + 2;
	let heard = sources[0]?.assessment;
	for (const {number, source, assessment} of sources) {
		// The first ones are those of the verdict above, whose it is stands there.
		if (assessment !== heard) {
			lines.push(theme.paint('quiet', ` ${clean(theme, assessorName(assessment))}:`));
			heard = assessment;
		}
		const start = lines.length;
		const chosen = view.source === number - 1;
		const lead = `${chosen ? theme.glyphs.cursor : ' '}${`[${number}]`.padStart(numberWidth)} `;
		const address = sourceAddress(source, dossier.treeVersion);
		const day = sourceDate(source);
		const date = day === null ? '' : ` ${day}`;
		const room = width - lead.length;
		const where = truncate(clean(theme, sourceName(source)), room - cellWidth(date), theme.glyphs.ellipsis);
		// Wrapped behind as many letters as name its place, which are then put in the place of those.
		const stand = 'x'.repeat(cellWidth(where + date));
		const whole = `${stand}  ${clean(theme, source.claim)}`;
		const isCut = isBrief && !chosen;
		const isLeft = isCut && cellWidth(whole) > room && isRepeated({number, source, assessment}, sources);
		const text = isLeft ? `${stand}  ${clean(theme, whatIs(source))}` : whole;
		const [first = '', ...rest] = isCut ? [truncate(text, room, theme.glyphs.ellipsis)] : wrap(text, room);
		lines.push(
			(chosen ? theme.paint('accent', lead) : lead) +
				link(theme, address, theme.paint('quiet', where)) +
				theme.paint('quiet', date) +
				first.slice(stand.length),
		);
		if (!isCut) for (const line of rest) lines.push(' '.repeat(lead.length) + line);
		if (chosen) {
			// The address in full, so that it can be picked with the mouse where links are not supported.
			for (const line of wrap(clean(theme, address), room)) {
				lines.push(' '.repeat(lead.length) + theme.paint('quiet', line));
			}
		}
		// On paper nothing is chosen: whole and on one line, so that it can be copied; a place in the tree is its own.
		else if (keys === null && !('at' in source)) {
			lines.push(' '.repeat(lead.length) + theme.paint('quiet', clean(theme, address)));
		}
		places.push({first: start, last: lines.length - 1});
	}
	return {lines, places};
}

/** Whether a reason above says what a source is claimed to say; a mail's claim is its subject, which only stands here. */
function isRepeated(
	{number, source, assessment}: NumberedSource,
	sources: readonly NumberedSource[],
): boolean {
	const before = sources.findIndex(one => one.assessment === assessment);
	return (
		source.kind !== 'mail' && assessment.reasons.some(reason => (reason.source ?? 0) + before === number)
	);
}

/** What lies at an address, in a few words; the claim where its kind does not tell. */
function whatIs({kind, claim}: NumberedSource['source']): string {
	if (kind === 'release') return 'its commits';
	if (kind === 'population') return 'the machines probed';
	// `Debian (7.3, armhf, kernel 7.3.0): CONFIG_X=m`: of which kernel, and what it says, does not fit.
	return kind === 'distribution' ? `the .config of ${claim.replace(/ \(.*/s, '')}` : claim;
}

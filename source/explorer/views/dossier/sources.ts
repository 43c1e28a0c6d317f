import {assessorName, numberedSources} from '../../../dossier/dossier.ts';
import type {Assessment} from '../../../dossier/schema.ts';
import {sourceAddress, sourceDate, sourceName} from '../../../dossier/source-links.ts';
import {link} from '../../../text/link.ts';
import {cellWidth, fit, wrap} from '../../../text/width.ts';
import type {LineRange} from '../../model.ts';
import {clean, type Drawing} from './drawing.ts';

/** All sources by number: where each is, its day, what it says; and in which of the lines each stands. */
export function sourceList({theme, dossier, view, width}: Drawing): {
	lines: string[];
	places: LineRange[];
} {
	const lines: string[] = [];
	const places: LineRange[] = [];
	const sources = numberedSources(dossier.record);
	const numberWidth = String(sources.length).length + 2;
	const several = new Set(sources.map(({assessment}) => assessment)).size > 1;
	let heard: Assessment | null = null;
	for (const {number, source, assessment} of sources) {
		if (several && assessment !== heard) {
			lines.push(theme.paint('quiet', ` ${clean(theme, assessorName(assessment))}:`));
			heard = assessment;
		}
		const first = lines.length;
		const chosen = view.source === number - 1;
		const lead = `${chosen ? theme.glyphs.cursor : ' '}${`[${number}]`.padStart(numberWidth)} `;
		const address = sourceAddress(source, dossier.treeVersion);
		const where = sourceName(source);
		const day = sourceDate(source);
		const date = day === null ? '' : `  ${day}`;
		const head = clean(theme, where);
		const room = width - lead.length;
		const headLine = fit(
			head,
			Math.min(cellWidth(head), room - cellWidth(date)),
			'left',
			theme.glyphs.ellipsis,
		);
		lines.push(
			(chosen ? theme.paint('accent', lead) : lead) +
				link(theme, address, theme.paint('accent', headLine)) +
				theme.paint('quiet', date),
		);
		for (const line of wrap(clean(theme, source.claim), room)) lines.push(' '.repeat(lead.length) + line);
		if (chosen) {
			// The address in full, so that it can be picked with the mouse where links are not supported.
			for (const line of wrap(clean(theme, address), room)) {
				lines.push(' '.repeat(lead.length) + theme.paint('quiet', line));
			}
		}
		places.push({first, last: lines.length - 1});
	}
	return {lines, places};
}

import {quietSentence} from '../../../dossier/history/quiet.ts';
import {lastChanges, type ReleaseStep, releaseSteps} from '../../../dossier/history/release-steps.ts';
import {stepWords} from '../../../dossier/history/since.ts';
import {sparkline} from '../../../text/bar.ts';
import {cellWidth, wrap} from '../../../text/width.ts';
import type {Drawing} from './drawing.ts';

/** Lines of substance at which a block of a sparkline is full: much for one release of one driver. */
export const fullReleaseLines = 2000;

/**
 * `changed in earnest in 9 of the last 12 releases, last in 7.2`, or in short `in earnest in 9 of the last 12, last in
 * 7.2`; null where no release is known to have changed it or not.
 */
export function lastChangesText(steps: readonly ReleaseStep[], isShort = false): string | null {
	const changes = lastChanges(steps);
	if (changes === null) return null;
	const {changed, of, last} = changes;
	const lead = isShort ? 'in earnest' : 'changed in earnest';
	// In short, of those that it may have been the newest: `last by 6.17`.
	const lastWords = (step: ReleaseStep) =>
		isShort && step.missing.length > 0 ? `by ${step.release}` : `in ${stepWords(step)}`;
	const when = last === null ? '' : `, last ${lastWords(last)}`;
	return `${lead} in ${changed === 0 ? 'none' : changed} of the last ${of}${isShort ? '' : ' releases'}${when}`;
}

/** Releases in a sparkline where there is no room for all. */
const fewReleases = 12;

/**
 * The change from release to release in one line, to stand under a chart of months: a sparkline over all releases, or as
 * many of the last as there is room for, and what it says in words. None where releases were not surveyed.
 */
export function releaseLine({theme, dossier, width}: Drawing): string[] {
	const {releases} = dossier.record.signals;
	if (releases === null) return [];
	const steps = releaseSteps(releases, dossier.releases);
	const quiet = quietSentence(releases, dossier.releases);
	const long = quiet ?? lastChangesText(steps);
	if (long === null) return [];
	const lead = 'releases  ';
	const quietly = (line: string) => theme.paint('quiet', line);
	// Releases that have not the driver, and that which brings it, are blank.
	const drawn = steps.slice(1).map(({substantive}) => substantive ?? 0);
	for (const count of quiet === null ? [drawn.length, fewReleases] : []) {
		for (const text of [long, lastChangesText(steps, true)!]) {
			if (cellWidth(lead) + count + 2 + cellWidth(text) > width) continue;
			const line = sparkline(theme, drawn.slice(-count), fullReleaseLines);
			return [`${quietly(lead)}${theme.paint('chart', line)}  ${quietly(text)}`];
		}
	}
	return wrap(lead + long, width).map(quietly);
}

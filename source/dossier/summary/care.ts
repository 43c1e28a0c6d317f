/** Who looks after a driver, and how it moves from release to release. */
import {stepWords} from '../history/since.ts';
import {isInEarnest, recentWork} from '../history/work.ts';
import {capital, type Survey, type Unjudged} from './told.ts';

type Signals = Unjudged['signals'];

/** What MAINTAINERS says of a driver: a clause with its verb; null where that was not read. */
export function whoMaintains({maintainers}: Pick<Signals, 'maintainers'>): string | null {
	if (maintainers === null) return null;
	const {status, own} = maintainers;
	const section = maintainers.section?.replace(/\s+/g, ' ') ?? null;
	if (section === null) return 'MAINTAINERS names nobody for it';
	if (status === null) return `MAINTAINERS has it under ${section}, without a status`;
	switch (status) {
		case 'Orphan':
		case 'Obsolete':
			return `MAINTAINERS has nobody for it (${section}: ${status})`;
		case 'Odd Fixes':
			return `MAINTAINERS promises it odd fixes only, under ${section}`;
		default:
			if (!own) return `it falls under ${section} in MAINTAINERS, with no section of its own`;
			return status === 'Supported'
				? `somebody is paid to look after it under ${section}`
				: `it is maintained under ${section}`;
	}
}

/** What the newest releases did to a driver, of those before which it was there. */
export interface Movement {
	/** Known steps among the newest twelve. */
	known: number;
	/** Those that changed ten lines or more of it in earnest. */
	worked: number;
	/** Whether releases lie between the known ones that were not surveyed: then they are not simply the last. */
	isGapped: boolean;
	/** The newest release that did, or those that it may have been; null where none of all known ones did. */
	last: string | null;
	/** The release after which nothing but less than that came: the last that did, else the one before the first known. */
	quietSince: string;
	/** The most that a release changed since then. */
	since: 'a few lines' | 'tree-wide edits' | 'nothing';
}

/** How a driver moves; null where no release is known to have had it before the one that it was held against. */
export function movementOf(
	{releases: changes}: Pick<Signals, 'releases'>,
	{releases}: Survey,
): Movement | null {
	if (changes === null) return null;
	const steps = changes.substantive;
	const {known, worked} = recentWork(changes);
	const first = steps.findIndex((lines, index) => index > 0 && lines !== null);
	if (known === 0 || first < 0) return null;
	const lastAt = steps.findLastIndex(isInEarnest);
	const from = lastAt < 0 ? first - 1 : lastAt;
	const quietSince = releases[from]?.release;
	if (quietSince === undefined) return null;
	const later = (counts: readonly (number | null)[]) =>
		counts.slice(from + 1).some(count => (count ?? 0) > 0);
	return {
		known,
		worked,
		isGapped: releases.slice(-known).some(({missing}) => missing.length > 0),
		last: releases[lastAt] === undefined ? null : stepWords(releases[lastAt]),
		quietSince,
		since: later(steps)
			? 'a few lines'
			: later(changes.added) || later(changes.removed)
				? 'tree-wide edits'
				: 'nothing',
	};
}

/** How it moves as a clause with its verb. */
function movementWords(movement: Movement): string {
	const {known, worked, isGapped, last, quietSince, since} = movement;
	const those =
		known === 1
			? 'the one release since it came'
			: `the last ${known} releases${isGapped ? ' surveyed' : ''}`;
	if (worked > 0 && worked === known) {
		return known === 1 ? `${those} brought work on it` : `every one of ${those} brought work on it`;
	}
	if (worked > 1) return `${worked} of ${those} brought work on it, ${last} most recently`;
	if (worked === 1) return `of ${those} only ${last} brought work on it`;
	return since === 'nothing'
		? `not a line of it changed since ${quietSince}`
		: since === 'tree-wide edits'
			? `only tree-wide edits and the like reached it since ${quietSince}`
			: `no release since ${quietSince} changed more than a few lines of it, tree-wide edits aside`;
}

/** Who looks after it and how it moves, in a sentence; null where neither is known. */
export function whoLooksAfterIt({signals}: Pick<Unjudged, 'signals'>, survey: Survey): string | null {
	const movement = movementOf(signals, survey);
	const moved = movement === null ? null : movementWords(movement);
	const said = [whoMaintains(signals), moved].filter(clause => clause !== null);
	if (said.length === 0) return null;
	return `${capital(said.join(', and '))}.`;
}

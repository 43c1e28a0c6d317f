/** How a driver was worked on from release to release: the one history that every driver has. */
import {cameWith} from '../dossier/history/since.ts';
import {earnestLines, isInEarnest, leastSteps, recentWork} from '../dossier/history/work.ts';
import type {Manifest, Source} from '../dossier/schema.ts';
import {type Evidence, firstSource, historySource, signOf, stepSource} from './evidence.ts';

/** The newest steps that are "lately". */
const lateSteps = 4;

type Release = Manifest['releases'][number];

/** What the newest steps show; steps before which the driver was not there don't count. */
export interface ReleaseWork {
	/** Known steps among the newest twelve; at least six. */
	known: number;
	/** Of these, the steps that changed at least ten of its lines in earnest. */
	earnest: number;
	/** Whether one of them is among the newest four. */
	lately: boolean;
	/** The newest release, of all that are known, that changed at least ten lines in earnest; null where none did. */
	last: {release: Release; lines: number; source: Source} | null;
	/** The first release of all known steps: work before it was not seen. */
	from: Release;
	/** The newest release. */
	to: Release;
	source: Source;
}

/** What the release trees show of the newest twelve steps; null where fewer than six of them are known. */
export function releaseWork(evidence: Evidence): ReleaseWork | null {
	const {releases, record} = evidence;
	if (record.signals.releases === null) return null;
	const {known, worked: earnest} = recentWork(record.signals.releases);
	if (known < leastSteps) return null;
	const changes = record.signals.releases.substantive;
	const lastAt = changes.findLastIndex(isInEarnest);
	const firstKnown = changes.findIndex(lines => lines !== null);
	const from = releases[firstKnown - 1]!;
	const to = releases.at(-1)!;
	const claim =
		lastAt < 0
			? `no release from ${from.release} to ${to.release} changed ${earnestLines} lines of substance in it`
			: `${earnest} of its last ${known} releases changed it in earnest, the newest ${releases[lastAt]!.release}`;
	return {
		known,
		earnest,
		lately: changes.slice(-lateSteps).some(isInEarnest),
		last:
			lastAt < 0
				? null
				: {
						release: releases[lastAt]!,
						lines: changes[lastAt]!,
						source: stepSource(
							evidence,
							lastAt,
							`Linux ${releases[lastAt]!.release}: ${changes[lastAt]} lines of substance changed`,
						),
					},
		from,
		to,
		source: historySource(evidence, claim),
	};
}

/** A driver counts as new for so many years. */
const newYears = 3;

/** Sources whose newest year lies so many years before the release that brought them are old, and only moved or split. */
const oldSourceYears = 10;

/**
 * The release that brought a driver less than three years before as-of, or those that it may be (`came`); null where it
 * is older, be it under another name, or that is not known, or where its sources are much older than the release: out of staging, out of arch/, or a
 * part of what was one driver.
 */
export function newSince(evidence: Evidence): {came: string; date: string; source: Source} | null {
	const {record, releases, asOf} = evidence;
	const {since, earlier, away} = record.signals;
	if (since === null || since.earliest || (away?.length ?? 0) > 0) return null;
	const newFrom = `${Number(asOf.slice(0, 4)) - newYears}${asOf.slice(4)}`;
	if ((earlier ?? since).date < newFrom) return null;
	const written = newestYear(evidence);
	if (written !== null && written <= Number(since.date.slice(0, 4)) - oldSourceYears) return null;
	return {
		came: cameWith(since, releases),
		date: since.date,
		source: firstSource(since, since.source),
	};
}

/** The newest copyright year of the driver's sources; null where none is named. */
export function newestYear(evidence: Evidence): number | null {
	const value = signOf(evidence, 'newest-copyright')?.value;
	return value == null ? null : Number(value);
}

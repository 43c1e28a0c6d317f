import type {Manifest, ReleaseChanges} from '../schema.ts';
import {isInEarnest, lookedAtSteps} from './work.ts';

/** A release, and what it changed in a driver. */
export interface ReleaseStep {
	release: string;
	/** The day that it came out. */
	date: string;
	/** Releases before it that there was no tree of: their change is in its own. */
	missing: readonly string[];
	/** The driver came with this release, came back or left: then lines are added or removed, and none changed. */
	passage: 'arrived' | 'back' | 'left' | null;
	/** Files and lines changed; null where the release has not the driver, or is the first that was compared. */
	files: number | null;
	added: number | null;
	removed: number | null;
	/** Lines of substance changed; null also for an arrival. */
	substantive: number | null;
}

/** The manifest's releases with what each changed, in step with both. */
export function releaseSteps(changes: ReleaseChanges, releases: Manifest['releases']): ReleaseStep[] {
	let wasThere = false;
	return releases.map(({release, date, missing}, index) => {
		const [files, added, removed, substantive] = [
			changes.files[index] ?? null,
			changes.added[index] ?? null,
			changes.removed[index] ?? null,
			changes.substantive[index] ?? null,
		];
		const isPassage = files !== null && substantive === null;
		// The files that it shares with others may gain lines in the same release.
		const isLeaving = wasThere && (removed ?? 0) > (added ?? 0);
		const passage = isPassage ? (isLeaving ? 'left' : wasThere ? 'back' : 'arrived') : null;
		wasThere ||= files !== null;
		return {release, date, missing, passage, files, added, removed, substantive};
	});
}

/** How many of the last releases changed a driver in earnest, and which the last one was; null where none is known. */
export function lastChanges(steps: readonly ReleaseStep[]): {
	changed: number;
	of: number;
	/** Null where none of all known ones did. */
	last: ReleaseStep | null;
} | null {
	const known = steps.filter(({substantive}) => substantive !== null);
	if (known.length === 0) return null;
	const recent = known.slice(-lookedAtSteps);
	const changed = (step: ReleaseStep) => isInEarnest(step.substantive);
	return {
		changed: recent.filter(changed).length,
		of: recent.length,
		last: known.findLast(changed) ?? null,
	};
}

/** What release trees tell, whether they come from a repository's tags or lie unpacked. */
import type {Manifest, Problem, ReleaseChanges, Since, SurveySource} from '../../dossier/schema.ts';

/**
 * One kernel release whose tree was read: its series (`6.12`), the UTC day of the release, what its top Makefile says it
 * is (`6.12.8`), and the mainline releases between the one before and this one of which there is no tree: their change
 * is in this one's.
 */
export type Release = Manifest['releases'][number];

/** Whether a tree calls itself the release that it stands for, rather than a candidate or a point release. */
export function isOwnTree({release, snapshot}: Release): boolean {
	return snapshot === release || snapshot === `${release}.0`;
}

/** Which releases have a driver. */
export interface Presence {
	/** Null where the newest release lacks its main file, or it has none. */
	since: Since | null;
	/** Releases in between that lacked it: the first of them, and the one that has it again. Oldest first. */
	away: {from: string; back: string}[];
}

/** The history of a driver: what each release changed in it, and which releases have it. */
export interface DriverHistory extends ReleaseChanges, Presence {}

/** What the trees of several releases say. All lists of changes are in step with `releases`. */
export interface ReleaseHistory {
	/** Oldest first. */
	releases: Release[];
	/** Every driver that was asked for. */
	drivers: Map<string, DriverHistory>;
	/** Every directory that was asked for; each file counts once. */
	directories: Map<string, ReleaseChanges>;
	/** Of each present file that moved: where it lay before that release, newest move first. */
	formerPaths: Map<string, {path: string; release: string}[]>;
	sources: SurveySource[];
	problems: Problem[];
}

import {existsSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';

/** Folders of a person's own files; null where the environment names none. None of them need be there. */
export interface OwnPlaces {
	/** What the person adds: watched drivers, verdicts. Read over any data set. */
	overlay: string | null;
	/** What was last seen of the person's drivers. */
	state: string | null;
	/** config.json. */
	config: string | null;
}

/**
 * Where a person's own files lie, by the XDG Base Directory Specification: a variable that is empty or holds a relative
 * path counts as unset, and then the folder below HOME does. `overlay` is a folder that was asked for in its place.
 */
export function ownPlaces(
	environment: Readonly<Record<string, string | undefined>>,
	overlay?: string,
): OwnPlaces {
	const home = environment.HOME ?? '';
	const place = (variable: string, below: readonly string[]) => {
		const wanted = environment[variable] ?? '';
		if (isAbsolute(wanted)) return join(wanted, 'driverdex');
		return isAbsolute(home) ? join(home, ...below, 'driverdex') : null;
	};
	return {
		overlay: overlay ?? place('XDG_DATA_HOME', ['.local', 'share']),
		state: place('XDG_STATE_HOME', ['.local', 'state']),
		config: place('XDG_CONFIG_HOME', ['.config']),
	};
}

/** The file of verdicts in an overlay: one a line. */
export const verdictsFile = (overlay: string): string => join(overlay, 'verdicts.ndjson');

/** The file of announcements in an overlay: one a line. */
export const announcementsFile = (overlay: string): string => join(overlay, 'announcements.ndjson');

/** The folder of what models answered in an overlay: a file for each driver or directory. */
export const modelsFolder = (overlay: string): string => join(overlay, 'models');

/** Whether models answered anything in the overlay. */
export function hasModels(overlay: string | null): overlay is string {
	return overlay !== null && existsSync(modelsFolder(overlay));
}

/** Whether there is something in the overlay that records are read with. Most people have nothing, and two looks at the disk say so. */
export function hasVerdicts(overlay: string | null): overlay is string {
	return overlay !== null && (existsSync(verdictsFile(overlay)) || existsSync(announcementsFile(overlay)));
}

/** The person's configuration, in its folder. */
export const configurationFile = (config: string): string => join(config, 'config.json');

/** The query of the last time, in the folder of state. */
export const lastQueryFile = (state: string): string => join(state, 'last-query.json');

/** What was last seen of the person's drivers, in the folder of state. */
export const seenFile = (state: string): string => join(state, 'seen.json');

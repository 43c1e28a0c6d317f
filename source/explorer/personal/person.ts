import type {OverlaidDataset} from '../../dataset/overlay/overlaid.ts';
import type {OwnPlaces} from '../../dataset/overlay/places.ts';
import {readWatched} from '../../dataset/overlay/watched.ts';
import {isUserError} from '../../dossier/user-error.ts';

/** What the explorer needs to know of its person, and of the machine that it runs on. */
export interface PersonalOptions {
	dataset: OverlaidDataset;
	places: OwnPlaces;
	environment: Readonly<Record<string, string | undefined>>;
	/** The ids of the machine's drivers, and what could not be looked at. */
	machine(): Promise<{ids: readonly string[]; problems: readonly string[]; couldLook: boolean}>;
}

/** The drivers that are watched; none where the list of them can't be read: whoever changes it is told why. */
export function watchedIds({overlay}: OwnPlaces): ReadonlySet<string> {
	try {
		return new Set(readWatched(overlay).map(({id}) => id));
	} catch (error) {
		if (isUserError(error)) return new Set();
		throw error;
	}
}

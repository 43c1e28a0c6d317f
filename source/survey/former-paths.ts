/** The past of files that moved: whom a path counted for on a day before the move. */
import type {DatedPathOwners, PathOwners} from './facts.ts';

/** A file that lay at a path until its move was released. */
interface Departure {
	/** The day of the release that moved it, YYYY-MM-DD. */
	lastDay: string;
	/** Where it lies now. */
	present: string;
}

/**
 * Owners that also know the former paths of files: up to the day of the release that moved a file, its former path
 * counts for those who own the file now, and for nobody else, since whatever lies there today came later. A file keeps
 * being patched at its old place until the move is merged, hence the release's day. `formerPaths` is that of a
 * ReleaseHistory; moves in releases that `releases` does not name are passed over.
 */
export function withFormerPaths(
	owners: PathOwners,
	formerPaths: ReadonlyMap<string, readonly {path: string; release: string}[]>,
	releases: readonly {release: string; date: string}[],
): DatedPathOwners {
	const days = new Map(releases.map(({release, date}) => [release, date]));
	const departures = new Map<string, Departure[]>();
	for (const [present, moves] of formerPaths) {
		for (const {path, release} of moves) {
			const lastDay = days.get(release);
			if (lastDay === undefined || path === present) continue;
			const known = departures.get(path);
			if (known === undefined) departures.set(path, [{lastDay, present}]);
			else known.push({lastDay, present});
		}
	}
	for (const known of departures.values()) known.sort((a, b) => (a.lastDay < b.lastDay ? -1 : 1));
	const presentOf = (path: string, day: string): string[] => {
		const known = departures.get(path)?.filter(({lastDay}) => day <= lastDay) ?? [];
		// Of several files that lay there one after another, the day tells which.
		const gone = known.filter(({lastDay}) => lastDay === known[0]!.lastDay).map(({present}) => present);
		return gone.length === 0 ? [path] : gone;
	};
	return {
		presentOf,
		lastDaysOf: path => [...new Set(departures.get(path)?.map(({lastDay}) => lastDay))],
		driversOf(path, day) {
			if (day === undefined || !departures.has(path)) return owners.driversOf(path);
			return unionOf(presentOf(path, day).map(present => owners.driversOf(present)));
		},
		directoriesOf(path, day) {
			if (day === undefined || !departures.has(path)) return owners.directoriesOf(path);
			// What lay in a directory was its own then, and its history goes along with it.
			return unionOf([path, ...presentOf(path, day)].map(one => owners.directoriesOf(one)));
		},
	};
}

function unionOf(lists: readonly (readonly string[])[]): string[] {
	return [...new Set(lists.flat())];
}

/** The MAINTAINERS of each release, as its tag has it. */
import type {Git} from '../git/process.ts';
import {maintainersLargest} from '../input-file.ts';
import {BlobReader} from './chain/blob-reader.ts';
import {tagOf} from './chain/tags.ts';

/** The texts of all releases that the repository has a tag and a MAINTAINERS of, in the order of `releases`. */
export async function readPastMaintainers({
	repository,
	fetchMissing,
	releases,
	signal,
}: {
	repository: string;
	fetchMissing: boolean;
	releases: readonly {release: string; date: string}[];
	signal?: AbortSignal | undefined;
}): Promise<{date: string; text: string}[]> {
	const git: Git = {directory: repository, settings: [], fetchMissing, signal};
	const blobs = new BlobReader(git);
	try {
		const found: {date: string; text: string}[] = [];
		for (const {release, date} of releases) {
			const body = await blobs.read(`${tagOf(release)}:MAINTAINERS`);
			if (body === null || body.length > maintainersLargest) continue;
			found.push({date, text: body.toString('utf8')});
		}
		return found;
	} finally {
		blobs.close();
	}
}

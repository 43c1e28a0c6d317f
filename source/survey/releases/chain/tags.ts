import {utcDay} from '../../../dossier/months.ts';
import {GitSurveyError} from '../../git/errors.ts';
import {askGit, firstComplaint, type Git} from '../../git/process.ts';
import type {Release} from '../history.ts';
import type {BlobReader} from './blob-reader.ts';

/** The full name of a release's tag, which no branch can be mistaken for. */
export function tagOf(release: string): string {
	return `refs/tags/v${release}`;
}

/**
 * The final releases, `vX.Y` from v3.0 on, that a repository has tags of, oldest first, up to and including the
 * series `until`. Tags of candidates and of point releases are passed over.
 * @throws {GitSurveyError} where there is no repository, or no two such tags to compare.
 */
export async function listReleases(git: Git, until: string, blobs: BlobReader): Promise<Release[]> {
	const {status, text, complaint} = await askGit(git, [
		'for-each-ref',
		'--format=%(refname) %(creatordate:unix)',
		'refs/tags/v*',
	]);
	if (status !== 0) {
		throw new GitSurveyError(
			'not-a-repository',
			`not a git repository that can be read (${firstComplaint(complaint)})`,
			git.directory,
			'Name a clone of the kernel that has its release tags: its work tree, its .git, or a bare repository.',
		);
	}
	const all: {series: Series; time: number}[] = [];
	for (const line of text.split('\n')) {
		const [name, time] = line.split(' ');
		const series = /^refs\/tags\/v(\d+\.\d+)$/.exec(name ?? '')?.[1];
		if (series === undefined) continue;
		const parsed = parseSeries(series)!;
		if (parsed.major >= 3) all.push({series: parsed, time: Number(time)});
	}
	all.sort((a, b) => compareSeries(a.series, b.series));
	const last = parseSeries(until);
	const tags = last === null ? all : all.filter(({series}) => compareSeries(series, last) <= 0);
	if (tags.length < 2) throw tooFew(git.directory, all.length, tags, until);

	const releases: Release[] = [];
	let before: Series | null = null;
	for (const {series, time} of tags) {
		const release = nameOf(series);
		const makefile = await blobs.read(`${tagOf(release)}:Makefile`);
		releases.push({
			release,
			date: utcDay(time),
			snapshot: makefile === null ? null : snapshotOf(makefile.toString('latin1')),
			missing: before === null ? [] : between(before, series),
		});
		before = series;
	}
	return releases;
}

function tooFew(
	directory: string,
	all: number,
	tags: readonly {series: Series}[],
	until: string,
): GitSurveyError {
	const advice = 'Fetch the tags of the mainline releases there: git fetch --tags.';
	if (all === 0) {
		return new GitSurveyError(
			'unreadable',
			'the repository has no tag of a kernel release (vX.Y)',
			directory,
			advice,
		);
	}
	if (tags.length === 0) {
		return new GitSurveyError(
			'unreadable',
			`the repository has no tag of a release up to ${until}, which was surveyed`,
			directory,
			advice,
		);
	}
	return new GitSurveyError(
		'unreadable',
		`the repository has one tag of a release up to ${until} (v${nameOf(tags[0]!.series)}), and change needs two`,
		directory,
		advice,
	);
}

/** The version that the head of a top Makefile gives, as `make kernelversion` would print it. */
function snapshotOf(makefile: string): string | null {
	const read = (name: string) => new RegExp(`^${name}[ \\t]*=[ \\t]*(\\S*)`, 'm').exec(makefile)?.[1] ?? '';
	const [version, patchLevel, subLevel] = [read('VERSION'), read('PATCHLEVEL'), read('SUBLEVEL')];
	if (!/^\d+$/.test(version) || !/^\d+$/.test(patchLevel)) return null;
	return `${version}.${patchLevel}${subLevel === '' ? '' : `.${subLevel}`}${read('EXTRAVERSION')}`;
}

interface Series {
	major: number;
	minor: number;
}

/** The series that a version begins with; null where it begins with none. */
function parseSeries(version: string): Series | null {
	const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
	return major === undefined ? null : {major: Number(major), minor: Number(minor)};
}

function nameOf({major, minor}: Series): string {
	return `${major}.${minor}`;
}

function compareSeries(a: Series, b: Series): number {
	return a.major - b.major || a.minor - b.minor;
}

/** The last minor number of each major one that is complete; mainline then went on with the next major number. */
const lastMinor = new Map([
	[3, 19],
	[4, 20],
	[5, 19],
	[6, 19],
]);

/** The mainline releases after one and before another, both given as versions; none where one is no version. */
export function releasesBetween(before: string, after: string): string[] {
	const [from, to] = [parseSeries(before), parseSeries(after)];
	return from === null || to === null ? [] : between(from, to);
}

/** So many missing releases are named: Linux had a hundred in twenty years. */
const mostMissing = 1000;

/** The mainline releases after one and before another, the first of them where they are very many. */
function between(before: Series, after: Series): string[] {
	const found: string[] = [];
	for (let at = next(before); compareSeries(at, after) < 0; at = next(at)) {
		// A tag can bear any number: nobody names the releases up to v99999999.9 one by one.
		if (found.length === mostMissing) break;
		found.push(nameOf(at));
	}
	return found;
}

function next({major, minor}: Series): Series {
	const last = lastMinor.get(major) ?? 19;
	return minor >= last ? {major: major + 1, minor: 0} : {major, minor: minor + 1};
}

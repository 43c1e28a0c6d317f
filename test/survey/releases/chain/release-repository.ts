/** Small repositories of kernel releases, as a clone or a chain of release trees would have them. */
import {join} from 'node:path';
import type {PathOwners} from '../../../../source/survey/facts.ts';
import {type SurveyedDriver, surveyReleases} from '../../../../source/survey/releases/chain/chain.ts';
import type {ReleaseHistory} from '../../../../source/survey/releases/history.ts';
import {commit, git, newRepository, plainOwners} from '../../git-history/scratch.ts';

/** The files of one release: what differs from the release before. Null deletes. */
export type Release = Record<string, string | null>;

/** Makes a repository whose tags are the releases given, in that order, one a month. */
export function releaseRepository(directory: string, releases: Record<string, Release>): string {
	const repository = newRepository(join(directory, 'releases'));
	let month = 0;
	for (const [name, files] of Object.entries(releases)) {
		month++;
		const date = `2021-${String(month).padStart(2, '0')}-10T12:00:00Z`;
		commit(repository, {files: {Makefile: makefileOf(name), ...files}, date, title: name});
		git(repository, ['tag', `v${name}`]);
	}
	return repository;
}

/** The head of a release's top Makefile. */
export function makefileOf(version: string): string {
	const [, major, minor, sub = '.0', extra = ''] = /^(\d+)\.(\d+)(\.\d+)?(.*)$/.exec(version)!;
	return `VERSION = ${major}\nPATCHLEVEL = ${minor}\nSUBLEVEL = ${sub.slice(1)}\nEXTRAVERSION = ${extra}\n`;
}

/** A driver of sources, the first of which is its main file. */
export function driverOf(id: string, sources: string[] = [`${id}.c`]): SurveyedDriver {
	const cut = id.lastIndexOf('/');
	return {id, module: id.slice(cut + 1), directory: id.slice(0, cut), sources};
}

/** Surveys a repository for drivers named by their ids, and for their directories. */
export function survey(
	repository: string,
	drivers: (string | SurveyedDriver)[],
	more: {directories?: string[]; version?: string; owners?: PathOwners} = {},
): Promise<ReleaseHistory> {
	return surveyReleases({
		repository,
		version: more.version ?? '7.3',
		drivers: drivers.map(driver => (typeof driver === 'string' ? driverOf(driver) : driver)),
		directories: more.directories ?? [],
		owners: more.owners ?? plainOwners,
	});
}

/** Lines of C, each with a name of its own. */
export function code(count: number, word = 'line'): string {
	return Array.from({length: count}, (_, index) => `\t${word}_${index}();\n`).join('');
}

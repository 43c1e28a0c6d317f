/** Dates the ids of drivers on all cores: every thread walks all releases for its share of the drivers. */
import {availableParallelism} from 'node:os';
import type {OnProgress} from '../../facts.ts';
import {GitSurveyError} from '../../git/errors.ts';
import {runThread} from '../../tree/threads.ts';
import {type AgedDriver, type AgesJob, type IdAges, walkIdAges} from './id-ages.ts';

/** What a thread tells: how many releases are done, what it found, or why it could not. */
type AgesMessage = {done: number} | {ages: IdAges} | {failure: GitFailure};

/** A GitSurveyError's parts, which a message keeps where it would lose the error's class. */
interface GitFailure {
	trouble: GitSurveyError['trouble'];
	what: string;
	where: string;
	advice: string;
}

/** Below so many drivers a second thread takes longer to start than it saves. */
const fewestForThreads = 200;

/** Since which release each id is claimed. `workerFile` is the bundled scanning script, null reads here. */
export async function surveyIdAges(
	options: Omit<AgesJob, 'agedDrivers'> & {
		drivers: readonly AgedDriver[];
		workerFile?: string | null;
		onProgress?: OnProgress | undefined;
		signal?: AbortSignal | undefined;
	},
): Promise<IdAges> {
	const {repository, releases, formerPaths, drivers, workerFile, onProgress, signal} = options;
	signal?.throwIfAborted();
	const names = releases.map(({release}) => ({release}));
	const tell = (done: number) => onProgress?.({stage: 'device ids', done, total: releases.length});
	if (!workerFile || drivers.length < fewestForThreads) {
		return walkIdAges({repository, releases: names, formerPaths, agedDrivers: drivers}, tell, signal);
	}
	const shares = shareOut(drivers, availableParallelism());
	const done = shares.map(() => 0);
	const found: IdAges[] = [];
	await Promise.all(
		shares.map((agedDrivers, thread) => {
			const own = new Set(agedDrivers.flatMap(({sources}) => sources));
			const paths = new Map([...formerPaths].filter(([path]) => own.has(path)));
			const job: AgesJob = {repository, releases: names, formerPaths: paths, agedDrivers};
			const take = (message: AgesMessage): void => {
				if ('done' in message) {
					done[thread] = message.done;
					tell(Math.min(...done));
				} else if ('ages' in message) found[thread] = message.ages;
				else {
					const {trouble, what, where, advice} = message.failure;
					throw new GitSurveyError(trouble, what, where, advice);
				}
			};
			return runThread(workerFile, {name: 'a thread that dated ids', job, take}, signal);
		}),
	);
	return new Map(found.flatMap(ages => [...ages]));
}

/** Parts of about as many sources; what lies in one folder, with headers of its own, stays together. */
export function shareOut(drivers: readonly AgedDriver[], count: number): AgedDriver[][] {
	const folders = new Map<string, {drivers: AgedDriver[]; sources: number}>();
	for (const driver of drivers) {
		const folder = driver.id.split('/').slice(0, 3).join('/');
		const known = folders.get(folder) ?? {drivers: [], sources: 0};
		known.drivers.push(driver);
		known.sources += driver.sources.length;
		folders.set(folder, known);
	}
	const shares = Array.from({length: count}, () => ({drivers: [] as AgedDriver[], sources: 0}));
	for (const folder of [...folders.values()].sort((one, other) => other.sources - one.sources)) {
		const least = shares.reduce((one, other) => (other.sources < one.sources ? other : one));
		least.drivers.push(...folder.drivers);
		least.sources += folder.sources;
	}
	return shares.map(share => share.drivers).filter(share => share.length > 0);
}

/** A thread's share of the work. */
export async function walkShare(job: AgesJob, send: (message: AgesMessage) => void): Promise<void> {
	try {
		send({ages: await walkIdAges(job, done => send({done}))});
	} catch (error) {
		if (!(error instanceof GitSurveyError)) throw error;
		const {trouble, message, where, advice} = error;
		send({failure: {trouble, what: message.slice(0, -`: ${where}`.length), where, advice}});
	}
}

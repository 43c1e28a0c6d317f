import {availableParallelism} from 'node:os';
import {openArchive} from './archive.ts';
import type {MailArchiveOptions, MailSurvey} from './facts.ts';
import {joinFacts} from './join.ts';
import {MailReading} from './reading.ts';
import {PostedAnnouncements} from './removals/announcements.ts';
import {PostedRemovals} from './removals/removals.ts';
import {readAnswers} from './removals/replies.ts';
import {readTakenBack} from './taken-back.ts';
import {PatchTally} from './tally.ts';

/**
 * Counts the patches that mailing-list archives hold for each driver and directory, and finds those that delete a
 * driver's main file, with what was answered to them. A patch is a mail with a diff that touches the driver's files. Archives are read as a
 * stream; broken objects, junk and wrong dates are named and counted, never fatal. Rejects with the signal's
 * reason when aborted, and with a GitSurveyError where git is missing.
 */
export async function surveyMailArchives(options: MailArchiveOptions): Promise<MailSurvey> {
	const {signal} = options;
	const atOnce = Math.max(1, options.cores ?? availableParallelism());
	const archives = await inTurn(options.archives, atOnce, async given => {
		const archive = await openArchive(given, signal);
		options.onProgress?.({stage: 'mail archives: listing', done: archive.log.mails.length, total: null});
		return archive;
	});
	const total = archives.reduce((sum, archive) => sum + archive.log.mails.length, 0);
	const taken = await readTakenBack(archives);
	const tally = new PatchTally();
	const removals = new PostedRemovals();
	const announcements = new PostedAnnouncements(options.drivers);
	const reading = new MailReading(options, {tally, removals, announcements, taken, total});
	const indexes = archives.map((archive, index) => ({archive, index}));
	await inTurn(indexes, atOnce, ({archive, index}) => reading.read(archive, index));
	const keys = removals.keys();
	const byThread = removals.byThread();
	await inTurn(archives, atOnce, archive => readAnswers(archive, options, keys, byThread));
	const facts = joinFacts(options, archives, {tally, removals, announcements});
	options.onProgress?.({stage: 'mail archives', done: reading.done, total: reading.done});
	return facts;
}

/** Does the work for each item, at most `atOnce` at a time; results stand in the items' order. */
async function inTurn<Item, Result>(
	items: readonly Item[],
	atOnce: number,
	work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	let next = 0;
	const worker = async () => {
		while (next < items.length) {
			const at = next++;
			results[at] = await work(items[at]!);
		}
	};
	await Promise.all(Array.from({length: Math.min(atOnce, items.length)}, worker));
	return results;
}

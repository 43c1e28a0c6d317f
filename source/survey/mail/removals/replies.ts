/** Reads the replies to posted deletions, and only those. */
import type {SurveyWindow} from '../../facts.ts';
import {type ObjectList, readObjects} from '../../git/objects.ts';
import {type Archive, mailSizeLimit} from '../archive.ts';
import {dayOf, mailTime, parseMailDate, secondsPerDay, startOfDay} from '../date.ts';
import {hashText} from '../hash.ts';
import {parentsOf, readHead, textsOf, unwrapped, writerOf} from '../message/message.ts';
import {decodeHeader} from '../message/words.ts';
import {
	acksSeries,
	answerIn,
	isMergeRobot,
	isWithdrawal,
	refusesChip,
	refusesSeries,
	strongerAnswer,
} from './answers.ts';
import {type DatedPeople, hashesOf, type TreePeople} from './people.ts';
import type {KeptDeletion, PostedRemovals} from './removals.ts';
import {deletionAreaKey, replyKey} from './reply-index.ts';

/** Everything that is a text may hold an answer. */
const anyText = [Buffer.from('\n')];

/**
 * Notes at each deletion the strongest answer that the archive holds of it, up to the window's end. What others than
 * maintainers and their robots say was applied is not heard. Rejects as `readObjects` does.
 */
export async function readAnswers(
	{git, log}: Archive,
	{people, window}: {people: DatedPeople; window: SurveyWindow},
	{replyKeys, coverKeys, wholeKeys, siblingKeys, areaKeys, partKeys}: ReturnType<PostedRemovals['keys']>,
	byThread: ReadonlyMap<number, KeptDeletion[]>,
): Promise<void> {
	const names = log.answers.find(new Set([...replyKeys, ...coverKeys, ...areaKeys, ...partKeys]));
	if (names.length === 0) return;
	const list: ObjectList = {
		length: names.length,
		lines: (from, to) => Buffer.from(`${names.slice(from, to).join('\n')}\n`, 'latin1'),
		name: at => names[at]!,
	};
	const end = startOfDay(window.until) + secondsPerDay;
	await readObjects(git, list, mailSizeLimit, {
		onObject(_, sent) {
			const {mail: body, head} = unwrapped(sent, readHead(sent));
			const parents = parentsOf(body, head).map(hashText);
			const answered = new Set(parents.flatMap(id => byThread.get(id) ?? []));
			const time = mailTime(parseMailDate(head.date), 0, 0);
			if (answered.size === 0 || time >= end) return;
			const subject = decodeHeader(head.subject);
			const key = replyKey(subject);
			// Under a title of his own one answers what he names, if it says that it deletes there.
			const isUntitled = !replyKeys.has(key) && !coverKeys.has(key);
			const area = isUntitled ? deletionAreaKey(subject) : null;
			const from = decodeHeader(writerOf(body, head));
			const sender = hashesOf(from);
			const then = people.on(dayOf(time));
			const isRobot = isMergeRobot(from);
			const text = [...textsOf(body, head, anyText)].join('\n');
			// Who names a part of the series refuses that part alone.
			const isWhole = wholeKeys.has(key) && ![...answered].some(one => refusesChip(text, modulesOf(one)));
			const refusesAll = refusesSeries(text);
			for (const deletion of answered) {
				const isDirect =
					key === replyKey(deletion.subject) ||
					(area !== null &&
						area === deletionAreaKey(deletion.subject) &&
						parents.includes(hashText(deletion.messageId)));
				if (!isRobot && sender.some(hash => deletion.senders.includes(hash))) {
					if (isDirect && isWithdrawal(text, deletion.title)) hear(deletion, 'objected');
					continue;
				}
				// An answer to another patch of the series says nothing of this one.
				if (!isDirect && acksSeries(text)) hear(deletion, 'acked');
				// Who keeps the driver refuses a series wherever he answers it.
				if (refusesAll && decides(then, sender, deletion)) hear(deletion, 'objected');
				if (!isDirect && !coverKeys.has(key)) continue;
				const mayAssent = sender.some(hash => then.isMaintainer(hash));
				const mayApply = isRobot || mayAssent;
				// Who acks the patch beside it acks that one.
				const isBeside = !isDirect && siblingKeys.has(key);
				const told = {isDirect, isWhole, mayAssent, modules: modulesOf(deletion), title: deletion.title};
				for (const applies of mayApply ? [true, false] : [false]) {
					const answer = answerIn(text, {...told, mayApply: applies});
					if (!isBeside || answer !== 'acked') hear(deletion, answer);
				}
			}
		},
		onTooLarge: () => {},
		onBroken: () => {},
	});
}

function hear(deletion: KeptDeletion, answer: KeptDeletion['answer']): void {
	deletion.answer = strongerAnswer(deletion.answer, answer);
	if (answer !== 'applied') deletion.unapplied = strongerAnswer(deletion.unapplied, answer);
}

/** Whether somebody keeps a driver that a mail deletes. */
function decides(people: TreePeople, sender: readonly number[], {targets}: KeptDeletion): boolean {
	return targets.some(({driver}) =>
		[driver.file, driver.presentFile].some(file => {
			const keepers = people.maintainersOf(file);
			return sender.some(hash => keepers.has(hash));
		}),
	);
}

function modulesOf({targets}: KeptDeletion): string[] {
	return [...new Set(targets.map(({driver}) => driver.module))];
}

import {wasGoneAfter} from '../../dossier/history/since.ts';
/** The rules on what was posted to do away with a driver. */

import {mailSource} from '../../dossier/mail-address.ts';
import type {RemovalPatch} from '../../dossier/schema.ts';
import {daysBefore, type Evidence, newestRemoval} from '../evidence.ts';
import type {Rule} from './rule.ts';

type Standing = NonNullable<ReturnType<typeof newestRemoval>>;

const answers: Readonly<Record<RemovalPatch['answer'], string>> = {
	applied: 'and was applied',
	acked: 'and was agreed to',
	objected: 'and met an objection',
	none: 'and nobody answered',
};

/** A rule on the newest posted deletion, where it stands as `holds` asks. */
function onRemoval(
	row: Pick<Rule, 'name' | 'about' | 'strong' | 'against'>,
	holds: (standing: Standing) => boolean,
	say: (patch: RemovalPatch, evidence: Evidence) => string,
): Rule {
	return {
		...row,
		speaksFor: 'removal',
		group: 'removal',
		look(evidence) {
			const removal = newestRemoval(evidence);
			if (removal === null || !holds(removal)) return null;
			const {date, title, list, messageId} = removal.patch;
			return {
				text: say(removal.patch, evidence),
				source: mailSource(list, messageId, date, `patch: ${title}`),
			};
		},
	};
}

const byWhom = ({by}: RemovalPatch) =>
	by === 'maintainer' ? ', by one of its maintainers,' : ', not by its maintainers,';
/** What is said of a deletion that was refused, or once so many releases were shipped without it. */
const overtaken = ({overtakenBy, answer}: RemovalPatch) =>
	overtakenBy === null || overtakenBy === 0
		? answer === 'objected'
			? 'it met an objection, and it is still there'
			: 'it is still there'
		: `${overtakenBy} ${overtakenBy === 1 ? 'release was' : 'releases were'} shipped since, and it is still there`;

/** An announcement older than this was not followed by anything. */
const announcedDays = 2 * 365;

function newestAnnouncement({record, asOf}: Evidence) {
	// An outsider's remark on something of that name announces nothing.
	const newest = record.signals.announcements?.findLast(({by}) => by === 'maintainer');
	return newest !== undefined && daysBefore(newest.date, asOf) <= announcedDays ? newest : null;
}

/** A title that begins with something going, and tells of nothing that comes, whatever the diff looks like. */
const onlyRemoves =
	/^(?:[^:]*:\s*)*(?:remove|delete|drop|retire)\b(?!.*\b(?:replace|convert|merge|move|rewrite))/i;

/** The rules on posted deletions, conversions and announcements. */
export const removalRules: readonly Rule[] = [
	onRemoval(
		{
			name: 'removal-under-way',
			strong: true,
			about: 'a deletion was posted within a year by those who decide, or applied or agreed to by them',
		},
		({isUnderWay}) => isUnderWay,
		patch => `a patch of ${patch.date}${byWhom(patch)} deletes it, ${answers[patch.answer]}`,
	),
	onRemoval(
		{
			name: 'removal-posted',
			strong: true,
			about:
				'a deletion was posted within a year, unanswered, or refused to its maintainers, and no work of substance since',
		},
		({isFresh, isUnderWay}) => isFresh && !isUnderWay,
		patch => `a patch of ${patch.date}${byWhom(patch)} would delete it, ${answers[patch.answer]}`,
	),
	onRemoval(
		{
			name: 'removal-once-posted',
			against: true,
			about: 'a deletion was posted, but longer ago or refused, or releases or work went on without it',
		},
		({isFresh}) => !isFresh,
		(patch, {record, releases}) =>
			wasGoneAfter(patch.date, record.signals.away, releases, record.signals.since)
				? `a patch of ${patch.date} deleted it, and it came back`
				: `a patch of ${patch.date} would have deleted it; ${overtaken(patch)}`,
	),
	{
		name: 'end-announced',
		speaksFor: 'removal',
		group: 'removal',
		strong: true,
		about:
			'a mail of its maintainers within two years calls it deprecated or obsolete, or says that it is to be, without deleting it',
		look(evidence) {
			const said = newestAnnouncement(evidence);
			if (said === null) return null;
			const {date, title, list, messageId, successor} = said;
			return {
				text: `a mail of ${date} by one of its maintainers announces its end${successor === null ? '' : `; ${successor} is to take its place`}`,
				source: mailSource(list, messageId, date, title),
			};
		},
	},
	{
		name: 'being-rewritten',
		speaksFor: 'staying',
		group: 'rewrite',
		about: 'a rewrite, merge or move of it was posted within a year',
		look({record, asOf}) {
			const patch = record.signals.removalPatches?.findLast(
				({kind, date, title}) =>
					kind !== 'removal' &&
					kind !== 'stable' &&
					!onlyRemoves.test(title) &&
					daysBefore(date, asOf) <= 365,
			);
			if (patch === undefined) return null;
			const {date, title, list, messageId, kind} = patch;
			const what = {rewrite: 'a rewrite', move: 'a move', merge: 'a merge', stable: '', removal: ''}[kind];
			return {
				text: `${what} of it was posted on ${date}`,
				source: mailSource(list, messageId, date, `patch: ${title}`),
			};
		},
	},
];

/** What was answered to a posted deletion. */
import type {RemovalPatch} from '../../../dossier/schema.ts';
import {foldTitle} from '../message/patch.ts';

type Answer = RemovalPatch['answer'];

/** From the weakest: an objection outweighs those who agree, what was applied outweighs both. */
const strength: readonly Answer[] = ['none', 'acked', 'objected', 'applied'];

/** The stronger of two answers. */
export function strongerAnswer(one: Answer, other: Answer): Answer {
	return strength.indexOf(one) >= strength.indexOf(other) ? one : other;
}

/** A line that goes on a long one begins no sentence: `…, and it was⏎merged in v4.20`. */
const appliedWords =
	/(?:^|[.!,;:]\s+|(?<![^\n]{50}\w)\n)\s*(?:(?:thanks|thank you|thx|ok|okay|great|good|nice|perfect|both|all|entire|whole|full|series|patch(?:es|set)?|this|these|it|i|i've|i'm|we|we've|now|and|the|is|was|were|been|have|has|had|are|\d+(?:[-/]\d+)?)[,.!:]?\s+)*(?:applied|queued|pulled|merged|picked up|picked|pushed|taken)\b(?!\?|\s+(?:by|those|(?:the )?(?:first|other)|patch(?:es)? \d|yet|only (?:if|when)|once|after|if|when|without|on top|in v\d))/i;
/** `…, which is now commit 849d18e27be9a125 ("…") upstream`. */
const commitWords = /\bis now commit [0-9a-f]{8,40}\b/i;
const ackWords = /^\s*(?:acked|reviewed)(?:-and-\w+)*-by\s*:/im;
const nakWords =
	/^\s*nac?k(?:ed)?\b|\bNAC?K(?:ed-by)?\b|\bplease (?:don'?t|do not) (?:remove|delete|drop|do (?:this|that)|apply|kill)|\b(?:don'?t|do not) (?:remove|delete|drop|kill) (?:it|this|the driver|that|them)|\b(?:i|we|people|users|some|they) (?:do |are |am )?still (?:use|using|have|need|run|own|rely)|\b(?:is|are) still (?:(?:being |actively |widely )?(?:used|needed)|in (?:use|active use|production))|\bi(?:'m| am) (?:currently |actively )?using (?:this|it|one)\b|\b(?:i'm|i am|we're|we are) still (?:using|maintaining|running|relying)\b|\bi object\b|^\s*please,? no\b|\b(?:i'd|i would|would|let'?s|best|better|rather|we) (?:that )?(?:we )?(?:should )?(?:rather |still )*keep (?:it|them|the|this|these|those)\b|\b(?:prefer|want|like|love|happy|ask(?:ed|ing)?) (?:to |for )?(?:still )?keep(?:ing)? (?:it|them|the|this|these|those)\b|\bdisproportionate\b|\bover-?re?action\b|\b(?:shouldn't|should not|must not) (?:be )?(?:remove|delete|drop)(?:d|ped)?\b|\bi(?:'m| am) dropping this patch\b|\ba (?:bit|little) harsh\b|\bmakes? sense to keep\b|\bwhat about (?:all )?(?:the |its |our )?(?:existing |current |remaining )?users\b/im;
/** Objections that a maintainer words more politely, and refusals. */
const refusalWords =
	/\bnot (?:so |quite |really |entirely |too )?(?:sure|convinced) (?:that |if |whether )?(?:we|you|this|it)\b[^.?!\n]{0,20}\b(?:can|should|could)\b[^.?!\n]{0,20}\b(?:nuke|remove|delete|drop|kill|get rid of)\b|\b(?:can|could|must)(?:not|'t| not) (?:just |simply )?(?:remove|delete|drop|nuke) (?:it|this|that|the (?:driver|support)|support|existing)\b|\b(?:not|no|hardly|isn't|is not) a (?:good |valid |sufficient |strong )?reason (?:to|for) (?:remov|delet|drop)(?:e|ing)\b|\bno (?:real |good |big )?(?:overhead|harm|cost|problem) (?:in|from|with|of|to) (?:having|keeping|leaving)\b|\bno (?:real |good )?(?:reason|need|point) (?:to|in|for) (?:remov|delet|drop)(?:e|ing) (?:it|this|the driver|drivers)\b|\bnice try,? but no\b|\bstill ha(?:ve|s) (?:\w+ )?users\b|\b(?:it|this|this driver|the driver) is (?:still )?used (?:by|in|on) (?:[\w-]+ ){1,4}(?:in|on) our\b|\bthere are (?:still |many |some |\w+ )?users of (?:it|this|that|the driver)\b|\bthere (?:may|might|could) (?:still )?be (?:[\w()]+ ){0,3}users\b|\b(?:removal|removing) (?:of )?(?:it|this|that|the) ?(?:driver |module )?would (?:render|break|make|upset|hurt)\b|\bnot how we (?:handle|do) (?:deletion|removal)s\b|\bshould be the other way (?:a)?round\b|\b(?:not|never|isn't|n't) (?:\w+ ){0,5}(?:getting )?in the way of anything\b|\b(?:driver|it|this) (?:could|should|must|has to) (?:remain|stay)\b(?! (?:gone|removed|dead))|\brefrain from (?:remov|delet|dropp)ing\b|\bsay no to (?:this|(?:remov|delet|dropp)ing)\b|\bi (?:\w+ly |do )?use it (?:with|on|in|for|every|daily)\b|\b(?:won't|will not|can't|cannot) (?:approve|accept|take|apply|ack) (?:this|it|the|that)\b|\b(?:part of|in) (?:my|our) (?:board|test) farm\b|\bany urgency (?:that|to|for|in)\b[^.?!]{0,40}\bremov\w+|\bsufficient to keep it\b|\bfound (?:a|an|some) (?:still )?active users?\b|\bnot (?:functionally|fully|entirely) (?:identical|equivalent|compatible)\b|\b(?:isn't|is not|not) (?:much |any |really )better\b|\bexpressed (?:my|our) (?:s[ck]epticism|doubts?|concerns?|objections?)\b|\bi(?:'m| am) (?:still |very |quite )*s[ck]eptical\b/i;

/** Who would have a deletion wait refuses it as it was posted. */
const deferralWords =
	/\b(?:need|have|ought|should|must|let'?s|(?:i|we)'?d|would|better|prefer|rather)\b(?: to)? wait (?:a (?:bit|little|while|few|couple|release|cycle|year)|another|for (?:a few|another|some)|until|some|longer)\b|\bhold(?:ing)? off (?:on |with |for )?(?:this|it|that|the|remov|delet|now|a)\w*|\btoo (?:early|soon) (?:to|for) (?:remov|delet|drop)\w*|\bgive (?:you|it|them|him|her) (?:(?:a few|some) more (?:days|weeks|time)|some time to (?:respond|answer|reply))\b|\bpostpone (?:this|the|it|remov|delet)\w*/i;

/** Agreement in words, without a tag; what comes with a condition is none. */
const assentWords =
	/(?:(?<!\bnot (?:so |quite |really )?)\b(?:fine|okay|ok|good) (?:with|by|for|to) me\b|\bLGTM\b|\b(?:please,? |do |feel free to |by all means,? |^|[.!,] )go ahead\b|(?<!\bif (?:there (?:are|is) |i (?:hear|see|get) |you have )?)\bno objections?\b|\bi (?:have|see) no (?:problem|issue|concern)s?\b|\bi (?:do not|don'?t) (?:mind|object)\b|\bhappy (?:for (?:this|it|that|them|the \w+) to (?:go|die|be (?:removed|deleted|dropped))|to (?:see|let) (?:it|this|them|that) (?:go|gone|die|removed))|^.{0,40}\b(?:this|that|(?:the |this |that )?remov(?:al|ing it|ing this))(?:'s| is| looks| sounds| seems| should be) (?:probably |perfectly |totally |all |just )*(?:fine|good|okay|ok)\b|\bgood riddance\b|\bagree (?:with|to|that|on) [^.?!]{0,40}\b(?:remov|delet|dropp)|\b(?:we|you) can (?:just |simply |safely |certainly )*(?:remove|delete|drop|kill) (?:it|this|them|the driver)\b|\b(?:nobody|no one|no-one) will miss\b|\bwon't be missed\b)(?![^.?!]{0,25}\b(?:if|once|but|as long as|provided|until|unless|when|after|except)\b)(?![^.!]{0,30}\?)/i;

/**
 * What the words of a reply say; quoted lines are others' words. `isDirect`: it answers the deletion itself, not the
 * letter at the head of its series, where an objection may mean another patch: there only a NAK that names the chip counts, and
 * any objection where `isWhole`: what it answers deletes as well, and names no part of the series. `mayApply`: it is written by somebody who
 * can take patches; `mayAssent`: by somebody whose word counts without a tag. `modules`: what is deleted, so that who uses it is heard. `title` is the deletion's: a reply that lists
 * what was applied of a series speaks of no other patch.
 */
export function answerIn(
	text: string,
	{
		isDirect,
		isWhole = false,
		mayApply,
		mayAssent = false,
		modules = [],
		title,
	}: {
		isDirect: boolean;
		isWhole?: boolean;
		mayApply: boolean;
		mayAssent?: boolean;
		modules?: readonly string[];
		title: string;
	},
): Answer {
	const own = ownWords(text).replace(conditional, '');
	if (mayApply && (appliedWords.test(own) || commitWords.test(own)) && !isLeftOut(own, title))
		return 'applied';
	// Who stresses a word puts signs around it.
	const plain = plainWords(own);
	const isRefusal = nakWords.test(own) || refusalWords.test(plain) || deferralWords.test(plain);
	if ((isDirect || isWhole) && (isRefusal || isUser(plain, modules))) return 'objected';
	if (!isDirect && isRefusedByChip(plain, modules)) return 'objected';
	if (ackWords.test(own)) return 'acked';
	return isDirect && mayAssent && assentWords.test(plain.trim()) ? 'acked' : 'none';
}

function plainWords(own: string): string {
	return own.replace(/\b_|_\b|\*/g, '').replace(/\s+/g, ' ');
}

/** Whether a reply refuses, by the chip's name, the part of a series that deletes these modules. */
export function refusesChip(text: string, modules: readonly string[]): boolean {
	return isRefusedByChip(plainWords(ownWords(text)), modules);
}

const allWords =
	/\b(?:whole|entire|full|complete) (?:patch ?)?(?:series|set)\b|\b(?:for|of) the (?:patch ?)?(?:series|set)\b|\ball \d+ patches\b/i;

/** Whether a reply, to whatever part of a series, acks all of it. */
export function acksSeries(text: string): boolean {
	const own = ownWords(text);
	return ackWords.test(own) && allWords.test(own);
}

const seriesWords = String.raw`(?:this |the |your |that )(?:\w+ ){0,2}(?:patch ?)?(?:series|set)\b`;
/** What refuses a series with all that it does, not the patch that is answered. */
const seriesRefusalWords = new RegExp(
	[
		String.raw`\b(?:things|much|lot) (?:that |which )?(?:i|we) (?:really )?(?:do not|don'?t|dislike)\b[^.?!]{0,20}\babout ${seriesWords}`,
		String.raw`\bno (?:\w+ )?(?:strong|good|real|compelling|valid|convincing) (?:argument|justification|case|reason) (?:to|for) (?:chang(?:e|ing)|replac(?:e|ing)|introduc(?:e|ing)) (?:the |this |a (?:new )?)?(?:api|code|driver|interface)\b`,
		String.raw`\bNAC?K(?:'?ed)?\b(?: to| for| on| of)? ${seriesWords}`,
		String.raw`\b(?:i|we)(?:'m| am|'re| are)? (?:do not|don'?t|not going to|can'?t|cannot|won'?t|will not) (?:like|want|agree with|apply|accept|take|merge) ${seriesWords}`,
	].join('|'),
	'i',
);

/** Whether a reply, to whatever part of a series, refuses all of it. */
export function refusesSeries(text: string): boolean {
	return seriesRefusalWords.test(plainWords(ownWords(text)));
}

/** Whether a title says that something is deleted: a driver, its bindings, all that an architecture has. */
export function isDeletionTitle(title: string): boolean {
	return /(?:^|[:\s])(?:remov(?:e|al|ing)|delete|drop|retire|kill|sunset|get rid of)\b/i.test(title);
}

/** A chip's name by its letters: `lpc` of lpc18xx, which people write for all of its kind. */
const chipLetters = /^([a-z]{3,})\d/;

/** Whether an answer to the letter at the head of a series refuses, in one sentence, the part that deletes such a chip's driver. */
function isRefusedByChip(text: string, modules: readonly string[]): boolean {
	const chips = modules.flatMap(name =>
		name
			.toLowerCase()
			.split(/[-_]/)
			.flatMap(part => chipLetters.exec(part)?.[1] ?? []),
	);
	if (chips.length === 0) return false;
	const named = new RegExp(`\\b(?:${chips.join('|')})`, 'i');
	return text.split(/[.!?](?:\s|$)/).some(sentence => /\bNAC?K\b/.test(sentence) && named.test(sentence));
}

/** The patches that maintainers' tools list as applied: `[08/10] rtc: one: Remove driver`. */
const listedPatch = /^\s*(?:- )?\[[^\]\n]*\b\d+\/\d+\]\s+(.+)$/gm;

/** Whether a reply lists patches, and not this one, or as one for which no commit was found. */
function isLeftOut(own: string, title: string): boolean {
	const listed = [...own.matchAll(listedPatch)].map(([, line]) => foldTitle(line!));
	if (listed.length === 0) return false;
	const line = listed.find(line => line.startsWith(foldTitle(title)));
	return line === undefined || line.endsWith('(no matching commit)');
}

/** Who would leave it to another to object does not object himself. */
const conditional = /\bif [^.\n]{0,60}\bwants? to keep\b[^.\n]*/gi;

/** Names that are not words of every day too. */
const telling = /[\d_-]|^.{5,}$/;

/** Whether somebody says that he uses what is deleted. */
function isUser(text: string, modules: readonly string[]): boolean {
	const names = modules.filter(name => telling.test(name)).map(name => name.replace(/[-_]/g, '[-_]'));
	if (names.length === 0) return false;
	return new RegExp(
		`\\b(?:i|we)(?:'m| am|'re| are)? (?:\\w+ly |still )*(?:use|using|rely on|relying on|need) (?:the )?(?:${names.join('|')})\\b`,
		'i',
	).test(text);
}

/** Letters of a reply that are listened to; quotes are taken out before. */
const longestReply = 100_000;

/** What is not quoted. Blanks without end stand between words as few do, or patterns would go through them from each. */
function ownWords(text: string): string {
	return text
		.replace(/\r/g, '')
		.replace(/\n-- \n[\s\S]*/, '\n')
		.split('\n')
		.map(line => (/^[>|]|\b(?:wrote|writes):$/.test(line) ? '' : line))
		.join('\n')
		.slice(0, longestReply)
		.replace(/(?<!\s)\s{40,}/g, blanks => (blanks.includes('\n') ? '\n\n' : ' '));
}

const withdrawnWords =
	/\bsorry (?:for|about) the noise\b|^\s*(?:please,? )?(?:ignore|disregard) (?:this|the) (?:patch|series)|\b(?:self-)?nack?(?:ed)? (?:this|by (?:me|myself))|\bi(?:'ll| will)? withdraw\b|\bplease,? (?:ignore|disregard|drop) (?:this|it|my (?:patch|series))\b|\bfeel free to (?:ignore|drop) (?:my|this|the) (?:patch|series)\b|\bi(?:'ll| will|'m going to| am going to) (?:drop|remove) (?:this|the) (?:\w+ )?patch\b|\bwon'?t re-?send (?:it|this)\b|\bpretend (?:that )?i never sent\b|\b(?:this|that|the|my) (?:method|approach|patch|series|idea|plan|attempt|removal|change)(?: \w+)? (?:has been|was|is) (?:now )?(?:abandoned|withdrawn)\b|\bi(?:'m| am|'ve| have|'ll| will)? (?:now )?(?:abandon|withdr[ae]w)(?:ed|ing|n)? (?:this|it|the|that|my)\b/im;

const supersededWords =
	/\b(?:patch|series|one|this|it)(?: (?:was|is|has been|got))(?: now)? superseded by\b/gi;
/** The next revision is no other way. */
const nextRevision =
	/^\s*(?:(?:the|a|an|my|this|its) )?(?:v\d|(?:new|next|newer|later|updated|latest|second|third) )/i;

/** Whether somebody takes a deletion of his own, of this title, back: says so, or goes another way than with its next revision. */
export function isWithdrawal(text: string, title = ''): boolean {
	const own = ownWords(text);
	if (withdrawnWords.test(own)) return true;
	const words = own.replace(/\s+/g, ' ');
	return [...words.matchAll(supersededWords)].some(match => {
		const successor = words.slice(match.index + match[0].length).slice(0, 300);
		return (
			!nextRevision.test(successor) && (title === '' || !foldTitle(successor).includes(foldTitle(title)))
		);
	});
}

/** Robots that tell what was merged. */
export function isMergeRobot(from: string): boolean {
	return /patchwork-bot|pr-tracker-bot|tip-bot/i.test(from);
}

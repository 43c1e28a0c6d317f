/** What a patch that removes a driver says is to be used in its place. */
import {beforeDiff} from '../message/diff-facts.ts';
import {foldTitle} from '../message/patch.ts';

/** A name as mails write it: a module, a file, a CONFIG symbol. */
const name = String.raw`[\`'"(]?((?:CONFIG_)?[A-Za-z0-9][\w-]*)(?:\.[cko]+)?(?:\(\d\))?[\`'")]?`;
const article = "(?:the |its |a |\\w+'s )?(?:new |newer |generic |mainline |modern |existing |common )*";

const phrases = [
	// What serves everything else does not serve this.
	String.raw`(?<!\b(?:else|others?) (?:is|are|was|were) )\b(?:superseded|replaced|obsoleted|succeeded|supported|handled|covered|driven) (?:by|with) ${article}${name}`,
	String.raw`\b(?:can|could) (?:also )?(?:work|be used) with ${article}${name} driver\b`,
	String.raw`\bin favou?r of ${article}${name}`,
	String.raw`\b(?:identical|equivalent) to ${article}${name} (?:one|driver|module)\b`,
	String.raw`\b(?:use|using|switch(?:ed)? to|move(?:d)? to|converted to|migrate(?:d)? to) ${article}${name}(?: driver| module)?(?: instead|[.,;])`,
	String.raw`\b${name} (?:driver |module )?(?:replaces|supersedes|obsoletes|should be used instead|can be used instead)`,
	String.raw`\b(?:moved|merged|integrated|folded|incorporated) in(?:to)? ${article}${name} (?:driver|module)\b`,
	String.raw`\bsupport (?:for \S+ )?(?:was|has been|is) (?:now |being |recently )?(?:added|merged) (?:in)?to ${article}${name}(?: driver| module)?\b`,
	String.raw`\b(?:implemented|provided|managed|absorbed|subsumed|taken over) (?:by|into) ${article}${name} (?:driver|module)\b`,
	// What a driver does goes elsewhere: `move those into scpsys driver`, `Move reset handling from its own driver into …`.
	String.raw`\b(?:mov(?:e|es|ing)|absorb(?:s|ing)?|merg(?:e|es|ing)|fold(?:s|ing)?|integrat(?:e|es|ing)) (?:[\w-]+ ){1,7}into ${article}${name} (?:driver|module)\b`,
	String.raw`\b${name} (?:driver|module) (?:that |which |now |has |will |also )*(?:takes? over|took over|taken over|absorbs?|absorbed|covers? (?:all |the )*(?:functions?|functionality)|subsumes?)\b`,
].map(phrase => new RegExp(phrase, 'gi'));

/** Titles that say it all. */
const titlePhrases = [
	String.raw`\breplac(?:e|ing|es) .* (?:with|by) ${article}${name}`,
	String.raw`\b(?:migrate|switch|move|convert) (?:\S+ )*?to ${article}${name} driver\b`,
	String.raw`\b(?:superseded|replaced|obsoleted|succeeded) (?:by|with) ${article}${name}`,
	String.raw`\bin favou?r of ${article}${name}`,
	String.raw`\b(?:merge|consolidate|fold|integrate|absorb) .* into ${article}${name}(?: driver| module)?$`,
	// The part that a title begins with takes something in.
	String.raw`(?:^|: )${name}: (?:[^:]* )?(?:absorb|take over|subsume)\b`,
].map(phrase => new RegExp(phrase, 'gi'));

/**
 * Names that the words of a mail give for a successor, those of its title first, then in the order of the text; the
 * diff and what stands below the line of dashes do not speak. They are only words until a driver of that name is found.
 */
export function namedReplacements(mail: string, title = ''): string[] {
	// Mails break lines within a phrase.
	const words = beforeDiff(mail).replace(/\s+/g, ' ');
	return [...new Set([...namesIn(title, titlePhrases), ...namesIn(words, phrases)])];
}

const switchTitle = /\b(?:switch|convert|migrat)\w* (?:over )?to (?:[\w-]+ ){0,5}([a-z0-9]+[-_][\w-]*\w)$/i;

/**
 * What the patch just before a deletion goes over to, where its title names a driver by the name that the deleted one begins
 * with: of `pandora: switch to twl4030 pwm and pwm_bl` and `remove pandora_bl`, pwm_bl. Titles as the letter lists them.
 */
export function switchedTo(titles: readonly string[], title: string, module: string): string | null {
	const before = titles[titles.findIndex(one => foldTitle(one) === foldTitle(title)) - 1];
	const [start] = module.toLowerCase().split(/[-_]/);
	if (before === undefined || start!.length < 4 || !before.toLowerCase().includes(start!)) return null;
	return switchTitle.exec(before)?.[1] ?? null;
}

function namesIn(words: string, patterns: readonly RegExp[]): string[] {
	return patterns
		.flatMap(phrase => [...words.matchAll(phrase)].map(match => ({at: match.index, text: match[1]!})))
		.sort((a, b) => a.at - b.at)
		.map(({text}) => text);
}

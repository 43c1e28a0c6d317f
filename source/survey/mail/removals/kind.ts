/** What a patch that deletes a driver's main source is in truth. */
import {basename, dirname} from 'node:path/posix';
import type {RemovalPatch} from '../../../dossier/schema.ts';
import {type DiffFacts, isSource} from '../message/diff-facts.ts';

/** A deletion with what else its mail and its series do. */
export interface Deletion {
	/** The subject with its tags. */
	subject: string;
	/** The title of the letter at the head of its series; '' where none is known. */
	letter?: string;
	/** To: and Cc: of the mail. */
	to: string;
	/** Sources that the mail or its series adds. */
	added: readonly string[];
	facts: DiffFacts;
}

/** The driver whose main source goes: where that lay when the patch was posted, and where it lies in the tree. */
export interface DeletedDriver {
	file: string;
	presentFile: string;
	module: string;
	/** Its option without CONFIG_; null where it has none. */
	symbol: string | null;
}

/** Names that many drivers give to a file: they tell nothing of which. */
const commonNames =
	/^(?:main|core|driver|drv|init|module|base|probe|pci|usb|common|platform|hw|device|dev|lib|util|utils)$/;

/** A version before PATCH, `stable`, AUTOSEL: made for a tree that does not go on. */
const stableTag =
	/\[[^[\]]*(?:\bstable\b|\bautosel\b|\blinux-\d\.\d|(?<![v\d.])\b(?:dev-)?[3-9]\.\d{1,2}(?:\.[\dy]+)?\b(?!\/))[^[\]]*\]/i;

/**
 * The same said in words: `(linux-5.15.y only)`, and what stable's own scripts write: `Patch "…" has been added to the
 * 6.1-stable tree`.
 */
const stableWords =
	/\bapply (?:commit )?[0-9a-f]{12,40}\b.* to \d|\b(?:stable|\d\.\d+(?:\.y)?) (?:tree |branch )?only\b|\b(?:added|apply) to (?:the )?\d+\.\d+-(?:stable|longterm) tree\b/i;

const renameWords = /\brenam(?:e[ds]?|ing)\b/i;
const relocationWords = /\brelocat(?:e[ds]?|ing)\b/i;
const rewriteWords = /\b(?:replac|rewrit|convert|reimplement|re-implement)\w*\b/i;
const sharingWords = /\bde-?duplicat\w*\b/i;

const mergeWords =
	/\b(?:merge|fold|combine|consolidate|unify|integrate|absorb|incorporate|squash)d?(?:s|ing)?\b|\b(?:move|migrate) .*\b(?:in)?to\b|\bmigrate to\b/i;

/** One of many that did the same for themselves goes over to what its series adds for all of them. */
const sharedWords =
	/\b(?:migrat|convert|switch|mov)\w* (?:\w+ ){0,4}?to (?:the |a )?(?:new )?(?:generic|common|shared)\b/i;

/** The same in a title that gives its own up for it, whatever the new source is called. */
const migrationWords =
	/\b(?:migrat|convert|switch)\w* (?:over )?to (?:the |a )?(?:new )?(?:generic|common|shared)\b/i;

const mergeLetter = /\b(?:merge|fold|integrate|move)\b.+\b(?:in)?to\b(?! dt\b| staging\b)/i;

/** A removal takes the driver away for good; all others leave it there in another form, or in the newest tree. */
export function kindOfDeletion(deletion: Deletion, driver: DeletedDriver): RemovalPatch['kind'] {
	if (isForStable(deletion)) return 'stable';
	const {added, facts, letter = '', subject} = deletion;
	const folder = dirname(driver.file);
	const name = basename(driver.file);
	const stem = stemOf(name);
	const others = added.filter(path => path !== driver.file);
	const title = titlePart(subject);
	if (others.length > 0 && migrationWords.test(title)) return 'merge';
	if (!commonNames.test(stem) && others.some(path => basename(path) === name && dirname(path) !== folder))
		return 'move';
	if (renameWords.test(title) && others.some(path => dirname(path) === folder)) return 'move';
	if (relocationWords.test(title) && others.length > 0) return 'move';
	// What its series puts at the very same path is written anew.
	if (added.includes(driver.file)) return 'rewrite';
	const names = [stem, stemOf(driver.module)].filter(one => one.length > 2 && !commonNames.test(one));
	const related = others.filter(path =>
		names.some(
			one => isRelated(one, stemOf(basename(path))) || isRelated(one, stemOf(basename(dirname(path)))),
		),
	);
	if (related.some(path => dirname(path).startsWith(folder) || folder.startsWith(dirname(path))))
		return 'rewrite';
	if (related.length > 0) return 'move';
	const isBuilt = driver.symbol !== null && facts.builtOptions.has(driver.symbol);
	if (
		others.length > 0 &&
		(isBuilt || (commonNames.test(stem) && others.some(path => dirname(path) === folder)))
	)
		return 'rewrite';
	const gone = facts.lines.get(driver.file)?.removed ?? 0;
	// A driver that gets another name, and a source nearly of that name that takes its lines.
	const isRenamed = others.some(
		path =>
			dirname(path) === folder &&
			isAlike(stem, basename(path)) &&
			(facts.lines.get(path)?.added ?? 0) >= gone * 0.5,
	);
	if (isRenamed || (facts.movedTo !== null && !folder.startsWith(facts.movedTo))) return 'move';
	// What is written anew under another name stands in the same patch.
	if (others.length > 0 && rewriteWords.test(title)) return 'rewrite';
	if (sharingWords.test(title) || facts.isMerged) return 'merge';
	if (others.length > 0 && sharedWords.test(title)) return 'merge';
	const grown = [...facts.lines].filter(([path]) => path !== driver.file && isSource(path));
	const most = (lines: typeof grown) =>
		lines.reduce((sofar, [, {added: put, removed}]) => Math.max(sofar, put - removed), 0);
	const near = most(grown.filter(([path]) => isNear(path, folder)));
	if (near >= 30 && near >= gone * 0.4) return 'merge';
	if (isBuilt || (mergeWords.test(title) && most(grown) > 5)) return 'merge';
	// A letter that moves what the driver does, by the chip's name, into another one: the rest of the series puts it there.
	if (mergeLetter.test(letter) && chipsOf(driver.module).some(chip => letter.toLowerCase().includes(chip)))
		return 'merge';
	return 'removal';
}

/** Parts of a module's name with digits in them, which tell a chip: `sc27xx` of sc27xx-poweroff. */
function chipsOf(module: string): string[] {
	return module
		.toLowerCase()
		.split(/[-_]/)
		.filter(part => part.length > 3 && /\d/.test(part));
}

/** Names that begin alike for most of their length: xdp720 and xdp730. */
function isAlike(stem: string, other: string): boolean {
	const name = stemOf(other);
	const length = Math.min(stem.length, name.length);
	let same = 0;
	while (same < length && stem[same] === name[same]) same++;
	return same >= 3 && same >= length * 0.6;
}

/** What grows elsewhere in the tree did not take the driver in. */
function isNear(path: string, folder: string): boolean {
	const parent = dirname(folder);
	return path.startsWith(`${parent.includes('/') ? parent : folder}/`);
}

/** Whether a subject says that the patch is for trees that do not go on. */
export function isStablePosting(subject: string): boolean {
	return stableTag.test(subject) || stableWords.test(titlePart(subject));
}

/** Whether the letter at the head of a series says that something goes into something else. */
export function isMergeLetter(title: string): boolean {
	return mergeLetter.test(title);
}

/** OpenBMC keeps a tree of its own, of one release with drivers of its own: mails to its list alone are for that. */
const ownTree = /\bopenbmc@lists\.ozlabs\.org\b/i;
const upstreamLists =
	/@vger\.kernel\.org|@lists\.(?!ozlabs\.org)|@lists\.ozlabs\.org(?<!\bopenbmc@lists\.ozlabs\.org)/i;

function isForStable({subject, to}: Deletion): boolean {
	if (isStablePosting(subject)) return true;
	if (ownTree.test(to) && !upstreamLists.test(to)) return true;
	return (
		/\bstable@vger\.kernel\.org\b/i.test(to) &&
		!/\bnetdev@|linux-[\w-]+@(?!vger\.kernel\.org.*stable)/i.test(to)
	);
}

function titlePart(subject: string): string {
	return subject.replace(/^(?:\s*\[[^\]]*\])+/, '');
}

function stemOf(name: string): string {
	return name
		.replace(/\.\w+$/, '')
		.toLowerCase()
		.replace(/[-_]/g, '');
}

/** The same name, or one that goes on where the other ends, such as foo and foo_core. */
function isRelated(name: string, other: string): boolean {
	if (name === other) return true;
	const [short, long] = name.length < other.length ? [name, other] : [other, name];
	return short.length > 3 && long.startsWith(short) && /^(?:\D|$)/.test(long.slice(short.length));
}

/** Is a source there, can a person open it, and does it say what it is cited for? */
import type {Source} from '../../dossier/schema.ts';
import {type Books, deviceTreeTable, type Finding, literal, namesIn, Unlooked} from './facts.ts';
import {pathOfRelease} from './release-checks.ts';

type TreeSource = Extract<Source, {at: string}>;
type WebSource = Extract<Source, {url: string}>;

/** What a claim of a tree's line promises of that line, by its form. */
const lineClaims: readonly (readonly [RegExp, (match: RegExpExecArray) => RegExp])[] = [
	[/^newest copyright: (\d{4})$/, ([, year]) => literal(year!)],
	[/^device-tree table$/, () => deviceTreeTable],
	[/^uses (\S+?)(?:\(\))?$/, ([, name]) => literal(name!)],
	[/^calls (\w+)\(\)$/, ([, name]) => literal(name!)],
	[/^holds (\$\w+)$/, ([, word]) => literal(word!)],
];

/** Whether a source is there, and of mails, CVE records and lines whether they say what is claimed of them. */
export function checkSource(
	record: {module: string; files: readonly string[]} | null,
	source: Source,
	books: Books,
): Finding {
	if ('at' in source) return checkPlace(source, books);
	switch (source.kind) {
		case 'mail':
			return checkMail(record, source, books);
		case 'cve':
			return checkCve(record, source, books);
		case 'release':
			return checkPath(source, books);
		case 'commit':
			return checkCommit(source, books);
		case 'web':
			return checkAddress(source, books);
		default:
			// Distributions, vendors and counts are looked up for the sentences that cite them.
			return new Unlooked('no sentence says what stands there');
	}
}

function checkPlace({at, claim}: TreeSource, {tree}: Books): Finding {
	if (tree === null) return new Unlooked('no tree was given');
	const [file = '', number] = at.split(':');
	if (number === undefined) return tree.has(file) ? null : `no such file: ${file}`;
	const text = tree.text(file);
	if (text === null) return `no such file: ${file}`;
	const line = text.split('\n')[Number(number) - 1];
	if (line === undefined) return `${file} has no line ${number}`;
	if (claim === 'no SPDX-License-Identifier')
		return /SPDX-License/.test(text) ? 'the file has the tag' : null;
	for (const [form, wanted] of lineClaims) {
		const match = form.exec(claim);
		if (match !== null && !wanted(match).test(line))
			return `the line does not say it: ${line.trim().slice(0, 200)}`;
	}
	return null;
}

/** The Message-ID of an address on lore.kernel.org; null where it names none. */
export function messageIdOf(url: string): string | null {
	const id = /^https?:\/\/lore\.kernel\.org\/[^/]+\/([^/?#]+)\/?$/.exec(url)?.[1];
	try {
		return id === undefined ? null : decodeURIComponent(id);
	} catch {
		return null;
	}
}

const dayMs = 86_400_000;
/** Letters of other alphabets are read in two ways: names are compared by what is left of them. */
const plainly = (text: string) => text.toLowerCase();

function checkMail(
	record: Parameters<typeof checkSource>[0],
	{url, claim, date}: WebSource,
	books: Books,
): Finding {
	if (books.mails === null) return new Unlooked('no mail archives were given');
	const id = messageIdOf(url);
	if (id === null) return new Unlooked('its address names no mail');
	const mail = books.mails.mail(id);
	if (mail === null) return missingMail(url, date, books);
	const {text, sent} = mail;
	if (claim.startsWith('patch: ') && !/^deleted file mode|^\+\+\+ \/dev\/null/m.test(text))
		return 'the mail deletes nothing';
	const named = /^names (.+)$/.exec(claim)?.[1];
	if (named !== undefined && !plainly(text).includes(plainly(named)))
		return `the mail does not name ${named}`;
	const days = sent === null || date === null ? 0 : Math.abs(Date.parse(sent) - Date.parse(date)) / dayMs;
	if (days > 2) return `the mail is of ${sent}`;
	if (record === null || /announces/.test(claim) || named !== undefined) return null;
	// A driver that moved since was touched where it lay then.
	return namesIn(
		record,
		[...text.matchAll(/\/([\w.,+-]+\.(?:c|h|S|rs))\b/g)].map(([, name]) => name!),
	)
		? null
		: 'the mail touches none of its files';
}

/** Of a list that no archive was given of, or on a day that is not known, nobody can say that it is not there. */
function missingMail(url: string, date: string | null, {mails}: Books): Finding {
	if (date === null) return new Unlooked('its day is not known');
	const list = /lore\.kernel\.org\/([^/]+)\//.exec(url)?.[1] ?? 'all';
	if (list !== 'all' && !mails!.lists.has(list)) return new Unlooked(`no archive of ${list} was given`);
	return 'no such mail in the archives';
}

function checkCve(record: Parameters<typeof checkSource>[0], {url}: WebSource, {cves}: Books): Finding {
	const id = /\bCVE-\d{4}-\d{4,}\b/.exec(url)?.[0];
	if (id === undefined) return new Unlooked('its address names no CVE record');
	if (cves === null) return new Unlooked('no CVE records were given');
	const text = cves.get(id);
	if (text === undefined) return 'no such record';
	if (record === null) return null;
	const named = [...text.matchAll(/"(?:drivers|sound)\/[^"]*?([^"/]+)"/g)].map(([, name]) => name!);
	return namesIn(record, named) ? null : 'the record names none of its files';
}

/** The path of a release's address: under that release where the repository has it, else in the surveyed tree. */
function checkPath({url, claim}: WebSource, {tree, releases}: Books): Finding {
	const path = pathOfRelease(url);
	if (path === null) return new Unlooked('its address names no path');
	const release = /\/commits\/v([^/]+)\//.exec(url)?.[1] ?? '';
	if (releases?.knows(release)) {
		const isThere = releases.has(path, release);
		return isThere || (tree?.has(path) && !claim.startsWith('first in'))
			? null
			: `v${release} does not have ${path}`;
	}
	if (tree === null || claim.startsWith('first in'))
		return new Unlooked('no repository of releases was given');
	return tree.has(path) ? null : 'its path is not in the tree';
}

function checkCommit({url}: WebSource, {commits}: Books): Finding {
	const commit = /\b[0-9a-f]{12,64}\b/.exec(url)?.[0];
	if (commit === undefined) return new Unlooked('its address names no commit');
	if (commits === null) return new Unlooked('no clone was given');
	return commits.has(commit) ? null : 'the clone has no such commit';
}

/** Of the web only a search by a file's name can be looked at: nothing is fetched. */
function checkAddress({url}: WebSource, {tree}: Books): Finding {
	const path = /^https:\/\/lore\.kernel\.org\/all\/\?q=dfn:(.+)$/.exec(url)?.[1];
	if (path === undefined) return new Unlooked('it lies on the web: nothing is fetched');
	if (tree === null) return new Unlooked('no tree was given');
	return tree.has(decodeURI(path)) ? null : 'its path is not in the tree';
}

/**
 * Draws drivers of a data set at random and follows every reason of theirs to its source: is it there, can a person
 * open it, does it say what is claimed?
 *
 *     npx esbuild bench/citations.ts --bundle --platform=node --format=esm --outfile=/tmp/citations.mjs
 *     node /tmp/citations.mjs DATASET TREE --cves DIR --leapp FILE --lore DIR... --releases REPOSITORY --configs DIR
 *          --population DIR [--count 100] [--seed 1]
 *
 * What a source must hold so that the sentence is true stands in sentences.ts. What was not given is not followed.
 *
 * It reads the inputs by itself, with git and plain file reads, not through the survey. Every source that does not
 * hold is printed; the exit status is 1 if there is one.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {createPacker} from '../source/dataset/packing/packing.ts';
import type {DriverRecord, Manifest, Source} from '../source/dossier/schema.ts';
import {seededRandom} from '../source/verdict/measures.ts';
import {checkSentence, type Inputs} from './sentences.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		cves: {type: 'string'},
		leapp: {type: 'string'},
		lore: {type: 'string', multiple: true, default: []},
		releases: {type: 'string'},
		configs: {type: 'string'},
		population: {type: 'string'},
		count: {type: 'string', default: '100'},
		seed: {type: 'string', default: '1'},
	},
});
const [dataset, tree] = positionals;
if (tree === undefined)
	throw new Error(
		'usage: citations.ts DATASET TREE --cves DIR --leapp FILE --lore DIR... --releases REPOSITORY …',
	);

const manifest = JSON.parse(readFileSync(join(dataset!, 'manifest.json'), 'utf8')) as Manifest;
const packer = createPacker(manifest);
const records = readFileSync(join(dataset!, 'drivers.ndjson'), 'utf8')
	.trimEnd()
	.split('\n')
	.map(line => packer.unpack(JSON.parse(line)) as DriverRecord)
	.filter(({assessments}) =>
		assessments.some(({reasons, recommendation}) => reasons.length > 0 && recommendation !== 'not-a-driver'),
	);
const random = seededRandom(Number(values.seed));
const drawn: DriverRecord[] = [];
while (drawn.length < Math.min(Number(values.count), records.length)) {
	drawn.push(...records.splice(Math.floor(random() * records.length), 1));
}

const git = (directory: string, ...words: string[]) =>
	execFileSync('git', ['-C', directory, ...words], {encoding: 'utf8', maxBuffer: 2 ** 30});

/** The branch that holds the records: in some mirrors HEAD is another one. */
const cveBranch = ['HEAD', 'master', 'main'].find(
	branch =>
		values.cves !== undefined &&
		spawnSync('git', ['-C', values.cves, 'rev-parse', '-q', '--verify', `${branch}:cve/published`]).status ===
			0,
);

const inputs: Inputs = {
	tree: tree!,
	manifest,
	releases: values.releases ?? null,
	configs: values.configs ?? null,
	population: values.population ?? null,
	leapp: values.leapp ?? null,
};

/** Mails that are looked for, by Message-ID; filled with their text as archives are read. */
const wanted = new Map<string, {date: string; text: string | null}>();

function checkMail(record: DriverRecord, {url, claim, date}: Extract<Source, {url: string}>): string | null {
	const mail = wanted.get(messageIdOf(url));
	const text = mail?.text ?? null;
	if (text === null) return values.lore.length === 0 ? null : 'no such mail in the archives';
	if (claim.startsWith('patch: ') && !/^deleted file mode|^\+\+\+ \/dev\/null/m.test(text))
		return 'the mail deletes nothing';
	const named = /^names (.+)$/.exec(claim)?.[1];
	if (named !== undefined && !text.toLowerCase().includes(named.toLowerCase()))
		return `the mail does not name ${named}`;
	const sent = /^date: (.+)$/im.exec(text)?.[1];
	const days = sent === undefined ? 0 : Math.abs(Date.parse(sent) - Date.parse(date!)) / 86_400_000;
	if (days > 2) return `the mail is of ${sent}`;
	// A driver that moved since was touched where it lay then.
	const own = record.files.map(file => file.replace(/^.*\//, ''));
	if (/announces/.test(claim) || named !== undefined) return null;
	return own.some(file => text.includes(`/${file}`)) ? null : 'the mail touches none of its files';
}

const messageIdOf = (url: string) =>
	decodeURIComponent(/lore\.kernel\.org\/[^/]+\/([^/]+)\/$/.exec(url)?.[1] ?? '');

function checkCve(record: DriverRecord, url: string): string | null {
	if (values.cves === undefined) return null;
	const id = /CVE-(\d+)-\d+/.exec(url)!;
	const {status, stdout} = spawnSync(
		'git',
		['-C', values.cves, 'show', `${cveBranch}:cve/published/${id[1]}/${id[0]}.json`],
		{encoding: 'utf8'},
	);
	if (status !== 0) return 'no such record';
	const named = [...stdout.matchAll(/"((?:drivers|sound)\/[^"]+)"/g)].map(([, path]) =>
		path!.replace(/^.*\//, ''),
	);
	const own = record.files.map(file => file.replace(/^.*\//, ''));
	return own.some(file => named.includes(file)) ? null : 'the record names none of its files';
}

/** Whether the source is there; and of mails and CVE records, whether they say it. Other sentences: sentences.ts. */
function checkSource(record: DriverRecord, source: Source): string | null {
	if ('at' in source)
		return existsSync(join(tree!, source.at.split(':')[0]!)) ? null : 'no such file in the tree';
	const {url, kind} = source;
	if (kind === 'mail') return checkMail(record, source);
	if (kind === 'cve') return checkCve(record, url);
	if (source.claim.startsWith('first in Linux')) return null;
	const path = /\?q=dfn:(.+)$/.exec(url)?.[1] ?? /torvalds\/linux\/commits\/v[^/]+\/(.+)$/.exec(url)?.[1];
	return path === undefined || existsSync(join(tree!, decodeURIComponent(path)))
		? null
		: 'its path is not in the tree';
}

/** Sentences whose source is a mail or a CVE record, or a count of mails, which nobody reads one by one. */
const checkedAtSource = /^(?:mail|cve|web)$/;

/** Reads the mails of the days that are wanted, from every archive, until all are found. */
function readMails(): void {
	const days = new Set<string>();
	for (const {date} of wanted.values()) {
		// Archives take mails in up to some days after they were sent.
		for (let day = -1; day <= 10; day++)
			days.add(new Date(Date.parse(date) + day * 86_400_000).toISOString().slice(0, 10));
	}
	for (const archive of values.lore) {
		if ([...wanted.values()].every(({text}) => text !== null)) return;
		const log = git(archive, 'log', '--format=%H %cs %as').trimEnd().split('\n');
		const commits = log
			.map(line => line.split(' '))
			.filter(([, committed, written]) => days.has(committed!) || days.has(written!));
		if (commits.length === 0) continue;
		const {stdout} = spawnSync('git', ['-C', archive, 'cat-file', '--batch'], {
			input: commits.map(([commit]) => `${commit}:m\n`).join(''),
			maxBuffer: 2 ** 31 - 1,
		});
		for (let at = 0; at < stdout.length; ) {
			const end = stdout.indexOf(10, at);
			const size = Number(/ blob (\d+)$/.exec(stdout.toString('latin1', at, end))?.[1] ?? -1);
			at = end + 1;
			if (size < 0) continue;
			const head = stdout.toString('latin1', at, Math.min(at + size, at + 16_384));
			const id = /^message-id:\s*<([^>]+)>/im.exec(head)?.[1];
			const mail = id === undefined ? undefined : wanted.get(id);
			if (mail !== undefined) mail.text ??= bodyOf(stdout.toString('utf8', at, at + size));
			at += size + 1;
		}
	}
}

/** Enough of MIME to look for a path in it: base64 and quoted-printable are undone wherever a part says so. */
function bodyOf(mail: string): string {
	const parts = mail.split(/\n(?=--)/).map(part => {
		const cut = part.search(/\n\r?\n/);
		if (/^content-transfer-encoding:\s*base64/im.test(part))
			return Buffer.from(part.slice(cut), 'base64').toString('utf8');
		if (/^content-transfer-encoding:\s*quoted-printable/im.test(part)) {
			return part
				.replace(/=\r?\n/g, '')
				.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
		}
		return part;
	});
	return parts.join('\n');
}

const cited = drawn.flatMap(record =>
	record.assessments
		.filter(({assessor}) => assessor === 'rules')
		.flatMap(({reasons, sources}) =>
			reasons.map(reason => ({record, reason, sources, source: sources[reason.source! - 1]!})),
		),
);
for (const {source} of cited) {
	if (source.kind === 'mail' && messageIdOf(source.url) !== '')
		wanted.set(messageIdOf(source.url), {date: source.date!, text: null});
}
if (values.lore.length > 0) readMails();
let broken = 0;
const byRule = new Map<string, number>();
for (const {record, reason, source, sources} of cited) {
	byRule.set(reason.rule, (byRule.get(reason.rule) ?? 0) + 1);
	const complaint =
		checkSource(record, source) ??
		(checkedAtSource.test(source.kind) ? null : checkSentence(record, reason.text, source, sources, inputs));
	if (complaint === null) continue;
	broken++;
	console.log(`${record.id}: ${reason.rule}: ${'at' in source ? source.at : source.url}: ${complaint}`);
}
console.log(
	`${cited.length} reasons of ${drawn.length} drivers followed, ${wanted.size} mails among them; ${broken} do not hold`,
	Object.fromEntries([...byRule].sort((a, b) => b[1] - a[1])),
);
process.exitCode = broken === 0 ? 0 : 1;

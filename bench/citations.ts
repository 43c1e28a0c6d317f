/**
 * Draws drivers of a data set at random and follows every reason of theirs to its source: is it there, can a person
 * open it, does it say what is claimed?
 *
 *     npx esbuild bench/citations.ts --bundle --platform=node --format=esm --outfile=/tmp/citations.mjs
 *     node /tmp/citations.mjs DATASET TREE --cves DIR --leapp FILE --lore DIR... [--count 100] [--seed 1]
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

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		cves: {type: 'string'},
		leapp: {type: 'string'},
		lore: {type: 'string', multiple: true, default: []},
		count: {type: 'string', default: '100'},
		seed: {type: 'string', default: '1'},
	},
});
const [dataset, tree] = positionals;
if (tree === undefined)
	throw new Error('usage: citations.ts DATASET TREE --cves DIR --leapp FILE --lore DIR...');

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

const linesOf = (file: string) => readFileSync(join(tree, file), 'utf8').split('\n');
const git = (directory: string, ...words: string[]) =>
	execFileSync('git', ['-C', directory, ...words], {encoding: 'utf8', maxBuffer: 2 ** 30});

/** The branch that holds the records: in some mirrors HEAD is another one. */
const cveBranch = ['HEAD', 'master', 'main'].find(
	branch =>
		values.cves !== undefined &&
		spawnSync('git', ['-C', values.cves, 'rev-parse', '-q', '--verify', `${branch}:cve/published`]).status ===
			0,
);

/** Tests of a line of the tree, by what is claimed of it: the claim's pattern, then what must hold. */
const treeClaims: readonly [
	RegExp,
	(match: RegExpExecArray, line: string, place: {file: string; at: number; lines: string[]}) => boolean,
][] = [
	[/^newest copyright: (\d+)$/, ([, year], line) => line.includes(year!)],
	[
		/^(.+): (Supported|Maintained|Odd Fixes|Orphan|Obsolete)$/,
		([, section, status], line, {at, lines}) =>
			line === section &&
			lines
				.slice(at, at + 60)
				.find(one => one.startsWith('S:'))
				?.includes(status!) === true,
	],
	[
		/^registers on (\w+)$/,
		([, bus], line) => line.toLowerCase().includes(bus!) || /depends on|select|if /.test(line),
	],
	[/^includes (.+)$/, ([, header], line) => line.includes(header!)],
	[
		/^no SPDX-License-Identifier$/,
		(_, __, {lines}) => !lines.some(one => one.includes('SPDX-License-Identifier')),
	],
	[/^depends on BROKEN$/, (_, line) => line.includes('BROKEN')],
	[/^in drivers\/staging$/, (_, __, {file}) => file.startsWith('drivers/staging/')],
	[/^the option's text says (\w+)$/, ([, word], line) => line.toLowerCase().includes(word!)],
	[/^CONFIG_\w+ is described as/, (_, line) => /deprecated|legacy|obsolete|unused/i.test(line)],
	[/^CONFIG_(\w+) is marked as unused/, (_, __, {file}) => /Kconfig/.test(file)],
	[
		/^CONFIG_\w+ is called deprecated or announced to go/,
		(_, line, {file}) => file.startsWith('arch/') && /deprecated|remov|go away|users/i.test(line),
	],
	[/^calls printk\(\)$/, (_, line) => line.includes('printk(')],
	[/^uses devm_$/, (_, line) => line.includes('devm_')],
	[/^holds (\$\w+)$/, ([, keyword], line) => line.includes(keyword!)],
	[/^uses (linux\/semaphore\.h|down_interruptible)/, ([, word], line) => line.includes(word!)],
	[/^device-tree table$/, (_, line) => /MODULE_DEVICE_TABLE\(\s*of|_DECLARE|IRQCHIP/.test(line)],
	[/^platform driver without/, (_, line) => /platform_driver|platform_create_bundle/.test(line)],
	[/^depends on CONFIG_(\w+), defined nowhere/, ([, symbol], line) => line.includes(symbol!)],
	[/^the TODO of the directory/, (_, line) => /remov|delet|drop/i.test(line)],
	[/^the path says (\S+)$/, ([, part], _, {file}) => file.includes(part!)],
	[/ claims \d+ of its \d+ device ids/, (_, line) => /^\s*(?:menu)?config /.test(line)],
];

function checkTree(record: DriverRecord, at: string, claim: string): string | null {
	const [file, number] = at.split(':') as [string, string?];
	if (!existsSync(join(tree!, file))) return 'no such file in the tree';
	const change = /^(\d+) lines changed in earnest, (\S+) to (\S+)$/.exec(claim);
	if (change !== null) {
		const from = manifest.releases.findIndex(({release}) => release === change[2]);
		const to = manifest.releases.findIndex(({release}) => release === change[3]);
		const lines = record.signals.releases?.substantive.slice(from + 1, to + 1);
		const sum = lines?.reduce<number>((total, one) => total + (one ?? 0), 0);
		return from >= 0 && sum === Number(change[1]) ? null : 'the record counts other lines';
	}
	if (number === undefined) return `a place without a line, and a claim of no history: ${claim}`;
	const lines = linesOf(file);
	const line = lines[Number(number) - 1];
	if (line === undefined) return 'the file has no such line';
	for (const [pattern, holds] of treeClaims) {
		const match = pattern.exec(claim);
		if (match !== null)
			return holds(match, line, {file, at: Number(number), lines})
				? null
				: `the line does not say it: ${line.trim()}`;
	}
	return `nobody knows how to check "${claim}"`;
}

/** Mails that are looked for, by Message-ID; filled with their text as archives are read. */
const wanted = new Map<string, {date: string; text: string | null}>();

function checkMail(record: DriverRecord, url: string, claim: string): string | null {
	const id = messageIdOf(url);
	const text = wanted.get(id)?.text ?? null;
	if (text === null) return 'no such mail in the archives';
	if (claim.startsWith('patch: ') && !/^deleted file mode|^\+\+\+ \/dev\/null/m.test(text))
		return 'the mail deletes nothing';
	return text.includes(record.directory) ? null : `the mail does not touch ${record.directory}`;
}

const messageIdOf = (url: string) =>
	decodeURIComponent(/lore\.kernel\.org\/[^/]+\/([^/]+)\/$/.exec(url)?.[1] ?? '');

function checkWeb(record: DriverRecord, source: Extract<Source, {url: string}>): string | null {
	const {url, kind, claim} = source;
	if (kind === 'mail') return checkMail(record, url, claim);
	const search = /\?q=dfn:(.+)$/.exec(url);
	if (search !== null) {
		return existsSync(join(tree!, decodeURIComponent(search[1]!))) ? null : 'its path is not in the tree';
	}
	if (kind === 'cve') {
		const id = /CVE-(\d+)-\d+/.exec(url)!;
		const {status, stdout} = spawnSync(
			'git',
			['-C', values.cves!, 'show', `${cveBranch}:cve/published/${id[1]}/${id[0]}.json`],
			{encoding: 'utf8'},
		);
		if (status !== 0) return 'no such record';
		return stdout.includes(`"${record.directory}/`) ? null : 'the record names no file of the directory';
	}
	if (kind === 'vendor') {
		const {data} = JSON.parse(readFileSync(values.leapp!, 'utf8')) as {data: {driver_name: string}[]};
		const names = data.map(({driver_name: name}) => name.replaceAll('-', '_'));
		return names.includes(record.module.replaceAll('-', '_')) ? null : 'the table does not name it';
	}
	return `nobody knows how to check a source of kind ${kind}`;
}

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
			reasons.map(reason => ({record, reason, source: sources[reason.source! - 1]!})),
		),
);
for (const {source} of cited) {
	if (source.kind === 'mail' && messageIdOf(source.url) !== '')
		wanted.set(messageIdOf(source.url), {date: source.date!, text: null});
}
if (values.lore.length > 0) readMails();
let broken = 0;
const byRule = new Map<string, number>();
for (const {record, reason, source} of cited) {
	byRule.set(reason.rule, (byRule.get(reason.rule) ?? 0) + 1);
	const complaint = 'at' in source ? checkTree(record, source.at, source.claim) : checkWeb(record, source);
	if (complaint === null) continue;
	broken++;
	console.log(`${record.id}: ${reason.rule}: ${'at' in source ? source.at : source.url}: ${complaint}`);
}
console.log(
	`${cited.length} reasons of ${drawn.length} drivers followed, ${wanted.size} mails among them; ${broken} do not hold`,
	Object.fromEntries([...byRule].sort((a, b) => b[1] - a[1])),
);
process.exitCode = broken === 0 ? 0 : 1;

/**
 * Posted deletions read again: what the survey's own reader makes of them today, beside what a data set says, with the
 * mails behind, for somebody to judge.
 *
 *     npm run bench:threads -- narrow DATA LISTS FOLDER [--chain REPOSITORY]
 *     npm run bench:threads -- read DATA TREE FOLDER [--chain REPOSITORY] [--seed 9102] [--number 40] [--id DRIVER…] [--lines 12] [--brief]
 *
 * `narrow` makes of each archive in LISTS (git directories of public-inbox, LIST.0) one of the same name in FOLDER, which
 * borrows its objects and holds only what may bear on the deletions that DATA records: mails of the same title, what their authors
 * sent within a day and a half of them, all replies to either by title, and, of two months after, replies that name one of
 * them as their parent under whatever title. So `read` takes seconds where the whole survey takes its full time. Deletions that
 * DATA does not record are found only as far as they lie in there. With `--chain` (releases as tags of one
 * repository) former paths of main files are noted beside the archives.
 *
 * `read` draws drivers with removals (mulberry32 of the seed, Fisher-Yates over their ids in order), surveys FOLDER as the survey does, with the
 * people of TREE's MAINTAINERS, with `--chain` those of each release's, and prints for each deletion kind, who posted it, answer and successor, those that DATA has
 * where they differ, and the own words of each reply in its thread. `--brief` leaves the mails out.
 */
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {basename, join, resolve} from 'node:path';
import {createInterface} from 'node:readline';
import {parseArgs} from 'node:util';
import {createPacker} from '../source/dataset/packing/packing.ts';
import {wasGoneAfter} from '../source/dossier/history/since.ts';
import type {DriverRecord, Manifest, RemovalPatch} from '../source/dossier/schema.ts';
import type {PathOwners, PostedRemoval} from '../source/survey/facts.ts';
import {withFormerPaths} from '../source/survey/former-paths.ts';
import {gitAt} from '../source/survey/git/git-directory.ts';
import {readObjects} from '../source/survey/git/objects.ts';
import {surveyMailArchives} from '../source/survey/mail/archives.ts';
import {
	cleanMessageId,
	parentsOf,
	readHead,
	textsOf,
	unwrapped,
} from '../source/survey/mail/message/message.ts';
import {isReply} from '../source/survey/mail/message/patch.ts';
import {decodeHeader} from '../source/survey/mail/message/words.ts';
import {datedPeople, readTreePeople} from '../source/survey/mail/removals/people.ts';
import {replyKey} from '../source/survey/mail/removals/reply-index.ts';
import {standing} from '../source/survey/mail/removals/standing.ts';
import {namedDriversOf} from '../source/survey/named-drivers.ts';
import {readPastMaintainers} from '../source/survey/releases/past-maintainers.ts';
import {releasesShippedAfter} from '../source/survey/releases/release-days.ts';
import {seriesOf} from '../source/survey/releases/versions.ts';
import {seededRandom} from '../source/verdict/measures.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		chain: {type: 'string'},
		seed: {type: 'string', default: '9102'},
		number: {type: 'string', default: '40'},
		id: {type: 'string', multiple: true, default: []},
		lines: {type: 'string', default: '12'},
		brief: {type: 'boolean', default: false},
	},
});
const [what, data, place, folder] = positionals;
if (folder === undefined || !['narrow', 'read'].includes(what!))
	throw new Error('usage: posted-threads.ts narrow DATA LISTS FOLDER | read DATA TREE FOLDER');

const manifest = JSON.parse(readFileSync(join(data!, 'manifest.json'), 'utf8')) as Manifest;
const packer = createPacker(manifest);
const records = readFileSync(join(data!, 'drivers.ndjson'), 'utf8')
	.split('\n')
	.filter(Boolean)
	.map(line => packer.unpack(JSON.parse(line)) as DriverRecord);
const recorded = records.filter(({signals}) => (signals.removalPatches ?? []).length > 0);
const mainFiles = new Map(records.map(record => [record.id, sourcesOf(record)[0] ?? null]));

const shownBefore = new Set<string>();

if (what === 'narrow') await narrow();
else await read();

/** Own sources, as paths of the tree; what is no path of its own lies in the driver's folder. */
function sourcesOf({directory, files}: DriverRecord): string[] {
	return (files ?? [])
		.filter(name => /\.(?:c|S|rs)$/.test(name))
		.map(name => (/^(?:drivers|sound|arch|lib)\//.test(name) ? name : `${directory}/${name}`));
}

/** A mail as its archive's log tells of it. */
interface Row {
	blob: string;
	commit: string;
	author: string;
	time: number;
	title: string;
	key: number;
	isReply: boolean;
}

async function* rowsOf(gitDir: string): AsyncGenerator<Row> {
	const child = spawn('git', [
		...['--git-dir', gitDir, 'log', '--raw', '--no-abbrev', '--no-renames', '--no-mailmap'],
		'--format=%x01%H%x00%ae%x00%at%x00%s',
	]);
	let [commit, author, time, title] = ['', '', '', ''];
	for await (const line of createInterface({input: child.stdout})) {
		if (line.startsWith('\x01'))
			[commit, author, time, title] = line.slice(1).split('\0') as [string, string, string, string];
		const blob = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [AM]\tm$/.exec(line)?.[1];
		if (blob === undefined) continue;
		yield {
			blob,
			commit,
			author,
			time: Number(time),
			title,
			key: replyKey(title),
			isReply: isReply(title),
		};
	}
}

async function narrow(): Promise<void> {
	mkdirSync(folder!, {recursive: true});
	if (values.chain !== undefined) writeFileSync(join(folder!, 'former.json'), JSON.stringify(formerPaths()));
	const patches = recorded.flatMap(({signals}) => signals.removalPatches ?? []);
	const titles = new Set(patches.map(({title}) => replyKey(title)));
	const ids = new Set(patches.map(({messageId}) => messageId));
	const days = patches.map(({date}) => Date.parse(date) / 1000);
	for (const name of readdirSync(place!)) {
		const from = resolve(place!, name);
		const to = join(folder!, name);
		if (existsSync(to) || !existsSync(join(from, 'objects'))) continue;
		const rows: Row[] = [];
		const posted: {author: string; time: number}[] = [];
		for await (const row of rowsOf(from)) {
			rows.push(row);
			if (titles.has(row.key) && !row.isReply) posted.push(row);
		}
		const isNear = (row: Row) =>
			posted.some(one => one.author === row.author && Math.abs(one.time - row.time) < 36 * 3600);
		const near = rows.filter(row => !row.isReply && (titles.has(row.key) || isNear(row)));
		const keys = new Set([...titles, ...near.map(({key}) => key)]);
		const wanted = new Set(near);
		const doubtful: Row[] = [];
		for (const row of rows) {
			if (row.isReply && keys.has(row.key)) wanted.add(row);
			else if (row.isReply && days.some(day => row.time > day && row.time < day + 60 * 86_400))
				doubtful.push(row);
		}
		for (const row of await namingParents(from, doubtful, ids)) wanted.add(row);
		writeArchive(
			from,
			to,
			rows.filter(row => wanted.has(row)),
		);
		console.log(`${name}: ${wanted.size} of ${rows.length} mails`);
	}
}

async function namingParents(gitDir: string, rows: readonly Row[], ids: ReadonlySet<string>): Promise<Row[]> {
	const found: Row[] = [];
	await readMails(gitDir, rows, (row, body) => {
		const {mail, head: fields} = unwrapped(body, readHead(body));
		if (parentsOf(mail, fields).some(id => ids.has(id))) found.push(row);
	});
	return found;
}

async function readMails<Named extends {blob: string}>(
	gitDir: string,
	rows: readonly Named[],
	onMail: (row: Named, body: Buffer) => void,
): Promise<void> {
	const lines = (from: number, to: number) =>
		Buffer.from(
			rows
				.slice(from, to)
				.map(({blob}) => `${blob}\n`)
				.join(''),
			'latin1',
		);
	const list = {length: rows.length, lines, name: (at: number) => rows[at]!.blob};
	await readObjects(await gitAt(gitDir, undefined), list, 2 ** 23, {
		onObject: (at, body) => onMail(rows[at]!, body),
		onTooLarge: () => {},
		onBroken: () => {},
	});
}

/** Rows are newest first, as the log gives them. */
function writeArchive(from: string, to: string, rows: readonly Row[]): void {
	const unfinished = `${to}.unfinished`;
	rmSync(unfinished, {recursive: true, force: true});
	execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=master', unfinished]);
	writeFileSync(join(unfinished, 'objects/info/alternates'), `${join(from, 'objects')}\n`);
	const stream = rows.toReversed().map(({author, time, title, blob}) => {
		const who = `A <${author.replace(/[<>\n]/g, '')}> ${Math.max(time, 0)} +0000`;
		const words = Buffer.from(title, 'utf8');
		return `commit refs/heads/master\nauthor ${who}\ncommitter ${who}\ndata ${words.length}\n${title}\nM 100644 ${blob} m\n`;
	});
	const done = spawnSync('git', ['--git-dir', unfinished, 'fast-import', '--quiet', '--force'], {
		input: stream.join(''),
	});
	if (done.status !== 0) throw new Error(String(done.stderr));
	execFileSync('mv', [unfinished, to]);
}

/** Where the recorded drivers' main files lay, by where they lie: one log of all renames, newest first, followed back. */
function formerPaths(): [string, {path: string; release: string}[]][] {
	const last = manifest.releases.at(-1)!.release;
	const log = execFileSync(
		'git',
		[
			...['-C', values.chain!, 'log', '-M50%', '-l0', '--diff-filter=R', '--name-status'],
			...['--format=%x01%D', `v${last}`, '--', 'drivers', 'sound'],
		],
		{encoding: 'utf8', maxBuffer: 2 ** 28},
	);
	const steps = log.split('\x01').map(step => ({
		release: /tag: v([\d.]+)/.exec(step)?.[1],
		moves: new Map([...step.matchAll(/^R\d*\t(\S+)\t(\S+)$/gm)].map(([, from, to]) => [to!, from!])),
	}));
	return recorded.flatMap(({id}): [string, {path: string; release: string}[]][] => {
		const file = mainFiles.get(id);
		if (file == null) return [];
		let present = file;
		const found: {path: string; release: string}[] = [];
		for (const {release, moves} of steps) {
			const path = moves.get(present);
			if (path === undefined || release === undefined) continue;
			found.push({path, release});
			present = path;
		}
		return found.length === 0 ? [] : [[file, found]];
	});
}

/** A mail of the narrowed archives, as it is shown. */
interface ShownMail {
	messageId: string;
	parents: string[];
	subject: string;
	from: string;
	date: string;
	text: string;
	list: string;
}

async function read(): Promise<void> {
	const archives = readdirSync(folder!)
		.filter(name => existsSync(join(folder!, name, 'objects')) && !name.endsWith('.unfinished'))
		.map(name => join(folder!, name));
	const survey = await surveyMailArchives({
		archives: archives.map(gitDir => ({gitDir, list: null})),
		window: manifest.window,
		owners: withFormerPaths(ownersOfData(), new Map(knownPaths()), manifest.releases),
		people: datedPeople(readTreePeople(place!), await pastMaintainers(), isFolder),
		drivers: records.map(({id, module, kconfig}) => ({
			id,
			module,
			symbol: kconfig?.symbol ?? null,
			mainFile: mainFiles.get(id)!,
			lists: [],
		})),
		directories: [...new Set(records.map(({directory}) => directory))].map(directory => ({
			directory,
			lists: [],
		})),
	});
	const mails = await shownMails(archives);
	const findNamed = namedDriversOf(records);
	const tell = (record: DriverRecord, one: PostedRemoval): RemovalPatch => {
		const {replacements, unapplied, tookPlace, ...patch} = one;
		return standing(
			{
				...patch,
				overtakenBy: releasesShippedAfter(patch.again ?? patch.date, seriesOf(manifest.treeVersion)),
				replacement: findNamed(replacements, record.id),
			},
			{unapplied, tookPlace},
			wasGoneAfter(patch.date, record.signals.away, manifest.releases, record.signals.since),
		);
	};
	for (const record of drawn()) {
		const before = record.signals.removalPatches!;
		const now = (survey.removals.drivers.get(record.id) ?? []).map(one => tell(record, one));
		const {since, away, successors} = record.signals;
		console.log(
			`\n=== ${record.id} (since ${since?.release}, away ${JSON.stringify(away)}, successors ${JSON.stringify(successors ?? null)})`,
		);
		for (const patch of now) {
			const known = before.find(({messageId}) => messageId === patch.messageId);
			console.log(
				`--- ${wordsOf(patch)}${known === undefined ? ' [NEW]' : wordsOf(known) === wordsOf(patch) ? '' : `\n    was ${wordsOf(known)}`}`,
			);
			if (!values.brief) showThread(patch, mails);
		}
		for (const patch of before) {
			if (!now.some(({messageId}) => messageId === patch.messageId))
				console.log(`--- NOT FOUND ${wordsOf(patch)}`);
		}
	}
}

async function pastMaintainers(): ReturnType<typeof readPastMaintainers> {
	const {chain: repository} = values;
	if (repository === undefined) return [];
	return readPastMaintainers({repository, fetchMissing: false, releases: manifest.releases});
}

function isFolder(name: string): boolean {
	return statSync(join(place!, name), {throwIfNoEntry: false})?.isDirectory() ?? false;
}

function wordsOf(patch: RemovalPatch): string {
	const {date, title, kind, by, answer, again, overtakenBy, replacement, list, messageId} = patch;
	return `${date} "${title}" ${kind}, by ${by}, ${answer}, again ${again}, overtaken by ${overtakenBy}, in place ${replacement} (${list}/${messageId})`;
}

function knownPaths(): [string, {path: string; release: string}[]][] {
	const file = join(folder!, 'former.json');
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

function drawn(): DriverRecord[] {
	if (values.id.length > 0) return recorded.filter(({id}) => values.id.includes(id));
	const random = seededRandom(Number(values.seed));
	const left = recorded.toSorted((a, b) => (a.id < b.id ? -1 : 1));
	for (let at = left.length - 1; at > 0; at--) {
		const other = Math.floor(random() * (at + 1));
		[left[at], left[other]] = [left[other]!, left[at]!];
	}
	return left.slice(0, Number(values.number));
}

function ownersOfData(): PathOwners {
	const byFile = new Map<string, string[]>();
	const directories = new Set(records.map(({directory}) => directory));
	for (const record of records) {
		for (const file of sourcesOf(record)) byFile.set(file, [...(byFile.get(file) ?? []), record.id]);
	}
	return {
		driversOf: file => byFile.get(file) ?? [],
		directoriesOf(file) {
			const parts = file.split('/').slice(0, -1);
			return parts
				.map((_, at) => parts.slice(0, parts.length - at).join('/'))
				.filter(one => directories.has(one));
		},
	};
}

async function shownMails(archives: readonly string[]): Promise<ShownMail[]> {
	const mails = new Map<string, ShownMail>();
	for (const gitDir of values.brief ? [] : archives) {
		const rows: Row[] = [];
		for await (const row of rowsOf(gitDir)) rows.push(row);
		await readMails(gitDir, rows, (_, sent) => {
			const {mail, head: fields} = unwrapped(sent, readHead(sent));
			const messageId = cleanMessageId(fields.messageId);
			if (mails.has(messageId)) return;
			const text = [...textsOf(mail, fields, [Buffer.from('\n')])].join('\n');
			mails.set(messageId, {
				messageId,
				parents: parentsOf(mail, fields),
				subject: decodeHeader(fields.subject),
				from: decodeHeader(fields.from),
				date: fields.date,
				text: Buffer.from(text, 'latin1').toString('utf8'),
				list: basename(gitDir),
			});
		});
	}
	return [...mails.values()].sort((a, b) => Date.parse(a.date) - Date.parse(b.date));
}

/** The posting, its revisions, and all that names one of them or the letter before it as its parent. */
function showThread({title, messageId}: RemovalPatch, mails: readonly ShownMail[]): void {
	const key = replyKey(title);
	const posted = mails.filter(mail => !isReply(mail.subject) && replyKey(mail.subject) === key);
	const own = new Set([messageId, ...posted.map(mail => mail.messageId)]);
	const letters = new Set(posted.flatMap(({parents}) => parents));
	for (const mail of mails) {
		const answersIt =
			mail.parents.some(id => own.has(id)) || (isReply(mail.subject) && replyKey(mail.subject) === key);
		const answersLetter = mail.parents.some(id => letters.has(id));
		if (own.has(mail.messageId)) show(mail, '*', Number(values.lines));
		else if (letters.has(mail.messageId)) show(mail, '0', Number(values.lines));
		else if (answersIt) show(mail, '>', Number(values.lines));
		else if (answersLetter && isReply(mail.subject)) show(mail, '~', Math.ceil(Number(values.lines) / 3));
		else if (answersLetter) show(mail, '=', 0);
	}
}

/** The words of a mail are shown where it comes up first. */
function show({messageId, subject, from, date, text, list}: ShownMail, mark: string, lines: number): void {
	console.log(
		`  ${mark} ${date.slice(0, 31)} | ${from.slice(0, 50)} | ${list} | ${subject.replace(/\s+/g, ' ')}`,
	);
	if (lines === 0 || shownBefore.has(messageId)) return;
	shownBefore.add(messageId);
	const words = text
		.split(/^(?:diff --git |---$)/m)[0]!
		.split('\n')
		.filter(line => line.trim() !== '' && !/^[>|]/.test(line) && !/wrote:$/.test(line));
	for (const line of words.slice(0, lines)) console.log(`      ${line.slice(0, 160)}`);
}

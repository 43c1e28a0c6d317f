/** Reads what is needed of each input before citations are looked at, each once. */
import {basename, join} from 'node:path';
import type {DriverRecord, Manifest, Source} from '../../dossier/schema.ts';
import type {OnProgress} from '../facts.ts';
import {gitAt} from '../git/git-directory.ts';
import {askGit, type Git, readGitLines} from '../git/process.ts';
import {readInput} from '../input-file.ts';
import {readCves} from './cve-book.ts';
import {type Books, ownFiles} from './facts.ts';
import {readMails, type WantedMail} from './mail-book.ts';
import {readReleases} from './release-book.ts';
import {pathOfRelease} from './release-checks.ts';
import {messageIdOf} from './sources.ts';
import {openTree, readRegular} from './tree-reader.ts';

/** Where the inputs lie, as the survey takes them; null or empty where one is not given. */
export interface VerifyInputs {
	tree: string | null;
	git: string | null;
	lore: readonly string[];
	cves: string | null;
	releases: string | null;
	configs: string | null;
	population: readonly string[];
	leapp: string | null;
}

/** A source with the record that cites it; null where it is cited for a whole directory. */
export interface Cited {
	record: DriverRecord | null;
	source: Source;
	/** The sentences that rest on it. */
	said: readonly string[];
}

/** What the books are opened for. */
export interface Reading {
	inputs: VerifyInputs;
	manifest: Manifest;
	cited: readonly Cited[];
	driversOf(module: string): readonly DriverRecord[];
	signal: AbortSignal;
	onProgress: OnProgress;
}

/** Opens the inputs that were given, and reads of each what the citations speak of. */
export async function openBooks(reading: Reading): Promise<Books> {
	const {inputs, manifest, cited, driversOf, signal, onProgress} = reading;
	const stage = (name: string) => (done: number, total: number) => onProgress({stage: name, done, total});
	const releases =
		inputs.releases === null
			? null
			: await readReleases(inputs.releases, manifest.releases, wantedPaths(cited), {
					signal,
					onProgress: stage('releases'),
				});
	const mails =
		inputs.lore.length === 0
			? null
			: await readMails(inputs.lore, wantedMails(cited), {signal, onProgress: stage('mail archives')});
	const cves = inputs.cves === null ? null : await readCves(inputs.cves, wantedCves(cited), signal);
	const populations = new Map<string, string>();
	for (const file of inputs.population) populations.set(basename(file).replace(/\.md$/, ''), readInput(file));
	const {configs} = inputs;
	return {
		manifest,
		tree: inputs.tree === null ? null : openTree(inputs.tree),
		releases,
		mails,
		cves,
		configs: configs === null ? null : openFolder(configs),
		populations,
		leapp: inputs.leapp === null ? null : readInput(inputs.leapp),
		quoted: inputs.tree === null ? null : await quotedNames(inputs.tree, wantedNames(cited), signal),
		commits: inputs.git === null ? null : await readCommits(inputs.git, cited, signal),
		driversOf,
	};
}

function openFolder(folder: string): NonNullable<Books['configs']> {
	const kept = new Map<string, string | null>();
	return {
		text(name) {
			if (name === '' || name !== basename(name)) return null;
			const known = kept.get(name);
			if (known !== undefined) return known;
			const text = readRegular(join(folder, name));
			kept.set(name, text);
			return text;
		},
	};
}

function wantedPaths(cited: readonly Cited[]): Set<string> {
	const paths = new Set<string>();
	for (const {record, source} of cited) {
		if (source.kind !== 'release') continue;
		for (const file of record === null ? [] : ownFiles(record)) paths.add(file);
		const path = pathOfRelease(source.url);
		if (path !== null) paths.add(path);
	}
	return paths;
}

/** A driver's last patch is told by its name alone: it is on one of the lists that were read for the driver. */
function wantedMails(cited: readonly Cited[]): WantedMail[] {
	return cited.flatMap(({record, source}) => {
		if (source.kind !== 'mail' || source.date === null) return [];
		const id = messageIdOf(source.url);
		if (id === null) return [];
		const list = /lore\.kernel\.org\/([^/]+)\//.exec(source.url)?.[1] ?? 'all';
		const patches = record?.signals.patches ?? null;
		// One that was seen elsewhere may be on any list.
		const isElsewhere = patches?.elsewhere.last?.messageId === id;
		const own = isElsewhere
			? []
			: (patches?.lists ?? []).flatMap(read => (read.since === null ? [] : [read.list]));
		return [{id, lists: new Set(list === 'all' ? own : [list]), date: source.date}];
	});
}

function wantedCves(cited: readonly Cited[]): Set<string> {
	return new Set(
		cited.flatMap(({source}) => (source.kind === 'cve' ? (/CVE-\d{4}-\d{4,}/.exec(source.url) ?? []) : [])),
	);
}

function wantedNames(cited: readonly Cited[]): Set<string> {
	const form = /^no code of the tree makes a device for it: a platform driver whose name, (\S+), stands/;
	return new Set(cited.flatMap(({said}) => said.flatMap(text => form.exec(text)?.[1] ?? [])));
}

/** The files of a tree's sources in which each name stands in quotes. */
async function quotedNames(
	tree: string,
	names: ReadonlySet<string>,
	signal: AbortSignal,
): Promise<Map<string, string[]>> {
	const found = new Map<string, string[]>([...names].map(name => [name, []]));
	if (names.size === 0) return found;
	const git: Git = {directory: tree, settings: ['core.quotePath=false'], fetchMissing: false, signal};
	const patterns = [...names].flatMap(name => ['-e', `"${name}"`]);
	const command = ['grep', '--no-index', '--no-color', '-oF', ...patterns, '--', 'arch', 'drivers', 'sound'];
	await readGitLines(git, command, line => {
		const [, file, name] = /^([^:]+\.[ch]):"(.+)"$/.exec(line) ?? [];
		if (file !== undefined) found.get(name!)?.push(file);
	});
	return found;
}

/** The commits of a clone that are cited, and the days on which drivers told to be worked on were. */
async function readCommits(
	clone: string,
	cited: readonly Cited[],
	signal: AbortSignal,
): Promise<NonNullable<Books['commits']>> {
	const git = await gitAt(clone, signal);
	const known = new Set<string>();
	const worked = new Set<string>();
	for (const {record, source, said} of cited) {
		const commit = source.kind === 'commit' ? /\b[0-9a-f]{12,64}\b/.exec(source.url)?.[0] : undefined;
		if (commit !== undefined) {
			const {status} = await askGit(git, ['cat-file', '-e', `${commit}^{commit}`]);
			if (status === 0) known.add(commit);
		}
		for (const text of record === null ? [] : said) {
			const day = /^worked on until (\d{4}-\d{2}-\d{2})$/.exec(text)?.[1];
			if (day === undefined) continue;
			const span = [`--since=${day}T00:00:00Z`, `--until=${day}T23:59:59Z`];
			const command = ['--literal-pathspecs', 'log', '-1', '--no-merges', '--format=%H', ...span];
			const {text: found} = await askGit(git, [...command, '--', ...ownFiles(record!)]);
			if (found.trim() !== '') worked.add(`${record!.id} ${day}`);
		}
	}
	return {has: commit => known.has(commit), worked: (id, day) => worked.has(`${id} ${day}`)};
}

import {createHash} from 'node:crypto';
import {realpath} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {GitSurveyError} from '../git/errors.ts';
import {askGit, firstComplaint, type Git} from '../git/process.ts';
import {readInput} from '../input-file.ts';

/** What has to be known of a clone before its history is read. */
export interface GitRepository {
	git: Git;
	/** Id of the commit that HEAD names, in hex. */
	head: string;
	/** Committer time of that commit, in seconds since 1970. */
	headTime: number;
	/** Where the history comes from: the remote's address without credentials, else the directory's name. */
	origin: string;
	/** The clone, by the real path of its common directory: what its cache is named after. */
	identity: string;
	/** Commits whose parents a shallow clone left out, with their committer times; empty for a whole clone. */
	boundary: {id: string; time: number}[];
	/** A partial clone: file contents, perhaps trees, may be missing. */
	partial: boolean;
	/** Changes with whatever decides how authors' addresses are mapped, HEAD's own .mailmap apart. */
	mailmapKey: string;
	/** False where HEAD's .mailmap exists but is not here, so addresses can't be mapped by it. */
	mailmapReadable: boolean;
}

async function textOf(path: string): Promise<string> {
	try {
		return readInput(path);
	} catch {
		return '';
	}
}

function publicOrigin(url: string, directory: string): string {
	const address = /^([a-z+]+:\/\/)(?:[^/@]*@)?([^\s]+)$/i.exec(url);
	if (address !== null && address[1]!.toLowerCase() !== 'file://') return `${address[1]}${address[2]}`;
	if (/^[\w.-]+@[\w.-]+:/.test(url)) return url.replace(/^[^@]*@/, '');
	// A path on this machine means nothing to anybody else.
	return basename(directory.replace(/(?<!\/)\/+$/, '').replace(/\/\.git$/, '')) || directory;
}

async function boundaryOf(git: Git, shallowFile: string): Promise<GitRepository['boundary']> {
	const ids = (await textOf(shallowFile)).split('\n').filter(line => /^[0-9a-f]{40,64}$/.test(line));
	if (ids.length === 0) return [];
	const {text} = await askGit(
		git,
		['log', '--no-walk=unsorted', '--ignore-missing', '--stdin', '--no-mailmap', '--format=%H %ct'],
		`${ids.join('\n')}\n`,
	);
	return text
		.split('\n')
		.filter(line => line !== '')
		.map(line => {
			const [id, time] = line.split(' ');
			return {id: id!, time: Number(time)};
		});
}

/**
 * Looks at a clone, bare or not, without reading its history.
 * @throws {GitSurveyError} where git is missing, the directory is no repository, or it has no commit.
 */
export async function inspectRepository(options: {
	directory: string;
	fetchMissing: boolean;
	signal: AbortSignal | undefined;
}): Promise<GitRepository> {
	const {directory, fetchMissing, signal} = options;
	// Clones without a checkout have no .mailmap in sight, so HEAD's is named to all of them alike.
	const git: Git = {directory, settings: ['mailmap.blob=HEAD:.mailmap'], fetchMissing, signal};
	const [places, tip, settings] = await Promise.all([
		askGit(git, [
			'rev-parse',
			'--path-format=absolute',
			'--git-common-dir',
			'--git-path',
			'shallow',
			'--show-cdup',
		]),
		askGit(git, ['log', '-1', '--no-mailmap', '--format=%H %ct', 'HEAD', '--']),
		askGit(git, ['config', '--null', '--list']),
	]);
	const [commonDirectory, shallowFile, toTop] = places.text.split('\n');
	if (places.status !== 0 || !commonDirectory || !shallowFile) {
		throw new GitSurveyError(
			'not-a-repository',
			`not a git repository that can be read (${firstComplaint(places.complaint)})`,
			directory,
			'Name a clone: its work tree, its .git directory, or a bare repository.',
		);
	}
	const [head, time] = tip.text.trim().split(' ');
	if (tip.status !== 0 || !head || !time) {
		const named = await askGit(git, ['rev-parse', '--verify', '--quiet', 'HEAD']);
		throw named.status === 0 && named.text.trim() !== ''
			? new GitSurveyError(
					'unreadable',
					`its newest commit can’t be read (${firstComplaint(tip.complaint)})`,
					directory,
					'Run git fsck there, or take a fresh clone.',
				)
			: new GitSurveyError(
					'no-commits',
					'the git repository has no commit that HEAD names',
					directory,
					'Check out a branch there, or name another clone.',
				);
	}
	let partial = false;
	let url = '';
	let mailmapFile = '';
	for (const entry of settings.text.split('\0')) {
		const split = entry.indexOf('\n');
		const name = split < 0 ? entry : entry.slice(0, split);
		const value = split < 0 ? 'true' : entry.slice(split + 1);
		if (name === 'extensions.partialclone') partial = true;
		else if (/^remote\..*\.promisor$/.test(name) && /^(?:true|yes|on|1)$/i.test(value)) partial = true;
		else if (name === 'remote.origin.url') url = value;
		else if (name === 'mailmap.file') mailmapFile = value.replace(/^~(?=\/)/, process.env.HOME ?? '~');
	}
	let mailmapReadable = true;
	if (partial && !fetchMissing) {
		const mailmap = await askGit(git, ['rev-parse', '--verify', '--quiet', 'HEAD:.mailmap']);
		if (mailmap.status === 0) {
			mailmapReadable =
				(await askGit(git, ['cat-file', '-e', mailmap.text.trim()])).status === 0 &&
				(await askGit(git, ['cat-file', 'blob', mailmap.text.trim()])).status === 0;
			// An empty name, as git would else look for HEAD:.mailmap again in a bare repository and stop there.
			if (!mailmapReadable) git.settings = ['mailmap.blob='];
		}
	}
	const key = createHash('sha256')
		.update(JSON.stringify(git.settings))
		.update(
			`\0${await textOf(join(directory, toTop ?? '', '.mailmap'))}\0${mailmapFile === '' ? '' : await textOf(mailmapFile)}`,
		);
	return {
		git,
		head,
		headTime: Number(time),
		origin: publicOrigin(url, directory),
		identity: createHash('sha256')
			.update(await realpath(commonDirectory))
			.digest('hex')
			.slice(0, 16),
		boundary: await boundaryOf(git, shallowFile),
		partial,
		mailmapKey: key.digest('hex'),
		mailmapReadable,
	};
}

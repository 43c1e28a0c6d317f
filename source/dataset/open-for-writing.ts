import {
	accessSync,
	closeSync,
	constants,
	existsSync,
	fsyncSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	renameSync,
	rmdirSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import type {Manifest} from '../dossier/schema.ts';
import {adviceOnSystemError, UserError} from '../dossier/user-error.ts';
import {isArchive} from './archive/archive.ts';
import {
	datasetFiles,
	incomingFolder,
	isMarked,
	locate,
	markFile,
	markText,
	optionalFiles,
	readWhole,
	unreadable,
} from './files.ts';
import {isLockedByUs, lockFile, releaseOurs, takeLock} from './lock.ts';
import {type DatasetContent, writeFiles} from './writer.ts';

/** A data set that is held to be written: nobody else writes it until it is closed. */
export interface OpenForWriting {
	readonly directory: string;
	/**
	 * Writes a data set, all or nothing: everything is written and synced beside the old one, then takes its name in
	 * one rename. Whatever stops the writer, readers find the old data set or the new one, whole.
	 */
	write(content: DatasetContent): Manifest;
	/** Lets others write, and takes away a folder that was made for nothing. May be called more than once. */
	close(): void;
}

/** Temporary folders of writers carry this in their name. */
const draftPrefix = '.draft-';

/** Is told of a folder once it is locked, and of the first one that was made for it: what abandonWriting takes. */
export type TakenPlace = (target: string, made: string | null) => void;

/**
 * Opens a folder to write a data set into. A folder with something in it and no data set of driverdex, one that
 * may not be written, or that somebody writes, is refused with a UserError before anything is touched. `isNew` makes
 * the folder where it is not there; else it must hold a data set. What an earlier writer that was stopped left is
 * finished or swept up. `command` is what others are told of who writes.
 */
export function openForWriting(
	directory: string,
	{command, isNew, onTaken}: {command: string; isNew: boolean; onTaken?: TakenPlace},
): OpenForWriting {
	const target = resolve(directory);
	assertOurs(directory, isNew);
	const made = isNew ? makeFolder(directory) : null;
	assertWritable(directory);
	const lock = takeLock(target, command);
	onTaken?.(target, made);
	let isOpen = true;
	let isWritten = false;
	const close = () => {
		if (!isOpen) return;
		isOpen = false;
		lock.release();
		if (made !== null && !isWritten) removeEmpty(target, made);
	};
	try {
		finishIncoming(target);
		sweepDrafts(target);
	} catch (error) {
		close();
		throw error;
	}
	return {
		directory,
		write(content) {
			if (!isOpen) throw new Error(`${directory} is not open for writing`);
			const manifest = replace(directory, target, content);
			isWritten = true;
			return manifest;
		},
		close,
	};
}

/**
 * Clears up after a writer of this process that was ended in the middle: what it had not finished, its lock, and the
 * folders that it made for nothing. A data set that is whole but not in its place yet is put there.
 */
export function abandonWriting(target: string, made: string | null): void {
	if (!isLockedByUs(target)) return;
	finishIncoming(target);
	sweepDrafts(target);
	releaseOurs(target);
	if (made !== null && !holdsDataset(target)) removeEmpty(target, made);
}

/** Opens a folder, writes a data set into it, and closes it. */
export function writeDataset(directory: string, content: DatasetContent): Manifest {
	const writing = openForWriting(directory, {command: 'driverdex', isNew: true});
	try {
		return writing.write(content);
	} finally {
		writing.close();
	}
}

/** Refuses what is not driverdex's to write over. */
function assertOurs(directory: string, isNew: boolean): void {
	let names: string[];
	try {
		names = readdirSync(directory);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' && isNew) return;
		if (!isNew && isArchive(directory)) {
			throw new UserError(
				`${directory} is a single file, which is read and never written.`,
				'Name the folder of a data set; driverdex survey makes one.',
			);
		}
		if (!isNew) throw unreadable(directory, 'manifest.json', error);
		throw new UserError(
			code === 'ENOTDIR'
				? `${directory} is not a folder.`
				: `Can't look into ${directory}: ${(error as Error).message}.`,
			'Give --out a folder that you may write to.',
		);
	}
	const incoming = join(directory, incomingFolder);
	if (existsSync(incoming) && !isMarked(incoming) && !isEmptyFolder(incoming)) {
		throw new UserError(
			`${incoming} was not made by driverdex, which would put a folder of its own there.`,
			'Move it away, or choose another folder.',
		);
	}
	if (holdsDataset(directory)) return;
	if (!isNew) {
		const error = existsSync(locate(directory, 'manifest.json'))
			? new Error('it is not a manifest of driverdex')
			: Object.assign(new Error('no such file'), {code: 'ENOENT'});
		throw unreadable(directory, 'manifest.json', error);
	}
	const foreign = names.filter(name => !isLeftover(directory, name));
	if (foreign.length === 0) return;
	throw new UserError(
		`${directory} is not empty and holds no data set of driverdex: nothing was written there.`,
		'Give --out a new folder, an empty one, or a data set to write anew.',
	);
}

/** Whether a folder's manifest is one of driverdex, of whatever version. */
function holdsDataset(directory: string): boolean {
	try {
		const manifest = JSON.parse(readWhole(directory, 'manifest.json').toString('utf8')) as Manifest;
		return (
			typeof manifest?.schemaVersion === 'number' &&
			typeof manifest.files === 'object' &&
			/^driverdex\b/.test(manifest.generator)
		);
	} catch {
		return false;
	}
}

/** What a writer that was stopped before it wrote anything leaves in a folder that it made. */
function isLeftover(directory: string, name: string): boolean {
	if (name.startsWith(lockFile)) return true;
	const path = join(directory, name);
	return name === incomingFolder || (name.startsWith(draftPrefix) && (isMarked(path) || isEmptyFolder(path)));
}

function isEmptyFolder(path: string): boolean {
	try {
		return lstatSync(path).isDirectory() && readdirSync(path).length === 0;
	} catch {
		return false;
	}
}

/** Makes a folder; the first one of its path that was not there, or null where all were. */
function makeFolder(directory: string): string | null {
	try {
		return mkdirSync(resolve(directory), {recursive: true}) ?? null;
	} catch (error) {
		throw new UserError(
			`Can't make the folder ${directory}: ${(error as Error).message}.`,
			'Give --out a folder you may write to.',
		);
	}
}

function assertWritable(directory: string): void {
	try {
		accessSync(directory, constants.W_OK);
	} catch (error) {
		throw new UserError(
			`Can't write to ${directory}: ${(error as Error).message}.`,
			'Give --out a folder you may write to.',
		);
	}
}

/** Takes empty folders away again, from the one named up to the first that was made. */
function removeEmpty(folder: string, first: string): void {
	try {
		for (let at = folder; at.length >= first.length; at = dirname(at)) rmdirSync(at);
	} catch {
		// Somebody put something there meanwhile.
	}
}

/** Puts a new data set in the old one's place. */
function replace(directory: string, target: string, content: DatasetContent): Manifest {
	let draft: string | null = null;
	let isInPlace = false;
	try {
		draft = mkdtempSync(join(target, draftPrefix));
		writeFileSync(join(draft, markFile), markText);
		const manifest = writeFiles(draft, content);
		syncFolder(draft);
		renameSync(draft, join(target, incomingFolder));
		isInPlace = true;
		syncFolder(target);
		finishIncoming(target);
		for (const file of optionalFiles) {
			// One that the old data set had and the new one has not would belong to nobody.
			if (manifest.files[file] === undefined) rmSync(join(target, file), {force: true});
		}
		return manifest;
	} catch (error) {
		if (draft !== null && !isInPlace) removeMarked(draft);
		const advice = adviceOnSystemError(error);
		if (advice === null) throw error;
		throw new UserError(
			`Can't write the data set ${directory}: ${(error as Error).message}.`,
			isInPlace
				? `The new data set is whole and can be read; a few of its files are still in ${incomingFolder}. ${advice}`
				: `Nothing was changed: the data set that was there is still whole. ${advice}`,
		);
	}
}

/** Moves the files of a complete data set that waits in `.incoming` to their places; safe to repeat. */
export function finishIncoming(directory: string): void {
	const incoming = join(directory, incomingFolder);
	if (!isMarked(incoming)) return;
	// The manifest goes last: until then every file is found in .incoming or, once moved, in its place, and both
	// are of the new data set.
	for (const file of [...datasetFiles, ...optionalFiles, 'manifest.json'] as const) {
		const from = join(incoming, file);
		if (existsSync(from)) renameSync(from, join(directory, file));
	}
	removeMarked(incoming);
	syncFolder(directory);
}

/** Takes a folder of ours away, its mark last: stopped in between, it is known again. */
function removeMarked(folder: string): void {
	for (const name of readdirSync(folder)) {
		if (name !== markFile) rmSync(join(folder, name), {recursive: true, force: true});
	}
	rmSync(join(folder, markFile), {force: true});
	rmdirSync(folder);
}

function sweepDrafts(directory: string): void {
	for (const name of readdirSync(directory)) {
		const path = join(directory, name);
		if (!name.startsWith(draftPrefix)) continue;
		if (isMarked(path)) removeMarked(path);
		else if (isEmptyFolder(path)) rmdirSync(path);
	}
}

function syncFolder(path: string): void {
	const descriptor = openSync(path, 'r');
	try {
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

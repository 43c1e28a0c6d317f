/**
 * A kernel tree that a stranger may have packed, read with bounds: regular files below its top only, no link followed, no
 * pipe or device opened, so many files of so many bytes.
 */
import {lstatSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {UserError} from '../../dossier/user-error.ts';
import {openRegular, piecesOf} from '../../files/regular.ts';
import {sanitise} from '../../text/sanitise.ts';

/** The largest file that is read; the largest register header of a graphics driver has 25 MB, and names nothing else. */
const mostBytes = 4 << 20;
/** Linux 7.3 has 93,000 files, 15 folders deep. */
const mostFiles = 400_000;
const deepest = 40;

/** A file that was read whole. */
export interface TreeFile {
	/** From the top of the tree, with `/`. */
	path: string;
	bytes: Buffer;
}

/** What could not be looked at. */
export interface LeftOut {
	/** Files over the limit of bytes, and what is no regular file or could not be read. */
	tooLarge: number;
	unreadable: number;
	/** Whether there were more files than are looked at. */
	isCut: boolean;
}

export class BoundedTree {
	readonly top: string;
	readonly leftOut: LeftOut = {tooLarge: 0, unreadable: 0, isCut: false};

	private constructor(top: string) {
		this.top = top;
	}

	/** Opens a tree. Throws a UserError for anything that is no kernel tree. */
	static open(top: string): BoundedTree {
		const tree = new BoundedTree(top);
		const refuse = (why: string) => {
			const advice =
				'Name the top of an unpacked kernel source, which has MAINTAINERS, Kconfig and drivers/ in it.';
			return new UserError(`--tree ${sanitise(top)} ${why}.`, advice);
		};
		let isFolder: boolean;
		try {
			// The top itself may be reached by a link.
			isFolder = readdirSync(top, {withFileTypes: true}).length > 0;
		} catch (error) {
			throw refuse(`can't be read: ${(error as Error).message}`);
		}
		if (!isFolder) throw refuse('is empty');
		const isDrivers = lstatSync(join(top, 'drivers'), {throwIfNoEntry: false})?.isDirectory() === true;
		const lacks = ['MAINTAINERS', 'Kconfig', 'Makefile'].filter(file => tree.read(file) === null);
		if (!isDrivers) lacks.push('drivers/');
		if (lacks.length > 0) throw refuse(`is no kernel tree: it has no ${lacks.join(', no ')}`);
		return tree;
	}

	/** A file's bytes; null where it is no regular file, too large or unreadable. `path` holds no `..`. */
	read(path: string): Buffer | null {
		try {
			// Parts of the path are not followed where they are links: none below the top is.
			if (this.leadsAway(path)) return null;
			const file = openRegular(join(this.top, path), {links: 'refused'});
			try {
				const bytes = Buffer.concat([...piecesOf(file, mostBytes + 1)]);
				if (bytes.length <= mostBytes) return bytes;
			} finally {
				file.close();
			}
			this.leftOut.tooLarge += 1;
			return null;
		} catch {
			return null;
		}
	}

	/** Text of a file, as `read`. */
	text(path: string): string | null {
		return this.read(path)?.toString('utf8') ?? null;
	}

	isFolder(path: string): boolean {
		return (
			!this.leadsAway(path) &&
			lstatSync(join(this.top, path), {throwIfNoEntry: false})?.isDirectory() === true
		);
	}

	/** The regular files of one folder, sorted. */
	filesIn(folder: string): string[] {
		try {
			if (!this.isFolder(folder)) return [];
			return readdirSync(join(this.top, folder), {withFileTypes: true})
				.filter(entry => entry.isFile())
				.map(({name}) => name)
				.sort();
		} catch {
			return [];
		}
	}

	/** Every regular file at or below a folder whose path is wanted, read. What is hidden is left aside, as git's own folder is. */
	*walk(isWanted: (path: string) => boolean, from = ''): Generator<TreeFile> {
		let files = 0;
		const pending = [from];
		for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
			let entries: {name: string; isFile(): boolean; isDirectory(): boolean}[];
			try {
				entries = readdirSync(join(this.top, folder), {withFileTypes: true});
			} catch {
				this.leftOut.unreadable += 1;
				continue;
			}
			// Folders are taken from the end.
			entries.sort((one, other) => (one.name < other.name ? 1 : -1));
			for (const entry of entries) {
				if (entry.name.startsWith('.')) continue;
				const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
				if (entry.isDirectory()) {
					if (path.split('/').length < deepest) pending.push(path);
				} else if (entry.isFile() && isWanted(path)) {
					files += 1;
					if (files > mostFiles) {
						this.leftOut.isCut = true;
						return;
					}
					const large = this.leftOut.tooLarge;
					const bytes = this.read(path);
					if (bytes !== null) yield {path, bytes};
					else if (this.leftOut.tooLarge === large) this.leftOut.unreadable += 1;
				}
			}
		}
	}

	/** Whether a part of a path below the top is a link, or leads up. */
	private leadsAway(path: string): boolean {
		const parts = path.split('/');
		if (path.startsWith('/') || parts.includes('..')) return true;
		return parts.slice(0, -1).some((_, index) => {
			const above = join(this.top, ...parts.slice(0, index + 1));
			return lstatSync(above, {throwIfNoEntry: false})?.isSymbolicLink() === true;
		});
	}
}

import {basename, dirname} from 'node:path/posix';
import type {TreeDriver} from '../facts.ts';
import type {Absence} from './lineage.ts';
import type {Makefiles} from './makefiles.ts';
import type {Release} from './release-tags.ts';

/** Since when a driver is there. */
export interface Since {
	/** The first release that has it. */
	release: string;
	/** UTC day of that release. */
	date: string;
	/** It is the oldest release that was read: the driver may be older. */
	earliest: boolean;
	/** Where that release shows it: the path of its main file there, or of the Makefile that names it. */
	source: string;
}

/** Which releases have a driver. */
export interface Presence {
	/** Null where the newest release lacks its main file, or it has none. */
	since: Since | null;
	/** Releases in between that lacked it: the first of them, and the one that has it again. Oldest first. */
	away: {from: string; back: string}[];
}

type File = {arrival: number; firstPath: string; absences: readonly Absence[]};

/** Tells which releases have a driver: those that have its main file, or whose Makefile names it as an object. */
export class DriverPresence {
	private readonly releases: readonly Release[];
	private readonly makefiles: Makefiles;
	private readonly fileAt: (path: string) => File | null;

	/** `fileAt` gives what is known of a file of the newest release; null where that lacks it. */
	constructor(releases: readonly Release[], makefiles: Makefiles, fileAt: (path: string) => File | null) {
		this.releases = releases;
		this.makefiles = makefiles;
		this.fileAt = fileAt;
	}

	/** Which releases have a driver; `has` answers by index. */
	async of(
		driver: Pick<TreeDriver, 'module' | 'directory' | 'sources'>,
	): Promise<Presence & {has: (release: number) => boolean}> {
		const main = driver.sources[0];
		const file = main === undefined ? null : this.fileAt(main);
		if (main === undefined || file === null) return {since: null, away: [], has: () => false};
		let first = file.arrival;
		let source = file.firstPath;
		// A driver that got a new main file was built before from others; a package may have left the file out.
		const folder = dirname(main) === driver.directory ? dirname(source) : driver.directory;
		const objects = [driver.module, basename(source).replace(/\.\w+$/, '')];
		while (first > 0 && (await this.makefiles.names(first - 1, folder, objects))) {
			first--;
			source = `${folder}/Makefile`;
		}
		const {release, date} = this.releases[first]!;
		const absences = file.absences.filter(absence => absence.from > first).reverse();
		return {
			since: {release, date, earliest: first === 0, source},
			away: absences.map(({from, back}) => ({
				from: this.releases[from]!.release,
				back: this.releases[back]!.release,
			})),
			has: release => release >= first && !absences.some(({from, back}) => release >= from && release < back),
		};
	}
}

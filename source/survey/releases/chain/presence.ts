import {basename, dirname} from 'node:path/posix';
import type {TreeDriver} from '../../tree/facts.ts';
import type {Presence, Release} from '../history.ts';
import type {TrackedFile} from './lineage.ts';
import type {Makefiles} from './makefiles.ts';
import type {ReleaseTrees} from './trees.ts';

/** What is known of the way of a main file. */
export type FileWay = Pick<TrackedFile, 'arrival' | 'firstPath' | 'cameFrom' | 'absences'>;

/** Tells which releases have a driver: those that have its main file, or whose Makefile names it as an object. */
export class DriverPresence {
	private readonly releases: readonly Release[];
	private readonly makefiles: Makefiles;
	private readonly trees: ReleaseTrees;
	private readonly wayOf: (path: string) => FileWay | null;

	/** `wayOf` gives what is known of a file of the newest release; null where that lacks it. */
	constructor(options: {
		releases: readonly Release[];
		trees: ReleaseTrees;
		makefiles: Makefiles;
		wayOf: (path: string) => FileWay | null;
	}) {
		this.releases = options.releases;
		this.trees = options.trees;
		this.makefiles = options.makefiles;
		this.wayOf = options.wayOf;
	}

	/** Which releases have a driver; `has` answers by index. */
	async of(
		driver: Pick<TreeDriver, 'module' | 'directory' | 'sources'>,
	): Promise<Presence & {has: (release: number) => boolean}> {
		const main = driver.sources[0];
		const file = main === undefined ? null : this.wayOf(main);
		if (main === undefined || file === null) return {since: null, away: [], has: () => false};
		const start = await this.startOf(driver, main, file);
		const {release, date} = this.releases[start.release]!;
		// What it did before it came under drivers/ or sound/ was not read.
		const first = file.cameFrom === null ? start.release : file.arrival;
		const absences = file.absences.filter(absence => absence.from > first).reverse();
		return {
			since: {release, date, earliest: start.release === 0, source: start.source},
			away: absences.map(({from, back}) => ({
				from: this.releases[from]!.release,
				back: this.releases[back]!.release,
			})),
			has: release => release >= first && !absences.some(({from, back}) => release >= from && release < back),
		};
	}

	/** The first release that has a driver, by index, and where it shows it. */
	private async startOf(
		driver: Pick<TreeDriver, 'module' | 'directory'>,
		main: string,
		file: FileWay,
	): Promise<{release: number; source: string}> {
		let release = file.arrival;
		if (file.cameFrom !== null) {
			release--;
			while (release > 0 && (await this.trees.has(release - 1, file.cameFrom))) release--;
			return {release, source: file.cameFrom};
		}
		let source = file.firstPath;
		// A driver that got a new main file was built before from others; a package may have left the file out.
		const folder = dirname(main) === driver.directory ? dirname(source) : driver.directory;
		const objects = [driver.module, basename(source).replace(/\.\w+$/, '')];
		while (release > 0 && (await this.makefiles.names(release - 1, folder, objects))) {
			release--;
			source = `${folder}/Makefile`;
		}
		return {release, source};
	}
}

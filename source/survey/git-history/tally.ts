import {monthsBetween, utcDay} from '../../dossier/months.ts';
import type {Commits} from '../../dossier/schema.ts';
import type {PathOwners, SurveyWindow} from '../facts.ts';
import {isSweep} from '../sweeps.ts';
import type {CommitChanges} from './changes.ts';

/** What is said of a commit beside its changes. `files` counts the whole tree. */
export interface CommitFacts {
	time: number;
	author: string;
	title: string;
	files: number;
}

/** Running counts of one driver or one directory. */
class Counter {
	total = 0;
	added = 0;
	removed = 0;
	linesKnown = true;
	lastTime = -1;
	readonly authors = new Set<number>();
	substantiveTotal = 0;
	substantiveLastTime = -1;
	readonly substantiveAuthors = new Set<number>();
	/** Commits, lines added and lines removed of each month; -1 in both lines where one is unknown. */
	readonly months: Int32Array;
	/** Number of the commit that was counted last: however many of its files are ours, it counts once. */
	commit = -1;

	constructor(months: number) {
		this.months = new Int32Array(months * 3);
	}
}

function day(time: number): string | null {
	return time < 0 ? null : utcDay(time);
}

/** Counts commits for drivers and directories, one commit at a time, in any order. */
export class CommitTally {
	/** Commits counted for anybody, and how many of them were sweeps. */
	commits = 0;
	sweeps = 0;
	private readonly owners: PathOwners;
	private readonly window: SurveyWindow;
	private readonly months: string[];
	private readonly monthIndex = new Map<string, number>();
	/** Month of each day since 1970 that was asked for; most days have several commits. */
	private readonly monthOfDay = new Map<number, number>();
	private readonly drivers = new Map<string, Counter | null>();
	private readonly directories = new Map<string, Counter | null>();
	private readonly ofPath = new Map<string, Counter[]>();
	private readonly authors = new Map<string, number>();
	private readonly quiet: Commits['monthly'];

	constructor(options: {
		owners: PathOwners;
		drivers: readonly string[];
		directories: readonly string[];
		window: SurveyWindow;
		linesKnown: boolean;
	}) {
		this.owners = options.owners;
		this.window = options.window;
		this.months = monthsBetween(options.window.since, options.window.until);
		for (const [index, month] of this.months.entries()) this.monthIndex.set(month, index);
		for (const id of options.drivers) this.drivers.set(id, null);
		for (const directory of options.directories) this.directories.set(directory, null);
		const lines = options.linesKnown ? 0 : null;
		// Most months of most drivers are empty: they share these, else 61 objects each would fill the memory.
		this.quiet = this.months.map(month => Object.freeze({month, commits: 0, added: lines, removed: lines}));
	}

	private countersOf(path: string): Counter[] {
		let counters = this.ofPath.get(path);
		if (counters !== undefined) return counters;
		counters = [];
		const sides: [Map<string, Counter | null>, readonly string[]][] = [
			[this.drivers, this.owners.driversOf(path)],
			[this.directories, this.owners.directoriesOf(path)],
		];
		for (const [known, names] of sides) {
			for (const name of names) {
				let counter = known.get(name);
				if (counter === undefined) continue;
				if (counter === null) {
					counter = new Counter(this.months.length);
					known.set(name, counter);
				}
				if (!counters.includes(counter)) counters.push(counter);
			}
		}
		this.ofPath.set(path, counters);
		return counters;
	}

	/** Index of the month that a time lies in; -1 outside the window. */
	private monthOf(time: number): number {
		const days = Math.floor(time / 86_400);
		let month = this.monthOfDay.get(days);
		if (month === undefined) {
			month = this.monthIndex.get(day(time)?.slice(0, 7) ?? '') ?? -1;
			this.monthOfDay.set(days, month);
		}
		return month;
	}

	/** Counts one commit of the window. */
	add(facts: CommitFacts, changes: CommitChanges): void {
		const number = this.commits++;
		const month = this.monthOf(facts.time) * 3;
		if (month < 0) return;
		const sweep = isSweep(facts.title, facts.files);
		if (sweep) this.sweeps++;
		let author = this.authors.get(facts.author);
		if (author === undefined) this.authors.set(facts.author, (author = this.authors.size));
		for (let at = 0; at < changes.paths.length; at++) {
			const added = changes.lines[at * 2]!;
			const removed = changes.lines[at * 2 + 1]!;
			for (const counter of this.countersOf(changes.paths[at]!)) {
				const {months} = counter;
				if (counter.commit !== number) {
					counter.commit = number;
					counter.total++;
					counter.authors.add(author);
					if (facts.time > counter.lastTime) counter.lastTime = facts.time;
					if (!sweep) {
						counter.substantiveTotal++;
						counter.substantiveAuthors.add(author);
						if (facts.time > counter.substantiveLastTime) counter.substantiveLastTime = facts.time;
					}
					months[month]!++;
				}
				if (added < 0 || months[month + 1]! < 0) {
					counter.linesKnown = false;
					months[month + 1] = -1;
					months[month + 2] = -1;
				} else {
					months[month + 1]! += added;
					months[month + 2]! += removed;
				}
				counter.added += added;
				counter.removed += removed;
			}
		}
	}

	/** The counts of every driver asked for; zeros where nothing happened. */
	driverFacts(): Map<string, Commits> {
		return this.facts(this.drivers);
	}

	/** The counts of every directory asked for; zeros where nothing happened. */
	directoryFacts(): Map<string, Commits> {
		return this.facts(this.directories);
	}

	private facts(known: Map<string, Counter | null>): Map<string, Commits> {
		const facts = new Map<string, Commits>();
		for (const [name, counter] of known) facts.set(name, this.commitsOf(counter));
		return facts;
	}

	private commitsOf(counter: Counter | null): Commits {
		const {since, until} = this.window;
		const none = this.quiet[0]?.added ?? null;
		if (counter === null) {
			return {
				since,
				until,
				total: 0,
				substantive: {total: 0, authors: 0, lastDate: null},
				linesAdded: none,
				linesRemoved: none,
				authors: 0,
				lastDate: null,
				monthly: [...this.quiet],
			};
		}
		const known = counter.linesKnown;
		return {
			since,
			until,
			total: counter.total,
			substantive: {
				total: counter.substantiveTotal,
				authors: counter.substantiveAuthors.size,
				lastDate: day(counter.substantiveLastTime),
			},
			linesAdded: known ? counter.added : null,
			linesRemoved: known ? counter.removed : null,
			authors: counter.authors.size,
			lastDate: day(counter.lastTime),
			monthly: this.quiet.map((empty, index) => {
				const commits = counter.months[index * 3]!;
				if (commits === 0) return empty;
				const added = counter.months[index * 3 + 1]!;
				const removed = counter.months[index * 3 + 2]!;
				return {
					month: empty.month,
					commits,
					added: added < 0 ? null : added,
					removed: added < 0 ? null : removed,
				};
			}),
		};
	}
}

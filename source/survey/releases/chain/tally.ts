import type {ReleaseChanges} from '../../../dossier/schema.ts';

/** What one file adds to a step. */
export interface Amounts {
	files: number;
	added: number;
	removed: number;
	code: number;
}

const perStep = 4;

/** Running counts of what changed in each of many drivers or directories, step by step. */
export class ReleaseTally {
	private readonly counts = new Map<string, Int32Array>();
	private readonly releases: number;

	constructor(releases: number, names: Iterable<string>) {
		this.releases = releases;
		for (const name of names) this.counts.set(name, new Int32Array(releases * perStep));
	}

	/** Counts a change for everybody named; names that were not asked for are passed over. */
	add(step: number, names: readonly string[], amounts: Amounts, times = 1): void {
		for (const name of names) {
			const counts = this.counts.get(name);
			if (counts === undefined) continue;
			const at = step * perStep;
			counts[at]! += amounts.files * times;
			counts[at + 1]! += amounts.added * times;
			counts[at + 2]! += amounts.removed * times;
			counts[at + 3]! += amounts.code * times;
		}
	}

	/** The first step in which anything was counted; the number of releases where nothing was. */
	firstStep(name: string): number {
		const counts = this.counts.get(name);
		const at = counts?.findIndex(count => count !== 0) ?? -1;
		return at < 0 ? this.releases : Math.floor(at / perStep);
	}

	/** The lists of one driver or directory, which the releases for which `has` is true have. */
	changesOf(name: string, has: (release: number) => boolean): ReleaseChanges {
		const changes: ReleaseChanges = {files: [null], added: [null], removed: [null], substantive: [null]};
		const counts = this.counts.get(name);
		for (let step = 1; step < this.releases; step++) {
			const [before, after] = [has(step - 1), has(step)];
			const at = step * perStep;
			const value = (index: number) => (before || after ? (counts?.[at + index] ?? 0) : null);
			changes.files.push(value(0));
			changes.added.push(value(1));
			changes.removed.push(value(2));
			changes.substantive.push(before && after ? value(3) : null);
		}
		return changes;
	}
}

import type {Problem} from '../../dossier/schema.ts';

/** Unreadable commits that are named one by one; the rest is only counted. */
const namedCommits = 20;

/** Commits that could not be read, each with git's reason, to be told by name as far as that helps anybody. */
export class Unreadable {
	private readonly reasons = new Map<string, string>();

	add(id: string, reason: string): void {
		this.reasons.set(id, reason);
	}

	has(id: string): boolean {
		return this.reasons.has(id);
	}

	get count(): number {
		return this.reasons.size;
	}

	/** `source` and `what` are the words of each problem; sorted by commit id. */
	problems(source: string, what: string): Problem[] {
		const sorted = [...this.reasons].sort(([a], [b]) => (a < b ? -1 : 1));
		const problems: Problem[] = sorted
			.slice(0, namedCommits)
			.map(([id, reason]) => ({source, where: id, problem: `${what}: ${reason}`}));
		if (sorted.length > namedCommits) {
			problems.push({
				source,
				where: 'history',
				problem: `${what}: ${sorted.length - namedCommits} more commits`,
			});
		}
		return problems;
	}
}

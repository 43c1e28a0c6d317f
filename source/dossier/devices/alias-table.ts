import {dashesAlike, literalLength, matchesModalias} from './modalias.ts';

/** Modalias patterns with what each leads to, looked up by a device's modalias. */
export interface AliasTable<Target> {
	add(pattern: string, target: Target): void;
	/** What the patterns that fit a modalias lead to, each once. */
	match(modalias: string): Target[];
	readonly size: number;
	/** Whether it took more steps than it may: what was asked since then found nothing. */
	readonly isSpent: boolean;
}

/**
 * Patterns are kept by the letters before their first wildcard: of the 28 thousand of a distribution's kernel, a
 * device is held against a dozen. `mostSteps` bounds the letters that are compared in all, where strangers wrote both.
 */
export function createAliasTable<Target>(mostSteps = Number.POSITIVE_INFINITY): AliasTable<Target> {
	const byBeginning = new Map<string, {pattern: string; target: Target}[]>();
	const lengths = new Set<number>();
	let size = 0;
	const spent = {steps: 0};
	return {
		add(pattern, target) {
			const beginning = dashesAlike(pattern.slice(0, literalLength(pattern)));
			const entries = byBeginning.get(beginning);
			if (entries === undefined) byBeginning.set(beginning, [{pattern, target}]);
			else entries.push({pattern, target});
			lengths.add(beginning.length);
			size += 1;
		},
		match(modalias) {
			const text = dashesAlike(modalias);
			const found = new Set<Target>();
			for (const length of lengths) {
				if (spent.steps > mostSteps) break;
				if (length > text.length) continue;
				spent.steps += length;
				for (const {pattern, target} of byBeginning.get(text.slice(0, length)) ?? []) {
					if (!found.has(target) && matchesModalias(pattern, text, spent)) found.add(target);
					if (spent.steps > mostSteps) break;
				}
			}
			return [...found];
		},
		get isSpent() {
			return spent.steps > mostSteps;
		},
		get size() {
			return size;
		},
	};
}

/** Numbers in a typed array that grows: eight bytes a number, whatever V8 thinks of it. */
export class Numbers {
	private values = new Float64Array(1024);

	at(index: number): number {
		return this.values[index]!;
	}

	set(index: number, value: number): void {
		if (index >= this.values.length) {
			const larger = new Float64Array(Math.max(index + 1, this.values.length * 2));
			larger.set(this.values);
			this.values = larger;
		}
		this.values[index] = value;
	}
}

/** Small sets of numbers, each kept once and known by its own number. */
export class NumberSets {
	private readonly sets: number[][] = [];
	private readonly known = new Map<string, number>();

	numberOf(members: readonly number[]): number {
		const sorted = [...new Set(members)].sort((a, b) => a - b);
		const name = sorted.join();
		let set = this.known.get(name);
		if (set === undefined) {
			set = this.sets.length;
			this.sets.push(sorted);
			this.known.set(name, set);
		}
		return set;
	}

	/** Ascending. */
	membersOf(set: number): readonly number[] {
		return this.sets[set]!;
	}

	/** All sets, each at its number. */
	all(): readonly (readonly number[])[] {
		return this.sets;
	}
}

/** Numbers of a kernel version: `6.11.10` and `7.3.0-rc7` as [6, 11, 10, Infinity] and [7, 3, 0, 7]; null for none. */
export function kernelVersion(text: string | null): readonly [number, number, number, number] | null {
	const [, major, minor, patch, candidate] =
		/^(\d+)\.(\d+)(?:\.(\d+))?.*?(?:[-~]rc(\d+))?$/.exec(text ?? '') ?? [];
	if (major === undefined || minor === undefined) return null;
	return [
		Number(major),
		Number(minor),
		Number(patch ?? 0),
		candidate === undefined ? Number.POSITIVE_INFINITY : Number(candidate),
	];
}

/** Compares two versions by as many of their numbers as are asked for; one that is not known comes first. */
export function compareKernels(a: string | null, b: string | null, numbers = 4): number {
	const [left, right] = [kernelVersion(a), kernelVersion(b)];
	if (left === null || right === null) return Number(left !== null) - Number(right !== null);
	for (let index = 0; index < numbers; index++) {
		if (left[index] !== right[index]) return left[index]! < right[index]! ? -1 : 1;
	}
	return 0;
}

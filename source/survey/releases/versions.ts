/** `6.12` of `6.12.117`: a change is told from series to series, the manifest has the exact versions. */
export function seriesOf(version: string): string {
	return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}

/** Negative where `a` came before `b`: 5.10 before 6.1 before 6.12, by number, part by part. */
export function compareVersions(a: string, b: string): number {
	const [left, right] = [a, b].map(version =>
		version.split(/[.-]/).map(part => Number.parseInt(part, 10) || 0),
	);
	for (let index = 0; index < Math.max(left!.length, right!.length); index++) {
		const difference = (left![index] ?? 0) - (right![index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

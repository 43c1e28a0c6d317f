/** What a kernel configuration says of the options that are asked for. */

/** What stands for an option in a configuration: nothing, `# CONFIG_X is not set`, `=m`, `=y`. */
export const optionValue = {unmentioned: 0, off: 1, module: 2, builtIn: 3} as const;

/** A configuration as far as it is asked for. */
export interface OptionValues {
	/** An `optionValue` for each option that was asked for, by its number. */
	values: Uint8Array;
	/** Options of the whole text that are y or m, and that are asked for and off. */
	enabled: number;
	off: number;
	/** CONFIG_COMPILE_TEST is on. */
	testsCompiling: boolean;
	/** What the head says: `# Linux/x86 6.12.8 Kernel Configuration`. */
	head: {architecture: string; kernel: string} | null;
}

const line = /^(?:CONFIG_([A-Za-z0-9_]+)=(.*)|# CONFIG_([A-Za-z0-9_]+) is not set)\r?$/gm;
const headLine = /^# Linux\/(\S+) (\d\S*)(?: \S+)? Kernel Configuration/m;

/**
 * Reads the text of a configuration. The last line of an option counts, as Kconfig reads it. Returns a sentence where the
 * text is none: empty, binary, or of another kind.
 * @param numbers The options that are asked for, without `CONFIG_`, each with its number.
 */
export function readOptionValues(text: string, numbers: ReadonlyMap<string, number>): OptionValues | string {
	if (text.trim() === '') return 'is empty';
	if (text.includes('\0')) return 'is binary, no kernel configuration';
	const values = new Uint8Array(numbers.size);
	const all = new Map<string, number>();
	let strange = text.length;
	line.lastIndex = 0;
	for (let match = line.exec(text); match !== null; match = line.exec(text)) {
		strange -= match[0].length + 1;
		const value = match[2];
		const said =
			value === undefined || value === 'n'
				? optionValue.off
				: value === 'm'
					? optionValue.module
					: value === 'y'
						? optionValue.builtIn
						: optionValue.unmentioned;
		const symbol = match[1] ?? match[3]!;
		all.set(symbol, said);
		const number = numbers.get(symbol);
		if (number !== undefined) values[number] = said;
	}
	if (all.size === 0) return 'is no kernel configuration: no line of it is CONFIG_NAME=value';
	// Comments and blank lines are a tenth of a configuration; a page that quotes one has more of its own.
	if (strange > text.length * 0.9) return 'is something else than a kernel configuration';
	let [enabled, off] = [0, 0];
	for (const said of all.values()) {
		if (said === optionValue.off) off++;
		else if (said !== optionValue.unmentioned) enabled++;
	}
	const [, architecture, kernel] = headLine.exec(text.slice(0, 4096)) ?? [];
	return {
		values,
		enabled,
		off,
		testsCompiling: all.get('COMPILE_TEST') === optionValue.builtIn,
		head: architecture === undefined ? null : {architecture, kernel: kernel!},
	};
}

import type {Edit} from './edit.ts';

/** The edits that take a guard away: those whose test attacks, and bounds that a test of their own room has. */
export const isGuard = ({name, test}: Edit): boolean =>
	test.startsWith('test/attack/') || name.startsWith('no bound: ');

const cell = (text: string) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
/** Code in a cell, whatever backticks it holds. */
const code = (text: string) => (text.includes('`') ? `\`\` ${cell(text)} \`\`` : `\`${cell(text)}\``);
const short = (text: string) => {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > 70 ? `${line.slice(0, 69)}…` : line;
};

/** The table of guards: by file, what is promised, what stands there, the edit that takes it away, the attack that notices. */
export function guardTable(edits: readonly Edit[]): string {
	const rows = edits
		.filter(isGuard)
		.toSorted((one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : 0))
		.map(({name, file, from, test, only, why}) =>
			[
				code(file.replace(/^source\//, '')),
				code(short(from)),
				cell(why),
				cell(name),
				`${code(test.replace(/^test\/|\.test\.ts$/g, ''))}${only === undefined ? '' : `: ${cell(only)}`}`,
			].join(' | '),
		);
	return [
		'| file | guard | promise | without it: edit | attack that notices |',
		'|---|---|---|---|---|',
		...rows.map(row => `| ${row} |`),
	].join('\n');
}

import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {top} from '../support/sample.ts';
import {readFiles} from './edit.ts';
import {edits} from './edits/index.ts';
import {guardTable, isGuard} from './guards.ts';

const file = join(top, 'docs/guards.md');
const between = /(?<=<!-- guards -->\n)[\s\S]*(?=<!-- \/guards -->)/;

it('stand in a table, each with the edit that takes it away and the attack that notices', () => {
	const text = readFileSync(file, 'utf8');
	const current = text.replace(between, () => `\n${guardTable(edits)}\n\n`);
	if (process.env.README === 'write') writeFileSync(file, current);
	expect(readFileSync(file, 'utf8')).toBe(current);
});

it('are taken away for every file of attacks that has bounds or doors', () => {
	const attacked = new Set(edits.filter(isGuard).map(({test}) => test));
	const attacks = [...readFiles(top).keys()].filter(path => /^test\/attack\/.*\.test\.ts$/.test(path));
	// What people type and what is drawn is fuzzed: its guards have edits whose tests are of their own rooms.
	const fuzzed = ['explorer-keys', 'machine-configs', 'machine-pastes'].map(
		name => `test/attack/${name}.test.ts`,
	);
	expect(attacks.filter(path => !attacked.has(path) && !fuzzed.includes(path))).toEqual([]);
});

/** What else is called most or longest: what is told of many, weighed by a rule, or kept in memory; none of it is a guard. */
const told = new Set(
	`mostCited mostNamed mostNames mostFamilies mostOptions mostSuccessors mostClaimants mostCandidates longestEnding
	mostLinesOfSlightEdit mostLinesOfThinFile mostFilesOfVendor mostFilesOfRework mostPatchesOfVendor mostPatchesOfShortSeries
	mostDriversOfFamily mostFoldersUp mostNamesakes mostLinesOfSweep mostUses mostLines mostStrays mostPorts mostKnown
	mostKept mostParsed mostBodies largestLot largestBlock`
		.trim()
		.split(/\s+/),
);
/** Bounds without an edit of their own, by file and name, and why they need none. */
const behind: Readonly<Record<string, string>> = {
	'machine/decompress.ts: mostMoved': 'thirty gigabytes are moved before it is reached: minutes of a test',
	'machine/device-tree/dts.ts: mostWords':
		'words before a brace, of a text that mostDtbBytes holds: memory alone',
	'machine/inputs/kinds/lshw.ts: mostNodes':
		'a document has 64 MB, and 50,000 devices of it are kept: both have edits',
	'survey/citations/board-checks.ts: deepest':
		'folders that are looked through for a name; below them it is not found',
	'survey/citations/tree-reader.ts: largest':
		'a smaller bound than that of the door that it reads through, which has an edit',
	'survey/input-file.ts: largest':
		'half a gigabyte, line by line: what is kept of a line has bounds of its own',
	'survey/releases/gone/listed/name-traces.ts: largestSource':
		'sources of git, which are read up to a bound that has an edit',
	'survey/releases/gone/step-fate.ts: largestSource':
		'sources of git, which are read up to a bound that has an edit',
	'survey/releases/ids/release-tree.ts: largestFile':
		'the same in a tree on disk, survey/tree/ids/source-tree.ts, has an edit',
	'survey/mail/message/message.ts: mostParts':
		'a mail has a size, and parts in parts a depth, which have edits',
	'survey/mail/removals/letter.ts: mostTitles': 'lines of one mail, whose size has an edit',
	'survey/tree/ids/macros.ts: mostTokens': 'what a macro grows to has a bound before it, which has an edit',
	'survey/tree/kconfig/words.ts: longestSentence': 'a sentence of many lines, each of which has a length',
};

it('of bounds on what strangers write have an edit, or are known to have none', () => {
	const named = readFileSync(file, 'utf8').split('<!-- guards -->')[0]!;
	const covered = (path: string, name: string) =>
		edits.some(
			({file, from}) => new RegExp(`\\b${name}\\b`).test(from) && (file === path || from.includes('>')),
		);
	const missing: string[] = [];
	for (const [path, text] of readFiles(top)) {
		if (!/^source\/(?:survey|machine|files)\//.test(path) || named.includes(path.replace(/^source\//, '')))
			continue;
		for (const [, name] of text.matchAll(
			/^(?:export )?const ((?:most|longest|largest|deepest)\w*) = [\d_<* ]+;/gm,
		))
			if (
				!told.has(name!) &&
				!(`${path.replace(/^source\//, '')}: ${name}` in behind) &&
				!covered(path, name!)
			)
				missing.push(`${path}: ${name}`);
	}
	expect(missing).toEqual([]);
	// What is excused is there, and has no edit meanwhile.
	const all = readFiles(top);
	const idle = Object.keys(behind).filter(one => {
		const [path, name] = one.split(': ') as [string, string];
		return !all.get(`source/${path}`)?.includes(`const ${name} =`) || covered(`source/${path}`, name);
	});
	expect(idle).toEqual([]);
});

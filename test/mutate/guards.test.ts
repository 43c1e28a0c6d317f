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
	mostLinesOfSlightEdit mostFilesOfVendor mostFilesOfRework mostPatchesOfVendor mostPatchesOfShortSeries
	mostDriversOfFamily mostFoldersUp mostNamesakes mostLinesOfSweep mostUses mostLines mostStrays mostPorts mostKnown
	mostKept mostParsed mostBodies largestLot largestBlock`
		.trim()
		.split(/\s+/),
);
/** Bounds behind others that come first, or whose excess costs a test gigabytes: docs/guards.md says so. */
const behind = new Set(
	`mostMoved mostSpdxBytes mostImageBytes longestText mostDtbBytes mostWords deepest largest largestSource largestFile
	mostNodes mostParts mostTokens longestSentence longestName`
		.trim()
		.split(/\s+/),
);

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
			if (!told.has(name!) && !behind.has(name!) && !covered(path, name!)) missing.push(`${path}: ${name}`);
	}
	expect(missing).toEqual([]);
});

import {expect, it} from 'vitest';
import {readSigns} from '../../../../source/survey/tree/signs/signs.ts';
import {countedOnly, type SourceFacts} from '../../../../source/survey/tree/sources/facts.ts';

function signsOf(...sources: Partial<SourceFacts>[]): string[] {
	const signs = readSigns(
		{
			id: 'drivers/net/x',
			module: 'x',
			directory: 'drivers/net',
			at: 'drivers/net/Makefile:1',
			symbol: null,
			definition: null,
			sources: sources.map((facts, index) => ({
				file: `${index}.c`,
				facts: {...countedOnly(10), hasSpdx: true, ...facts},
			})),
			kind: null,
		},
		{symbols: new Map(), impossible: new Set(), todoRemovals: new Map()},
	);
	return signs.map(({sign, value, at}) => `${sign} ${value ?? '-'} ${at}`);
}

it('are three of a kind at most, and each value once', () => {
	const legacyIncludes = ['a.h', 'a.h', 'b.h', 'c.h', 'd.h'].map((value, index) => ({
		value,
		line: index + 1,
	}));
	expect(signsOf({legacyIncludes}, {legacyIncludes})).toEqual([
		'legacy-api a.h 0.c:1',
		'legacy-api b.h 0.c:3',
		'legacy-api c.h 0.c:4',
	]);
});

it('name the newest copyright of all sources, with its place', () => {
	const of = (year: number) => ({newestCopyright: {year, line: year - 2000}});
	expect(signsOf(of(2009), of(2021), of(2015))).toEqual(['newest-copyright 2021 1.c:21']);
	expect(signsOf({}, of(2015))).toEqual(['newest-copyright 2015 1.c:15']);
});

it('miss an SPDX line only where no source has one', () => {
	expect(signsOf({hasSpdx: false}, {})).toEqual([]);
	expect(signsOf({hasSpdx: false}, {hasSpdx: false})).toEqual(['no-spdx - 0.c:1']);
});

it('call a platform driver without any table one of board files', () => {
	expect(signsOf({platformLine: 7})).toEqual(['board-file-only - 0.c:7']);
	expect(signsOf({platformLine: 7}, {hasMatchTable: true})).toEqual([]);
	expect(signsOf({platformLine: 7, idTables: [{value: 'platform', line: 3}]})).toEqual([]);
});

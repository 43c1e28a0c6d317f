import {expect, it} from 'vitest';
import {findEndedPlatforms} from '../../../../source/survey/tree/platforms/ends.ts';
import {readSigns} from '../../../../source/survey/tree/signs/signs.ts';
import {countedOnly, type SourceFacts} from '../../../../source/survey/tree/sources/facts.ts';

/** Names that other files hold. */
const known = ['x-known'];

function signsOf(...sources: Partial<SourceFacts>[]): string[] {
	const signs = readSigns(
		{
			id: 'drivers/net/x',
			module: 'x',
			directory: 'drivers/net',
			at: 'drivers/net/Makefile:1',
			symbol: null,
			definition: null,
			ownSources: sources.map((_, index) => `${index}.c`),
			sources: sources.map((facts, index) => ({
				file: `${index}.c`,
				facts: {...countedOnly(10), hasSpdx: true, ...facts},
			})),
			kind: null,
		},
		{
			symbols: new Map(),
			ended: findEndedPlatforms(new Map()),
			todoRemovals: new Map(),
			isNamedElsewhere: name => known.includes(name),
		},
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

it('say that nobody makes a device for a platform driver whose names stand nowhere else', () => {
	const waiting = {platformLine: 7, driverNames: ['x-led']};
	expect(signsOf(waiting)).toEqual(['not-instantiated x-led 0.c:7']);
	expect(signsOf({...waiting, platformNames: ['x-known']})).toEqual([]);
	expect(signsOf({platformLine: 7, driverNames: ['x-known']})).toEqual([]);
	expect(signsOf({platformLine: 7})).toEqual([]);
	expect(signsOf(waiting, {hasBusTable: true})).toEqual([]);
	expect(signsOf(waiting, {makesDevice: true})).toEqual([]);
	expect(signsOf({...waiting, idTables: [{value: 'i2c', line: 3}]})).toEqual([]);
	expect(signsOf({...waiting, idTables: [{value: 'platform', line: 3}]})).toHaveLength(1);
});

it('tell the style of their day by the sources that are their own', () => {
	const printks = {count: 6, line: 3};
	expect(signsOf({printks}, {printks})).toEqual(['bare-printk 12 0.c:3']);
	expect(signsOf({printks})).toEqual([]);
	expect(signsOf({managed: {count: 6, line: 9}})).toEqual(['managed-resources 6 0.c:9']);
	expect(signsOf({managed: {count: 5, line: 9}})).toEqual([]);
	expect(signsOf({rcsKeyword: {value: '$Id', line: 2}})).toEqual(['rcs-keyword $Id 0.c:2']);
});

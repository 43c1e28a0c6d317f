import {expect, it} from 'vitest';
import {libraryLines, usersOfLibraries} from '../../../../source/commands/common/devices/libraries.ts';
import type {IndexRow} from '../../../../source/dossier/index-row.ts';
import type {DriverRecord} from '../../../../source/dossier/schema.ts';
import {plainTheme} from '../../../../source/text/theme.ts';

const needs: Record<string, string[]> = {
	rtw88_8822ce: ['rtw88_8822c', 'rtw88_pci'],
	rtw88_8822cu: ['rtw88_8822c'],
	rtw88_8822c: ['rtw88_core'],
	rtw88_pci: ['rtw88_core', 'rtw88_absent'],
	rtw88_core: ['rtw88_core'],
	cec: [],
};
const row = (module: string) => ({id: module, module}) as IndexRow;
const dataset = {
	driver: ({id}: IndexRow) => ({needs: needs[id]!.map(driver => ({driver, by: 'symbol'}))}) as DriverRecord,
};
const drivers = ['rtw88_8822ce', 'rtw88_8822cu'].map(row);
const libraries = ['rtw88_8822c', 'rtw88_pci', 'rtw88_core', 'cec'].map(row);

it('finds the drivers that need a library, through other libraries too', () => {
	expect(Object.fromEntries(usersOfLibraries(drivers, libraries, dataset))).toEqual({
		rtw88_8822c: ['rtw88_8822ce', 'rtw88_8822cu'],
		rtw88_core: ['rtw88_8822ce', 'rtw88_8822cu'],
		rtw88_pci: ['rtw88_8822ce'],
		cec: [],
	});
});

it('shows libraries of the same drivers in one row, and those that nobody there needs', () => {
	const lines = libraryLines(plainTheme, {drivers, libraries}, {dataset, width: 80});
	expect(lines.map(line => line.trim().replaceAll(/ {2,}/g, ' | '))).toEqual([
		'',
		'Libraries, and the drivers here that they are a part of',
		'library | part of',
		'rtw88_8822c, rtw88_core | rtw88_8822ce, rtw88_8822cu',
		'rtw88_pci | rtw88_8822ce',
		'cec | no driver here needs it',
	]);
	expect(libraryLines(plainTheme, {drivers, libraries: []}, {dataset, width: 80})).toEqual([]);
});

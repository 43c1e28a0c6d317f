import {expect, it} from 'vitest';
import {type ImportedAssessment, importDossiers} from '../../../source/dataset/imports/import-dossiers.ts';
import {makeDirectory, makeDriver} from '../../support/sample.ts';

const [byRules] = makeDriver('drivers/net/x').assessments;
const imported = (covers: string, changes: Partial<ImportedAssessment> = {}): ImportedAssessment => ({
	...byRules!,
	assessor: 'dossier',
	origin: 'example.org',
	covers,
	...changes,
});
const records = {
	drivers: [makeDriver('drivers/net/wan/hdlc'), makeDriver('drivers/net/wanxl/wanxl')],
	directories: [makeDirectory('drivers/net/wan', 1), makeDirectory('drivers/net', 2)],
};

const take = (into: Parameters<typeof importDossiers>[0], assessments: readonly ImportedAssessment[]) =>
	importDossiers(into, {assessments, figures: []});

it('reaches the directory and what lies below it, not its namesakes', () => {
	const {drivers, directories, reached, missing} = take(records, [
		imported('drivers/net/wan'),
		imported('drivers/none'),
	]);
	expect(drivers.map(({assessments}) => assessments.map(({assessor}) => assessor))).toEqual([
		['dossier', 'rules'],
		['rules'],
	]);
	expect(directories.map(({assessments}) => assessments.length)).toEqual([1, 0]);
	expect(reached.get('drivers/net/wan')).toBe(2);
	expect(missing).toEqual(['drivers/none']);
});

it('has a person first, then dossiers, the nearest path before its parent, then the rules', () => {
	const assessments = [
		imported('drivers/net'),
		imported('drivers/net/wan'),
		imported('drivers/net', {assessor: 'person'}),
	];
	const [driver] = take(records, assessments).drivers;
	expect(driver!.assessments.map(({assessor, covers}) => `${assessor} ${covers ?? ''}`.trim())).toEqual([
		'person drivers/net',
		'dossier drivers/net/wan',
		'dossier drivers/net',
		'rules',
	]);
});

it('replaces what the same assessor said before of the same path', () => {
	const once = take(records, [imported('drivers/net/wan', {summary: 'old'})]);
	const twice = take(once, [
		imported('drivers/net/wan', {summary: 'new'}),
		imported('drivers/net/wan', {summary: 'another', origin: 'example.com'}),
	]);
	expect(twice.drivers[0]!.assessments.map(({summary}) => summary)).toEqual([
		'new',
		'another',
		byRules!.summary,
	]);
});

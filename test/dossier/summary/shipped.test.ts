import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {type Dataset, openDataset} from '../../../source/dataset/reader.ts';
import type {DriverRecord} from '../../../source/dossier/schema.ts';
import {summaryOf} from '../../../source/dossier/summary/summary.ts';
import {foreignFigures} from '../../support/figures.ts';
import {top} from '../../support/sample.ts';

let dataset: Dataset;
const told: {record: DriverRecord; summary: string; users: string[]}[] = [];
beforeAll(() => {
	dataset = openDataset(join(top, 'data'));
	const records = dataset.rows().map(row => dataset.driver(row));
	const users = new Map<string, string[]>(records.map(({id}) => [id, []]));
	for (const {module, needs} of records) for (const {driver} of needs) users.get(driver)?.push(module);
	for (const record of records) {
		const verdict = record.assessments.find(({assessor}) => assessor === 'rules')!;
		const those = [...new Set(users.get(record.id))].sort();
		told.push({record, summary: summaryOf(record, verdict, dataset.manifest, those), users: those});
	}
});
afterAll(() => dataset.close());

it('says no figure that is not in the record', () => {
	const wrong = told.flatMap(({record, summary, users}) => {
		const foreign = foreignFigures(summary, record, dataset.manifest, users);
		return foreign.length === 0 ? [] : [`${record.id}: ${foreign.join(' | ')}: ${summary}`];
	});
	expect(wrong.slice(0, 10)).toEqual([]);
});

it('says something of its own of each driver: at most two in a hundred share a text, figures left out', () => {
	const seen = new Map<string, number>();
	const drivers = told.filter(({record}) => ['driver', 'chip'].includes(record.kind));
	expect(drivers.length).toBeGreaterThan(10_000);
	for (const {summary} of drivers) {
		// Names keep their digits: they are what tells chips apart.
		const text = summary.replace(/(?<![\w-])[\d,.]+(?![\w-])/g, '#');
		seen.set(text, (seen.get(text) ?? 0) + 1);
	}
	const shared = [...seen.values()].filter(count => count > 1).reduce((sum, count) => sum + count, 0);
	expect(shared / drivers.length).toBeLessThan(0.02);
});

it('is two to six sentences, and says nothing twice', () => {
	const wrong = told.flatMap(({record, summary}) => {
		if (!['driver', 'chip'].includes(record.kind)) return [];
		const sentences = summary.split(/(?<=[a-z0-9)”])\. (?=[A-Z])/);
		const isTwice = new Set(sentences).size < sentences.length;
		const isOdd = /\b(?:undefined|NaN)\b| {2}|\.\.|;\.|,\.|\b(?:the the|a a)\b|: ;/i.test(
			summary.replaceAll('...', ''),
		);
		return sentences.length < 2 || sentences.length > 7 || isTwice || isOdd
			? [`${record.id}: ${summary}`]
			: [];
	});
	expect(wrong.slice(0, 10)).toEqual([]);
});

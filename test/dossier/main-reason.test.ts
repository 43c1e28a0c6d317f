import {expect, it} from 'vitest';
import {mainReason} from '../../source/dossier/main-reason.ts';
import type {Assessment, Recommendation} from '../../source/dossier/schema.ts';
import {makeDriver} from '../support/sample.ts';

const [verdict] = makeDriver('drivers/net/x').assessments;
const reason = (text: string, weight: number) => ({rule: text, weight, text, source: null});
const of = (recommendation: Recommendation, changes: Partial<Assessment> = {}) =>
	mainReason({
		assessments: [
			{
				...verdict!,
				recommendation,
				reasons: [reason('busy', -2), reason('maintained', -1), reason('staging', 1), reason('broken', 3)],
				...changes,
			},
		],
	});

it('is the weightiest reason on the side of the verdict; of the rules it is what they put first', () => {
	expect(of('keep', {assessor: 'dossier'})).toBe('busy');
	expect(of('deprecate', {assessor: 'dossier'})).toBe('broken');
	expect(of('unsure', {assessor: 'dossier'})).toBe('broken');
	expect(of('deprecate')).toBe('busy');
});

it('is what another says who came to the same, else what the source says, of a verdict without reasons', () => {
	const source = {
		kind: 'web' as const,
		url: 'https://x.example/',
		host: 'x.example',
		date: null,
		claim: 'it goes',
	};
	const bare: Assessment = {...verdict!, assessor: 'dossier', reasons: [], sources: [source]};
	const rules: Assessment = {...verdict!, reasons: [reason('quiet', 1)]};
	const said = (own: Recommendation, others: Recommendation, assessor: Assessment['assessor'] = 'rules') =>
		mainReason({
			assessments: [
				{...bare, recommendation: own},
				{...rules, assessor, recommendation: others},
			],
		});
	expect(said('keep-annotate', 'keep-annotate')).toBe('quiet');
	expect(said('remove', 'keep')).toBe('it goes');
	expect(said('remove', 'remove', 'model')).toBe('it goes');
});

it('is what the assessor says, else what the verdict means, where no reason is given', () => {
	expect(of('remove', {reasons: [], summary: 'It goes.'})).toBe('It goes.');
	expect(of('remove', {reasons: []})).toMatch(/^A removal is under way/);
	expect(mainReason({assessments: []})).toBe('not assessed');
});

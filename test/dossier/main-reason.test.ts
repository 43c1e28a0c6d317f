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

it('is what the assessor says, else what the verdict means, where no reason is given', () => {
	expect(of('remove', {reasons: [], summary: 'It goes.'})).toBe('It goes.');
	expect(of('remove', {reasons: []})).toMatch(/^A removal is under way/);
	expect(mainReason({assessments: []})).toBe('not assessed');
});

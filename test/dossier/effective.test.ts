import {expect, it} from 'vitest';
import {assessorsDiffer, effectiveAssessment, removalRisk} from '../../source/dossier/effective.ts';
import {makeDriver} from '../support/sample.ts';

const [byRules] = makeDriver('drivers/net/x').assessments;
const byPerson = {
	...byRules!,
	assessor: 'person' as const,
	recommendation: 'remove' as const,
	removalRisk: null,
};
const byDossier = {...byRules!, assessor: 'dossier' as const, removalRisk: null};

it('puts a person before a dossier, and that before the rules, in whatever order they stand', () => {
	const kind = (...assessments: (typeof byRules)[]) =>
		effectiveAssessment({assessments: assessments as never})?.assessor;
	expect(kind(byRules, byDossier, byPerson)).toBe('person');
	expect(kind(byRules, byDossier)).toBe('dossier');
	expect(kind(byRules)).toBe('rules');
	expect(kind()).toBeUndefined();
});

it('takes the risk of another where the effective assessment names none', () => {
	expect(byRules!.removalRisk).not.toBeNull();
	expect(removalRisk({assessments: [byPerson, byDossier, byRules!]})).toBe(byRules!.removalRisk);
	expect(removalRisk({assessments: [{...byPerson, removalRisk: 0.5}, byRules!]})).toBe(0.5);
	expect(removalRisk({assessments: [byPerson]})).toBeNull();
});

it('knows when assessors recommend different things', () => {
	expect(assessorsDiffer({assessments: [byDossier, byRules!]})).toBe(false);
	expect(assessorsDiffer({assessments: [byDossier, byRules!, byPerson]})).toBe(true);
});

it('shows what a model says, and lets nothing depend on it', () => {
	const byModel = {...byPerson, assessor: 'model' as const, removalRisk: 0.9};
	expect(effectiveAssessment({assessments: [byModel]})).toBeNull();
	expect(effectiveAssessment({assessments: [byModel, byRules!]})).toBe(byRules);
	expect(removalRisk({assessments: [{...byPerson, removalRisk: null}, byModel]})).toBeNull();
	expect(assessorsDiffer({assessments: [byRules!, byModel]})).toBe(false);
});

import {expect, it} from 'vitest';
import type {RemovalPatch} from '../../../../source/dossier/schema.ts';
import {standing} from '../../../../source/survey/mail/removals/standing.ts';

const applied = (overtakenBy: number | null, kind: RemovalPatch['kind'] = 'removal') =>
	({kind, answer: 'applied', overtakenBy, date: '2025-01-01'}) as RemovalPatch;

it('what was applied and left the driver there was not', () => {
	expect(standing(applied(6), 'objected').answer).toBe('objected');
	expect(standing(applied(6), 'none').answer).toBe('none');
});

it('what was applied lately may still be on its way', () => {
	expect(standing(applied(1), 'none').answer).toBe('applied');
	expect(standing(applied(null), 'none').answer).toBe('applied');
});

it('what came back was applied', () => {
	expect(standing(applied(6), 'acked', true).answer).toBe('applied');
});

it('a move or a rewrite leaves its driver there, and was applied', () => {
	expect(standing(applied(6, 'move'), 'none').answer).toBe('applied');
});

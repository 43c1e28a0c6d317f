import {expect, it} from 'vitest';
import {wasGoneAfter} from '../../../../source/dossier/history/since.ts';
import type {RemovalPatch} from '../../../../source/dossier/schema.ts';
import {standing} from '../../../../source/survey/mail/removals/standing.ts';

const applied = (overtakenBy: number | null, kind: RemovalPatch['kind'] = 'removal') =>
	({kind, answer: 'applied', overtakenBy, date: '2025-01-01'}) as RemovalPatch;

const told = (unapplied: RemovalPatch['answer'], tookPlace = false) => ({unapplied, tookPlace});

it('what was applied and left the driver there was not', () => {
	expect(standing(applied(6), told('objected')).answer).toBe('objected');
	expect(standing(applied(6), told('none')).answer).toBe('none');
});

it('what was applied lately may still be on its way', () => {
	expect(standing(applied(1), told('none')).answer).toBe('applied');
	expect(standing(applied(null), told('none')).answer).toBe('applied');
});

it('what came back was applied', () => {
	expect(standing(applied(6), told('acked'), true).answer).toBe('applied');
});

it('a move or a rewrite leaves its driver there, and was applied', () => {
	expect(standing(applied(6, 'move'), told('none')).answer).toBe('applied');
});

it('a move to where its driver has been since was applied, and is overtaken by nothing', () => {
	const posted = (kind: RemovalPatch['kind']) => ({...applied(27, kind), answer: 'none'}) as RemovalPatch;
	expect(standing(posted('move'), told('none', true))).toMatchObject({answer: 'applied', overtakenBy: 0});
	expect(standing(posted('move'), told('none'))).toMatchObject({answer: 'none', overtakenBy: 27});
	expect(standing(posted('merge'), told('none', true))).toMatchObject({answer: 'none', overtakenBy: 27});
});

it('counts a driver that was taken out before its first release as gone since', () => {
	const releases = [
		{release: '6.6', date: '2023-10-29'},
		{release: '6.8', date: '2024-03-10'},
		{release: '6.9', date: '2024-05-12'},
	].map(one => ({...one, snapshot: one.release, missing: []}));
	const since = {release: '6.9', date: '2024-05-12', earliest: false, source: 'releases'} as never;
	expect(wasGoneAfter('2023-11-06', [], releases, since)).toBe(true);
	expect(wasGoneAfter('2024-03-01', [], releases, since)).toBe(false);
	expect(wasGoneAfter('2024-04-01', [], releases, since)).toBe(false);
	expect(wasGoneAfter('2024-06-01', [], releases, since)).toBe(false);
});

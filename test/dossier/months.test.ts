import {describe, expect, it} from 'vitest';
import {isDay, monthsBetween, surveyWindow, yearsBefore} from '../../source/dossier/months.ts';

describe('the window', () => {
	it('is five years, days inclusive, and touches 61 months', () => {
		expect(surveyWindow('2026-04-21')).toEqual({since: '2021-04-21', until: '2026-04-21'});
		expect(monthsBetween('2021-04-21', '2026-04-21')).toHaveLength(61);
		expect(monthsBetween('2025-11-30', '2026-02-01')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
	});

	it('knows leap days', () => {
		expect(yearsBefore('2024-02-29', 5)).toBe('2019-02-28');
		expect(yearsBefore('2024-02-29', 4)).toBe('2020-02-29');
		expect(isDay('2023-02-29')).toBe(false);
		expect(isDay('2024-02-29')).toBe(true);
		expect(isDay('yesterday')).toBe(false);
	});
});

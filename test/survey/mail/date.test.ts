import {expect, it} from 'vitest';
import {dayOf, parseMailDate, startOfDay} from '../../../source/survey/mail/date.ts';

const iso = (header: string) => {
	const time = parseMailDate(header);
	return time === null ? null : new Date(time * 1000).toISOString();
};

it.each([
	['Mon, 6 Apr 2026 12:34:56 +0300 (IDT)', '2026-04-06T09:34:56.000Z'],
	['6 Apr 2026 12:34 -0000', '2026-04-06T12:34:00.000Z'],
	['Mon,  6 Apr 26 23:00:00 EST', '2026-04-07T04:00:00.000Z'],
	['Fri, 31 Dec 99 23:59:60 GMT', '2000-01-01T00:00:00.000Z'],
	['Mon, 06 April 2026 00:00:00 +05:30', '2026-04-05T18:30:00.000Z'],
	['Mon, 6 Apr 2026 12:00:00 +9999', '2026-04-06T12:00:00.000Z'],
	['Mon, 6 Apr 2026 12:00:00', '2026-04-06T12:00:00.000Z'],
	['31 Feb 2026 12:00:00 +0000', null],
	['6 Foo 2026 12:00:00 +0000', null],
	['6 Apr 2026 25:00:00 +0000', null],
	['yesterday', null],
	['', null],
])('reads %j', (header, expected) => expect(iso(header)).toBe(expected));

it('turns days and seconds into each other', () => {
	expect(dayOf(startOfDay('2024-02-29'))).toBe('2024-02-29');
	expect(dayOf(startOfDay('2024-02-29') + 86_399)).toBe('2024-02-29');
});

/** Months since the year 0 of an ISO date. */
function monthOf(date: string): number {
	return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

/** Every calendar month from that of `since` to that of `until`, both included, as `YYYY-MM`. */
export function monthsBetween(since: string, until: string): string[] {
	const months: string[] = [];
	// Numbers, for of texts 10000-01 comes before 9999-12.
	for (let month = monthOf(since), last = monthOf(until); month <= last; month++) {
		const year = Math.floor(month / 12);
		months.push(`${String(year).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`);
	}
	return months;
}

/** The same day `years` earlier; 29 February becomes 28 where there is none. */
export function yearsBefore(date: string, years: number): string {
	const [year, month, day] = date.split('-').map(Number) as [number, number, number];
	const target = new Date(Date.UTC(year - years, month - 1, day));
	if (target.getUTCMonth() !== month - 1) target.setUTCDate(0);
	return target.toISOString().slice(0, 10);
}

/** The five years that a survey looks back on: [as-of minus 5 years, as-of], UTC days inclusive. */
export function surveyWindow(asOf: string): {since: string; until: string} {
	return {since: yearsBefore(asOf, 5), until: asOf};
}

/** The last second that YYYY-MM-DD can tell: 9999-12-31. */
const lastSecond = 253_402_300_799;

/**
 * The UTC day, YYYY-MM-DD, of a moment in seconds since 1970. Clocks of strangers run anywhere, and git keeps what they say:
 * a moment before 1970 is its first day, one beyond the calendar its last.
 */
export function utcDay(seconds: number): string {
	const told = Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, 0), lastSecond);
	return new Date(told * 1000).toISOString().slice(0, 10);
}

/** Whether a text is a day of the calendar, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The calendar month of an ISO date. */
function monthOf(date: string): string {
	return date.slice(0, 7);
}

/** Every calendar month from that of `since` to that of `until`, both included, as `YYYY-MM`. */
export function monthsBetween(since: string, until: string): string[] {
	const months: string[] = [];
	let year = Number(since.slice(0, 4));
	let month = Number(since.slice(5, 7));
	const last = monthOf(until);
	for (;;) {
		const name = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
		if (name > last) return months;
		months.push(name);
		month += 1;
		if (month > 12) {
			month = 1;
			year += 1;
		}
	}
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

/** Whether a text is a day of the calendar, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

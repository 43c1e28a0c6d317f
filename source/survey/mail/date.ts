import {utcDay} from '../../dossier/months.ts';

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dateShape =
	/^(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(?:([+-])(\d{2}):?(\d{2})|([a-z]{1,5}))?/i;
const namedZones: Readonly<Record<string, number>> = {
	est: -5,
	edt: -4,
	cst: -6,
	cdt: -5,
	mst: -7,
	mdt: -6,
	pst: -8,
	pdt: -7,
};

/** Seconds in a UTC day. */
export const secondsPerDay = 86_400;

/** 1991-01-01: no mail about Linux is older. */
const earliestMail = 662_688_000;
/** A sender's clock may be ahead of the archive's by this much, in seconds; more is a broken clock. */
const latenessAllowed = 2 * secondsPerDay;

/**
 * The moment a Date: header names, in seconds since 1970 UTC, or null where it names none. RFC 5322 section 3.3
 * with the obsolete forms of 4.3: two-digit years, no weekday, zone names, comments. A date that no calendar has
 * (31 February, 25:00) is null rather than rolled over.
 */
export function parseMailDate(header: string): number | null {
	const parts = dateShape.exec(header.trim());
	if (!parts) return null;
	const [, dayText, monthText, yearText, hourText, minuteText, secondText, sign, zoneHours, zoneMinutes] =
		parts;
	const day = Number(dayText);
	const month = monthNames.indexOf(monthText!.toLowerCase());
	let year = Number(yearText);
	// RFC 5322 section 4.3: two digits below 50 are of this century, all other short years count from 1900.
	if (yearText!.length < 4) year += yearText!.length === 2 && year < 50 ? 2000 : 1900;
	const hour = Number(hourText);
	const minute = Number(minuteText);
	const second = Number(secondText ?? '0');
	if (month < 0 || hour > 23 || minute > 59 || second > 60) return null;
	const midnight = Date.UTC(year, month, day);
	if (day < 1 || new Date(midnight).getUTCDate() !== day) return null;
	let zone = 0;
	if (sign) {
		const minutes = Number(zoneHours) * 60 + Number(zoneMinutes);
		// No place on earth is further than 14 hours from UTC; RFC 5322 lets a nonsense zone be read as UTC.
		if (minutes <= 14 * 60) zone = (sign === '-' ? -minutes : minutes) * 60;
	} else {
		zone = (namedZones[(parts[10] ?? '').toLowerCase()] ?? 0) * 3600;
	}
	return midnight / 1000 + hour * 3600 + minute * 60 + second - zone;
}

/** The UTC day, as YYYY-MM-DD, of a moment in seconds since 1970. */
export function dayOf(seconds: number): string {
	return utcDay(seconds);
}

/** The first second of a day given as YYYY-MM-DD, UTC. */
export function startOfDay(day: string): number {
	return Date.parse(`${day}T00:00:00Z`) / 1000;
}

/**
 * When a mail was sent, in seconds since 1970; 0 where nothing tells. Its own Date: counts, unless it is none, or
 * lies after the archive took the mail in, or before there was a kernel: then the commit's times do.
 */
export function mailTime(date: number | null, authorTime: number, committerTime: number): number {
	if (
		date !== null &&
		date >= earliestMail &&
		(committerTime === 0 || date <= committerTime + latenessAllowed)
	) {
		return date;
	}
	const time = plausibleTime(authorTime, committerTime);
	return time >= earliestMail ? time : 0;
}

/** The moment a commit stands for: its author's, unless that lies after its import. */
export function plausibleTime(authorTime: number, committerTime: number): number {
	if (authorTime >= earliestMail && (committerTime === 0 || authorTime <= committerTime + latenessAllowed))
		return authorTime;
	return committerTime;
}

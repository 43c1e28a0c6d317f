/** Announcements that a person imports: dated statements by those who decide, each with its address. */
import * as v from 'valibot';
import {normaliseName} from '../../dossier/query/names.ts';
import {date, text, url} from '../../dossier/schema/words.ts';
import type {DriverRecord, Platform, Statement} from '../../dossier/schema.ts';
import {UserError} from '../../dossier/user-error.ts';

/**
 * What a file of announcements holds, one JSON object or one a line: whose end is announced (`CONFIG_ARCH_LPC18XX`, a
 * module, or a driver's path), in a sentence what is said, on which day and where that was said, and when it is to go, by the
 * release or the year.
 */
const announcementSchema = v.strictObject({
	subject: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][\w./,+-]*$/, 'not an option, a module or a path')),
	claim: v.pipe(text, v.maxLength(400)),
	date,
	url: v.pipe(url, v.maxLength(1000)),
	release: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^\d+\.\d+$/, 'not a release such as 7.5')))),
	year: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1991), v.maxValue(2100)))),
});

export type Announcement = v.InferOutput<typeof announcementSchema>;

/** An announcement as records have it, and whom it is of. */
export interface Announced {
	subject: string;
	statement: Statement;
}

/** Letters that are quoted of a misfit: both its field's name and its value are a stranger's. */
const longestQuote = 300;

/** Whether a value is meant as an announcement, and no dossier or page. */
export function looksLikeAnnouncement(value: unknown): boolean {
	return typeof value === 'object' && value !== null && 'subject' in value && !('driver_path' in value);
}

/** Reads an announcement. Throws a UserError that names `where` and the field. */
export function readAnnouncement(value: unknown, where: string): Announcement {
	const result = v.safeParse(announcementSchema, value, {abortEarly: true});
	if (result.success) return result.output;
	const issue = result.issues[0];
	const field = v.getDotPath(issue) ?? 'the value';
	const why =
		issue.type !== 'strict_object'
			? `is ${issue.received}: ${issue.message}`
			: issue.received === 'undefined'
				? 'is missing'
				: 'is not a field of an announcement';
	throw new UserError(
		`${where}: ${field.slice(0, longestQuote)} ${why.slice(0, longestQuote)}.`,
		'An announcement has subject, claim, date (YYYY-MM-DD) and url, and may have release and year. Nothing was imported.',
	);
}

/** The announcement as a statement that records are read with. */
export function announcedOf({
	subject,
	claim,
	date: day,
	url: address,
	release,
	year,
}: Announcement): Announced {
	const host = /^https?:\/\/([^/?#]+)/.exec(address)?.[1] ?? address;
	const kind = host === 'lore.kernel.org' ? 'mail' : host === 'git.kernel.org' ? 'commit' : 'web';
	return {
		subject,
		statement: {
			source: {kind, url: address, host, date: day, claim},
			release: release ?? null,
			year: year ?? null,
		},
	};
}

/** Whether an announcement is of a driver itself: by its path, its option, or its module's name. */
export function isOfDriver(
	{subject}: Pick<Announced, 'subject'>,
	{id, module, kconfig}: Pick<DriverRecord, 'id' | 'module'> & {kconfig: {symbol: string} | null},
): boolean {
	if (subject.includes('/')) return subject === id;
	const option = optionIn(subject);
	return (
		(option !== null && kconfig?.symbol === option) ||
		(!subject.startsWith('CONFIG_') && normaliseName(subject) === normaliseName(module))
	);
}

/** The option that a subject may be, without its prefix; null of a path. */
export function optionIn(subject: string): string | null {
	return subject.includes('/') ? null : subject.replace(/^CONFIG_/, '');
}

/** Statements with fresh ones before them; of one address the fresh one counts. */
export function withStatements<Holder extends {statements?: Statement[] | undefined}>(
	holder: Holder,
	fresh: readonly Announced[],
): Holder {
	if (fresh.length === 0) return holder;
	const addressOf = ({source}: Statement) => ('url' in source ? source.url : source.at);
	const addresses = new Set(fresh.map(({statement}) => addressOf(statement)));
	const kept = (holder.statements ?? []).filter(one => !addresses.has(addressOf(one)));
	return {...holder, statements: [...fresh.map(({statement}) => statement), ...kept]};
}

/** The announcements that reach a driver: its own, and those of platforms that it can't do without. */
export function announcedFor(
	driver: Parameters<typeof isOfDriver>[1],
	announced: readonly Announced[],
	platformOf: (option: string) => Pick<Platform, 'drivers'> | null,
): Announced[] {
	return announced.filter(one => {
		if (isOfDriver(one, driver)) return true;
		const option = optionIn(one.subject);
		return option !== null && platformOf(option)?.drivers.includes(driver.id) === true;
	});
}

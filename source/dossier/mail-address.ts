import type {RemovalPatch, Source} from './schema.ts';

/** A mail's address on lore.kernel.org; `all` finds it whatever list it went to. */
export function mailAddress(list: string, messageId: string): string {
	const id = [...messageId.toWellFormed()].map(character =>
		/[\w.@+=~$!*-]/.test(character) ? character : encodeURIComponent(character),
	);
	return `https://lore.kernel.org/${list}/${id.join('')}/`;
}

/** A mail, by its list and Message-ID. */
export function mailSource(list: string, messageId: string, date: string, claim: string): Source {
	return {kind: 'mail', url: mailAddress(list, messageId), host: 'lore.kernel.org', date, claim};
}

/** The day on which a deletion was posted last. */
export function lastPosted({again, date}: RemovalPatch): string {
	return again ?? date;
}

/** Releases that are shipped without it: what was to be merged was, by then. */
const overtakenReleases = 3;

/** Whether so many releases were shipped without a posted deletion that it tells nothing any more. */
export function isOvertaken({overtakenBy}: RemovalPatch): boolean {
	return (overtakenBy ?? 0) >= overtakenReleases;
}

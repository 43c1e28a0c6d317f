/** What was said of a driver's or a platform's end, by those who decide: gathered from its record, in words. */
import {mailAddress} from '../mail-address.ts';
import type {DriverRecord, Platform, Statement} from '../schema.ts';

/** `in 2027`, `in Linux 7.5`, `in Linux 7.5 (2027)`; empty where no time was named. */
export function whenWords({release, year}: Pick<Statement, 'release' | 'year'>): string {
	if (release === null) return year === null ? '' : `in ${year}`;
	return `in Linux ${release}${year === null ? '' : ` (${year})`}`;
}

/** A statement in a line: the day, what goes and when, and where that can be read. */
export function statementWords({source, release, year}: Statement): string {
	const day = 'date' in source && source.date !== null ? `${source.date}: ` : '';
	const when = whenWords({release, year});
	const isSaid = when === '' || source.claim.includes(release ?? String(year));
	return `${day}${source.claim}${isSaid ? '' : `, ${when}`} (${'at' in source ? source.at : source.url})`;
}

/** The statements of a record and the mails of its maintainers that announce its end; the newest day first, those of the tree last. */
export function statementsOf({signals}: Pick<DriverRecord, 'signals'>): readonly Statement[] {
	const mails = (signals.announcements ?? [])
		.filter(({by}) => by === 'maintainer')
		.map(({date, messageId, title, list}): Statement => {
			const url = mailAddress(list, messageId);
			return {
				source: {kind: 'mail', url, host: 'lore.kernel.org', date, claim: `“${title}”`},
				release: null,
				year: null,
			};
		});
	return newestFirst([...(signals.statements ?? []), ...mails]);
}

/** Those of a platform beside what its own citations say. */
export function statementsOfPlatform({statements}: Pick<Platform, 'statements'>): readonly Statement[] {
	return newestFirst(statements ?? []);
}

function newestFirst(statements: readonly Statement[]): readonly Statement[] {
	const dayOf = ({source}: Statement) => ('date' in source ? (source.date ?? '') : '');
	return statements.toSorted((a, b) => (dayOf(a) < dayOf(b) ? 1 : dayOf(a) > dayOf(b) ? -1 : 0));
}

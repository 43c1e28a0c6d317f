import {secondsPerDay} from './date.ts';
import {identityOfAddress} from './moved-lists.ts';

/** Lists whose name on lore.kernel.org is not the part of their address before the `@`. */
const loreNames: Readonly<Record<string, string>> = {
	'iommu@lists.linux.dev': 'linux-iommu',
	'brcm80211-dev-list.pdl@broadcom.com': 'brcm80211',
};

/** A mailing list as lore.kernel.org and MAINTAINERS name it. */
export interface MailList {
	/** The name in `https://lore.kernel.org/NAME/MESSAGE-ID/`. */
	name: string;
	/** Its address, lower case; null where only the name is known. */
	address: string | null;
}

/** The list behind an address, e.g. `linux-rdma@vger.kernel.org`; a name without `@` stands for itself. */
export function listOf(address: string): MailList {
	const clean = address.trim().toLowerCase().split(/\s/)[0]!;
	const at = clean.indexOf('@');
	return at < 0
		? {name: clean, address: null}
		: {name: loreNames[clean] ?? clean.slice(0, at), address: clean};
}

/**
 * The list a folder's path speaks of, or null: mirrors are named by the list's host name
 * (`linux-rdma.vger.kernel.org.0`), or lie as `linux-rdma/git/0.git`, as lore.kernel.org gives them out.
 */
export function listOfPath(path: string): MailList | null {
	const parts = path.split(/[/\\]+/).filter(part => part !== '' && part !== '.');
	for (let at = parts.length - 1; at >= 0; at--) {
		const part = parts[at]!.replace(/\.git$/, '').replace(/\.\d+$/, '');
		if (/^(?:\d*|git|repo|repository|\.git|all|bare|mirror)$/i.test(part)) continue;
		const named = part.slice(part.lastIndexOf('+') + 1).toLowerCase();
		const host = /^([a-z0-9_-]+)\.((?:[a-z0-9-]+\.)+[a-z]{2,})$/.exec(named);
		if (host) return listOf(`${host[1]}@${host[2]}`);
		return parts[at + 1] === 'git' && /^\d+(?:\.git)?$/.test(parts[at + 2] ?? '')
			? {name: named, address: null}
			: null;
	}
	return null;
}

/** The list a List-Id header names (RFC 2919), e.g. `<linux-rdma.vger.kernel.org>`; null where it names none. */
export function listOfListId(header: string): MailList | null {
	const match = /<\s*([a-z0-9_-]+)\.((?:[a-z0-9-]+\.)+[a-z]{2,})\s*>/i.exec(header);
	return match ? listOf(`${match[1]}@${match[2]}`) : null;
}

/**
 * Whether an L: line of MAINTAINERS means this list, whatever its address was. Without a host on our side the names
 * decide.
 */
export function isSameList(list: MailList, line: string): boolean {
	const other = listOf(line);
	if (list.address !== null && other.address !== null)
		return identityOfAddress(list.address) === identityOfAddress(other.address);
	return list.name === other.name;
}

/** First and last day an archive covers, in days since 1970, both inclusive. */
export interface DayRange {
	since: number;
	until: number;
}

const farAway = 366;

/**
 * The days an archive covers, from how many mails it holds of each day. A wrong clock can date a mail years away
 * from all others: a handful of mails (at most one in 2,000) beyond a year of silence is passed over.
 */
export function coveredRange(mailsOfDay: ReadonlyMap<number, number>): DayRange | null {
	const days = [...mailsOfDay.keys()].sort((a, b) => a - b);
	if (days.length === 0) return null;
	const total = days.reduce((sum, day) => sum + mailsOfDay.get(day)!, 0);
	const strays = Math.floor(total / 2000);
	const firstSound = (order: readonly number[]) => {
		let passed = 0;
		let first = 0;
		for (let at = 0; at + 1 < order.length; at++) {
			passed += mailsOfDay.get(order[at]!)!;
			if (passed > strays) break;
			if (Math.abs(order[at + 1]! - order[at]!) > farAway) first = at + 1;
		}
		return order[first]!;
	};
	return {since: firstSound(days), until: firstSound(days.toReversed())};
}

/** The UTC day of a moment in seconds since 1970, counted in days since 1970. */
export function dayNumber(seconds: number): number {
	return Math.floor(seconds / secondsPerDay);
}

import type {Source} from './schema.ts';

/**
 * Where a place in the surveyed tree can be read on line: the stable tree's web view, at that release's tag. A line
 * is shown in its file; a path without a line stands for its history.
 */
export function treeAddress(at: string, treeVersion: string): string {
	const [file = '', line] = at.split(':');
	const path = file
		.split('/')
		.map(name => encodeURIComponent(name.toWellFormed()))
		.join('/');
	const tag = /^\d+\.\d+(?:\.\d+)?(?:-rc\d+)?$/.test(treeVersion)
		? `?h=v${treeVersion.replace(/\.0$/, '')}`
		: '';
	const repository = 'https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git';
	return line === undefined ? `${repository}/log/${path}${tag}` : `${repository}/tree/${path}${tag}#n${line}`;
}

/** The address of a source: its own, or that of its file and line in the tree. */
export function sourceAddress(source: Source, treeVersion: string): string {
	return 'at' in source ? treeAddress(source.at, treeVersion) : source.url;
}

/** Where almost all sources lie: a look-up that knows them need not compile the pattern below, which takes 0.1 ms. */
const usualHosts = [
	'lore.kernel.org',
	'github.com',
	'snapshot.debian.org',
	'linux-drivers.com',
	'www.linux-drivers.com',
	'www.cve.org',
];

/** Hosts that are read as they stand: names of letters, digits and dots that end in letters; what begins `xn--` may be none. */
const plainHost = /^https?:\/\/(?:www\.)?((?:(?!xn--|www\.)[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,})(?=[/?#]|$)/;

/**
 * The host that an address leads to, as a browser reads it, without `www.`: behind whatever name and password stand before
 * it, with letters beyond ASCII spelt out (`xn--…`), and with a port that is not the usual one. Null where it is no http address.
 */
export function hostOf(address: string): string | null {
	for (const host of usualHosts) if (address.startsWith(`https://${host}/`)) return withoutWww(host);
	const [, plain] = plainHost.exec(address) ?? [];
	if (plain !== undefined) return plain;
	if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
	return withoutWww(new URL(address).host);
}

const withoutWww = (host: string) => (host.startsWith('www.') ? host.slice('www.'.length) : host);

/**
 * Where a source lies, in a few words: file and line, or the host that its address leads to, whatever host the record
 * says beside it; the whole address where it leads to none.
 */
export function sourceName(source: Source): string {
	return 'at' in source ? source.at : (hostOf(source.url) ?? source.url);
}

/** Whether the host that stands in a record is the one that its address leads to. */
export function namesItsHost(source: Source): boolean {
	return 'at' in source || hostOf(source.url) === withoutWww(source.host.toLowerCase());
}

/** The day of what stands at a source; null where it is not known, as for the tree, which has a day of its own. */
export function sourceDate(source: Source): string | null {
	return 'at' in source ? null : source.date;
}

/** How keys and places of the tables are written. Apart from their making, so that who looks up needs no digests. */

/** The kinds of names, as their keys begin. Symbols and options are filed in lower case. */
export const nameKinds = {
	module: 'm:',
	symbol: 's:',
	directory: 'd:',
	goneModule: 'gm:',
	goneOption: 'gs:',
	outsideName: 'om:',
	outsideOption: 'os:',
} as const;

/** A place in gone.ndjson is told by this from one in index.json. */
export const goneMark = 'g';

/** The kinds of what links.idx leads from. CVEs are filed without `CVE-`, names in lower case. */
export const linkKinds = {cve: 'c:', firmware: 'w:', name: 'a:', dependents: 'n:'} as const;

/** How a dependent is told in links.idx from one that needs the driver's symbols: before its module's name. */
export const dependentMarks = {symbol: '', softdep: '+', select: '?', bus: ':'} as const;
/** Before the number of all that depend in one way, where not all are named. */
export const countMark = '#';
/** So many that depend in one way are named, and one more where that is all. */
export const mostNamed = 8;

/** What is asked across drivers and stands in no row of the index: who shares a section, a list, a CVE, a file, a device. */

/** What is told of every driver in a file of its own, read when it is first asked for. */
export const joinColumns = [
	/** Title of the best section of MAINTAINERS. */
	'section',
	/** Addresses of mailing lists. */
	'list',
	/** `CVE-2024-53104`. */
	'cve',
	/** Own sources, relative to the driver's directory. */
	'file',
	/** First release: `6.3`, or `<=5.10` where it may be older. */
	'since',
	/** Options that its own can't do without, without prefix. */
	'depends',
	/** Ids of the drivers that are loaded with it. */
	'loads',
	/** Devices that RHEL speaks of, each with its states: `15b3:1003 7:1 8:1 9:2 10:3`, see supportStates. */
	'rhel',
] as const;
export type JoinColumn = (typeof joinColumns)[number];

/** A driver as the columns know it: by where its record lies. */
export interface Joinable {
	readonly offset: number;
}

/** The columns of one data set. Drivers are told by the offsets of their records. */
export interface Joins {
	/** Whether they lie ready in a file: to make them of the records takes more than a second. */
	areKept(): boolean;
	/** The drivers that have a value of which something holds; of what is loaded, those that load it through others too. */
	match(column: JoinColumn, holds: (value: string) => boolean): ReadonlySet<number>;
	/** What one driver has in a column. */
	of(column: JoinColumn, row: Joinable): readonly string[];
	/** Every value that some driver has, each once, in the order of the drivers. */
	values(column: JoinColumn): readonly string[];
	/**
	 * The drivers that claim devices of whose keys something holds. Keys are those of ids.idx (`pci:15b3:1003`,
	 * `of:nxp,lpc1850_scu`); only those are looked at that begin as one of `beginnings` does.
	 */
	matchDevices(beginnings: readonly string[], holds: (key: string) => boolean): ReadonlySet<number>;
	/** The keys of devices that begin so. */
	deviceKeys(beginning: string): readonly string[];
}

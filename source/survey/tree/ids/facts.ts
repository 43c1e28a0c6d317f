/** What sources say of the devices they drive. */

/** A table of device ids in one source. */
export interface IdTable {
	name: string;
	/** The struct of its entries, such as `pci_device_id`. */
	struct: string;
	/** No other source can bind it. */
	isStatic: boolean;
	/** Patterns as modpost would write them; moduleNameMark of `expression.ts` stands for the module's name. */
	patterns: string[];
	/** What could not be understood, for each entry that was left out. */
	unknown: string[];
}

/** The ids of one source, and what it says of those of others. */
export interface SourceIds {
	tables: IdTable[];
	/** MODULE_DEVICE_TABLE: the tables that it announces, each with the type it names. */
	announced: [type: string, table: string][];
	/** Names that fields such as `.id_table` are set to. */
	bound: string[];
	/** MODULE_ALIAS. */
	aliases: string[];
	/** MODULE_FIRMWARE. */
	firmware: string[];
	/** Why it was given up; absent where it was read. */
	problem?: string;
	/** Included files that it was read from, beside itself. */
	from: string[];
	/** The words of other included files that were looked up in reading it. */
	words: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A source that says nothing of devices. */
export const noIds = (): SourceIds => ({
	tables: [],
	announced: [],
	bound: [],
	aliases: [],
	firmware: [],
	from: [],
	words: new Map(),
});

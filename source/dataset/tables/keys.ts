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

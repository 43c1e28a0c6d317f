/** What a packed record leaves out: fields that are as they are in most records, by the part of the record. */

/** A part of a record: its fields in their order, and what stands for those that were left out. */
export interface Part {
	readonly order: readonly string[];
	/** Each null, an empty list, a number or a word: made anew for every record. */
	readonly usual: Readonly<Record<string, () => unknown>>;
}

const nothing = () => null;
const none = () => [];

export const driverPart: Part = {
	order: [
		'id',
		'module',
		'directory',
		'subsystem',
		'category',
		'kind',
		'title',
		'kconfig',
		'buses',
		'aliases',
		'aliasFrom',
		'aliasSince',
		'firmware',
		'files',
		'names',
		'needs',
		'loads',
		'signals',
		'assessments',
	],
	usual: {title: nothing, buses: none, firmware: none, names: none, needs: none},
};

export const directoryPart: Part = {
	order: ['directory', 'subsystem', 'category', 'title', 'drivers', 'signals', 'assessments'],
	usual: {title: nothing, assessments: none},
};

export const signalsPart: Part = {
	order: [
		'tree',
		'releases',
		'since',
		'earlier',
		'away',
		'commits',
		'patches',
		'removalPatches',
		'announcements',
		'successors',
		'cves',
		'cveDates',
		'maintainers',
		'support',
		'distributions',
		'population',
		'boards',
		'statements',
		'signs',
		'published',
	],
	usual: {
		away: none,
		commits: nothing,
		patches: nothing,
		removalPatches: none,
		cves: none,
		cveDates: none,
		support: none,
		boards: nothing,
		signs: none,
	},
};

export const patchesPart: Part = {
	order: [
		'since',
		'until',
		'total',
		'atLeast',
		'elsewhere',
		'lists',
		'substantive',
		'authors',
		'last',
		'monthly',
	],
	usual: {elsewhere: () => ({total: 0, last: null})},
};

export const boardsPart: Part = {
	order: ['boards', 'overlays', 'families', 'moreFamilies'],
	usual: {overlays: () => 0, families: none, moreFamilies: () => 0},
};
/** Of the first family the boards are those that the others leave of all. */
export const familyPart: Part = {order: ['family', 'boards'], usual: {}};

export const needPart: Part = {order: ['driver', 'by'], usual: {by: () => 'symbol'}};
export const signPart: Part = {order: ['sign', 'value', 'at'], usual: {value: nothing}};
export const reasonPart: Part = {order: ['rule', 'weight', 'text', 'source'], usual: {weight: () => 0}};

/** Of the rules' assessments alone; those of others say more, and are few. */
export const rulesPart: Part = {
	order: [
		'assessor',
		'date',
		'recommendation',
		'confidence',
		'removalRisk',
		'deployments',
		'replacement',
		'summary',
		'reasons',
		'sources',
		'notes',
	],
	usual: {replacement: nothing, notes: nothing},
};

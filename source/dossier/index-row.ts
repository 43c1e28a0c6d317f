import {subsystemOf} from './categories.ts';
import {assessorsDiffer, commitsOf, effectiveAssessment, removalRisk} from './effective.ts';
import type {ActivityKind} from './history/activity.ts';
import {packActivity, unpackActivity, unpackSupport} from './history/packed-cells.ts';
import {isQuiet} from './history/work.ts';
import type {Joins} from './query/joins.ts';
import {normaliseName} from './query/names.ts';
import {
	type Category,
	categories,
	type DeploymentLevel,
	deploymentLevels,
	type MaintainerStatus,
	maintainerStatuses,
	type Recommendation,
	recommendations,
	type SupportState,
	supportStates,
} from './query/vocabulary.ts';
import {packReach, type ReachCell, unpackReach} from './reach/cells.ts';
import {machinesOf} from './reach/shipped.ts';
import type {Distribution, DriverRecord, GoneRecord} from './schema.ts';

/** What a list, a filter and a sort need of a driver, without its record. Null is unknown. */
export interface IndexRow {
	id: string;
	module: string;
	directory: string;
	subsystem: string;
	title: string | null;
	/** CONFIG symbol without `CONFIG_`. */
	symbol: string | null;
	recommendation: Recommendation;
	confidence: number | null;
	risk: number | null;
	category: Category;
	buses: readonly string[];
	status: MaintainerStatus | null;
	files: number | null;
	lines: number | null;
	commits: number | null;
	patches: number | null;
	cves: number | null;
	/**
	 * The history that its dossier has a chart of, and the newest counts in it: commits or patches a month, or lines of
	 * substance a release. None where nothing happened in what is known, so that there is no chart.
	 */
	activity: {kind: ActivityKind; recent: readonly (number | null)[]} | null;
	/** State in each RHEL release that has one. */
	rhel: readonly {release: string; state: SupportState}[] | null;
	replacement: string | null;
	/** The families of distributions that have it on, or off; null where none were surveyed. */
	reach: ReachCell | null;
	/** Machines in which one of its devices was seen; null where none is counted. */
	machines: number | null;
	/** Boards of the tree whose device trees name its compatibles; null where it has none. */
	boards: number | null;
	/** Null where the data set does not tell. */
	deployments: DeploymentLevel | null;
	/** MAINTAINERS names a section of its own, not just its parent directory's. */
	own: boolean;
	/** Two assessors recommend different things. */
	differs: boolean;
	removalPatch: boolean;
	/** An assessor other than the rules has spoken. */
	imported: boolean;
	/** Kept, quiet and among the riskiest: see fading.ts. */
	fading: boolean;
	/** Modalias patterns of the devices it claims; null where they are not known. Read when first asked for. */
	aliases: readonly string[] | null;
	/** What is asked across the drivers of its data set; absent where the row stands alone. */
	readonly joins?: Joins | undefined;
	/** Set where it is a driver that is gone: see gone/row.ts. */
	readonly gone?: GoneRecord | undefined;
	/** Where its record lies in drivers.ndjson, in bytes, without the newline. */
	offset: number;
	length: number;
	/** What words are looked for in: lower case, made when it is first asked for. */
	texts: SearchTexts;
}

/** The texts of a row that a search goes through, lower case; empty where there is none. */
export interface SearchTexts {
	/** With `-` as `_`. */
	module: string;
	symbol: string;
	path: string;
	title: string;
	/** The letters and digits of module and symbol, as `lettersOf` has them. */
	letters: number;
}

/** Which letters and digits a lower-case text holds, a bit each; digits share bits with each other by value mod 5. */
export function lettersOf(text: string): number {
	let letters = 0;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code >= 97 && code <= 122) letters |= 1 << (code - 97);
		else if (code >= 48 && code <= 57) letters |= 1 << (26 + ((code - 48) % 5));
	}
	return letters;
}

/** Names of the packed row's cells, written into the index so that others can read it. */
export const indexColumns = [
	'module',
	'directory',
	'title',
	'symbol',
	'recommendation',
	'confidence',
	'risk',
	'category',
	'buses',
	'status',
	'files',
	'lines',
	'commits',
	'patches',
	'cves',
	'activity',
	'rhel',
	'replacement',
	'flags',
	'offset',
	'length',
] as const;

/** Cells that follow where the record tells of its reach: data sets of before have none. */
export const reachColumns = ['reach', 'machines', 'deployments', 'boards'] as const;

/** A row as the index holds it: one JSON array a driver, in the order of `indexColumns`. */
export type PackedRow = [
	module: string,
	directory: string,
	title: string | null,
	symbol: string | null,
	recommendation: number,
	confidence: number | null,
	risk: number | null,
	category: number,
	buses: string,
	status: number | null,
	files: number | null,
	lines: number | null,
	commits: number | null,
	patches: number | null,
	cves: number | null,
	activity: string | null,
	rhel: string | null,
	replacement: string | null,
	flags: number,
	offset: number,
	length: number,
	...reach: [] | [reach: string | null, machines: number | null, deployments: number, boards?: number],
];

/** Bits of a packed row's flags; `fading` is told once all rows are known, see fading.ts. */
export const flag = {own: 1, differs: 2, removalPatch: 4, imported: 8, quiet: 16, fading: 32} as const;
/** Where in a packed row these cells stand. */
export const packedCells = {recommendation: 4, risk: 6, flags: 18} as const;

const rounded = (value: number | null) => (value === null ? null : Math.round(value * 10000) / 10000);

/** The index row of a record that lies at `offset` in drivers.ndjson; `distributions` are the manifest's. */
export function packRow(
	record: DriverRecord,
	offset: number,
	length: number,
	distributions?: readonly Distribution[],
): PackedRow {
	const {signals} = record;
	const verdict = effectiveAssessment(record);
	const flags =
		(signals.maintainers?.own ? flag.own : 0) |
		(assessorsDiffer(record) ? flag.differs : 0) |
		(signals.removalPatches?.some(({kind}) => kind === 'removal') ? flag.removalPatch : 0) |
		(record.assessments.some(({assessor}) => /^(?:person|dossier)$/.test(assessor)) ? flag.imported : 0) |
		(isQuiet(signals.releases) ? flag.quiet : 0);
	const status = signals.maintainers?.status ?? null;
	return [
		record.module,
		record.directory,
		record.title,
		record.kconfig?.symbol ?? null,
		recommendations.indexOf(verdict?.recommendation ?? 'unsure'),
		rounded(verdict?.confidence ?? null),
		rounded(removalRisk(record)),
		categories.indexOf(record.category),
		record.buses.join(' '),
		status === null ? null : maintainerStatuses.indexOf(status),
		signals.tree?.files ?? null,
		signals.tree?.sourceLines ?? null,
		commitsOf(record)?.value.total ?? null,
		signals.patches?.total ?? null,
		signals.cves?.length ?? null,
		packActivity(record),
		signals.support
			?.filter(({device}) => device === null)
			.map(({release, state}) => `${release}:${supportStates.indexOf(state)}`)
			.join(' ') ?? null,
		verdict?.replacement ?? null,
		flags,
		offset,
		length,
		...packReachCells(record, distributions),
	];
}

function packReachCells(
	record: DriverRecord,
	distributions: readonly Distribution[] | undefined,
): [] | [string | null, number | null, number, number?] {
	const {signals} = record;
	const {boards} = signals;
	if (signals.distributions === undefined && signals.population === undefined && !boards) return [];
	const deployments = effectiveAssessment(record)?.deployments ?? 'unknown';
	const cells: [string | null, number | null, number] = [
		packReach(record, distributions),
		machinesOf(signals.population),
		deploymentLevels.indexOf(deployments),
	];
	return boards ? [...cells, boards.boards] : cells;
}

/**
 * A row over its packed cells, read when they are asked for: a list of twelve thousand shows forty. Unpacking
 * all of them cost 50 ms of a start that is to take 60.
 */
class PackedIndexRow implements IndexRow {
	readonly #cells: PackedRow;
	readonly #readAliases: ReadAliases | undefined;
	readonly #families: readonly string[];
	readonly #joins: (() => Joins) | undefined;
	#texts: SearchTexts | undefined;

	constructor(
		cells: PackedRow,
		readAliases?: ReadAliases,
		families: readonly string[] = [],
		joins?: () => Joins,
	) {
		this.#cells = cells;
		this.#joins = joins;
		this.#readAliases = readAliases;
		this.#families = families;
	}

	get id() {
		return `${this.#cells[1]}/${this.#cells[0]}`;
	}
	get module() {
		return this.#cells[0];
	}
	get directory() {
		return this.#cells[1];
	}
	get subsystem() {
		return subsystemOf(this.#cells[1]);
	}
	get title() {
		return this.#cells[2];
	}
	get symbol() {
		return this.#cells[3];
	}
	get recommendation() {
		return recommendations[this.#cells[4]]!;
	}
	get confidence() {
		return this.#cells[5];
	}
	get risk() {
		return this.#cells[6];
	}
	get category() {
		return categories[this.#cells[7]]!;
	}
	get buses() {
		return this.#cells[8] === '' ? [] : this.#cells[8].split(' ');
	}
	get status() {
		const status = this.#cells[9];
		return status === null ? null : maintainerStatuses[status]!;
	}
	get files() {
		return this.#cells[10];
	}
	get lines() {
		return this.#cells[11];
	}
	get commits() {
		return this.#cells[12];
	}
	get patches() {
		return this.#cells[13];
	}
	get cves() {
		return this.#cells[14];
	}
	get activity() {
		return unpackActivity(this.#cells[15]);
	}
	get rhel() {
		const packed = this.#cells[16];
		return packed === null ? null : unpackSupport(packed);
	}
	get replacement() {
		return this.#cells[17];
	}
	get reach() {
		const packed = this.#cells[21];
		return packed ? unpackReach(packed, this.#families) : null;
	}
	get machines() {
		return this.#cells[22] ?? null;
	}
	get deployments() {
		const level = this.#cells[23];
		return level === undefined ? null : deploymentLevels[level]!;
	}
	get boards() {
		return this.#cells[24] ?? null;
	}
	get own() {
		return (this.#cells[18] & flag.own) !== 0;
	}
	get differs() {
		return (this.#cells[18] & flag.differs) !== 0;
	}
	get removalPatch() {
		return (this.#cells[18] & flag.removalPatch) !== 0;
	}
	get imported() {
		return (this.#cells[18] & flag.imported) !== 0;
	}
	get fading() {
		return (this.#cells[18] & flag.fading) !== 0;
	}
	get aliases() {
		return this.#readAliases?.(this) ?? null;
	}
	get joins() {
		return this.#joins?.();
	}
	get offset() {
		return this.#cells[19];
	}
	get length() {
		return this.#cells[20];
	}
	get texts() {
		if (this.#texts === undefined) {
			const module = normaliseName(this.module);
			const symbol = this.symbol?.toLowerCase() ?? '';
			this.#texts = {
				module,
				symbol,
				path: this.id.toLowerCase(),
				title: this.title?.toLowerCase() ?? '',
				letters: lettersOf(module) | lettersOf(symbol),
			};
		}
		return this.#texts;
	}
}

/** Reads the modalias patterns of a driver from its record; the index has no room for them. */
export type ReadAliases = (row: Pick<IndexRow, 'id' | 'offset' | 'length'>) => readonly string[] | null;

/** The row that `packRow` packed. Without `readAliases` it knows of no devices, without `families` of no distributions, without `joins` of no other drivers. */
export function unpackRow(
	packed: PackedRow,
	readAliases?: ReadAliases,
	families?: readonly string[],
	joins?: () => Joins,
): IndexRow {
	return new PackedIndexRow(packed, readAliases, families, joins);
}

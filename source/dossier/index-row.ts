import {type ActivityKind, monthlyActivity, recentMonths} from './activity.ts';
import {assessorsDiffer, commitsOf, effectiveAssessment, removalRisk} from './effective.ts';
import type {DriverRecord} from './schema.ts';
import {
	type Category,
	categories,
	type MaintainerStatus,
	maintainerStatuses,
	type Recommendation,
	recommendations,
	type SupportState,
	supportStates,
} from './vocabulary.ts';

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
	activity: {kind: ActivityKind; recent: readonly (number | null)[]} | null;
	/** State in each RHEL release that has one. */
	rhel: readonly {release: string; state: SupportState}[] | null;
	replacement: string | null;
	/** MAINTAINERS names a section of its own, not just its parent directory's. */
	own: boolean;
	/** Two assessors recommend different things. */
	differs: boolean;
	removalPatch: boolean;
	/** An assessor other than the rules has spoken. */
	imported: boolean;
	/** Where its record lies in drivers.ndjson, in bytes, without the newline. */
	offset: number;
	length: number;
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
];

const flag = {own: 1, differs: 2, removalPatch: 4, imported: 8} as const;

const rounded = (value: number | null) => (value === null ? null : Math.round(value * 10000) / 10000);

/** The index row of a record that lies at `offset` in drivers.ndjson. */
export function packRow(record: DriverRecord, offset: number, length: number): PackedRow {
	const {signals} = record;
	const verdict = effectiveAssessment(record);
	const flags =
		(signals.maintainers?.own ? flag.own : 0) |
		(assessorsDiffer(record) ? flag.differs : 0) |
		((signals.removalPatches?.length ?? 0) > 0 ? flag.removalPatch : 0) |
		(record.assessments.some(({assessor}) => assessor !== 'rules') ? flag.imported : 0);
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
		signals.support?.map(({release, state}) => `${release}:${supportStates.indexOf(state)}`).join(' ') ??
			null,
		verdict?.replacement ?? null,
		flags,
		offset,
		length,
	];
}

/** The row that `packRow` packed. */
export function unpackRow(packed: PackedRow): IndexRow {
	const directory = packed[1];
	const flags = packed[18];
	return {
		id: `${directory}/${packed[0]}`,
		module: packed[0],
		directory,
		subsystem: directory.split('/', 2)[1] ?? 'drivers',
		title: packed[2],
		symbol: packed[3],
		recommendation: recommendations[packed[4]]!,
		confidence: packed[5],
		risk: packed[6],
		category: categories[packed[7]]!,
		buses: packed[8] === '' ? [] : packed[8].split(' '),
		status: packed[9] === null ? null : maintainerStatuses[packed[9]]!,
		files: packed[10],
		lines: packed[11],
		commits: packed[12],
		patches: packed[13],
		cves: packed[14],
		activity: unpackActivity(packed[15]),
		rhel: packed[16] === null ? null : unpackSupport(packed[16]),
		replacement: packed[17],
		own: (flags & flag.own) !== 0,
		differs: (flags & flag.differs) !== 0,
		removalPatch: (flags & flag.removalPatch) !== 0,
		imported: (flags & flag.imported) !== 0,
		offset: packed[19],
		length: packed[20],
	};
}

const activityLetters: Readonly<Record<ActivityKind, string>> = {commits: 'c', patches: 'p', churn: 'r'};
const activityKinds = new Map(
	Object.entries(activityLetters).map(([kind, letter]) => [letter, kind as ActivityKind]),
);

/** A letter for the kind, then the counts, oldest first; an unknown one is empty: `p0,,3`. */
function packActivity(record: DriverRecord): string | null {
	const activity = monthlyActivity(record);
	const recent = recentMonths(activity);
	if (activity !== null && recent !== null) {
		return activityLetters[activity.kind] + recent.map(value => value ?? '').join(',');
	}
	const {churn} = record.signals;
	if (churn === null) return null;
	return (
		activityLetters.churn + churn.map(({linesAdded, linesRemoved}) => linesAdded + linesRemoved).join(',')
	);
}

function unpackActivity(packed: string | null): IndexRow['activity'] {
	if (packed === null) return null;
	const kind = activityKinds.get(packed.charAt(0));
	if (kind === undefined) return null;
	const recent = packed.length === 1 ? [] : packed.slice(1).split(',');
	return {kind, recent: recent.map(value => (value === '' ? null : Number(value)))};
}

function unpackSupport(packed: string): IndexRow['rhel'] {
	if (packed === '') return [];
	return packed.split(' ').map(pair => {
		const [release = '', state = '0'] = pair.split(':');
		return {release, state: supportStates[Number(state)]!};
	});
}

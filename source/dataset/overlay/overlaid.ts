import {keepFading} from '../../dossier/fading.ts';
import {type IndexRow, packRow, unpackRow} from '../../dossier/index-row.ts';
import {compareRows, defaultSort} from '../../dossier/query/sort.ts';
import {familiesOf} from '../../dossier/reach/cells.ts';
import type {Assessment, DirectoryRecord, DriverRecord, Platform} from '../../dossier/schema.ts';
import {announcedFor, optionIn, withStatements} from '../imports/announcement.ts';
import {type Imports, isAtOrBelow, withFigures, withFresh} from '../imports/import-dossiers.ts';
import type {Dataset} from '../reader.ts';

/** What models answered: shown beside, in no row, since it never counts. */
export interface ModelVerdicts {
	/** Of a path itself. */
	on(path: string): readonly Assessment[];
	/** Of a path and the directories above it, the nearest first. */
	below(path: string): readonly Assessment[];
}

const noModels: ModelVerdicts = {on: () => [], below: () => []};

/** A record with what models say at the end of its assessments. */
function beside<Kind extends DriverRecord | DirectoryRecord>(
	record: Kind,
	said: readonly Assessment[],
): Kind {
	return said.length === 0 ? record : {...record, assessments: [...record.assessments, ...said]};
}

/** A data set with a person's verdicts and announcements read over it. */
export interface OverlaidDataset extends Dataset {
	/** Other verdicts from now on. Rows and records that were handed out before are as they were. */
	overlay(verdicts: Imports): void;
}

/**
 * Reads verdicts over a data set, whose files stay as they are: records have them in the place that an import would give
 * them, rows say the verdict that counts then, and lists have them where it sorts them to. Without verdicts everything is
 * handed through. Announcements stand among the statements of the drivers and platforms that they are of, and change no
 * verdict.
 */
export function overlaid(
	dataset: Dataset,
	verdicts: Imports,
	models: ModelVerdicts = noModels,
): OverlaidDataset {
	let {assessments, figures, announced = []} = verdicts;
	let rows: IndexRow[] | undefined;
	const isTouched = (id: string) => assessments.some(({covers}) => isAtOrBelow(id, covers));
	const driversBelow = countsBelow(dataset);
	const fittingTo = (path: string, isDriver: boolean) =>
		assessments
			.filter(({covers}) => (isDriver ? isAtOrBelow(path, covers) : covers === path))
			.toSorted((a, b) => b.covers.length - a.covers.length)
			.map(one => ({
				...one,
				coversDrivers: isDriver && one.covers === path ? 1 : driversBelow(one.covers),
			}));
	const judgedDriver = (row: Pick<IndexRow, 'id' | 'offset' | 'length'>): DriverRecord => {
		const record = withAnnounced(dataset.driver(row));
		if (!isTouched(record.id)) return record;
		return {...record, assessments: withFresh(record.assessments, fittingTo(record.id, true))};
	};
	const platforms = new Map<string, Platform | null>();
	const platformOf = (option: string) => {
		let known = platforms.get(option);
		if (known === undefined) platforms.set(option, (known = dataset.platform(option)));
		return known;
	};
	const withAnnounced = (record: DriverRecord): DriverRecord => {
		const own = announced.length === 0 ? [] : announcedFor(record, announced, platformOf);
		return own.length === 0 ? record : {...record, signals: withStatements(record.signals, own)};
	};
	const announcedOfPlatform = (platform: Platform): Platform => {
		const own = announced.filter(({subject}) => optionIn(subject) === platform.option);
		return withStatements(platform, own);
	};
	const driver: typeof judgedDriver = row => {
		const record = judgedDriver(row);
		return beside(record, models.below(record.id));
	};
	const judged = (row: IndexRow): IndexRow => {
		if (!isTouched(row.id)) return row;
		const {distributions} = dataset.manifest;
		const packed = keepFading(packRow(judgedDriver(row), row.offset, row.length, distributions), row.fading);
		return unpackRow(
			packed,
			() => row.aliases,
			familiesOf(distributions),
			() => row.joins!,
		);
	};
	const all = () => {
		if (assessments.length === 0) return dataset.rows();
		rows ??= rearranged(dataset.rows(), isTouched, judged);
		return rows;
	};
	return {
		...dataset,
		overlay(fresh) {
			({assessments, figures, announced = []} = fresh);
			rows = undefined;
		},
		start() {
			const start = dataset.start();
			if (assessments.length === 0) return start;
			// Where a verdict sorts its driver to is known when all rows are.
			const whole = all();
			const libraries = whole.filter(isLibrary).length;
			return {
				head: {...start.head, drivers: whole.length - libraries, libraries},
				rows: whole.slice(0, start.rows.length),
			};
		},
		rows: all,
		rowsBySymbol: isWanted => dataset.rowsBySymbol(isWanted).map(judged),
		driver,
		platforms: () => dataset.platforms()?.map(announcedOfPlatform) ?? null,
		platform(option) {
			const found = platformOf(option);
			return found === null ? null : announcedOfPlatform(found);
		},
		directoryRecord(entry) {
			const record = dataset.directoryRecord(entry);
			const fitting = fittingTo(record.directory, false);
			const own = figures.filter(({covers}) => covers === record.directory);
			const said = models.on(record.directory);
			if (fitting.length + own.length === 0) return beside(record, said);
			const judged = {...withFigures(record, own), assessments: withFresh(record.assessments, fitting)};
			return beside(judged, said);
		},
		links: {...dataset.links, drivers: (kind, key) => dataset.links.drivers(kind, key)?.map(judged) ?? null},
		find(name) {
			const found = dataset.find(name);
			return {...found, drivers: found.drivers.map(judged)};
		},
	};
}

/** How many drivers lie at or below a path. A verdict on one driver needs no count, which reads the whole index. */
function countsBelow(dataset: Dataset): (covers: string) => number {
	const counts = new Map<string, number>();
	return covers => {
		let count = counts.get(covers);
		if (count === undefined) {
			count = dataset.rows().filter(({id}) => isAtOrBelow(id, covers)).length;
			counts.set(covers, count);
		}
		return count;
	};
}

const isLibrary = ({recommendation}: IndexRow) => recommendation === 'not-a-driver';

/** The order of the index: libraries last, else that of a fresh list. */
const compare = (a: IndexRow, b: IndexRow) =>
	Number(isLibrary(a)) - Number(isLibrary(b)) || compareRows(a, b, defaultSort);

/** Rows with the touched ones judged anew and put where they then belong: the others keep their order, unsorted. */
function rearranged(
	rows: readonly IndexRow[],
	isTouched: (id: string) => boolean,
	judged: (row: IndexRow) => IndexRow,
): IndexRow[] {
	const kept = rows.filter(({id}) => !isTouched(id));
	const touched = rows
		.filter(({id}) => isTouched(id))
		.map(judged)
		.sort(compare);
	const result: IndexRow[] = [];
	let next = 0;
	for (const row of kept) {
		while (next < touched.length && compare(touched[next]!, row) < 0) result.push(touched[next++]!);
		result.push(row);
	}
	return [...result, ...touched.slice(next)];
}

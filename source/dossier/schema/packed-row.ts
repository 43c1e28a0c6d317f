/** What a cell of the index may hold, by hand: a list of twelve thousand rows waits for it. */
import {indexColumns, type PackedRow, reachColumns} from '../index-row.ts';
import {
	categories,
	deploymentLevels,
	maintainerStatuses,
	recommendations,
	supportStates,
} from '../query/vocabulary.ts';

type Cell = (value: unknown) => boolean;

const isText: Cell = value => typeof value === 'string';
const isCount: Cell = value => Number.isSafeInteger(value) && (value as number) >= 0;
const isShare: Cell = value => typeof value === 'number' && value >= 0 && value <= 1;
const isOf =
	(list: readonly unknown[]): Cell =>
	value =>
		isCount(value) && (value as number) < list.length;
const isForm =
	(form: RegExp): Cell =>
	value =>
		typeof value === 'string' && form.test(value);
const orNull =
	(cell: Cell): Cell =>
	value =>
		value === null || cell(value);

const support = new RegExp(`^(?:[^ :]+:[0-${supportStates.length - 1}](?: |$))*$`);

const cells: Readonly<Record<(typeof indexColumns)[number] | (typeof reachColumns)[number], Cell>> = {
	module: isText,
	directory: isText,
	title: orNull(isText),
	symbol: orNull(isText),
	recommendation: isOf(recommendations),
	confidence: orNull(isShare),
	risk: orNull(isShare),
	category: isOf(categories),
	buses: isText,
	status: orNull(isOf(maintainerStatuses)),
	files: orNull(isCount),
	lines: orNull(isCount),
	commits: orNull(isCount),
	patches: orNull(isCount),
	cves: orNull(isCount),
	activity: orNull(isForm(/^[cpr](?:\d*(?:,\d*)*)$/)),
	rhel: orNull(isForm(support)),
	replacement: orNull(isText),
	flags: isCount,
	offset: isCount,
	length: isCount,
	reach: orNull(isForm(/^[\da-f]*\/[\da-f]*$/)),
	machines: orNull(isCount),
	deployments: isOf(deploymentLevels),
	boards: isCount,
};
const columns = [...indexColumns, ...reachColumns];
const byPlace = columns.map(name => cells[name]);

/** What is wrong with a row of the index, in words; null where nothing is. */
export function misfitOfRow(row: unknown): string | null {
	if (!Array.isArray(row)) return 'a row is no list';
	const {length} = row satisfies unknown[] as PackedRow;
	if (length < indexColumns.length || length > byPlace.length) return `a row has ${length} cells`;
	for (let place = 0; place < length; place++) {
		if (!byPlace[place]!(row[place])) return `${columns[place]} of a row is none`;
	}
	return null;
}

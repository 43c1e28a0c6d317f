/** The rules on boards: whether a device tree of the kernel's names what a driver binds to. */
import {isBoundByBoards, isFoundByItself} from '../../dossier/reach/boards.ts';
import type {Boards} from '../../dossier/schema.ts';
import {counted} from '../../text/numbers.ts';
import {type Evidence, inTree, type Observation, signOf} from '../evidence.ts';
import type {Row, Rule} from './rule.ts';

/** Buses of what sits in a chip: its device stands in the chip's device tree, or nowhere. What hangs on i2c or spi is on boards that no tree knows. */
const chipBuses: ReadonlySet<string> = new Set(['of', 'platform', 'amba']);

/** Boards from which on a driver is of a family that lives. */
const manyBoards = 4;

/** A driver for a part of a chip: nothing but a device tree leads to it. */
function isOfChip({record}: Evidence): boolean {
	const {buses} = record;
	if (!buses.every(bus => chipBuses.has(bus)) || !isBoundByBoards(record)) return false;
	// Names of nodes, which firmware gives, stand in no device tree of the kernel's; what has no maker is no part of a chip.
	return buses.length > 0 && (record.aliases ?? []).some(pattern => /^of:.*C[^*]*,/.test(pattern));
}

/** A rule on how many boards have a device of it; silent where no compatible of it is known. */
function onBoards(
	row: Omit<Row, 'group'>,
	look: (evidence: Evidence, boards: Boards) => string | null,
): Rule {
	return {
		...row,
		group: 'boards',
		look(evidence): Observation | null {
			const sign = signOf(evidence, 'device-tree');
			const {boards} = evidence.record.signals;
			if (boards == null || sign === undefined || isFoundByItself(evidence.record)) return null;
			const text = look(evidence, boards);
			return text === null ? null : {text, source: inTree(sign.at, 'device-tree table')};
		},
	};
}

const have = (count: number, one: string) =>
	`${counted(count, one)} of the kernel's own device trees ${count === 1 ? 'has' : 'have'} its device`;

/** The rules on boards; silent of what binds by other means than a device tree. */
export const boardRules: readonly Rule[] = [
	onBoards(
		{
			name: 'on-boards',
			speaksFor: 'staying',
			about: `${manyBoards} boards or more of the kernel's own device trees have its device`,
		},
		(_, {boards}) => (boards >= manyBoards ? have(boards, 'board') : null),
	),
	onBoards(
		{
			name: 'on-few-boards',
			speaksFor: 'removal',
			about: `a driver for a part of a chip that ${manyBoards - 1} boards of the kernel's own device trees have at most, or overlays alone`,
		},
		(evidence, {boards, overlays}) => {
			if (boards >= manyBoards || boards + overlays === 0 || !isOfChip(evidence)) return null;
			return boards > 0 ? have(boards, 'board') : have(overlays, 'overlay');
		},
	),
	onBoards(
		{
			name: 'on-no-board',
			speaksFor: 'removal',
			about: "a driver for a part of a chip that no board of the kernel's own device trees has",
		},
		(evidence, {boards, overlays}) =>
			boards + overlays > 0 || !isOfChip(evidence)
				? null
				: "no board of the kernel's own device trees has its device",
	),
];

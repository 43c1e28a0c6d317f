/** The rules on boards: whether a device tree of the kernel's names what a driver binds to. */
import {isBoundByBoards} from '../../dossier/reach/boards.ts';
import {counted} from '../../text/numbers.ts';
import {type Evidence, inTree, type Observation, signOf} from '../evidence.ts';
import type {Rule} from './rule.ts';

/** Buses of what sits in a chip: its device stands in the chip's device tree, or nowhere. What hangs on i2c or spi is on boards that no tree knows. */
const chipBuses: ReadonlySet<string> = new Set(['platform', 'amba']);

/** Boards of a driver for a part of a chip; null of any other, and where no device tree was read. */
function boardsOf({record}: Evidence): number | null {
	const {boards} = record.signals;
	if (boards == null || !isBoundByBoards(record)) return null;
	if (record.buses.length === 0 || !record.buses.every(bus => chipBuses.has(bus))) return null;
	return boards.boards + boards.overlays;
}

function atTable(evidence: Evidence, text: string, claim: string): Observation | null {
	const sign = signOf(evidence, 'device-tree');
	return sign === undefined ? null : {text, source: inTree(sign.at, claim)};
}

/** Silent of what binds by other means than a device tree. */
export const boardRules: readonly Rule[] = [
	{
		name: 'on-boards',
		speaksFor: 'staying',
		group: 'boards',
		about: 'a driver for a part of a chip, and a device tree of the kernel names one of its compatibles',
		look(evidence) {
			const boards = boardsOf(evidence) ?? 0;
			if (boards === 0) return null;
			return atTable(
				evidence,
				`${counted(boards, 'device tree')} of the kernel ${boards === 1 ? 'names' : 'name'} its device`,
				'device-tree table',
			);
		},
	},
	{
		name: 'on-no-board',
		speaksFor: 'removal',
		group: 'boards',
		about: 'a driver for a part of a chip, and no device tree of the kernel names any of its compatibles',
		look(evidence) {
			if (boardsOf(evidence) !== 0) return null;
			return atTable(evidence, 'no device tree of the kernel names its device', 'device-tree table');
		},
	},
];

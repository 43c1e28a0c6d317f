/** The rules on boards: whether a device tree of the kernel's names what a driver binds to. */
import {isBoundByBoards} from '../../dossier/reach/boards.ts';
import type {Boards} from '../../dossier/schema.ts';
import {counted} from '../../text/numbers.ts';
import {type Evidence, inTree, type Observation, signOf} from '../evidence.ts';
import type {Rule} from './rule.ts';

/** Buses of what sits in a chip: its device stands in the chip's device tree, or nowhere. What hangs on i2c or spi is on boards that no tree knows. */
const chipBuses: ReadonlySet<string> = new Set(['platform', 'amba']);

/** Boards and overlays of a driver for a part of a chip; null of any other, and where no device tree was read. */
function boardsOf({record}: Evidence): Boards | null {
	const {boards} = record.signals;
	if (boards == null || !isBoundByBoards(record)) return null;
	const isOfChip = record.buses.length > 0 && record.buses.every(bus => chipBuses.has(bus));
	return isOfChip ? boards : null;
}

function atTable(evidence: Evidence, text: string): Observation | null {
	const sign = signOf(evidence, 'device-tree');
	return sign === undefined ? null : {text, source: inTree(sign.at, 'device-tree table')};
}

/** Silent of what binds by other means than a device tree. */
export const boardRules: readonly Rule[] = [
	{
		name: 'on-boards',
		speaksFor: 'staying',
		group: 'boards',
		about:
			'a driver for a part of a chip, and boards of the device trees in the kernel name one of its compatibles',
		look(evidence) {
			const seen = boardsOf(evidence);
			if (seen === null || seen.boards + seen.overlays === 0) return null;
			const {boards, overlays} = seen;
			const what = boards > 0 ? counted(boards, 'board') : counted(overlays, 'overlay');
			return atTable(
				evidence,
				`${what} of the kernel's own device trees ${(boards || overlays) === 1 ? 'has' : 'have'} its device`,
			);
		},
	},
	{
		name: 'on-no-board',
		speaksFor: 'removal',
		group: 'boards',
		about:
			'a driver for a part of a chip, and no board of the device trees in the kernel names any of its compatibles',
		look(evidence) {
			const seen = boardsOf(evidence);
			if (seen === null || seen.boards + seen.overlays > 0) return null;
			return atTable(evidence, "no board of the kernel's own device trees has its device");
		},
	},
];

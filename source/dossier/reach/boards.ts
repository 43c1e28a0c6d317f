/** The boards whose device trees name a driver's compatibles, in words. */
import {grouped} from '../../text/numbers.ts';
import type {Boards, DriverRecord} from '../schema.ts';

/** So many families are named in a sentence. */
const mostNamed = 3;

/** Buses whose devices a device tree alone describes, as far as a driver's patterns tell. */
const describedOnly = /^(?:of|platform):/;

/** Whether nothing but a device tree leads to the driver: every device that it claims is described by compatibles or a platform's name. */
export function isBoundByBoards({aliases}: Pick<DriverRecord, 'aliases'>): boolean {
	return aliases !== null && aliases.length > 0 && aliases.every(one => describedOnly.test(one));
}

/** Whether a bus finds the devices by numbers that stand in them: of AMBA's, device trees need not name what drives them. */
export function isFoundByItself({buses}: Pick<DriverRecord, 'buses'>): boolean {
	return buses.includes('amba');
}

/** Whether a driver says that its device is made up: no board has it. */
export function isMadeUp({title}: Pick<DriverRecord, 'title'>): boolean {
	return /\b(?:dummy|fake|mock\w*|simulat\w+)\b/i.test(title ?? '');
}

/** `3 boards of the tree have such a device, all arm/nxp/lpc`; null where nothing is to be told: no compatibles, or other ways to it. */
export function boardsClause(
	record: Pick<DriverRecord, 'aliases' | 'buses' | 'signals' | 'title'>,
): string | null {
	const {boards} = record.signals;
	if (!boards || isFoundByItself(record) || isMadeUp(record)) return null;
	if (boards.boards === 0) {
		if (boards.overlays > 0) {
			return `${grouped(boards.overlays)} ${boards.overlays === 1 ? 'overlay' : 'overlays'} of the tree, and none of its boards, ${boards.overlays === 1 ? 'names' : 'name'} its compatibles`;
		}
		return isBoundByBoards(record) ? 'no board in the tree names its compatibles' : null;
	}
	return boards.boards === 1
		? `one board of the tree has such a device, of ${boards.families[0]!.family}`
		: `${grouped(boards.boards)} boards of the tree have such a device, ${familiesWords(boards)}`;
}

/** `all arm/nxp/lpc`, `126 arm64/rockchip, 18 arm/ti/omap and 11 in 4 other families`. */
function familiesWords({boards, families, moreFamilies}: Boards): string {
	if (families.length === 1) return `all ${families[0]!.family}`;
	const shown = families.length + moreFamilies === mostNamed + 1 ? mostNamed + 1 : mostNamed;
	const named = families.slice(0, shown).filter(one => one !== undefined);
	const rest = families.length + moreFamilies - named.length;
	const others = named.reduce((left, family) => left - family.boards, boards);
	const parts = named.map(one => `${grouped(one.boards)} ${one.family}`);
	if (rest > 0) parts.push(`${grouped(others)} in ${rest} other ${rest === 1 ? 'family' : 'families'}`);
	return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** All that is known, with where it stands: `4 of the tree, all arm/nxp/lpc (arch/arm/boot/dts/nxp/lpc)`; null of drivers without compatibles. */
export function boardsWords({signals}: DriverRecord, separator: string): string | null {
	const {boards} = signals;
	if (!boards) return null;
	const outside = 'boards outside the tree are not seen';
	const parts =
		boards.boards === 0
			? ['none in the tree names its compatibles', outside]
			: [
					boards.boards === 1
						? `one of the tree, of ${boards.families[0]!.family}`
						: `${grouped(boards.boards)} of the tree, ${familiesWords(boards)}`,
				];
	if (boards.overlays > 0)
		parts.push(`${grouped(boards.overlays)} ${boards.overlays === 1 ? 'overlay' : 'overlays'}`);
	const [first] = boards.families;
	if (first !== undefined) parts.push(`see ${folderOf(first.family)}`);
	return parts.join(separator);
}

/** The folder of a family: `arch/arm/boot/dts/nxp/lpc` of `arm/nxp/lpc`. */
function folderOf(family: string): string {
	const [architecture, ...rest] = family.split('/');
	return ['arch', architecture, 'boot/dts', ...rest].join('/');
}

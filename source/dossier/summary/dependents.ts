/** Who depends on a driver, and how it comes to be loaded, in words. */
import {grouped} from '../../text/numbers.ts';
import type {LoadingWay} from '../query/vocabulary.ts';
import type {DriverRecord} from '../schema.ts';

/** Modules that depend on a driver in one way: the first of them by name, and how many there are. */
export interface Depending {
	modules: string[];
	total: number;
}

/**
 * Who depends on a driver, by how: they use its symbols, name it in a softdep line, their option selects its own, or they
 * drive devices of the bus that it is named after.
 */
export type Dependents = Record<'symbol' | 'softdep' | 'select' | 'bus', Depending>;

/** So many that it needs are named. */
const most = 8;

const ways: Readonly<Record<LoadingWay, string>> = {
	device: 'for a device of its tables',
	'line-discipline': 'for a line discipline of a terminal',
	protocol: 'for a network protocol',
	'file-system': 'for a file system',
	'char-device': "for a character device's number",
	dependency: 'because another module needs it',
	'built-in': 'with the kernel: it can only be built in',
	name: 'by its name only: somebody or something asks for it',
};

/** A line of words under a heading. */
export interface Told {
	label: string;
	text: string;
}

/** How a driver comes to be loaded, what it needs and who depends on it; what is not known or nobody is left out. */
export function dependenceInWords(
	{loads, needs}: Pick<DriverRecord, 'loads' | 'needs'>,
	dependents: Dependents | null,
): Told[] {
	const told: Told[] = [];
	const add = (label: string, {modules, total}: Depending) => {
		const rest = total - modules.length;
		const named = rest > 0 ? [...modules, `and ${grouped(rest)} more`] : modules;
		if (total > 0) told.push({label, text: named.join(', ')});
	};
	if (loads !== null) told.push({label: 'loaded', text: ways[loads]});
	const needed = [...new Set(needs.map(({driver}) => driver.slice(driver.lastIndexOf('/') + 1)))];
	add('needs', {modules: needed.length > most + 1 ? needed.slice(0, most) : needed, total: needed.length});
	if (dependents === null) return told;
	const {symbol, softdep, select, bus} = dependents;
	add('on its bus', bus);
	add('used by', symbol);
	add('loaded before', softdep);
	add('selected by', select);
	return told;
}

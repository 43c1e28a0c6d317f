/** What is said of inputs beside the table: what they were taken for, devices without a driver, firmware that is missing. */
import {fateInWords} from '../../../dossier/gone/words.ts';
import type {Undriven} from '../../../machine/undriven.ts';
import {fittedTable} from '../../../text/fitted-table.ts';
import {counted, grouped} from '../../../text/numbers.ts';
import {type Context, themeOf} from '../context.ts';
import type {AgedRow} from '../devices/device-ages.ts';
import {textCell} from '../risk-output.ts';
import type {Machine} from './machines.ts';

/** So many inputs are told one by one; of more only how many of each kind there were. */
const mostTold = 8;
/** Rows of a section; the rest is counted. */
const mostRows = 40;

/** What each input was taken for, and how much of it was not read. */
export function takenLines(machines: readonly Machine[]): string[] {
	const read = machines.filter(({facts}) => facts.input);
	if (read.length > mostTold) {
		const kinds = new Map<string, number>();
		let unread = 0;
		for (const {facts} of read) {
			for (const kind of facts.input!.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
			unread += facts.input!.unread;
		}
		const list = [...kinds].map(([kind, count]) => `${kind} (${grouped(count)})`).join(', ');
		return [`${counted(read.length, 'input')} taken for ${list}${unreadText(unread)}`];
	}
	return read.map(
		({name, facts}) => `${name}: taken for ${listed(facts.input!.kinds)}${unreadText(facts.input!.unread)}`,
	);
}

const unreadText = (unread: number) => (unread === 0 ? '' : `; ${counted(unread, 'line')} not read`);

function listed(kinds: readonly string[]): string {
	return kinds.length < 2 ? kinds.join('') : `${kinds.slice(0, -1).join(', ')} and ${kinds.at(-1)}`;
}

/** Nodes of device trees whose driver asks the device for its id: the tree says where it is, not what it is. */
const heldIds: readonly {shape: RegExp; what: string}[] = [
	{shape: /\barm,primecell\b/, what: 'on the AMBA bus'},
	{shape: /\bethernet-phy-(?:ieee802|id)/, what: 'an Ethernet PHY'},
	{shape: /^sdw[0-9a-f]{8}/, what: 'on SoundWire'},
];

/** Who claims a device, in words: `r8169; by its class: ahci`. */
export function claimantsText({claimants, gone, id, bus, address}: Undriven, treeVersion: string): string {
	const namesOf = (isClass: boolean) =>
		claimants
			.filter(({by}) => by.startsWith('class') === isClass)
			.map(({row}) => row.module)
			.join(', ');
	const [named, byClass] = [namesOf(false), namesOf(true)];
	const parts = [
		named,
		...gone.map(record => `${record.fate === null ? '' : 'was '}${record.module}, ${fateInWords(record)}`),
		byClass === '' ? '' : `by its class: ${byClass}`,
	].filter(part => part !== '');
	if (parts.length > 0) return parts.join('; ');
	const byId = id === null || bus !== 'of' ? undefined : heldIds.find(({shape}) => shape.test(id));
	if (byId !== undefined) return `${byId.what}: its driver is found by the id that the device itself holds`;
	if (id !== null) return `no driver of Linux ${treeVersion} names it`;
	const place = /^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/.test(address)
		? ` -s ${address.replace(/^0000:/, '')}`
		: '';
	return `its id is not told: ${bus === 'usb' ? 'lsusb' : `lspci -nn${place}`} prints it`;
}

/** The devices without a driver, with who claims them, as a table below the table. */
export function undrivenLines(
	context: Context,
	undriven: readonly Undriven[],
	treeVersion: string,
): string[] {
	if (undriven.length === 0) return [];
	const theme = themeOf(context);
	const different = new Map(
		undriven.map(one => [`${one.id} ${one.name} ${one.id === null ? one.address : ''}`, one]),
	);
	const shown = [...different.values()].slice(0, mostRows);
	const isTree = undriven.every(({bus}) => bus === 'of');
	return [
		'',
		theme.paint(
			'heading',
			isTree
				? 'Nodes of the device tree without a driver'
				: 'Devices that no driver is told of, and who claims them',
		),
		...fittedTable(
			theme,
			[
				{heading: 'device', priority: 0, least: 20, comfort: 44},
				{heading: 'claimed by', priority: 0, least: 24, comfort: 60},
			],
			shown.map(one => [textCell(theme, deviceName(one)), textCell(theme, claimantsText(one, treeVersion))]),
			context.terminal.output ? context.columns : null,
		),
		...more(
			theme.paint(
				'quiet',
				'Such a node may yet be served: by arch/, by the driver of the node around it, or as a part of another.',
			),
			isTree,
		),
		...more(
			theme.paint(
				'quiet',
				`and ${grouped(different.size - shown.length)} more: --format ndjson has them all`,
			),
			different.size > shown.length,
		),
	];
}

const more = (line: string, isMore: boolean) => (isMore ? [line] : []);

function deviceName({id, name, bus, address, isUnclaimed}: Undriven): string {
	const words = [id, name].filter(part => part !== null).join(' ') || `${bus} ${address}`;
	return isUnclaimed ? `${words}, UNCLAIMED` : words;
}

/** What is asked of a driver that an input does no more than name. */
export interface Named {
	/** Whether a machine has what it drives: null where nothing tells. */
	isThere(row: AgedRow): boolean | null;
	/** The first release that had it, and its month, in words; null where that is not known. */
	since(row: AgedRow): string | null;
}

/**
 * What a warning says of a driver, with the hardware that it is for. How old that is nobody writes down; since when the
 * kernel drives it tells as much: cards of before that, or of soon after.
 */
export function noteText(row: AgedRow, named: Named): string {
	const there = named.isThere(row);
	const hardware = row.row?.title ?? null;
	const since = hardware === null ? null : named.since(row);
	const needed =
		there === true
			? 'this machine has it'
			: there === false
				? 'needed only with such a device, which this machine has not'
				: 'needed only with such a device';
	return [
		...row.notes,
		...(hardware === null ? [] : [`for: ${hardware}${since === null ? '' : `, driven since ${since}`}`]),
		...(row.standing === 'judged' ? [needed] : []),
	].join('; ');
}

/** What the inputs say of drivers beside that they are there: firmware that is missing, modules that were not found. */
export function noteLines(
	context: Context,
	rows: readonly AgedRow[],
	machines: readonly Machine[],
	named: Named,
): string[] {
	const theme = themeOf(context);
	const noted = [
		...new Map(
			rows.filter(({notes}) => notes.length > 0).map(row => [`${row.driver} ${row.notes.join()}`, row]),
		).values(),
	];
	const symbols = [...new Set(machines.flatMap(({facts}) => facts.input?.symbols ?? []))];
	if (noted.length === 0 && symbols.length === 0) return [];
	const cells = [
		...noted
			.slice(0, mostRows)
			.map(row => [textCell(theme, row.driver), textCell(theme, noteText(row, named))]),
		...symbols
			.slice(0, mostRows)
			.map(symbol => [textCell(theme, symbol.replace(/ \(.*/, '')), textCell(theme, symbolText(symbol))]),
	];
	return [
		'',
		theme.paint('heading', 'What the input says of them'),
		...fittedTable(
			theme,
			[
				{heading: 'driver', priority: 0, least: 14},
				{heading: 'said', priority: 0, least: 24},
			],
			cells,
			context.terminal.output ? context.columns : null,
		),
	];
}

/** `drm_privacy_screen_register (drivers/platform)`: what mkinitcpio sought in modules, and below which directory. */
function symbolText(symbol: string): string {
	const place = / \(([\s\S]*)\)$/.exec(symbol)?.[1];
	return `a symbol: no module${place === undefined ? '' : ` below ${place}`} has it; what uses or exports it there is built in, or was not built. No driver is missing by that alone`;
}

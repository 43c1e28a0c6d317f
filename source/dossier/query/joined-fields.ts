/** Fields that ask across drivers: what several of them share, in tables that lie beside the index. */

import {deviceTreeParts, literalLength} from '../devices/modalias.ts';
import type {IndexRow} from '../index-row.ts';
import type {GoneRecord} from '../schema.ts';
import type {JoinColumn, Joins} from './joins.ts';
import {bareSymbol, normaliseName} from './names.ts';
import {joinPath} from './paths.ts';
import {choice, globExpression, type QueryField} from './query-field.ts';
import {readReleases} from './releases.ts';
import {supportStates} from './vocabulary.ts';

/** What a value of a field asks of the values that a driver has; a string is a complaint. */
type Reader = (text: string) => ((value: string) => boolean) | string;

/** What a field is called, and how its values are completed. */
type About = Pick<QueryField, 'name' | 'example' | 'about'> & Partial<QueryField>;

/** Finds the drivers of a data set that something holds of, by the offsets of their records. */
type Finder = (joins: Joins) => ReadonlySet<number>;

/** A field over a column. `gone` is what it looks at of a driver that is gone, where its record tells. */
function joined(
	about: About & {name: JoinColumn},
	readValue: Reader,
	gone: (record: GoneRecord) => readonly string[] = () => [],
): QueryField {
	const {name} = about;
	return {
		valuesOf: joins => joins.values(name),
		...about,
		read: remembered(text => {
			const holds = text === '' ? wantsValue(about) : readValue(text);
			if (typeof holds === 'string') return holds;
			return testOf(
				joins => joins.match(name, holds),
				record => gone(record).some(holds),
			);
		}),
	};
}

/** The last value's test again, while the rest of the query is typed. */
function remembered(read: (text: string) => Test | string): (text: string) => Test | string {
	let last: {text: string; result: Test | string} | undefined;
	return text => {
		if (last?.text !== text) last = {text, result: read(text)};
		return last.result;
	};
}

type Test = (row: IndexRow) => boolean;

const wantsValue = ({name, example}: About) => `${name}: wants a value, such as ${example}`;

/** The test of rows: the drivers that it holds of are looked up once in each data set. */
function testOf(find: Finder, ofGone: (record: GoneRecord) => boolean): (row: IndexRow) => boolean {
	let asked: Joins | undefined;
	let found: ReadonlySet<number> = new Set();
	return row => {
		if (row.gone !== undefined) return ofGone(row.gone);
		const {joins} = row;
		if (joins === undefined) return false;
		if (joins !== asked) {
			asked = joins;
			found = find(joins);
		}
		return found.has(row.offset);
	};
}

const never = () => false;

/** A field over the keys of devices, of some kinds. `keysOf` says which keys a value asks for, as patterns; a string is a complaint. */
function overDevices(
	about: About,
	keysOf: (text: string) => readonly string[] | string,
	isWhole: (key: string) => boolean = () => true,
): QueryField {
	return {
		...about,
		read: remembered(text => {
			const keys = text === '' ? wantsValue(about) : keysOf(text);
			if (typeof keys === 'string') return keys;
			const expressions = keys.map(globExpression);
			const holds = (key: string) => isWhole(key) && expressions.some(expression => expression.test(key));
			const beginnings = keys.map(key => key.slice(0, literalLength(key)));
			return testOf(
				joins => joins.matchDevices(beginnings, holds),
				record => keysOfGone(record).some(holds),
			);
		}),
	};
}

/** Lower case; blanks and dashes alike, as a query has no blanks outside quotes. */
const titled = (text: string) => text.toLowerCase().replaceAll(/[\s-]+/g, '-');

/** A value that is looked for anywhere in a text, or by `*` and `?` in the whole of it. */
function within(form: (text: string) => string): Reader {
	return text => {
		const wanted = form(text);
		if (!/[*?]/.test(wanted)) return value => form(value).includes(wanted);
		const expression = globExpression(wanted);
		return value => expression.test(form(value));
	};
}

/** A value that is meant whole, `*` for any letters and `?` for one. */
function whole(form: (text: string) => string, ofValue: (value: string) => string = form): Reader {
	return text => {
		const expression = globExpression(form(text));
		return value => expression.test(ofValue(value));
	};
}

const lower = (text: string) => text.toLowerCase();
const underscored = (text: string) => text.toLowerCase().replaceAll('-', '_');

/** `netdev`, `netdev@vger.kernel.org`: a list by its name, or with its host. */
const readList: Reader = text =>
	text.includes('@')
		? whole(lower)(text)
		: whole(lower, value => lower(value.slice(0, value.indexOf('@'))))(text);

/** `8086:*`, `pci:8086:15*`: vendor and device of a bus, digits or patterns. */
function keysOfId(text: string): string[] | string {
	const [, bus, vendor, device] =
		/^(?:(pci|usb):)?(?:0x)?([0-9a-f*?]{1,8}):(?:0x)?([0-9a-f*?]{1,8})$/i.exec(text) ?? [];
	if (vendor === undefined) {
		return `id: wants a vendor and a device, such as 8086:* or usb:0bda:8153, not "${text}"`;
	}
	return (bus === undefined ? ['pci', 'usb'] : [bus]).map(one => lower(`${one}:${vendor}:${device}`));
}

/** `2024-53104` too. */
const readCve: Reader = text => whole(lower)(/^cve-/i.test(text) ? text : `cve-${text}`);

/** A module by its name, or a path of the tree. */
const readLoads: Reader = text =>
	text.includes('/')
		? whole(underscored)(text)
		: whole(normaliseName, value => normaliseName(value.slice(value.lastIndexOf('/') + 1)))(text);

/** The keys of a dead driver's patterns, as far as ids and compatible strings go. */
function keysOfGone({ids}: GoneRecord): string[] {
	return (ids ?? []).flatMap(pattern => {
		const [, bus, vendor, device] =
			/^(pci|usb):v(?:0000)?([0-9a-f]{4})[dp](?:0000)?([0-9a-f]{4})/i.exec(pattern) ?? [];
		if (vendor !== undefined) return [lower(`${bus}:${vendor}:${device}`)];
		const compatible = /^[^*]+/.exec(deviceTreeParts(pattern)?.compatible ?? '')?.[0];
		return compatible === undefined ? [] : [`of:${underscored(compatible)}`];
	});
}

/** A source by its name, or by its path or the end of it. */
const fileField: QueryField = {
	name: 'file',
	example: 'file:ich8lan.c',
	about: 'one of its own sources: a name, or the end of a path; * for any letters',
	valuesOf: joins => joins.values('file').map(file => file.slice(file.lastIndexOf('/') + 1)),
	wantsLibraries: () => true,
	read(text) {
		if (text === '') return `file: wants a value, such as ${fileField.example}`;
		const base = text.slice(text.lastIndexOf('/') + 1);
		// Relative to the driver's directory it may have folders of its own.
		const ofBase = whole(lower, value => lower(value.slice(value.lastIndexOf('/') + 1)))(base);
		if (typeof ofBase === 'string') return ofBase;
		const hasBase = testOf(joins => joins.match('file', ofBase), never);
		if (base === text) return hasBase;
		const expression = globExpression(`*/${lower(text.replace(/^\/+/, ''))}`);
		return row =>
			hasBase(row) &&
			row.joins!.of('file', row).some(file => expression.test(`/${lower(joinPath(row.directory, file))}`));
	},
};

/** Whole classes of devices lie under stars: an id alone tells no class. */
function isSingle(key: string): boolean {
	return !key.includes('*');
}

/** Every field that asks across drivers, in the order in which the help lists them. */
export const joinedFields: readonly QueryField[] = [
	joined(
		{
			name: 'depends',
			example: 'depends:ARCH_LPC18XX',
			about: "what its option can't do without, through menus and chains, compile tests aside",
		},
		whole(text => lower(bareSymbol(text))),
	),
	joined(
		{
			name: 'loads',
			example: 'loads:firewire-core',
			about: 'module that is loaded with it, through others too',
			valuesOf: joins => joins.values('loads').map(id => id.slice(id.lastIndexOf('/') + 1)),
		},
		readLoads,
	),
	overDevices(
		{
			name: 'id',
			example: 'id:8086:*',
			about: 'claims such a PCI or USB device: VENDOR:DEVICE, * for any letters',
			valuesOf: joins =>
				['pci:', 'usb:'].flatMap(bus =>
					joins
						.deviceKeys(bus)
						.filter(isSingle)
						.flatMap(key => [key, key.slice(bus.length)]),
				),
		},
		keysOfId,
		isSingle,
	),
	overDevices(
		{
			name: 'compatible',
			example: 'compatible:nxp,lpc1850-*',
			about: 'claims such a compatible string of device trees; - and _ alike',
			// Commas are part of it.
			between: /(?!)/,
			valuesOf: joins => joins.deviceKeys('of:').map(key => key.slice('of:'.length)),
		},
		text => [`of:${underscored(text.replace(/^of:/i, ''))}`],
	),
	joined(
		{
			name: 'section',
			example: 'section:LPC18XX',
			about: 'words of its section of MAINTAINERS, in quotes or with - for blanks',
			valuesOf: joins => joins.values('section').map(titled),
		},
		within(titled),
		({section}) => (section === null ? [] : [section]),
	),
	joined(
		{name: 'list', example: 'list:linux-rdma', about: 'mailing list that MAINTAINERS names for it'},
		readList,
	),
	joined(
		{
			name: 'cve',
			example: 'cve:CVE-2024-53104',
			about: 'kernel CVE record that names a source of it, * for any letters',
			wantsLibraries: () => true,
		},
		readCve,
	),
	fileField,
	joined(
		{
			name: 'since',
			example: 'since:6.3..7.1',
			about: 'first release that has it; < > and .. as with numbers',
			valuesOf: joins => [...new Set(joins.values('since').map(value => value.replace('<=', '')))],
		},
		readReleases,
		({since}) => (since === null ? [] : [since.release]),
	),
];

/** `9>10`: releases of RHEL. */
const steps = /^(\d{1,2})>(\d{1,2})$/;
const removed = supportStates.indexOf('removed');
const states = choice('rhel', 'rhel:removed', '', supportStates, (row, value) =>
	(row.rhel ?? []).some(({state}) => state === value),
);

/** What RHEL says: a state in some release, or what one release had and a later one has not, a driver or devices of it. */
export const rhelField: QueryField = {
	...states,
	example: 'rhel:removed rhel:9>10',
	about: 'state in some RHEL release; 9>10: 9 has it or devices of it, 10 no more',
	values: [...states.values!, '7>8', '8>9', '9>10'],
	wantsLibraries: text => steps.test(text),
	read(text, families) {
		const [, from, to] = steps.exec(text) ?? [];
		if (from === undefined) return states.read(text, families);
		if (Number(from) >= Number(to))
			return `rhel: wants the earlier release first, such as rhel:9>10, not "${text}"`;
		const hasLostDevices = testOf(joins => joins.match('rhel', lostBetween(from, to!)), never);
		return row => isDriverLost(row, from, to!) || hasLostDevices(row);
	},
};

function isDriverLost({rhel}: IndexRow, from: string, to: string): boolean {
	const stateIn = (wanted: string) => rhel?.find(({release}) => release === wanted)?.state;
	const before = stateIn(from);
	return before !== undefined && before !== 'removed' && stateIn(to) === 'removed';
}

/** Whether, of a value such as `15b3:1003 7:1 9:2 10:3`, the one release has the device and the other not. */
function lostBetween(from: string, to: string): (value: string) => boolean {
	const [before, after] = [from, to].map(release => new RegExp(` ${release}:(\\d)`));
	return value => {
		const state = before!.exec(value)?.[1];
		return (
			state !== undefined && Number(state) !== removed && Number(after!.exec(value)?.[1] ?? -1) === removed
		);
	};
}

/** What a query asks of RHEL's releases: `9>10`, the first that it names; null where it does not. */
export function rhelStep(queryText: string): {from: string; to: string} | null {
	const [, from, to] = /(?:^|\s)rhel:(\d{1,2})>(\d{1,2})(?=\s|$)/i.exec(queryText) ?? [];
	return from === undefined ? null : {from, to: to!};
}

/** The devices of a driver that stays, which one release of RHEL had and another has not; none where it lost the driver. */
export function lostDevices(row: IndexRow, {from, to}: {from: string; to: string}): string[] {
	if (isDriverLost(row, from, to)) return [];
	const devices = row.joins?.of('rhel', row) ?? [];
	return devices.filter(lostBetween(from, to)).map(value => value.slice(0, value.indexOf(' ')));
}

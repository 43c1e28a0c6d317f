/** A flattened device tree, version 16 and later: Devicetree Specification 0.4, chapter 5. */
import {UserError} from '../../dossier/user-error.ts';
import {
	type DeviceTree,
	deepestNode,
	isDisabledStatus,
	longestName,
	mostNodes,
	mostStrings,
} from './nodes.ts';

const magic = 0xd00dfeed;
const headerBytes = 40;
const tokens = {beginNode: 1, endNode: 2, property: 3, nop: 4, end: 9} as const;
/** Newest version whose blocks lie as they do here, by its own word. */
const version = 17;
/** Largest that is read; those of Linux 7.3 have under 1 MB, a FIT image is no tree of devices. */
export const mostDtbBytes = 16 << 20;

export function isDtb(head: Uint8Array): boolean {
	return head.length >= 4 && new DataView(head.buffer, head.byteOffset, 4).getUint32(0) === magic;
}

/** Reads a tree; no offset or length in it is believed. Throws a UserError that says where it is damaged. */
export function readDtb(bytes: Buffer, where: string): DeviceTree {
	const damaged = (what: string): UserError =>
		new UserError(
			`${where} is a damaged device tree: ${what}.`,
			'Copy it again; /sys/firmware/fdt and *.dtb files of /boot are such trees.',
		);
	if (bytes.length < headerBytes) throw damaged('its header is cut short');
	const header = Array.from({length: 10}, (_, index) => bytes.readUInt32BE(index * 4));
	const [, total, structureStart, stringsStart, , , oldest, , stringsSize, structureSize] = header as [
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number,
	];
	if (oldest > version) throw damaged(`it needs version ${oldest} of the format, this is ${version}`);
	const size = Math.min(total, bytes.length);
	if (total > bytes.length) throw damaged(`it is cut short: ${bytes.length} of ${total} bytes`);
	// Before version 17 the size of the structure was not told.
	const told = header[5]! >= 17 ? structureSize : size - structureStart;
	if (structureStart % 4 !== 0 || structureStart + told > size || stringsStart + stringsSize > size)
		throw damaged('its parts lie outside of it');
	const structure = bytes.subarray(structureStart, structureStart + told);
	const strings = bytes.subarray(stringsStart, stringsStart + stringsSize);
	return walk(structure, strings, damaged);
}

interface Open {
	path: string;
	compatible: string[];
	status: string | null;
	parent: Open | undefined;
}

function walk(structure: Buffer, strings: Buffer, damaged: (what: string) => UserError): DeviceTree {
	const found: Open[] = [];
	const stack: Open[] = [];
	let at = 0;
	const next = (): number => {
		if (at + 4 > structure.length) throw damaged('its structure ends in the middle');
		const value = structure.readUInt32BE(at);
		at += 4;
		return value;
	};
	for (;;) {
		const token = next();
		if (token === tokens.nop) continue;
		if (token === tokens.end) break;
		if (token === tokens.beginNode) {
			const end = structure.indexOf(0, at);
			if (end < 0) throw damaged('a name has no end');
			if (stack.length >= deepestNode) throw damaged(`its nodes lie more than ${deepestNode} deep`);
			if (found.length >= mostNodes) throw damaged(`it has more than ${mostNodes} nodes`);
			const name = structure.toString('utf8', at, Math.min(end, at + longestName));
			const parent = stack.at(-1);
			const path = parent === undefined ? '/' : `${parent.path === '/' ? '' : parent.path}/${name}`;
			const node: Open = {path, compatible: [], status: null, parent};
			found.push(node);
			stack.push(node);
			at = aligned(end + 1);
		} else if (token === tokens.endNode) {
			if (stack.pop() === undefined) throw damaged('a node ends that did not begin');
		} else if (token === tokens.property) {
			const length = next();
			const nameAt = next();
			if (at + length > structure.length) throw damaged('a property reaches beyond the end');
			const node = stack.at(-1);
			if (node === undefined) throw damaged('a property stands outside of any node');
			const name = textAt(strings, nameAt);
			if (name === null) throw damaged('the name of a property lies outside of it');
			const value = structure.subarray(at, at + length);
			if (name === 'compatible') node.compatible = stringsOf(value);
			else if (name === 'status') node.status = stringsOf(value)[0] ?? null;
			at = aligned(at + length);
		} else throw damaged(`${token} is no token of its structure`);
	}
	const nodes = found.flatMap(node =>
		node.compatible.length === 0
			? []
			: [{path: node.path, compatible: node.compatible, isDisabled: isOff(node)}],
	);
	return {nodes, problems: stack.length > 0 ? ['its last nodes have no end'] : []};
}

/** Nodes below one that is not used are not used, either. */
function isOff({status, parent}: Open): boolean {
	return isDisabledStatus(status) || (parent !== undefined && isOff(parent));
}

const aligned = (offset: number) => (offset + 3) & ~3;

function textAt(strings: Buffer, offset: number): string | null {
	if (offset >= strings.length) return null;
	const end = strings.indexOf(0, offset);
	return strings.toString('latin1', offset, Math.min(end < 0 ? strings.length : end, offset + longestName));
}

/** Strings that a NUL ends, one after the other. */
export function stringsOf(value: Buffer): string[] {
	return value
		.toString('utf8', 0, longestName * mostStrings)
		.split('\0')
		.filter(text => text !== '')
		.slice(0, mostStrings)
		.map(text => text.slice(0, longestName));
}

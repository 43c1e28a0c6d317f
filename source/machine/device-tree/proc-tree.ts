/** /proc/device-tree, or a copy of it: a folder a node, a file a property. */
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {beginningOf} from '../../files/regular.ts';
import {stringsOf} from './dtb.ts';
import {type DeviceTree, deepestNode, isDisabledStatus, mostNodes, type TreeNode} from './nodes.ts';

/** Whether names of a folder are those of a device tree's root. */
export function isProcTree(entries: readonly {name: string; isFile(): boolean}[]): boolean {
	const files = new Set(entries.filter(entry => entry.isFile()).map(({name}) => name));
	return files.has('compatible') && (files.has('#address-cells') || files.has('model'));
}

/** Reads the nodes below a folder; links are left alone, so that none leads out of it. */
export function readProcTree(top: string): DeviceTree {
	const nodes: TreeNode[] = [];
	const problems: string[] = [];
	let unread = 0;
	let seen = 0;
	const open: {path: string; depth: number; isOff: boolean}[] = [{path: '', depth: 0, isOff: false}];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		seen += 1;
		if (seen > mostNodes) {
			problems.push(`only the first ${mostNodes} nodes were read`);
			break;
		}
		let entries: ReturnType<typeof folders>;
		try {
			entries = folders(join(top, next.path));
		} catch {
			unread += 1;
			continue;
		}
		const status = entries.files.has('status')
			? (stringsOf(property(join(top, next.path, 'status')))[0] ?? null)
			: null;
		const isOff = next.isOff || isDisabledStatus(status);
		if (entries.files.has('compatible')) {
			const compatible = stringsOf(property(join(top, next.path, 'compatible')));
			if (compatible.length > 0) nodes.push({path: next.path || '/', compatible, isDisabled: isOff});
		}
		if (next.depth >= deepestNode) continue;
		// The last that is put on is read first.
		for (const name of entries.folders.reverse())
			open.push({path: `${next.path}/${name}`, depth: next.depth + 1, isOff});
	}
	if (unread > 0) problems.push(`nodes that may not be read: ${unread}`);
	return {nodes, problems};
}

function folders(path: string): {folders: string[]; files: Set<string>} {
	const entries = readdirSync(path, {withFileTypes: true});
	return {
		folders: entries
			.filter(entry => entry.isDirectory())
			.map(({name}) => name)
			.sort(),
		files: new Set(entries.filter(entry => entry.isFile()).map(({name}) => name)),
	};
}

const propertyBytes = 8192;

function property(path: string): Buffer {
	try {
		return beginningOf(path, propertyBytes, {links: 'refused'});
	} catch {
		// What may not be read says nothing.
		return Buffer.alloc(0);
	}
}

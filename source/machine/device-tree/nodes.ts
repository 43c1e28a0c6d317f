/** What is read of a device tree, however it came. */

/** A node that says what it is. */
export interface TreeNode {
	/** `/soc/serial@40081000`; `&uart0` where only a label is known. */
	path: string;
	/** The most specific first. */
	compatible: readonly string[];
	/** Its status or that of a node around it says that it is not used: neither `okay` nor `ok` (Devicetree Specification 0.4, 2.3.4). */
	isDisabled: boolean;
}

/** A device tree. */
export interface DeviceTree {
	/** Nodes that have a `compatible`, in the order of the tree; the root is one of them. */
	nodes: TreeNode[];
	/** What could not be read or was not looked at, in words. */
	problems: string[];
}

/** Nodes that are kept, how deep they lie, and strings of one `compatible`; the largest board of Linux 7.3 has 3,000 nodes. */
export const mostNodes = 50_000;
export const deepestNode = 64;
export const mostStrings = 32;
/** Letters of a name that are kept. */
export const longestName = 256;

export function isDisabledStatus(status: string | null): boolean {
	return status !== null && status !== 'okay' && status !== 'ok';
}

/** A node of a device tree to be flattened. Values are raw bytes: strings end in a NUL. */
export interface Tree {
	properties?: Readonly<Record<string, string>>;
	nodes?: Readonly<Record<string, Tree>>;
}

const u32 = (...values: number[]) => {
	const bytes = Buffer.alloc(values.length * 4);
	for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
	return bytes;
};
const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);

/** A tree as dtc writes it, version 17 (Devicetree Specification, chapter 5). */
export function flattened(root: Tree): Buffer {
	const strings: Buffer[] = [];
	const structure: Buffer[] = [];
	const write = (name: string, {properties = {}, nodes = {}}: Tree) => {
		structure.push(u32(1), padded(Buffer.from(`${name}\0`)));
		for (const [key, value] of Object.entries(properties)) {
			const at = Buffer.concat(strings).length;
			strings.push(Buffer.from(`${key}\0`));
			structure.push(u32(3, Buffer.byteLength(value), at), padded(Buffer.from(value)));
		}
		for (const [key, node] of Object.entries(nodes)) write(key, node);
		structure.push(u32(2));
	};
	write('', root);
	structure.push(u32(9));
	const [nodes, names] = [Buffer.concat(structure), Buffer.concat(strings)];
	const start = 40 + 16;
	const total = start + nodes.length + names.length;
	const head = u32(0xd00dfeed, total, start, start + nodes.length, 40, 17, 16, 0, names.length, nodes.length);
	return Buffer.concat([head, Buffer.alloc(16), nodes, names]);
}

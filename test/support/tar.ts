/** What a head of a tar archive says, as it is to lie: each field may be given as bytes. */
export interface Head {
	name: string;
	size?: number | Buffer;
	type?: string;
	link?: string;
	prefix?: string;
	/** Of the head; right where it is not given. */
	checksum?: string;
	magic?: string;
}

/** One head of 512 bytes (POSIX.1-1988, ustar). */
export function tarHead({name, size = 0, type = '0', link = '', prefix = '', checksum, magic}: Head): Buffer {
	const head = Buffer.alloc(512);
	head.write(name, 0, 100, 'latin1');
	head.write('0000644\0', 100);
	head.write('0000000\0', 108);
	head.write('0000000\0', 116);
	if (typeof size === 'number') head.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
	else size.copy(head, 124, 0, 12);
	head.write('00000000000\0', 136);
	head.write('        ', 148);
	head.write(type, 156);
	head.write(link, 157, 100, 'latin1');
	head.write(magic ?? 'ustar\0' + '00', 257, 'latin1');
	head.write(prefix, 345, 155, 'latin1');
	const sum = head.reduce((total, byte) => total + byte, 0);
	head.write(checksum ?? `${sum.toString(8).padStart(6, '0')}\0 `, 148, 8, 'latin1');
	return head;
}

/** A member with its bytes, filled up to whole blocks. */
export function tarMember(head: Head, content: Buffer | string = ''): Buffer {
	const bytes = Buffer.from(content);
	const rest = (512 - (bytes.length % 512)) % 512;
	return Buffer.concat([tarHead({size: bytes.length, ...head}), bytes, Buffer.alloc(rest)]);
}

/** Members, and the two empty blocks at the end. */
export function tarArchive(...members: Buffer[]): Buffer {
	return Buffer.concat([...members, Buffer.alloc(1024)]);
}

/** A record of a PAX head: its own length, key and value. */
export function paxRecord(key: string, value: string): string {
	const rest = ` ${key}=${value}\n`;
	let length = rest.length + 1;
	while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
	return `${length}${rest}`;
}

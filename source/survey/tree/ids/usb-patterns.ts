/** USB's patterns, whose range of releases in BCD becomes several patterns: do_usb_entry_multi of file2alias.c. */

interface UsbId {
	flags: number;
	number(field: string): number;
}

const vendor = 0x1;
const product = 0x2;
const low = 0x4;
const high = 0x8;
/** Prefix, flag, field and digits of what follows the release. */
const tail: readonly [string, number, string][] = [
	['dc', 0x10, 'bDeviceClass'],
	['dsc', 0x20, 'bDeviceSubClass'],
	['dp', 0x40, 'bDeviceProtocol'],
	['ic', 0x80, 'bInterfaceClass'],
	['isc', 0x100, 'bInterfaceSubClass'],
	['ip', 0x200, 'bInterfaceProtocol'],
	['in', 0x400, 'bInterfaceNumber'],
];

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

/** The patterns of one entry of a table of USB devices. */
export function usbPatterns(id: UsbId): string[] {
	const {flags, number} = id;
	// Some tables have empty places, to be filled while the module runs.
	if ((number('idVendor') | number('idProduct') | number('bDeviceClass') | number('bInterfaceClass')) === 0) {
		return [];
	}
	const patterns: string[] = [];
	let from = flags & low ? number('bcdDevice_lo') : 0;
	let to = flags & high ? number('bcdDevice_hi') : 0xffffffff;
	const max = isHex(from, to) ? 0xf : 9;
	for (let digits = 3; from <= to; digits--) {
		const first = from & 0xf;
		const last = Math.min(to & 0xf, max);
		from >>>= 4;
		to >>>= 4;
		if (from === to || digits === 0) {
			patterns.push(pattern(id, hexOf(from, digits), first, last, max, digits));
			break;
		}
		if (first > 0) {
			patterns.push(pattern(id, hexOf(from, digits), first, max, max, digits));
			from = step(from, 1, max);
		}
		if (last < max) {
			patterns.push(pattern(id, hexOf(to, digits), 0, last, max, digits));
			to = step(to, -1, max);
		}
	}
	return patterns;
}

const hexOf = (value: number, digits: number): string => (digits > 0 ? hex(value, digits) : '');

function isHex(from: number, to: number): boolean {
	const capped = Math.min(to, 0x9999);
	for (let digit = 0; digit < 4; digit++) {
		if (((from >> (digit * 4)) & 0xf) > 9 || ((capped >> (digit * 4)) & 0xf) > 9) return true;
	}
	return false;
}

/** Adds to a number in BCD, or in hex where `max` says so. */
function step(value: number, by: number, max: number): number {
	if (max > 9) return value + by;
	let decimal = 0;
	for (let digit = 3; digit >= 0; digit--) decimal = decimal * 10 + Math.min((value >> (digit * 4)) & 0xf, 9);
	decimal += by;
	let stepped = 0;
	for (let digit = 0; digit < 4; digit++) stepped += (Math.floor(decimal / 10 ** digit) % 10) << (digit * 4);
	return stepped;
}

function pattern(
	{flags, number}: UsbId,
	start: string,
	first: number,
	last: number,
	max: number,
	digits: number,
): string {
	const field = (prefix: string, flag: number, name: string, size: number): string =>
		prefix + (flags & flag ? hex(number(name), size) : '*');
	const one = (value: number): string => value.toString(16).toUpperCase();
	let range = '';
	if (first === last) range = one(first);
	else if (first > 0 || last < max) {
		if (first > 9 || last < 10) range = `[${one(first)}-${one(last)}]`;
		else
			range = `${first < 9 ? `[${one(first)}-9` : `[${one(first)}`}${last > 10 ? `A-${one(last)}]` : `${one(last)}]`}`;
	}
	const release = `d${start}${range}${digits < 3 ? '*' : ''}`;
	const rest = tail.map(([prefix, flag, name]) => field(prefix, flag, name, 2)).join('');
	const text = `usb:${field('v', vendor, 'idVendor', 4)}${field('p', product, 'idProduct', 4)}${release}${rest}`;
	return text.endsWith('*') ? text : `${text}*`;
}

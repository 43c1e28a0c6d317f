import type {Theme} from './theme.ts';

/**
 * Text that opens an address, by OSC 8, where links are on; the text alone elsewhere. An address of another scheme than
 * http and https, or with anything but printable ASCII, is never sent: it could end the sequence and start another.
 */
export function link(theme: Theme, address: string | null, text: string): string {
	if (!theme.links || address === null || !/^https?:\/\/[\x21-\x7e]{1,2000}$/i.test(address)) return text;
	return `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`;
}

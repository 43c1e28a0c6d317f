/** How the aliases that a module gives itself have it loaded; what they mean is in scripts and in the kernel's callers. */
import type {LoadingWay} from '../../../dossier/query/vocabulary.ts';

const ways: readonly [RegExp, LoadingWay][] = [
	[/^LDISC$/, 'line-discipline'],
	[/^(?:NETPROTO|NET_PF\w*)$/, 'protocol'],
	[/^FS$/, 'file-system'],
	[/^(?:CHARDEV\w*|MISCDEV)$/, 'char-device'],
];
const prefixes: readonly [RegExp, LoadingWay][] = [
	[/^tty-ldisc-/, 'line-discipline'],
	[/^net-pf-/, 'protocol'],
	[/^fs-/, 'file-system'],
	[/^(?:char-major-|devname:)/, 'char-device'],
	// What file2alias.c and the buses' uevents write before the first colon.
	[
		/^(?:acpi\w*|amba|auxiliary|bcma|cpu|css|ccw|dmi\w*|eisa|fsl-mc|hdaudio|hid|i2c|i3c|input|ipack|mdio|mei|of|parisc|pci|pcmcia|platform|pnp|rpmsg|sdio|sdw|serio|slim|spi|ssb|svm|tb\w*|usb|virtio|vmbus|w1-family|wmi|x86cpu|xen|zorro)[:-]/,
		'device',
	],
];

/** The way of a `MODULE_ALIAS_…` macro; null for others: crypto algorithms, link types, block devices. */
export function loadingWayOf(macro: string): LoadingWay | null {
	const kind = macro.slice('MODULE_ALIAS_'.length);
	return ways.find(([pattern]) => pattern.test(kind))?.[1] ?? null;
}

/** The way of an alias written out in MODULE_ALIAS; null where it is another name only. */
export function loadingWayOfAlias(alias: string): LoadingWay | null {
	return prefixes.find(([pattern]) => pattern.test(alias))?.[1] ?? null;
}

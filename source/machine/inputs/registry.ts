import {bootLog} from './boot-log.ts';
import {ethtool} from './ethtool.ts';
import {firmwareWarnings} from './firmware-warnings.ts';
import type {InputKind} from './gathering.ts';
import {hwinfo} from './hwinfo.ts';
import {inxi} from './inxi.ts';
import {lshw} from './lshw.ts';
import {lsmod} from './lsmod.ts';
import {lspci} from './lspci.ts';
import {lsusb} from './lsusb.ts';
import {modinfo} from './modinfo.ts';
import {modprobeD} from './modprobe-d.ts';
import {bareNames, moduleNames} from './module-names.ts';
import {uname} from './uname.ts';
import {usbDevices} from './usb-devices.ts';

/**
 * Every kind of text that is recognised, by its lines. A line belongs to the kind whose lines went before it, if that
 * understands it, else to the first of these that does.
 */
export const inputKinds: readonly InputKind[] = [
	lspci,
	lsusb,
	usbDevices,
	lsmod,
	modprobeD,
	firmwareWarnings,
	bootLog,
	lshw,
	hwinfo,
	inxi,
	ethtool,
	modinfo,
	uname,
	moduleNames,
	bareNames,
];

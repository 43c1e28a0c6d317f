import type {InputKind} from './gathering.ts';
import {bootLog} from './kinds/boot-log.ts';
import {ethtool} from './kinds/ethtool.ts';
import {firmwareWarnings} from './kinds/firmware-warnings.ts';
import {hwinfo} from './kinds/hwinfo.ts';
import {inxi} from './kinds/inxi.ts';
import {lshw} from './kinds/lshw.ts';
import {lsmod} from './kinds/lsmod.ts';
import {lspci} from './kinds/lspci.ts';
import {lsusb} from './kinds/lsusb.ts';
import {modinfo} from './kinds/modinfo.ts';
import {modprobeD} from './kinds/modprobe-d.ts';
import {bareNames, moduleNames} from './kinds/module-names.ts';
import {uname} from './kinds/uname.ts';
import {usbDevices} from './kinds/usb-devices.ts';

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

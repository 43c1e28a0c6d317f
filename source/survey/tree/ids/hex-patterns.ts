/** The buses whose patterns are hex fields in a row. */
import {flag, hexWriter, not, type Writer} from './pattern-fields.ts';

/** By the struct of the table. */
export const hexWriters: readonly (readonly [string, Writer])[] = [
	[
		'bcma_device_id',
		hexWriter('bcma', [
			['m', 'manuf', 4, not(0xffff)],
			['id', 'id', 4, not(0xffff)],
			['rev', 'rev', 2, not(0xff)],
			['cl', 'class', 2, not(0xff)],
		]),
	],
	[
		'ccw_device_id',
		hexWriter('ccw', [
			['t', 'cu_type', 4, flag(1)],
			['m', 'cu_model', 2, flag(2)],
			['dt', 'dev_type', 4, flag(4)],
			['dm', 'dev_model', 2, flag(8)],
		]),
	],
	[
		'greybus_bundle_id',
		hexWriter('greybus', [
			['v', 'vendor', 8, flag(1)],
			['p', 'product', 8, flag(2)],
			['c', 'class', 2, flag(4)],
		]),
	],
	[
		'hda_device_id',
		hexWriter('hdaudio', [
			['v', 'vendor_id', 8, not(0)],
			['r', 'rev_id', 8, not(0)],
			['a', 'api_version', 2, not(0)],
		]),
	],
	[
		'hid_device_id',
		hexWriter(
			'hid',
			[
				['b', 'bus', 4, not(0xffff)],
				['g', 'group', 4, not(0)],
				['v', 'vendor', 8, not(0xffffffff)],
				['p', 'product', 8, not(0xffffffff)],
			],
			false,
		),
	],
	[
		'i3c_device_id',
		hexWriter(
			'i3c',
			[
				['dcr', 'dcr', 2, flag(1)],
				['manuf', 'manuf_id', 4, flag(2)],
				['part', 'part_id', 4, flag(4)],
				['ext', 'extra_info', 4, flag(8)],
			],
			false,
		),
	],
	[
		'ieee1394_device_id',
		hexWriter('ieee1394', [
			['ven', 'vendor_id', 8, flag(1)],
			['mo', 'model_id', 8, flag(2)],
			['sp', 'specifier_id', 8, flag(4)],
			['ver', 'version', 8, flag(8)],
		]),
	],
	[
		'ipack_device_id',
		hexWriter('ipack', [
			['f', 'format', 2, not(0xff)],
			['v', 'vendor', 8, not(0xffffffff)],
			['d', 'device', 8, not(0xffffffff)],
		]),
	],
	[
		'parisc_device_id',
		hexWriter('parisc', [
			['t', 'hw_type', 2, not(0xff)],
			['hv', 'hversion', 4, not(0xffff)],
			['rev', 'hversion_rev', 2, not(0xff)],
			['sv', 'sversion', 8, not(0xffffffff)],
		]),
	],
	[
		'rio_device_id',
		hexWriter('rapidio', [
			['v', 'vid', 4, not(0xffff)],
			['d', 'did', 4, not(0xffff)],
			['av', 'asm_vid', 4, not(0xffff)],
			['ad', 'asm_did', 4, not(0xffff)],
		]),
	],
	[
		'sdio_device_id',
		hexWriter('sdio', [
			['c', 'class', 2, not(0xff)],
			['v', 'vendor', 4, not(0xffff)],
			['d', 'device', 4, not(0xffff)],
		]),
	],
	[
		'sdw_device_id',
		hexWriter('sdw', [
			['m', 'mfg_id', 4, not(0)],
			['p', 'part_id', 4, not(0)],
			['v', 'sdw_version', 2, not(0)],
			['c', 'class_id', 2, not(0)],
		]),
	],
	[
		'serio_device_id',
		hexWriter('serio', [
			['ty', 'type', 2, not(0xff)],
			['pr', 'proto', 2, not(0xff)],
			['id', 'id', 2, not(0xff)],
			['ex', 'extra', 2, not(0xff)],
		]),
	],
	[
		'ssb_device_id',
		hexWriter('ssb', [
			['v', 'vendor', 4, not(0xffff)],
			['id', 'coreid', 4, not(0xffff)],
			['rev', 'revision', 2, not(0xff)],
		]),
	],
	[
		'virtio_device_id',
		hexWriter('virtio', [
			['d', 'device', 8, not(0xffffffff)],
			['v', 'vendor', 8, not(0xffffffff)],
		]),
	],
	['zorro_device_id', hexWriter('zorro', [['i', 'id', 8, not(0xffffffff)]], false)],
];

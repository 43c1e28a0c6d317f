/**
 * Modalias patterns of table entries, letter by letter as the kernel's scripts/mod/file2alias.c writes them. Of a few
 * buses that it knows nothing of, the pattern is what the bus itself calls its devices.
 */
import {hexWriters} from './hex-patterns.ts';
import type {Entry} from './initialiser.ts';
import {
	Fields,
	guidOrder,
	hex,
	nameWriter,
	pairs,
	plainOrder,
	starred,
	uuidOrder,
	type Writer,
} from './pattern-fields.ts';
import {usbPatterns} from './usb-patterns.ts';

function writePci(fields: Fields): string[] {
	const override = fields.number('override_only');
	const wanted = (field: string): boolean => fields.number(field) !== 0xffffffff;
	const [device, mask] = [fields.number('class'), fields.number('class_mask')];
	let text = override === 1 ? 'vfio_pci:' : 'pci:';
	for (const [prefix, field] of [
		['v', 'vendor'],
		['d', 'device'],
		['sv', 'subvendor'],
		['sd', 'subdevice'],
	] as const) {
		text += fields.hex(prefix, field, 8, wanted(field));
	}
	for (const [prefix, shift] of [
		['bc', 16],
		['sc', 8],
		['i', 0],
	] as const) {
		const part = (mask >> shift) & 0xff;
		// modpost refuses such a mask, so that no device is found by it.
		if (part !== 0 && part !== 0xff) return [];
		text += prefix + (part === 0xff ? hex((device >> shift) & 0xff, 2) : '*');
	}
	return [starred(text)];
}

function writeOf(fields: Fields): string[] {
	const [name, type, compatible] = [fields.text('name'), fields.text('type'), fields.text('compatible')];
	if (name + type + compatible === '') return [];
	const end = compatible === '' ? '' : `${type === '' ? '' : '*'}C${compatible}`;
	const text = `of:N${name || '*'}T${type || '*'}${end}`.replace(/\s/g, '_');
	return [text, `${text}C*`];
}

function writeAcpi(fields: Fields): string[] {
	const id = fields.text('id');
	if (id !== '') return [`acpi*:${id}:*`];
	let text = '';
	for (const shift of [16, 8, 0]) {
		const isMasked = ((fields.number('cls_msk') >> shift) & 0xff) !== 0;
		text += isMasked ? ((fields.number('cls') >> shift) & 0xff).toString(16).padStart(2, '0') : '??';
	}
	return [`acpi*:${text}:*`];
}

const writePnp = (id: string): string[] => (id === '' ? [] : [`pnp:d${id}*`, `acpi*:${id.toUpperCase()}:*`]);

function writePcmcia(fields: Fields): string[] {
	const flags = fields.number('match_flags');
	const hashes = fields.list('prod_id_hash');
	const parts: [string, string, number, number][] = [
		['m', 'manf_id', 4, 0x1],
		['c', 'card_id', 4, 0x2],
		['f', 'func_id', 2, 0x4],
		['fn', 'function', 2, 0x8],
		['pfn', 'device_no', 2, 0x100],
	];
	let text = parts
		.map(([prefix, field, digits, bit]) => fields.hex(prefix, field, digits, (flags & bit) !== 0))
		.join('');
	for (const [index, prefix] of ['pa', 'pb', 'pc', 'pd'].entries()) {
		text += prefix + (flags & (0x10 << index) ? hex(Number(hashes[index] ?? 0), 8) : '*');
	}
	return [starred(`pcmcia:${text}`)];
}

const inputBits: readonly [string, string, number, number, number][] = [
	['-e*', 'evbit', 0x10, 0, 0x1f],
	['k*', 'keybit', 0x20, 0x71, 0x2ff],
	['r*', 'relbit', 0x40, 0, 0x0f],
	['a*', 'absbit', 0x80, 0, 0x3f],
	['m*', 'mscbit', 0x100, 0, 0x07],
	['l*', 'ledbit', 0x200, 0, 0x0f],
	['s*', 'sndbit', 0x400, 0, 0x07],
	['f*', 'ffbit', 0x800, 0, 0x7f],
	['w*', 'swbit', 0x1000, 0, 0x11],
];

function writeInput(fields: Fields): string[] {
	const flags = fields.number('flags');
	let text = (
		[
			['b', 'bustype', 1],
			['v', 'vendor', 2],
			['p', 'product', 4],
			['e', 'version', 8],
		] as const
	)
		.map(([prefix, field, bit]) => fields.hex(prefix, field, 4, (flags & bit) !== 0))
		.join('');
	for (const [prefix, field, bit, least, most] of inputBits) {
		text += prefix;
		if ((flags & bit) === 0) continue;
		const words = fields.list(field);
		for (let at = least; at <= most; at++) {
			const word = words[Math.floor(at / 64)] ?? 0;
			const isSet =
				typeof word === 'number' || typeof word === 'bigint' ? (BigInt(word) >> BigInt(at % 64)) & 1n : 0n;
			if (isSet) text += `${hex(at, 1)},*`;
		}
	}
	return [`input:${text}`];
}

const dmiFields: readonly [string, number][] = [
	['bvn', 1],
	['bvr', 2],
	['bd', 3],
	['br', 4],
	['efr', 5],
	['svn', 6],
	['pn', 7],
	['pvr', 8],
	['rvn', 13],
	['rn', 14],
	['rvr', 15],
	['cvn', 18],
	['ct', 19],
	['cvr', 20],
];

function writeDmi(fields: Fields): string[] {
	let text = '';
	const matches = fields.entries('matches');
	for (const [prefix, slot] of dmiFields) {
		for (const match of matches) {
			if (match.number('slot') !== slot) continue;
			text += `:${prefix}*${match.text('substr').replace(/[^!-9;-~]/g, '')}*`;
		}
	}
	return text === '' ? [] : [`dmi*${text}:`];
}

function writeMdio(fields: Fields): string[] {
	const [id, mask] = [fields.number('phy_id'), fields.number('phy_id_mask')];
	let text = '';
	for (let bit = 31; bit >= 0; bit--) text += (mask >>> bit) & 1 ? String((id >>> bit) & 1) : '?';
	return [`mdio:${text}`];
}

function writeIsapnp(fields: Fields): string[] {
	const [vendor, device] = [fields.number('vendor'), fields.number('function')];
	const letter = (value: number): string => String.fromCharCode(64 + value);
	const letters = [(vendor >> 2) & 0x3f, ((vendor & 3) << 3) | ((vendor >> 13) & 7), (vendor >> 8) & 0x1f];
	const digits = [(device >> 4) & 15, device & 15, (device >> 12) & 15, (device >> 8) & 15];
	return [`pnp:d${letters.map(letter).join('')}${digits.map(digit => digit.toString(16)).join('')}*`];
}

function writeAmba(fields: Fields): string[] {
	const [id, mask] = [fields.number('id'), fields.number('mask')];
	let text = '';
	for (let shift = 28; shift >= 0; shift -= 4) {
		const [digit, bits] = [(id >>> shift) & 15, (mask >>> shift) & 15];
		if (bits === 0) text += '?';
		else if (bits === 15) text += hex(digit, 1);
		else {
			const fitting = Array.from({length: 16}, (_, value) => value).filter(value => (value & bits) === digit);
			text += `[${fitting.map(value => hex(value, 1)).join('')}]`;
		}
	}
	return [`amba:d${text}`];
}

function writeX86(fields: Fields): string[] {
	const vendor = fields.hex('ven', 'vendor', 4, fields.number('vendor') !== 0xffff);
	const rest = ['fam', 'mod'].map((prefix, index) => {
		const field = index === 0 ? 'family' : 'model';
		return fields.hex(prefix, field, 4, fields.number(field) !== 0);
	});
	const feature = fields.number('feature');
	return [`cpu:type:x86,${vendor}${rest.join('')}:feature:*${feature === 0 ? '' : `${hex(feature, 4)}*`}`];
}

function writeThunderbolt(fields: Fields): string[] {
	const flags = fields.number('match_flags');
	const key = flags & 1 ? `k${fields.text('protocol_key')}` : 'k*';
	const numbers = fields.hex('p', 'protocol_id', 8, (flags & 2) !== 0);
	const version = fields.hex('v', 'protocol_version', 8, (flags & 4) !== 0);
	return [
		starred(`tbsvc:${key}${numbers}${version}${fields.hex('r', 'protocol_revision', 8, (flags & 8) !== 0)}`),
	];
}

function writeWmi(fields: Fields): string[] {
	const guid = fields.text('guid_string');
	return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(guid) ? [`wmi:${guid.toUpperCase()}`] : [];
}

function writeSsam(fields: Fields): string[] {
	const flags = fields.number('match_flags');
	const rest = (
		[
			['t', 'target', 1],
			['i', 'instance', 2],
			['f', 'function', 4],
		] as const
	).map(([prefix, field, bit]) => fields.hex(prefix, field, 2, (flags & bit) !== 0));
	return [`ssam:d${hex(fields.number('domain'), 2)}c${hex(fields.number('category'), 2)}${rest.join('')}`];
}

function writeCdx(fields: Fields): string[] {
	const parts = (['v:vendor', 'd:device', 'sv:subvendor', 'sd:subdevice'] as const).map(word => {
		const [prefix, field] = word.split(':') as [string, string];
		return fields.hex(prefix, field, 4, fields.number(field) !== 0xffff);
	});
	const bus = fields.number('override_only') === 1 ? 'vfio_cdx' : 'cdx';
	return [`${bus}:${parts.join('')}${fields.hex('c', 'class', 8, fields.number('class_mask') === 0xffffff)}`];
}

function writeMei(fields: Fields): string[] {
	const version = fields.hex(':', 'version', 2, fields.number('version') !== 0xff);
	return [`mei:${fields.text('name') || '*'}:${pairs(fields.bytes('uuid'), guidOrder)}${version}:*`];
}

function writeVio(fields: Fields): string[] {
	const text = `vio:T${fields.text('type') || '*'}S${fields.text('compat') || '*'}`.replace(/\s/g, '_');
	return [starred(text)];
}

/** By the struct of the table. */
export const writers: ReadonlyMap<string, Writer> = new Map<string, Writer>([
	...hexWriters,
	['acpi_device_id', writeAcpi],
	['amba_id', writeAmba],
	['ap_device_id', fields => [`ap:t${hex(fields.number('dev_type'), 2)}*`]],
	['apr_device_id', nameWriter('apr', 'name')],
	['auxiliary_device_id', nameWriter('auxiliary', 'name')],
	['cdx_device_id', writeCdx],
	['coreboot_device_id', fields => [`coreboot:t${hex(fields.number('tag'), 8)}`]],
	['cpu_feature', fields => [`cpu:type:*:feature:*${hex(fields.number('feature'), 4)}*`]],
	['css_device_id', fields => [`css:t${hex(fields.number('type'), 1)}`]],
	[
		'dfl_device_id',
		fields => [`dfl:t${hex(fields.number('type'), 4)}f${hex(fields.number('feature_id'), 4)}*`],
	],
	['dmi_system_id', writeDmi],
	['eisa_device_id', fields => (fields.text('sig') === '' ? [] : [`eisa:s${fields.text('sig')}*`])],
	['ffa_device_id', fields => [`arm_ffa:*:${pairs(fields.bytes('uuid'), uuidOrder)}`]],
	['fsl_mc_device_id', fields => [`fsl-mc:v${hex(fields.number('vendor'), 8)}d${fields.text('obj_type')}`]],
	['gbphy_device_id', fields => [`gbphy:p${hex(fields.number('protocol_id'), 2)}`]],
	['hv_vmbus_device_id', fields => [`vmbus:${pairs(fields.bytes('guid'), plainOrder)}`]],
	['i2c_device_id', nameWriter('i2c', 'name')],
	['input_device_id', writeInput],
	['isapnp_device_id', writeIsapnp],
	['ishtp_device_id', fields => [`ishtp:{${pairs(fields.bytes('guid'), guidOrder).toUpperCase()}}`]],
	['mcb_device_id', fields => [`mcb:16z${String(fields.number('device')).padStart(3, '0')}`]],
	['mdio_device_id', writeMdio],
	['mei_cl_device_id', writeMei],
	['mhi_device_id', nameWriter('mhi', 'chan')],
	['mips_cdmm_device_id', fields => [`mipscdmm:t${hex(fields.number('type'), 2)}*`]],
	['of_device_id', writeOf],
	['pci_device_id', writePci],
	['pci_epf_device_id', nameWriter('pci_epf', 'name')],
	['pcmcia_device_id', writePcmcia],
	['platform_device_id', nameWriter('platform', 'name')],
	['pnp_device_id', fields => writePnp(fields.text('id'))],
	['pnp_card_device_id', fields => fields.entries('devs').flatMap(entry => writePnp(entry.text('id')))],
	['rpmsg_device_id', nameWriter('rpmsg', 'name')],
	[
		'scmi_device_id',
		fields => [
			`scmi_dev.*:${hex(fields.number('protocol_id'), 2).toLowerCase()}:${fields.text('name') || '*'}`,
		],
	],
	[
		'slim_device_id',
		fields => [`slim:${fields.number('manf_id').toString(16)}:${fields.number('prod_code').toString(16)}:*`],
	],
	['spi_device_id', nameWriter('spi', 'name')],
	['spmi_device_id', nameWriter('spmi', 'name')],
	['ssam_device_id', writeSsam],
	['tb_service_id', writeThunderbolt],
	['tc_device_id', fields => [`tc:${fields.text('vendor').trim()}:${fields.text('name').trim()}`]],
	['tee_client_device_id', fields => [`tee:${pairs(fields.bytes('uuid'), uuidOrder)}*`]],
	['typec_device_id', fields => [`typec:id${hex(fields.number('svid'), 4)}`]],
	[
		'ulpi_device_id',
		fields => [
			`ulpi:v${fields.number('vendor').toString(16).padStart(4, '0')}p${fields.number('product').toString(16).padStart(4, '0')}`,
		],
	],
	[
		'usb_device_id',
		fields => usbPatterns({flags: fields.number('match_flags'), number: field => fields.number(field)}),
	],
	['vchiq_device_id', nameWriter('vchiq', 'name')],
	['vio_device_id', writeVio],
	['wmi_device_id', writeWmi],
	['x86_cpu_id', writeX86],
	['xenbus_device_id', nameWriter('xen', 'devicetype')],
]);

/** The patterns of one entry of a table, whose struct and announced type are given. */
export function patternsOf(struct: string, entry: Entry): string[] {
	return writers.get(struct)?.(new Fields(entry)) ?? [];
}

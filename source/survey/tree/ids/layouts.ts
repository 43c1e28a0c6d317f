/** The structs of device ids, as include/linux/mod_devicetable.h and its kin declare them. */

/** How a field is read: a number of so many bits, a string, bytes, an array of either or of structs, or not at all. */
export type FieldKind = 8 | 16 | 32 | 64 | 'text' | 'bytes' | 'skip' | {each: FieldKind} | {structs: Layout};

/** The fields of a struct in their order. */
export type Layout = readonly (readonly [string, FieldKind])[];

const data: readonly [string, FieldKind] = ['driver_data', 'skip'];
const named = (field: string): Layout => [[field, 'text'], data];
const bits: FieldKind = {each: 64};

/** By the struct's name. What stands behind the last field that tells a device is left out. */
export const layouts: ReadonlyMap<string, Layout> = new Map<string, Layout>([
	['acpi_device_id', [['id', 'text'], data, ['cls', 32], ['cls_msk', 32]]],
	[
		'amba_id',
		[
			['id', 32],
			['mask', 32],
			['data', 'skip'],
		],
	],
	[
		'ap_device_id',
		[
			['match_flags', 16],
			['dev_type', 8],
		],
	],
	['apr_device_id', [['name', 'text'], ['domain_id', 32], ['svc_id', 32], ['svc_version', 32], data]],
	['auxiliary_device_id', named('name')],
	[
		'bcma_device_id',
		[
			['manuf', 16],
			['id', 16],
			['rev', 8],
			['class', 8],
		],
	],
	[
		'ccw_device_id',
		[
			['match_flags', 16],
			['cu_type', 16],
			['dev_type', 16],
			['cu_model', 8],
			['dev_model', 8],
			['driver_info', 'skip'],
		],
	],
	[
		'cdx_device_id',
		[
			['vendor', 16],
			['device', 16],
			['subvendor', 16],
			['subdevice', 16],
			['class', 32],
			['class_mask', 32],
			['override_only', 32],
		],
	],
	['coreboot_device_id', [['tag', 32], data]],
	['cpu_feature', [['feature', 16]]],
	['css_device_id', [['match_flags', 8], ['type', 8], data]],
	['dfl_device_id', [['type', 16], ['feature_id', 16], data]],
	[
		'dmi_system_id',
		[
			['callback', 'skip'],
			['ident', 'skip'],
			[
				'matches',
				{
					structs: [
						['slot', 8],
						['substr', 'text'],
						['exact_match', 8],
					],
				},
			],
			data,
		],
	],
	['eisa_device_id', named('sig')],
	['ffa_device_id', [['uuid', 'bytes']]],
	[
		'fsi_device_id',
		[
			['engine_type', 8],
			['version', 8],
		],
	],
	[
		'fsl_mc_device_id',
		[
			['vendor', 16],
			['obj_type', 'text'],
		],
	],
	['gbphy_device_id', [['protocol_id', 8]]],
	['greybus_bundle_id', [['match_flags', 16], ['vendor', 32], ['product', 32], ['class', 8], data]],
	['hda_device_id', [['vendor_id', 32], ['rev_id', 32], ['api_version', 8], ['name', 'skip'], data]],
	['hid_device_id', [['bus', 16], ['group', 16], ['vendor', 32], ['product', 32], data]],
	['hv_vmbus_device_id', [['guid', 'bytes'], data]],
	['i2c_device_id', named('name')],
	[
		'i3c_device_id',
		[
			['match_flags', 8],
			['dcr', 8],
			['manuf_id', 16],
			['part_id', 16],
			['extra_info', 16],
			['data', 'skip'],
		],
	],
	[
		'ieee1394_device_id',
		[['match_flags', 32], ['vendor_id', 32], ['model_id', 32], ['specifier_id', 32], ['version', 32], data],
	],
	[
		'input_device_id',
		[
			['flags', 64],
			['bustype', 16],
			['vendor', 16],
			['product', 16],
			['version', 16],
			['evbit', bits],
			['keybit', bits],
			['relbit', bits],
			['absbit', bits],
			['mscbit', bits],
			['ledbit', bits],
			['sndbit', bits],
			['ffbit', bits],
			['swbit', bits],
			['propbit', bits],
			['driver_info', 'skip'],
		],
	],
	[
		'ipack_device_id',
		[
			['format', 8],
			['vendor', 32],
			['device', 32],
		],
	],
	['isapnp_device_id', [['card_vendor', 16], ['card_device', 16], ['vendor', 16], ['function', 16], data]],
	['ishtp_device_id', [['guid', 'bytes'], data]],
	['mcb_device_id', [['device', 16], data]],
	[
		'mdio_device_id',
		[
			['phy_id', 32],
			['phy_id_mask', 32],
		],
	],
	[
		'mei_cl_device_id',
		[
			['name', 'text'],
			['uuid', 'bytes'],
			['version', 8],
			['driver_info', 'skip'],
		],
	],
	['mhi_device_id', named('chan')],
	['mips_cdmm_device_id', [['type', 8]]],
	[
		'of_device_id',
		[
			['name', 'text'],
			['type', 'text'],
			['compatible', 'text'],
			['data', 'skip'],
		],
	],
	[
		'parisc_device_id',
		[
			['hw_type', 8],
			['hversion_rev', 8],
			['hversion', 16],
			['sversion', 32],
		],
	],
	[
		'pci_device_id',
		[
			['vendor', 32],
			['device', 32],
			['subvendor', 32],
			['subdevice', 32],
			['class', 32],
			['class_mask', 32],
			data,
			['override_only', 32],
		],
	],
	['pci_epf_device_id', named('name')],
	[
		'pcmcia_device_id',
		[
			['match_flags', 16],
			['manf_id', 16],
			['card_id', 16],
			['func_id', 8],
			['function', 8],
			['device_no', 8],
			['prod_id_hash', {each: 32}],
			['prod_id', 'skip'],
			['driver_info', 'skip'],
			['cisfile', 'skip'],
		],
	],
	['platform_device_id', named('name')],
	['pnp_device_id', named('id')],
	['pnp_card_device_id', [['id', 'text'], data, ['devs', {structs: [['id', 'text']]}]]],
	[
		'rio_device_id',
		[
			['did', 16],
			['vid', 16],
			['asm_did', 16],
			['asm_vid', 16],
		],
	],
	['rpmsg_device_id', named('name')],
	[
		'scmi_device_id',
		[
			['protocol_id', 8],
			['name', 'text'],
		],
	],
	['sdio_device_id', [['class', 8], ['vendor', 16], ['device', 16], data]],
	['sdw_device_id', [['mfg_id', 16], ['part_id', 16], ['sdw_version', 8], ['class_id', 8], data]],
	[
		'serio_device_id',
		[
			['type', 8],
			['extra', 8],
			['id', 8],
			['proto', 8],
		],
	],
	['slim_device_id', [['manf_id', 16], ['prod_code', 16], ['dev_index', 16], ['instance', 16], data]],
	['spi_device_id', named('name')],
	['spmi_device_id', named('name')],
	[
		'ssam_device_id',
		[
			['match_flags', 8],
			['domain', 8],
			['category', 8],
			['target', 8],
			['instance', 8],
			['function', 8],
			data,
		],
	],
	[
		'ssb_device_id',
		[
			['vendor', 16],
			['coreid', 16],
			['revision', 8],
			['__pad', 8],
		],
	],
	[
		'tb_service_id',
		[
			['match_flags', 32],
			['protocol_key', 'text'],
			['protocol_id', 32],
			['protocol_version', 32],
			['protocol_revision', 32],
			data,
		],
	],
	[
		'tc_device_id',
		[
			['vendor', 'text'],
			['name', 'text'],
		],
	],
	['tee_client_device_id', [['uuid', 'bytes']]],
	['typec_device_id', [['svid', 16], ['mode', 8], data]],
	['ulpi_device_id', [['vendor', 16], ['product', 16], data]],
	[
		'usb_device_id',
		[
			['match_flags', 16],
			['idVendor', 16],
			['idProduct', 16],
			['bcdDevice_lo', 16],
			['bcdDevice_hi', 16],
			['bDeviceClass', 8],
			['bDeviceSubClass', 8],
			['bDeviceProtocol', 8],
			['bInterfaceClass', 8],
			['bInterfaceSubClass', 8],
			['bInterfaceProtocol', 8],
			['bInterfaceNumber', 8],
			['driver_info', 'skip'],
		],
	],
	['vchiq_device_id', [['name', 'text']]],
	[
		'vio_device_id',
		[
			['type', 'text'],
			['compat', 'text'],
		],
	],
	[
		'virtio_device_id',
		[
			['device', 32],
			['vendor', 32],
		],
	],
	[
		'wmi_device_id',
		[
			['guid_string', 'text'],
			['context', 'skip'],
		],
	],
	[
		'x86_cpu_id',
		[['vendor', 16], ['family', 16], ['model', 16], ['steppings', 16], ['feature', 16], ['flags', 16], data],
	],
	['xenbus_device_id', [['devicetype', 'text']]],
	['zorro_device_id', [['id', 32], data]],
]);

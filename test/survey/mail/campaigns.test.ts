import {expect, it} from 'vitest';
import {namedBy, withoutDrivers} from '../../../source/survey/mail/campaigns.ts';

it.each([
	['wifi: rtw88: use a helper', ['rtw88', 'core'], 'use a helper'],
	['hwmon: (max31730) Use a helper in max31730_probe()', ['max31730'], 'use a helper in'],
	[
		'ASoC: ti: Convert TWL4030 to use GPIO descriptors',
		['snd', 'omap', 'twl4030'],
		'convert to use gpio descriptors',
	],
	['iio: accel: adxl372: Move exports into IIO_ADXL372 namespace', [], 'move exports into namespace'],
	['Input: clps711x-keypad - get rid of OF_GPIO', ['clps711x', 'keypad'], '- get rid of of_gpio'],
	[
		'dmaengine: hsu: Replace pci_alloc_vectors() with pcim_alloc_vectors()',
		['hsu', 'dma', 'pci'],
		'replace pci_alloc_vectors() with pcim_alloc_vectors()',
	],
	['phy: use field_get_u32()', [], 'use field_get_u32()'],
	['net: one', ['one'], ''],
	['one', ['one'], ''],
	['', [], ''],
])('of %j without its drivers', (title, names, said) => expect(withoutDrivers(title, names)).toBe(said));

it.each([
	['drm: etnaviv: fix it', 'drivers/gpu/drm/etnaviv/etnaviv', true],
	['thermal/of: Rename the cooling device', 'drivers/gpu/drm/etnaviv/etnaviv', false],
	['pinctrl: mediatek: fix it', 'drivers/pinctrl/mediatek/pinctrl-mt8183', true],
	['PCI: Allow slots', 'drivers/pci/probe', true],
	['scsi: Rename it', 'drivers/scsi/mesh', true],
	['ASoC: adau1761: fix it', 'sound/soc/codecs/snd-soc-adau17x1', true],
	['cpumask: Add support for it', 'drivers/scsi/lpfc/lpfc', true],
	['cpumask: deprecate it', 'drivers/scsi/lpfc/lpfc', false],
	['arm64/ptdump: rework it', 'drivers/firmware/efi/arm-runtime', false],
	['efi: rework it', 'drivers/firmware/efi/arm-runtime', true],
	['x86: clean APU4 up', 'drivers/leds/leds-apu', true],
	['mm: rework memory', 'drivers/virtio/virtio_mem', false],
])('%j names %s: %j', (title, id, expected) => expect(namedBy(title)(id)).toBe(expected));

it('takes a wide patch for those whose module its title names, not for all of a folder', () => {
	const title = 'net: stmmac: pass the device to init()';
	const folder = 'drivers/net/ethernet/stmicro/stmmac';
	expect(namedBy(title)(`${folder}/dwmac-sti`)).toBe(true);
	expect(namedBy(title, true)(`${folder}/dwmac-sti`)).toBe(false);
	expect(namedBy(title, true)(`${folder}/stmmac`)).toBe(true);
	expect(namedBy('net: stmmac: Add support for rings', true)(`${folder}/dwmac-sti`)).toBe(true);
});

import {expect, it} from 'vitest';
import {categoryOf, subsystemOf} from '../../source/dossier/categories.ts';

it.each([
	['drivers/leds/leds-gpio', 'leds'],
	['drivers/extcon/extcon-max77693', 'bus-usb'],
	['drivers/accel/ivpu/intel_vpu', 'accelerators'],
	['drivers/phy/qualcomm/phy-qcom-qmp-pcie', 'bus-other'],
	['drivers/usb/atm/cxacru', 'networking-isdn-modem'],
	['drivers/net/usb/qmi_wwan', 'networking-isdn-modem'],
	['drivers/net/usb/r8152', 'networking-ethernet'],
	['drivers/soundwire/soundwire-bus', 'sound'],
	['sound/usb/snd-usb-audio', 'sound'],
	['sound', 'sound'],
	['drivers/nowhere/x', 'infrastructure'],
])('%s is %s', (path, category) => {
	expect(categoryOf(path)).toBe(category);
});

it('has one subsystem for all of sound/', () => {
	expect(
		['sound', 'sound/pci/hda', 'drivers/soundwire', 'drivers/net/wan', 'drivers'].map(subsystemOf),
	).toEqual(['sound', 'sound', 'soundwire', 'net', 'drivers']);
});

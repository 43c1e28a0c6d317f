import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {
	askedText,
	classDrivers,
	describeAsked,
	driversByClass,
} from '../../source/commands/common/devices/asked-device.ts';
import {openDataset} from '../../source/dataset/reader.ts';
import {makeDriver, writeSample} from '../support/sample.ts';
import {temporaryFolder} from '../survey/mail/inbox.ts';

const root = temporaryFolder();
afterAll(() => rmSync(root, {recursive: true, force: true}));
mkdirSync(join(root, 'usr/share/misc'), {recursive: true});
writeFileSync(
	join(root, 'usr/share/misc/pci.ids'),
	'8086  Intel Corporation\n\t24d2  82801EB/ER (ICH5/ICH5R) USB UHCI Controller #1\n\t24d3  SMBus Controller\nC 0c  Serial bus controller\n\t03  USB controller\n\t\t00  UHCI\n\t\t20  EHCI\n\t05  SMBus\n',
);

const uhci = {
	...makeDriver('drivers/usb/host/uhci-hcd'),
	aliases: ['pci:v*d*sv*sd*bc0Csc03i00*'],
	aliasSince: ['<=5.10'],
};
const ehci = {...makeDriver('drivers/usb/host/ehci-pci'), aliases: ['pci:v*d*sv*sd*bc0Csc03i20*']};
const dataset = openDataset(writeSample({drivers: [uhci, ehci], directories: []}));
afterAll(() => dataset.close());

it('finds a device that nobody names by the class that its name speaks of', () => {
	expect(driversByClass(dataset, '8086:24d2', root).map(({module}) => module)).toEqual(['uhci-hcd']);
	const device = describeAsked('8086:24d2', uhci, root)!;
	expect(device).toMatchObject({claim: 'by-class', since: '<=5.10', name: expect.stringContaining('UHCI')});
	expect(askedText(device, 'uhci-hcd', [])).toMatch(
		/no driver names it; uhci-hcd claims its class, .*since 5\.10 or earlier/,
	);
	expect(driversByClass(dataset, '8086:24d3', root)).toEqual([]);
	expect(driversByClass(dataset, 'usb:8086:24d2', root)).toEqual([]);
	expect(driversByClass(dataset, '8086:24d2', join(root, 'nothing'))).toEqual(
		driversByClass(dataset, '8086:24d2', '/'),
	);
});

it('lists who claims classes whole', () => {
	expect(classDrivers(dataset)).toEqual(expect.arrayContaining(['uhci-hcd (0c0300)', 'ehci-pci (0c0320)']));
});

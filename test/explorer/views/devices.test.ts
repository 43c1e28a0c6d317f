import {expect, it} from 'vitest';
import {devices} from '../../../source/explorer/views/dossier/devices.ts';
import type {Drawing} from '../../../source/explorer/views/dossier/drawing.ts';
import {createTheme} from '../../../source/text/theme.ts';
import {makeDriver} from '../../support/sample.ts';

const usb = (device: string) => `usb:v0BDAp${device}d*dc*dsc*dp*ic*isc*ip*in*`;

it('devices stand under the release since which they are claimed, the newest first, each release folded', () => {
	const record = {
		...makeDriver('drivers/net/one'),
		aliases: [
			usb('0001'),
			usb('0002'),
			'of:N*T*Cvendor,part',
			...Array.from({length: 10}, () => usb('8171')),
		],
		aliasSince: ['<=5.10', '6.9', null, ...Array.from({length: 10}, () => '7.1')],
	};
	const theme = createTheme({depth: 0, ascii: true, links: false});
	const drawing = {theme, dossier: {record, releases: []}, width: 300} as unknown as Drawing;
	const eight = Array.from({length: 8}, () => 'usb:0bda:8171').join(', ');
	expect(devices(drawing)).toEqual([
		`since 7.1: ${eight}, and 2 more`,
		'since 6.9: usb:0bda:0002',
		'since 5.10 or earlier: usb:0bda:0001',
		'since when is not known: of:N*T*Cvendor,part',
	]);
	expect(devices({...drawing, dossier: {record: makeDriver('drivers/net/two')}} as never)).toEqual([]);
});

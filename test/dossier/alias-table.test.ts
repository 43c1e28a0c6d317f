import {describe, expect, it} from 'vitest';
import {createAliasTable} from '../../source/dossier/devices/alias-table.ts';
import {matchesModalias} from '../../source/dossier/devices/modalias.ts';

const patterns: [string, string][] = [
	['pci:v000015B3d00001003sv*sd*bc*sc*i*', 'mlx4_core'],
	['pci:v*d*sv*sd*bc01sc06i01*', 'ahci'],
	['pci:v00008086d*sv*sd*bc01sc01i*', 'ata_generic'],
	['usb:v0CF3p0001d*dc*dsc*dp*ic*isc*ip*in*', 'ar5523'],
	['usb:v0CF3p[0-9]*d*', 'range'],
	['acpi*:PNP0700:*', 'floppy'],
	['platform:soc-audio', 'dashes'],
	['*', 'anything'],
];

describe('an alias table', () => {
	const table = createAliasTable<string>();
	for (const [pattern, module] of patterns) table.add(pattern, module);

	it.each([
		'pci:v000015B3d00001003sv000015B3sd00000055bc02sc00i00',
		'pci:v00008086d00002922sv00001AF4sd00001100bc01sc06i01',
		'usb:v0CF3p0001d0001dcFFdsc00dp00ic00isc00ip00in00',
		'acpi:PNP0700:',
		'platform:soc_audio',
		'',
		'x',
	])('finds for %j what trying every pattern finds', modalias => {
		const tried = patterns
			.filter(([pattern]) => matchesModalias(pattern, modalias))
			.map(([, module]) => module);
		expect(table.match(modalias).toSorted()).toEqual(tried.toSorted());
		expect(tried).toContain('anything');
	});

	it('gives a target once, and counts patterns', () => {
		const twice = createAliasTable<string>();
		twice.add('a*', 'x');
		twice.add('*b', 'x');
		expect(twice.match('ab')).toEqual(['x']);
		expect(twice.size).toBe(2);
	});
});

import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {neededOptions} from '../../../../source/dossier/options/needed.ts';
import {driverlessConditions} from '../../../../source/survey/tree/kconfig/driverless.ts';
import {readKconfig} from '../../../../source/survey/tree/kconfig/kconfig.ts';

const tree = mkdtempSync(join(tmpdir(), 'driverdex-driverless-'));
afterAll(() => rmSync(tree, {recursive: true, force: true}));

it('a driver hangs of what the options that build none hang of', () => {
	writeFileSync(
		join(tree, 'Kconfig'),
		[
			'config NET\n\tbool "Networking"',
			'menuconfig WIRELESS\n\tbool "Wireless"\n\tdepends on NET',
			'config MAC80211\n\ttristate "Stack"\n\tdepends on WIRELESS && (A || B)',
			'config A\n\tbool "A"\n\tdepends on SOC_ONE',
			'config B\n\tbool "B"\n\tdepends on SOC_ONE',
			'config SOC_ONE\n\tbool "One"',
			// Two entries, one of which hangs of nothing.
			'config TWICE\n\tbool "Twice"\n\tdepends on NET',
			'config TWICE\n\tbool',
			// Set by who selects it, whatever its condition says.
			'config HELPER\n\tbool\n\tdepends on SOC_ONE',
			'config ELSE\n\tbool "Else"\n\tselect HELPER',
			'config UNASKED\n\tbool "Unasked"\n\tdepends on NET',
			'config CARD\n\ttristate "Card"\n\tdepends on MAC80211 && TWICE && HELPER',
		].join('\n\n'),
	);
	const {symbols, problems} = readKconfig(tree);
	expect(problems).toEqual([]);
	const kconfig = {
		symbol: 'CARD',
		dependsOn: 'MAC80211 && TWICE && HELPER',
		prompt: null,
		tristate: true,
		at: null,
	};
	const drivers = [{id: 'drivers/net/card', kconfig}];
	const conditions = driverlessConditions(symbols, drivers);
	expect(Object.fromEntries(conditions)).toEqual({
		MAC80211: 'WIRELESS && (A || B)',
		WIRELESS: 'NET',
		A: 'SOC_ONE',
		B: 'SOC_ONE',
	});
	expect(neededOptions(drivers, [], conditions)(drivers[0]!)).toEqual([
		'HELPER',
		'MAC80211',
		'NET',
		'SOC_ONE',
		'TWICE',
		'WIRELESS',
	]);
	expect(neededOptions(drivers, [], new Map())(drivers[0]!)).toEqual(['HELPER', 'MAC80211', 'TWICE']);
});

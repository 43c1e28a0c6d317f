import {expect, it} from 'vitest';
import {namedDriversOf} from '../../source/survey/named-drivers.ts';
import type {TreeDriver} from '../../source/survey/tree/facts.ts';

const driver = (id: string, symbol: string | null, isDriver = true): TreeDriver => ({
	id: `drivers/${id}`,
	module: id.slice(id.lastIndexOf('/') + 1),
	directory: `drivers/${id.slice(0, id.lastIndexOf('/'))}`,
	title: null,
	kconfig: symbol === null ? null : {symbol, prompt: null, tristate: true, dependsOn: null, at: null},
	buses: [],
	sources: [],
	ownSources: [],
	files: [],
	sourceLines: 0,
	kind: isDriver ? 'driver' : 'library',
	names: [],
	needs: [],
	loads: null,
	maintainers: null,
	signs: [],
});

const find = namedDriversOf([
	driver('net/8139-too', 'RTL8139'),
	driver('net/old', 'OLD'),
	driver('net/lib', 'LIB', false),
	driver('net/twin', 'PAIR'),
	driver('usb/twin', 'PAIR'),
]);

it('finds a driver by its module or its option, however a mail spells them', () => {
	expect(find(['8139_too'], 'drivers/net/old')).toBe('drivers/net/8139-too');
	expect(find(['CONFIG_RTL8139'], 'drivers/net/old')).toBe('drivers/net/8139-too');
	// An option's bare name is a word like any other.
	expect(find(['RTL8139'], 'drivers/net/old')).toBeNull();
});

it('takes the first name that means one other driver', () => {
	expect(find(['nobody', 'lib', 'twin', 'CONFIG_PAIR', 'old', '8139-too'], 'drivers/net/old')).toBe(
		'drivers/net/8139-too',
	);
	expect(find(['old', 'twin'], 'drivers/net/old')).toBeNull();
});

it('finds what mails call without the start that all of its folder share', () => {
	const clocks = namedDriversOf([
		driver('rtc/rtc-hym8563', 'HYM'),
		driver('rtc/rtc-pcf8563', 'PCF'),
		driver('mfd/rtc-other', 'OTHER'),
	]);
	expect(clocks(['pcf8563'], 'drivers/rtc/rtc-hym8563')).toBe('drivers/rtc/rtc-pcf8563');
	expect(clocks(['hym8563'], 'drivers/rtc/rtc-hym8563')).toBeNull();
	expect(clocks(['other'], 'drivers/rtc/rtc-hym8563')).toBeNull();
	expect(clocks(['pcf8563'], 'drivers/rtc/hym8563')).toBeNull();
});

it('finds so what lies in its vendor’s folder of another subsystem', () => {
	const chips = namedDriversOf([
		driver('soc/mediatek/mtk-infracfg', 'INFRA'),
		driver('pmdomain/mediatek/mtk-scpsys', 'SCP'),
		driver('pmdomain/other/mtk-else', 'ELSE'),
		driver('mediatek/mtk-top', 'TOP'),
	]);
	expect(chips(['scpsys'], 'drivers/soc/mediatek/mtk-infracfg')).toBe('drivers/pmdomain/mediatek/mtk-scpsys');
	expect(chips(['else'], 'drivers/soc/mediatek/mtk-infracfg')).toBeNull();
	expect(chips(['infracfg'], 'drivers/mediatek/mtk-top')).toBeNull();
});

import {expect, it} from 'vitest';
import {type PostedPatch, patchMailOf, whyNoWork} from '../../../source/survey/mail/posted-patch.ts';

const fixes = 'Fixes: 9eef7f9da928 ("powercap: intel_rapl: Introduce RAPL TPMI interface driver")\n';

function patch(
	title: string,
	{count = 4, ...more}: Partial<PostedPatch> & {count?: number} = {},
): PostedPatch {
	return {
		messageId: 'a@x',
		time: 0,
		author: 'one@example.org',
		subject: `[PATCH] ${title}`,
		title,
		files: 1,
		words: '',
		lines: () => count,
		hasFewLines: most => count <= most,
		archive: 0,
		owners: [],
		deleted: [],
		brings: [],
		...more,
	};
}

it.each([
	['powercap: intel_rapl_tpmi: Remove FW_BUG from invalid version check', {}, 'few lines moved about'],
	[
		'powercap: intel_rapl_tpmi: Remove FW_BUG from invalid version check',
		{words: `It tells of a firmware bug.\n${fixes}`},
		null,
	],
	['Revert "clk: qcom: cpu-8996: simplify the cpu_clk_notifier_cb"', {}, null],
	['dmaengine: mxs: use platform_driver_register', {words: 'Cc: stable@vger.kernel.org\n'}, null],
	[
		'dmaengine: mxs: use platform_driver_register',
		{words: 'Cc: stable@vger.kernel.org\n', files: 10},
		'mechanical by title',
	],
	['clk: Fix typos', {words: 'Cc: stable@vger.kernel.org\n'}, 'sweep by title or files'],
	['drivers: net: a card', {subject: '[PATCH 6.1.y] drivers: net: a card'}, 'repeats a patch'],
	['bio: add bio_endio_status', {words: 'Made with Coccinelle.\n'}, 'made by a tool'],
	['ASoC: aw88399: Fix -Wuninitialized in aw_dev_set_vcalb()', {words: fixes}, null],
	['ASoC: aw88399: Fix -Wuninitialized in aw_dev_set_vcalb()', {}, 'mechanical by title'],
	[
		'ASoC: aw88399: Fix -Wuninitialized in aw_dev_set_vcalb()',
		{words: `x.c:4:1: note: initialize the variable to silence this warning\n${fixes}`},
		null,
	],
	[
		'ASoC: aw88399: Fix -Wuninitialized in aw_dev_set_vcalb()',
		{words: `This cannot happen; silence it.\n${fixes}`},
		'mechanical by title',
	],
	['scsi: fnic: silence uninitialized variable warning', {words: fixes}, 'mechanical by title'],
	[
		'iio: light: max44009: add matching',
		{words: `x.c:4:1: error: [-Werror=unused-variable]\n${fixes}`},
		null,
	],
	[
		'iio: dac: ad5755: fix unised table',
		{words: 'x.c:4:1: error: [-Werror=unused-variable]'},
		'made by a tool',
	],
	['i2c: mpc: Removal of of_node_put with __free', {}, 'mechanical by title'],
	['Input: yealink - simplify locking in sysfs', {count: 59}, 'mechanical by title'],
	['Input: yealink - simplify locking in sysfs', {count: 60}, null],
	['Input: yealink - use devm_x_get()', {count: 60}, 'mechanical by title'],
	['platform/x86: silicom-platform: clean up a check', {count: 59}, 'few lines moved about'],
	['platform/x86: silicom-platform: clean up a check', {count: 60}, null],
] as const)('of %j with %j says why it is no work: %j', (title, more, why) => {
	expect(whyNoWork(patch(title, more))).toBe(why);
});

it.each([
	["clk: qcom: videocc: Use HW_CTRL_TRIGGER flag for video GDSC's", {files: 5, count: 18}, 'yes'],
	['ASoC: amd: update pm_runtime enable sequence', {files: 5, count: 16}, 'yes'],
	['ASoC: amd: update pm_runtime enable sequence', {files: 8, count: 16}, 'no'],
	['memory: tegra: Deduplicate rate request management code', {files: 7, count: 520}, 'yes'],
	['memory: tegra: Deduplicate rate request management code', {files: 7, count: 419}, 'no'],
	['clk: mediatek: mt8183: Convert gate only drivers to mtk_clk_simple_*()', {files: 7, count: 147}, 'no'],
	['clk: qcom: drop support for old ids', {files: 16, count: 9999}, 'no'],
	[
		'ASoC: qcom: qdsp6: Introduce USB AFE port to q6dsp',
		{files: 6, count: 319, subject: '[PATCH v38 22/31] x'},
		'alone',
	],
	['clk: meson: leave', {files: 2, deleted: [1]}, 'no'],
] as const)('of %j with %j tells whether its vendor may mean all: %j', (title, more, forVendor) => {
	expect(patchMailOf(patch(title, more)).forVendor).toBe(forVendor);
});

it.each([
	['wifi: ath5k: use a thing', {count: 20}, true],
	['wifi: ath5k: use a thing', {count: 21}, false],
	['wifi: ath5k: use a thing', {words: fixes}, false],
	['wifi: ath5k: use a thing that leaks', {}, false],
	['wifi: ath5k: Change a thing', {}, true],
	['mtd: ssfdc: Improve a size determination', {}, true],
	['clk: mstp: mark the bus clocks as critical', {}, false],
	['clk: max9485: Register a callback to disable the regulator', {}, false],
] as const)('of %j with %j tells whether it is a slight edit: %j', (title, more, isSlight) => {
	expect(patchMailOf(patch(title, more)).isSlight).toBe(isSlight);
});

it.each([
	['IB/mthca: allocate an array', {count: 20}, true],
	['IB/mthca: allocate an array', {count: 21}, false],
	['IB/mthca: allocate an array', {words: fixes}, false],
	['IB/mthca: free an array that leaks', {}, false],
] as const)('of %j with %j tells whether it is small: %j', (title, more, isSmall) => {
	expect(patchMailOf(patch(title, more)).isSmall).toBe(isSmall);
});

it.each([
	['wifi: rtw88: Fix the module names', {files: 17, count: 51}, true],
	['wifi: rtw88: Fix the module names', {files: 17, count: 52}, false],
	['wifi: rtw88: Fix the module names', {files: 9, count: 9}, false],
	['wifi: rtw88: Fix the module names', {files: 17, count: 51, words: fixes}, false],
	['wifi: rtw88: Fix the module names', {files: 17, count: 51, words: 'Cc: stable@vger.kernel.org\n'}, false],
	['wifi: rtw88: fix a leak', {files: 17, count: 51}, false],
] as const)('of %j with %j tells whether it does little to each of many files: %j', (title, more, isThin) => {
	expect(patchMailOf(patch(title, more)).isThin).toBe(isThin);
});

it.each([
	['Input: iqs626a - drop unused device node references', fixes, true],
	['Input: iqs626a - drop unused device node references', '', false],
	['Input: iqs626a - fix the indentation', fixes, false],
	['ASoC: aw88399: Fix -Wuninitialized', fixes, true],
] as const)(
	'of %j with %j tells whether it names the fault that it mends: %j',
	(title, words, namesFault) => {
		expect(patchMailOf(patch(title, {words})).namesFault).toBe(namesFault);
	},
);

it('tells a mend by its title or its words', () => {
	expect(patchMailOf(patch('usb: gadget: f_ecm: Fix net_device lifecycle')).mends).toBe(false);
	expect(patchMailOf(patch('pwm: twl-led: Drop driver local locking')).mends).toBe(false);
	expect(patchMailOf(patch('pwm: twl-led: Fix the driver local locking')).mends).toBe(true);
	const words = `The device is left behind, which is a use-after-free.\n${fixes}`;
	expect(patchMailOf(patch('usb: gadget: f_ecm: Fix net_device lifecycle', {words})).mends).toBe(true);
	expect(patchMailOf(patch('phy: qcom-m31: Fix error code in probe()')).mends).toBe(true);
	expect(
		patchMailOf(patch('hwrng: bcm2835 - Add missing clk_disable_unprepare in bcm2835_rng_init')).mends,
	).toBe(true);
	expect(
		patchMailOf(patch('cpufreq: powernv: Use __free(put_cpufreq_policy) for policy reference')).mends,
	).toBe(false);
});

it.each([
	['iio: light: one: read all samples at once', {}, true],
	['iio: light: one: read all samples at once', {count: 21}, false],
	['iio: light: one: add support for the two', {}, false],
	['hwmon: (nzxt-smart2) Add support for device 1e71:2020', {}, false],
	['Input: sun4i-lradc-keys - Add wakeup support', {}, false],
	['crypto: img-hash - Use unregister_ahashes in img_{un}register_algs', {count: 21}, true],
	['crypto: omap - add omap_des_unregister_algs helper', {count: 59}, true],
	['crypto: omap - add omap_des_unregister_algs helper', {count: 60}, false],
	['iio: light: one: read the samples that are there', {words: fixes}, false],
	['iio: light: one: fix build failure without CONFIG_PM', {words: fixes}, true],
	['ARM: sunplus: use %pap to print resource_size_t', {words: fixes}, true],
	['iio: light: one: Fix compilation on UML', {}, true],
	['iio: light: one: fix leak in probe', {}, false],
])('%s %o: a small edit: %s', (title, more, expected) => {
	expect(patchMailOf(patch(title, more)).isSmallEdit).toBe(expected);
});

import {expect, it} from 'vitest';
import {
	isMadeByTool,
	isMechanical,
	isRearrangement,
	isRevert,
	mendsWhatUsersMet,
} from '../../source/survey/mechanical-titles.ts';
import {isSweep} from '../../source/survey/sweeps.ts';

it('calls a change of more than fifty files a sweep, whatever its title', () => {
	expect(isSweep('net: x: fix a leak', 50)).toBe(false);
	expect(isSweep('net: x: fix a leak', 51)).toBe(true);
});

it.each([
	['treewide: rename a thing', true],
	['net: x: Fix typo in a comment', true],
	['spi: x: Convert to platform remove callback returning void', true],
	['i2c: x: drop unused includes', true],
	['iio: light: x: sort header inclusion alphabetically', true],
	['ASoC: x: Drop legacy GPIO include', true],
	['USB: serial: drop unused moduleparam includes', true],
	['iio: adc: x: Improve include relevance', true],
	['backlight: x: Do not include <linux/fb.h>', true],
	['gpio: x: Remove unused of_gpio.h', true],
	['cpuidle: x: Switch to a new email', true],
	['cpuidle: x: Update my gmail address', true],
	['i2c: x: fix platform_no_drv_owner.cocci warnings', true],
	['x: Use correct header(s) instead of string_helpers.h', true],
	['crypto: drivers - remove of_match_ptr from OF match tables', true],
	['ASoC: x: drop driver owner assignment', true],
	['i2c: x: Convert to use struct platform_driver::remove()', true],
	['spi: x: Use proper SSP header in soc/x.c', true],
	['wifi: x: add mac.h', false],
	['tty: x: move the accessors to x.h', false],
	['media: x: include the frame size in the message', false],
	['net: x: remove support for old cards', false],
	['net: x: convert to the new interface', false],
])('tells from the title %j', (title, expected) => expect(isSweep(title, 1)).toBe(expected));

it('calls what a tool made by rule a sweep of its user, but not a fault that it found', () => {
	expect(isMadeByTool('net: x: use the helper', 'Found by coccinelle.')).toBe(true);
	expect(isMadeByTool('net: x: use the helper', 'A card of ours needs it.')).toBe(false);
	expect(isMadeByTool('net: x: fix a leak of the ring', 'Reported by coccicheck.')).toBe(false);
});

it.each([
	'net: x: remove unused variable len',
	'net: x: Drop redundant check in x_probe()',
	'Input: x - remove unneeded platform_set_drvdata()',
	'net: x: Make ring_ops const',
	'net: x: make read-only array steps static const',
	'net: x: mark x_init() as static',
	'net: x: Fix -Wformat-truncation',
	'net: x: fix sparse warnings',
	'net: x: Fix W=1 build',
	'net: x: Fix x_read() kerneldoc',
	'net: x: Fix function parameter not described',
	'net: x: align to match open parenthesis, coding style',
	'net: x: Drop outdated comment on rings',
	'net: x: Add MODULE_FIRMWARE macros',
	'net: x: Include headers we are direct user of',
	'net: x: Tidy up header includes',
	'net: x: rename global variable',
	'net: x: Use devm_clk_get_enabled()',
	'net: x: Switch to dev_err_probe() helper',
	'net: x: Simplify locking with guard()',
	'Input: x - switch to using __free() cleanup facility',
	'net: x: replace strncpy with strscpy',
	'net: x: convert from round_rate() to determine_rate()',
	'net: x: use new GPIO line value setter callbacks',
	'net: x: Use a maple tree based register cache',
	'net: x: Re-use generic struct u16_fract',
	'net:x: make use of x_get_ring()',
	'net: x: Replace pci_alloc_irq_vectors() with pcim_alloc_irq_vectors()',
	'net: x: Add __counted_by for struct rings',
	'net: x: simplify error handling',
	'net: x: Return void in ring functions',
	'net: x: remove #ifdef CONFIG_PM',
	'net: x: replaced sprintf() with sysfs_emit()',
	'net: x: use lock guards',
	'net: x: do not initialise statics to 0',
	"net: x: don't use shift_ring()",
	'net: x: Document device name for compatible',
	'net: x: add WQ_PERCPU to alloc_workqueue users',
	'net: x: complete sizeof(*pointer) conversions',
	'net: x: stop exporting local functions',
	'net: x: remove redundant space',
	'net: x: Do not split error messages',
	'net: x: Add devm_add_action_or_reset() to stop the ring',
	'net: x: Make code agnostic to OF/ACPI',
	'net: x: Don\'t use "proxy" headers',
	'net: x: Replace RING_BLANK_ states with simple on/off',
	'staging: fbtft: Change udelay() to fsleep()',
	'net: stmmac: convert plat_stmmacenet_data booleans to type bool',
	'driver : edac : Fix warning using plain integer as NULL',
	'ASoC: tegra: Use dev_err_probe() for regmap init failures',
	'iio: st_sensors: lsm9ds0: Use common style for terminator in ID tables',
	'fpga: dfl: omit unneeded casts of u64 values for dev_dbg()',
	'cdc-eem: always use BIT',
	'wifi: rtw88: Benefit from sdio_device_id::driver_data_ptr',
	"hwrng: arm-smccc-trng - don't set drvdata",
	'backlight: mp3309c: Initialize backlight properties without memset',
	'backlight: bd6107: Handle deferred probe',
	"gpio: mmio: don't use legacy GPIO chip setters",
	'power: reset: at91: mark at91_wakeup_status non-__init',
	'target: fix incorrect function name in pr_err',
	'watchdog: Add missing include for FIELD_*()',
	'swim3: fix the floppy_locked_ioctl prototype',
	'drivers/pcwd_pci:Fix the wrong format specifier',
	'rtc: sunplus: fix format string for printing resource',
	"drivers: usb: serial: mos7840: replace 'unsigned' w/ 'unsigned int'",
	'igbvf: fix misplaced newline in VLAN add warning message',
	'watchdog: cros-ec: Add newlines to printks',
	'gpio: mm-lantiq: update kernel docs',
	'sounds: firewire: isight: changed strcpy to strscpy',
	'clk: ingenic: Minor cosmetic fixups for X1000',
	'can: mscan: replace in_8/out_8 with ioread8/iowrite8',
	'pinctrl: move microchip riscv pinctrl drivers to a folder',
	'ASoC: fsl: Check before clk_put() not needed',
	'ASoC: nau8325: Delete a stray tab',
	'drivers: ata: Added missing spaces',
	"Input: spear-keyboard - don't include 'pm_wakeup.h' directly",
	'wifi: wlcore: sdio: Use helper to define resources',
	'power: supply: ds2782: Free IDA with devm action',
	"Input: sparcspkr - use device managed memory for 'state'",
	'scsi: arcmsr: return the value of fun directly',
	'wifi: rtlwifi: Remove uncalled stub rtl*_phy_ap_calibrate',
	'efi/arm*: Remove the useless failure return message print',
	'Input: sparcspkr - Avoid unannotated fall-through',
	'platform/olpc: Remove redundant null pointer checks in olpc_ec_setup_debugfs()',
	'cpufreq: powernv: Use __free(put_cpufreq_policy) for policy reference',
	'ASoC: nau8822: Fix incorrect type in assignment and cast to restricted __be16',
	'dt-bindings: clock: Move lochnagar.h to dt-bindings/clock',
	'clk: aspeed: Move the existing ASPEED clk drivers into aspeed subdirectory.',
	'tty: hvc: Fix incorrect formatted output',
])('finds %j mechanical', title => expect(isMechanical(title)).toBe(true));

it.each([
	'net: x: fix a leak of unused buffers in x_open()',
	'net: x: Fix use-after-free in devm_x_remove()',
	'net: x: remove unused clock',
	'net: x: use GFP_ATOMIC under the lock',
	'net: x: use raw_spinlock_t in the irq path',
	'net: x: Use x_read_bypassed() to wake the device',
	'net: x: use max width for rate detection',
	'net: x: Fix warning with gpio controllers that sleep',
	'net: x: Add check for array bounds in x_read()',
	'net: x: convert to the new interface',
	'net: x: add sample rate checker',
	'net: x: reset the ring after a stall',
	'net: x: Add support for constant rates',
	'phy: qcom-m31: Fix error code in probe() of devm_x_get()',
	'hwspinlock: stm32: Add missing clk_disable_unprepare to unused lock_t',
	'ASoC: fsl_esai: change dev_warn to dev_dbg in irq handler',
	'gpio: eic-sprd: use raw_spinlock_t in the irq startup path',
	'can: m_can: fix a dereference of unused devm_x',
	'i2c: muxes: mule: Fix an error handling path using devm_x_get()',
])('finds work in %j', title => expect(isMechanical(title)).toBe(false));

it.each([
	['net: x: drop remove() callback', true],
	['net: x: Rework ring setup', true],
	['net: x: do some cleanup', true],
	['net: x: do some cleanup in probe()', false],
	['net: x: Match DT helper types', true],
	['net: x: move set_ring() out of the core', true],
	['net: x: move the reset before the first read', false],
	['net: x: clean up after an error in probe', false],
	['net: x: rework the broken ring setup', false],
	['net: x: set a delay for resets', false],
])('of %j says that code is moved about: %j', (title, expected) => {
	expect(isRearrangement(title)).toBe(expected);
	expect(isSweep(title, 1)).toBe(false);
});

const fixes = 'Fixes: 9eef7f9da928 ("powercap: intel_rapl: Introduce RAPL TPMI interface driver")\n';

it.each([
	[
		'powercap: intel_rapl_tpmi: Remove FW_BUG from invalid version check',
		`This generates a firmware bug warning.\n\n${fixes}Reported-by: Zhang Rui <rui.zhang@intel.com>\n`,
		true,
	],
	[
		'wifi: rtlwifi: rtl8723be: Remove unnecessary irq save/restore in hw_init()',
		'raw_local_irq_restore() called with IRQs enabled\n\nCall Trace:\n <TASK>\nrtl8723be_hw_init+0x5992/0x7220\n',
		true,
	],
	['dmaengine: mxs: use platform_driver_register', 'Cc: stable@vger.kernel.org\n', true],
	[
		'tpm/eventlog: Use kvmalloc() for event log buffer',
		'Reported-and-tested-by: Andy Liang <a@hpe.com>\n',
		true,
	],
	['i2c: x: Use devm_clk_get_enabled()', `The clock leaks on errors.\n\n${fixes}`, true],
	['i2c: x: Use devm_clk_get_enabled()', fixes, false],
	['clk: ti: Less function calls', `A leak. Detected by using the Coccinelle software.\n\n${fixes}`, false],
	['i2c: x: Use devm_clk_get_enabled()', 'Fewer lines, and nothing leaks.\n', false],
	[
		'ata: pata_parport: Fix bpck module code',
		`${fixes}Reported-by: kernel test robot <lkp@intel.com>\n`,
		false,
	],
	['crypto: sun8i-ss: use dma_addr', `Smatch says so.\n${fixes}Reported-by: A Person <a@b.org>\n`, false],
	['iio: light: isl76682: remove it', 'Closes: https://bugzilla.openanolis.cn/show_bug.cgi?id=7698\n', false],
	['ACPI: OSL: Use usleep_range()', 'Closes: https://bugzilla.kernel.org/show_bug.cgi?id=216263\n', true],
	['efi/riscv: libstub: Fix comment about absolute relocation', 'Cc: stable@vger.kernel.org\n', false],
	['i2c: busses: i2c-nomadik: Remove a useless call', 'Cc: <stable@vger.kernel.org> # v3.6+\n', false],
])('of %j with the words %j says that it mends what users met: %j', (title, words, expected) => {
	expect(mendsWhatUsersMet(title, words)).toBe(expected);
});

it('knows what takes a change back', () => {
	expect(isRevert('Revert "clk: qcom: cpu-8996: simplify the cpu_clk_notifier_cb"')).toBe(true);
	expect(isRevert('clk: x: revert to the parent of the reset')).toBe(true);
	expect(isRevert('clk: x: do not revert the rate')).toBe(false);
});

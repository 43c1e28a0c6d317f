import {expect, it} from 'vitest';
import {isMadeByTool, isMechanical, isRearrangement} from '../../source/survey/mechanical-titles.ts';
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
])('finds work in %j', title => expect(isMechanical(title)).toBe(false));

it.each([
	['net: x: drop remove() callback', true],
	['net: x: Rework ring setup', true],
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

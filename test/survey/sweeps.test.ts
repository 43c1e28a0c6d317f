import {expect, it} from 'vitest';
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

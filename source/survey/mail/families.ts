/** Which drivers are parts of one: chips and front ends of one family, which one change may well mean all of. */
import {basename, dirname} from 'node:path/posix';

/** A name that a chip or family of chips has: letters, then two digits or more (`cs35l56`, `nct6694`, `bmp280`). */
const chipName = /^[a-z]+\d{2,}[a-z0-9]*$/;
/** Folders as deep as `drivers/net/wireless/realtek/rtw88` hold one driver's parts. */
const depthOfFamily = 5;
/** A folder of so few drivers is a vendor's, or holds one driver in parts. */
const mostDriversOfFamily = 8;

/**
 * Tells the family of each driver of `ids`, as a number: drivers of one folder that lies five deep or holds eight drivers
 * at most, and those that bear one chip's name, such as the I2C and SPI front ends of a sensor, where these are eight at
 * most: a whole system on a chip is no family. Ids are folder and module; folders of the second level (`drivers/gpio`)
 * are no family, however small.
 */
export function familiesOf(ids: readonly string[]): number[] {
	const drivers = new Map<string, number>();
	const count = (name: string) => drivers.set(name, (drivers.get(name) ?? 0) + 1);
	for (const id of ids) {
		count(dirname(id));
		count(chipOf(id) ?? id);
	}
	const isSmall = (name: string) => drivers.get(name)! <= mostDriversOfFamily;
	const nameOf = (id: string): string => {
		const folders = dirname(id).split('/');
		if (folders.length >= depthOfFamily) return folders.slice(0, depthOfFamily).join('/');
		if (folders.length > 2 && isSmall(dirname(id))) return dirname(id);
		const chip = chipOf(id);
		return chip !== null && isSmall(chip) ? chip : id;
	};
	return numbered(ids.map(nameOf));
}

/** A folder's name in so many subsystems is a vendor's: `qcom` of clk, pinctrl, soc. */
const fewestSubsystemsOfVendor = 4;
/** Names of folders that many subsystems have and no vendor. */
const notVendors = /^(?:common|core|generic|host|i2c|lib|misc|pci|pcie|platform|spi|target|tests?|usb)$/;

/**
 * Tells the family of each driver of `ids` as `familiesOf` does, but of a folder that bears a vendor's name
 * (`drivers/clk/qcom`, `sound/soc/sof/intel`) all drivers are one.
 */
export function vendorsOf(ids: readonly string[]): number[] {
	const subsystems = new Map<string, Set<string>>();
	for (const id of ids) {
		const [, subsystem, folder, more] = id.split('/');
		if (more === undefined) continue;
		const known = subsystems.get(folder!);
		if (known === undefined) subsystems.set(folder!, new Set([subsystem!]));
		else known.add(subsystem!);
	}
	const families = familiesOf(ids);
	const nameOf = (id: string, at: number): string => {
		const folders = dirname(id).split('/');
		const place = folders.findIndex(
			(folder, depth) =>
				depth > 1 &&
				!notVendors.test(folder) &&
				(subsystems.get(folder)?.size ?? 0) >= fewestSubsystemsOfVendor,
		);
		return place < 0 ? `${families[at]!}` : folders.slice(0, place + 1).join('/');
	};
	return numbered(ids.map(nameOf));
}

/** The same number for the same name, from 0. */
function numbered(names: readonly string[]): number[] {
	const numbers = new Map<string, number>();
	return names.map(name => {
		let number = numbers.get(name);
		if (number === undefined) numbers.set(name, (number = numbers.size));
		return number;
	});
}

function chipOf(id: string): string | null {
	const parts = basename(id).toLowerCase().split(/[-_]/);
	return parts.find(part => chipName.test(part)) ?? null;
}

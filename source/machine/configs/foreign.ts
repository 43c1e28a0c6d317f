import {UserError} from '../../dossier/user-error.ts';

/** A program other than the kernel whose configuration Kconfig writes. */
interface Foreign {
	/** What it configures, with its article. */
	what: string;
	/** What it says in the head of its configuration; each tried on the first lines. */
	title: RegExp;
	/** Options that it has and no kernel ever had; null where it has a head always. */
	options: RegExp | null;
	/** So many of these at least. */
	least: number;
}

const foreign: readonly Foreign[] = [
	{
		what: "BusyBox's",
		title: /^# Busybox version/im,
		options: /^(?:# )?CONFIG_(?:FEATURE_\w+|BUSYBOX|INCLUDE_SUSv2)\b/gm,
		least: 2,
	},
	{
		what: "U-Boot's",
		title: /^# U-Boot .*Configuration/m,
		options:
			/^(?:# )?CONFIG_(?:SPL(?:_\w+)?|TPL(?:_\w+)?|CMD_\w+|BOOTDELAY|BOOTCOMMAND|ENV_(?:SIZE|OFFSET|IS_\w+)|SYS_PROMPT|SYS_MALLOC_\w+|TEXT_BASE|SYS_TEXT_BASE|DEFAULT_DEVICE_TREE|DISTRO_DEFAULTS|OF_CONTROL|DISPLAY_(?:BOARD|CPU)INFO|ENV_VARS_UBOOT_\w+|DM_(?:SERIAL|GPIO|MMC|I2C|SPI|SPI_FLASH|USB|ETH|VIDEO|PMIC|REGULATOR|KEYBOARD|SCSI|RTC|RESET))\b/gm,
		least: 2,
	},
	{what: "Buildroot's", title: /^# Buildroot .*Configuration/m, options: /^(?:# )?BR2_\w+/gm, least: 1},
	{
		what: "OpenWrt's build's",
		title: /^# (?:OpenWrt|LEDE|ImmortalWrt)\b.*(?:Configuration|version)/im,
		options: /^(?:# )?CONFIG_(?:TARGET_[a-z]\w*|PACKAGE_[a-z][\w-]*|DEFAULT_[a-z]\w*)/gm,
		least: 2,
	},
	{what: "barebox'", title: /^# Barebox\S* .*Configuration/im, options: null, least: 0},
	{what: "crosstool-NG's", title: /^# crosstool-NG .*Configuration/im, options: /^(?:# )?CT_\w+/gm, least: 2},
	{what: "uClibc's", title: /^# uClibc\S* .*Configuration/im, options: null, least: 0},
	{what: "coreboot's", title: /^# coreboot\b.*configuration/im, options: null, least: 0},
	{what: "Xen's", title: /^# Xen\/\S+ .*Configuration/m, options: null, least: 0},
	{what: "an ESP32's", title: /^# Espressif IoT Development Framework/m, options: null, least: 0},
];

/** A head lies within so many letters. */
const headLength = 4096;
/** Options of another program are looked for in so many letters: what it is, its beginning tells. */
const sampleLength = 1 << 18;

/** Refuses the configuration of another program than the kernel: their options have the same form. */
export function refuseForeign(text: string, name: string): void {
	const head = text.slice(0, headLength);
	if (/^# Linux(?:\/| kernel version)/m.test(head)) return;
	const sample = text.slice(0, sampleLength);
	const found = foreign.find(
		({title, options, least}) =>
			title.test(head) || (options !== null && (sample.match(options)?.length ?? 0) >= least),
	);
	if (found === undefined) return;
	throw new UserError(`${name} is ${found.what} configuration, not a kernel's.`, adviceFor(text));
}

/** Where the kernel's lies, if the text says so. */
function adviceFor(text: string): string {
	const named = /^BR2_LINUX_KERNEL_CUSTOM_CONFIG_FILE="([^"\n]{1,200})"/m.exec(text)?.[1];
	const board = /^CONFIG_TARGET_([a-z0-9]+)=y$/m.exec(text)?.[1];
	if (named !== undefined) return `It names the kernel's: ${named}.`;
	if (board !== undefined)
		return `The kernel's lie in target/linux/${board}/ and target/linux/generic/ (config-*).`;
	return 'Name the .config in the folder that the kernel was built in.';
}

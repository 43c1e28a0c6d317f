/** The command lines of what looks at a machine or at its kernel's configuration. */
import {type CommandLine, columns, type Flag, output, reopening, reviewOutput, sort, spared} from './flag.ts';

/** Flags that host and audit share. */
const judging = {
	...output,
	...columns,
	failOn: {
		type: 'string',
		value: 'QUERY',
		about: 'what is at risk, such as risk>0.2 (default: rec:deprecate,remove)',
	},
	query: {type: 'string', value: 'QUERY', about: 'print only drivers that match'},
	...sort,
	explore: {type: 'boolean', about: 'open these drivers in the explorer'},
	...reopening,
} as const satisfies Record<string, Flag>;

export const host: CommandLine = {
	name: 'host',
	usage: '[--root DIR | --from FILE...]',
	summary: "judge this machine's drivers, worst first",
	flags: {
		root: {
			type: 'string',
			isMultiple: true,
			value: 'DIR',
			about: 'look at another file system: an image, a mount, a saved copy; once for each',
		},
		from: {
			type: 'string',
			isMultiple: true,
			value: 'FILE',
			about: 'judge what people have in hand, - for standard input; one file a machine, or a folder of them',
		},
		by: {
			type: 'string',
			value: 'WHAT',
			choices: ['host', 'driver'],
			about: 'one line a host, as several are printed, or a driver',
		},
		host: {
			type: 'string',
			isMultiple: true,
			value: 'FILE',
			about: 'the machine that a list or a warning of --from is about: says what it has',
		},
		config: {
			type: 'string',
			isMultiple: true,
			value: 'CONFIG',
			about: 'the kernel configuration that a modprobe.d of --from is for: says what is built in',
		},
		save: {type: 'string', value: 'FILE', about: 'keep the list of drivers as JSON, - for standard output'},
		collector: {type: 'boolean', about: 'print a shell script that makes such a list without Node'},
		...judging,
	},
	notes: [
		'--from takes lsmod, lspci, lsusb, dmesg, lshw, inxi, hwinfo, module lists, warnings of initramfs tools, mixed in one',
		'text; sosreport, supportconfig and hw-probe, unpacked or not; a tree of modules; Ansible facts; saved lists, NDJSON;',
		'modprobe.d, whose lines are reviewed one by one; device trees: .dts, .dtb, /proc/device-tree or a copy of it.',
		"ssh server 'sh -s' < collect.sh | driverdex host --from -     with driverdex host --collector > collect.sh",
		'A driver counts when it is bound to a device, loaded, or could serve a device that has none; one that an older',
		'kernel has under drivers/ or sound/ and the data set no more is at risk whatever --fail-on says.',
		'Exit status: 0 nothing at risk, 1 at risk or a line of modprobe.d wants a look, 2 could not look, or not in the',
		'source that was surveyed.',
	],
};

export const audit: CommandLine = {
	name: 'audit',
	usage: '[CONFIG...]',
	summary: 'find the options of a kernel .config that enable drivers at risk',
	flags: {
		...judging,
		...reviewOutput,
		defaultsFrom: {
			type: 'string',
			value: 'CONFIG',
			about: 'what fills the options that a fragment, defconfig or diff does not write',
		},
		arch: {
			type: 'string',
			value: 'NAME',
			about: "of Ubuntu's annotations, the architecture or flavour to judge: arm64, arm64-generic-64k",
		},
		host: spared,
		fragment: {type: 'boolean', about: 'write a config fragment that turns them off, with the reasons'},
		against: {
			type: 'string',
			value: 'NAME',
			about: 'what you enable and this distribution has off, and the other way round, such as rhel',
		},
	},
	notes: [
		'CONFIG is a .config, plain or packed (gzip, xz, zstd), a kernel image with its configuration in it, a defconfig or',
		"fragment, a diff of two configurations (judged is what it switches on), Ubuntu's annotations, NixOS'",
		"structuredExtraConfig, OpenWrt's KCONFIG lists, calls of scripts/config, or an SPDX document of a kernel or image;",
		'- is standard input.',
		'Default: /proc/config.gz, then /boot/config-RELEASE.',
		'In a review: git diff main | driverdex audit - --format sarif',
		'A file of modprobe.d is reviewed line by line; configurations beside it say what is built in. --format modprobe',
		'writes one that blocks the modules at risk; --host FILE spares what is in use there.',
		'Options that nobody else ships: driverdex audit .config --fail-on dist:0',
		'Exit status: 0 nothing at risk, 1 at risk, 2 could not look, or not in the source that was surveyed.',
	],
};

/**
 * The closed lists of words that records are written in. They stand apart from the schema, so that what only
 * reads records needs no validator.
 */

/** Recommendations, from the one that asks for least to the one that asks for most. */
export const recommendations = [
	'keep',
	'keep-annotate',
	'unsure',
	'deprecate',
	'remove',
	'not-a-driver',
] as const;
/** How widely the hardware is still deployed. */
export const deploymentLevels = ['none', 'low', 'medium', 'high', 'unknown'] as const;
/**
 * Who made an assessment. The effective verdict is a person's, else an imported dossier's, else the rules'. A model's is
 * shown beside them and never counts: a person may take it over.
 */
export const assessorKinds = ['person', 'dossier', 'rules', 'model'] as const;
/** Kinds of sources that lie in the surveyed tree. */
export const treeSourceKinds = ['tree', 'maintainers'] as const;
/** Kinds of sources that have an address. */
export const webSourceKinds = [
	'release',
	'mail',
	'commit',
	'cve',
	'vendor',
	'distribution',
	'population',
	'web',
] as const;
/** What a kernel configuration is made for: `guest` is for virtual machines only, `embedded` for boards. */
export const configurationKinds = ['general', 'desktop', 'server', 'embedded', 'guest'] as const;
/** What a configuration leaves out: nothing; hidden options; whatever is as its defaults have it. */
export const configurationForms = ['full', 'listed', 'partial'] as const;
/** States a vendor gives a driver in one of its releases. */
export const supportStates = ['available', 'maintained', 'unmaintained', 'removed'] as const;
/** The S: field of MAINTAINERS, as `Documentation/process/maintainers.rst` and the file's head list it. */
export const maintainerStatuses = ['Supported', 'Maintained', 'Odd Fixes', 'Orphan', 'Obsolete'] as const;
/**
 * What a Kbuild object is: a driver registers with a bus, a class or a service; a chip is hardware that another driver
 * attaches; a library is code that others call; a core holds a subsystem together; a table is data (keymaps); a test
 * tests.
 */
export const driverKinds = ['driver', 'chip', 'library', 'core', 'table', 'test'] as const;
/** Whether a kind is hardware that somebody owns: it gets a verdict, the others are no drivers. */
export function isJudgedKind(kind: DriverKind): kind is 'driver' | 'chip' {
	return kind === 'driver' || kind === 'chip';
}
/** How a driver needs another: by its symbols, by a softdep line, by an option that selects the other's. */
export const needKinds = ['symbol', 'softdep', 'select'] as const;
/** Where a modalias pattern is known from: the tables of a kernel that was built, those in the sources, or both. */
export const aliasOrigins = ['table', 'source', 'both'] as const;
/**
 * How a driver comes to be loaded: for a device of its tables, a line discipline, a network protocol, a file system, a
 * character device's number; because others need it; with the kernel, as it can only be built in; or by name only.
 */
export const loadingWays = [
	'device',
	'line-discipline',
	'protocol',
	'file-system',
	'char-device',
	'dependency',
	'built-in',
	'name',
] as const;
/** What a posted patch that deletes a driver's main file does with the driver. */
export const removalKinds = ['removal', 'rewrite', 'move', 'merge', 'stable'] as const;
/** Who posted it: one of the section's people, or another. */
export const removalPosters = ['maintainer', 'other'] as const;
/** What was answered to it, the strongest of all. */
export const removalAnswers = ['applied', 'acked', 'objected', 'none'] as const;
/**
 * What became of a driver that an earlier kernel had: deleted; the same module at another path; the same driver under
 * another name; part of another driver now; or there as it was, under another CONFIG symbol. `unknown`: it left by its
 * name, and what is known of it does not tell whether its code did.
 */
export const fates = ['removed', 'moved', 'renamed', 'merged', 'option-renamed', 'unknown'] as const;
export type Fate = (typeof fates)[number];
/** What names the driver that serves a gone one's hardware: a device id that both claim, the mail that deleted it. */
export const successorWitnesses = ['id', 'mail'] as const;
/** Driver categories: one table from path prefixes fills them, see categories.ts. */
export const categories = [
	'accelerators',
	'bus-other',
	'bus-usb',
	'clock-reset-power',
	'crypto',
	'firmware-acpi',
	'gpio-pinctrl',
	'graphics-display',
	'i2c-spi',
	'industrial-comedi',
	'infrastructure',
	'input-hid',
	'leds',
	'media-camera-tv',
	'networking-ethernet',
	'networking-isdn-modem',
	'networking-other',
	'networking-wireless',
	'platform-vendor',
	'sensors-iio-hwmon',
	'serial-tty',
	'sound',
	'storage-block',
	'storage-flash',
	'storage-scsi-ata',
	'virtualization',
	'watchdog-rtc',
] as const;
/**
 * What the tree itself says about a driver. Each is a fact with a place (`file:line`), never a judgement; the
 * rule table decides what it weighs.
 */
export const signKinds = [
	/** A part of the driver's path is named deprecated, legacy or obsolete. Value: that part. */
	'deprecated-path',
	/** The driver lies under drivers/staging. Value: null. */
	'staging',
	/** A TODO file of its staging directory speaks of removal. Value: null. */
	'todo-removal',
	/** Its CONFIG symbol's prompt or help says of itself that it is deprecated, legacy, obsolete, orphaned or unused. Value: the word. */
	'kconfig-words',
	/** Its CONFIG symbol depends on BROKEN, by itself or by an enclosing if or menu. Value: null. */
	'broken',
	/** It depends on, or selects, a symbol whose prompt or help says of itself that it is deprecated, legacy, obsolete or unused. Value: that symbol. */
	'legacy-dependency',
	/** It depends, without an alternative, on a symbol that no Kconfig file defines. Value: that symbol. */
	'undefined-dependency',
	/** Its option can be enabled for compile tests only, whatever else is chosen. Value: the undefined symbol that it lacks; null where it asks for COMPILE_TEST outright. */
	'compile-test-only',
	/** Every platform that its option can't do without, compile tests aside, is marked as going: see platforms.ndjson. Value: such a platform's option, and the year where its end is announced for one. */
	'ending-platform',
	/** A bus that new machines no longer have: isa, eisa, pcmcia, parport, gameport, nubus, zorro, dio, tc, mca, sbus. Value: the bus. */
	'legacy-bus',
	/** A platform driver without an of, acpi or pci table, none of whose names the tree uses anywhere else: nobody makes its device. Value: its name. */
	'not-instantiated',
	/** It registers with a table of device-tree compatibles: boards bind it by description. Value: null. */
	'device-tree',
	/** Not one source file carries an SPDX line. Value: null. */
	'no-spdx',
	/** It includes a header of an interface the kernel is leaving, such as linux/gpio.h. Value: the header. */
	'legacy-api',
	/** Its own .c files call bare printk() more than ten times. Value: how often. */
	'bare-printk',
	/** It sleeps on semaphores, as locks were before mutexes: linux/semaphore.h or down_interruptible(). Value: which. */
	'semaphore',
	/** A keyword of RCS or CVS stands in its own .c files. Value: the keyword. */
	'rcs-keyword',
	/** Its own .c files use devm_ more than five times. Value: how often. */
	'managed-resources',
	/** The newest year in the copyright lines of its sources. Value: that year. */
	'newest-copyright',
	/** None of its sources registers a driver, so it is a library. Value: null. */
	'no-entry-point',
	/** A line shows that it is a core, a table or a test. Value: which of them. */
	'no-device-driver',
	/** Its Makefile names it but no source was found. Value: the object. */
	'no-sources',
	/** No longer found; data sets made before hold it. */
	/** No longer found; data sets made before hold it. */
] as const;
/**
 * How a platform stands: in use; its option or an option that it can't do without is called deprecated; its removal is
 * announced; nothing in the tree builds a board or device tree for it any more; earlier releases had it, the tree has not.
 */
export const platformStates = ['in-use', 'deprecated', 'announced', 'boardless', 'gone'] as const;

export type Recommendation = (typeof recommendations)[number];
export type Category = (typeof categories)[number];
export type DriverKind = (typeof driverKinds)[number];
export type NeedKind = (typeof needKinds)[number];
export type AliasOrigin = (typeof aliasOrigins)[number];
export type LoadingWay = (typeof loadingWays)[number];
export type SignKind = (typeof signKinds)[number];
export type PlatformState = (typeof platformStates)[number];
export type MaintainerStatus = (typeof maintainerStatuses)[number];
export type SupportState = (typeof supportStates)[number];
export type ConfigurationKind = (typeof configurationKinds)[number];
export type ConfigurationForm = (typeof configurationForms)[number];
export type DeploymentLevel = (typeof deploymentLevels)[number];

/** What a driver is, and since when: its title as a sentence. Titles are the kernel's own, so nothing is said that they don't. */
import {claimsOf} from '../devices/claims.ts';
import {cameWith, formerNameText, stepWords} from '../history/since.ts';
import {lookedAtSteps} from '../history/work.ts';
import {familiarBuses} from './buses.ts';
import type {Survey, Unjudged} from './told.ts';
import {isNamedAfter} from './use.ts';

/** Last words of a title that names hardware, as opposed to a protocol, a mode or a layer. */
const hardware =
	/\b(?:ac|adapter|ADC|accelerometer|board|bridge|button|camera|card|chip|chipset|clock|codec|controller|converter|DAC|decoder|demodulator|device|display|encoder|expander|FIFO|gyroscope|hub|keyboard|keypad|machine|magnetometer|mixer|modem|monitor|mouse|multiplexer|mux|panel|PCI cards?|PHY|PMIC|potentiometer|receiver|regulator|remote|RTC|sensor|serializer|deserializer|switch|thermometer|timer|touchscreen|touchpad|transceiver|transmitter|tuner|UART|watchdog)(s?)$/i;

/**
 * Letters of a title that are told. The kernel's longest has 238; what is left of an address, a version or a driver's name
 * at its end is looked for from each of them on.
 */
const longestTold = 300;

/** What ends a title and names nothing: a driver's own version, whose page it is on, who has the rights. */
const endings = [
	/(?<=\bdriver)(?:,| -)? ?\(?v(?:er(?:sion)?)?\.? ?\d[^\s()]*\)?(?: \d{4}\/\d\d\/\d\d)?$/i,
	/[\s,-]+\(?(?:v(?:er(?:sion)?)?|rev)[.:]? ?\d+\.\d[^\s()]*\)?$/i,
	/ \d+(?:\.\d+){2,}$/,
	/(?<=\bdriver) for (?:the )?(?:linux[ -])?2\.[2-6](?:\.x|\.\d+ and newer 2\.6 kernels)?$/i,
	/(?<=\bdriver) ?\d+\.\d+$/i,
	/ driver version ?\d[\d.]*(?= driver$)/i,
	/ \((?:see|based on|derived from|ported from) [^()]*\)$/i,
	/[\s,:-]+(?:from )?(?:https?:\/\/|www\.)\S+$/i,
	/(?<![\s,:-])[\s,:-]+[^\s@]+@[^\s@]+\.\w+$/,
	/\.? \(C\) .*$|, Copyright .*$/,
	/[;,]? \$Revision: [^$]*\$$/,
	/\. (?:Note|Currently|Based on) .*$|(?<=\bdriver)\. .*$/i,
	/(?<=^[^(]*)\)$/,
	/ \(EXPERIMENTAL\)$/,
	/,? etc\.?$/i,
];

/** Something of this stands in each of the endings: most titles are spared the trial of all. */
const mayEndSo = /[\d().@$]|:\/\/|Copyright|etc/i;

/** The title without what ends or surrounds it for no reason. */
function cleaned(title: string): string {
	const plain = title.replace(/\s+/g, ' ').trim();
	const named = mayEndSo.test(plain)
		? endings.reduce((rest, ending) => rest.replace(ending, ''), plain)
		: plain;
	return named
		.replace(/\b(\w+(?: \w+)*) - \1 /, '$1 ')
		.replace(/^(?:enable|provides?) (?=support )/i, '')
		.replace(/^\(([^()]+)\) /, '$1 ')
		.replace(/^[Dd]river (?=[A-Z])/, 'driver for ')
		.replace(/^(?:the )?new (?=.*\bdriver\b)/i, '')
		.replace(/(\band similar (?:[\w-]+ )*(?:ADC|DAC|chip|device|sensor|controller))$/i, '$1s')
		.replace(/[\s.,;:]+$/, '')
		.trim()
		.replace(commonFirst, word => word.toLowerCase());
}

/** Words that begin many titles and are no names; those of the second half not even before a capital. */
const commonFirst = new RegExp(
	'^(?:' +
		'(?:Airplane|Analog|Backend|Back ?[Ll]ight|Backup|Bare|Basic|Battery|Block|Cache|Channel|Character|Charger|Client|Clock|Clocksource|Clocksource\\/timer|Clustering|Common|Console|Control|Core|Cpuidle|Crypto|Custom|Debug|Device|Display|Driver|Drive-managed|Early|Enhanced|Expose|Fan|Fixed|Flash|Force|Frame[ -]?[Bb]uffer|Glue|Hardware|High|Hwmon|Infrared|Infra-red|Input|Interconnect|Interface|Interrupt|Key|Keyboard|Keypad|Legacy|Logging|Loopback|Low|Memory|Module|Multi|Network|Normal|Onkey|Panel|Parser|Pin|Perf|Pinctrl|Platform|Platform-independent|Power|Poweroff|Power-button|Probe|Real|Regulator|Reset|Routines|Serial|Shutdown|Simple|Slidebar|Soft|Software|Sound|Standard|Support|System|Tablet|Thermal|Timer|Touchscreen|User|Utility|Vibration|Virtual|Voltage|Wake-up|Watchdog)(?= (?:[a-z]|Drivers?\\b))' +
		'|(?:Accelerated|Dummy|Fake|Generic|Low-level|Null|Old|User-space|Userspace)(?= )' +
		'|(?:Common|Core|Platform|Simple|Virtual)(?= [A-Z]{2}\\S* .*\\bdriver)' +
		')',
);

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** A title that calls the thing a driver: `the SysKonnect Gigabit Ethernet driver`, `a driver for …`; null of others. */
function asDriver(spoken: string): string | null {
	// Support by a driver is the driver: `X driver support for Y`, `driver support for Y`.
	const title = spoken
		.replace(/(^| )(driver)s? support(?= for\b|$)/i, '$1$2')
		.replace(/^(\S+) - (?=[^-]*\bdriver$)/i, '$1 ')
		.replace(/\b(driver)(?: -)? (SPI|I2C|USB|SDW|SDCA SDW|SDW SDCA)$/i, '$1 for $2');
	const words = title.match(/\bdrivers?\b/gi) ?? [];
	if (
		words.length !== 1 ||
		words[0]!.toLowerCase() !== 'driver' ||
		/(?: (?:[-–]|--)|:) .*\bdriver\b/i.test(title)
	)
		return null;
	// What else stands behind the word must go on from it.
	if (
		!/\bdriver(?:$| (?:for|of|on|to|with|from|using|based)\b| core$| module(?:$| for\b)|,? v?\d| \()/i.test(
			title,
		)
	)
		return null;
	const spelt = title.replace(/\bDriver\b/, 'driver').replace(/\bdriver Core$/, 'driver core');
	if (isWhose.test(spelt)) return spelt;
	return /^(?:an?|the) /i.test(spelt) ? lowerFirst(spelt) : `the ${spelt}`;
}

/**
 * `an LCD driver` of `the cfag12864b LCD driver` or of `the LCD driver for cfag12864b`, where that is the driver's own name,
 * spelt as it is; null of others.
 */
function withoutOwnName(driver: string, name: string): string | null {
	const tail = ` for ${name}`;
	if (/^the .* driver for \S+$/.test(driver) && driver.endsWith(tail)) {
		const what = driver.slice('the '.length, -tail.length);
		return `${articleOf(what)} ${what}`;
	}
	const [, first, rest] = /^the (\S+) (\w.+)$/.exec(driver) ?? [];
	if (first !== name) return null;
	return /^(?:and|or|based|series|chip|family|driver)\b/.test(rest!)
		? null
		: `${articleOf(rest!)} ${rest!.replace(commonFirst, word => word.toLowerCase())}`;
}

/** `an` before what is spoken with a vowel first: `an LCD driver`, `an HID driver`, but `a USB driver`. */
function articleOf(words: string): 'a' | 'an' {
	const first = words.split(/[ /-]/, 1)[0]!;
	const isSpelt =
		/^[A-Z][A-Z0-9]+$/.test(first) && !/[AEIOU].*[AEIOU]|^(?:CAN|LAN|RAM|SATA|SCSI|NAND|PATA)$/.test(first);
	return (isSpelt ? /^[AEFHILMNORSX]/ : /^(?:[aeio]|u(?!ni|s[aeiou]|ti))/i).test(first) ? 'an' : 'a';
}

/** A title that begins with whose thing it is needs no article: `Marvell's cryptographic engine`. */
const isWhose = /^[\w-]+(?: [A-Z][\w-]*)?['’]s /;

/** The title of an option that builds several drivers, none of them by its name: what they are together. */
function isOfSeveral(record: Titled): boolean {
	const {title, kconfig, signals, directory} = record;
	const said = (text: string) => text.toLowerCase().replace(/\W+/g, ' ').trim();
	if (title === null || !kconfig?.prompt || said(title) !== said(kconfig.prompt)) return false;
	if ((signals?.distributions?.drivers ?? 1) < 2) return false;
	// The option of another folder is not the driver's, whatever it is called: Xen's pci is built with CONFIG_PCI.
	const folder = kconfig.at?.slice(0, Math.max(0, kconfig.at.lastIndexOf('/')));
	if (folder !== undefined && !`${directory}/`.startsWith(`${folder}/`)) return true;
	if (isNamedAfter({module: record.module, kconfig})) return false;
	// CONFIG_STIH407_RESET is that of reset-stih407, and CONFIG_PCIEAER that of aer.
	const symbol = kconfig.symbol.toLowerCase();
	// The option of ks8851_spi is CONFIG_KS8851, “Micrel KS8851 SPI”.
	const words = [...symbol.split('_'), ...said(title).split(' ')];
	return !symbol.endsWith(record.module) && !record.module.split(/[-_]/).every(word => words.includes(word));
}

/** Whether a title has the name of its bus already: “USB Audio” is not told to be a USB driver. */
function namesBus(title: string, bus: string): boolean {
	const name = bus.replace(/^an? | driver$/g, '').toLowerCase();
	return new RegExp(`\\b${name}`).test(title.toLowerCase());
}

type Titled = Pick<Unjudged, 'module' | 'title' | 'directory' | 'buses'> &
	Partial<Pick<Unjudged, 'kconfig' | 'signals'>>;

/**
 * A title from which one learns something: of the module's own name, or its end, one doesn't, `snd-riptide is “riptide”`, nor
 * of a name out of the code, “HDM_4_USB”.
 * The prompt of an option that builds nothing else stands in. Cleaned, and without the module's name before it; null where
 * neither says anything.
 */
function tellingTitle({module: name, title, kconfig, signals}: Titled): string | null {
	// An option without a driver that has a title is often that of a machine: CONFIG_MACH_ASM9260.
	const isOwn = title !== null && (signals?.distributions?.drivers ?? 1) === 1;
	const prompt = isOwn ? kconfig?.prompt?.replace(/^Copy /, 'Copies ') : null;
	const hyphened = (text: string) => text.toLowerCase().replaceAll('_', '-');
	for (const text of [title, prompt]) {
		if (text == null) continue;
		const told = cleaned(withoutName(text, name));
		const what = hyphened(told).replace(/(?:^the | driver$)/g, '');
		const isTelling = what !== '' && !/^\w+_\w+$/.test(text) && !hyphened(`-${name}`).endsWith(`-${what}`);
		if (isTelling) return told;
	}
	return null;
}

/**
 * The prompt of a driver's own option, where its title is nothing but its name written apart or the beginning of the prompt,
 * which says more: “TI/National Semiconductor LM3533 Lighting Power chip” of lm3533-core, titled “LM3533 Core”, and “Analog
 * Devices ADMV1013 Microwave Upconverter”, titled “Analog Devices ADMV1013”. Null of others.
 */
function fullerPrompt({module: name, kconfig, signals}: Titled, title: string): string | null {
	const isOwn =
		(signals?.distributions?.drivers ?? 1) === 1 ||
		isNamedAfter({module: name.replace(/[-_]core$/, ''), kconfig: kconfig ?? null});
	const prompt = isOwn ? (kconfig?.prompt ?? null) : null;
	const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
	const said = letters(title);
	if (prompt === null) return null;
	if (letters(name).endsWith(said)) return letters(prompt).length > said.length ? prompt : null;
	// `Virtual CAN Tunnel (vxcan)` says no more than the title.
	const rest = letters(prompt.replace(/ ?\([^()]*\)$/, ''));
	return rest.length > said.length && rest.startsWith(said) ? prompt : null;
}

/** A record whose texts a stranger did not draw out. */
function withinTold(record: Titled): Titled {
	const {title, kconfig} = record;
	const cut = (text: string) => (text.length > longestTold ? `${text.slice(0, longestTold)}…` : text);
	return {
		...record,
		title: title && cut(title),
		...(kconfig?.prompt && {kconfig: {...kconfig, prompt: cut(kconfig.prompt)}}),
	};
}

/** The title told as a sentence of a subject, without its end: `skge is the SysKonnect Gigabit Ethernet driver`. */
export function titleSentence(whole: Titled, subject: string): string {
	const record = withinTold(whole);
	const {module: name, directory, buses} = record;
	const bus = familiarBuses(buses);
	const what = tellingTitle(record);
	if (what === null) {
		return `${subject} is ${bus ?? 'a driver'} in ${directory}`;
	}
	if (/^[^"“:]*\bdrivers$/i.test(what) && !/\bfor\b/.test(what))
		return `${subject} is one of the ${what.replace(/Drivers$/, 'drivers')}`;
	const quoted = `“${what.replaceAll(/["“”]/g, "'").replace(/^(?:An?|The) /, '')}”`;
	const [, own, does] = /^(\S+) (detects .+)$/.exec(what) ?? [];
	if (own !== undefined && own.toLowerCase() === name.toLowerCase()) return `${subject} ${does}`;
	const driver = asDriver(what);
	const unnamed = driver === null ? null : withoutOwnName(driver, name);
	if (unnamed !== null) return `${subject} is ${unnamed}`;
	if (driver !== null) return `${subject} is ${driver}`;
	if (isOfSeveral(record)) return `${subject} is part of ${quoted}`;
	const [, verb, object] =
		/^(abuse|add|copie|create|deliver|emulate|enable|export|expose|handle|implement|load|output|report|stream|support)s? (?!(?:for|of|code|drivers?|functions?|library|modules?|routines)\b)([^"“]+)$/i.exec(
			what,
		) ?? [];
	if (verb !== undefined) return `${subject} ${verb.toLowerCase()}s ${object}`;
	const [, supported] = /^(?:enable )?support (?:for|of) (.+)$/i.exec(what) ?? [];
	if (supported !== undefined) return `${subject} supports ${withArticle(supported)}`;
	if (/ support(?: for\b|$)/i.test(what) && !/["“:]| - /.test(what)) {
		return `${subject} provides ${what.replace(/ Support\b/, ' support')}`;
	}
	const thing = what.replace(/ ?\([^()]*\)$/, '').replace(/ (?:for|on|in|with|from|over|as|using) .*$/, '');
	// A controller to devices is a controller; an X to Y bridge is a bridge.
	const [, plural] = hardware.exec(thing.replace(/ to .*$/, '')) ?? hardware.exec(thing) ?? [];
	// A bus device is what a driver sets up, not what it drives; nor does a driver drive a driver.
	if (
		plural !== undefined &&
		!/^\w+ing |^use | -- |\b(?:block device|protocol|simulated|user ?space|virtual)\b|[:;“"]| - |\bcore\b|\bDRM\b|\bbus device\b|\bASoC\b|\bALSA SoC\b|\binterface to\b|\bdrivers?\b/i.test(
			what,
		)
	) {
		return /^(?:an?|the) /i.test(what)
			? `${subject} drives ${lowerFirst(what)}`
			: `${subject} drives ${plural === '' && !isWhose.test(what) ? 'the ' : ''}${what}`;
	}
	const fuller = fullerPrompt(record, what);
	if (fuller !== null) return titleSentence({...record, title: fuller, kconfig: null}, subject);
	return `${subject} is ${quoted}${bus === null || namesBus(what, bus) ? '' : `, ${bus}`}`;
}

/** A title without the module's name and a dash or colon before what it is: `drbd - Distributed Replicated Block Device`. */
function withoutName(title: string, name: string): string {
	const [, first, rest] = /^['"]?([\w-]+)['"]?(?: --?|:) (?:An? )?(.+)$/is.exec(title) ?? [];
	const plain = (text: string) => text.toLowerCase().replaceAll('_', '-');
	return first !== undefined && plain(name).endsWith(plain(first)) ? rest! : title;
}

/** What is supported, with `the` where it is one thing and not called by its code: `the X PMIC`, but `Intel(R) C62X`. */
function withArticle(supported: string): string {
	const [head] = supported.split(/ (?:for|on|in|with|from|relying|found) |: /);
	const isNamed =
		/^(?:an?|the) |^\w+ing /i.test(supported) ||
		isWhose.test(supported) ||
		/(?:(?<!bu|s)s(?: ?\([^()]*\))?|[A-Za-z]\w*\d\w*|\w+ing)$/.test(head!);
	return `${isNamed ? '' : 'the '}${supported}`;
}

/** `, in the kernel since Linux 2.6.24`, with the name that it bore before and the releases that it was away for. */
export function presence({id, signals}: Pick<Unjudged, 'id' | 'signals'>, {releases}: Survey): string {
	const {since, earlier, away} = signals;
	if (since === null) return '';
	const was = earlier === undefined ? null : formerNameText(id, earlier, since);
	const first = earlier ?? since;
	const orEarlier = first.earliest ? ' or earlier' : '';
	const began = `, in the kernel since Linux ${cameWith(first, releases)}${orEarlier}${was === null ? '' : ` (${was})`}`;
	const gaps = (away ?? []).map(({from, back}) => `gone in ${from} and back in ${back}`);
	return gaps.length === 0 ? began : `${began}, ${gaps.join(', ')}`;
}

/**
 * The release in which the newest of its device ids came, where one of the newest twelve brought some to a driver that was
 * there before: its hardware is still being made. Null otherwise.
 */
function newestIds({aliases, aliasFrom, aliasSince, signals}: Unjudged, {releases}: Survey): string | null {
	// A name without a bus is another module's way to ask for it, `nvme-tcp`, `tty-ldisc-30`; nor are triggers devices.
	const came = new Set(
		claimsOf({aliases, aliasFrom, aliasSince}).flatMap(({pattern, since}) =>
			/^(?!ledtrig|usbfunc)[^:]+:/.test(pattern) ? [since] : [],
		),
	);
	const newest = releases.slice(-lookedAtSteps).findLast(({release}) => came.has(release));
	return newest === undefined || newest.release === signals.since?.release ? null : stepWords(newest);
}

/** `skge is the SysKonnect Gigabit Ethernet driver, in the kernel since Linux 2.6.13.` */
export function whatItIs(record: Unjudged, survey: Survey, subject = record.module): string {
	const ids = newestIds(record, survey);
	const grown = ids === null ? '' : `, with new device ids as late as ${ids}`;
	const attached = record.kind === 'chip' ? '; it works through other drivers' : '';
	return `${titleSentence(record, subject)}${presence(record, survey)}${grown}${attached}.`;
}

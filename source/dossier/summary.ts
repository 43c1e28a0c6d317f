/**
 * The dossier in words: two to five sentences that a colleague would say, made from the record alone. Deterministic, and
 * every figure in them stands in the record.
 */
import {isInEarnest, lookedAtSteps} from './history/work.ts';
import type {Category} from './query/vocabulary.ts';
import type {Assessment, DriverRecord, Manifest} from './schema.ts';

type Releases = Manifest['releases'];
type Unjudged = Omit<DriverRecord, 'assessments'>;
type Verdict = Pick<Assessment, 'recommendation' | 'replacement' | 'reasons'>;

/** What a driver of a category drives, in the plural. */
const driven: Readonly<Record<Category, string>> = {
	accelerators: 'computing accelerators',
	'bus-other': 'hardware on a bus of its own',
	'bus-usb': 'USB hardware',
	'clock-reset-power': 'clocks, resets or power supplies',
	crypto: 'cryptographic hardware',
	'firmware-acpi': 'an interface of firmware',
	'gpio-pinctrl': 'pins and GPIO lines',
	'graphics-display': 'graphics or displays',
	'i2c-spi': 'I2C or SPI hardware',
	'industrial-comedi': 'data acquisition and industrial hardware',
	infrastructure: 'a service of the kernel',
	'input-hid': 'input devices',
	leds: 'LEDs',
	'media-camera-tv': 'cameras, TV and video hardware',
	'networking-ethernet': 'Ethernet hardware',
	'networking-isdn-modem': 'ISDN or modem hardware',
	'networking-other': 'network hardware',
	'networking-wireless': 'wireless hardware',
	'platform-vendor': 'hardware of one platform',
	'sensors-iio-hwmon': 'sensors and converters',
	'serial-tty': 'serial ports and terminals',
	sound: 'sound hardware',
	'storage-block': 'block devices',
	'storage-flash': 'flash memory',
	'storage-scsi-ata': 'disk controllers and storage adapters',
	virtualization: 'devices of virtual machines',
	'watchdog-rtc': 'watchdogs or clocks',
};

/** What the rules say of work, looks and use is told in sentences of its own. */
const toldElsewhere: ReadonlySet<string> = new Set([
	'deployments',
	'replacement',
	'style-and-age',
	'quiet',
	'untouched',
	'long-untouched',
	'orphaned',
	'desktops-only',
	'shipped-by-nobody',
]);
/** So many signs against a driver are named; the rest stands among the reasons. */
const mostAgainst = 2;

/** What is said of a driver; a library, core, table or test gets no summary. */
export function summaryOf(record: Unjudged, verdict: Verdict, releases: Releases): string | null {
	if (verdict.recommendation === 'not-a-driver') return null;
	return [
		whatItIs(record),
		whoLooksAfterIt(record, releases),
		whereItIsUsed(verdict),
		whatSpeaksAgainst(verdict),
		whatToDo(record, verdict),
	]
		.filter(sentence => sentence !== null)
		.join(' ');
}

function whatItIs({module, title, category, kind, signals}: Unjudged): string {
	const named = title === null || title.toLowerCase() === module.toLowerCase() ? '' : ` (“${title}”)`;
	const does = kind === 'chip' ? 'serves chips that other drivers attach:' : 'drives';
	return `${module}${named} ${does} ${driven[category]}${presence(signals)}.`;
}

function presence({since, away}: Unjudged['signals']): string {
	if (since === null) return '';
	const began = since.earliest
		? `, in the kernel since Linux ${since.release} or before`
		: `, in the kernel since Linux ${since.release}`;
	const gaps = (away ?? []).map(({from, back}) => `it was away from ${from} on and came back in ${back}`);
	return gaps.length === 0 ? began : `${began}; ${gaps.join(', ')}`;
}

function whoLooksAfterIt({signals}: Unjudged, releases: Releases): string | null {
	const {maintainers} = signals;
	const moved = howItMoves(signals, releases);
	const looked =
		maintainers === null
			? null
			: maintainers.section === null || maintainers.status === null
				? 'MAINTAINERS names nobody for it'
				: maintainers.status === 'Orphan' || maintainers.status === 'Obsolete'
					? `MAINTAINERS has nobody for it (${maintainers.section}: ${maintainers.status})`
					: maintainers.status === 'Odd Fixes'
						? `Nobody works on it as a task, fixes are taken (${maintainers.section}: ${maintainers.status})`
						: maintainers.own
							? `It has maintainers of its own (${maintainers.section}: ${maintainers.status})`
							: `It has no maintainer of its own: it is looked after with its subsystem (${maintainers.section})`;
	if (looked === null) return moved === null ? null : `${capital(moved)}.`;
	return moved === null ? `${looked}.` : `${looked}, and ${moved}.`;
}

function howItMoves(
	{releases: changes, patches, since}: Unjudged['signals'],
	releases: Releases,
): string | null {
	const steps = changes?.substantive ?? [];
	const newest = steps.slice(1).slice(-lookedAtSteps);
	const known = newest.filter(lines => lines !== null).length;
	if (known === 0) {
		if (since !== null && !since.earliest) return `it is too new for a history`;
		return patches === null ? null : `${posted(patches)} were posted for it in five years`;
	}
	const earnest = newest.filter(isInEarnest).length;
	const last = releases[steps.findLastIndex(isInEarnest)];
	const count = known === 1 ? 'its only release so far' : `its last ${known} releases`;
	if (earnest > 0 && last !== undefined) {
		const those = earnest === known ? (known === 1 ? '' : 'every one of ') : `${earnest} of `;
		return `${those}${count} changed it in earnest${earnest < known ? `, the newest of these ${last.release}` : ''}`;
	}
	if (last !== undefined) return `nothing but small or tree-wide edits came since ${last.release}`;
	const first = releases[Math.max(0, steps.findIndex(lines => lines !== null) - 1)];
	return first === undefined ? null : `nothing but small or tree-wide edits came since ${first.release}`;
}

function posted({total, atLeast}: NonNullable<Unjudged['signals']['patches']>): string {
	return `${atLeast ? 'at least ' : ''}${total} ${total === 1 ? 'patch' : 'patches'}`;
}

function whereItIsUsed({reasons}: Verdict): string | null {
	const said = reasons.find(({rule}) => rule === 'in-wide-use' || rule === 'deployments');
	return said === undefined ? 'Who uses it is not known.' : `${capital(said.text)}.`;
}

/** What speaks for its removal and is not told elsewhere, strongest first. */
function against(reasons: Verdict['reasons']): string[] {
	return reasons.filter(({rule, weight}) => weight > 0 && !toldElsewhere.has(rule)).map(({text}) => text);
}

function whatSpeaksAgainst({reasons}: Verdict): string | null {
	const said = against(reasons).slice(0, mostAgainst);
	return said.length === 0 ? null : `Against it speaks: ${said.join('; ')}.`;
}

function whatToDo({kconfig}: Unjudged, {recommendation, replacement, reasons}: Verdict): string {
	const option = kconfig === null ? 'it' : `CONFIG_${kconfig.symbol}`;
	const instead = replacement === null ? '' : ` ${replacement} serves the hardware instead.`;
	switch (recommendation) {
		case 'keep':
			return 'Nothing to do.';
		case 'keep-annotate':
			return against(reasons).length === 0
				? `It stays as it is: test it before a large upgrade.${instead}`
				: `It stays for now: test it before a large upgrade, and count on other hardware for what is new.${instead}`;
		case 'deprecate':
			return `Plan without it: administrators by the next hardware, packagers by asking who still needs ${option}.${instead}`;
		case 'remove':
			return `Move away before the next kernels: packagers can switch ${option} off now.${instead}`;
		default:
			return `The evidence does not decide: look again after the next release.${instead}`;
	}
}

function capital(sentence: string): string {
	return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

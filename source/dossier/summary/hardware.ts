/** What a driver is, and since when: its title as a sentence. Titles are the kernel's own, so nothing is said that they don't. */
import {cameWith, stepWords} from '../history/since.ts';
import {lookedAtSteps} from '../history/work.ts';
import {familiarBuses} from './buses.ts';
import type {Survey, Unjudged} from './told.ts';

/** Last words of a title that names hardware, as opposed to a protocol, a mode or a layer. */
const hardware =
	/\b(?:ac|adapter|ADC|accelerometer|board|bridge|button|camera|card|chip|chipset|clock|codec|controller|converter|DAC|decoder|demodulator|device|display|encoder|expander|FIFO|gyroscope|hub|keyboard|keypad|machine|magnetometer|mixer|modem|monitor|mouse|multiplexer|mux|panel|PCI cards?|PHY|PMIC|potentiometer|receiver|regulator|remote|RTC|sensor|serializer|deserializer|switch|thermometer|timer|touchscreen|touchpad|transceiver|transmitter|tuner|UART|watchdog)(s?)$/i;

/** The title without what ends or surrounds it for no reason. */
function cleaned(title: string): string {
	return title
		.replace(/\s+/g, ' ')
		.replace(/[\s.,;:]+$/, '')
		.trim()
		.replace(commonFirst, word => word.toLowerCase());
}

/** Words that begin many titles and are no names. */
const commonFirst =
	/^(?:Backlight|Basic|Battery|Clock|Common|Console|Core|Frame[Bb]uffer|Generic|Hardware|Input|Keyboard|Keypad|Legacy|Logging|Multi|Network|Normal|Onkey|Panel|Pin|Pinctrl|Power|Power-button|Real|Regulator|Reset|Serial|Simple|Software|Sound|Standard|System|Thermal|Touchscreen|Userspace|Virtual|Voltage|Watchdog)(?= [a-z])/;

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** A title that calls the thing a driver: `the SysKonnect Gigabit Ethernet driver`, `a driver for …`; null of others. */
function asDriver(title: string): string | null {
	const words = title.match(/\bdrivers?\b/gi) ?? [];
	if (words.length !== 1 || words[0]!.toLowerCase() !== 'driver' || / [-–] .*\bdriver\b/i.test(title))
		return null;
	// What else stands behind the word must go on from it.
	if (
		!/\bdriver(?:$| (?:for|of|on|to|with|from|using|based)\b| core$| module(?:$| for\b)|,? v?\d| \()/i.test(
			title,
		)
	)
		return null;
	const spelt = title.replace(/\bDriver\b/, 'driver');
	return /^(?:an?|the) /i.test(spelt) ? lowerFirst(spelt) : `the ${spelt}`;
}

/** Whether a title has the name of its bus already: “USB Audio” is not told to be a USB driver. */
function namesBus(title: string, bus: string): boolean {
	const name = bus.replace(/^an? | driver$/g, '').toLowerCase();
	return new RegExp(`\\b${name}`).test(title.toLowerCase());
}

/** The title told as a sentence of a subject, without its end: `skge is the SysKonnect Gigabit Ethernet driver`. */
export function titleSentence(
	{module: name, title, directory, buses}: Pick<Unjudged, 'module' | 'title' | 'directory' | 'buses'>,
	subject: string,
): string {
	const bus = familiarBuses(buses);
	const what = title === null ? '' : cleaned(title);
	if (what === '' || what.toLowerCase() === name.toLowerCase()) {
		return `${subject} is ${bus ?? 'a driver'} in ${directory}`;
	}
	if (/^[^"“:]*\bdrivers$/i.test(what))
		return `${subject} is one of the ${what.replace(/Drivers$/, 'drivers')}`;
	const driver = asDriver(what);
	if (driver !== null) return `${subject} is ${driver}`;
	const [, supported] = /^(?:enable )?support (?:for|of) (.+)$/i.exec(what) ?? [];
	if (supported !== undefined) {
		// Who supports receiving events needs no article, either.
		const isNamed = /^(?:an?|the) |^\w+ing /i.test(supported) || /s(?: ?\([^()]*\))?$/.test(supported);
		return `${subject} supports ${isNamed ? '' : 'the '}${supported}`;
	}
	if (/ support(?: for\b|$)/i.test(what) && !/["“:]/.test(what)) {
		return `${subject} provides ${what.replace(/ Support\b/, ' support')}`;
	}
	const [, plural] =
		hardware.exec(what.replace(/ ?\([^()]*\)$/, '').replace(/ (?:for|on|in|with|from) .*$/, '')) ?? [];
	// A bus device is what a driver sets up, not what it drives; nor does a driver drive a driver.
	if (
		plural !== undefined &&
		!/^\w+ing |[:;“"]| - |\bcore\b|\bbus device\b|\binterface to\b|\bdrivers?\b/i.test(what)
	) {
		return /^(?:an?|the) /i.test(what)
			? `${subject} drives ${lowerFirst(what)}`
			: `${subject} drives ${plural === '' ? 'the ' : ''}${what}`;
	}
	return `${subject} is “${what.replaceAll(/["“”]/g, "'")}”${bus === null || namesBus(what, bus) ? '' : `, ${bus}`}`;
}

/** `, in the kernel since Linux 2.6.24`, with the releases that it was away for. */
export function presence({since, away}: Unjudged['signals'], {releases}: Survey): string {
	if (since === null) return '';
	const began = `, in the kernel since Linux ${cameWith(since, releases)}${since.earliest ? ' or earlier' : ''}`;
	const gaps = (away ?? []).map(({from, back}) => `gone in ${from} and back in ${back}`);
	return gaps.length === 0 ? began : `${began}, ${gaps.join(', ')}`;
}

/**
 * The release in which the newest of its device ids came, where one of the newest twelve brought some to a driver that was
 * there before: its hardware is still being made. Null otherwise.
 */
function newestIds({aliasSince, signals}: Unjudged, {releases}: Survey): string | null {
	const newest = releases.slice(-lookedAtSteps).findLast(({release}) => aliasSince?.includes(release));
	return newest === undefined || newest.release === signals.since?.release ? null : stepWords(newest);
}

/** `skge is the SysKonnect Gigabit Ethernet driver, in the kernel since Linux 2.6.13.` */
export function whatItIs(record: Unjudged, survey: Survey, subject = record.module): string {
	const ids = newestIds(record, survey);
	const grown = ids === null ? '' : `, with new device ids as late as ${ids}`;
	const attached = record.kind === 'chip' ? '; it works through other drivers' : '';
	return `${titleSentence(record, subject)}${presence(record.signals, survey)}${grown}${attached}.`;
}

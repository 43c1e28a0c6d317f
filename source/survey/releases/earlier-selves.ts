/** Under which names the kernel had a driver before it bore its own, from the records of drivers that are gone. */
import {basename} from 'node:path/posix';
import type {EarlierSelf, GoneRecord, Since} from '../../dossier/schema.ts';
import {compareVersions} from './versions.ts';

/** Words that drivers of unlike hardware share: two names that have nothing else in common are strangers. */
const commonWords =
	/(?:^|[_-])(?:snd|soc|hda|codec|core|common|pci|pcie|usb|i2c|spi|platform|plat|of|acpi|gpio|gpiolib|leds?|rtc|clk|phy|mdio|pinctrl|regulator|hid|drv|driver|main|test|tests|kunit)(?=$|[_-])/g;

/** So many letters in a row that two names share make them one driver's. */
const sharedLetters = 4;

/**
 * Whether one driver may have borne both names. Chips whose numbers differ from the first digit on are two drivers,
 * however alike the rest is: `dispcc-sm8650` never was `dispcc-sm4450`.
 */
export function mayBeOneName(first: string, second: string): boolean {
	const [one, other] = [first, second].map(name => name.toLowerCase());
	if (one === other) return true;
	const chips = [one!, other!].map(name => name.match(/[a-z]*\d{3,}\w*/g) ?? []);
	if (chips.every(list => list.length > 0)) {
		const isAkin = chips[0]!.some(chip => chips[1]!.some(like => beginsAlike(chip, like)));
		if (!isAkin) return false;
	}
	const [left, right] = [one!, other!].map(name => name.replaceAll(commonWords, '').replaceAll(/[_-]/g, ''));
	for (let at = 0; at + sharedLetters <= left!.length; at++) {
		if (right!.includes(left!.slice(at, at + sharedLetters))) return true;
	}
	return left !== '' && left === right;
}

/** Whether two chips' names are the same up to a digit and beyond it: `lm3556` and `lm355x`. */
function beginsAlike(chip: string, other: string): boolean {
	const upTo = Math.max(chip.search(/\d/), other.search(/\d/)) + 2;
	return chip.slice(0, upTo) === other.slice(0, upTo);
}

/**
 * The earliest self of each driver of the surveyed tree that has one, by id. It counts where the driver came no earlier
 * than its former self left. `sinceOf` is when a driver first bears its own name in its place, `namedOf` the first kernel of
 * which a list has that name anywhere, null where none has: what stood beside the former self was not called like it then.
 */
export function earlierSelves(
	records: readonly GoneRecord[],
	sinceOf: (id: string) => Since | null,
	firstSurveyed: string | null,
	namedOf: (id: string) => string | null = () => null,
): Map<string, EarlierSelf> {
	const selves = new Map<string, EarlierSelf>();
	for (const record of records) {
		const {fate, since, lastRelease, goneIn, to} = record;
		if (since === null || lastRelease === null || goneIn === null) continue;
		if (fate !== 'moved' && fate !== 'renamed' && fate !== 'option-renamed') continue;
		for (const {id} of to) {
			const isOwnName = basename(id) === record.module;
			if (to.length > 1 && !isOwnName) continue;
			if (!mayBeOneName(record.module, basename(id))) continue;
			// hid-wacom and the wacom of another folder were two drivers before one option built both.
			const named = isOwnName ? null : namedOf(id);
			if (named !== null && compareVersions(named, goneIn.release) < 0) continue;
			const own = sinceOf(id);
			// An option that was renamed built the same driver all the while.
			const isSeamless =
				fate === 'option-renamed' || compareVersions(own?.release ?? '0', goneIn.release) >= 0;
			if (own === null || !isSeamless || compareVersions(since.release, own.release) >= 0) continue;
			const known = selves.get(id);
			if (known !== undefined && compareVersions(known.release, since.release) <= 0) continue;
			selves.set(id, {
				id: record.id,
				release: since.release,
				date: since.date,
				earliest: since.release === '2.6.0' || since.release === firstSurveyed,
				until: lastRelease.release,
			});
		}
	}
	return selves;
}

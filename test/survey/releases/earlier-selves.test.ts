import {describe, expect, it} from 'vitest';
import type {GoneRecord, Since} from '../../../source/dossier/schema.ts';
import {earlierSelves, mayBeOneName} from '../../../source/survey/releases/earlier-selves.ts';

const day = '2012-01-01';
const at = (release: string) => ({release, date: day});
const since = (release: string): Since => ({release, date: day, earliest: false, source: '~/x.c'});

function gone(id: string, to: string[], words: Partial<GoneRecord> = {}): GoneRecord {
	return {
		id,
		module: id.split('/').at(-1)!,
		option: null,
		title: null,
		ids: null,
		section: null,
		since: at('3.18'),
		lastRelease: at('4.3'),
		goneIn: at('4.4'),
		fate: 'renamed',
		to: to.map(one => ({id: one, option: null})),
		successors: [],
		deletion: null,
		evidence: [],
		...words,
	};
}

/** The earliest selves where every driver came with one release. */
const selves = (release: string, ...records: GoneRecord[]) =>
	Object.fromEntries(
		[...earlierSelves(records, () => since(release), '5.10')].map(([id, {id: was, release: from, until}]) => [
			id,
			`${was} ${from} to ${until}`,
		]),
	);

describe('what a driver was before', () => {
	it('is what left as it came, under a name of its own', () => {
		expect(selves('4.4', gone('drivers/iio/bmg160', ['drivers/iio/bmg160_core']))).toEqual({
			'drivers/iio/bmg160_core': 'drivers/iio/bmg160 3.18 to 4.3',
		});
	});

	it('is the oldest of several', () => {
		const first = gone('drivers/spi/dw_spi', ['drivers/spi/spi-dw'], {since: at('2.6.33')});
		expect(selves('4.4', gone('drivers/spi/dw-spi', ['drivers/spi/spi-dw']), first)).toEqual({
			'drivers/spi/spi-dw': 'drivers/spi/dw_spi 2.6.33 to 4.3',
		});
	});

	it('is no driver that was still there when it came, nor one it was merged into', () => {
		expect(selves('4.0', gone('drivers/iio/bmg160', ['drivers/iio/bmg160_core']))).toEqual({});
		const merged = gone('drivers/iio/bmg160', ['drivers/iio/bmg160_core'], {fate: 'merged'});
		expect(selves('4.4', merged)).toEqual({});
	});

	it('is no driver beside which another bore the name already', () => {
		const record = gone('drivers/hid/hid-wacom', ['drivers/hid/wacom']);
		const found = (named: string | null) =>
			earlierSelves(
				[record],
				() => since('4.4'),
				'5.10',
				() => named,
			).size;
		expect([found('2.6.0'), found('4.3'), found('4.4'), found(null)]).toEqual([0, 0, 1, 1]);
	});

	it('is the same driver all the while where its option had another name', () => {
		const option = gone('drivers/mailbox/omap-mailbox', ['drivers/mailbox/omap-mailbox'], {
			fate: 'option-renamed',
		});
		expect(selves('4.0', option)).toEqual({
			'drivers/mailbox/omap-mailbox': 'drivers/mailbox/omap-mailbox 3.18 to 4.3',
		});
	});

	it('that was split counts for the part that kept its name', () => {
		const parts = ['sound/hda/codecs/snd-hda-codec-cmedia', 'sound/hda/codecs/snd-hda-codec-cmediax'];
		const moved = gone('sound/pci/hda/snd-hda-codec-cmedia', parts, {fate: 'moved'});
		expect(Object.keys(selves('4.4', moved))).toEqual([parts[0]]);
	});
});

describe('one name or two', () => {
	it.each([
		['imx-hdmi', 'dw_hdmi-imx'],
		['leds-lm3556', 'leds-lm355x'],
		['tegra-devfreq', 'tegra30-devfreq'],
		['s5p-sii9234', 'sii9234'],
		['max77802', 'max77802-regulator'],
	])('%s may have become %s', (one, other) => {
		expect(mayBeOneName(one, other)).toBe(true);
	});

	it.each([
		['dispcc-sm8650', 'dispcc-sm4450'],
		['hdpvr-i2c', 'i2c-core'],
		['tps68470', 'intel_skl_int3472_discrete'],
		['snd-soc-core', 'snd-hda-core'],
	])('%s never was %s', (one, other) => {
		expect(mayBeOneName(one, other)).toBe(false);
	});
});

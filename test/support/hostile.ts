import type {DriverRecord} from '../../source/dossier/schema.ts';
import type {Random} from './random.ts';
import {makeDirectory, makeDriver, sampleRecords} from './sample.ts';

/** Pieces of text that mean harm to a terminal, to the order of reading, or to whoever counts cells. */
export const harmful: readonly string[] = [
	'\u001b[2J\u001b[H',
	'\u001b]0;owned\u0007',
	'\u001b]52;c;b3duZWQ=\u0007',
	'\u001b[?1049l',
	'\u001b]8;;http://evil.example/\u001b\\',
	'\u001bP+q\u001b\\',
	'\u009b31m\u009d0;owned\u009c',
	'\u0000\u0007\b\b\b\u007f',
	'\r\n\t\v\f',
	'\u0085\u2028\u2029',
	'\u202eesrever\u202c',
	'\u2067isolate\u2069',
	'a\u200bb\u200cc\u200dd\ufeffe',
	'👩‍👩‍👧‍👦',
	'🏳️‍🌈❤️🇩🇪',
	`z${'\u0308'.repeat(60)}`,
	'網路驅動程式',
	'드라이버',
	'ไดรเวอร์ที่',
	'مشغل الجهاز',
	'\ud83d',
	'\udc00lone',
	'𠜎𠜱',
	'\u{e0041}\u{e007f}tags',
	'ﬁﷺ',
	'%s`$(reboot)`',
	'—',
	'x'.repeat(10_000),
	'字'.repeat(10_000),
	' '.repeat(500),
];

/** A text of a few such pieces between ordinary words. */
export function harmfulText(random: Random): string {
	let text = '';
	for (let part = 1 + random.below(4); part > 0; part--)
		text += `${random.pick(['net', 'PCI ', 'of'])}${random.pick(harmful)}`;
	return text;
}

/** Fields that take any text; the others are held to a form by the schema. */
const freeFields = new Set([
	'title',
	'prompt',
	'dependsOn',
	'section',
	'lists',
	'summary',
	'notes',
	'claim',
	'host',
	'text',
	'replacement',
	'origin',
	'buses',
	'aliases',
	'vendor',
	'release',
	'device',
	'version',
	'from',
	'to',
	'list',
	'messageId',
	'value',
	'rule',
]);

/** A value with every free text in it spoilt, now and then left alone. */
function spoil<Value>(value: Value, random: Random, field = ''): Value {
	if (typeof value === 'string') {
		return (
			freeFields.has(field) && random.below(5) > 0 ? `${value.slice(0, 12)}${harmfulText(random)}` : value
		) as Value;
	}
	if (Array.isArray(value)) return value.map(item => spoil(item, random, field)) as Value;
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [key, spoil(inner, random, key)]),
	) as Value;
}

/** A data set whose every text was written by an enemy of terminals; valid by the schema but for some names. */
export function hostileRecords(random: Random, count: number): ReturnType<typeof sampleRecords> {
	const sample = sampleRecords();
	const drivers = Array.from({length: count}, (_, index): DriverRecord => {
		const model = sample.drivers[index % sample.drivers.length]!;
		// Paths are held to letters, digits and a few signs; what can be done with those is length.
		const name = `d${index}_${random.pick(['-,.+_', 'x'.repeat(150), '0', 'X86', ''])}`;
		const fresh = index < sample.drivers.length ? model : makeDriver(`drivers/net/${name}/${name}`);
		const spoilt = spoil(fresh, random);
		return {
			...spoilt,
			// So are names of modules, but lists are drawn from the index, which nobody holds against the schema.
			module: `d${index}_${random.below(4) === 0 ? harmfulText(random).replace(/[\s/]/g, '') : 'name'}`.slice(
				0,
				200,
			),
			directory: fresh.directory,
		};
	}).map(driver => ({...driver, id: `${driver.directory}/${driver.module}`}));
	const directories = [...new Set(drivers.map(({directory}) => directory))].map(directory =>
		spoil(makeDirectory(directory, 1), random),
	);
	return {drivers, directories};
}

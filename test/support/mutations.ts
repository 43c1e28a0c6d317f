import type {Random} from './random.ts';

/** What stands in a value's place when it is spoilt. */
const strange: readonly unknown[] = [
	null,
	true,
	-1,
	0.5,
	1e308,
	2 ** 53,
	'',
	'x',
	'\u001b[2J\n\u202e',
	'9999-99-99',
	'drivers/../../etc',
	'http://a@b:c/%zz',
	'x'.repeat(5000),
	[],
	[null],
	[[]],
	{},
	{length: -1},
	Array(300).fill('x'),
];

/** A value with one of its parts, however deep, replaced, left out, doubled, or put in another one's place. */
function spoilt(value: unknown, random: Random): unknown {
	const isDone = random.below(4) === 0;
	if (Array.isArray(value) && value.length > 0 && !isDone) {
		const at = random.below(value.length);
		const way = random.below(8);
		if (way === 0) return value.toSpliced(at, 1);
		if (way === 1) return [...value, value[at]];
		if (way === 2) return value.toReversed();
		return value.with(at, spoilt(value[at], random));
	}
	if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isDone) {
		const keys = Object.keys(value);
		if (keys.length === 0) return random.pick(strange);
		const key = random.pick(keys);
		const {[key]: own, ...others} = value as Record<string, unknown>;
		const way = random.below(10);
		if (way === 0) return others;
		if (way === 1) return {...others, [random.pick(['constructor', 'toString', 'extra', `${key}s`])]: own};
		if (way === 2) return {...value, [key]: (value as Record<string, unknown>)[random.pick(keys)]};
		return {...value, [key]: spoilt(own, random)};
	}
	if (typeof value === 'number' && random.below(2) === 0)
		return value + random.pick([1, -1, 1e9, 0.5, Number.MAX_SAFE_INTEGER]);
	return random.pick(strange);
}

const signs = [
	'{',
	'}',
	'[',
	']',
	'"',
	':',
	',',
	'\\',
	'-',
	'0',
	'e',
	'n',
	'\u0000',
	'\u00ff',
	'~/',
	'{9}',
	'"__proto__":{},',
];

/** What stands in a text that is no JSON. */
const texts = [
	'\n',
	'\r\n',
	'\t',
	' ',
	'\0',
	'|',
	'=',
	'#',
	'*',
	'.',
	'/',
	'..',
	'\u001b[2J',
	'\u202e',
	'\ud800',
	'９',
	'-1',
	'1e999',
];

/** A line of JSON with bytes lost, doubled, changed or cut off, or with a part of what it says spoilt, at times several. */
export function mutated(line: string, random: Random): string {
	let text = line;
	for (let times = 1 + random.below(3); times > 0; times--) {
		const at = random.below(text.length + 1);
		switch (random.below(8)) {
			case 0:
				text = text.slice(0, at);
				break;
			case 1:
				text = text.slice(0, at) + random.pick(signs) + text.slice(at);
				break;
			case 2:
				text = text.slice(0, at) + text.slice(at + 1 + random.below(20));
				break;
			case 3:
				text = text.slice(0, at) + random.pick(signs) + text.slice(at + 1);
				break;
			default:
				try {
					text = JSON.stringify(spoilt(JSON.parse(text), random)) ?? '';
				} catch {
					// It is no JSON any more: it stays as it is.
				}
		}
	}
	return text.replaceAll('\n', ' ');
}

/** Any text with pieces lost, doubled, moved, changed or cut off, at times several: what is no JSON. */
export function mutatedText(whole: string, random: Random): string {
	let text = whole;
	for (let times = 1 + random.below(4); times > 0; times--) {
		const at = random.below(text.length + 1);
		const to = Math.min(text.length, at + random.below(30));
		text = random.pick([
			() => text.slice(0, at),
			() => text.slice(0, at) + text.slice(to),
			() => text.slice(0, at) + random.pick([...signs, ...texts]) + text.slice(random.pick([at, to])),
			() => text.slice(0, at) + text.slice(at, to).repeat(50) + text.slice(to),
			() => text.slice(to) + text.slice(0, at),
		])();
	}
	return text;
}

import {harmful} from './hostile.ts';

/** A text as it comes from elsewhere, cut off, or none of its kind. */
export const familiesOf = (text: string): readonly (string | Buffer)[] => [
	text.replaceAll('\n', '\r\n'),
	`\ufeff${text}`,
	Buffer.from(`\ufeff${text}`, 'utf16le'),
	text.replaceAll('\n', '\r'),
	text.replaceAll('\n', '\u2028'),
	`${text}\0`,
	text.replaceAll('\n', '\0'),
	`${'\n'.repeat(100_000)}${text}`,
	text + text,
	Buffer.from([...Buffer.from(text), 0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
	...Array.from({length: 40}, (_, index) => text.slice(0, Math.floor((text.length * index) / 40))),
	...harmful,
];

/** Values of JSON that are no numbers, no texts, or more than these. */
export const wrongJson: readonly string[] = [
	...[
		'null',
		'true',
		'1e999',
		'-1e999',
		'-0',
		'-1',
		'0.5',
		'99999999999999999999',
		'""',
		'"\\ud800"',
		'"\\u0000"',
	],
	...[
		'[]',
		'{}',
		'[null]',
		'[[]]',
		'[{}]',
		'[1e999]',
		'["NaN"]',
		'{"length": -1}',
		'{"toString": 1, "valueOf": 1}',
	],
	...[
		'{"toString": null}',
		'{"__proto__": null}',
		'{"__proto__": {"length": 9}, "__proto__": []}',
		'"0x"',
		'"\\u001b[2J"',
	],
	...[`${'['.repeat(50_000)}${']'.repeat(50_000)}`, `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
	...[`"${'x'.repeat(200_000)}"`, `[${'0,'.repeat(100_000)}0]`, `"${'/'.repeat(100_000)}"`],
];

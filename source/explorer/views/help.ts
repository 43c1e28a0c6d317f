import {queryFields} from '../../dossier/query/query.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import {fit, truncate, wrap} from '../../text/width.ts';
import {type Binding, keyLabel, keymap} from '../keymap.ts';

const groups: readonly Binding['group'][] = ['Move', 'Find', 'Read', 'Decide', 'Program'];

/** The help, drawn from the key map and the query fields; only lines that hold `filter` where there is one. */
export function helpLines(theme: Theme, options: {filter: string; width: number}): string[] {
	const {filter, width} = options;
	const wanted = filter.toLowerCase();
	const keyWidth = 18;
	const lines: string[] = [
		filter === ''
			? theme.paint('quiet', ' type to filter this help; esc closes it')
			: ` ${theme.paint('quiet', 'help on')} ${theme.paint('strong', truncate(sanitise(filter, {ascii: theme.ascii}), width - 10, theme.glyphs.ellipsis))}`,
	];
	const entry = (key: string, about: string) => {
		const [first = '', ...rest] = wrap(about, Math.max(10, width - keyWidth - 4));
		lines.push(`  ${theme.paint('strong', fit(key, keyWidth))} ${first}`);
		for (const line of rest) lines.push(' '.repeat(keyWidth + 3) + line);
	};
	const section = (heading: string, entries: readonly (readonly [string, string])[]) => {
		const matching = entries.filter(([key, about]) =>
			`${heading} ${key} ${about}`.toLowerCase().includes(wanted),
		);
		if (matching.length === 0) return;
		lines.push('', theme.paint('heading', ` ${heading}`));
		for (const [key, about] of matching) entry(key, about);
	};
	for (const group of groups) {
		section(
			group,
			keymap
				.filter(binding => binding.group === group)
				.map(({keys, about}) => [keys.map(key => asciiKey(theme, keyLabel(key))).join(' '), about] as const),
		);
	}
	section('Query', [
		[
			'word',
			'looked for in module, CONFIG symbol, path and title; best match first; letters may be left out',
		],
		['"a phrase"', 'exactly so'],
		['-word -field:x', 'not so'],
		...queryFields.map(({example, about}) => [example, about] as const),
	]);
	section('Signs', [
		[`${theme.glyphs.verdict.keep} keep`, 'looked after, or widely supported'],
		[`${theme.glyphs.verdict['keep-annotate']} keep-annotate`, 'mostly quiet, plausible niche'],
		[`${theme.glyphs.verdict.unsure} unsure`, 'the evidence conflicts or is missing'],
		[`${theme.glyphs.verdict.deprecate} deprecate`, 'obsolete, no active care'],
		[`${theme.glyphs.verdict.remove} remove`, 'a removal is under way'],
		[`${theme.glyphs.verdict['not-a-driver']} not-a-driver`, 'a library; a shows them'],
		[theme.glyphs.differs, 'two assessments differ'],
		['rel', 'no months are known: lines changed from release to release, oldest first'],
		[theme.glyphs.unknown, 'not known'],
	]);
	if (lines.length === 1) lines.push('', ' nothing in the help says so');
	return lines;
}

function asciiKey(theme: Theme, key: string): string {
	if (!theme.ascii) return key;
	return key.replace('↓', 'Down').replace('↑', 'Up').replace('←', 'Left').replace('→', 'Right');
}

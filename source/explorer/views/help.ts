import {queryFields} from '../../dossier/query/query.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Theme} from '../../text/theme.ts';
import {fit, truncate, wrap} from '../../text/width.ts';
import type {KeyGuide} from '../model.ts';

/** The help: keys, query fields and signs; only the entries that hold `filter` where there is one. */
export function helpLines(
	theme: Theme,
	options: {filter: string; width: number; keys: Pick<KeyGuide, 'groups' | 'keyOf'>},
): string[] {
	const {filter, width, keys} = options;
	const wanted = filter.toLowerCase();
	const keyWidth = 18;
	const lines: string[] = [
		filter === ''
			? theme.paint('quiet', ` type to filter this help; ${keys.keyOf('close')} closes it`)
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
	for (const {name, entries} of keys.groups) {
		section(
			name,
			entries.map(entry => [entry.keys.map(key => asciiKey(theme, key)).join(' '), entry.about] as const),
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
		[
			`${theme.glyphs.verdict['not-a-driver']} not-a-driver`,
			`a library; ${keys.keyOf('libraries')} shows them`,
		],
		[theme.glyphs.differs, 'two assessments differ'],
		[`${theme.glyphs.mark} ${theme.glyphs.watched}`, 'marked; watched'],
		[theme.glyphs.fading, 'fading: kept, but quiet and in the riskiest tenth'],
		['rel', 'no months are known: lines changed from release to release, oldest first'],
		[theme.glyphs.unknown, 'not known'],
	]);
	if (lines.length === 1) lines.push('', ' nothing in the help says so');
	return lines;
}

/** The name of a key, its arrow as a word where there are no arrows. */
export function asciiKey(theme: Theme, key: string): string {
	if (!theme.ascii) return key;
	return key.replace('↓', 'Down').replace('↑', 'Up').replace('←', 'Left').replace('→', 'Right');
}

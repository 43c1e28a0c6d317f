import type {IndexRow} from '../../dossier/index-row.ts';
import {type OverviewGroup, overviewGroups, overviewRows} from '../../dossier/query/overview.ts';
import type {Recommendation} from '../../dossier/query/vocabulary.ts';
import {countBar} from '../../text/bar.ts';
import {grouped, percent} from '../../text/numbers.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Style, Theme} from '../../text/theme.ts';
import {cellWidth, fit, pad} from '../../text/width.ts';

/** The overview as lines: at most `height` of them, the cursor's among them. */
export function overviewLines(
	theme: Theme,
	rows: readonly IndexRow[],
	options: {group: OverviewGroup; cursor: number; width: number; height: number},
): string[] {
	const {group, cursor, width, height} = options;
	const bars = overviewRows(rows, group);
	const tabs = overviewGroups
		.map(name => theme.paint(name === group ? 'selected' : 'quiet', ` ${name} `))
		.join(' ');
	const lines = [` by ${tabs}`, ''];
	const signs = group === 'verdict' ? 2 : 0;
	const shownName = (name: string) => sanitise(name, {ascii: theme.ascii});
	const longest = Math.max(8, ...bars.map(({name}) => cellWidth(shownName(name)))) + signs;
	const nameWidth = Math.min(longest, Math.max(8, width - 26));
	const barWidth = Math.max(0, Math.min(60, width - nameWidth - 26));
	lines.push(
		theme.paint(
			'quiet',
			`  ${fit(group, nameWidth)} ${pad('drivers', 8, 'right')}  ${' '.repeat(barWidth)}  ${'mean risk'}`.slice(
				0,
				width,
			),
		),
	);
	const room = Math.max(1, height - lines.length);
	const top = Math.max(0, Math.min(cursor - Math.floor(room / 2), bars.length - room));
	const most = Math.max(1, ...bars.map(({count}) => count));
	for (const [index, bar] of bars.slice(top, top + room).entries()) {
		const selected = top + index === cursor;
		const style: Style = group === 'verdict' ? (bar.name as Recommendation) : 'bar';
		const sign = group === 'verdict' ? `${theme.glyphs.verdict[bar.name as Recommendation]} ` : '';
		const name = fit(sign + shownName(bar.name), nameWidth);
		const lead = selected
			? theme.paint('selected', `${theme.glyphs.cursor}${name} `)
			: ` ${theme.paint(group === 'verdict' ? style : 'strong', name)} `;
		const graph = pad(countBar(theme, bar.count, most, barWidth, style), barWidth);
		const risk = bar.risk === null ? theme.glyphs.unknown : percent(bar.risk);
		lines.push(` ${lead}${pad(grouped(bar.count), 8, 'right')}  ${graph}  ${risk}`);
	}
	return lines;
}

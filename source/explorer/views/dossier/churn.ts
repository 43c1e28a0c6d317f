import {counted, grouped, percent} from '../../../text/numbers.ts';
import {cellWidth, fit} from '../../../text/width.ts';
import {clean, type Drawing} from './drawing.ts';

/** What changed from each release to the next: a bar, and lines added and removed. */
export function churnLines({theme, dossier, width}: Drawing): string[] {
	const {churn, tree} = dossier.record.signals;
	if (churn === null) return [];
	const names = churn.map(({from, to}) => clean(theme, `${from} ${theme.glyphs.arrow} ${to}`));
	const nameWidth = Math.max(...names.map(cellWidth));
	const most = Math.max(1, ...churn.map(({linesAdded, linesRemoved}) => linesAdded + linesRemoved));
	const barRoom = Math.max(0, Math.min(24, width - nameWidth - 34));
	return churn.map(({filesChanged, linesAdded, linesRemoved}, index) => {
		const changed = linesAdded + linesRemoved;
		const length = changed === 0 ? 0 : Math.max(1, Math.round((changed / most) * barRoom));
		const graph =
			barRoom === 0
				? ''
				: ` ${theme.paint('bar', (theme.ascii ? '#' : '█').repeat(length))}${' '.repeat(barRoom - length)}`;
		const words =
			filesChanged === 0
				? 'untouched'
				: `+${grouped(linesAdded)} ${theme.glyphs.minus}${grouped(linesRemoved)} in ${counted(filesChanged, 'file')}`;
		const share =
			tree === null || tree.sourceLines === 0 || changed === 0
				? ''
				: theme.paint('quiet', ` ${percent(changed / tree.sourceLines)}`);
		const line = ` ${fit(names[index]!, nameWidth)}${graph} ${words}`;
		return cellWidth(line + share) <= width ? line + share : line;
	});
}

import type {Dossier} from '../../dossier/dossier.ts';
import {chartedActivity} from '../../dossier/history/activity.ts';
import {columned, table} from '../../text/table.ts';
import type {Theme} from '../../text/theme.ts';
import {freshView} from '../model.ts';
import {activeMoments} from './dossier/activity.ts';
import type {SignalRow} from './dossier/blocks.ts';
import {drawDossier} from './dossier/dossier.ts';

/** A whole dossier as printed text: what the explorer's detail shows, with the notes unfolded. */
export function dossierText(theme: Theme, dossier: Dossier, width: number): string {
	const view = {...freshView, notes: true};
	const {blocks} = drawDossier(theme, dossier, {view, width, notesKey: null});
	const lastOfHistory = blocks.findLastIndex(({section}) => section === 'activity' || section === 'releases');
	const lines = blocks.flatMap((block, index) => {
		const drawn = block.kind === 'table' ? signalTable(theme, block.rows) : block.lines;
		return index === lastOfHistory ? [...drawn, ...activeMomentLines(theme, dossier, width)] : drawn;
	});
	return `${lines.map(line => line.trimEnd()).join('\n')}\n`;
}

/** On paper no cursor moves: every month or release that saw something is read out, in columns. */
function activeMomentLines(theme: Theme, {record, releases}: Dossier, width: number): string[] {
	const activity = chartedActivity(record);
	if (activity === null) return [];
	const readouts = activeMoments(theme, activity, releases);
	return columned(readouts, width - 1).map(line => theme.paint('quiet', ` ${line}`));
}

function signalTable(theme: Theme, rows: readonly SignalRow[]): string[] {
	const names = Object.keys(rows[0]!);
	const columns = names.map((name, index) => ({
		heading: index === 0 ? '' : name,
		align: index === 0 ? ('left' as const) : ('right' as const),
	}));
	return table(
		theme,
		columns,
		rows.map(row => names.map(name => row[name]!)),
	).map(line => ` ${line}`);
}

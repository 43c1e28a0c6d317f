import type {Dossier} from '../../dossier/dossier.ts';
import {chartedActivity} from '../../dossier/history/activity.ts';
import {columned} from '../../text/table.ts';
import type {Theme} from '../../text/theme.ts';
import {freshView} from '../model.ts';
import {activeMoments} from './dossier/activity.ts';
import {drawDossier} from './dossier/dossier.ts';

/** A whole dossier as printed text: what the explorer's detail shows, with everything unfolded. */
export function dossierText(theme: Theme, dossier: Dossier, width: number): string {
	const {blocks} = drawDossier(theme, dossier, {view: freshView, width, height: null, keys: null});
	const lastOfHistory = blocks.findLastIndex(({section}) => section === 'activity' || section === 'releases');
	const lines = blocks.flatMap((block, index) =>
		index === lastOfHistory ? [...block.lines, ...activeMomentLines(theme, dossier, width)] : block.lines,
	);
	return `${lines.map(line => line.trimEnd()).join('\n')}\n`;
}

/** On paper no cursor moves: every month or release that saw something is read out, in columns. */
function activeMomentLines(theme: Theme, {record, releases}: Dossier, width: number): string[] {
	const activity = chartedActivity(record);
	if (activity === null) return [];
	const readouts = activeMoments(theme, activity, releases);
	return columned(readouts, width - 1).map(line => theme.paint('quiet', ` ${line}`));
}

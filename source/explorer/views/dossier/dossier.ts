import {monthlyActivities} from '../../../dossier/activity.ts';
import type {Dossier} from '../../../dossier/dossier.ts';
import type {Theme} from '../../../text/theme.ts';
import type {DossierView, LineRange} from '../../model.ts';
import {activityHeading, activityLines} from './activity.ts';
import {type Block, blocksHeight, type DrawnDossier} from './blocks.ts';
import {churnLines} from './churn.ts';
import {identity} from './identity.ts';
import {notes, notesHeading} from './notes.ts';
import {deletions, why} from './reasons.ts';
import {signalLines, signalRows} from './signals.ts';
import {sourceList} from './sources.ts';
import {verdict} from './verdict.ts';

/** The whole dossier, top to bottom. What the screen shows and `show` prints are both made of it. */
export function drawDossier(
	theme: Theme,
	dossier: Dossier,
	options: {
		view: DossierView;
		/** Cells that a line may take. */
		width: number;
		/** The key that unfolds the notes; null where there are no keys. */
		notesKey: string | null;
	},
): DrawnDossier {
	const draw = {theme, dossier, ...options};
	const {view, width} = options;
	const blocks: Block[] = [
		{kind: 'lines', section: 'identity', lines: identity(draw)},
		{kind: 'lines', section: 'verdict', lines: verdict(draw)},
	];
	/** Adds lines under a heading, unless there are none; returns where they stand, heading and all. */
	const add = (section: string, heading: string, lines: string[]): LineRange | null => {
		if (lines.length === 0) return null;
		const first = blocksHeight(blocks);
		blocks.push({kind: 'lines', section, lines: ['', theme.paint('heading', heading), ...lines]});
		return {first, last: blocksHeight(blocks) - 1};
	};
	add('why', 'Why', why(draw));
	add('deletions', 'Posted deletions', deletions(draw));
	const {rows, unknown} = signalRows(theme, dossier);
	if (rows.length > 0) {
		blocks.push({kind: 'lines', section: 'signals', lines: ['', theme.paint('heading', 'Signals')]});
		blocks.push({kind: 'table', section: 'signals', rows});
	}
	blocks.push({kind: 'lines', section: 'signals', lines: signalLines(draw, unknown)});
	let chart: LineRange | null = null;
	for (const [index, activity] of monthlyActivities(dossier.record).entries()) {
		// The month cursor walks the first chart only.
		const drawing = index === 0 ? draw : {...draw, view: {...view, month: null}};
		const section = index === 0 ? 'activity' : 'more activity';
		const place = add(section, activityHeading(theme, activity, width), activityLines(drawing, activity));
		if (index === 0) chart = place;
	}
	add('releases', 'Change from release to release', churnLines(draw));
	const {lines, places} = sourceList(draw);
	const list = add('sources', 'Sources', lines);
	const top = list === null ? 0 : list.last + 1 - lines.length;
	add('notes', notesHeading(draw), notes(draw));
	return {blocks, chart, sources: places.map(({first, last}) => ({first: top + first, last: top + last}))};
}

import type {Dossier} from '../../../dossier/dossier.ts';
import {effectiveAssessment} from '../../../dossier/effective.ts';
import {chartedActivity, monthlyActivities} from '../../../dossier/history/activity.ts';
import {noChartSentence, noneSentence} from '../../../dossier/history/quiet.ts';
import {recommendationWords} from '../../../dossier/recommendations.ts';
import {sanitise} from '../../../text/sanitise.ts';
import type {Theme} from '../../../text/theme.ts';
import {wrap} from '../../../text/width.ts';
import type {DossierView, LineRange} from '../../model.ts';
import {activityHeading, activityLines} from './activity.ts';
import {type Block, blocksHeight, type DrawnDossier} from './blocks.ts';
import {devices} from './devices.ts';
import type {Drawing} from './drawing.ts';
import {identity} from './identity.ts';
import {notes, notesHeading} from './notes.ts';
import {deletions, why} from './reasons.ts';
import {releaseLine} from './releases.ts';
import {signalLines, signalRows} from './signals.ts';
import {sourceList} from './sources.ts';
import {saidOf, verdict} from './verdict.ts';

/** Adds a picture and lines under a heading, unless there are none; returns where they stand, heading and all. */
type AddSection = (section: string, heading: string, lines: string[], picture?: string[]) => LineRange | null;

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
	const blocks: Block[] = [
		{kind: 'lines', section: 'identity', lines: identity(draw)},
		{kind: 'lines', section: 'verdict', lines: verdict(draw), ...spokenWords(dossier)},
	];
	const add: AddSection = (section, heading, lines, picture = []) => {
		if (lines.length + picture.length === 0) return null;
		const first = blocksHeight(blocks);
		blocks.push({
			kind: 'lines',
			section,
			lines: ['', theme.paint('heading', heading), ...picture, ...lines],
			...(picture.length > 0 && {picture: {first: 2, last: picture.length + 1}}),
		});
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
	const chart = drawHistory(draw, add, (section, lines) => {
		if (lines.length > 0) blocks.push({kind: 'lines', section, lines});
	});
	add('devices', 'Devices', devices(draw));
	const {lines, places} = sourceList(draw);
	const list = add('sources', 'Sources', lines);
	const top = list === null ? 0 : list.last + 1 - lines.length;
	add('notes', notesHeading(draw), notes(draw));
	return {blocks, chart, sources: places.map(({first, last}) => ({first: top + first, last: top + last}))};
}

/** What is said first where a dossier is read aloud: the recommendation, and the summary. */
function spokenWords(dossier: Dossier): {spoken?: string} {
	const effective = effectiveAssessment(dossier.record);
	if (effective === null) return {};
	const {label, meaning} = recommendationWords[effective.recommendation];
	return {
		spoken: `${label.charAt(0)}${label.slice(1).toLowerCase()}. ${sanitise(saidOf(dossier) ?? meaning)}`,
	};
}

/**
 * The histories, one after the other: the one with the cursor, the release history in a line under it, then the others;
 * where nothing happened, the sentence that says so. Returns where the first chart stands.
 */
function drawHistory(
	draw: Drawing,
	add: AddSection,
	addUnder: (section: string, lines: string[]) => void,
): LineRange | null {
	const {theme, width} = draw;
	const {record, releases} = draw.dossier;
	const charted = chartedActivity(record);
	if (charted === null) {
		add('releases', 'Activity', wrap(noChartSentence(record, releases), width));
		return null;
	}
	const {picture, words} = activityLines(draw, charted);
	const chart = add('activity', activityHeading(draw, charted), words, picture);
	if (charted.kind !== 'releases') addUnder('releases', releaseLine(draw));
	for (const other of monthlyActivities(record)) {
		if (other.kind === charted.kind && other.origin === charted.origin) continue;
		// The cursor walks the first chart only.
		const drawing = {...draw, view: {...draw.view, moment: null}};
		const none = noneSentence(other);
		if (none !== null) {
			addUnder(
				'releases',
				wrap(none, width).map(line => theme.paint('quiet', line)),
			);
			continue;
		}
		const more = activityLines(drawing, other);
		add('more activity', activityHeading(draw, other), more.words, more.picture);
	}
	return chart;
}

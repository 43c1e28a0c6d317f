import {chartedActivity, monthlyActivities} from '../../../dossier/history/activity.ts';
import {noChartSentence, noneSentence} from '../../../dossier/history/quiet.ts';
import {capital} from '../../../dossier/summary/told.ts';
import {wrap} from '../../../text/width.ts';
import {activityHeading, activityLines} from './activity.ts';
import {type Drawing, isLow} from './drawing.ts';
import {type Section, section} from './page.ts';
import {releaseLine} from './releases.ts';

/** The histories of a driver as sections. */
export interface Histories {
	/** The one with the cursor, its chart of so many rows. */
	main(chartRows: number): Section;
	/** The change from release to release in a line; no lines where the chart is of it, or it is not known. */
	releases: Section;
	/** Those that others counted, or that are of another kind, each with its chart or the sentence that says it is empty. */
	others(): Section[];
}

/** What happened to a driver; where nothing did, the sentence that says so. */
export function histories(drawing: Drawing): Histories {
	const {theme, width} = drawing;
	const {record, releases} = drawing.dossier;
	const charted = chartedActivity(record);
	if (charted === null) {
		const sentence = noChartSentence(record, releases);
		return {
			main: () => section('activity', wrap(`${capital(sentence)}.`, width)),
			releases: section('releases', []),
			others: () => [],
		};
	}
	const others = () =>
		monthlyActivities(record).flatMap((other): Section[] => {
			if (other.kind === charted.kind && other.origin === charted.origin) return [];
			const none = noneSentence(other);
			if (none !== null) {
				const lines = wrap(none, width).map(line => theme.paint('quiet', line));
				return [section('releases', lines, {isBelow: true})];
			}
			// The cursor walks the first chart only.
			const {picture, words} = activityLines({...drawing, view: {...drawing.view, moment: null}}, other, 5);
			return [
				section('more activity', [...picture, ...words], {
					heading: theme.paint('heading', activityHeading(drawing, other)),
					picture: {first: 0, last: picture.length - 1},
					isBelow: true,
				}),
			];
		});
	return {
		main(chartRows) {
			const {picture, words} = activityLines(drawing, charted, chartRows);
			const onScreen = drawing.height !== null;
			// Zero lines stand in the same row: a chart of few different counts is lower, and one without words has air
			// below it.
			const missing = onScreen ? Math.max(0, chartRows + 2 - picture.length) : 0;
			const padded = [...Array<string>(missing).fill(''), ...picture];
			const below = words.length === 0 && onScreen && !isLow(drawing) ? [''] : words;
			return section('activity', [...padded, ...below], {
				heading: theme.paint('heading', activityHeading(drawing, charted)),
				picture: {first: 0, last: padded.length - 1},
				landmark: 'chart',
			});
		},
		releases: section('releases', charted.kind === 'releases' ? [] : releaseLine(drawing)),
		others,
	};
}

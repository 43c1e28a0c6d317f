import {claimSinceText, newestSince} from '../../../dossier/devices/claims.ts';
import {isDriver} from '../../../dossier/dossier.ts';
import {effectiveAssessment} from '../../../dossier/effective.ts';
import {awayText, sinceText} from '../../../dossier/history/since.ts';
import {counted} from '../../../text/numbers.ts';
import {cellWidth, fit, wrap} from '../../../text/width.ts';
import {clean, type Drawing} from './drawing.ts';

/** Which driver or directory it is: its name, its place, what it is for, and what it is built as. */
export function identity({theme, dossier, width}: Drawing): string[] {
	const {record} = dossier;
	const name = clean(theme, isDriver(record) ? record.module : record.directory);
	const place = clean(theme, isDriver(record) ? record.directory : '');
	const room = width - cellWidth(name) - cellWidth(place);
	const lines =
		room >= 2
			? [theme.paint('strong', name) + ' '.repeat(room) + theme.paint('quiet', place)]
			: [
					theme.paint('strong', fit(name, width).trimEnd()),
					...wrap(place, width).map(line => theme.paint('quiet', line)),
				];
	const title = effectiveAssessment(record)?.title ?? record.title;
	if (title !== null) lines.push(...wrap(clean(theme, title), width));
	const facts: string[] = [];
	if (isDriver(record)) {
		if (record.kconfig !== null) {
			const {symbol, tristate} = record.kconfig;
			facts.push(`CONFIG_${symbol}${tristate ? '' : ' (built in only)'}`);
		}
		if (record.buses.length > 0) facts.push(record.buses.join(' '));
		if (record.title !== null && record.title !== title) facts.push(clean(theme, record.title));
		if (record.aliases !== null && record.aliases.length > 0) {
			const newest = claimSinceText(newestSince(record));
			const age = newest === null ? '' : `, the newest ${newest}`;
			facts.push(counted(record.aliases.length, 'device id pattern') + age);
		}
	} else {
		facts.push(counted(record.drivers, 'driver'));
	}
	const {since, away} = record.signals;
	if (since !== null) {
		const gap = awayText(away, dossier.releases);
		facts.push(`since ${sinceText(since)}`, ...(gap === null ? [] : [gap]));
	}
	if (facts.length > 0) {
		lines.push(
			...wrap(clean(theme, facts.join(theme.glyphs.separator)), width).map(line =>
				theme.paint('quiet', line),
			),
		);
	}
	return lines;
}

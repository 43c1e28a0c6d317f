import {isDriver} from '../../../dossier/dossier.ts';
import {cellWidth, fit, wrap} from '../../../text/width.ts';
import {clean, type Drawing} from './drawing.ts';

/** Which driver or directory it is: its name, the option it is built by, and its place, in a line where there is room. */
export function identity({theme, dossier, width}: Drawing): string[] {
	const {record} = dossier;
	if (!isDriver(record))
		return wrap(clean(theme, record.directory), width).map(line => theme.paint('strong', line));
	const name = clean(theme, record.module);
	const place = clean(theme, record.directory);
	const option = record.kconfig === null ? '' : `  CONFIG_${clean(theme, record.kconfig.symbol)}`;
	for (const beside of [option, '']) {
		const room = width - cellWidth(name + beside) - cellWidth(place);
		if (room < 2) continue;
		const lead = theme.paint('strong', name) + theme.paint('quiet', beside);
		return [lead + ' '.repeat(room) + theme.paint('quiet', place)];
	}
	return [
		theme.paint('strong', fit(name, width).trimEnd()),
		...wrap(place, width).map(line => theme.paint('quiet', line)),
	];
}

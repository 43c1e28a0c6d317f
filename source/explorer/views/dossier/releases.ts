import {counted} from '../../../text/numbers.ts';
import {wrap} from '../../../text/width.ts';
import type {Drawing} from './drawing.ts';

/** The change from release to release in one line. */
export function releaseLines({dossier, width}: Drawing): string[] {
	const {releases} = dossier.record.signals;
	if (releases === null) return [];
	const known = releases.substantive.filter(lines => lines !== null);
	const changed = known.filter(lines => lines > 0).length;
	return wrap(`changed in earnest in ${changed} of ${counted(known.length, 'release')}`, width);
}

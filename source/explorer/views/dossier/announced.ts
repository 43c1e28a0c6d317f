import {statementsOf, statementWords} from '../../../dossier/announcements/statements.ts';
import {isDriver} from '../../../dossier/dossier.ts';
import {clean, type Drawing, hanging} from './drawing.ts';
import {type Section, section} from './page.ts';

/** So many announcements are told; of an imported file nobody knows how long it is. */
const mostTold = 4;

/** What those who decide said of the driver's end, each with its day and place: no section where they said nothing. */
export function announced({theme, dossier: {record}, width}: Drawing): Section[] {
	if (!isDriver(record)) return [];
	const statements = statementsOf(record);
	if (statements.length === 0) return [];
	const told = statements.slice(0, mostTold).map(statementWords);
	if (statements.length > told.length) told.push(`${statements.length - told.length} more in its record`);
	const lines = told.flatMap(text =>
		hanging('announced  ', clean(theme, text), width).map(
			line => theme.paint('remove', line.slice(0, 'announced  '.length)) + line.slice('announced  '.length),
		),
	);
	return [section('announced', lines, {spoken: told.map(text => `announced: ${clean(theme, text)}`)})];
}

import {isDriver} from '../../../dossier/dossier.ts';
import {dependenceInWords} from '../../../dossier/summary/dependents.ts';
import {clean, type Drawing, hanging} from './drawing.ts';

/** How a driver comes to be loaded, what it needs and who depends on it; no line for what is not known. */
export function dependence({theme, dossier: {record, dependents = null}, width}: Drawing): string[] {
	if (!isDriver(record)) return [];
	return dependenceInWords(record, dependents).flatMap(({label, text}) =>
		hanging(`${label}  `, clean(theme, text), width),
	);
}

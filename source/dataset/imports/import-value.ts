import {
	looksLikePublishedPage,
	pageAssessment,
	pageFigures,
	readPublishedPage,
} from '../../dossier/published-dossier.ts';
import {assessmentOf, readReferenceDossier} from '../../dossier/reference-dossier.ts';
import type {ImportedAssessment, ImportedFigures} from './import-dossiers.ts';

/**
 * What one JSON value brings: a dossier in the published schema, or the facts of one published page. Throws a UserError
 * that names `where` for anything else.
 */
export function importValue(
	value: unknown,
	where: string,
	options: {assessor: 'dossier' | 'person'; origin: string | null},
): {assessment: ImportedAssessment | null; figures: ImportedFigures | null} {
	if (!looksLikePublishedPage(value)) {
		return {assessment: assessmentOf(readReferenceDossier(value, where), options), figures: null};
	}
	const page = readPublishedPage(value, where);
	const figures = pageFigures(page, options.origin);
	return {
		assessment: pageAssessment(page, options),
		figures: figures === null ? null : {covers: page.driver_path, figures},
	};
}

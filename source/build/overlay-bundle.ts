/** What the bundle overlay.cjs exports: what is the person's own, for those who have or do something of their own. */
import {modelsOf} from '../dataset/overlay/models.ts';
import {overlaid} from '../dataset/overlay/overlaid.ts';
import {assessmentsOf, readVerdicts} from '../dataset/overlay/verdicts.ts';
import type {Dataset} from '../dataset/reader.ts';

/** The data set with the verdicts of an overlay over it. Throws a UserError that names what can't be read. */
export function withVerdicts(dataset: Dataset, overlay: string): Dataset {
	return overlaid(dataset, assessmentsOf(readVerdicts(overlay), overlay), modelsOf(overlay));
}

export {modelsOf} from '../dataset/overlay/models.ts';
export {assessmentsOf, readVerdicts} from '../dataset/overlay/verdicts.ts';
export {readConfiguration} from '../explorer/personal/configuration.ts';
export {Personal} from '../explorer/personal/personal.ts';

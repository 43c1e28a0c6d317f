/** What the bundle overlay.cjs exports: what is the person's own, for those who have or do something of their own. */
import {modelsOf} from '../dataset/overlay/models.ts';
import {overlaid} from '../dataset/overlay/overlaid.ts';
import {importsOf} from '../dataset/overlay/verdicts.ts';
import type {Dataset} from '../dataset/reader.ts';

/** The data set with the verdicts and announcements of an overlay over it. Throws a UserError that names what can't be read. */
export function withVerdicts(dataset: Dataset, overlay: string): Dataset {
	return overlaid(dataset, importsOf(overlay), modelsOf(overlay));
}

export {modelsOf} from '../dataset/overlay/models.ts';
export {importsOf} from '../dataset/overlay/verdicts.ts';
export {readConfiguration} from '../explorer/personal/configuration.ts';
export {Personal} from '../explorer/personal/personal.ts';

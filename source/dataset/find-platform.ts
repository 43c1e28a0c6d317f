import {isConfigSymbol} from '../dossier/kernel-names.ts';
import {bareSymbol} from '../dossier/query/names.ts';
import type {Platform} from '../dossier/schema.ts';
import type {Dataset} from './reader.ts';

/** The platform whose option a name is, with or without `CONFIG_`; null where none has it. */
export function findPlatform(dataset: Dataset, name: string): Platform | null {
	const option = bareSymbol(name);
	return isConfigSymbol(option) ? dataset.platform(option) : null;
}

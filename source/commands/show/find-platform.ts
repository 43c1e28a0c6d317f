import type {Dataset} from '../../dataset/reader.ts';
import {isConfigSymbol} from '../../dossier/kernel-names.ts';
import {bareSymbol} from '../../dossier/query/names.ts';
import type {Platform} from '../../dossier/schema.ts';

/** The platform whose option a name is, with or without `CONFIG_`; null where none has it. */
export function findPlatform(dataset: Dataset, name: string): Platform | null {
	const option = bareSymbol(name);
	return isConfigSymbol(option) ? dataset.platform(option) : null;
}

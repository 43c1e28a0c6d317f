import type {Source} from '../dossier/schema.ts';

/** Gives each source its number, from 1: that of the same one where `sources` has it, else it is added there. */
export function numberIn(sources: Source[], source: Source): number {
	const index = sources.findIndex(known => JSON.stringify(known) === JSON.stringify(source));
	return index < 0 ? sources.push(source) : index + 1;
}

/** The drivers and options of the surveyed releases by their names. */

import {normaliseName} from '../../../../dossier/query/names.ts';
import type {ReleaseObject, ReleaseObjects} from '../release-objects.ts';

/** Whether the surveyed releases know the option of a driver, but no module of its name. */
export function isNameless(
	{module, option}: {module: string; option: string},
	{modules, options, living}: KnownNames,
): boolean {
	const name = normaliseName(module);
	return options.has(option) && !modules.has(name) && !living.has(name);
}

/** What the surveyed releases know by name. */
export interface KnownNames {
	pairs: ReadonlySet<string>;
	modules: ReadonlySet<string>;
	options: ReadonlySet<string>;
	/** Drivers of the surveyed tree by module; null where several bear a name. */
	living: ReadonlyMap<string, ReleaseObject | null>;
}

export function knownNames(known: ReadonlySet<string>, newest: ReleaseObjects): KnownNames {
	const pairs = new Set<string>();
	const modules = new Set<string>();
	const options = new Set<string>(newest.symbols);
	for (const pair of known) {
		const [module, option] = pair.split(' ');
		pairs.add(`${normaliseName(module!)} ${option}`);
		modules.add(normaliseName(module!));
		options.add(option!);
	}
	const living = new Map<string, ReleaseObject | null>();
	for (const object of newest.objects.values()) {
		const name = normaliseName(object.module);
		living.set(name, living.has(name) ? null : object);
	}
	return {pairs, modules, options, living};
}

import {basename, dirname} from 'node:path/posix';
import {bareSymbol, normaliseName} from '../dossier/query/names.ts';
import {isJudgedKind} from '../dossier/query/vocabulary.ts';
import {addTo} from './key-sets.ts';
import type {TreeDriver} from './tree/facts.ts';

/** Of several names, the id of the driver that the first fitting one means; `own` is the driver spoken of. */
export type FindNamedDriver = (names: readonly string[], own: string) => string | null;

/**
 * Finds the one driver of a tree that a text means by the name of its module or its CONFIG symbol: the first name
 * that fits exactly one driver other than the one spoken of. Library objects are no answer.
 */
export function namedDriversOf(
	drivers: readonly Pick<TreeDriver, 'id' | 'kconfig' | 'kind' | 'module'>[],
): FindNamedDriver {
	const byName = new Map<string, Set<string>>();
	for (const {id, module, kconfig, kind} of drivers) {
		if (!isJudgedKind(kind)) continue;
		addTo(byName, normaliseName(module), id);
		if (kconfig !== null) addTo(byName, `CONFIG_${kconfig.symbol}`, id);
	}
	// Mails leave out what all drivers of a folder begin with: pcf8563 is rtc-pcf8563 beside rtc-hym8563; a vendor's
	// folders have one name in several subsystems: scpsys is mtk-scpsys beside mtk-infracfg.
	const besideUnder = (name: string, own: string) => {
		const [, start] = /^([a-z0-9]+)[-_]/i.exec(own.slice(own.lastIndexOf('/') + 1)) ?? [];
		if (start === undefined) return undefined;
		const found = byName.get(normaliseName(`${start}-${name}`));
		const folder = dirname(own);
		const isBeside = (id: string) =>
			id.startsWith(`${folder}/`) || (isVendors(folder) && basename(dirname(id)) === basename(folder));
		return [...(found ?? [])].every(isBeside) ? found : undefined;
	};
	return (names, own) => {
		for (const name of names) {
			const found =
				byName.get(name.startsWith('CONFIG_') ? `CONFIG_${bareSymbol(name)}` : normaliseName(name)) ??
				besideUnder(name, own);
			if (found?.size !== 1) continue;
			const [id] = found;
			if (id !== own) return id!;
		}
		return null;
	};
}

/** Whether a folder lies within a subsystem's, as vendors' do. */
function isVendors(folder: string): boolean {
	return folder.split('/').length > 2;
}

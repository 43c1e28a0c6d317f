import type {Dataset} from '../../../dataset/reader.ts';
import type {IndexRow} from '../../../dossier/index-row.ts';
import {joinPath} from '../../../dossier/query/paths.ts';
import type {KernelConfig} from '../../../machine/configs/config.ts';
import type {DriverLookup} from '../../../machine/judge-host.ts';
import {withBuilt} from '../../../machine/sbom/built-drivers.ts';

/** Configurations, of SPDX documents with the options that build what they name. */
export function resolveBuilt(
	configs: readonly KernelConfig[],
	dataset: Dataset,
	lookup: DriverLookup,
): KernelConfig[] {
	let owners: ReadonlyMap<string, IndexRow> | undefined;
	const world = {
		treeVersion: lookup.treeVersion,
		byName: lookup.byName,
		ownerOf(path: string) {
			owners ??= ownersOf(dataset);
			return owners.get(path) ?? null;
		},
		goneOf: lookup.goneOf,
		outsideOf: lookup.outsideOf,
	};
	return configs.map(config => withBuilt(config, world));
}

/** Every driver by its own sources, which no two share. */
function ownersOf(dataset: Dataset): Map<string, IndexRow> {
	const owners = new Map<string, IndexRow>();
	for (const row of dataset.rows()) {
		for (const file of row.joins?.of('file', row) ?? []) owners.set(joinPath(row.directory, file), row);
	}
	return owners;
}

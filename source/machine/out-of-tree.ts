/** What is said of a module that is built out of the kernel's tree. */
import {makerOf} from '../dossier/gone/out-of-tree.ts';
import {vendorModule} from '../dossier/gone/vendor-modules.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import {normaliseName} from '../dossier/query/names.ts';

/** Who makes a module that no tree has, and what serves its hardware in the tree; null where nothing is known of the name. */
export function makerInWords(module: string, byPath: ReadonlyMap<string, IndexRow>): string | null {
	const vendors = vendorModule(module);
	const maker = makerOf(module) ?? vendors?.maker ?? null;
	if (maker === null) return null;
	const instead = inTreeInWords(module, byPath);
	return [`built out of tree: ${maker}`, instead].filter(part => part !== null).join('; ');
}

/** The drivers of the tree for the hardware of a vendor's module: `in the tree r8169 (keep) serves its hardware`; null for none. */
export function inTreeInWords(module: string, byPath: ReadonlyMap<string, IndexRow>): string | null {
	const living = (vendorModule(module)?.drivers ?? []).flatMap(id => byPath.get(normaliseName(id)) ?? []);
	if (living.length === 0) return null;
	const told = living.map(row => `${row.module} (${row.recommendation})`).join(', ');
	return `in the tree ${told} ${living.length === 1 ? 'serves' : 'serve'} its hardware`;
}

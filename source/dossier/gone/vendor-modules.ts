/**
 * Modules that vendors build out of the kernel's tree, with the drivers that serve their hardware in it: a small table, made
 * by hand in November 2026. The id table of the vendor's module was held against the ids that our drivers claim; `claims`
 * says how many of them the named drivers have.
 */
import {normaliseName} from '../query/names.ts';
import rows from './vendor-modules.json' with {type: 'json'};

/** A module of a vendor. */
export interface VendorModule {
	/** Its names, normalised: as its Makefile and as its packages call it. */
	modules: readonly string[];
	maker: string;
	/** Ids of drivers of the tree. */
	drivers: readonly string[];
	/** What of its hardware these drivers have. */
	claims: string;
	/** Where its ids stand: repository, commit and path on GitHub. */
	source: string;
}

export const vendorModules: readonly VendorModule[] = rows;

/** What is known of a module of that name; null where it is no vendor's. */
export function vendorModule(module: string): VendorModule | null {
	const name = normaliseName(module);
	return vendorModules.find(({modules}) => modules.includes(name)) ?? null;
}

/** What a name is that no record is of. */
import type {Dataset} from '../../dataset/reader.ts';
import {makerOf} from '../../dossier/gone/out-of-tree.ts';
import {type VendorModule, vendorModule} from '../../dossier/gone/vendor-modules.ts';
import {outsideInWords} from '../../dossier/gone/words.ts';
import {findUndefined} from '../../dossier/kernel-options.ts';
import {bareSymbol, normaliseName} from '../../dossier/query/names.ts';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {sanitise} from '../../text/sanitise.ts';

/** What lies outside the survey under a name: a module of others, something else of the kernel; null where nothing is known. */
export function outsideError(dataset: Dataset, name: string): UserError | null {
	const module = normaliseName(name.replace(/\.ko(?:\.(?:xz|gz|zst))?$/, ''));
	const vendors = vendorModule(module);
	if (vendors !== null) return vendorsError(dataset, name, vendors);
	const words = outsideWords(dataset, name, module);
	if (words === null) return null;
	const advice = 'driverdex list WORD searches the drivers that are surveyed.';
	return new UserError(words, advice, exitStatus.negative);
}

/** A vendor's own module: the drivers of the tree for its hardware, with what is thought of them, and the source. */
function vendorsError(
	dataset: Dataset,
	name: string,
	{maker, drivers, claims, source}: VendorModule,
): UserError {
	const living = drivers.flatMap(driver => dataset.find(driver).drivers);
	const told = living.map(row => `${row.module} (${row.recommendation})`).join(', ');
	const verb = living.length === 1 ? 'serves' : 'serve';
	return new UserError(
		`${sanitise(name)} is ${maker}'s module, built out of the kernel's tree. Only the tree is surveyed.`,
		living.length === 0
			? `This data set has none of the drivers that serve its hardware in the tree: ${drivers.join(', ')}.`
			: `In the tree ${told} ${verb} its hardware: ${claims} (${source}). driverdex show ${living[0]!.module}`,
		exitStatus.negative,
	);
}

function outsideWords(dataset: Dataset, name: string, module: string): string | null {
	const maker = makerOf(module);
	if (maker !== null) {
		return `${sanitise(name)} is built out of the kernel's tree: ${maker}. Only the tree is surveyed.`;
	}
	const found = dataset.outside.find(name);
	const [first] = found;
	if (first !== undefined) {
		const more = found.length > 1 ? ` So are ${found.length - 1} more of that name.` : '';
		return sanitise(`${outsideInWords(first)}${more}`);
	}
	const symbol = bareSymbol(name).toUpperCase();
	const options = dataset.optionsText();
	if (options === null || findUndefined(options, [symbol]).length > 0) return null;
	return `CONFIG_${sanitise(symbol)} is an option of Linux ${dataset.manifest.treeVersion} that builds no driver: it is outside the survey.`;
}

/** Under which name or option a listed driver goes on in the lists that come after its last one. */

import {normaliseName} from '../../../../dossier/query/names.ts';
import {addTo} from '../../../key-sets.ts';

/** A driver as a list names it. */
interface Named {
	module: string;
	option: string;
	/** Index of the newest list that has it. */
	last: number;
}

/** The pairs of module and option of each list, as they were noted. */
export class Listings {
	private readonly optionsByModule: Map<string, Set<string>>[] = [];
	private readonly modulesByOption: Map<string, Set<string>>[] = [];

	/** By list and the folder of the Kconfig file: the modules. */
	private readonly families: Map<string, Set<string>>[] = [];
	private readonly lasts = new Map<string, number>();

	note(list: number, module: string, option: string, folder: string): void {
		addTo((this.families[list] ??= new Map()), folder, normaliseName(module));
		this.lasts.set(normaliseName(module), list);
		addTo((this.optionsByModule[list] ??= new Map()), normaliseName(module), option);
		addTo((this.modulesByOption[list] ??= new Map()), option, normaliseName(module));
	}

	/** Whether a list names a module. */
	has(list: number, module: string): boolean {
		return this.optionsByModule[list]?.has(normaliseName(module)) === true;
	}

	hasOption(list: number, option: string): boolean {
		return this.modulesByOption[list]?.has(option) === true;
	}

	/** The modules, normalised, that a list has in a folder. */
	modulesOf(list: number, folder: string): ReadonlySet<string> {
		return this.families[list]?.get(folder) ?? new Set();
	}

	/** The newest list that has a module, by its normalised name. */
	lastOf(module: string): number | undefined {
		return this.lasts.get(module);
	}

	/**
	 * Whether it is the common part of several drivers, which goes on with others: then that this option went says nothing
	 * of it. Several options build it in its last list, and this one builds another module.
	 */
	isShared({module, option, last}: Named, isLiving: boolean): boolean {
		const name = normaliseName(module);
		if (!isLiving && this.optionsByModule[last + 1]?.has(name) !== true) return false;
		const options = this.optionsByModule[last]?.get(name)?.size ?? 0;
		const modules = this.modulesByOption[last]?.get(option)?.size ?? 0;
		return options > 1 && modules > 1;
	}

	/** Whether the list after a driver's last one has its option still. */
	keepsOption({option, last}: Named): boolean {
		return this.modulesByOption[last + 1]?.has(option) === true;
	}

	/** Whether the list after a driver's last one has its option no longer; false where that is the newest. */
	dropsOption(named: Named): boolean {
		return this.modulesByOption[named.last + 1] !== undefined && !this.keepsOption(named);
	}

	/** Whether its option built nothing else in its last list. */
	isAlone({option, last}: Named): boolean {
		return this.modulesByOption[last]?.get(option)?.size === 1;
	}

	/**
	 * What the next list calls a driver that its own last one is followed by: the same module under the one option that
	 * builds it now, or the one module that is new under its option. Null where it ends, or nobody can tell.
	 */
	next({module, option, last}: Named): {module: string; option: string} | null {
		const name = normaliseName(module);
		const options = this.optionsByModule[last + 1]?.get(name);
		if (options !== undefined) {
			const wasOne = this.optionsByModule[last]!.get(name)!.size === 1;
			return wasOne && options.size === 1 ? {module: name, option: [...options][0]!} : null;
		}
		const before = this.modulesByOption[last]!.get(option)!;
		const fresh = [...(this.modulesByOption[last + 1]?.get(option) ?? [])].filter(one => !before.has(one));
		return fresh.length === 1 && before.size === 1 ? {module: fresh[0]!, option} : null;
	}
}

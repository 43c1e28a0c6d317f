/** What the machines of `--host FILE` have in use. */
import {normaliseName} from '../../../dossier/query/names.ts';
import {isUserError} from '../../../dossier/user-error.ts';
import {type DriverLookup, type HostRow, judgeHost} from '../../../machine/judge-host.ts';
import {machinesAt} from './machines.ts';

/** The drivers of such machines. */
export interface InUse {
	hosts: readonly string[];
	/** By their ids: what is bound, loaded, configured or named, or would be taken for a device that has none. */
	rows: ReadonlyMap<string, HostRow>;
	/** The same by module, normalised, also of what has no record. */
	modules: ReadonlyMap<string, HostRow>;
	/** Modules that are a part of the kernel there, normalised. */
	builtIn: ReadonlySet<string>;
}

/** Reads what `--host` names; null where it was not given. Throws a UserError for what can't be read. */
export async function readInUse(
	files: readonly string[] | undefined,
	lookup: DriverLookup,
): Promise<InUse | null> {
	if (files === undefined || files.length === 0) return null;
	const hosts: string[] = [];
	const rows = new Map<string, HostRow>();
	const modules = new Map<string, HostRow>();
	const builtIn = new Set<string>();
	for await (const {place, facts} of machinesAt({roots: [], files})) {
		if (isUserError(facts)) throw facts;
		const name = facts.host ?? place;
		hosts.push(name);
		for (const {state, name: module} of facts.modules) if (state === 'built-in') builtIn.add(module);
		for (const row of judgeHost({name, facts}, lookup)) {
			if (row.isBuiltIn) builtIn.add(normaliseName(row.driver));
			if (row.use === 'spare' || row.use === 'directive') continue;
			modules.set(normaliseName(row.driver), row);
			if (row.row !== null) rows.set(row.row.id, row);
		}
	}
	return {hosts, rows, modules, builtIn};
}

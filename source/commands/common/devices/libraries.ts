import type {Dataset} from '../../../dataset/reader.ts';
import type {IndexRow} from '../../../dossier/index-row.ts';
import {isUserError} from '../../../dossier/user-error.ts';
import {fittedTable} from '../../../text/fitted-table.ts';
import {sanitise} from '../../../text/sanitise.ts';
import type {Theme} from '../../../text/theme.ts';

/** Drivers that are named beside a library; of the others their number. */
const mostUsers = 4;

/**
 * Which of a machine's drivers each of its libraries is a part of, by the library's id: those that need it, themselves or
 * through another library that is there (`needs` of their records). The names are sorted; none where no driver that is
 * there needs it.
 */
export function usersOfLibraries(
	drivers: readonly IndexRow[],
	libraries: readonly IndexRow[],
	dataset: Pick<Dataset, 'driver'>,
): Map<string, string[]> {
	const present = new Map(libraries.map(row => [row.id, row]));
	const users = new Map<string, Set<string>>(libraries.map(({id}) => [id, new Set()]));
	const needs = new Map<string, readonly string[]>();
	const needsOf = (row: IndexRow): readonly string[] => {
		let known = needs.get(row.id);
		if (known === undefined) {
			try {
				known = dataset.driver(row).needs.map(({driver}) => driver);
			} catch (error) {
				// What is wrong with a damaged record is said where its driver stands.
				if (!isUserError(error)) throw error;
				known = [];
			}
			needs.set(row.id, known);
		}
		return known;
	};
	for (const driver of drivers) {
		const seen = new Set<string>();
		const open = [...needsOf(driver)];
		for (let id = open.pop(); id !== undefined; id = open.pop()) {
			const library = present.get(id);
			if (library === undefined || seen.has(id)) continue;
			seen.add(id);
			users.get(id)!.add(driver.module);
			open.push(...needsOf(library));
		}
	}
	return new Map([...users].map(([id, names]) => [id, [...names].sort()]));
}

/** The libraries of a machine, each with the drivers that it is a part of; those of the same drivers in one row. */
export function libraryLines(
	theme: Theme,
	{drivers, libraries}: {drivers: readonly IndexRow[]; libraries: readonly IndexRow[]},
	{dataset, width}: {dataset: Pick<Dataset, 'driver'>; width: number | null},
): string[] {
	const rows = new Map<string, {names: string[]; users: readonly string[]}>();
	const users = usersOfLibraries(drivers, libraries, dataset);
	for (const {id, module} of libraries) {
		const of = users.get(id)!;
		const known = rows.get(of.join(' '));
		if (known === undefined) rows.set(of.join(' '), {names: [module], users: of});
		else if (!known.names.includes(module)) known.names.push(module);
	}
	if (rows.size === 0) return [];
	const cell = (text: string) => ({text: sanitise(text, {ascii: theme.ascii})});
	return [
		'',
		theme.paint('heading', 'Libraries, and the drivers here that they are a part of'),
		...fittedTable(
			theme,
			[
				{heading: 'library', priority: 0, least: 24, comfort: 60},
				{heading: 'part of', priority: 1, least: 24},
			],
			[...rows.values()]
				.sort((one, other) => other.users.length - one.users.length)
				.map(({names, users: of}) => [
					cell(names.sort().join(', ')),
					of.length === 0
						? {text: 'no driver here needs it', style: 'quiet' as const}
						: cell(
								`${of.slice(0, mostUsers).join(', ')}${of.length > mostUsers ? ` and ${of.length - mostUsers} more` : ''}`,
							),
				]),
			width,
		),
	];
}

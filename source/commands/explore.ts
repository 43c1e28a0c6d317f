import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Imports} from '../dataset/imports/import-dossiers.ts';
import {openChecked} from '../dataset/open-checked.ts';
import {type ModelVerdicts, overlaid} from '../dataset/overlay/overlaid.ts';
import {configurationFile, hasModels, hasVerdicts} from '../dataset/overlay/places.ts';
import {readWatched} from '../dataset/overlay/watched.ts';
import {isUserError} from '../dossier/user-error.ts';
import type {OpenedWith} from '../explorer/model.ts';
import {noSettings} from '../explorer/own-model.ts';
import type {ReadConfiguration} from '../explorer/personal/configuration.ts';
import {runExplorer, type Selection} from '../explorer/run.ts';
import {sanitise} from '../text/sanitise.ts';
import {type Context, themeOf} from './common/context.ts';
import {readQuery, readSort} from './common/read-query.ts';
import {list} from './list.ts';

/** `driverdex [QUERY]`: the explorer; of some drivers only, `--query` has the query. Without a terminal it is `list`. */
export async function explore(context: Context, selection?: Selection): Promise<number> {
	const {environment, flags, input, terminal, places} = context;
	const root = rootOf(flags);
	if (!terminal.input || !terminal.output)
		return list(context, flags.mine === true ? await mine(context, root) : undefined);
	const {configuration, message} = await configured(context);
	const isOfSome = selection !== undefined || flags.mine === true;
	const asked = selection === undefined ? input.join(' ') : ((flags.query as string | undefined) ?? '');
	// The configuration's query is for a list of everything that nothing was asked of.
	const queryText = asked === '' && !isOfSome ? (configuration?.query ?? '') : asked;
	readQuery(queryText);
	const sort = readSort(flags);
	const dataset = overlaid(
		openChecked(context.data),
		await readOwnVerdicts(context),
		await readModels(context),
	);
	return runExplorer({
		dataset,
		places,
		machine: () => context.machineDrivers(dataset, root),
		theme: themeOf(context, configuration?.theme),
		settings: configuration?.settings ?? noSettings,
		takesMouse: configuration?.mouse ?? false,
		message,
		environment,
		queryText,
		sort,
		isSortChosen: flags.sort !== undefined || flags.reverse === true,
		openedWith: openedWith(context, root),
		selection: selection ?? null,
		isMine: flags.mine === true,
		reopening: {
			at: (flags.at as string | undefined) ?? null,
			marked: ((flags.marked as string | undefined) ?? '').split(',').filter(name => name !== ''),
		},
	});
}

/** The machine that is mine: the one that is asked for, where it is one. */
function rootOf({root}: Context['flags']): string {
	const roots = [root ?? []].flat() as string[];
	return roots.length === 1 ? roots[0]! : '/';
}

/** What the command line says of the data set and the machine, so that it leads to them from any folder. */
function openedWith({data, environment, flags}: Context, root: string): OpenedWith {
	const overlay = flags.overlay as string | undefined;
	const isShipped = flags.data === undefined && !environment.DRIVERDEX_DATA;
	return {
		data: [
			...(isShipped ? [] : ['--data', resolve(data)]),
			...(overlay === undefined ? [] : ['--overlay', resolve(overlay)]),
		],
		machine: root === '/' ? [] : ['--root', resolve(root)],
	};
}

/** The person's configuration; null where there is none, or none that can be used: then what is wrong is said. */
async function configured({
	places: {config},
}: Context): Promise<{configuration: ReadConfiguration | null; message: string | null}> {
	if (config === null || !existsSync(configurationFile(config))) return {configuration: null, message: null};
	const {readConfiguration} = await import('../explorer/personal/configuration.ts');
	try {
		return {configuration: readConfiguration(config), message: null};
	} catch (error) {
		if (!isUserError(error)) throw error;
		return {configuration: null, message: `not in force: ${error.message}`};
	}
}

/** The verdicts and announcements of the person's overlay. */
async function readOwnVerdicts({places: {overlay}}: Context): Promise<Imports> {
	if (!hasVerdicts(overlay)) return {assessments: [], figures: []};
	const {importsOf} = await import('../dataset/overlay/verdicts.ts');
	return importsOf(overlay);
}

/** What models answered, where any did. */
async function readModels({places: {overlay}}: Context): Promise<ModelVerdicts | undefined> {
	return hasModels(overlay) ? (await import('../dataset/overlay/models.ts')).modelsOf(overlay) : undefined;
}

/** The drivers that are watched or that a machine has. */
async function mine(context: Context, root: string): Promise<ReadonlySet<string>> {
	const dataset = context.openDataset();
	try {
		const {ids, couldLook, problems} = await context.machineDrivers(dataset, root);
		for (const problem of couldLook ? [] : problems) context.remark(`not looked at: ${sanitise(problem)}`);
		return new Set([...readWatched(context.places.overlay).map(({id}) => id), ...ids]);
	} finally {
		dataset.close();
	}
}

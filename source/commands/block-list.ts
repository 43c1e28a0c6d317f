import type {Dataset} from '../dataset/reader.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import {normaliseName} from '../dossier/query/names.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import type {Candidate} from '../machine/modprobe/block-list.ts';
import type {Context} from './common/context.ts';
import {readFormat} from './common/formats.ts';
import {readInUse} from './common/machines/in-use.ts';
import {lookupOf} from './common/machines/lookup.ts';
import {printBlockList} from './common/modprobe/block-list.ts';
import {readQuery, readSort} from './common/read-query.ts';
import {searched} from './list.ts';

/** Drivers that need one of some: what they need may not be blocked while they stay. All, where the data set doesn't tell. */
function dependentsOf(candidates: readonly Candidate[], dataset: Dataset): readonly IndexRow[] {
	const names = new Set<string>();
	for (const {row} of candidates) {
		const dependents = dataset.links.dependents(row.id);
		if (dependents === null) return dataset.rows();
		for (const {modules, total} of [dependents.symbol, dependents.softdep, dependents.select]) {
			if (modules.length < total) return dataset.rows();
			for (const module of modules) names.add(normaliseName(module));
		}
	}
	return dataset.rows().filter(({module}) => names.has(normaliseName(module)));
}

/** `driverdex list QUERY --format modprobe`: the modules among what a query matches as a block list. */
export async function blockList(context: Context): Promise<number> {
	const {flags, input} = context;
	readFormat(context);
	if (flags.columns !== undefined) {
		throw new UserError('A block list has no columns.', 'Leave --columns out.', exitStatus.usage);
	}
	const sort = readSort(flags);
	const dataset = context.openDataset();
	try {
		const query = readQuery(input.join(' '), dataset.start().head.families);
		if (query.wantsGone) {
			throw new UserError(
				'Drivers that are gone need no blocking: nothing loads them.',
				'Leave rec:gone and its like out of the query.',
				exitStatus.usage,
			);
		}
		const {rows} = searched(dataset, query, {sort, byMatch: flags.sort === undefined}, undefined);
		const lookup = lookupOf(dataset, () => false);
		const inUse = await readInUse(flags.host as string[] | undefined, lookup);
		const limit = (flags.limit as number | undefined) ?? rows.length;
		const candidates = rows.slice(0, limit).map(row => ({row, value: null}));
		const blocked = printBlockList(context, dataset, {
			candidates,
			others: dependentsOf(candidates, dataset),
			command: ['list', ...input],
			inUse,
		});
		return blocked > 0 ? exitStatus.ok : exitStatus.negative;
	} finally {
		dataset.close();
	}
}

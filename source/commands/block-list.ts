import {exitStatus, UserError} from '../dossier/user-error.ts';
import type {Context} from './common/context.ts';
import {readFormat} from './common/formats.ts';
import {printBlockList} from './common/modprobe/block-list.ts';
import {readQuery, readSort} from './common/read-query.ts';
import {searched} from './list.ts';

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
		const limit = (flags.limit as number | undefined) ?? rows.length;
		const candidates = rows.slice(0, limit).map(row => ({row, value: null}));
		const blocked = await printBlockList(context, dataset, {
			candidates,
			others: dataset.rows(),
			command: ['list', ...input],
		});
		return blocked > 0 ? exitStatus.ok : exitStatus.negative;
	} finally {
		dataset.close();
	}
}

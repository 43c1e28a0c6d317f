import {openChecked} from '../dataset/open-checked.ts';
import {runExplorer, type Selection} from '../explorer/run.ts';
import {type Context, themeOf} from './common/context.ts';
import {readQuery, readSort} from './common/read-query.ts';
import {list} from './list.ts';

/** `driverdex [QUERY]`: the explorer; of some drivers only, `--query` has the query. Without a terminal it is `list`. */
export async function explore(context: Context, selection?: Selection): Promise<number> {
	const {environment, flags, input, terminal} = context;
	if (!terminal.input || !terminal.output) return list(context);
	const queryText = selection === undefined ? input.join(' ') : ((flags.query as string | undefined) ?? '');
	readQuery(queryText);
	const sort = readSort(flags);
	return runExplorer({
		dataset: openChecked(context.data),
		theme: themeOf(context),
		environment,
		queryText,
		sort,
		isSortChosen: flags.sort !== undefined || flags.reverse === true,
		selection: selection ?? null,
		reopening: {
			at: (flags.at as string | undefined) ?? null,
			marked: ((flags.marked as string | undefined) ?? '').split(',').filter(name => name !== ''),
		},
	});
}

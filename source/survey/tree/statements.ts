/** What the tree itself says of a driver's end, beside the signs: see statementSchema. */
import type {Statement} from '../../dossier/schema.ts';
import type {Definition} from './kconfig/kconfig.ts';

/** What the text of a driver's option announces of it; none where it announces nothing, or only on a condition. */
export function statementsOf(definition: Definition | null): Statement[] {
	const ending = definition?.ending ?? null;
	if (definition === null || ending === null) return [];
	const when = ending.year === null ? '' : ` in ${ending.year}`;
	const how = ending.isCertain ? 'is to go' : 'may go';
	return [
		{
			source: {kind: 'tree', at: ending.at, claim: `CONFIG_${definition.symbol} ${how}${when}`},
			release: null,
			year: ending.year,
		},
	];
}

import type {IndexRow} from '../../dossier/index-row.ts';
import {csv, markdownTable} from '../../text/delimited.ts';
import {jsonText} from '../../text/sanitise.ts';
import type {ExportForm} from '../own-model.ts';
import {goneListValues, goneValuesOf, listValues, valuesOf} from '../views/list-values.ts';

/** The text of an export, in pieces; `recordOf` reads a row's whole record. It is what `driverdex list --format` prints. */
export function* exportText(
	form: Exclude<ExportForm, 'verdicts'>,
	rows: readonly IndexRow[],
	recordOf: (row: IndexRow) => unknown,
): Generator<string> {
	const living = rows.filter(({gone}) => gone === undefined);
	const isGone = living.length === 0 && rows.length > 0;
	const table = isGone ? rows : living;
	const [columns, values] = isGone ? [goneListValues, goneValuesOf(table)] : [listValues, valuesOf(table)];
	switch (form) {
		case 'csv':
			yield csv(
				columns.map(({heading}) => heading),
				values,
			);
			return;
		case 'markdown':
			yield markdownTable(columns, values);
			return;
		case 'ndjson':
			for (const row of rows) yield `${jsonText(recordOf(row))}\n`;
			return;
		case 'json': {
			let lead = '[\n';
			for (const row of rows) {
				yield `${lead}\t${jsonText(recordOf(row), '\t').replaceAll('\n', '\n\t')}`;
				lead = ',\n';
			}
			yield rows.length === 0 ? '[]\n' : '\n]\n';
		}
	}
}

import type {IndexRow} from '../../dossier/index-row.ts';
import {familiesWith} from '../../dossier/reach/cells.ts';
import type {GoneRecord} from '../../dossier/schema.ts';
import type {Value} from '../../text/delimited.ts';
import type {Column} from '../../text/table.ts';

/** The columns of a table of drivers that machines read: of `list`, and of an export from the explorer. */
export const listValues: readonly (Column & {cell(row: IndexRow): string | number | null})[] = [
	{heading: 'module', cell: row => row.module},
	{heading: 'recommendation', cell: row => row.recommendation},
	{heading: 'confidence', align: 'right', cell: row => row.confidence},
	{heading: 'risk', align: 'right', cell: row => row.risk},
	{heading: 'commits', align: 'right', cell: row => row.commits},
	{heading: 'patches', align: 'right', cell: row => row.patches},
	{heading: 'cves', align: 'right', cell: row => row.cves},
	{heading: 'lines', align: 'right', cell: row => row.lines},
	{heading: 'status', cell: row => row.status},
	{heading: 'config', cell: row => row.symbol},
	{heading: 'path', cell: row => row.id},
	{heading: 'title', cell: row => row.title},
	{heading: 'deployments', cell: row => row.deployments},
	{heading: 'distributions', align: 'right', cell: row => familiesWith(row.reach)},
	{heading: 'machines', align: 'right', cell: row => row.machines},
];

/** A line of such a table for each row. */
export const valuesOf = (rows: readonly IndexRow[]): Value[][] =>
	rows.map(row => listValues.map(({cell}) => cell(row)));

/** The columns of a table of drivers that are gone. */
export const goneListValues: readonly (Column & {cell(record: GoneRecord): string | null})[] = [
	{heading: 'module', cell: record => record.module},
	{heading: 'fate', cell: ({fate}) => fate},
	{heading: 'last', cell: ({lastRelease}) => lastRelease.release},
	{heading: 'gone', cell: ({goneIn}) => goneIn?.release ?? null},
	{heading: 'config', cell: ({option}) => option},
	{heading: 'to', cell: ({to}) => to.map(({id}) => id).join(' ') || null},
	{heading: 'instead', cell: ({successors}) => successors.map(({id}) => id).join(' ') || null},
	{heading: 'path', cell: ({id}) => id},
	{heading: 'title', cell: ({title}) => title},
];

/** A line of such a table for each row, all of the dead. */
export const goneValuesOf = (rows: readonly IndexRow[]): Value[][] =>
	rows.map(({gone}) => goneListValues.map(({cell}) => cell(gone!)));

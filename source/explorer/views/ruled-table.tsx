import {Text} from 'ink';
import {Table, type TableProps} from 'ink-table';
import {type ComponentType, createElement, type ReactElement} from 'react';
import type {Theme} from '../../text/theme.ts';
import {cellWidth, pad} from '../../text/width.ts';

type Row = Record<string, string>;
type Props = Pick<TableProps<Row>, 'data' | 'columns'> & {theme: Theme};

/**
 * ink-table's columns under an underlined heading. Its own drawing, a box around everything and a rule between every
 * two rows, takes 23 lines for ten signals, a node of the layout for each cell and each piece of the box, and a
 * kilobyte on the wire whenever the table moves by a line.
 */
class RuledColumns extends Table<Row> {
	/** Columns as wide as what is seen of their cells: ink-table counts the letters of colours, too. */
	override getColumns(): ReturnType<Table<Row>['getColumns']> {
		const {data} = this.props as unknown as Props;
		return super.getColumns().map(column => {
			const cells = data.map(row => cellWidth(row[column.key] ?? ''));
			return {...column, width: Math.max(cellWidth(String(column.key)), ...cells) + 2};
		});
	}

	override render(): ReactElement {
		const {data, theme} = this.props as unknown as Props;
		const columns = this.getColumns();
		const cells = (row: Row) =>
			columns.map(({key, width, align}) =>
				pad(row[key] ?? '', width - 2, align === 'right' ? align : 'left'),
			);
		const heading = theme.paint('columns', cells(this.getHeadings() as Row).join('  '));
		const rows = data.map(row => {
			const [first = '', ...rest] = cells(row);
			return [theme.paint('quiet', first), ...rest].join('  ');
		});
		return <Text wrap="truncate-end">{[heading, ...rows].map(line => ` ${line}`).join('\n')}</Text>;
	}
}

/** A small table in the theme's colours: the first column to the left, the others to the right or to the left. */
export function RuledTable({
	theme,
	rows,
	alignRest,
}: {
	theme: Theme;
	rows: Row[];
	alignRest: 'left' | 'right';
}): ReactElement {
	const names = Object.keys(rows[0] ?? {});
	return createElement(RuledColumns as unknown as ComponentType<Props>, {
		data: rows,
		columns: names.map((key, index) => ({key, align: index === 0 ? 'left' : alignRest})),
		theme,
	});
}

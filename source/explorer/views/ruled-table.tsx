import {Box, Text} from 'ink';
import {Table} from 'ink-table';
import {Fragment, type PropsWithChildren, type ReactElement} from 'react';
import type {Theme} from '../../text/theme.ts';

type Row = Record<string, string>;

/** ink-table without the rule between every two rows: a table of ten signals is to take fourteen lines, not 23. */
class QuietTable extends Table<Row> {
	override render(): ReactElement {
		const columns = this.getColumns();
		const rows = this.props.data.map((row, index) => (
			// biome-ignore lint/suspicious/noArrayIndexKey: rows never change places
			<Fragment key={index}>{this.data({key: `row-${index}`, columns, data: row})}</Fragment>
		));
		return (
			<Box flexDirection="column">
				{this.header({key: 'top', columns, data: {}})}
				{this.heading({key: 'heading', columns, data: this.getHeadings()})}
				{this.separator({key: 'rule', columns, data: {}})}
				{rows}
				{this.footer({key: 'bottom', columns, data: {}})}
			</Box>
		);
	}
}

const asciiBorders: Readonly<Record<string, string>> = {'─': '-', '│': '|'};

/** A small table in the theme's colours and characters: the first column to the left, the others to the right. */
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
	const skeleton = ({children}: PropsWithChildren) => {
		const drawn = String(children);
		const line = theme.ascii ? drawn.replace(/[─-╿]/g, character => asciiBorders[character] ?? '+') : drawn;
		return <Text>{theme.paint('quiet', line)}</Text>;
	};
	const header = ({children}: PropsWithChildren) => <Text>{theme.paint('quiet', String(children))}</Text>;
	const cell = ({column, children}: PropsWithChildren<{column: number}>) => (
		<Text>{column === 0 ? theme.paint('quiet', String(children)) : String(children)}</Text>
	);
	return (
		<QuietTable
			data={rows}
			columns={names.map((key, index) => ({key, align: index === 0 ? 'left' : alignRest}))}
			skeleton={skeleton}
			header={header}
			cell={cell}
		/>
	);
}

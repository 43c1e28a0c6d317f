import {Box, Text} from 'ink';
import {memo, type ReactElement} from 'react';
import type {Theme} from '../../text/theme.ts';
import {type Block, blockHeight} from './dossier/blocks.ts';
import {RuledTable} from './ruled-table.tsx';

/** Lines that are as wide as they should be already: one text node for the whole pane, which is what Ink draws fastest. */
export const Lines = memo(function Lines({lines}: {lines: readonly string[]}): ReactElement {
	return <Text wrap="truncate-end">{lines.map(line => (line === '' ? ' ' : line)).join('\n')}</Text>;
});

/** The part of a column of blocks that shows through a window of `height` lines, `scroll` lines down. */
export function BlockPane({
	theme,
	blocks,
	scroll,
	height,
	width,
}: {
	theme: Theme;
	blocks: readonly Block[];
	scroll: number;
	height: number;
	width: number;
}): ReactElement {
	const shown: ReactElement[] = [];
	let line = -scroll;
	for (const [index, block] of blocks.entries()) {
		const size = blockHeight(block);
		const first = Math.max(0, -line);
		const last = Math.min(size, height - line);
		line += size;
		if (first >= last) continue;
		const key = `${block.section}-${index}`;
		if (block.kind === 'lines') {
			shown.push(<Lines key={key} lines={block.lines.slice(first, last)} />);
			continue;
		}
		const table = <MemoTable theme={theme} rows={block.rows} />;
		// Clipping costs Ink a cut through every line, so only a table that sticks out is clipped.
		shown.push(
			last - first === size ? (
				<Box key={key} flexShrink={0}>
					{table}
				</Box>
			) : (
				<Box key={key} height={last - first} overflow="hidden" flexShrink={0}>
					<Box marginTop={-first} flexShrink={0}>
						{table}
					</Box>
				</Box>
			),
		);
	}
	return (
		<Box flexDirection="column" height={height} width={width}>
			{shown}
		</Box>
	);
}

const MemoTable = memo(function SignalsTable({theme, rows}: {theme: Theme; rows: Record<string, string>[]}) {
	return <RuledTable theme={theme} rows={rows} alignRest="right" />;
});

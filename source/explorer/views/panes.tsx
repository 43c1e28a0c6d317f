import {Box, Text} from 'ink';
import {memo, type ReactElement} from 'react';

/** Lines that are as wide as they should be already: one text node for the whole pane, which is what Ink draws fastest. */
export const Lines = memo(function Lines({lines}: {lines: readonly string[]}): ReactElement {
	return <Text wrap="truncate-end">{lines.map(line => (line === '' ? ' ' : line)).join('\n')}</Text>;
});

/** Lines in a body of its height. */
export function Filled({lines, height}: {lines: readonly string[]; height: number}): ReactElement {
	return (
		<Box height={height}>
			<Lines lines={lines.slice(0, height)} />
		</Box>
	);
}
